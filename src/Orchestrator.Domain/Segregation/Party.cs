using System.Collections.Immutable;

namespace Orchestrator.Domain.Segregation;

/// <summary>One side of the table: the step that asks, or one occupant that is present and not cleared.</summary>
public sealed record Party
{
    public required string Batch { get; init; }

    public required string Product { get; init; }

    public required string Area { get; init; }

    public required string Room { get; init; }

    /// <summary>Exposure as it counts: a system called closed that fails S-06 is Open here.</summary>
    public required Exposure Exposure { get; init; }

    /// <summary>The class of its step; a closed vessel parked in a recorded position undergoes none and counts as culture.</summary>
    public required StepClass Step { get; init; }

    public required PathogenStatus Pathogen { get; init; }

    /// <summary>The agents of a Positive batch; a Positive batch without any matches no other batch's agents.</summary>
    public ImmutableSortedSet<string> Agents { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Whether any step of the whole process is open, also when the step of now is closed.</summary>
    public required bool ProcessHasOpenStep { get; init; }

    /// <summary>The isolator the party works or is parked in, if any.</summary>
    public string? Isolator { get; init; }

    /// <summary>The incubator the party's vessels are in, if any.</summary>
    public string? Incubator { get; init; }

    /// <summary>The compartment of that incubator, if it has compartments.</summary>
    public string? Compartment { get; init; }

    /// <summary>Whether that incubator's compartments have their own door and atmosphere (honeycomb type).</summary>
    public bool IncubatorDivided { get; init; }

    /// <summary>Whether the party counts as open: everything that is not plainly closed.</summary>
    public bool IsOpen => Exposure != Exposure.Closed;
}
