using System.Diagnostics;
using Xunit;

namespace Orchestrator.Crash.Tests.Ground;

/// <summary>A file system of its own, in memory, that can be filled to the last byte.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly DirectoryInfo _at = Directory.CreateTempSubdirectory("orchestrator-disk-");

    public SmallDisk(int megabytes)
    {
        if (!Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=755", "tmpfs", _at.FullName))
            throw new InvalidOperationException("no file system can be mounted here");
    }

    /// <summary>Whether this machine lets us have one.</summary>
    public static bool CanBeHad { get; } = Try();

    public string Folder => _at.FullName;

    private string Ballast => Path.Combine(Folder, "ballast");

    /// <summary>Leaves no room for anything.</summary>
    public void Fill()
    {
        using var ballast = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        try
        {
            for (var bytes = new byte[1 << 16]; ;)
                ballast.Write(bytes);
        }
        catch (IOException)
        {
            // Full, as it should be.
        }
    }

    /// <summary>Somebody has cleaned up.</summary>
    public void MakeRoom() => File.Delete(Ballast);

    public void Dispose()
    {
        Run("umount", _at.FullName);
        _at.Delete();
    }

    private static bool Try()
    {
        try
        {
            using var disk = new SmallDisk(1);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

/// <summary>A test that needs a file system of its own; skipped, and said to be, where none can be mounted.</summary>
public sealed class OnASmallDiskAttribute : FactAttribute
{
    public OnASmallDiskAttribute()
    {
        if (!SmallDisk.CanBeHad)
            Skip = "a file system of its own can be mounted by the machine's administrator alone";
    }
}
