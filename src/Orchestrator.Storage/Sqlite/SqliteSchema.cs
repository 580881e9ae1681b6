using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Orchestrator.Storage.Sqlite;

/// <summary>The numbered schema files and the way forward from any older one; there is no way back.</summary>
internal static class SqliteSchema
{
    private const long JournalApplicationId = 0x4F524A4C;

    private static readonly SortedDictionary<int, string> Steps = SchemaSteps.Of("sqlite");

    /// <summary>The schema this build writes.</summary>
    public static int Newest => Steps.Keys.Last();

    /// <summary>Brings a file to <see cref="Newest"/> under the file's write lock; a file it refuses is left as it was.</summary>
    /// <exception cref="InvalidDataException">The file is no journal, or one of a newer version.</exception>
    public static void Migrate(SqliteConnection connection, string path)
    {
        if (VersionOf(connection, path) == Newest)
            return;

        if (Scalar(connection, "PRAGMA journal_mode = WAL") is not "wal")
            throw new InvalidDataException($"{path} lies on a file system without shared memory, which a journal needs");

        Execute(connection, "BEGIN IMMEDIATE");
        var version = VersionOf(connection, path);
        foreach (var (number, sql) in Steps.Where(step => step.Key > version))
        {
            Execute(connection, sql);
            Execute(connection, string.Create(CultureInfo.InvariantCulture, $"INSERT INTO schema_version (version) VALUES ({number})"));
        }

        Execute(connection, "COMMIT");
    }

    private static int VersionOf(SqliteConnection connection, string path)
    {
        if (Scalar(connection, "SELECT count(*) FROM sqlite_master") is 0L)
            return 0;

        if (Scalar(connection, "PRAGMA application_id") is not JournalApplicationId)
            throw new InvalidDataException($"{path} is a database of another program, not a journal");

        var version = Convert.ToInt32(Scalar(connection, "SELECT max(version) FROM schema_version"), CultureInfo.InvariantCulture);
        return version <= Newest
            ? version
            : throw new InvalidDataException(
                $"{path} was written by a newer version of this software (schema {version}; this version knows up to {Newest}). Open it with that version.");
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
