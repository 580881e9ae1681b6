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

/// <summary>A small plant in full work, for what only the whole law can show: lines validated, rooms clean, sensors live; every start asks everybody.</summary>
internal sealed class PlantAtWork
{
    private readonly PlantDocument _plant;

    public PlantAtWork(PlantDocument plant, params RecipeDocument[] recipes)
    {
        _plant = plant;
        World = World.Of(plant, recipes);
        foreach (var line in plant.Lines)
            foreach (var (team, day) in new[] { ("day", 12), ("day", 13), ("day", 14), ("night", 15) })
                World.Must(MediaFill(line.Id, $"MF-{line.Id}-{day}", team, new DateOnly(2026, 1, day), MediaFillResult.Passed));
        foreach (var room in plant.Rooms.Where(room => room.Use is RoomUse.Processing or RoomUse.Incubation))
            World.Must(new RoomCommand.RecordDisinfection(room.Id, $"D-{room.Id}", "peracetic acid", TimeSpan.FromMinutes(10), "op-1"));
        foreach (var system in plant.ClosedSystems)
            World.Must(new ClosedSystemCommand.RecordIntegrityCheck(system.Id, $"IC-{system.Id}", "pressure hold", "0.1", true, "engineer-1"));
        foreach (var incubator in plant.Incubators)
            foreach (var compartment in incubator.Compartments)
                World.Must(new IncubatorCommand.RecordDisinfection(incubator.Id, compartment.Id, "CY-1", "H2O2", "op-1"));
        Live();
    }

    public World World { get; }

    /// <summary>A step of a recipe, with the roles, operations and equipment of its kind.</summary>
    public static StepDefinition Step(string id, StepClass stepClass, Exposure exposure, Workplace workplace, params string[] after) => SmallRecipe.StepOf("enrichment") with
    {
        Id = id,
        Name = id,
        Operation = stepClass == StepClass.Culture ? "culture" : exposure == Exposure.Open ? "transduction" : "enrichment",
        Stage = id,
        Class = stepClass,
        Exposure = exposure,
        Workplace = workplace,
        After = [.. after],
        EquipmentTypes = workplace == Workplace.ClosedSystem ? ["cell-processor"] : [],
        OpenJustification = exposure == Exposure.Closed ? null : "as validated",
        Roles = stepClass == StepClass.Culture ? ImmutableSortedDictionary<string, int>.Empty : ImmutableSortedDictionary<string, int>.Empty.Add("operator", 1),
    };

    public static RecipeDocument RecipeOf(string id, params StepDefinition[] steps) => SmallRecipe.Document with { Id = id, Steps = [.. steps] };

    public static StepPlace In(string room, string? line) => new(room, line, null, null, null, null, null, null, [], $"T-{room.Replace("R-", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal)}");

    public LineCommand.RecordMediaFill MediaFill(string line, string id, string team, DateOnly date, MediaFillResult result) => new(
        line, id, team, date, result, 10, team == "day" ? ["op-1", "op-2"] : ["op-4"], _plant.Lines.Single(known => known.Id == line).SimulatedOperations, "APS-1", "op-1", "quality-1");

    /// <summary>Fresh readings within limits from every sensor, now.</summary>
    public PlantAtWork Live()
    {
        var caller = World.Caller;
        foreach (var sensor in _plant.Sensors)
        {
            var value = sensor.Quantity switch
            {
                Quantity.PressureDifference => sensor.Low == -30 ? -15m : 15m,
                Quantity.Particles => 1000m,
                Quantity.Temperature => 37m,
                _ => 1m,
            };
            World.From("bms").Must(new SensorCommand.ReportReadings(sensor.Id, ReadingSeries.Of(value, World.Now), ReadingQuality.Good, Origin.Live));
        }

        World.From(caller);
        return this;
    }

    /// <summary>Time goes on, and the sensors with it.</summary>
    public PlantAtWork After(double minutes)
    {
        for (; minutes > 0; minutes -= 4)
        {
            World.After(TimeSpan.FromMinutes(Math.Min(4, minutes)));
            Live();
        }

        return this;
    }

    public PlantAtWork Batch(string id, string recipe, string product = "CART-19", PathogenStatus pathogen = PathogenStatus.NegativeScreened)
    {
        World.Given<Batch>(id, new BatchFact.Created(product, Recipe.KeyOf(recipe, "1"), $"COI-{id}", $"D-{id}", BatchPurpose.Commercial, World.Now))
            .Given<Batch>(id, new BatchFact.DonorMaterialBound($"DM-{id}", pathogen, pathogen == PathogenStatus.Positive ? ["HBV"] : []))
            .Given<DonorMaterial>($"DM-{id}", new DonorMaterialFact.Received($"D-{id}", $"COI-{id}", $"BAG-{id}", "X", "op-1", "ver-1", World.Now))
            .Given<DonorMaterial>($"DM-{id}", new DonorMaterialFact.Bound(id, "op-1", "ver-1", World.Now));
        return this;
    }

    public PlantAtWork Kit(string system, string batch)
    {
        World.Must(new ClosedSystemCommand.MountKit(system, batch, $"KIT-{system}-{batch}", "op-1"));
        World.Must(new ClosedSystemCommand.VerifyClosure(system, $"VC-{batch}", "decay", true, "op-1", "ver-1"));
        return this;
    }

    public PlantAtWork Enter(string room, params string[] people)
    {
        foreach (var person in people)
            World.Must(new OperatorCommand.EnterRoom(person, room, World.Now, null, Origin.Live));
        return this;
    }

    public PlantAtWork Leave(string room, params string[] people)
    {
        foreach (var person in people)
            World.Must(new OperatorCommand.LeaveRoom(person, room, World.Now, null, Origin.Live));
        return this;
    }

    public static BatchCommand.StartStep StartOf(string batch, string step, StepPlace place, string? person, string? verifier) =>
        new(batch, step, place, person is null ? [] : [new AssignedOperator(person, "operator")], verifier, []);

    public PlantAtWork Start(string batch, string step, StepPlace place, string? person, string? verifier)
    {
        World.Must(StartOf(batch, step, place, person, verifier));
        return this;
    }

    public PlantAtWork Complete(string batch, string step, string by, string terminal)
    {
        World.Must(new BatchCommand.CompleteStep(batch, step, by, terminal));
        return this;
    }

    public PlantAtWork Clear(string id, string room, string batch, ClearanceScope scope, string performer, string verifier)
    {
        World.Must(new ClearanceCommand.Perform(id, room, scope, batch, [.. Enum.GetValues<ClearanceItem>().Select(item => new ClearanceAnswer(item, true))], performer));
        World.Must(new ClearanceCommand.Verify(id, verifier));
        return Live();
    }

    /// <summary>An isolator that was tested, and has had its cycle.</summary>
    public PlantAtWork Isolator(string isolator)
    {
        foreach (var test in Enum.GetValues<IntegrityTest>())
            World.Must(new IsolatorCommand.RecordIntegrityTest(isolator, test, "pressure hold", "0", true, "engineer-1"));
        World.Must(new IsolatorCommand.StartDecontamination(isolator, "CY-1", "op-1"));
        World.Must(new IsolatorCommand.RecordDecontamination(isolator, "CY-1", true, "6 log", "op-1"));
        return this;
    }

    /// <summary>The vessel into a position, by op-1.</summary>
    public static IncubatorCommand.Load Load(string incubator, string compartment, string position, string vessel, string batch) =>
        new(incubator, compartment, position, vessel, new FourScans(incubator, position, $"LBL-{vessel}", $"COI-{batch}"), "op-1");

    public static IncubatorCommand.Unload Unload(string incubator, string compartment, string position, string vessel, string batch) =>
        new(incubator, compartment, position, vessel, new FourScans(incubator, position, $"LBL-{vessel}", $"COI-{batch}"), "op-1");

    /// <summary>A filled and labelled vessel of the batch, where nobody asks how it got there.</summary>
    public PlantAtWork Vessel(string id, string batch, string room, bool isSealed = false)
    {
        var of = World.State<Batch>(batch);
        World.Given<Container>(id, new ContainerFact.Registered(
                "culture-bag", ContainerUse.Product, batch, of.ChainOfIdentity, of.DonorCode, of.DonorMaterial, [], null, of.Pathogen, [.. of.Agents], new Contents(100), new Location(room, null, null), World.Now))
            .Given<Label>($"LBL-{id}", new LabelFact.Received(id, of.ChainOfIdentity, of.DonorCode, "op-1", "ver-1", World.Now))
            .Given<Container>(id, new ContainerFact.Labelled($"LBL-{id}"))
            .Given<Batch>(batch, new BatchFact.ContainerAdded(id));
        if (isSealed)
            World.Given<Container>(id, new ContainerFact.SealVerified(new Seal("weld", "op-1", "ver-1", World.Now)));
        return this;
    }
}
