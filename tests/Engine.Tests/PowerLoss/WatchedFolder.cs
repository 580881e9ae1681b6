using Orchestrator.Storage.Sqlite;

namespace Orchestrator.Engine.Tests.PowerLoss;

/// <summary>A folder on a disk that remembers; gone after the test.</summary>
internal sealed class WatchedFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orchestrator-power-");

    public WatchedFolder(Disk? disk = null)
    {
        Disk = disk ?? new Disk();
        Layer.Watch(_folder.FullName, Disk);
        SqliteFile.LogWrittenAgain += Again;
    }

    public Disk Disk { get; }

    public string File => Path.Combine(_folder.FullName, "journal.db");

    private void Again(string file)
    {
        if (file == File)
            Disk.WrittenAgain($"{file}-wal");
    }

    public void Dispose()
    {
        SqliteFile.LogWrittenAgain -= Again;
        Layer.Forget(_folder.FullName);
        _folder.Delete(recursive: true);
    }
}
