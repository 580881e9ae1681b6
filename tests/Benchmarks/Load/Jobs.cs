namespace Orchestrator.Benchmarks.Load;

/// <summary>What a process of load is asked to do.</summary>
/// <param name="Kind">Which player plays it.</param>
/// <param name="Server">Where what is loaded listens.</param>
/// <param name="Suites">The plant's shape, from which the names of its batches follow.</param>
/// <param name="InFlight">Commands under way at once; in an open loop, the most.</param>
/// <param name="WarmUpSeconds">Not counted.</param>
/// <param name="Seconds">Counted.</param>
/// <param name="Rate">Arrivals a second, whatever was answered (open loop); 0 for a new command as soon as one is answered (closed loop).</param>
/// <param name="AlarmRate">Holds placed a second beside it, from callers of their own.</param>
/// <param name="QueryRate">Questions asked a second beside it: where a batch stands, answered once the view has everything that is recorded.</param>
internal sealed record LoadJob(LoadKind Kind, string Server, int Suites, int IsolatorsPerRoom, int InFlight, double WarmUpSeconds, double Seconds, double Rate = 0, double AlarmRate = 0, double QueryRate = 0);

internal enum LoadKind
{
    /// <summary>Steps paused and gone on with, over gRPC.</summary>
    Steps,

    /// <summary>A call that the server answers without doing anything (health).</summary>
    Echo,

    /// <summary>The same commands given to the competitor with row locks, over HTTP.</summary>
    RowLocks,
}

/// <summary>What a process of load counted.</summary>
/// <param name="Granted">Commands that were granted in the counted time.</param>
/// <param name="Failed">Commands that ended otherwise, by what they ended with.</param>
/// <param name="Latencies">Of the granted, in buckets (<see cref="LatencyHistogram.Buckets"/>).</param>
/// <param name="Rejections">Of those that were turned away (RESOURCE_EXHAUSTED), likewise.</param>
/// <param name="Alarms">Of the holds placed beside the load, likewise.</param>
/// <param name="Queries">Of the questions asked beside the load, likewise.</param>
/// <param name="Unhinted">Rejections that did not say when to come again.</param>
internal sealed record LoadResult(
    double Seconds, long Granted, Dictionary<string, long> Failed, Dictionary<string, long> Latencies, Dictionary<string, long>? Rejections = null, Dictionary<string, long>? Alarms = null, Dictionary<string, long>? Queries = null, long Unhinted = 0);
