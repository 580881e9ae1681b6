using System.Collections.Immutable;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Isolators;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Orchestrator.Domain.Tests.Segregation;

namespace Orchestrator.Domain.Tests.Batches;

/// <summary>A combination of the test vectors as a plant: the occupant stands where the vector puts it, the other asks to start a step.</summary>
internal static class VectorScene
{
    private const string Asks = "ask";
    private const string Stands = "stand";

    private static readonly PlantDocument Plant = SmallPlant.Document with
    {
        Incubators = SmallPlant.Document.Incubators.AddRange(
            new IncubatorDefinition { Id = "PLAIN-3", Room = "INC-1", Honeycomb = false, CanBeDisinfected = true, Compartments = [new CompartmentDefinition("MAIN", ["PLAIN-3/1"])] },
            new IncubatorDefinition { Id = "PLAIN-4", Room = "R-102", Honeycomb = false, CanBeDisinfected = true, Compartments = [new CompartmentDefinition("MAIN", ["PLAIN-4/1"])] }),
    };

    /// <summary>What the table says of the occupant when the step is asked for, as the ruling rests on it; null when it says nothing.</summary>
    public static (string Row, string Verdict)? Ask(Case vector)
    {
        var world = World.Of(Plant, Recipe(vector, "CART-19"), Recipe(vector, "CART-BCMA"));
        var other = vector.SameBatch ? "B-1" : "B-2";
        Batch(world, "B-1", "CART-19", vector.AskingPositive, ["HBV"]);
        if (!vector.SameBatch)
            Batch(world, other, vector.SameProduct ? "CART-19" : "CART-BCMA", vector.PresentPositive, vector.SameAgents ? ["HBV"] : ["HCV"]);
        Occupant(world, vector, other);

        var place = Place(vector, asking: true);
        Close(world, place, "B-1");
        var decision = world.Ask(new BatchCommand.StartStep("B-1", Asks, place, [new AssignedOperator("op-1", "operator")], "ver-1", []));
        var segregation = decision.Bases.Where(basis => basis.Kind == "segregation").ToList();
        var basis = segregation.Find(basis => basis.Seen.Any(seen => seen.Name == "otherBatch" && seen.Value == other) && basis.Seen.Any(seen => seen.Name == "otherRoom"))
            // Of other areas the row is said once, for whoever is in them.
            ?? segregation.Find(basis => Value(basis.Seen, "row") == PairTable.DifferentAreas.Id);
        return basis is null ? null : (Value(basis.Seen, "row"), Value(basis.Seen, "verdict"));
    }

    private static string Value(ImmutableArray<Kernel.Seen> seen, string name) => seen.First(one => one.Name == name).Value;

    private static void Batch(World world, string batch, string product, bool positive, string[] agents) => world
        .Given<Domain.Batches.Batch>(batch, new BatchFact.Created(product, Recipes.Recipe.KeyOf(product, "1"), $"COI-{batch}", $"D-{batch}", BatchPurpose.Commercial, world.Now))
        .Given<Domain.Batches.Batch>(batch, new BatchFact.DonorMaterialBound($"DIN-{batch}", positive ? PathogenStatus.Positive : PathogenStatus.NegativeScreened, positive ? [.. agents] : []));

    private static void Occupant(World world, Case vector, string batch)
    {
        var place = Place(vector, asking: false);
        var exposure = vector.PresentOpen ? Exposure.Open : Exposure.Closed;
        var stepClass = vector.PresentCulture ? StepClass.Culture : StepClass.NonCulture;
        var area = Plant.Rooms.Single(room => room.Id == place.Room).Area;
        world.Given<Domain.Batches.Batch>(batch, new BatchFact.StepStarted(new StepExecution
        {
            Step = Stands,
            Attempt = 1,
            Status = StepStatus.Running,
            Area = area,
            Room = place.Room,
            Isolator = place.Isolator,
            ClosedSystem = place.ClosedSystem,
            Incubator = place.Incubator,
            Compartment = place.Compartment,
            Class = stepClass,
            Exposure = exposure,
            StartedAt = world.Now,
        }));
        world.Given<Room>(place.Room, new RoomFact.StepStarted(
            new RunningStep(batch, Stands, Stands, stepClass, exposure, null, place.Isolator, null, place.ClosedSystem, world.Now), UsesClearance: false));
    }

    /// <summary>What a closed step needs to count as closed: a verified kit, or an isolator fresh from its cycle and tests.</summary>
    private static void Close(World world, StepPlace place, string batch)
    {
        if (place.ClosedSystem is { } system)
            world.Given<ClosedSystem>(system, new ClosedSystemFact.IntegrityChecked("I-1", "hold", "0", Passed: true, "engineer-1", world.Now))
                .Given<ClosedSystem>(system, new ClosedSystemFact.KitMounted(batch, "KIT-1", "op-1", world.Now))
                .Given<ClosedSystem>(system, new ClosedSystemFact.ClosureVerified("C-1", "hold", Passed: true, "op-1", "ver-1", world.Now));
        if (place.Isolator is not { } isolator)
            return;
        foreach (var test in Enum.GetValues<IntegrityTest>())
            world.Given<Isolator>(isolator, new IsolatorFact.IntegrityTested(test, "hold", "0", Passed: true, "engineer-1", world.Now));
        world.Given<Isolator>(isolator, new IsolatorFact.Decontaminated("CYC-1", Passed: true, "H2O2", "engineer-1", world.Now));
    }

    private static StepPlace Place(Case vector, bool asking)
    {
        var open = asking ? vector.AskingOpen : vector.PresentOpen;
        var at = In("R-101", "T-101");
        return vector.Location switch
        {
            "diff_area" => asking ? Vessel(at, open, "PROC-1") : Vessel(In("R-201", "T-201"), open, "PROC-3"),
            "diff_room" => asking ? Vessel(at, open, "PROC-1") : Vessel(In("R-102", "T-102"), open, "PROC-2"),
            "same_room" => Vessel(at, open, asking ? "PROC-1" : null),
            "same_room_iso1" => asking ? at with { Isolator = "ISO-1" } : at,
            "same_room_iso2" => at with { Isolator = asking ? "ISO-1" : "ISO-2" },
            "same_isolator" => at with { Isolator = "ISO-1" },
            "inc_other_room" => asking ? Culture("INC-1", "T-INC1", "PLAIN-1", "MAIN") : Culture("R-102", "T-102", "PLAIN-4", "MAIN"),
            "inc_same_room" => Culture("INC-1", "T-INC1", asking ? "PLAIN-1" : "PLAIN-3", "MAIN"),
            "inc_shared" => Culture("INC-1", "T-INC1", "PLAIN-1", "MAIN"),
            "inc_compartments" => Culture("INC-1", "T-INC1", "HONEY-1", asking ? "A" : "B"),
            _ => throw new ArgumentOutOfRangeException(nameof(vector), vector.Location, "no such place"),
        };
    }

    private static StepPlace In(string room, string terminal) => new(room, null, null, null, null, null, null, null, [], terminal);

    private static StepPlace Vessel(StepPlace place, bool open, string? system) => open ? place : place with { ClosedSystem = system };

    private static StepPlace Culture(string room, string terminal, string incubator, string compartment) =>
        In(room, terminal) with { Incubator = incubator, Compartment = compartment, Position = $"{incubator}/1" };

    private static RecipeDocument Recipe(Case vector, string product)
    {
        StepDefinition Step(string id, bool open, bool culture) => SmallRecipe.StepOf("enrichment") with
        {
            Id = id,
            Operation = id,
            Class = culture ? StepClass.Culture : StepClass.NonCulture,
            Exposure = open ? Exposure.Open : Exposure.Closed,
            OpenJustification = open ? "as the vector says" : null,
            EquipmentTypes = [],
            Workplace = Place(vector, id == Asks) switch
            {
                { Isolator: not null } => Workplace.Isolator,
                { Incubator: not null } => Workplace.Incubator,
                _ => Workplace.Room,
            },
            ParallelWith = vector.Parallel ? [id == Asks ? Stands : Asks] : [],
        };
        ImmutableArray<StepDefinition> steps = [Step(Asks, vector.AskingOpen, vector.AskingCulture), Step(Stands, vector.PresentOpen, vector.PresentCulture)];
        return SmallRecipe.Document with
        {
            Id = product,
            Product = product,
            Steps = vector.OpenStepInProcess && !vector.AskingOpen && !vector.PresentOpen ? steps.Add(Step("elsewhere", open: true, culture: false)) : steps,
        };
    }
}
