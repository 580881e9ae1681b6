using System.Globalization;
using Npgsql;
using Orchestrator.Engine;

namespace Orchestrator.Storage.Postgres;

/// <summary>
/// The schema of a journal in PostgreSQL. An administrator's user creates it and brings it forward; the service's user may read
/// and insert turns and never change or delete one, and the service does not start under a user who could.
/// </summary>
public static class PostgresSchema
{
    private const int OldestServer = 150000;

    /// <summary>One number for everybody who brings a journal forward, so that two do it one after the other.</summary>
    private const long UpgradeLock = 0x4F524A4C;

    private const string Visible = """
        SELECT EXISTS (SELECT FROM pg_class AS version JOIN pg_namespace AS schema ON schema.oid = version.relnamespace
            WHERE schema.nspname = 'journal' AND version.relname = 'schema_version'
            AND has_schema_privilege(schema.oid, 'USAGE') AND has_table_privilege(version.oid, 'SELECT'))
        """;

    private static readonly SortedDictionary<int, string> Steps = SchemaSteps.Of("postgres");

    /// <summary>The schema this build reads and writes.</summary>
    public static int Newest => Steps.Keys.Last();

    /// <summary>Creates the journal's schema, or brings it to <see cref="Newest"/>, and gives the service's user what it needs and nothing more.</summary>
    /// <param name="address">With a user who owns the database, or may create in it.</param>
    /// <param name="service">The user that the service connects as; it must exist.</param>
    /// <returns>The version found and the version now.</returns>
    /// <exception cref="InvalidDataException">The database or the user cannot be used for a journal; nothing was changed.</exception>
    /// <exception cref="JournalException">The database cannot be reached, or refused; nothing was changed.</exception>
    public static async Task<(int Before, int Now)> Upgrade(string address, string service, CancellationToken cancel)
    {
        await using var database = NpgsqlDataSource.Create(PostgresAddress.Read(address));
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancel).ConfigureAwait(false);
            await using var transaction = await connection.BeginTransactionAsync(cancel).ConfigureAwait(false);
            await Run(connection, string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({UpgradeLock})"), cancel).ConfigureAwait(false);
            await DemandServer(connection, cancel).ConfigureAwait(false);
            await DemandServiceUser(connection, service, cancel).ConfigureAwait(false);
            var before = await VersionOf(connection, cancel).ConfigureAwait(false);
            if (before > Newest)
                throw Newer(before);
            await Run(connection, "CREATE SCHEMA IF NOT EXISTS journal", cancel).ConfigureAwait(false);
            foreach (var (number, sql) in Steps.Where(step => step.Key > before))
                await Run(connection, string.Create(CultureInfo.InvariantCulture, $"{sql};\nINSERT INTO journal.schema_version (version) VALUES ({number})"), cancel).ConfigureAwait(false);
            await Run(connection, Grants(service), cancel).ConfigureAwait(false);
            await transaction.CommitAsync(cancel).ConfigureAwait(false);
            return (before, Newest);
        }
        catch (Exception failure) when (PostgresFaults.IsOfTheStore(failure))
        {
            throw PostgresFaults.Explained(JournalFault.Unavailable, failure);
        }
    }

    /// <summary>Whether a removal under this address could be done at all, asked before anybody is disturbed.</summary>
    /// <exception cref="InvalidDataException">The user does not own the journal there, or it does not hold the plant.</exception>
    /// <exception cref="JournalException">The database cannot be reached.</exception>
    public static Task DemandAdministrator(string address, string plant, CancellationToken cancel) => PostgresFaults.Repeatable(
        async () =>
        {
            await using var database = NpgsqlDataSource.Create(PostgresAddress.Read(address));
            await using var connection = await database.OpenConnectionAsync(cancel).ConfigureAwait(false);
            if (await Scalar(connection, "SELECT pg_has_role(relowner, 'MEMBER') FROM pg_class WHERE oid = to_regclass('journal.turns')", cancel).ConfigureAwait(false) is not true)
                throw new InvalidDataException($"PostgreSQL: {connection.UserName} does not own a journal in {connection.Database}; nothing was removed");
            await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM journal.heads WHERE plant = $1)", connection);
            command.Parameters.Add(new NpgsqlParameter { Value = plant });
            return await command.ExecuteScalarAsync(cancel).ConfigureAwait(false) is true
                ? true
                : throw new InvalidDataException($"PostgreSQL: {connection.Database} holds no plant {plant}; nothing was removed");
        });

    /// <summary>Removes a plant's rows for good; what they had to be kept for is judged before (<see cref="JournalRetention"/>).</summary>
    /// <param name="address">With the user who owns the journal; the service's user may not.</param>
    /// <param name="judged">Under which it was judged: whoever took the plant over since, or wrote to it, keeps it; so does another database.</param>
    /// <exception cref="InvalidDataException">The plant is not as it was judged; nothing was removed.</exception>
    /// <exception cref="JournalException">The database cannot be reached, or refused; nothing was removed.</exception>
    public static async Task Remove(string address, Lease judged, CancellationToken cancel)
    {
        await using var database = NpgsqlDataSource.Create(PostgresAddress.Read(address));
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancel).ConfigureAwait(false);
            await using var transaction = await connection.BeginTransactionAsync(cancel).ConfigureAwait(false);
            await Run(connection, "LOCK TABLE journal.heads, journal.turns IN ACCESS EXCLUSIVE MODE; ALTER TABLE journal.turns DISABLE TRIGGER USER; ALTER TABLE journal.heads DISABLE TRIGGER USER", cancel).ConfigureAwait(false);
            foreach (var table in (string[])["states", "actors", "turns"])
                await Delete(connection, $"DELETE FROM journal.{table} WHERE plant = $1", [judged.Plant], cancel).ConfigureAwait(false);
            if (await Delete(connection, "DELETE FROM journal.heads WHERE plant = $1 AND position = $2 AND epoch = $3 AND owner = $4", [judged.Plant, judged.Head, judged.Epoch, judged.Owner], cancel).ConfigureAwait(false) != 1)
                throw new InvalidDataException($"PostgreSQL: plant {judged.Plant} is not the one that was judged: it went on beyond turn {judged.Head}, another owns it, or this is another database; nothing was removed");
            await Run(connection, "ALTER TABLE journal.turns ENABLE TRIGGER USER; ALTER TABLE journal.heads ENABLE TRIGGER USER", cancel).ConfigureAwait(false);
            await transaction.CommitAsync(cancel).ConfigureAwait(false);
        }
        catch (Exception failure) when (PostgresFaults.IsOfTheStore(failure))
        {
            throw PostgresFaults.Explained(JournalFault.Unavailable, failure);
        }
    }

    /// <summary>What the service demands of a database before it uses it.</summary>
    internal static async Task DemandFit(NpgsqlDataSource database, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel).ConfigureAwait(false);
        await DemandServer(connection, cancel).ConfigureAwait(false);
        var version = await VersionOf(connection, cancel).ConfigureAwait(false);
        if (version == 0)
            throw new InvalidDataException("PostgreSQL: this database has no journal, or this user may not see it. Create it with: orchestrator journal upgrade --journal <administrator's address> --service-user <user>");
        if (version < Newest)
            throw new InvalidDataException($"PostgreSQL: the journal has schema {version}, this version needs {Newest}. Stop the servers, back it up, then: orchestrator journal upgrade --journal <administrator's address> --service-user <user>");
        if (version > Newest)
            throw Newer(version);
        const string MayChange = """
            SELECT has_table_privilege('journal.turns', 'UPDATE') OR has_table_privilege('journal.turns', 'DELETE')
                OR has_table_privilege('journal.turns', 'TRUNCATE') OR has_table_privilege('journal.heads', 'DELETE')
                OR pg_has_role((SELECT relowner FROM pg_class WHERE oid = 'journal.turns'::regclass), 'MEMBER')
            """;
        if (await Scalar(connection, MayChange, cancel).ConfigureAwait(false) is true)
            throw new InvalidDataException($"PostgreSQL: the user {connection.UserName} could change or delete recorded turns; the service does not run under such a user. Let it connect as the one named with --service-user.");
    }

    private static InvalidDataException Newer(int version) =>
        new($"PostgreSQL: the journal was written by a newer version of this software (schema {version}; this version knows up to {Newest}). Open it with that version.");

    private static async Task DemandServer(NpgsqlConnection connection, CancellationToken cancel)
    {
        var number = int.Parse((string)(await Scalar(connection, "SHOW server_version_num", cancel).ConfigureAwait(false))!, CultureInfo.InvariantCulture);
        if (number < OldestServer)
            throw new InvalidDataException($"PostgreSQL: a journal needs version 15 or newer; this server is {connection.PostgreSqlVersion}.");
        foreach (var setting in new[] { "fsync", "full_page_writes" })
            if (await Scalar(connection, $"SHOW {setting}", cancel).ConfigureAwait(false) is not "on")
                throw new InvalidDataException($"PostgreSQL: {setting} is off, so what it commits can be lost; a journal is not kept there. Set {setting} = on in postgresql.conf.");
        if (await Scalar(connection, "SHOW server_encoding", cancel).ConfigureAwait(false) is not "UTF8")
            throw new InvalidDataException("PostgreSQL: the database is not encoded in UTF8; create one with: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0");
    }

    private static async Task DemandServiceUser(NpgsqlConnection connection, string service, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("SELECT rolsuper, pg_has_role(oid, current_user::regrole, 'MEMBER') FROM pg_roles WHERE rolname = $1", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = service });
        await using var row = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
        if (!await row.ReadAsync(cancel).ConfigureAwait(false))
            throw new InvalidDataException($"PostgreSQL: there is no user {service}. Create it with: CREATE ROLE {Quoted(service)} LOGIN PASSWORD '…'");
        if (row.GetBoolean(0) || row.GetBoolean(1))
            throw new InvalidDataException($"PostgreSQL: the user {service} owns the journal or is a superuser and could change recorded turns; name another user for the service.");
    }

    private static string Grants(string service) => $"""
        REVOKE ALL ON SCHEMA journal FROM PUBLIC;
        REVOKE ALL ON ALL TABLES IN SCHEMA journal FROM PUBLIC, {Quoted(service)};
        GRANT USAGE ON SCHEMA journal TO {Quoted(service)};
        GRANT SELECT ON journal.schema_version TO {Quoted(service)};
        GRANT SELECT, INSERT ON journal.turns TO {Quoted(service)};
        GRANT SELECT, INSERT, UPDATE ON journal.heads, journal.actors, journal.states TO {Quoted(service)};
        """;

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>0 where there is no journal that this user can see.</summary>
    private static async Task<int> VersionOf(NpgsqlConnection connection, CancellationToken cancel) =>
        await Scalar(connection, Visible, cancel).ConfigureAwait(false) is true
            ? (int)(await Scalar(connection, "SELECT max(version) FROM journal.schema_version", cancel).ConfigureAwait(false))!
            : 0;

    private static async Task<int> Delete(NpgsqlConnection connection, string sql, object[] values, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await command.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
    }

    private static async Task Run(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
    }

    private static async Task<object?> Scalar(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancel).ConfigureAwait(false);
    }
}
