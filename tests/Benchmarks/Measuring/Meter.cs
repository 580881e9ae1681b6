using Orchestrator.Benchmarks.Ground;
using Orchestrator.Benchmarks.Load;

namespace Orchestrator.Benchmarks.Measuring;

/// <summary>Somebody who does durable steps, ours or a peer.</summary>
internal interface IContender : IDisposable
{
    string Name { get; }

    /// <summary>Does steps, so many at once, for a while.</summary>
    /// <param name="warmUpSeconds">Done first and not counted.</param>
    Task<Sample> Run(int inFlight, double warmUpSeconds, double seconds);
}

/// <summary>What one run measured.</summary>
/// <param name="PerSecond">Steps granted a second.</param>
/// <param name="MicrosPerStep">Processor time a step, by process.</param>
/// <param name="Written">What PostgreSQL made durable meanwhile.</param>
/// <param name="Failed">What else commands ended with.</param>
internal sealed record Sample(double PerSecond, LatencyHistogram Latencies, IReadOnlyDictionary<string, double> MicrosPerStep, Written Written, IReadOnlyDictionary<string, long> Failed)
{
    public double P50 => Latencies.At(0.5).TotalMilliseconds;

    public double P99 => Latencies.At(0.99).TotalMilliseconds;

    public double Micros => MicrosPerStep.Values.Sum();

    private long Steps => Math.Max(1, Latencies.Count);

    public double WalBytes => (double)Written.WalBytes / Steps;

    public double Flushes => (double)Written.Flushes / Steps;

    public double Commits => (double)Written.Commits / Steps;
}

/// <summary>Reads what processes and the database have used, as counting begins and as it ends.</summary>
/// <param name="processes">By what they are; PostgreSQL is always among them.</param>
internal sealed class Meter(PostgresServer postgres, IReadOnlyDictionary<string, int> processes)
{
    private readonly Dictionary<string, int> _all = new(processes) { ["postgresql"] = postgres.ProcessId };
    private readonly Dictionary<string, TimeSpan> _used = [];
    private Written _written;

    public void Begin()
    {
        _written = postgres.WrittenSoFar();
        foreach (var (name, process) in _all)
            _used[name] = ProcessorTime.Of(process);
    }

    public void End()
    {
        foreach (var (name, process) in _all)
            _used[name] = ProcessorTime.Of(process) - _used[name];
        _written = postgres.WrittenSoFar() - _written;
    }

    public Sample Sample(LatencyHistogram latencies, double seconds, IReadOnlyDictionary<string, long> failed) =>
        new(latencies.Count / seconds, latencies, _used.ToDictionary(used => used.Key, used => used.Value.TotalMicroseconds / Math.Max(1, latencies.Count)), _written, failed);
}
