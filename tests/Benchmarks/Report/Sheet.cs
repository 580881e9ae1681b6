namespace Orchestrator.Benchmarks.Report;

/// <summary>Everything one run of the benchmark measured: what <c>--json</c> prints and <c>--report</c> draws.</summary>
internal sealed class Sheet
{
    public required Machine Machine { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Who did durable steps, a figure for each with the median of its rounds.</summary>
    public List<Figure> Figures { get; } = [];

    /// <summary>The numbers to reach, each with what was measured.</summary>
    public List<Row> Rows { get; } = [];

    /// <summary>How something grows with something.</summary>
    public List<Curve> Curves { get; } = [];

    /// <summary>What a reader has to know to read the numbers: biases, scales, what was not run and why.</summary>
    public List<Note> Notes { get; } = [];

    public void Say(string zh, string en) => Notes.Add(new Note(zh, en));
}

/// <summary>What it was run on, as far as numbers depend on it.</summary>
internal sealed record Machine(int Cores, double MemoryGiB, string Processor, string Os, string Runtime, string PostgreSql, double FlushMicros);

/// <summary>One contender's medians.</summary>
/// <param name="InFlight">Commands under way at once.</param>
/// <param name="PerSecond">Steps a second, of each round.</param>
/// <param name="MicrosPerStep">Processor time a step, by process.</param>
internal sealed record Figure(
    string Name, int InFlight, double Median, double[] PerSecond, double P50Ms, double P99Ms, double CpuMicros, IReadOnlyDictionary<string, double> MicrosPerStep, double WalBytes, double Flushes, double Commits, IReadOnlyDictionary<string, long> Failed);

/// <summary>One number to reach.</summary>
/// <param name="Value">What was measured; null where it could not be.</param>
/// <param name="Target">The number to reach.</param>
/// <param name="AtLeast">Whether more is better.</param>
internal sealed record Row(string Id, string Zh, string En, double? Value, double Target, bool AtLeast, string Format = "0.00", string Unit = "")
{
    public bool? Reached => Value is { } value && !double.IsNaN(value) ? AtLeast ? value >= Target : value <= Target : null;
}

internal sealed record Curve(string Id, string Zh, string En, string X, string Y, bool LogX, List<Point> Points);

internal sealed record Point(double X, double Y, string Series = "");

internal sealed record Note(string Zh, string En);
