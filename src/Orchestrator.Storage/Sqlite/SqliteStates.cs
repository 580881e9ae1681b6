using Microsoft.Data.Sqlite;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine.States;

namespace Orchestrator.Storage.Sqlite;

/// <summary>Kept states: rows beside the turns. Each side runs on its session's thread.</summary>
internal static class SqliteStates
{
    private const int PageMax = 500;

    private const string FindOne = "SELECT position, version, state, seal FROM states WHERE plant = $1 AND actor = $2 AND edition = $3";

    private const string ReadStanding = """
        SELECT kept.position, kept.version, kept.state, kept.seal, actor.actor, actor.position, actor.version
        FROM actors actor LEFT JOIN states kept ON kept.plant = actor.plant AND kept.actor = actor.actor AND kept.edition = $2
        WHERE actor.plant = $1 AND actor.actor > $3 ORDER BY actor.actor LIMIT $4
        """;

    private const string KeepOne = """
        INSERT INTO states (plant, edition, actor, position, version, state, seal) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (plant, actor) DO UPDATE SET edition = excluded.edition, position = excluded.position, version = excluded.version, state = excluded.state, seal = excluded.seal
        WHERE states.edition <> excluded.edition OR states.position < excluded.position
        """;

    public static KeptState? Find(SqliteSession session, string plant, string edition, ActorId actor)
    {
        using var row = session.Query(FindOne, plant, actor.ToString(), edition);
        return row.Read() ? Kept(actor, row) : null;
    }

    /// <summary>The next actors after an address; none when there are no more.</summary>
    public static List<StandingActor> Page(SqliteSession session, string plant, string edition, string after)
    {
        var page = new List<StandingActor>();
        using var row = session.Query(ReadStanding, plant, edition, after, PageMax);
        while (row.Read())
        {
            if (!ActorId.TryParse(row.GetString(4), out var actor))
                throw new InvalidDataException($"{session.Path}: {row.GetString(4)} is not an actor's address");
            page.Add(new StandingActor(actor, row.GetInt64(5), row.GetString(6), row.IsDBNull(0) ? null : Kept(actor, row)));
        }

        return page;
    }

    public static void Keep(SqliteSession session, string plant, string edition, IReadOnlyList<KeptState> states)
    {
        foreach (var state in states)
            session.Execute(KeepOne, plant, edition, state.Actor.ToString(), state.Position, state.Version, state.State.ToArray(), state.Seal.ToArray());
    }

    private static KeptState Kept(ActorId actor, SqliteDataReader row) =>
        new(actor, row.GetInt64(0), row.GetString(1), row.GetFieldValue<byte[]>(2), row.GetFieldValue<byte[]>(3));
}
