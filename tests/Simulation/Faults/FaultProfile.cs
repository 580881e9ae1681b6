using System.Collections.Immutable;

namespace Orchestrator.Simulation.Faults;

/// <summary>How often a fault takes its opportunity, and how long it lasts at most.</summary>
public readonly record struct FaultRate(int PerMillion, TimeSpan Longest);

/// <summary>How roughly a plant is handled: read from a file of <c>Faults/</c> or of whoever runs the simulation.</summary>
/// <param name="Provokes">True when the scenes of provocation are played in the annex.</param>
public sealed record FaultProfile(string Name, string Zh, string En, bool Provokes, ImmutableSortedDictionary<FaultKind, FaultRate> Rates)
{
    /// <summary>The schedule alone: nothing goes wrong.</summary>
    public static FaultProfile Gentle { get; } = Builtin("gentle");

    /// <summary>The scenes alone, without chance and crashes.</summary>
    public static FaultProfile Staged { get; } = Builtin("staged");

    /// <summary>A little of everything.</summary>
    public static FaultProfile Rough { get; } = Builtin("rough");

    public static IEnumerable<string> BuiltinNames =>
        typeof(FaultProfile).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourceFolder, StringComparison.Ordinal))
            .Select(name => name[ResourceFolder.Length..^Extension.Length]).Order(StringComparer.Ordinal);

    private const string ResourceFolder = "faults/";
    private const string Extension = ".yaml";

    public FaultRate this[FaultKind kind] => Rates.GetValueOrDefault(kind);

    /// <summary>The same with some of its faults left out by a seed: a fault is found more easily where others do not hide it.</summary>
    public FaultProfile Thinned(ulong seed) => this with
    {
        Rates = Rates.RemoveRange(Rates.Keys.Where(kind => Dice.Roll(seed, (int)kind, 0) % 3 == 0)),
    };

    /// <summary>One of the profiles that belong to the simulation.</summary>
    /// <exception cref="FileNotFoundException">None of that name.</exception>
    /// <exception cref="InvalidDataException">It holds a mistake.</exception>
    public static FaultProfile Builtin(string name)
    {
        using var stream = typeof(FaultProfile).Assembly.GetManifestResourceStream($"{ResourceFolder}{name}{Extension}") ?? throw new FileNotFoundException($"no fault profile {name}");
        using var reader = new StreamReader(stream);
        var read = FaultFile.Read($"{name}{Extension}", reader.ReadToEnd());
        return read.Document ?? throw new InvalidDataException(string.Join('\n', read.Findings.Select(finding => $"{finding.File}:{finding.Line} {finding.Field}: {finding.En}")));
    }
}
