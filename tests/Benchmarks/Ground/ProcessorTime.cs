using System.Globalization;

namespace Orchestrator.Benchmarks.Ground;

/// <summary>The processor time that processes and their children have used, as Linux counts it (a hundredth of a second at a time).</summary>
internal static class ProcessorTime
{
    private const double TicksPerSecond = 100;

    /// <summary>User and system time of these processes, of their living children, and of those that have ended.</summary>
    public static TimeSpan Of(params ReadOnlySpan<int> processes)
    {
        var ticks = 0L;
        foreach (var process in processes)
        {
            ticks += TicksOf(process);
            foreach (var child in ChildrenOf(process))
                ticks += TicksOf(child);
        }

        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    private static int[] ChildrenOf(int process) =>
        Read($"/proc/{process}/task/{process}/children") is { } text ? [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))] : [];

    private static long TicksOf(int process)
    {
        if (Read($"/proc/{process}/stat") is not { } stat)
            return 0;
        // After the name, which may hold anything: state is field 3, utime 14, stime 15, and those of ended children 16 and 17.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
    }

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
