using System.Numerics;

namespace Orchestrator.Benchmarks.Load;

/// <summary>
/// Counts latencies in logarithmic buckets, as HdrHistogram does: 128 to each power of two, so a value read back is at most
/// 0.8 % too small, from a microsecond to an hour.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int SubBits = 7;

    private const int Sub = 1 << SubBits;

    private readonly long[] _counts = new long[(32 - SubBits + 1) * Sub];

    public long Count { get; private set; }

    public void Record(TimeSpan latency)
    {
        var micros = (uint)Math.Clamp(latency.TotalMicroseconds, 0, uint.MaxValue);
        _counts[BucketOf(micros)]++;
        Count++;
    }

    public void Add(LatencyHistogram other)
    {
        for (var at = 0; at < _counts.Length; at++)
            _counts[at] += other._counts[at];
        Count += other.Count;
    }

    /// <summary>The latency that this share of all were not above; zero where nothing was recorded.</summary>
    /// <param name="share">0.5 for the median, 0.99 for p99.</param>
    public TimeSpan At(double share)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        var seen = 0L;
        for (var at = 0; at < _counts.Length; at++)
        {
            seen += _counts[at];
            if (seen >= rank && Count > 0)
                return TimeSpan.FromMicroseconds(LowestOf(at));
        }

        return TimeSpan.Zero;
    }

    /// <summary>The buckets that hold anything, by the lowest latency of each: what a process prints and another reads.</summary>
    public Dictionary<string, long> Buckets() =>
        Enumerable.Range(0, _counts.Length).Where(at => _counts[at] > 0).ToDictionary(at => $"{LowestOf(at)}", at => _counts[at]);

    public static LatencyHistogram Of(IReadOnlyDictionary<string, long> buckets)
    {
        var histogram = new LatencyHistogram();
        foreach (var (micros, count) in buckets)
        {
            histogram._counts[BucketOf(uint.Parse(micros, System.Globalization.CultureInfo.InvariantCulture))] += count;
            histogram.Count += count;
        }

        return histogram;
    }

    private static int BucketOf(uint micros)
    {
        var shift = Math.Max(0, 31 - BitOperations.LeadingZeroCount(micros) - SubBits);
        return (shift * Sub) + (int)(micros >> shift);
    }

    private static uint LowestOf(int bucket)
    {
        var shift = Math.Max(0, (bucket / Sub) - 1);
        return (uint)(bucket - (shift * Sub)) << shift;
    }
}
