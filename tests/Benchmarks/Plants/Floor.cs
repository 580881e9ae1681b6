using System.Collections.Immutable;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Benchmarks.Plants;

/// <summary>
/// The plant that is loaded: suites of one processing room each, with air handling and airlocks of their own, and in every
/// room isolators. An isolator has a line, a batch, an operator and a verifier of its own, so each of them can be at work at once.
/// </summary>
/// <param name="Suites">Areas, and so rooms.</param>
/// <param name="IsolatorsPerRoom">Batches at work side by side in one room.</param>
internal sealed record Floor(int Suites, int IsolatorsPerRoom)
{
    public const string Plant = "BENCH";

    public const string Product = "CART-19";

    public const string Recipe = "car-t-isolator";

    public const string RecipeVersion = "1";

    public const string Step = "processing";

    public const string Shift = "DAY";

    /// <summary>A batch at which nobody works: holds are placed on it.</summary>
    public const string Spare = "B-SPARE";

    private const string Operation = "washing";

    private const string Received = "receipt";

    private static readonly DateOnly Far = new(2099, 12, 31);

    private static readonly ValidatedMaximum Enough = new(100_000, "VR-1");

    /// <summary>Every place where a batch is at work.</summary>
    public IEnumerable<Workplace> Workplaces =>
        from suite in Enumerable.Range(1, Suites)
        from isolator in Enumerable.Range(1, IsolatorsPerRoom)
        select new Workplace($"{suite:0000}", $"{suite:0000}-{isolator:00}");

    public RecipeDocument Procedure { get; } = new()
    {
        Id = Recipe,
        Version = RecipeVersion,
        Product = Product,
        Name = "CAR-T in an isolator",
        Document = "MFG-1 v1",
        Specification = "SPEC-1",
        ProcessValidation = "PV-1",
        EffectiveFrom = new DateOnly(2020, 1, 1),
        Steps =
        [
            StepOf(Received) with { Inputs = [new InputDefinition { Name = "leukapheresis", Kind = InputKind.DonorMaterial, What = "bag" }] },
            StepOf(Step, Received) with { Workplace = Domain.Recipes.Workplace.Isolator, Grade = Grade.A },
            StepOf("harvest", Step) with { IsHarvest = true },
        ],
    };

    /// <summary>The plant file.</summary>
    public PlantDocument Document()
    {
        var suites = Enumerable.Range(1, Suites).Select(number => $"{number:0000}").ToList();
        var workplaces = Workplaces.ToList();
        ImmutableArray<SensorDefinition> sensors = [.. suites.SelectMany(SensorsOf)];
        return new PlantDocument
        {
            Id = Plant,
            Name = "Benchmark plant",
            TimeZone = "Asia/Shanghai",
            Document = "SMF-1 v1",
            Parameters = Parameters,
            Areas = [.. suites.Select(AreaOf)],
            Rooms = [.. suites.SelectMany(RoomsOf)],
            Isolators = [.. workplaces.Select(place => new IsolatorDefinition { Id = place.Isolator, Room = place.Room, Exhaust = IsolatorExhaust.Ducted, Recirculates = false, QualifiedUntil = Far })],
            Sensors = sensors,
            Lines = [.. workplaces.Select(place => new LineDefinition { Id = place.Line, Area = place.Area, Rooms = [place.Room], SimulatedOperations = [Operation] })],
            Shifts = [new ShiftDefinition(Shift, new TimeOnly(0, 0), new TimeOnly(23, 59))],
            People = [.. workplaces.SelectMany(PeopleOf), Person("QA-1", "quality"), Person("QA-2", "quality"), Person("EN-1", "engineer")],
            Products = [new ProductDefinition { Id = Product, Name = "Anti-CD19 CAR-T", Category = "autologous-immune-cell-modified", Regime = "commercial", VectorConstruct = "LV-CD19" }],
            Materials = [new MaterialDefinition { Id = "LV-CD19", Name = "Lentiviral vector", Construct = "LV-CD19" }],
            Controllers = [new ControllerDefinition { Id = "bms", SpeaksFor = [.. sensors.Select(sensor => $"sensor/{sensor.Id}")] }],
        };
    }

    /// <summary>What was true before: lines validated, isolators tested and decontaminated, rooms disinfected and clear, and every batch received.</summary>
    /// <param name="now">The instant it describes.</param>
    public OpeningBalance Opening(DateTimeOffset now)
    {
        var workplaces = Workplaces.ToList();
        var rooms = workplaces.Select(place => place.Room).Distinct().ToList();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        return new OpeningBalance
        {
            Plant = Plant,
            Document = "OPB-1 v1",
            AsOf = now,
            MediaFills = [.. workplaces.SelectMany(place => Enumerable.Range(1, 3).Select(run => new PastMediaFill
            {
                Id = $"MF-{place.Key}-{run}", Line = place.Line, Shift = Shift, Date = today.AddDays(-10 + run), Result = MediaFillResult.Passed, Units = 1, Initial = true,
                Participants = [place.Operator, place.Verifier], Evidence = OnPaper,
            }))],
            IntegrityChecks = [.. workplaces.Select(place => new PastCheck($"isolator/{place.Isolator}", now.AddHours(-4), "pressure hold", true, OnPaper))],
            Disinfections =
            [
                .. rooms.Select(room => new PastDisinfection($"room/{room}", now.AddHours(-3), $"D-{room}", "hydrogen peroxide", OnPaper)),
                .. workplaces.Select(place => new PastDisinfection($"isolator/{place.Isolator}", now.AddHours(-3), $"CY-{place.Key}", "hydrogen peroxide", OnPaper)),
            ],
            Clearances = [.. rooms.Select(room => new PastClearance($"CLR-{room}", room, Domain.Rooms.ClearanceScope.Changeover, now.AddHours(-1), OnPaper))],
            Batches = [.. workplaces.Select(place => UnderWay(place.Batch, place.Key, new StepUnderWay(Received, place.Room, null, now.AddHours(-2.5), now.AddHours(-2)))), UnderWay(Spare, "SPARE")],
        };
    }

    /// <summary>A batch that is there already, as far as these steps.</summary>
    public static BatchUnderWay UnderWay(string batch, string key, params ImmutableArray<StepUnderWay> steps) => new()
    {
        Id = batch,
        Product = Product,
        Recipe = Recipe,
        RecipeVersion = RecipeVersion,
        Purpose = Domain.Batches.BatchPurpose.Commercial,
        ChainOfIdentity = $"COI-{key}",
        DonorCode = $"DONOR-{key}",
        DonorMaterial = $"DM-{key}",
        Pathogen = PathogenStatus.NegativeScreened,
        Steps = steps,
        Evidence = OnPaper,
    };

    public IEnumerable<(string Sensor, decimal Value)> Readings() => Enumerable.Range(1, Suites).Select(number => $"{number:0000}").SelectMany(SensorsOf).Select(sensor => (sensor.Id, sensor.Quantity switch
    {
        Quantity.PressureDifference => 15m,
        Quantity.Particles => 1000m,
        _ => 1m,
    }));

    private static Evidence OnPaper => new("PAPER-1", "EN-1", "QA-1");

    private static SiteParameters Parameters { get; } = new()
    {
        ReadingAgeMax = TimeSpan.FromDays(2),
        TemperatureGapMax = TimeSpan.FromDays(2),
        ClearanceValidity = TimeSpan.FromDays(3),
        ClearanceWithin = TimeSpan.FromDays(30),
        ScanAgeMax = TimeSpan.FromHours(1),
        ClosedSystemIntegrityPeriod = TimeSpan.FromDays(90),
        IsolatorIntegrityPeriod = TimeSpan.FromDays(31),
        IsolatorCycleValidity = TimeSpan.FromDays(30),
        IncubatorDisinfectionPeriod = TimeSpan.FromDays(31),
        RoomDisinfectionPeriod = TimeSpan.FromDays(31),
        DecontaminationValidity = TimeSpan.FromHours(12),
        PathogenExclusion = TimeSpan.FromHours(24),
        NegativePressureMin = 10,
        InitialMediaFills = 3,
        WarningLead = TimeSpan.FromDays(30),
        BreachMeasureWithin = TimeSpan.FromMinutes(15),
        StepHeartbeatMax = TimeSpan.FromDays(30),
        TransferMax = TimeSpan.FromMinutes(30),
    };

    private static StepDefinition StepOf(string id, params string[] after) => new()
    {
        Id = id,
        Name = id,
        Operation = Operation,
        Stage = id,
        Class = StepClass.NonCulture,
        Exposure = Exposure.Closed,
        Grade = Grade.C,
        Background = Grade.C,
        After = [.. after],
        Roles = ImmutableSortedDictionary<string, int>.Empty.Add("operator", 1),
        DurationMin = TimeSpan.FromMinutes(1),
        DurationPlanned = TimeSpan.FromDays(30),
        DurationMax = TimeSpan.FromDays(60),
        HoldAfter = new HoldDefinition(TimeSpan.FromDays(30), "2 to 8 Cel", "STB-1"),
        SafeState = "closed at 2 to 8 Cel",
    };

    private static AreaDefinition AreaOf(string suite) => new()
    {
        Id = $"A-{suite}",
        Name = $"Suite {suite}",
        Designation = AreaDesignation.Cell,
        AirHandlingUnits = [$"AHU-{suite}"],
        PersonnelAirlocks = [$"PAL-{suite}"],
        MaterialAirlocks = [$"MAL-{suite}"],
        Routes = [new RouteDefinition($"MAL-{suite}", $"R-{suite}", RouteUse.Material), new RouteDefinition($"R-{suite}", $"MAL-{suite}", RouteUse.Waste), new RouteDefinition($"PAL-{suite}", $"R-{suite}", RouteUse.Personnel)],
        LinesMax = Enough,
        CulturesMax = Enough,
        StageMax = ImmutableSortedDictionary<string, ValidatedMaximum>.Empty.Add(Step, Enough),
    };

    private static IEnumerable<RoomDefinition> RoomsOf(string suite)
    {
        yield return new RoomDefinition
        {
            Id = $"R-{suite}",
            Name = $"Processing {suite}",
            Area = $"A-{suite}",
            Use = RoomUse.Processing,
            Grade = Grade.C,
            QualifiedUntil = Far,
            Adjoining = [$"PAL-{suite}", $"MAL-{suite}"],
            Positions = [$"R-{suite}-P1"],
            PersonsMax = Enough,
            IsolatorsMax = Enough,
            Terminals = [$"T-{suite}"],
        };
        yield return Airlock($"PAL-{suite}", suite);
        yield return Airlock($"MAL-{suite}", suite);
    }

    private static RoomDefinition Airlock(string id, string suite) => new()
    {
        Id = id,
        Name = id,
        Area = $"A-{suite}",
        Use = RoomUse.Airlock,
        Grade = Grade.C,
        QualifiedUntil = Far,
        Adjoining = [$"R-{suite}"],
        PersonsMax = Enough,
    };

    private static IEnumerable<SensorDefinition> SensorsOf(string suite)
    {
        yield return new SensorDefinition { Id = $"DP-{suite}", Quantity = Quantity.PressureDifference, Unit = "Pa", Of = $"room/R-{suite}", Against = $"PAL-{suite}", Low = 10, High = 30, CalibratedUntil = Far };
        yield return new SensorDefinition { Id = $"PC-{suite}", Quantity = Quantity.Particles, Unit = "/m3", Of = $"room/R-{suite}", High = 352_000, CalibratedUntil = Far };
        yield return new SensorDefinition { Id = $"AIR-{suite}", Quantity = Quantity.AirHandling, Unit = "1", Of = $"area/A-{suite}", Low = 1, High = 1, CalibratedUntil = Far };
    }

    private static IEnumerable<PersonDefinition> PeopleOf(Workplace place) =>
    [
        Person(place.Operator, "operator") with { Shift = Shift, Trainings = Trained, Authorisations = Authorised(place.Area), AsepticUntil = Far },
        Person(place.Verifier, "operator", "verifier") with { Shift = Shift, Trainings = Trained, Authorisations = Authorised(place.Area), AsepticUntil = Far },
    ];

    private static ImmutableSortedDictionary<string, DateOnly> Trained { get; } = new Dictionary<string, DateOnly> { ["biosafety"] = Far, ["gowning"] = Far }.ToImmutableSortedDictionary();

    private static ImmutableSortedDictionary<string, DateOnly> Authorised(string area) => new Dictionary<string, DateOnly> { [area] = Far, [Operation] = Far }.ToImmutableSortedDictionary();

    private static PersonDefinition Person(string id, params string[] roles) => new() { Id = id, Name = id, Roles = [.. roles] };
}

/// <summary>One isolator with everybody who works there; the names follow from its number.</summary>
internal sealed record Workplace(string Suite, string Key)
{
    public string Area => $"A-{Suite}";

    public string Room => $"R-{Suite}";

    public string Terminal => $"T-{Suite}";

    public string Isolator => $"ISO-{Key}";

    public string Line => $"L-{Key}";

    public string Batch => $"B-{Key}";

    public string Operator => $"OP-{Key}";

    public string Verifier => $"VER-{Key}";
}
