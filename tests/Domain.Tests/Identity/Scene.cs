using Orchestrator.Domain.Batches;
using Orchestrator.Domain.DonorMaterials;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Materials;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Xunit;

namespace Orchestrator.Domain.Tests.Identity;

/// <summary>
/// Two patients' material in a small plant, for the rules of identity, materials and transfers: bags received and bound,
/// labels printed and applied, steps that take containers in. People are where the scene puts them.
/// </summary>
internal sealed class Scene
{
    public const string Bag = "BAG-A";
    public const string Other = "BAG-B";

    private static readonly Contents Full = new(100, 500);

    /// <summary>The small plant with stores, a waste airlock, ways between them, and materials.</summary>
    public static PlantDocument Plant { get; } = SmallPlant.Document with
    {
        Areas =
        [
            .. SmallPlant.Document.Areas.Select(area => area.Id != "AREA-G" ? area : area with
            {
                Routes = [.. area.Routes, Way("ST-1", "R-101"), Way("ST-1", "R-102"), Way("ST-1", "R-201"), Way("R-101", "ST-1"), Way("R-101", "ST-2"), Way("R-201", "R-101"), Way("R-201", "ST-1"), Way("ST-2", "R-201"), new RouteDefinition("R-101", "WAL-1", RouteUse.Waste)],
            }),
        ],
        Rooms =
        [
            .. SmallPlant.Document.Rooms,
            new RoomDefinition { Id = "ST-1", Name = "Store", Area = "AREA-G", Use = RoomUse.Store, Grade = Grade.D },
            new RoomDefinition { Id = "ST-2", Name = "Dedicated store", Area = "AREA-P", Use = RoomUse.Store, Grade = Grade.D },
            new RoomDefinition { Id = "WAL-1", Name = "Waste airlock", Area = "AREA-G", Use = RoomUse.Airlock, Grade = Grade.D },
        ],
        Materials =
        [
            new MaterialDefinition { Id = "KIT", Name = "Tubing set", SingleUse = true },
            new MaterialDefinition { Id = "BUFFER", Name = "Buffer" },
            new MaterialDefinition { Id = "LV-CD19", Name = "Anti-CD19 vector", Construct = "LV-CD19" },
            new MaterialDefinition { Id = "LV-BCMA", Name = "Anti-BCMA vector", Construct = "LV-BCMA" },
        ],
    };

    /// <summary>The small recipe with inputs and outputs.</summary>
    public static RecipeDocument Recipe { get; } = SmallRecipe.Document with
    {
        Steps =
        [
            SmallRecipe.StepOf("enrichment") with
            {
                Inputs = [Input("leukapheresis", InputKind.DonorMaterial, "leukapheresis-bag"), Input("set", InputKind.SingleUseKit, "KIT"), Input("buffer", InputKind.Reagent, "BUFFER")],
                Outputs = [new OutputDefinition("cells", "culture-bag"), new OutputDefinition("count", "sample-tube", IsSample: true)],
            },
            SmallRecipe.StepOf("transduction") with { Inputs = [Input("cells", InputKind.Intermediate, "culture-bag"), Input("vector", InputKind.Vector, "LV-CD19")] },
            SmallRecipe.StepOf("culture") with { Inputs = [Input("cells", InputKind.Intermediate, "culture-bag")] },
            SmallRecipe.StepOf("harvest") with { Inputs = [Input("cells", InputKind.Intermediate, "culture-bag")], Outputs = [new OutputDefinition("product", "final-bag")] },
        ],
    };

    public World World { get; }

    public Scene()
    {
        World = World.Of(Plant, Recipe);
        foreach (var (person, room) in new[] { ("op-1", "R-101"), ("ver-1", "R-101"), ("op-2", "ST-1"), ("ver-2", "ST-1"), ("op-3", "R-102"), ("op-5", "R-201") })
            Stands(person, room);
    }

    /// <summary>The person is in the room, by the record of its door.</summary>
    public Scene Stands(string person, string room)
    {
        World.Given<Room>(room, new RoomFact.PersonEntered(person, World.Now)).Given<Operator>(person, new OperatorFact.RoomEntered(room, SmallPlant.Document.Rooms.FirstOrDefault(known => known.Id == room)?.Area ?? "AREA-G", null, Origin.Live, World.Now));
        return this;
    }

    /// <summary>Two patients' bags, accepted and bound to B-1 and B-2, standing in R-101.</summary>
    public static Scene WithTwoBatches()
    {
        var scene = new Scene();
        scene.Bound("DIN-A", Bag, "B-1", "DONOR-A", "COI-A").Bound("DIN-B", Other, "B-2", "DONOR-B", "COI-B");
        return scene.Moved(Bag, "R-101").Moved(Other, "R-101");
    }

    /// <summary>The first batch in its first step, its bag taken in.</summary>
    public static Scene InEnrichment()
    {
        var scene = WithTwoBatches();
        scene.Started("B-1", "enrichment", scene.ScanOf(Bag));
        return scene;
    }

    public static RouteDefinition Way(string from, string to) => new(from, to, RouteUse.Material);

    public static string LabelOf(string container) => $"LBL-{container}";

    public Container Container(string id) => World.State<Container>(id);

    public Batch Batch(string id) => World.State<Batch>(id);

    public Scene Received(string din, string bag, string donor, string chain)
    {
        World.Must(RegisterOf(din, bag, donor, chain));
        return this;
    }

    public static DonorMaterialCommand.Register RegisterOf(string din, string bag, string donor, string chain) =>
        new(din, null, donor, chain, bag, "leukapheresis-bag", Full, LabelOf(bag), "ST-1", "op-2", "ver-2");

    public Scene Accepted(string din, string bag, string donor, string chain, PathogenStatus pathogen = PathogenStatus.NegativeScreened)
    {
        Received(din, bag, donor, chain);
        World.Must(new ContainerCommand.RecordAppearance(bag, Inspection.BeforeUse, null, "op-2"));
        World.MustBy("quality-1", new DonorMaterialCommand.SetPathogenStatus(din, pathogen, pathogen == PathogenStatus.Positive ? ["HBV"] : [], $"RES-{din}", "quality-1"));
        World.MustBy("quality-1", new DonorMaterialCommand.Accept(din, $"EVAL-{din}", "quality-1"));
        World.As(null);
        return this;
    }

    public Scene Bound(string din, string bag, string batch, string donor, string chain, PathogenStatus pathogen = PathogenStatus.NegativeScreened)
    {
        Accepted(din, bag, donor, chain, pathogen);
        World.Must(new BatchCommand.Create(batch, "CART-19", "CART", "1", chain, donor, BatchPurpose.Commercial));
        World.Must(new DonorMaterialCommand.Bind(din, batch, LabelOf(bag), "op-2", "ver-2"));
        return this;
    }

    /// <summary>The container stands in a room, told as a fact where how it came there is not the question.</summary>
    public Scene Moved(string container, string room, string? position = null)
    {
        World.Given<Container>(container, new ContainerFact.TransferEnded("T-told", new Location(room, position, null), Stored: false));
        return this;
    }

    /// <summary>Looked at and scanned just now, as every start asks.</summary>
    public Scan ScanOf(string container, string input = "leukapheresis", string by = "op-1")
    {
        World.After(TimeSpan.FromSeconds(1));
        if (Container(container).Status is ContainerStatus.Filled or ContainerStatus.Parked or ContainerStatus.Stored)
            World.Must(new ContainerCommand.RecordAppearance(container, Inspection.BeforeUse, null, by));
        return new Scan(input, container, LabelOf(container), by, World.Now);
    }

    /// <summary>Asks identity and materials alone whether the step may start, and writes what a start writes.</summary>
    public Decision Start(string batch, string step, params Scan[] scans) => StartIn("R-101", batch, step, "ver-1", scans);

    public Decision StartIn(string room, string batch, string step, string? verifier, params Scan[] scans) => World.Play(desk =>
    {
        var site = desk.Get<Plant>("plant").Site!;
        var definition = Recipe.Steps.Single(known => known.Id == step);
        var place = new StepPlace(room, "L-1", null, null, null, null, null, null, [], "T-101");
        var command = new BatchCommand.StartStep(batch, step, place, [new AssignedOperator("op-1", "operator")], verifier, [.. scans]);
        var start = new StepStart(command, site, desk.Get<Batch>(batch), Recipe, definition, site.Room(room)!, site.Area(site.Room(room)!.Area)!) { Effective = definition.Exposure };
        desk.Get<Room>(room);
        desk.Check(IdentityRules.ForStepStart(desk, start)).Check(MaterialRules.ForStepStart(desk, start));
        desk.Write(new ActorId(ActorKind.Batch, batch), new BatchFact.StepStarted(new StepExecution
        {
            Step = step,
            Attempt = 1,
            Status = StepStatus.Running,
            Area = start.Area.Id,
            Room = room,
            Class = definition.Class,
            Exposure = definition.Exposure,
            Operators = command.Operators,
            Verifier = verifier,
            StartedAt = desk.Now,
            Inputs = [.. scans.Select(scan => scan.Container)],
        }));
        desk.Write(new ActorId(ActorKind.Room, room), new RoomFact.StepStarted(
            new RunningStep(batch, step, definition.Operation, definition.Class, definition.Exposure, "L-1", null, null, null, desk.Now), UsesClearance: false));
        IdentityRules.OnStepStart(desk, start);
    });

    public Scene Started(string batch, string step, params Scan[] scans)
    {
        Assert.Empty(World.Rules(Start(batch, step, scans)));
        return this;
    }

    /// <summary>Asks identity and materials alone whether the step may complete, and writes what its end writes.</summary>
    public Decision Complete(string batch, string step) => World.Play(desk =>
    {
        var state = desk.Get<Batch>(batch);
        var end = new StepEnd(desk.Get<Plant>("plant").Site!, state, Recipe.Steps.Single(known => known.Id == step), state.Steps[step], Completed: true, desk.Now);
        desk.Check(IdentityRules.ForStepComplete(desk, end)).Check(MaterialRules.ForStepComplete(desk, end));
        desk.Get<Room>(end.Execution.Room);
        desk.Write(new ActorId(ActorKind.Batch, batch), new BatchFact.StepChanged(step, StepStatus.Complete, desk.Now));
        desk.Write(new ActorId(ActorKind.Room, end.Execution.Room), new RoomFact.StepEnded(batch, step, desk.Now, NeedsClearance: true));
        IdentityRules.OnStepEnd(desk, end);
    });

    /// <summary>Registers, fills and inspects an output of the running step.</summary>
    public Scene Filled(string container, string batch, string step, string output)
    {
        World.Must(new ContainerCommand.Register(container, batch, step, output, "op-1"));
        World.Must(new ContainerCommand.RecordAppearance(container, Inspection.BeforeUse, null, "op-1"));
        World.Must(new ContainerCommand.Fill(container, Full, "op-1"));
        World.Must(new ContainerCommand.RecordAppearance(container, Inspection.AfterFilling, null, "op-1"));
        return this;
    }

    public Scene Printed(string container, string batch, string? step)
    {
        World.Must(new LabelCommand.Print(batch, step, [new PrintedLabel(LabelOf(container), container)], "LBL-TPL v1", "PRN-1", "op-1"));
        return this;
    }

    public Scene Labelled(string container, string batch, string? step)
    {
        Printed(container, batch, step);
        World.Must(new LabelCommand.ReadBack(LabelOf(container), LabelOf(container), "op-1"));
        World.Must(new LabelCommand.Apply(LabelOf(container), container, "op-1"));
        World.Must(new LabelCommand.Verify(LabelOf(container), container, LabelOf(container), "ver-1"));
        return this;
    }

    public Scene Sealed(string container)
    {
        World.Must(new ContainerCommand.Close(container, "tube weld", "op-1", "ver-1"));
        return this;
    }

    public Scene Reconciled(string batch, string? step)
    {
        World.Must(new LabelCommand.Reconcile(batch, step, "op-1", "ver-1"));
        return this;
    }

    /// <summary>The lot is received and released with its GMP certificate.</summary>
    public Scene Lot(string lot, string material, params Composition[] composition)
    {
        World.Must(new MaterialLotCommand.Receive(lot, material, "Supplier", new DateOnly(2027, 1, 31), [.. composition], "", "op-2"));
        World.MustBy("quality-1", new MaterialLotCommand.Release(lot, $"INSP-{lot}", $"GMP-{lot}", "quality-1"));
        return this;
    }

    /// <summary>Both outputs made and labelled, both materials charged: the step can complete.</summary>
    public Scene EnrichmentDone()
    {
        Filled("CB-1", "B-1", "enrichment", "cells").Filled("S-1", "B-1", "enrichment", "count").Labelled("CB-1", "B-1", "enrichment").Labelled("S-1", "B-1", "enrichment").Reconciled("B-1", "enrichment");
        Lot("KIT-1", "KIT").Lot("BUF-1", "BUFFER");
        World.Must(new MaterialLotCommand.Charge("KIT-1", "B-1", "enrichment", "set", "KIT-1", "SN-1", Connection.Mounted, null, "op-1"));
        World.Must(new MaterialLotCommand.Charge("BUF-1", "B-1", "enrichment", "buffer", "BUF-1", null, Connection.SterileWeld, null, "op-1"));
        return this;
    }

    /// <summary>The command must be refused, and by this rule among others.</summary>
    public Decision Refused(Command command, string rule)
    {
        var decision = World.Give(command);
        Assert.Contains(rule, World.Rules(decision));
        return decision;
    }

    private static InputDefinition Input(string name, InputKind kind, string what) => new() { Name = name, Kind = kind, What = what };
}
