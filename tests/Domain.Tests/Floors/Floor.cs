using System.Collections.Immutable;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Cabinets;
using Orchestrator.Domain.Clearances;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Equipment;
using Orchestrator.Domain.Incubators;
using Orchestrator.Domain.Isolators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Orchestrator.Domain.Sensors;
using Xunit;

namespace Orchestrator.Domain.Tests.Floors;

/// <summary>The floor of the small plant, for the rules of places and equipment: live, clean, checked, and asked about steps by these concepts alone.</summary>
internal sealed class Floor
{
    private static readonly ImmutableDictionary<string, decimal> Normal = new Dictionary<string, decimal>
    {
        ["DP-101"] = 15,
        ["DP-102"] = 15,
        ["DP-INC1"] = 15,
        ["DP-201"] = -15,
        ["PC-101"] = 1000,
        ["PC-102"] = 1000,
        ["PC-INC1"] = 1000,
        ["PC-201"] = 1000,
        ["T-HONEY-1"] = 37,
        ["T-PLAIN-1"] = 37,
        ["T-PLAIN-2"] = 37,
        ["AHU-1-RUN"] = 1,
        ["AHU-2-RUN"] = 1,
    }.ToImmutableDictionary();

    public World World { get; }

    public Floor(PlantDocument? plant = null, RecipeDocument? recipe = null)
    {
        World = World.Of(plant ?? SmallPlant.Document, recipe ?? SmallRecipe.Document);
        foreach (var person in new[] { "op-1", "ver-1" })
            World.Given<Room>("R-101", new RoomFact.PersonEntered(person, World.Now));
        foreach (var room in new[] { "R-101", "R-102", "INC-1", "R-201" })
            World.Must(new RoomCommand.RecordDisinfection(room, $"D-{room}", "peracetic acid", TimeSpan.FromMinutes(10), "op-1"));
        foreach (var system in new[] { "PROC-1", "PROC-2", "PROC-3", "PROC-X" })
            World.Must(new ClosedSystemCommand.RecordIntegrityCheck(system, $"IC-{system}", "pressure hold", "0.1 mbar/min", true, "engineer-1"));
        Live();
    }

    /// <summary>Fresh readings within limits from every sensor, now.</summary>
    public Floor Live()
    {
        foreach (var (sensor, value) in Normal)
            Reads(sensor, value);
        return this;
    }

    public Floor Reads(string sensor, decimal value)
    {
        World.From("bms").Must(Report(sensor, value));
        World.From("test");
        return this;
    }

    public SensorCommand.ReportReadings Report(string sensor, decimal value) =>
        new(sensor, ReadingSeries.Of(value, World.Now), ReadingQuality.Good, Origin.Live);

    public Floor Batch(string id, PathogenStatus pathogen = PathogenStatus.NegativeScreened, string product = "CART-19")
    {
        World.Given<Batch>(id, new BatchFact.Created(product, SmallRecipe.Key, $"COI-{id}", $"D-{id}", BatchPurpose.Commercial, World.Now))
            .Given<Batch>(id, new BatchFact.DonorMaterialBound($"DM-{id}", pathogen, pathogen == PathogenStatus.Positive ? ["HBV"] : []));
        return this;
    }

    /// <summary>A kit of the batch on the system, checked and found closed.</summary>
    public Floor Kit(string system, string batch)
    {
        World.Must(new ClosedSystemCommand.MountKit(system, batch, $"KIT-{system}-{batch}", "op-1"));
        World.Must(new ClosedSystemCommand.VerifyClosure(system, $"VC-{batch}", "pressure decay", true, "op-1", "ver-1"));
        return this;
    }

    public static StepPlace In(string room) => new(room, null, null, null, null, null, null, null, [], $"T-{room.Replace("R-", "").Replace("-", "")}");

    /// <summary>Asks every place and piece of equipment about a start, and starts the step where they agree.</summary>
    public Decision Start(string batch, StepDefinition step, StepPlace place) => World.Play(desk =>
    {
        var start = StartOf(desk, batch, step, place);
        desk.Check(RoomRules.ForStepStart(desk, start)).Check(ClosedSystemRules.ForStepStart(desk, start)).Check(IsolatorRules.ForStepStart(desk, start))
            .Check(CabinetRules.ForStepStart(desk, start)).Check(IncubatorRules.ForStepStart(desk, start)).Check(EquipmentRules.ForStepStart(desk, start));
        desk.Write(new ActorId(ActorKind.Batch, batch), new BatchFact.StepStarted(Execution(start, desk.Now)));
        desk.Write(new ActorId(ActorKind.Room, place.Room), new RoomFact.StepStarted(
            new RunningStep(batch, step.Id, step.Operation, step.Class, start.Effective, null, place.Isolator, place.Cabinet, place.ClosedSystem, desk.Now), UsesClearance: true));
        ClearanceRules.OnStepStart(desk, start);
        ClosedSystemRules.OnStepStart(desk, start);
        IsolatorRules.OnStepStart(desk, start);
        CabinetRules.OnStepStart(desk, start);
        EquipmentRules.OnStepStart(desk, start);
    });

    public Floor Started(string batch, StepDefinition step, StepPlace place)
    {
        Assert.Empty(World.Rules(Start(batch, step, place)));
        return this;
    }

    public Floor Ended(string batch, string step)
    {
        World.Play(desk =>
        {
            var running = desk.Get<Batch>(batch);
            var execution = running.Steps[step];
            var site = desk.Get<Plant>("plant").Site!;
            var end = new StepEnd(site, running, SmallRecipe.StepOf(step), execution, Completed: true, desk.Now);
            desk.Get<Room>(execution.Room);
            desk.Write(new ActorId(ActorKind.Batch, batch), new BatchFact.StepChanged(step, StepStatus.Complete, desk.Now));
            desk.Write(new ActorId(ActorKind.Room, execution.Room), new RoomFact.StepEnded(
                batch, step, desk.Now, execution.Class == StepClass.NonCulture, desk.Now + site.Parameters.ClearanceWithin));
            ClosedSystemRules.OnStepEnd(desk, end);
            IsolatorRules.OnStepEnd(desk, end);
            CabinetRules.OnStepEnd(desk, end);
            EquipmentRules.OnStepEnd(desk, end);
        });
        return this;
    }

    /// <summary>One measure as it stands for a start.</summary>
    public MeasureState Measure(MeasureKind kind, string batch, StepDefinition step, StepPlace place)
    {
        var state = MeasureState.SignalLost;
        World.Play(desk => state = Measuring.Of(desk, StartOf(desk, batch, step, place)).GetValueOrDefault(kind, MeasureState.SignalLost));
        return state;
    }

    public static ImmutableArray<ClearanceAnswer> AllClear { get; } = [.. Enum.GetValues<ClearanceItem>().Select(item => new ClearanceAnswer(item, true))];

    public ClearanceCommand.Perform Perform(string id, string batch, ClearanceScope scope, string room = "R-101") => new(id, room, scope, batch, AllClear, "op-1");

    /// <summary>Performed by <c>op-1</c> and verified by <c>ver-1</c>.</summary>
    public Floor Cleared(string id, string batch, ClearanceScope scope, string room = "R-101")
    {
        World.After(TimeSpan.FromMinutes(5));
        World.Must(Perform(id, batch, scope, room));
        World.Must(new ClearanceCommand.Verify(id, "ver-1"));
        return Live();
    }

    private static StepStart StartOf(Desk desk, string batch, StepDefinition step, StepPlace place)
    {
        var site = desk.Get<Plant>("plant").Site!;
        var room = site.Room(place.Room)!;
        desk.Get<Room>(room.Id);
        var command = new BatchCommand.StartStep(batch, step.Id, place, [new AssignedOperator("op-1", "operator")], "ver-1", []);
        return new StepStart(command, site, desk.Get<Batch>(batch), SmallRecipe.Document, step, room, site.Area(room.Area)!) { Effective = Closing.Effective(desk, site, batch, step, place, []) };
    }

    private static StepExecution Execution(StepStart start, DateTimeOffset now) => new()
    {
        Step = start.Step.Id,
        Attempt = 1,
        Status = StepStatus.Running,
        Area = start.Area.Id,
        Room = start.Room.Id,
        Isolator = start.Place.Isolator,
        Cabinet = start.Place.Cabinet,
        ClosedSystem = start.Place.ClosedSystem,
        Incubator = start.Place.Incubator,
        Compartment = start.Place.Compartment,
        Equipment = start.Place.Equipment,
        Class = start.Step.Class,
        Exposure = start.Effective,
        StartedAt = now,
    };
}
