using System.Collections.Immutable;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Tests;

/// <summary>The smallest recipe in which every kind of step exists: closed work, open work, a culture, a harvest.</summary>
public static class SmallRecipe
{
    public const string Key = "CART@1";

    public static RecipeDocument Document { get; } = new()
    {
        Id = "CART",
        Version = "1",
        Product = "CART-19",
        Name = "Small CAR-T",
        Document = "MFG-1 v1",
        Specification = "SPEC-1",
        ProcessValidation = "PV-1",
        EffectiveFrom = new DateOnly(2026, 1, 1),
        Steps =
        [
            Step("enrichment", StepClass.NonCulture, Exposure.Closed) with { EquipmentTypes = ["cell-processor"], Workplace = Workplace.ClosedSystem },
            Step("transduction", StepClass.NonCulture, Exposure.Open, "enrichment") with { Workplace = Workplace.Cabinet, Grade = Grade.A, OpenJustification = "needle addition of the vector" },
            Step("culture", StepClass.Culture, Exposure.Closed, "transduction") with { Roles = ImmutableSortedDictionary<string, int>.Empty, Workplace = Workplace.Incubator },
            Step("harvest", StepClass.NonCulture, Exposure.Closed, "culture") with { IsHarvest = true },
        ],
    };

    public static StepDefinition StepOf(string id) => Document.Steps.Single(step => step.Id == id);

    private static StepDefinition Step(string id, StepClass stepClass, Exposure exposure, params string[] after) => new()
    {
        Id = id,
        Name = id,
        Operation = id,
        Stage = id,
        Class = stepClass,
        Exposure = exposure,
        Grade = Grade.C,
        Background = Grade.C,
        After = [.. after],
        Roles = ImmutableSortedDictionary<string, int>.Empty.Add("operator", 1),
        DurationMin = TimeSpan.FromMinutes(10),
        DurationPlanned = TimeSpan.FromHours(1),
        DurationMax = TimeSpan.FromHours(8),
        HoldAfter = new HoldDefinition(TimeSpan.FromHours(4), "20 Cel", "STB-1"),
        SafeState = "closed at 20 Cel",
    };
}
