using System.Globalization;
using Microsoft.Data.Sqlite;
using Orchestrator.Engine;

namespace Orchestrator.Storage.Sqlite;

/// <summary>The numbered schema files and the way forward from any older one; there is no way back.</summary>
internal static class SqliteSchema
{
    private const long JournalApplicationId = 0x4F524A4C;

    private static readonly SortedDictionary<int, string> Steps = SchemaSteps.Of("sqlite");

    /// <summary>The schema this build writes.</summary>
    public static int Newest => Steps.Keys.Last();

    /// <summary>
    /// Puts a log beside a journal, or beside a file that is to become one. Without it a commit is durable only once the directory is
    /// synced, which nobody waits for. A change of mode that fails half-way is not always said, and the connection that tried it believes
    /// it has come about: whether it has is asked of another (<see cref="DemandLog"/>).
    /// </summary>
    /// <exception cref="InvalidDataException">The file is no journal, or one of a newer version, or lies where there can be no log.</exception>
    public static void KeepLog(SqliteConnection connection, string path)
    {
        VersionOf(connection, path);
        if (Scalar(connection, "PRAGMA journal_mode") is "wal")
            return;
        Execute(connection, "PRAGMA journal_mode = WAL");
        if (Scalar(connection, "PRAGMA journal_mode") is not "wal")
            throw new InvalidDataException($"{path} lies on a file system without shared memory, which a journal needs");
    }

    /// <exception cref="JournalException">The file has no log beside it yet.</exception>
    public static void DemandLog(SqliteConnection connection, string path)
    {
        if (Scalar(connection, "PRAGMA journal_mode") is not "wal")
            throw new JournalException(JournalFault.Unavailable, $"{path}: the log could not be put beside it");
    }

    /// <summary>Brings a file to <see cref="Newest"/> under the file's write lock; a file it refuses is left as it was.</summary>
    /// <exception cref="InvalidDataException">The file is no journal, or one of a newer version.</exception>
    public static void Migrate(SqliteConnection connection, string path)
    {
        if (VersionOf(connection, path) == Newest)
            return;

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
