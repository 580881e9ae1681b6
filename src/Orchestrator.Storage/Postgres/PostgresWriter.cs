using System.Collections.Concurrent;
using Npgsql;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;

namespace Orchestrator.Storage.Postgres;

/// <summary>
/// The writing side: an append is one transaction. In two round trips: the first locks the plant's head row in one statement and
/// looks up ids and versions in the next ones, whose snapshots begin after the lock was given; the second writes and commits. In
/// one, where the last append left every version known: the head is moved only if it is still the one they were known under, and
/// an id that is there already breaks its uniqueness; either ends the transaction, and the append goes the long way.
/// </summary>
internal sealed class PostgresWriter(NpgsqlDataSource database)
{
    /// <summary>Where a committed append tells other processes its plant.</summary>
    public const string Channel = "orchestrator_journal";

    private const string RaiseEpoch = $"""
        INSERT INTO journal.heads AS head (plant, owner, epoch, position, hash) VALUES ($1, $2, 1, 0, '')
        ON CONFLICT (plant) DO UPDATE SET owner = excluded.owner, epoch = head.epoch + 1 WHERE head.moved_to IS NULL
        RETURNING {PostgresRows.HeadColumns}
        """;

    private const string ReadHead = $"SELECT {PostgresRows.HeadColumns} FROM journal.heads WHERE plant = $1";

    private const string MoveTheHeadAway = "UPDATE journal.heads SET moved_to = $3 WHERE plant = $1 AND epoch = $2 AND moved_to IS NULL";

    private const string LockHead = $"SELECT {PostgresRows.HeadColumns} FROM journal.heads WHERE plant = $1 FOR NO KEY UPDATE";

    private const string ReadTurns = $"SELECT {PostgresRows.TurnColumns} FROM journal.turns WHERE plant = $1 AND id = ANY ($2)";

    private const string ReadActors = "SELECT actor, version, position FROM journal.actors WHERE plant = $1 AND actor = ANY ($2)";

    private const string InsertTurns = """
        INSERT INTO journal.turns (plant, position, id, write_id, hash, links, body)
        SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::text[], $5::bytea[], $6::text[], $7::bytea[])
        """;

    private const string MoveActors = """
        INSERT INTO journal.actors (plant, actor, version, position) SELECT $1, * FROM unnest($2::text[], $3::text[], $4::bigint[])
        ON CONFLICT (plant, actor) DO UPDATE SET version = excluded.version, position = excluded.position
        """;

    private const string MoveHead = "UPDATE journal.heads SET position = $2, hash = $3, last_turn_at = $4 WHERE plant = $1";

    private const string MoveHeadFrom = "UPDATE journal.heads SET position = $2, hash = $3, last_turn_at = $4 WHERE plant = $1 AND epoch = $5 AND hash = $6 AND moved_to IS NULL";

    // Ends the transaction, by a division by zero, unless the head was moved.
    private const string DemandHead = "SELECT 1 / (SELECT count(*)::int FROM journal.heads WHERE plant = $1 AND hash = $2)";

    private const string Tell = "SELECT pg_notify($1, $2)";

    private readonly ConcurrentDictionary<string, ActorVersions> _versions = new(StringComparer.Ordinal);

    public Task<Lease> TakeOver(string plant, string owner, CancellationToken cancel) => PostgresFaults.Repeatable(
        async () =>
        {
            // An epoch raised without its owner knowing does no harm: it takes over again.
            if (await HeadFrom(RaiseEpoch, [plant, owner], cancel).ConfigureAwait(false) is { } head)
                return new Lease(plant, owner, head.Epoch, head.Position, head.LastTurnAt);
            (await HeadFrom(ReadHead, [plant], cancel).ConfigureAwait(false))!.StillHere(plant);
            throw new InvalidDataException($"PostgreSQL: the head of plant {plant} was not raised");
        });

    public Task MoveAway(Lease lease, string whither, CancellationToken cancel) => PostgresFaults.Repeatable(
        async () =>
        {
            await using var move = database.CreateCommand(MoveTheHeadAway);
            Add(move.Parameters, lease.Plant, lease.Epoch, whither);
            return await move.ExecuteNonQueryAsync(cancel).ConfigureAwait(false) == 1
                || Head.Demand(await HeadFrom(ReadHead, [lease.Plant], cancel).ConfigureAwait(false), lease).MovedTo is not null;
        });

    public async Task<IReadOnlyList<Receipt>> Append(Lease lease, IReadOnlyList<Turn> turns)
    {
        var committing = false;
        try
        {
            await using var connection = await database.OpenConnectionAsync().ConfigureAwait(false);
            // Taken out while in use: an append beside this one knows nothing, and one that fails leaves nothing behind.
            if (!_versions.TryRemove(lease.Plant, out var versions))
                versions = new ActorVersions();
            var (flush, receipts) = Assume(lease, turns, versions);
            committing = flush is not null;
            if (flush is null || !await WriteStraight(connection, lease, flush).ConfigureAwait(false))
            {
                committing = false;
                (flush, receipts) = await Judge(connection, lease, turns, versions).ConfigureAwait(false);
                committing = flush.Turns.Count > 0;
                if (committing)
                    await Write(connection, lease.Plant, flush).ConfigureAwait(false);
                else
                    await Run(connection, "ROLLBACK").ConfigureAwait(false);
            }

            versions.GoOn(flush);
            _versions[lease.Plant] = versions;
            return receipts;
        }
        catch (Exception failure) when (PostgresFaults.IsOfTheStore(failure))
        {
            throw PostgresFaults.Explained(committing && !PostgresFaults.RolledBack(failure) ? JournalFault.InDoubt : JournalFault.Unavailable, failure);
        }
    }

    private async Task<Head?> HeadFrom(string sql, object[] values, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(sql);
        Add(command.Parameters, values);
        await using var row = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
        return await row.ReadAsync(cancel).ConfigureAwait(false) ? PostgresRows.Head(row) : null;
    }

    /// <summary>
    /// What becomes of the turns if the head is still the known one and no id is there already; no flush where not all is known, or
    /// where a turn would be stale, because one that is recorded already is told so before it is called stale.
    /// </summary>
    private static (Flush? Flush, Receipt[] Receipts) Assume(Lease lease, IReadOnlyList<Turn> turns, ActorVersions versions)
    {
        if (versions.Under(lease, turns.SelectMany(turn => turn.Cast, (_, member) => member.Actor)) is not { } head)
            return (null, []);
        var flush = new Flush(lease, head, _ => null, versions.Of);
        Receipt[] receipts = [.. turns.Select(flush.Append)];
        return Array.TrueForAll(receipts, receipt => receipt is Receipt.Recorded) && receipts.Length > 0 ? (flush, receipts) : (null, []);
    }

    /// <returns>False where the database ended the transaction because something was not as assumed; nothing was written.</returns>
    private static async Task<bool> WriteStraight(NpgsqlConnection connection, Lease lease, Flush flush)
    {
        try
        {
            await using var writing = new NpgsqlBatch(connection);
            Add(writing, "BEGIN");
            Add(writing, MoveHeadFrom, lease.Plant, flush.Head.Position, flush.Head.Hash, Head.Text(flush.Head.LastTurnAt!.Value), lease.Epoch, flush.Before.Hash);
            Add(writing, DemandHead, lease.Plant, flush.Head.Hash);
            AddRows(writing, lease.Plant, flush);
            Add(writing, Tell, Channel, lease.Plant);
            Add(writing, "COMMIT");
            await writing.ExecuteNonQueryAsync().ConfigureAwait(false);
            return true;
        }
        catch (PostgresException otherwise) when (otherwise.SqlState is PostgresErrorCodes.DivisionByZero or PostgresErrorCodes.UniqueViolation)
        {
            await Run(connection, "ROLLBACK").ConfigureAwait(false);
            return false;
        }
    }

    private static async Task<(Flush Flush, Receipt[] Receipts)> Judge(NpgsqlConnection connection, Lease lease, IReadOnlyList<Turn> turns, ActorVersions versions)
    {
        ActorId[] cast = [.. turns.SelectMany(turn => turn.Cast, (_, member) => member.Actor).Distinct()];
        ActorId[] asked = [.. versions.Unknown(cast)];
        await using var looking = new NpgsqlBatch(connection);
        Add(looking, "BEGIN");
        Add(looking, LockHead, lease.Plant);
        Add(looking, ReadTurns, lease.Plant, turns.Select(turn => turn.Id).ToArray());
        AskFor(looking, lease.Plant, asked);
        Head? head;
        var known = new Dictionary<string, RecordedTurn>(StringComparer.Ordinal);
        Dictionary<string, (string, long)> said;
        await using (var rows = await looking.ExecuteReaderAsync().ConfigureAwait(false))
        {
            head = await rows.ReadAsync().ConfigureAwait(false) ? PostgresRows.Head(rows) : null;
            await rows.NextResultAsync().ConfigureAwait(false);
            while (await rows.ReadAsync().ConfigureAwait(false))
                known.Add(rows.GetString(1), PostgresRows.Turn(rows));
            await rows.NextResultAsync().ConfigureAwait(false);
            said = await Versions(rows).ConfigureAwait(false);
        }

        if (head is not null && !versions.HoldUnder(head) && asked.Length < cast.Length)
        {
            // Somebody else has appended since: what was known of the others is asked again under the lock.
            await using var again = new NpgsqlBatch(connection);
            AskFor(again, lease.Plant, asked = cast);
            await using var rows = await again.ExecuteReaderAsync().ConfigureAwait(false);
            said = await Versions(rows).ConfigureAwait(false);
        }

        versions.Learn(asked, said);
        var flush = new Flush(lease, head, known.GetValueOrDefault, versions.Of);
        return (flush, [.. turns.Select(flush.Append)]);
    }

    private static void AskFor(NpgsqlBatch batch, string plant, ActorId[] actors) =>
        Add(batch, ReadActors, plant, actors.Select(actor => actor.ToString()).ToArray());

    private static async Task<Dictionary<string, (string, long)>> Versions(NpgsqlDataReader rows)
    {
        var versions = new Dictionary<string, (string, long)>(StringComparer.Ordinal);
        while (await rows.ReadAsync().ConfigureAwait(false))
            versions.Add(rows.GetString(0), (rows.GetString(1), rows.GetInt64(2)));
        return versions;
    }

    private static async Task Write(NpgsqlConnection connection, string plant, Flush flush)
    {
        await using var writing = new NpgsqlBatch(connection);
        AddRows(writing, plant, flush);
        Add(writing, MoveHead, plant, flush.Head.Position, flush.Head.Hash, Head.Text(flush.Head.LastTurnAt!.Value));
        Add(writing, Tell, Channel, plant);
        Add(writing, "COMMIT");
        await writing.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    private static void AddRows(NpgsqlBatch writing, string plant, Flush flush)
    {
        var turns = flush.Turns;
        Add(writing, InsertTurns, plant,
            turns.Select(row => row.Turn.Position).ToArray(), turns.Select(row => row.Turn.Id).ToArray(), turns.Select(row => row.Turn.WriteId).ToArray(),
            turns.Select(row => row.Turn.Hash.ToArray()).ToArray(), turns.Select(row => row.Links).ToArray(), turns.Select(row => row.Turn.Body.ToArray()).ToArray());
        if (flush.Moved.Count > 0)
            Add(writing, MoveActors, plant,
                flush.Moved.Keys.Select(actor => actor.ToString()).ToArray(), flush.Moved.Values.Select(moved => moved.Version).ToArray(), flush.Moved.Values.Select(moved => moved.Position).ToArray());
    }

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    private static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        Add(command.Parameters, values);
        batch.BatchCommands.Add(command);
    }

    private static void Add(NpgsqlParameterCollection parameters, params ReadOnlySpan<object> values)
    {
        foreach (var value in values)
            parameters.Add(new NpgsqlParameter { Value = value });
    }
}
