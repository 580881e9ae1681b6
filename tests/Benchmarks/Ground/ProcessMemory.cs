using System.Globalization;

namespace Orchestrator.Benchmarks.Ground;

/// <summary>The memory a process holds (resident set).</summary>
internal static class ProcessMemory
{
    private const long KiB = 1024;

    /// <returns>Bytes.</returns>
    public static long Of(int process) =>
        long.Parse(File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))["VmRSS:".Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * KiB;
}
