using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Orchestrator.Storage.Postgres;

namespace Orchestrator.Benchmarks.Ground;

/// <summary>
/// A PostgreSQL server of the benchmark's own: on loopback, in a temporary folder, with the durability it comes with (fsync,
/// full_page_writes and synchronous_commit on) and the little memory a two-core machine gives it. Gone when this process is.
/// </summary>
internal sealed class PostgresServer : IDisposable
{
    public const string Service = "orchestrator";

    private const string Administrator = "administrator";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orchestrator-bench-postgres-");
    private readonly Process _keeper;
    private int _databases;

    public PostgresServer()
    {
        Binaries = FindBinaries() ?? throw new InvalidOperationException(Tongue.Say(
            "本机没有 PostgreSQL：请安装 15 或更新版本，含 pgbench（Debian：apt-get install postgresql），或用 ORCHESTRATOR_POSTGRES_BIN 指定其程序所在的文件夹",
            "there is no PostgreSQL on this machine: install 15 or newer with pgbench (Debian: apt-get install postgresql), or name the folder of its programs in ORCHESTRATOR_POSTGRES_BIN"));
        Port = FreePort();
        Own(_folder.FullName);
        Run($"{Binaries}/initdb", "-D", Data, "-U", Administrator, "--auth=trust", "-E", "UTF8", "--no-locale", "--no-sync");
        File.AppendAllText(Path.Combine(Data, "postgresql.conf"), $"""

            listen_addresses = '127.0.0.1'
            port = {Port}
            unix_socket_directories = '{_folder.FullName}'
            max_connections = 500
            shared_buffers = 512MB
            max_wal_size = 4GB
            checkpoint_timeout = 15min
            fsync = on
            full_page_writes = on
            synchronous_commit = on

            """);
        // The server ends when this process's end of the pipe is closed, whoever closes it.
        var script = $"'{Binaries}/postgres' -D '{Data}' > '{_folder.FullName}/log' 2>&1 & server=$!; read -r _; kill -INT $server 2> /dev/null; wait $server";
        _keeper = Process.Start(StartInfo("/bin/sh", ["-c", script], input: true))!;
        Await();
        Sql("postgres", $"CREATE ROLE {Service} LOGIN");
    }

    public string Binaries { get; }

    public int Port { get; }

    /// <summary>Where its files are: what flushes here costs what its flushes cost.</summary>
    public string Data => Path.Combine(_folder.FullName, "data");

    public int ProcessId => int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    public string Version => (string)Sql("postgres", "SHOW server_version")!;

    /// <summary>A new database with an empty journal.</summary>
    /// <returns>The journal's address, as the service opens it.</returns>
    public async Task<string> NewJournal()
    {
        var database = NewDatabase();
        await PostgresSchema.Upgrade($"postgres://{Administrator}@127.0.0.1:{Port}/{database}", Service, CancellationToken.None);
        return $"postgres://{Service}@127.0.0.1:{Port}/{database}";
    }

    public string NewDatabase(string template = "template0")
    {
        var name = $"bench_{++_databases}";
        Sql("postgres", $"CREATE DATABASE {name} TEMPLATE {template}");
        return name;
    }

    /// <summary>The database made last.</summary>
    public string NewestDatabase => $"bench_{_databases}";

    /// <summary>How the administrator reaches a database from .NET, with a pool and prepared statements.</summary>
    public string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={Port};Username={Administrator};Database={database};Maximum Pool Size=100;Max Auto Prepare=32;Auto Prepare Min Usages=2";

    /// <summary>How the administrator reaches a database from elsewhere.</summary>
    public string Address(string database) => $"postgresql://{Administrator}@127.0.0.1:{Port}/{database}";

    /// <summary>A folder beside the database's, for what PostgreSQL's programs read and write.</summary>
    public string NewFolder(string name)
    {
        var folder = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(folder);
        Own(folder);
        return folder;
    }

    /// <summary>Runs statements as the administrator.</summary>
    public object? Sql(string database, string sql)
    {
        using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={Port};Username={Administrator};Database={database};Pooling=false;Command Timeout=600");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    /// <summary>What it has written ahead and committed since it started.</summary>
    public Written WrittenSoFar()
    {
        using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={Port};Username={Administrator};Database=postgres;Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint, (SELECT wal_sync FROM pg_stat_wal), (SELECT sum(xact_commit)::bigint FROM pg_stat_database)", connection);
        using var row = command.ExecuteReader();
        row.Read();
        return new Written(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
    }

    /// <summary>Runs one of PostgreSQL's own programs to its end.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message is what it said.</exception>
    public string RunProgram(string program, params string[] arguments) =>
        Run($"{Binaries}/{program}", ["-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", Administrator, .. arguments]);

    public void Dispose()
    {
        _keeper.StandardInput.Close();
        _keeper.WaitForExit();
        _keeper.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Await()
    {
        var deadline = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                Sql("postgres", "SELECT 1");
                return;
            }
            catch (NpgsqlException) when (deadline.Elapsed < TimeSpan.FromSeconds(60))
            {
                Thread.Sleep(50);
            }
        }
    }

    private static string? FindBinaries()
    {
        string?[] named = [Environment.GetEnvironmentVariable("ORCHESTRATOR_POSTGRES_BIN"), .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')];
        var debian = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var major) ? major : 0) : Enumerable.Empty<string>();
        // A link to initdb leads to the folder where everything else is.
        return named.Concat(debian.Select(folder => $"{folder}/bin")).Where(folder => !string.IsNullOrEmpty(folder) && File.Exists($"{folder}/initdb"))
            .Select(folder => Path.GetDirectoryName(File.ResolveLinkTarget($"{folder}/initdb", returnFinalTarget: true)?.FullName ?? $"{folder}/initdb")!)
            .FirstOrDefault(folder => File.Exists($"{folder}/pgbench"));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>PostgreSQL does not run as root; where the benchmark does, it runs as the user that its package made.</summary>
    private static ProcessStartInfo StartInfo(string program, string[] arguments, bool input = false)
    {
        string[] all = Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--", program, .. arguments] : [program, .. arguments];
        return new ProcessStartInfo(all[0], all[1..]) { RedirectStandardInput = input, RedirectStandardOutput = !input, RedirectStandardError = !input, WorkingDirectory = "/" };
    }

    private static void Own(string folder)
    {
        if (!Environment.IsPrivilegedProcess)
            return;
        using var chown = Process.Start("chown", ["postgres", folder]);
        chown.WaitForExit();
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(StartInfo(program, arguments))!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program}: {output}{errors.Result}");
    }
}

/// <summary>What a database server has made durable.</summary>
/// <param name="WalBytes">Of write-ahead log.</param>
/// <param name="Flushes">Of the write-ahead log to the disk.</param>
/// <param name="Commits">Of transactions, reading ones included.</param>
internal readonly record struct Written(long WalBytes, long Flushes, long Commits)
{
    public static Written operator -(Written now, Written before) => new(now.WalBytes - before.WalBytes, now.Flushes - before.Flushes, now.Commits - before.Commits);
}
