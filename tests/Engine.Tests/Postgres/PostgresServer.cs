using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Orchestrator.Storage.Postgres;

namespace Orchestrator.Engine.Tests.Postgres;

/// <summary>
/// A PostgreSQL server of the tests' own, on loopback and in a temporary folder: started and stopped here, killed, frozen and
/// started again by those who ask for it, and gone when the test process is gone, however that ends.
/// </summary>
internal sealed class PostgresServer : IDisposable
{
    public const string Service = "orchestrator";

    private const string Administrator = "administrator";

    private const string Template = "empty_journal";

    private static readonly Lazy<PostgresServer> One = new(() =>
    {
        var server = new PostgresServer();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Dispose();
        return server;
    });

    private static int _databases;

    private readonly DirectoryInfo _folder;
    private readonly string[] _launcher;
    private Process? _keeper;

    /// <param name="place">An existing folder to keep it in, which those who are not its owner may enter; null for one of its own.</param>
    /// <param name="launcher">A program, with its arguments, that becomes the server's and keeps what it has done to itself.</param>
    /// <param name="settings">Further lines of postgresql.conf.</param>
    public PostgresServer(string? place = null, string[]? launcher = null, string settings = "")
    {
        _folder = place is null ? Directory.CreateTempSubdirectory("orchestrator-postgres-") : Directory.CreateDirectory(Path.Combine(place, "postgres"));
        _launcher = launcher ?? [];
        Binaries = FindBinaries() ?? throw new InvalidOperationException("there is no PostgreSQL on this machine: install 15 or newer (Debian: apt-get install postgresql), or name the folder of its programs in ORCHESTRATOR_POSTGRES_BIN");
        Port = FreePort();
        Chown(_folder.FullName);
        Run($"{Binaries}/initdb", "-D", Data, "-U", Administrator, "--auth=trust", "-E", "UTF8", "--no-locale", "--no-sync");
        File.AppendAllText(Path.Combine(Data, "postgresql.conf"), $"""

            listen_addresses = '127.0.0.1'
            port = {Port}
            unix_socket_directories = '{_folder.FullName}'
            max_connections = 60
            {settings}

            """);
        Start();
        Sql("postgres", $"CREATE ROLE {Service} LOGIN");
        Sql("postgres", $"CREATE DATABASE {Template}");
        PostgresSchema.Upgrade(AdministratorAddress(Template), Service, CancellationToken.None).GetAwaiter().GetResult();
    }

    /// <summary>The one server of those tests that neither break nor configure it.</summary>
    public static PostgresServer Shared => One.Value;

    public int Port { get; }

    /// <summary>The folder of PostgreSQL's programs.</summary>
    public string Binaries { get; }

    /// <summary>Where its files are: what flushes here costs what its flushes cost.</summary>
    public string Data => Path.Combine(_folder.FullName, "data");

    public int PostmasterId => int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    /// <summary>A new database with an empty journal; its name.</summary>
    public string NewJournal() => NewDatabase(Template);

    public string NewDatabase(string template = "template0")
    {
        var name = $"journal_{Interlocked.Increment(ref _databases)}";
        Sql("postgres", $"CREATE DATABASE {name} TEMPLATE {template}");
        return name;
    }

    public string ServiceAddress(string database) => $"postgres://{Service}@127.0.0.1:{Port}/{database}";

    /// <summary>The journal in a database, as the service opens it.</summary>
    public PostgresJournal Open(string database) => PostgresJournal.Open(ServiceAddress(database), CancellationToken.None).GetAwaiter().GetResult();

    public string AdministratorAddress(string database) => $"postgres://{Administrator}@127.0.0.1:{Port}/{database}";

    /// <summary>Runs statements as the administrator, past every promise of the journal.</summary>
    public object? Sql(string database, string sql)
    {
        using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={Port};Username={Administrator};Database={database};Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    public void Drop(string database) => Sql("postgres", $"DROP DATABASE {database} WITH (FORCE)");

    /// <summary>Starts the server, which recovers what it finds; returns once it answers.</summary>
    public void Start()
    {
        // The server ends when this process's end of the pipe is closed, whoever closes it.
        var script = $"'{Binaries}/postgres' -D '{Data}' > '{_folder.FullName}/log' 2>&1 & server=$!; read -r _; kill -INT $server 2> /dev/null; wait $server";
        _keeper = Process.Start(StartInfo("/bin/sh", ["-c", script], input: true, _launcher))!;
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

    /// <summary>Ends every process of the server at once, as a power switch would; what it had not written is in the machine's hands.</summary>
    public void Kill()
    {
        // The children are frozen with their parent first, so that none of them notices and tidies up.
        var family = Family();
        foreach (var id in family)
            Signal("STOP", id);
        foreach (var id in family)
            Signal("KILL", id);
        Stop();
        File.Delete(Path.Combine(Data, "postmaster.pid"));
    }

    /// <summary>Takes back what ALTER SYSTEM has set, for the next start.</summary>
    public void ForgetAlteredSettings() => File.WriteAllText(Path.Combine(Data, "postgresql.auto.conf"), "");

    /// <summary>What the server has written down since it was started last.</summary>
    public string Log => File.ReadAllText(Path.Combine(_folder.FullName, "log"));

    /// <summary>Gives it ten seconds to come back by itself, and starts it again where it has not; false then.</summary>
    public bool ComeBack()
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(10);)
        {
            try
            {
                Sql("postgres", "SELECT 1");
                return true;
            }
            catch (NpgsqlException)
            {
                Thread.Sleep(100);
            }
        }

        // One that fails again and again while it recovers does not listen to a word.
        if (File.Exists(Path.Combine(Data, "postmaster.pid")) && Directory.Exists($"/proc/{PostmasterId}"))
            Kill();
        else
            Stop();
        File.Delete(Path.Combine(Data, "postmaster.pid"));
        Start();
        return false;
    }

    /// <summary>Ends the server in good order and starts it with further lines of postgresql.conf.</summary>
    public void Restart(string settings)
    {
        Stop();
        File.AppendAllText(Path.Combine(Data, "postgresql.conf"), settings + "\n");
        Start();
    }

    public void Freeze()
    {
        foreach (var id in Family())
            Signal("STOP", id);
    }

    public void Thaw()
    {
        foreach (var id in Family())
            Signal("CONT", id);
    }

    public void Dispose()
    {
        Stop();
        _folder.Delete(recursive: true);
    }

    private void Stop()
    {
        _keeper?.StandardInput.Close();
        _keeper?.WaitForExit();
        _keeper?.Dispose();
        _keeper = null;
    }

    /// <summary>Where the programs of the newest PostgreSQL are, or null.</summary>
    public static string? FindBinaries()
    {
        string?[] named = [Environment.GetEnvironmentVariable("ORCHESTRATOR_POSTGRES_BIN"), .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')];
        var debian = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var major) ? major : 0) : Enumerable.Empty<string>();
        var found = named.Concat(debian.Select(folder => $"{folder}/bin")).FirstOrDefault(folder => !string.IsNullOrEmpty(folder) && File.Exists($"{folder}/initdb"));
        // A link to initdb leads to the folder where everything else is.
        return found is null ? null : Path.GetDirectoryName(File.ResolveLinkTarget($"{found}/initdb", returnFinalTarget: true)?.FullName ?? $"{found}/initdb");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private int[] Family()
    {
        var postmaster = PostmasterId;
        var children = File.Exists($"/proc/{postmaster}/task/{postmaster}/children") ? File.ReadAllText($"/proc/{postmaster}/task/{postmaster}/children") : "";
        return [postmaster, .. children.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
    }

    private static void Signal(string signal, int process)
    {
        using var kill = Process.Start("kill", ["-s", signal, process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>PostgreSQL does not run as root; where the tests do, it runs as the user that its package made.</summary>
    private static ProcessStartInfo StartInfo(string program, string[] arguments, bool input = false, params string[] launcher)
    {
        string[] all = [.. launcher, .. Environment.IsPrivilegedProcess ? new[] { "runuser", "-u", "postgres", "--" } : [], program, .. arguments];
        return new ProcessStartInfo(all[0], all[1..]) { RedirectStandardInput = input, RedirectStandardOutput = !input, RedirectStandardError = !input, WorkingDirectory = "/" };
    }

    private static void Chown(string folder)
    {
        if (!Environment.IsPrivilegedProcess)
            return;
        using var chown = Process.Start("chown", ["postgres", folder]);
        chown.WaitForExit();
    }

    /// <summary>Runs one of PostgreSQL's own programs against this server, to its end.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message is what it said.</exception>
    public string RunProgram(string program, params string[] arguments) =>
        Run($"{Binaries}/{program}", ["-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", Administrator, .. arguments]);

    /// <summary>A folder beside the database's, for what PostgreSQL's programs read and write.</summary>
    public string NewFolder(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.FullName, name)).FullName;
        Chown(folder);
        return folder;
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
