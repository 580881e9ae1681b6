using System.Diagnostics;

namespace Orchestrator.Benchmarks.Load;

/// <summary>Counts what players are answered, from the instant at which counting begins to the one at which it ends.</summary>
internal sealed class Tally(double warmUpSeconds, double seconds)
{
    private readonly Lock _gate = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly LatencyHistogram _granted = new();
    private readonly LatencyHistogram _rejected = new();
    private readonly LatencyHistogram _alarms = new();
    private readonly LatencyHistogram _queries = new();
    private readonly Dictionary<string, long> _failed = [];
    private long _unhinted;

    public TimeSpan Now => _clock.Elapsed;

    public TimeSpan Begin { get; } = TimeSpan.FromSeconds(warmUpSeconds);

    public TimeSpan End { get; } = TimeSpan.FromSeconds(warmUpSeconds + seconds);

    public bool Over => Now >= End;

    /// <summary>Says when counting begins and ends, to whoever reads this process's output.</summary>
    public async Task Announce()
    {
        await Until(Begin);
        Console.WriteLine("measuring");
        await Until(End);
        Console.WriteLine("measured");
    }

    /// <summary>One command was granted; it counts by when it was answered.</summary>
    /// <param name="from">When it was given, or in an open loop should have been.</param>
    public void Granted(TimeSpan from) => Record(_granted, from);

    public void Alarmed(TimeSpan from) => Record(_alarms, from);

    public void Queried(TimeSpan from) => Record(_queries, from);

    public void Rejected(TimeSpan from, bool hinted)
    {
        Record(_rejected, from);
        if (!hinted)
            Interlocked.Increment(ref _unhinted);
    }

    public void Failed(string what)
    {
        lock (_gate)
            _failed[what] = _failed.GetValueOrDefault(what) + 1;
    }

    public LoadResult Result() => new(seconds, _granted.Count, _failed, _granted.Buckets(), _rejected.Buckets(), _alarms.Buckets(), _queries.Buckets(), _unhinted);

    private void Record(LatencyHistogram histogram, TimeSpan from)
    {
        var now = Now;
        if (now < Begin || now > End)
            return;
        lock (histogram)
            histogram.Record(now - from);
    }

    private async Task Until(TimeSpan at)
    {
        if (at - Now is { Ticks: > 0 } wait)
            await Task.Delay(wait);
    }
}
