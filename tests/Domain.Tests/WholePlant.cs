using System.Collections.Immutable;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Clearances;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.DonorMaterials;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Incubators;
using Orchestrator.Domain.Isolators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Lines;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Orchestrator.Domain.Sensors;

namespace Orchestrator.Domain.Tests;

/// <summary>
/// The small plant with everything fit for work: what is done in it goes through the whole law as a client's command would;
/// only donor material and containers come in as facts.
/// </summary>
internal sealed class WholePlant
{
    private readonly PlantDocument _plant;

    public WholePlant(PlantDocument plant, params RecipeDocument[] recipes)
    {
        _plant = plant;
        World = World.Of(plant, recipes);
        foreach (var line in plant.Lines)
        {
            foreach (var day in new[] { 12, 13, 14 })
                World.Must(Fill(line, "day", new DateOnly(2026, 1, day)));
            World.Must(Fill(line, "night", new DateOnly(2026, 1, 15)));
        }

        foreach (var room in plant.Rooms.Where(room => room.Use is RoomUse.Processing or RoomUse.Incubation))
            World.Must(new RoomCommand.RecordDisinfection(room.Id, $"D-{room.Id}", "peracetic acid", TimeSpan.FromMinutes(10), "op-1"));
        foreach (var system in plant.ClosedSystems)
            World.Must(new ClosedSystemCommand.RecordIntegrityCheck(system.Id, $"IC-{system.Id}", "pressure hold", "0.1", Passed: true, "engineer-1"));
        foreach (var incubator in plant.Incubators)
            foreach (var compartment in incubator.Compartments)
                World.Must(new IncubatorCommand.RecordDisinfection(incubator.Id, compartment.Id, "CY-1", "H2O2", "op-1"));
        Live();
    }

    public World World { get; }

    /// <summary>A step that is declared as little as a step can be.</summary>
    public static StepDefinition Step(string id, StepClass kind, Exposure exposure, Workplace workplace, params string[] after) => SmallRecipe.StepOf("enrichment") with
    {
        Id = id,
        Name = id,
        Operation = kind == StepClass.Culture ? "culture" : exposure == Exposure.Open ? "transduction" : "enrichment",
        Stage = id,
        Class = kind,
        Exposure = exposure,
        Workplace = workplace,
        After = [.. after],
        EquipmentTypes = workplace == Workplace.ClosedSystem ? ["cell-processor"] : [],
        OpenJustification = exposure == Exposure.Closed ? null : "the vessel has no port",
        Roles = kind == StepClass.Culture ? ImmutableSortedDictionary<string, int>.Empty : ImmutableSortedDictionary<string, int>.Empty.Add("operator", 1),
    };

    public static RecipeDocument Recipe(string id, string product, params StepDefinition[] steps) => SmallRecipe.Document with { Id = id, Product = product, Steps = [.. steps] };

    public static StepPlace In(string room, string? line) => new(room, line, null, null, null, null, null, null, [], $"T-{room.Replace("R-", "").Replace("-", "")}");

    /// <summary>Every sensor reads well now.</summary>
    public WholePlant Live()
    {
        foreach (var sensor in _plant.Sensors)
        {
            var value = sensor.Quantity switch
            {
                Quantity.PressureDifference => sensor.Low < 0 ? -15m : 15m,
                Quantity.Particles => 1000m,
                Quantity.Temperature => 37m,
                Quantity.AirHandling => 1m,
                _ => 0m,
            };
            World.From("bms").Must(new SensorCommand.ReportReadings(sensor.Id, ReadingSeries.Of(value, World.Now), ReadingQuality.Good, Origin.Live));
        }

        World.From("test");
        return this;
    }

    /// <summary>Time passes, and the sensors go on reading well.</summary>
    public WholePlant After(int minutes)
    {
        for (; minutes > 0; minutes -= 4)
        {
            World.After(TimeSpan.FromMinutes(Math.Min(4, minutes)));
            Live();
        }

        return this;
    }

    public WholePlant Batch(string id, string recipe, string product = "CART-19", PathogenStatus pathogen = PathogenStatus.NegativeScreened, params string[] agents)
    {
        World.Given<Batch>(id, new BatchFact.Created(product, Recipes.Recipe.KeyOf(recipe, "1"), $"COI-{id}", $"D-{id}", BatchPurpose.Commercial, World.Now))
            .Given<Batch>(id, new BatchFact.DonorMaterialBound($"DM-{id}", pathogen, [.. agents]))
            .Given<DonorMaterial>($"DM-{id}", new DonorMaterialFact.Received($"D-{id}", $"COI-{id}", $"BAG-{id}", "X", "op-1", "ver-1", World.Now))
            .Given<DonorMaterial>($"DM-{id}", new DonorMaterialFact.Bound(id, "op-1", "ver-1", World.Now));
        return this;
    }

    /// <summary>A kit of the batch on the system, checked and found closed.</summary>
    public WholePlant Kit(string system, string batch)
    {
        World.Must(new ClosedSystemCommand.MountKit(system, batch, $"KIT-{system}-{batch}", "op-1"));
        World.Must(new ClosedSystemCommand.VerifyClosure(system, $"VC-{batch}", "pressure decay", Passed: true, "op-1", "ver-1"));
        return this;
    }

    /// <summary>An isolator that was tested, and has had its cycle.</summary>
    public WholePlant Isolator(string isolator)
    {
        foreach (var test in Enum.GetValues<IntegrityTest>())
            World.Must(new IsolatorCommand.RecordIntegrityTest(isolator, test, "pressure hold", "0", Passed: true, "engineer-1"));
        World.Must(new IsolatorCommand.StartDecontamination(isolator, "CY-1", "op-1"));
        World.Must(new IsolatorCommand.RecordDecontamination(isolator, "CY-1", Passed: true, "6 log", "op-1"));
        return this;
    }

    public WholePlant Enter(string room, params string[] people)
    {
        foreach (var person in people)
            World.Must(new OperatorCommand.EnterRoom(person, room, World.Now, null, Origin.Live));
        return this;
    }

    public WholePlant Leave(string room, params string[] people)
    {
        foreach (var person in people)
            World.Must(new OperatorCommand.LeaveRoom(person, room, World.Now, null, Origin.Live));
        return this;
    }

    public static BatchCommand.StartStep Starting(string batch, string step, StepPlace place, string? performer, string? verifier) =>
        new(batch, step, place, performer is null ? [] : [new AssignedOperator(performer, "operator")], verifier, []);

    public WholePlant Start(string batch, string step, StepPlace place, string? performer, string? verifier)
    {
        World.Must(Starting(batch, step, place, performer, verifier));
        return this;
    }

    public WholePlant Complete(string batch, string step, string by, string terminal)
    {
        World.Must(new BatchCommand.CompleteStep(batch, step, by, terminal));
        return this;
    }

    public WholePlant Clear(string id, string room, string batch, ClearanceScope scope, string performer, string verifier)
    {
        World.Must(new ClearanceCommand.Perform(id, room, scope, batch, [.. Enum.GetValues<ClearanceItem>().Select(item => new ClearanceAnswer(item, true))], performer));
        World.Must(new ClearanceCommand.Verify(id, verifier));
        return Live();
    }

    /// <summary>A labelled container of the batch, standing loose in a room.</summary>
    public WholePlant Vessel(string id, string batch, string room, bool seal = false)
    {
        var owner = World.State<Batch>(batch);
        World.Given<Container>(id, new ContainerFact.Registered("culture-bag", ContainerUse.Product, batch, owner.ChainOfIdentity, owner.DonorCode, owner.DonorMaterial, [], null, owner.Pathogen, [.. owner.Agents], new Contents(100), new Location(room, null, null), World.Now))
            .Given<Label>($"LBL-{id}", new LabelFact.Received(id, owner.ChainOfIdentity, owner.DonorCode, "op-1", "ver-1", World.Now))
            .Given<Container>(id, new ContainerFact.Labelled($"LBL-{id}"))
            .Given<Batch>(batch, new BatchFact.ContainerAdded(id));
        if (seal)
            World.Given<Container>(id, new ContainerFact.SealVerified(new Seal("weld", "op-1", "ver-1", World.Now)));
        return this;
    }

    /// <summary>The vessel in a position, put there by op-1.</summary>
    public IncubatorCommand.Load Load(string incubator, string compartment, string position, string vessel, string batch) =>
        new(incubator, compartment, position, vessel, new FourScans(incubator, position, $"LBL-{vessel}", $"COI-{batch}"), "op-1");

    public IncubatorCommand.Unload Unload(string incubator, string compartment, string position, string vessel, string batch) =>
        new(incubator, compartment, position, vessel, new FourScans(incubator, position, $"LBL-{vessel}", $"COI-{batch}"), "op-1");

    private static LineCommand.RecordMediaFill Fill(LineDefinition line, string team, DateOnly date) => new(
        line.Id, $"MF-{line.Id}-{team}-{date:yyyyMMdd}", team, date, MediaFillResult.Passed, 10, team == "day" ? ["op-1", "op-2"] : ["op-4"], line.SimulatedOperations, "APS-1", "op-1", "quality-1");
}
