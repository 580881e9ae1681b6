using System.Collections.Immutable;

namespace Orchestrator.Simulation.Faults;

/// <summary>One fault of a script: the occasion, counted from 0 within its entry, that it took.</summary>
public readonly record struct Fault(FaultKind Kind, int Occasion);

/// <summary>
/// Says at each opportunity whether a fault happens: by chance at the rates of a profile, or as a script has it. What happened is
/// kept, so that a run by chance becomes a script.
/// </summary>
public sealed class FaultSource(FaultProfile profile)
{
    private const int Latencies = 100;
    private const int Turns = 101;
    private const int Lengths = 1000;

    private readonly int[] _occasions = new int[FaultTable.Rows.Count];
    private readonly List<Fault> _happened = [];
    private HashSet<Fault>? _planned;
    private ulong _seed;
    private int _latencies;
    private int _turns;

    /// <summary>How often each happened since the beginning.</summary>
    public SortedDictionary<FaultKind, long> Counts { get; } = [];

    /// <summary>What happened in the entry so far.</summary>
    public ImmutableArray<Fault> Happened => [.. _happened];

    /// <summary>A new entry of a script begins.</summary>
    /// <param name="planned">What shall happen; null leaves it to chance.</param>
    public void Begin(ulong seed, IEnumerable<Fault>? planned)
    {
        Array.Clear(_occasions);
        _happened.Clear();
        (_seed, _latencies, _turns) = (seed, 0, 0);
        _planned = planned?.ToHashSet();
    }

    public bool Happens(FaultKind kind)
    {
        var occasion = _occasions[(int)kind]++;
        if (!(_planned is { } planned ? planned.Contains(new Fault(kind, occasion)) : profile[kind].PerMillion is > 0 and var rate && Dice.Roll(_seed, (int)kind, occasion) % 1_000_000 < (ulong)rate))
            return false;
        _happened.Add(new Fault(kind, occasion));
        Counts[kind] = Counts.GetValueOrDefault(kind) + 1;
        return true;
    }

    /// <summary>How long the fault of this kind that happened last lasts.</summary>
    public TimeSpan Length(FaultKind kind) => profile[kind].Longest * Dice.Share(_seed, Lengths + (int)kind, _occasions[(int)kind]);

    /// <summary>Either way, as far as its length.</summary>
    public TimeSpan Offset(FaultKind kind) => profile[kind].Longest * ((2 * Dice.Share(_seed, Lengths + (int)kind, _occasions[(int)kind])) - 1);

    /// <summary>How long an ordinary message takes, as a share of the longest.</summary>
    public double Latency() => Dice.Share(_seed, Latencies, _latencies++);

    /// <summary>Whose turn it is, of so many.</summary>
    public int Turn(int of) => (int)(Dice.Roll(_seed, Turns, _turns++) % (ulong)of);
}
