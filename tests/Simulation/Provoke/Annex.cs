using System.Collections.Immutable;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Simulation.Provoke;

/// <summary>
/// What the simulated plant has beside the example: an annex with air handling of its own, in which everything exists that
/// the law must refuse somewhere, so that provocations need not ruin the schedule's batches.
/// </summary>
public static class Annex
{
    public const string Area = "X";
    public const string Near = "X2";
    public const string Vectors = "V";
    public const string Work = "X-101";
    public const string Isolators = "X-102";
    public const string Cultures = "X-103";
    public const string Plain = "X-104";
    public const string NearCultures = "X-201";
    public const string VectorRoom = "V-101";
    public const string Store = "XST-1";
    public const string Outgoing = "XST-2";
    public const string WasteLock = "XWAL";
    public const string Small = "XPAL";
    public const string Product = "CART-19";
    public const string OtherProduct = "CART-22";

    private static readonly DateOnly Far = new(2030, 12, 31);
    private static readonly ValidatedMaximum Two = new(2, "VR-X");
    private static readonly ValidatedMaximum Many = new(6, "VR-X");

    public static readonly ImmutableArray<string> Operations = ["take", "cw", "ow", "pw", "vec", "harvest", "culture"];

    private static IEnumerable<(string Id, string Area)> Airlocks => from area in new[] { Area, Near, Vectors } from airlock in new[] { $"PAL-{area}", $"MAL-{area}" } select (airlock, area);

    public static ImmutableArray<RecipeDocument> Recipes { get; } =
    [
        Recipe("x", Product, open: true), Recipe("y", OtherProduct, open: true), Recipe("z", Product, open: false), Recipe("w", OtherProduct, open: false),
        Recipe("u", Product, open: false) with { ProcessValidation = null }, Recipe("later", Product, open: false) with { EffectiveFrom = new DateOnly(2029, 1, 1) },
    ];

    public static PlantDocument AddedTo(PlantDocument plant) => plant with
    {
        Areas =
        [
            .. plant.Areas,
            AreaOf(Area, "AHU-3", AreaDesignation.Cell, [Store, Outgoing, Work, Isolators, Cultures, Plain], WasteLock),
            AreaOf(Near, "AHU-3", AreaDesignation.Cell, [NearCultures], "none") with { StageMax = ImmutableSortedDictionary<string, ValidatedMaximum>.Empty },
            AreaOf(Vectors, "AHU-4", AreaDesignation.Vector, [VectorRoom], "none"),
        ],
        Rooms =
        [
            .. plant.Rooms,
            Room(Work, Area, RoomUse.Processing, Grade.B), Room(Isolators, Area, RoomUse.Processing, Grade.C) with { IsolatorsMax = Two }, Room(Cultures, Area, RoomUse.Incubation, Grade.B),
            Room(Plain, Area, RoomUse.Processing, Grade.D), Room(NearCultures, Near, RoomUse.Incubation, Grade.B), Room(VectorRoom, Vectors, RoomUse.Processing, Grade.B),
            Room(Store, Area, RoomUse.Store, Grade.D), Room(Outgoing, Area, RoomUse.Store, Grade.D), Room(WasteLock, Area, RoomUse.Airlock, Grade.D), Room(Small, Area, RoomUse.Airlock, Grade.D) with { PersonsMax = new(1, "VR-X") },
            Room("XCOR", Area, RoomUse.Corridor, Grade.D) with { Adjoining = [Work, Isolators, Cultures, Plain, NearCultures, VectorRoom, Store, Outgoing, WasteLock, Small, .. Airlocks.Select(airlock => airlock.Id)] },
            .. Airlocks.Select(airlock => Room(airlock.Id, airlock.Area, RoomUse.Airlock, Grade.D)),
        ],
        Isolators =
        [
            .. plant.Isolators,
            new IsolatorDefinition { Id = "XI-1", Room = Isolators, Exhaust = IsolatorExhaust.Ducted, Recirculates = false, QualifiedUntil = Far },
            new IsolatorDefinition { Id = "XI-2", Room = Isolators, Exhaust = IsolatorExhaust.Ducted, Recirculates = false, QualifiedUntil = Far },
            new IsolatorDefinition { Id = "XI-3", Room = Plain, Exhaust = IsolatorExhaust.IntoRoom, Recirculates = false, QualifiedUntil = Far },
            new IsolatorDefinition { Id = "XI-4", Room = Work, Exhaust = IsolatorExhaust.Ducted, Recirculates = true, QualifiedUntil = Far },
        ],
        Cabinets = [.. plant.Cabinets, new CabinetDefinition { Id = "XB-1", Room = Work, QualifiedUntil = Far }],
        Incubators =
        [
            .. plant.Incubators,
            Incubator("XH", Cultures, honeycomb: true, "A", "B", "C"), Incubator("XP-1", Cultures, honeycomb: false, "M"), Incubator("XP-2", Cultures, honeycomb: false, "M"),
            Incubator("XP-3", NearCultures, honeycomb: false, "M"), Incubator("XP-4", Cultures, honeycomb: false, "M") with { CanBeDisinfected = false },
        ],
        ClosedSystems =
        [
            .. plant.ClosedSystems,
            System("XC-1", Work) with { ReclosureValidation = "VR-X" }, System("XC-2", Work), System("XC-3", Plain), System("XC-4", Plain) with { ClosureValidation = null }, System("XC-5", Isolators),
        ],
        Equipment = [.. plant.Equipment, new EquipmentDefinition { Id = "XF-1", Type = "centrifuge", Room = Work, QualifiedUntil = Far, CalibratedUntil = Far }],
        Sensors = [.. plant.Sensors, .. Sensors()],
        Lines =
        [
            .. plant.Lines,
            new LineDefinition { Id = "LX1", Area = Area, Rooms = [Work], Systems = ["XC-1", "XC-2", "XB-1", "XF-1", "XI-4"], SimulatedOperations = Operations },
            new LineDefinition { Id = "LX2", Area = Area, Rooms = [Isolators], Systems = ["XI-1", "XI-2", "XC-5"], SimulatedOperations = ["take", "cw"] },
            new LineDefinition { Id = "LX3", Area = Area, Rooms = [Plain], Systems = ["XC-3", "XC-4", "XI-3"], SimulatedOperations = Operations },
        ],
        People = [.. plant.People, .. Enumerable.Range(1, 8).Select(number => Person($"XO-{number}", number))],
        Products = [.. plant.Products, new ProductDefinition { Id = OtherProduct, Name = "Autologous CD22 CAR-T", Category = plant.Products[0].Category, Regime = plant.Products[0].Regime, VectorConstruct = "LV-CD22-41BB" }],
        Materials = [.. plant.Materials, new MaterialDefinition { Id = "LV-CD22", Name = "Lentiviral vector CD22-41BB-zeta", Construct = "LV-CD22-41BB" }],
        Controllers =
        [
            .. plant.Controllers,
            new ControllerDefinition { Id = "BMS-X", SpeaksFor = [$"area/{Area}", $"area/{Near}", .. Sensors().Select(sensor => $"sensor/{sensor.Id}")] },
            new ControllerDefinition { Id = "CTRL-X", SpeaksFor = ["closed-system/XC-1", "closed-system/XC-2", "isolator/XI-1", "isolator/XI-2", "incubator/XH", "incubator/XP-1", "incubator/XP-2", "room/X-101"] },
        ],
        RiskAssessments =
        [
            .. plant.RiskAssessments,
            new RiskAssessmentDefinition { Id = "RA-X", Document = "RA-X v1", ApprovedBy = "QA-01", ValidFrom = new DateOnly(2026, 1, 1), ValidUntil = Far, Products = [Product, OtherProduct], Areas = [Area] },
        ],
        Overrides =
        [
            .. plant.Overrides,
            Override("OV-1", "GMP-9.5.4x") with { Products = [OtherProduct] },
            Override("OV-2", "GMP-9.5.4x") with { Products = [Product], ApprovedBy = "XO-1" },
        ],
    };

    private static AreaDefinition AreaOf(string id, string air, AreaDesignation designation, string[] rooms, string waste) => new()
    {
        Id = id,
        Name = id,
        Designation = designation,
        AirHandlingUnits = [air],
        PersonnelAirlocks = [$"PAL-{id}"],
        MaterialAirlocks = [$"MAL-{id}"],
        LinesMax = Two,
        CulturesMax = Many,
        StageMax = new Dictionary<string, ValidatedMaximum> { ["work"] = Many, ["culture"] = Many }.ToImmutableSortedDictionary(),
        Routes =
        [
            .. from one in rooms from other in rooms where one != other && other != Store && one != Outgoing select new RouteDefinition(one, other, RouteUse.Material),
            .. from one in rooms where waste == WasteLock select new RouteDefinition(one, waste, RouteUse.Waste),
        ],
    };

    private static RoomDefinition Room(string id, string area, RoomUse use, Grade grade) => new()
    {
        Id = id,
        Name = id,
        Area = area,
        Use = use,
        Grade = grade,
        QualifiedUntil = Far,
        Adjoining = ["XCOR"],
        Positions = [$"{id}-P1", $"{id}-P2"],
        PersonsMax = Many,
        Terminals = [$"T-{id}"],
    };

    private static IncubatorDefinition Incubator(string id, string room, bool honeycomb, params string[] compartments) => new()
    {
        Id = id,
        Room = room,
        Honeycomb = honeycomb,
        CanBeDisinfected = true,
        QualifiedUntil = Far,
        Compartments = [.. compartments.Select(compartment => new CompartmentDefinition($"{id}-{compartment}", [$"{id}-{compartment}1", $"{id}-{compartment}2"]))],
    };

    private static ClosedSystemDefinition System(string id, string room) => new() { Id = id, Type = "cell-processor", Room = room, ClosureValidation = "VR-X", QualifiedUntil = Far, CalibratedUntil = Far };

    private static OverrideDefinition Override(string id, string rule) => new()
    {
        Id = id,
        Rule = rule,
        Document = "OV v1",
        ApprovedBy = "QA-01",
        ValidFrom = new DateOnly(2026, 1, 1),
        ValidUntil = Far,
        Areas = [Area],
    };

    private static IEnumerable<SensorDefinition> Sensors()
    {
        foreach (var room in new[] { Work, Isolators, Cultures, Plain, NearCultures })
        {
            yield return new SensorDefinition { Id = $"DP-{room}", Quantity = Quantity.PressureDifference, Unit = "Pa", Of = $"room/{room}", Against = "XCOR", Low = 10, High = 30, CalibratedUntil = Far };
            yield return new SensorDefinition { Id = $"PC-{room}", Quantity = Quantity.Particles, Unit = "/m3", Of = $"room/{room}", Low = 0, High = 352000, CalibratedUntil = Far };
        }

        foreach (var incubator in new[] { "XH", "XP-1", "XP-2", "XP-3", "XP-4" })
            yield return new SensorDefinition { Id = $"TI-{incubator}", Quantity = Quantity.Temperature, Unit = "Cel", Of = $"incubator/{incubator}", Low = 36.5m, High = 37.5m, CalibratedUntil = Far };
        foreach (var area in new[] { Area, Near })
            yield return new SensorDefinition { Id = $"AH-{area}", Quantity = Quantity.AirHandling, Unit = "1", Of = $"area/{area}", Low = 1, High = 1, CalibratedUntil = Far };
        yield return new SensorDefinition { Id = $"DR-{WasteLock}", Quantity = Quantity.Door, Unit = "1", Of = $"room/{WasteLock}", Low = 0, High = 0, CalibratedUntil = Far };
    }

    /// <summary>The first six are fit for everything; the seventh is fit for nothing, the eighth has never learned of pathogens.</summary>
    private static PersonDefinition Person(string id, int number)
    {
        string[] trainings = number switch { 7 => [], 8 => ["biosafety", "gowning"], _ => ["biosafety", "gowning", "pathogen"] };
        string[] areas = number == 7 ? [] : [Area, Near, Vectors, "POS"];
        return new PersonDefinition
        {
            Id = id,
            Name = id,
            Roles = ["operator", "verifier"],
            Shift = number == 4 ? "NIGHT" : "DAY",
            Trainings = trainings.ToImmutableSortedDictionary(training => training, _ => Far),
            Authorisations = areas.Concat(number == 7 ? [] : [.. Operations, "line-clearance"]).ToImmutableSortedDictionary(what => what, _ => Far),
            AsepticUntil = number == 7 ? null : Far,
        };
    }

    private static RecipeDocument Recipe(string id, string product, bool open)
    {
        var vector = product == Product ? "LV-CD19" : "LV-CD22";
        var work = Step("cw", StepClass.NonCulture, Exposure.Closed);
        ImmutableArray<StepDefinition> steps =
        [
            work with
            {
                Id = "take", Operation = "take", HoldAfter = null, RepeatsMax = 1,
                Inputs = [new InputDefinition { Name = "bag", Kind = InputKind.DonorMaterial, What = "leukapheresis-bag" }, new InputDefinition { Name = "kit", Kind = InputKind.SingleUseKit, What = "TUBING-SET" }],
                Outputs = [new OutputDefinition("count", "sample-tube", IsSample: true)],
                Checks = [new CheckDefinition { Name = "viability", Unit = "%", Low = 70 }],
            },
            work,
            work with { Id = "iw", Workplace = Workplace.Isolator },
            work with
            {
                Id = "vec", Operation = "vec",
                Inputs = [new InputDefinition { Name = "vector", Kind = InputKind.Vector, What = vector }, new InputDefinition { Name = "medium", Kind = InputKind.Reagent, What = "MEDIUM" }],
            },
            Step("cc", StepClass.Culture, Exposure.Closed),
            .. open ? [Step("ow", StepClass.NonCulture, Exposure.Open), Step("pw", StepClass.NonCulture, Exposure.ClosedPuncture), Step("oc", StepClass.Culture, Exposure.Open)] : Array.Empty<StepDefinition>(),
        ];
        return new RecipeDocument
        {
            Id = id,
            Version = "1",
            Product = product,
            Name = id,
            Document = "MFG-X",
            Specification = "SPEC-X",
            ProcessValidation = "PV-X",
            EffectiveFrom = new DateOnly(2026, 1, 1),
            Steps = [.. steps, work with { Id = "harvest", Operation = "harvest", IsHarvest = true, After = [.. steps.Select(step => step.Id)] }],
        };
    }

    private static StepDefinition Step(string id, StepClass kind, Exposure exposure)
    {
        var culture = kind == StepClass.Culture;
        var (grade, background) = exposure switch
        {
            Exposure.Open => (culture ? Grade.B : Grade.A, Grade.B),
            Exposure.ClosedPuncture => (Grade.A, Grade.C),
            _ => (Grade.D, Grade.D),
        };
        return new StepDefinition
        {
            Id = id,
            Name = id,
            Operation = culture ? "culture" : id,
            Stage = culture ? "culture" : "work",
            Class = kind,
            Exposure = exposure,
            OpenJustification = exposure == Exposure.Closed ? null : "no closed set",
            Grade = grade,
            Background = background,
            Roles = culture ? ImmutableSortedDictionary<string, int>.Empty : ImmutableSortedDictionary<string, int>.Empty.Add("operator", 1).Add("verifier", 1),
            Workplace = culture ? Workplace.Incubator : exposure == Exposure.Closed ? Workplace.ClosedSystem : Workplace.Room,
            UnattendedPhases = culture ? ["temperature control"] : [],
            DurationMin = TimeSpan.FromMinutes(10),
            DurationPlanned = TimeSpan.FromMinutes(30),
            DurationMax = culture ? TimeSpan.FromDays(10) : TimeSpan.FromHours(2),
            HoldAfter = new HoldDefinition(TimeSpan.FromDays(5), "37 Cel", "STB-X"),
            SafeState = "closed at 37 Cel",
        };
    }
}
