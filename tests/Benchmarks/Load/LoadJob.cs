namespace Orchestrator.Benchmarks.Load;

/// <summary>What a process of load is asked to do; it travels as one JSON argument.</summary>
/// <param name="Server">gRPC address.</param>
/// <param name="Suites">The plant's shape, from which the names of its batches follow.</param>
/// <param name="InFlight">Commands under way at once, each of another batch.</param>
/// <param name="Connections">Channels and tokens among which they are shared out.</param>
/// <param name="WarmUpSeconds">Not counted.</param>
/// <param name="Seconds">Counted.</param>
internal sealed record LoadJob(string Server, int Suites, int IsolatorsPerRoom, int InFlight, int Connections, double WarmUpSeconds, double Seconds);

/// <summary>What a process of load measured.</summary>
/// <param name="Granted">Commands that were granted in the counted time.</param>
/// <param name="Failed">Commands that ended otherwise, by what they ended with.</param>
/// <param name="Latencies">Of the granted, in buckets (<see cref="LatencyHistogram.Buckets"/>).</param>
internal sealed record LoadResult(double Seconds, long Granted, Dictionary<string, long> Failed, Dictionary<string, long> Latencies);
