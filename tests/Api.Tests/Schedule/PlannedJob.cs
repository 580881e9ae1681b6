using System.Collections.Immutable;

namespace Orchestrator.Api.Tests.Schedule;

/// <summary>One job of the example schedule: what, when, where, by whom, on what, with what.</summary>
internal sealed record PlannedJob
{
    public required string Batch { get; init; }

    /// <summary><c>recipe/step</c> for a step, otherwise one of the <see cref="Masters"/>.</summary>
    public required string Master { get; init; }

    public string? Version { get; init; }

    public required string Description { get; init; }

    public required DateTimeOffset Start { get; init; }

    public required DateTimeOffset End { get; init; }

    public ImmutableArray<(string Role, string Person)> People { get; init; } = [];

    /// <summary>Role of the equipment in the job (room, line, closed-system, from, to …) and its id.</summary>
    public ImmutableArray<(string Use, string Id)> Equipment { get; init; } = [];

    public ImmutableArray<PlannedMaterial> Materials { get; init; } = [];

    public ImmutableArray<PlannedParameter> Parameters { get; init; } = [];

    /// <summary>The scope of a clearance: step, changeover, or before, which the planner keeps or drops.</summary>
    public string? Scope => Parameters.FirstOrDefault(one => one.Name == "scope")?.Values[0].Value;

    public string? Used(string use) => Equipment.FirstOrDefault(one => one.Use == use).Id;
}

/// <param name="Name">Name of the recipe's input or output, or of what is moved.</param>
/// <param name="Class">donor-material, intermediate, vector, reagent, single-use-kit, sample or product.</param>
/// <param name="Definition">Material id or container kind.</param>
/// <param name="Lot">Lot, or the container itself.</param>
internal sealed record PlannedMaterial(string Name, string Class, string Definition, string Lot, string? Serial, bool Produced);

/// <summary>A parameter with its values by key: <c>value</c>, or <c>low</c>, <c>high</c> and <c>planned</c> of a check.</summary>
internal sealed record PlannedParameter(string Name, string Unit, ImmutableArray<(string Key, string Value)> Values);

/// <summary>The work masters of jobs that are not recipe steps.</summary>
internal static class Masters
{
    public const string Batch = "batch";
    public const string Transfer = "transfer";
    public const string Clearance = "line-clearance";
    public const string Decontamination = "isolator-decontamination";
    public const string Disinfection = "incubator-disinfection";
}

/// <summary>A patient's order: which recipe, from when, and what is known of the material.</summary>
internal sealed record PatientOrder(string Batch, string Recipe, string Area, int EarliestDay, string? Agent = null);

/// <summary>The places a batch is planned on: stores, and the one system, cabinet, isolator or incubator of each kind.</summary>
internal sealed record Places(string StoreIn, string StoreOut, string? System, string? Cabinet, string? Isolator, string? OpenIncubator, string? ClosedIncubator);

/// <summary>A stretch of attended work by one pair of people; between blocks the batch is in culture.</summary>
internal sealed record Block(DateTimeOffset Start, DateTimeOffset End, ImmutableSortedSet<string> Rooms, ImmutableSortedSet<string> Operations);
