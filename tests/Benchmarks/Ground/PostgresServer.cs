using Npgsql;
using Server = Orchestrator.Engine.Tests.Postgres.PostgresServer;

namespace Orchestrator.Benchmarks.Ground;

/// <summary>
/// A PostgreSQL server of the benchmark's own: on loopback, in a temporary folder, with the durability it comes with (fsync,
/// full_page_writes and synchronous_commit on) and the little memory a two-core machine gives it. Gone when this process is.
/// </summary>
internal sealed class PostgresServer : IDisposable
{
    private const string Settings = """
        max_connections = 500
        shared_buffers = 512MB
        max_wal_size = 4GB
        checkpoint_timeout = 15min
        fsync = on
        full_page_writes = on
        synchronous_commit = on
        """;

    private readonly Server _server;

    public PostgresServer()
    {
        if (Server.FindBinaries() is not { } found || !File.Exists($"{found}/pgbench"))
        {
            throw new InvalidOperationException(Tongue.Say(
                "本机没有 PostgreSQL：请安装 15 或更新版本，含 pgbench（Debian：apt-get install postgresql），或用 ORCHESTRATOR_POSTGRES_BIN 指定其程序所在的文件夹",
                "there is no PostgreSQL on this machine: install 15 or newer with pgbench (Debian: apt-get install postgresql), or name the folder of its programs in ORCHESTRATOR_POSTGRES_BIN"));
        }

        _server = new Server(settings: Settings);
    }

    public int ProcessId => _server.PostmasterId;

    public string Version => (string)Sql("postgres", "SHOW server_version")!;

    /// <summary>The database made last.</summary>
    public string NewestDatabase { get; private set; } = "";

    /// <summary>A new database with an empty journal.</summary>
    /// <returns>The journal's address, as the service opens it.</returns>
    public string NewJournal() => _server.ServiceAddress(NewestDatabase = _server.NewJournal());

    public string NewDatabase(string template = "template0") => NewestDatabase = _server.NewDatabase(template);

    /// <summary>How the administrator reaches a database from .NET, with a pool and prepared statements.</summary>
    public string ConnectionString(string database) => $"{Plain(database)};Maximum Pool Size=100;Max Auto Prepare=32;Auto Prepare Min Usages=2";

    /// <summary>How the administrator reaches a database from elsewhere.</summary>
    public string Address(string database) => $"postgresql://administrator@127.0.0.1:{_server.Port}/{database}";

    /// <inheritdoc cref="Server.NewFolder"/>
    public string NewFolder(string name) => _server.NewFolder(name);

    /// <inheritdoc cref="Server.RunProgram"/>
    public string RunProgram(string program, params string[] arguments) => _server.RunProgram(program, arguments);

    /// <summary>Runs statements as the administrator, however long they take.</summary>
    public object? Sql(string database, string sql)
    {
        using var connection = new NpgsqlConnection($"{Plain(database)};Pooling=false;Command Timeout=600");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    /// <summary>What it has written ahead and committed since it started.</summary>
    public Written WrittenSoFar()
    {
        using var connection = new NpgsqlConnection($"{Plain("postgres")};Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint, (SELECT wal_sync FROM pg_stat_wal), (SELECT sum(xact_commit)::bigint FROM pg_stat_database)", connection);
        using var row = command.ExecuteReader();
        row.Read();
        return new Written(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
    }

    public void Dispose() => _server.Dispose();

    private string Plain(string database) => $"Host=127.0.0.1;Port={_server.Port};Username=administrator;Database={database}";
}

/// <summary>What a database server has made durable.</summary>
/// <param name="WalBytes">Of write-ahead log.</param>
/// <param name="Flushes">Of the write-ahead log to the disk.</param>
/// <param name="Commits">Of transactions, reading ones included.</param>
internal readonly record struct Written(long WalBytes, long Flushes, long Commits)
{
    public static Written operator -(Written now, Written before) => new(now.WalBytes - before.WalBytes, now.Flushes - before.Flushes, now.Commits - before.Commits);
}
