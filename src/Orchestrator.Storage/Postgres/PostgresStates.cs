using System.Runtime.CompilerServices;
using Npgsql;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine.States;

namespace Orchestrator.Storage.Postgres;

/// <summary>Kept states: rows beside the turns, written outside every append.</summary>
internal sealed class PostgresStates(NpgsqlDataSource database)
{
    private const string FindOne = "SELECT position, version, state, seal FROM journal.states WHERE plant = $1 AND actor = $2 AND edition = $3";

    private const string ReadStanding = """
        SELECT kept.position, kept.version, kept.state, kept.seal, actor.actor, actor.position, actor.version
        FROM journal.actors actor LEFT JOIN journal.states kept ON kept.plant = actor.plant AND kept.actor = actor.actor AND kept.edition = $2
        WHERE actor.plant = $1
        """;

    private const string KeepMany = """
        INSERT INTO journal.states AS kept (plant, edition, actor, position, version, state, seal)
        SELECT $1, $2, * FROM unnest($3::text[], $4::bigint[], $5::text[], $6::bytea[], $7::bytea[])
        ON CONFLICT (plant, actor) DO UPDATE SET edition = excluded.edition, position = excluded.position, version = excluded.version, state = excluded.state, seal = excluded.seal
        WHERE kept.edition <> excluded.edition OR kept.position < excluded.position
        """;

    public Task<KeptState?> Find(string plant, string edition, ActorId actor, CancellationToken cancel) => PostgresFaults.Repeatable(
        async () =>
        {
            await using var command = Command(FindOne, plant, actor.ToString(), edition);
            await using var row = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
            return await row.ReadAsync(cancel).ConfigureAwait(false) ? Kept(actor, row) : null;
        });

    /// <exception cref="Orchestrator.Engine.JournalException">The store failed before the first row or between two.</exception>
    public async IAsyncEnumerable<StandingActor> Standing(string plant, string edition, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var command = Command(ReadStanding, plant, edition);
        command.CommandTimeout = 0;
        await using var row = await PostgresFaults.Repeatable(async () => await command.ExecuteReaderAsync(cancel).ConfigureAwait(false)).ConfigureAwait(false);
        while (await PostgresFaults.Repeatable(async () => await row.ReadAsync(cancel).ConfigureAwait(false)).ConfigureAwait(false))
        {
            if (!ActorId.TryParse(row.GetString(4), out var actor))
                throw new InvalidDataException($"PostgreSQL: {row.GetString(4)} is not an actor's address");
            yield return new StandingActor(actor, row.GetInt64(5), row.GetString(6), row.IsDBNull(0) ? null : Kept(actor, row));
        }
    }

    public Task Keep(string plant, string edition, IReadOnlyList<KeptState> states, CancellationToken cancel) => PostgresFaults.Repeatable(
        async () =>
        {
            await using var command = Command(
                KeepMany, plant, edition,
                states.Select(state => state.Actor.ToString()).ToArray(), states.Select(state => state.Position).ToArray(), states.Select(state => state.Version).ToArray(),
                states.Select(state => state.State.ToArray()).ToArray(), states.Select(state => state.Seal.ToArray()).ToArray());
            return await command.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
        });

    private static KeptState Kept(ActorId actor, NpgsqlDataReader row) =>
        new(actor, row.GetInt64(0), row.GetString(1), row.GetFieldValue<byte[]>(2), row.GetFieldValue<byte[]>(3));

    private NpgsqlCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
