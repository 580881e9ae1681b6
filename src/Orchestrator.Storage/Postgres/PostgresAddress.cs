using Npgsql;

namespace Orchestrator.Storage.Postgres;

/// <summary>A journal's address as a person writes it, <c>postgres://user:password@host:port/database?sslmode=verify-full</c>, and how we connect to it.</summary>
public static class PostgresAddress
{
    /// <summary>
    /// What every connection of ours demands of the database: an answer only after the flush; nobody who is frozen in the middle
    /// of an append keeps the plant's head locked for longer than this.
    /// </summary>
    private const string Settings = "-c synchronous_commit=on -c idle_in_transaction_session_timeout=5s -c lock_timeout=10s -c default_transaction_isolation=read\\ committed";

    public static bool IsOne(string text) =>
        text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal);

    /// <summary>
    /// Reads an address. The password may be left to <c>PGPASSWORD</c> or a password file; further settings are Npgsql's
    /// connection keywords after the question mark (<c>host=/folder</c> for a Unix socket).
    /// </summary>
    /// <exception cref="ArgumentException">It is no such address; the message says what is wrong with it, never its password.</exception>
    public static NpgsqlConnectionStringBuilder Read(string text)
    {
        if (!IsOne(text) || !Uri.TryCreate(text, UriKind.Absolute, out var uri))
            throw new ArgumentException("a PostgreSQL address reads postgres://user:password@host:port/database");
        var user = uri.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host.Length == 0 ? null : uri.Host,
            Port = uri.Port > 0 ? uri.Port : 5432,
            Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')),
            Username = user[0].Length == 0 ? null : Uri.UnescapeDataString(user[0]),
            Password = user.Length == 2 ? Uri.UnescapeDataString(user[1]) : null,
            ApplicationName = "orchestrator",
            Options = Settings,
            Timeout = 10,
            CommandTimeout = 15,
            CancellationTimeout = 2000,
            MaxAutoPrepare = 32,
            AutoPrepareMinUsages = 2,
            MaxPoolSize = 16,
            TcpKeepAlive = true,
        };
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = pair.Split('=', 2) is [var left, var right] ? (Uri.UnescapeDataString(left), Uri.UnescapeDataString(right)) : (pair, "");
            if (key.Equals(nameof(builder.Options), StringComparison.OrdinalIgnoreCase))
                throw new ArgumentException("?options: what a journal demands of its sessions, such as an answer only after the flush, is not for an address to change");
            try
            {
                // What libpq writes with hyphens Npgsql knows without: verify-full, VerifyFull.
                builder[key] = key.Equals("sslmode", StringComparison.OrdinalIgnoreCase) ? value.Replace("-", "", StringComparison.Ordinal) : value;
            }
            catch (Exception wrong) when (wrong is ArgumentException or KeyNotFoundException or FormatException)
            {
                throw new ArgumentException($"?{key}: not a setting of a PostgreSQL connection, or not a value of it");
            }
        }

        if (string.IsNullOrEmpty(builder.Host) || string.IsNullOrEmpty(builder.Database))
            throw new ArgumentException("a PostgreSQL address names host and database: postgres://user:password@host:port/database");
        return builder;
    }
}
