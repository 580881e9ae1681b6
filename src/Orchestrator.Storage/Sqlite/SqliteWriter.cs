using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;

namespace Orchestrator.Storage.Sqlite;

/// <summary>
/// The writing side of a journal file. Every call is one transaction that takes the file's write lock before it reads, so
/// what it checks is what it changes, whoever else has the file open. Runs on one thread.
/// </summary>
internal sealed class SqliteWriter(SqliteSession session)
{
    private const string ReadHead = "SELECT owner, epoch, position, hash, last_turn_at FROM heads WHERE plant = $1";

    private const string RaiseEpoch = """
        INSERT INTO heads (plant, owner, epoch, position, hash) VALUES ($1, $2, 1, 0, x'')
        ON CONFLICT (plant) DO UPDATE SET owner = excluded.owner, epoch = epoch + 1
        """;

    private const string MoveHead = "UPDATE heads SET position = $2, hash = $3, last_turn_at = $4 WHERE plant = $1";

    private const string ReadTurn = $"SELECT {TurnRow.Columns} FROM turns WHERE plant = $1 AND id = $2";

    private const string InsertTurn = $"INSERT INTO turns (plant, {TurnRow.Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7)";

    private const string ReadActor = "SELECT version, position FROM actors WHERE plant = $1 AND actor = $2";

    private const string MoveActor = """
        INSERT INTO actors (plant, actor, version, position) VALUES ($1, $2, $3, $4)
        ON CONFLICT (plant, actor) DO UPDATE SET version = excluded.version, position = excluded.position
        """;

    public Lease TakeOver(string plant, string owner) => Commit(() =>
    {
        session.Execute(RaiseEpoch, plant, owner);
        var head = HeadOf(plant)!.Value;
        return new Lease(plant, owner, head.Epoch, head.Position, head.LastTurnAt);
    });

    public IReadOnlyList<Receipt> Append(Lease lease, IReadOnlyList<Turn> turns) => Commit(() =>
    {
        var before = HeadOf(lease.Plant) ?? throw Superseded(lease, 0, "nobody");
        if (before.Epoch != lease.Epoch)
            throw Superseded(lease, before.Epoch, before.Owner);

        var head = before;
        var receipts = new List<Receipt>(turns.Count);
        foreach (var turn in turns)
            receipts.Add(Append(lease.Plant, turn, ref head));

        if (head.Position != before.Position)
            session.Execute(MoveHead, lease.Plant, head.Position, head.Hash, Text(head.LastTurnAt!.Value));
        return (IReadOnlyList<Receipt>)receipts;
    });

    private Receipt Append(string plant, Turn turn, ref Head head)
    {
        using (var row = session.Query(ReadTurn, plant, turn.Id))
        {
            if (row.Read())
                return new Receipt.Already(TurnRow.Read(row));
        }

        var moved = ImmutableArray.CreateBuilder<ActorId>();
        var previous = new Dictionary<ActorId, long>(turn.Cast.Length);
        foreach (var (actor, version) in turn.Cast)
        {
            var (current, position) = VersionOf(plant, actor);
            previous[actor] = position;
            if (current != version)
                moved.Add(actor);
        }

        if (moved.Count > 0)
            return new Receipt.Stale(moved.ToImmutable());

        head = head with { Position = head.Position + 1, Hash = TurnCodec.Chain(head.Hash, turn.Body.Span), LastTurnAt = turn.At };
        var links = TurnRow.Links(turn.Writes.Select(actor => (actor, previous[actor])));
        session.Execute(InsertTurn, plant, head.Position, turn.Id, turn.WriteId, head.Hash, links, turn.Body.ToArray());
        foreach (var actor in turn.Writes)
            session.Execute(MoveActor, plant, actor.ToString(), turn.WriteId, head.Position);
        return new Receipt.Recorded(head.Position);
    }

    private Head? HeadOf(string plant)
    {
        using var row = session.Query(ReadHead, plant);
        return row.Read()
            ? new Head(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetFieldValue<byte[]>(3), row.IsDBNull(4) ? null : Instant(row.GetString(4)))
            : null;
    }

    private (string Version, long Position) VersionOf(string plant, ActorId actor)
    {
        using var row = session.Query(ReadActor, plant, actor.ToString());
        return row.Read() ? (row.GetString(0), row.GetInt64(1)) : ("", 0);
    }

    /// <summary>
    /// Whatever fails before the commit has written nothing. A commit that fails may have reached the disk all the same.
    /// </summary>
    private T Commit<T>(Func<T> work)
    {
        T result;
        try
        {
            session.Execute("BEGIN IMMEDIATE");
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
            session.Drop();
            throw new JournalException(JournalFault.InDoubt, $"{session.Path}: {failure.Message}", failure);
        }
    }

    private static JournalException Superseded(Lease lease, long epoch, string owner) =>
        new(JournalFault.Superseded, $"epoch {lease.Epoch} of {lease.Owner} was succeeded by {epoch} of {owner}");

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture);

    private readonly record struct Head(string Owner, long Epoch, long Position, byte[] Hash, DateTimeOffset? LastTurnAt);
}
