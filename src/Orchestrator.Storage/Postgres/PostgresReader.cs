using Npgsql;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;

namespace Orchestrator.Storage.Postgres;

/// <summary>
/// The reading side: sees only what is committed and never waits for a writer. Turns are never changed, so what several
/// statements read belongs together without a transaction around them.
/// </summary>
internal sealed class PostgresReader(NpgsqlDataSource database)
{
    /// <summary>How much of a plant one page should bring into memory, in bytes of bodies.</summary>
    private const long PageBytes = 4 * 1024 * 1024;

    private const int PageTurnsMax = 4096;

    private const string ReadHead = "SELECT position FROM journal.heads WHERE plant = $1";

    private const string ReadById = $"SELECT {PostgresRows.TurnColumns} FROM journal.turns WHERE plant = $1 AND id = $2";

    private const string ReadBetween = $"SELECT {PostgresRows.TurnColumns} FROM journal.turns WHERE plant = $1 AND position > $2 AND position <= $3 ORDER BY position";

    // The walk carries positions alone; the turns are joined once it is done.
    private const string Walk = """
        WITH RECURSIVE walk (position, version) AS (
            SELECT position, version FROM journal.actors WHERE plant = $1 AND actor = $2
            UNION ALL
            SELECT CASE WHEN (turn.links::json ->> $2)::bigint < walk.position THEN (turn.links::json ->> $2)::bigint ELSE -1 END, walk.version
            FROM walk JOIN journal.turns turn ON turn.plant = $1 AND turn.position = walk.position
            WHERE walk.position > $3)
        SELECT walk.position, turn.id, turn.write_id, turn.hash, turn.body, walk.version
        FROM walk LEFT JOIN journal.turns turn ON turn.plant = $1 AND turn.position = walk.position
        WHERE walk.position <> 0 ORDER BY walk.position
        """;

    public Task<DateTimeOffset> Clock(CancellationToken cancel) => PostgresFaults.Repeatable(
        async () =>
        {
            await using var command = database.CreateCommand("SELECT clock_timestamp()");
            return new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancel).ConfigureAwait(false))!, TimeSpan.Zero);
        });

    public Task<long> Head(string plant, CancellationToken cancel) => PostgresFaults.Repeatable(
        async () =>
        {
            await using var command = Command(ReadHead, plant);
            return await command.ExecuteScalarAsync(cancel).ConfigureAwait(false) is long position ? position : 0;
        });

    public Task<RecordedTurn?> Find(string plant, string turnId, CancellationToken cancel) => PostgresFaults.Repeatable(
        async () =>
        {
            await using var command = Command(ReadById, plant, turnId);
            await using var row = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
            return await row.ReadAsync(cancel).ConfigureAwait(false) ? PostgresRows.Turn(row) : null;
        });

    /// <summary>The turns after a position and up to another that the journal has reached, without a gap.</summary>
    /// <exception cref="InvalidDataException">One of them is missing.</exception>
    public Task<List<RecordedTurn>> Between(string plant, long after, long upTo, CancellationToken cancel) => PostgresFaults.Repeatable(
        async () =>
        {
            var turns = new List<RecordedTurn>();
            await using var command = Command(ReadBetween, plant, after, upTo);
            await using var row = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
            while (await row.ReadAsync(cancel).ConfigureAwait(false))
            {
                if (row.GetInt64(0) != after + turns.Count + 1)
                    break;
                turns.Add(PostgresRows.Turn(row));
            }

            return turns.Count == upTo - after
                ? turns
                : throw new InvalidDataException($"PostgreSQL: plant {plant} lacks the turn at {after + turns.Count + 1}");
        });

    /// <summary>How many turns the next page may have, as large as those of the last one were.</summary>
    public static int NextPage(IReadOnlyList<RecordedTurn> last) =>
        (int)Math.Clamp(PageBytes / Math.Max(1, last.Sum(turn => (long)turn.Body.Length) / last.Count), 1, PageTurnsMax);

    /// <summary>Walks an actor's memory from its last turn back along the links, as far as a position.</summary>
    /// <exception cref="InvalidDataException">The walk does not end where the actor was first written.</exception>
    public Task<ActorHistory> History(string plant, ActorId actor, long from, CancellationToken cancel) => PostgresFaults.Repeatable(
        async () =>
        {
            var (version, position) = ("", 0L);
            var turns = new List<RecordedTurn>();
            await using var command = Command(Walk, plant, actor.ToString(), from);
            await using var row = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
            while (await row.ReadAsync(cancel).ConfigureAwait(false))
            {
                if (row.IsDBNull(1))
                    throw new InvalidDataException($"PostgreSQL: the memory of {actor} in plant {plant} breaks at {row.GetInt64(0)}");
                (version, position) = (row.GetString(5), row.GetInt64(0));
                if (position >= from)
                    turns.Add(PostgresRows.Turn(row));
            }

            return new ActorHistory(actor, version, position, [.. turns]);
        });

    private NpgsqlCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
