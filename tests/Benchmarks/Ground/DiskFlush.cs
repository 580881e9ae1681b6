using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Orchestrator.Benchmarks.Load;

namespace Orchestrator.Benchmarks.Ground;

/// <summary>What the disk under the data takes to make a small append durable (fdatasync): the floor under every durable answer.</summary>
internal static partial class DiskFlush
{
    private const int AppendBytes = 4096;

    /// <summary>Appends to a file of its own in the folder and flushes each time.</summary>
    public static LatencyHistogram In(string folder, double seconds)
    {
        var path = Path.Combine(folder, "flushes");
        var latencies = new LatencyHistogram();
        using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            var bytes = new byte[AppendBytes];
            for (var clock = Stopwatch.StartNew(); clock.Elapsed.TotalSeconds < seconds;)
            {
                var from = clock.Elapsed;
                file.Write(bytes);
                if (FlushData(file.SafeFileHandle) != 0)
                    throw new IOException($"fdatasync of {path} failed");
                latencies.Record(clock.Elapsed - from);
            }
        }

        File.Delete(path);
        return latencies;
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int FlushData(SafeFileHandle file);
}
