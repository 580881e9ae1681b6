using Npgsql;
using Orchestrator.Engine.States;
using Orchestrator.Storage.Postgres;
using Orchestrator.Storage.Sqlite;

namespace Orchestrator.Host;

/// <summary>A journal by the name a person gives it: a file's path, or the address of a database.</summary>
internal static class Journals
{
    public static async Task<IPlantStore> Open(string name, CancellationToken cancel) =>
        PostgresAddress.IsOne(name) ? await PostgresJournal.Open(name, cancel) : SqliteJournal.Open(name);

    /// <summary>The name without its password.</summary>
    public static string Public(string name)
    {
        if (!PostgresAddress.IsOne(name))
            return Path.GetFullPath(name);
        NpgsqlConnectionStringBuilder address = PostgresAddress.Read(name);
        return $"postgres://{address.Username}@{address.Host}:{address.Port}/{address.Database}";
    }
}
