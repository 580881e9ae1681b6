using Microsoft.Data.Sqlite;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;
using Orchestrator.Engine.States;

namespace Orchestrator.Storage.Sqlite;

/// <summary>
/// The writing side of a journal file. Every call is one transaction that takes the file's write lock before it reads, so
/// what it checks is what it changes, whoever else has the file open. Runs on one thread.
/// </summary>
internal sealed class SqliteWriter(SqliteSession session)
{
    private const string ReadHead = "SELECT owner, epoch, position, hash, last_turn_at, moved_to FROM heads WHERE plant = $1";

    private const string RaiseEpoch = """
        INSERT INTO heads (plant, owner, epoch, position, hash) VALUES ($1, $2, 1, 0, x'')
        ON CONFLICT (plant) DO UPDATE SET owner = excluded.owner, epoch = epoch + 1
        """;

    private const string MoveTheHeadAway = "UPDATE heads SET moved_to = $2 WHERE plant = $1";

    private const string MoveHead = "UPDATE heads SET position = $2, hash = $3, last_turn_at = $4 WHERE plant = $1";

    private const string ReadTurn = $"SELECT {TurnRow.Columns} FROM turns WHERE plant = $1 AND id = $2";

    private const string InsertTurn = $"INSERT INTO turns (plant, {TurnRow.Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7)";

    private const string ReadActor = "SELECT version, position FROM actors WHERE plant = $1 AND actor = $2";

    private const string MoveActor = """
        INSERT INTO actors (plant, actor, version, position) VALUES ($1, $2, $3, $4)
        ON CONFLICT (plant, actor) DO UPDATE SET version = excluded.version, position = excluded.position
        """;

    /// <summary>Whether the log may say what is not on the disk: after a commit that failed, and for whatever was there before us.</summary>
    private bool _doubtful = true;

    public Lease TakeOver(string plant, string owner) => Commit(() =>
    {
        HeadOf(plant)?.StillHere(plant);
        session.Execute(RaiseEpoch, plant, owner);
        var head = HeadOf(plant)!;
        return new Lease(plant, owner, head.Epoch, head.Position, head.LastTurnAt);
    });

    public IReadOnlyList<Receipt> Append(Lease lease, IReadOnlyList<Turn> turns) => Commit(() =>
    {
        var flush = new Flush(lease, HeadOf(lease.Plant), id => Find(lease.Plant, id), actor => VersionOf(lease.Plant, actor));
        Receipt[] receipts = [.. turns.Select(flush.Append)];
        foreach (var (turn, links) in flush.Turns)
            session.Execute(InsertTurn, lease.Plant, turn.Position, turn.Id, turn.WriteId, turn.Hash.ToArray(), links, turn.Body.ToArray());
        foreach (var (actor, (version, position)) in flush.Moved)
            session.Execute(MoveActor, lease.Plant, actor.ToString(), version, position);
        if (flush.Turns.Count > 0)
            session.Execute(MoveHead, lease.Plant, flush.Head.Position, flush.Head.Hash, Head.Text(flush.Head.LastTurnAt!.Value));
        return (IReadOnlyList<Receipt>)receipts;
    });

    public bool MoveAway(Lease lease, string whither) => Commit(() =>
        Head.Demand(HeadOf(lease.Plant), lease).MovedTo is null && session.Execute(MoveTheHeadAway, lease.Plant, whither) == 1);

    /// <summary>Ends the plant here for good, for whoever has the file open while it is removed: they are told so instead of writing to what nobody finds again.</summary>
    /// <exception cref="InvalidDataException">The file holds another plant too, or the plant went on since it was judged.</exception>
    public bool Close(Lease judged) => Commit(() =>
    {
        var others = new List<string>();
        using (var row = session.Query("SELECT plant FROM heads WHERE plant <> $1", judged.Plant))
            while (row.Read())
                others.Add(row.GetString(0));
        if (others.Count > 0)
            throw new InvalidDataException($"{session.Path} holds {string.Join(", ", others)} too; move it to a journal of its own first (orchestrator journal move)");
        if (Head.Demand(HeadOf(judged.Plant), judged).StillHere(judged.Plant).Position != judged.Head)
            throw new InvalidDataException($"{session.Path}: plant {judged.Plant} went on beyond turn {judged.Head}; nothing was removed");
        return session.Execute(MoveTheHeadAway, judged.Plant, "nowhere, it was removed") == 1;
    });

    public bool Keep(string plant, string edition, IReadOnlyList<KeptState> states) => Commit(() =>
    {
        SqliteStates.Keep(session, plant, edition, states);
        return true;
    });

    private Head? HeadOf(string plant)
    {
        using var row = session.Query(ReadHead, plant);
        return row.Read()
            ? new Head(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetFieldValue<byte[]>(3), row.IsDBNull(4) ? null : Head.Instant(row.GetString(4)), row.IsDBNull(5) ? null : row.GetString(5))
            : null;
    }

    private RecordedTurn? Find(string plant, string id)
    {
        using var row = session.Query(ReadTurn, plant, id);
        return row.Read() ? TurnRow.Read(row) : null;
    }

    private (string Version, long Position) VersionOf(string plant, ActorId actor)
    {
        using var row = session.Query(ReadActor, plant, actor.ToString());
        return row.Read() ? (row.GetString(0), row.GetInt64(1)) : ("", 0);
    }

    /// <summary>
    /// Whatever fails before the commit has written nothing. A commit that fails may have reached the disk all the same, and may
    /// be read without having reached it: nothing is judged on it before the log was written again.
    /// </summary>
    private T Commit<T>(Func<T> work)
    {
        T result;
        try
        {
            session.Execute("BEGIN IMMEDIATE");
            if (_doubtful)
                session.WriteLogAgain();
            _doubtful = false;
            result = work();
        }
        catch (Exception failure)
        {
            session.Drop();
            if (failure is SqliteException)
                throw new JournalException(JournalFault.Unavailable, $"{session.Path}: {failure.Message}", failure);
            throw;
        }

        try
        {
            session.Execute("COMMIT");
            return result;
        }
        catch (SqliteException failure)
        {
            _doubtful = true;
            session.Drop();
            throw new JournalException(JournalFault.InDoubt, $"{session.Path}: {failure.Message}", failure);
        }
    }
}
