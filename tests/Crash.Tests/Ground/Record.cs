using System.Data.Common;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Npgsql;
using Orchestrator.Histories;

namespace Orchestrator.Crash.Tests.Ground;

/// <summary>A plant's rows as the store has them, read past every line of the journal's own code.</summary>
internal static class Record
{
    /// <param name="file">A SQLite journal.</param>
    public static History OfSqlite(string file, IReadOnlyList<ClientEvent> events)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        return Of(connection, "", events);
    }

    /// <param name="connection">A PostgreSQL journal, as Npgsql takes it.</param>
    public static History OfPostgres(string connection, IReadOnlyList<ClientEvent> events)
    {
        using var open = new NpgsqlConnection(connection);
        return Of(open, "journal.", events);
    }

    private static History Of(DbConnection connection, string schema, IReadOnlyList<ClientEvent> events)
    {
        connection.Open();
        var turns = Rows(connection, $"SELECT position, id, write_id, hash, body, links FROM {schema}turns WHERE plant = '{PlantServer.Plant}' ORDER BY position", row =>
            new TurnRow(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetFieldValue<byte[]>(3), row.GetFieldValue<byte[]>(4))
            {
                Links = JsonSerializer.Deserialize<Dictionary<string, long>>(row.GetString(5))!,
            });
        var actors = Rows(connection, $"SELECT actor, version, position FROM {schema}actors WHERE plant = '{PlantServer.Plant}'", row => new ActorRow(row.GetString(0), row.GetString(1), row.GetInt64(2)));
        return new History(turns, events) { Actors = actors, WatchedCallers = new HashSet<string> { "mes-1", "mes-2" } };
    }

    private static List<T> Rows<T>(DbConnection connection, string sql, Func<DbDataReader, T> read)
    {
        var rows = new List<T>();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var row = command.ExecuteReader();
        while (row.Read())
            rows.Add(read(row));
        return rows;
    }
}
