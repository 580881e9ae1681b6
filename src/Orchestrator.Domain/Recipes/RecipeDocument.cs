using System.Collections.Immutable;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Recipes;

/// <summary>
/// A master recipe (ISA-88 procedure) as the law understands it: one version of how one product is made. A batch is bound
/// to exactly one version for its life (GMP-9.1a).
/// </summary>
public sealed record RecipeDocument
{
    public required string Id { get; init; }

    public required string Version { get; init; }

    public required string Product { get; init; }

    public required string Name { get; init; }

    /// <summary>Document id and version of the approved manufacturing procedure.</summary>
    public required string Document { get; init; }

    /// <summary>The specification the product is tested against (GMP-2).</summary>
    public required string Specification { get; init; }

    /// <summary>Report of the passed process validation; null means no commercial batch (GMP-9.3.0).</summary>
    public string? ProcessValidation { get; init; }

    public DateOnly EffectiveFrom { get; init; }

    public DateOnly? EffectiveUntil { get; init; }

    /// <summary>Where the process is published, for readers.</summary>
    public string? Source { get; init; }

    public ImmutableArray<StepDefinition> Steps { get; init; } = [];

    /// <summary>True when any step is open or punctured: simultaneous use of the area then needs a risk assessment (AMB-03).</summary>
    public bool HasOpenStep => Steps.Any(step => step.Exposure != Exposure.Closed);
}

/// <summary>One step: an ISA-88 operation that is started, runs and is completed.</summary>
public sealed record StepDefinition
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The operation, for example <c>enrichment</c>; media fills and authorisations refer to it.</summary>
    public required string Operation { get; init; }

    /// <summary>The stage whose simultaneous batches were validated (CMC-5.3b).</summary>
    public required string Stage { get; init; }

    public required StepClass Class { get; init; }

    public required Exposure Exposure { get; init; }

    /// <summary>Why an open step is needed (GMP-6.3a); required when the step is open.</summary>
    public string? OpenJustification { get; init; }

    /// <summary>The grade of the working zone, and of the room around it.</summary>
    public required Grade Grade { get; init; }

    public required Grade Background { get; init; }

    /// <summary>True when product or product contact surfaces are handled aseptically: media fills and aseptic qualification then bind.</summary>
    public bool Aseptic { get; init; } = true;

    /// <summary>Earlier steps that must be complete.</summary>
    public ImmutableArray<string> After { get; init; } = [];

    /// <summary>Steps of the same batch that may run at the same time (AMB-06).</summary>
    public ImmutableArray<string> ParallelWith { get; init; } = [];

    /// <summary>How many people of which role work on it directly.</summary>
    public ImmutableSortedDictionary<string, int> Roles { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>Types of equipment or closed system the step runs on.</summary>
    public ImmutableArray<string> EquipmentTypes { get; init; } = [];

    /// <summary>Where vessels of the step live: at a workplace in the room, in an incubator, in an isolator.</summary>
    public Workplace Workplace { get; init; } = Workplace.Room;

    /// <summary>Phases of a culture that run unattended and make no new connection: automatic feed, perfusion, in-line count (readings).</summary>
    public ImmutableArray<string> UnattendedPhases { get; init; } = [];

    public ImmutableArray<InputDefinition> Inputs { get; init; } = [];

    public ImmutableArray<OutputDefinition> Outputs { get; init; } = [];

    public required TimeSpan DurationMin { get; init; }

    public required TimeSpan DurationMax { get; init; }

    /// <summary>The duration planned with; between minimum and maximum.</summary>
    public required TimeSpan DurationPlanned { get; init; }

    /// <summary>Longest hold between this step's end and the next start, and the validated condition; null means 0 (GEN-4.3b).</summary>
    public HoldDefinition? HoldAfter { get; init; }

    public ImmutableArray<CheckDefinition> Checks { get; init; } = [];

    /// <summary>How often the step may be repeated as declared; 0 means never.</summary>
    public int RepeatsMax { get; init; }

    /// <summary>Where the cells are safe when the step cannot go on; moving there is almost never refused.</summary>
    public required string SafeState { get; init; }

    /// <summary>Harvest ends manufacture: the batch becomes Harvested when this step completes.</summary>
    public bool IsHarvest { get; init; }
}

public enum Workplace
{
    Room,
    ClosedSystem,
    Isolator,
    Cabinet,
    Incubator,
}

public sealed record HoldDefinition(TimeSpan Max, string Condition, string Study);

/// <summary>Something a step takes in: the batch's own material by kind, or a lot of a material.</summary>
public sealed record InputDefinition
{
    public required string Name { get; init; }

    public required InputKind Kind { get; init; }

    /// <summary>The plant's material id for a lot; container kind for the batch's own material.</summary>
    public required string What { get; init; }
}

public enum InputKind
{
    DonorMaterial,
    Intermediate,
    Vector,
    Reagent,
    SingleUseKit,
}

public sealed record OutputDefinition(string Name, string ContainerKind, bool IsSample = false);

/// <summary>An in-process check with its acceptance range; missing or outside holds the batch (GMP-4.1.2b).</summary>
public sealed record CheckDefinition
{
    public required string Name { get; init; }

    public required string Unit { get; init; }

    public decimal? Low { get; init; }

    public decimal? High { get; init; }

    /// <summary>True when the step cannot be completed without it.</summary>
    public bool Required { get; init; } = true;
}
