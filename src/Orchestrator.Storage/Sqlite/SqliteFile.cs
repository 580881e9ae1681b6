using System.Globalization;
using Microsoft.Data.Sqlite;
using Orchestrator.Engine;

namespace Orchestrator.Storage.Sqlite;

/// <summary>A journal file: how it is created, recognised, brought to this build's schema, and connected to.</summary>
internal sealed class SqliteFile
{
    private readonly string _connection;
    private readonly int _busyWaitMs;

    static SqliteFile() => SQLitePCL.Batteries_V2.Init();

    /// <param name="path">The file; created when absent, readable and writable by its owner only.</param>
    /// <param name="busyWait">How long a write waits for another process that is writing; at least a second passes.</param>
    /// <exception cref="InvalidDataException">The file is no journal, or one of a newer version.</exception>
    public SqliteFile(string path, TimeSpan busyWait)
    {
        Path = System.IO.Path.GetFullPath(path);
        _busyWaitMs = (int)busyWait.TotalMilliseconds;
        _connection = new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            // The provider repeats a busy statement by itself; the shortest repeat leaves the waiting to busy_timeout.
            DefaultTimeout = 1,
        }.ToString();

        KeepPrivate();
        try
        {
            using (var first = Connect())
                SqliteSchema.KeepLog(first, Path);
            using var connection = Connect();
            SqliteSchema.DemandLog(connection, Path);
            SqliteSchema.Migrate(connection, Path);
        }
        catch (SqliteException notOurs) when (notOurs.SqliteErrorCode == SQLitePCL.raw.SQLITE_NOTADB)
        {
            throw new InvalidDataException($"{Path} is not a journal: {notOurs.Message}", notOurs);
        }
        catch (SqliteException failure)
        {
            throw new JournalException(JournalFault.Unavailable, $"{Path}: {failure.Message}", failure);
        }
    }

    /// <summary>Told the file whose log was written again; for those who watch what reaches the disk.</summary>
    internal static event Action<string>? LogWrittenAgain;

    public string Path { get; }

    /// <summary>
    /// Writes the log's bytes once more, as they are, and syncs them. After a sync that failed, the system shows what was written and
    /// may never bring it to the disk, because it takes it for clean; and whoever opens the file cannot know what failed before.
    /// </summary>
    /// <exception cref="JournalException">It failed again.</exception>
    public void WriteLogAgain()
    {
        try
        {
            if (!File.Exists($"{Path}-wal"))
                return;
            using var log = File.OpenHandle($"{Path}-wal", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[1 << 20];
            for (var at = 0L; RandomAccess.Read(log, bytes, at) is > 0 and var read; at += read)
                RandomAccess.Write(log, bytes.AsSpan(0, read), at);
            RandomAccess.FlushToDisk(log);
        }
        catch (IOException failure)
        {
            throw new JournalException(JournalFault.Unavailable, $"{Path}: {failure.Message}", failure);
        }

        LogWrittenAgain?.Invoke(Path);
    }

    /// <summary>A connection on which a commit has reached the disk before it returns.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection(_connection);
        try
        {
            connection.Open();
            using var setting = connection.CreateCommand();
            // fullfsync: on macOS a plain fsync stops at the drive's cache. journal_size_limit: one large append does not
            // leave a large log behind for ever.
            setting.CommandText = string.Create(CultureInfo.InvariantCulture, $"""
                PRAGMA busy_timeout = {_busyWaitMs};
                PRAGMA synchronous = FULL;
                PRAGMA fullfsync = ON;
                PRAGMA checkpoint_fullfsync = ON;
                PRAGMA foreign_keys = ON;
                PRAGMA journal_size_limit = 67108864;
                PRAGMA cache_size = -16384;
                """);
            setting.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Donor and batch data stay the owner's; SQLite gives its log and index files the mode of the main file.</summary>
    private void KeepPrivate()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (OperatingSystem.IsWindows())
        {
            File.Open(Path, FileMode.OpenOrCreate).Dispose();
            return;
        }

        File.Open(Path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, UnixCreateMode = OwnerOnly }).Dispose();
        if (File.GetUnixFileMode(Path) != OwnerOnly)
            File.SetUnixFileMode(Path, OwnerOnly);
    }
}
