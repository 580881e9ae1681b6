using Microsoft.Data.Sqlite;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;
using Orchestrator.Engine.States;

namespace Orchestrator.Storage.Sqlite;

/// <summary>
/// The reading side of a journal file: sees only what is durable and never waits for a writer. Turns are never changed,
/// so what several statements read belongs together without a transaction around them. Runs on one thread.
/// </summary>
internal sealed class SqliteReader(SqliteSession session)
{
    /// <summary>How much of a plant one page of <see cref="Page"/> brings into memory, in bytes of bodies; at least one turn.</summary>
    private const int PageBytesMax = 4 * 1024 * 1024;

    private const string ReadHead = "SELECT position FROM heads WHERE plant = $1";

    private const string ReadById = $"SELECT {TurnRow.Columns} FROM turns WHERE plant = $1 AND id = $2";

    private const string ReadAt = $"SELECT {TurnRow.Columns} FROM turns WHERE plant = $1 AND position = $2";

    private const string ReadBetween =
        $"SELECT {TurnRow.Columns} FROM turns WHERE plant = $1 AND position > $2 AND position <= $3 ORDER BY position";

    private const string ReadActor = "SELECT version, position FROM actors WHERE plant = $1 AND actor = $2";

    public long Head(string plant) => Reading(() =>
    {
        using var row = session.Query(ReadHead, plant);
        return row.Read() ? row.GetInt64(0) : 0;
    });

    public RecordedTurn? Find(string plant, string turnId) => Reading(() =>
    {
        using var row = session.Query(ReadById, plant, turnId);
        return row.Read() ? TurnRow.Read(row) : null;
    });

    /// <summary>The next turns after a position and up to a head that was read before: some of them, in order, never none.</summary>
    public List<RecordedTurn> Page(string plant, long after, long head) => Reading(() =>
    {
        var turns = new List<RecordedTurn>();
        using var row = session.Query(ReadBetween, plant, after, head);
        for (var bytes = 0L; bytes < PageBytesMax && after + turns.Count < head; bytes += turns[^1].Body.Length)
        {
            if (!row.Read() || row.GetInt64(0) != after + turns.Count + 1)
                throw new InvalidDataException($"{session.Path}: plant {plant} lacks the turn at {after + turns.Count + 1}");
            turns.Add(TurnRow.Read(row));
        }

        return turns;
    });

    /// <summary>Walks an actor's memory from its last turn back along the links, as far as a position.</summary>
    public ActorHistory History(string plant, ActorId actor, long from) => Reading(() =>
    {
        var address = actor.ToString();
        string version;
        long last;
        using (var row = session.Query(ReadActor, plant, address))
        {
            if (!row.Read())
                return new ActorHistory(actor, "", 0, []);
            (version, last) = (row.GetString(0), row.GetInt64(1));
        }

        var turns = new List<RecordedTurn>();
        for (var at = last; at > 0 && at >= from;)
        {
            using var row = session.Query(ReadAt, plant, at);
            if (!row.Read() || !TurnRow.Links(row).TryGetValue(address, out var previous) || previous >= at)
                throw new InvalidDataException($"{session.Path}: the memory of {address} in plant {plant} breaks at {at}");
            turns.Add(TurnRow.Read(row));
            at = previous;
        }

        turns.Reverse();
        return new ActorHistory(actor, version, last, [.. turns]);
    });

    public KeptState? State(string plant, string edition, ActorId actor) => Reading(() => SqliteStates.Find(session, plant, edition, actor));

    public List<StandingActor> Standing(string plant, string edition, string after) => Reading(() => SqliteStates.Page(session, plant, edition, after));

    private T Reading<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException failure)
        {
            session.Drop();
            throw new JournalException(JournalFault.Unavailable, $"{session.Path}: {failure.Message}", failure);
        }
    }
}
