using Npgsql;
using Orchestrator.Benchmarks.Ground;
using Orchestrator.Benchmarks.Plants;

namespace Orchestrator.Benchmarks.Peers.RowLocks;

/// <summary>
/// The tables of the competitors: a row an actor with what the rules ask of it, and a row of audit a command, of the same
/// bytes as the product's turn of that command.
/// </summary>
internal static class RowLockTables
{
    /// <summary>Fills a new database for a plant of this shape.</summary>
    /// <returns>Its connection string.</returns>
    public static string Create(PostgresServer postgres, Floor floor, Payloads payloads)
    {
        var database = postgres.NewDatabase();
        postgres.Sql(database, """
            CREATE TABLE actors (id text COLLATE "C" PRIMARY KEY, status text NOT NULL, room text, batch text, good_until timestamptz, value numeric, low numeric, high numeric, roles text[], moved_at timestamptz);
            CREATE TABLE audit (id text COLLATE "C" PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), caller text NOT NULL, payload bytea NOT NULL);
            CREATE TABLE payloads (command text PRIMARY KEY, payload bytea NOT NULL)
            """);
        using var connection = new NpgsqlConnection(postgres.ConnectionString(database));
        connection.Open();
        foreach (var place in floor.Workplaces)
        {
            Actor(connection, $"batch/{place.Batch}", "Running", place.Room, null);
            Actor(connection, $"isolator/{place.Isolator}", "InUse", place.Room, place.Batch);
            Actor(connection, $"operator/{place.Operator}", "Working", place.Room, place.Batch);
        }

        foreach (var room in floor.Workplaces.Select(place => place.Room).Distinct())
            Actor(connection, $"room/{room}", "InUse", room, null);
        foreach (var (sensor, value) in floor.Readings())
            Actor(connection, $"sensor/{sensor}", "Good", null, null, value);
        foreach (var (command, payload) in new[] { ("pause", payloads.Pause), ("resume", payloads.Resume) })
        {
            using var insert = new NpgsqlCommand("INSERT INTO payloads VALUES ($1, $2)", connection) { Parameters = { new() { Value = command }, new() { Value = payload } } };
            insert.ExecuteNonQuery();
        }

        postgres.Sql(database, "ANALYZE");
        return postgres.ConnectionString(database);
    }

    private static void Actor(NpgsqlConnection connection, string id, string status, string? room, string? batch, decimal value = 0)
    {
        using var insert = new NpgsqlCommand("INSERT INTO actors VALUES ($1, $2, $3, $4, now() + interval '30 days', $5, 0, 1000000, '{operator}', now())", connection)
        {
            Parameters = { new() { Value = id }, new() { Value = status }, new() { Value = (object?)room ?? DBNull.Value }, new() { Value = (object?)batch ?? DBNull.Value }, new() { Value = value } },
        };
        insert.ExecuteNonQuery();
    }
}

/// <summary>The bytes that the product records of the two commands.</summary>
internal sealed record Payloads(byte[] Pause, byte[] Resume);
