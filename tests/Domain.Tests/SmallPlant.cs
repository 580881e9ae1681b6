using System.Collections.Immutable;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Tests;

/// <summary>The smallest plant in which everything the law speaks of exists: one general area with two rooms, one dedicated area, one line each.</summary>
public static class SmallPlant
{
    private static readonly DateOnly Far = new(2030, 12, 31);

    public static PlantDocument Document { get; } = new()
    {
        Id = "SMALL",
        Name = "Small plant",
        TimeZone = "Asia/Shanghai",
        Document = "SMF-001 v1",
        Parameters = new SiteParameters
        {
            ReadingAgeMax = TimeSpan.FromMinutes(5),
            TemperatureGapMax = TimeSpan.FromMinutes(15),
            ClearanceValidity = TimeSpan.FromHours(24),
            ClearanceWithin = TimeSpan.FromHours(2),
            ScanAgeMax = TimeSpan.FromMinutes(15),
            ClosedSystemIntegrityPeriod = TimeSpan.FromDays(30),
            IsolatorIntegrityPeriod = TimeSpan.FromDays(30),
            IsolatorCycleValidity = TimeSpan.FromDays(7),
            IncubatorDisinfectionPeriod = TimeSpan.FromDays(30),
            RoomDisinfectionPeriod = TimeSpan.FromDays(7),
            DecontaminationValidity = TimeSpan.FromHours(12),
            PathogenExclusion = TimeSpan.FromHours(12),
            NegativePressureMin = 10,
            InitialMediaFills = 3,
            WarningLead = TimeSpan.FromDays(30),
            BreachMeasureWithin = TimeSpan.FromMinutes(15),
            StepHeartbeatMax = TimeSpan.FromMinutes(30),
            TransferMax = TimeSpan.FromMinutes(30),
        },
        Areas =
        [
            new AreaDefinition
            {
                Id = "AREA-G", Name = "General", Designation = AreaDesignation.Cell, AirHandlingUnits = ["AHU-1"], PersonnelAirlocks = ["PAL-G"], MaterialAirlocks = ["MAL-G"],
                LinesMax = new ValidatedMaximum(2, "VR-1"), CulturesMax = new ValidatedMaximum(6, "VR-1"),
                Routes = [new RouteDefinition("MAL-G", "R-101", RouteUse.Material), new RouteDefinition("R-101", "R-102", RouteUse.Material), new RouteDefinition("R-102", "R-101", RouteUse.Material), new RouteDefinition("R-101", "INC-1", RouteUse.Material), new RouteDefinition("INC-1", "R-101", RouteUse.Material)],
            },
            new AreaDefinition
            {
                Id = "AREA-P", Name = "Pathogen-positive", Designation = AreaDesignation.PathogenDedicated, AirHandlingUnits = ["AHU-2"], PersonnelAirlocks = ["PAL-P"], MaterialAirlocks = ["MAL-P"],
            },
        ],
        Rooms =
        [
            new RoomDefinition { Id = "R-101", Name = "Processing 1", Area = "AREA-G", Use = RoomUse.Processing, Grade = Grade.B, QualifiedUntil = Far, Adjoining = ["C-1"], Positions = ["R-101/P1", "R-101/P2"], PersonsMax = new ValidatedMaximum(4, "VR-1"), IsolatorsMax = new ValidatedMaximum(2, "VR-1"), Terminals = ["T-101"] },
            new RoomDefinition { Id = "R-102", Name = "Processing 2", Area = "AREA-G", Use = RoomUse.Processing, Grade = Grade.C, QualifiedUntil = Far, Adjoining = ["C-1"], Positions = ["R-102/P1"], PersonsMax = new ValidatedMaximum(4, "VR-1"), Terminals = ["T-102"] },
            new RoomDefinition { Id = "INC-1", Name = "Incubation", Area = "AREA-G", Use = RoomUse.Incubation, Grade = Grade.C, QualifiedUntil = Far, Adjoining = ["C-1"], Positions = ["INC-1/P1"], PersonsMax = new ValidatedMaximum(3, "VR-1"), Terminals = ["T-INC1"] },
            new RoomDefinition { Id = "R-201", Name = "Positive processing", Area = "AREA-P", Use = RoomUse.Processing, Grade = Grade.B, QualifiedUntil = Far, Adjoining = ["C-2"], Positions = ["R-201/P1"], PersonsMax = new ValidatedMaximum(3, "VR-1"), Terminals = ["T-201"] },
        ],
        Isolators =
        [
            new IsolatorDefinition { Id = "ISO-1", Room = "R-101", Exhaust = IsolatorExhaust.Ducted, Recirculates = false, QualifiedUntil = Far },
            new IsolatorDefinition { Id = "ISO-2", Room = "R-101", Exhaust = IsolatorExhaust.Ducted, Recirculates = false, QualifiedUntil = Far },
        ],
        Cabinets = [new CabinetDefinition { Id = "BSC-1", Room = "R-101", QualifiedUntil = Far }, new CabinetDefinition { Id = "BSC-2", Room = "R-201", QualifiedUntil = Far }],
        Incubators =
        [
            new IncubatorDefinition { Id = "HONEY-1", Room = "INC-1", Honeycomb = true, CanBeDisinfected = true, QualifiedUntil = Far, Compartments = [new CompartmentDefinition("A", ["HONEY-1/A1"]), new CompartmentDefinition("B", ["HONEY-1/B1"])] },
            new IncubatorDefinition { Id = "PLAIN-1", Room = "INC-1", Honeycomb = false, CanBeDisinfected = true, QualifiedUntil = Far, Compartments = [new CompartmentDefinition("MAIN", ["PLAIN-1/1", "PLAIN-1/2"])] },
            new IncubatorDefinition { Id = "PLAIN-2", Room = "R-201", Honeycomb = false, CanBeDisinfected = true, QualifiedUntil = Far, Compartments = [new CompartmentDefinition("MAIN", ["PLAIN-2/1"])] },
        ],
        ClosedSystems =
        [
            new ClosedSystemDefinition { Id = "PROC-1", Type = "cell-processor", Room = "R-101", ClosureValidation = "VR-CLOSE-1", ReclosureValidation = "VR-RECLOSE-1", QualifiedUntil = Far, CalibratedUntil = Far },
            new ClosedSystemDefinition { Id = "PROC-2", Type = "cell-processor", Room = "R-102", ClosureValidation = "VR-CLOSE-1", QualifiedUntil = Far, CalibratedUntil = Far },
            new ClosedSystemDefinition { Id = "PROC-3", Type = "cell-processor", Room = "R-201", ClosureValidation = "VR-CLOSE-1", QualifiedUntil = Far, CalibratedUntil = Far },
            new ClosedSystemDefinition { Id = "PROC-X", Type = "cell-processor", Room = "R-102", QualifiedUntil = Far, CalibratedUntil = Far },
        ],
        Equipment = [new EquipmentDefinition { Id = "CENT-1", Type = "centrifuge", Room = "R-101", QualifiedUntil = Far, CalibratedUntil = Far }],
        Sensors =
        [
            new SensorDefinition { Id = "DP-101", Quantity = Quantity.PressureDifference, Unit = "Pa", Of = "room/R-101", Against = "C-1", Low = 10, High = 30, CalibratedUntil = Far },
            new SensorDefinition { Id = "DP-102", Quantity = Quantity.PressureDifference, Unit = "Pa", Of = "room/R-102", Against = "C-1", Low = 10, High = 30, CalibratedUntil = Far },
            new SensorDefinition { Id = "DP-INC1", Quantity = Quantity.PressureDifference, Unit = "Pa", Of = "room/INC-1", Against = "C-1", Low = 10, High = 30, CalibratedUntil = Far },
            new SensorDefinition { Id = "DP-201", Quantity = Quantity.PressureDifference, Unit = "Pa", Of = "room/R-201", Against = "C-2", Low = -30, High = -10, CalibratedUntil = Far },
            new SensorDefinition { Id = "PC-101", Quantity = Quantity.Particles, Unit = "{#}/m3", Of = "room/R-101", High = 3520, CalibratedUntil = Far },
            new SensorDefinition { Id = "PC-102", Quantity = Quantity.Particles, Unit = "{#}/m3", Of = "room/R-102", High = 352000, CalibratedUntil = Far },
            new SensorDefinition { Id = "PC-INC1", Quantity = Quantity.Particles, Unit = "{#}/m3", Of = "room/INC-1", High = 352000, CalibratedUntil = Far },
            new SensorDefinition { Id = "PC-201", Quantity = Quantity.Particles, Unit = "{#}/m3", Of = "room/R-201", High = 3520, CalibratedUntil = Far },
            new SensorDefinition { Id = "T-HONEY-1", Quantity = Quantity.Temperature, Unit = "Cel", Of = "incubator/HONEY-1", Low = 36.5m, High = 37.5m, CalibratedUntil = Far },
            new SensorDefinition { Id = "T-PLAIN-1", Quantity = Quantity.Temperature, Unit = "Cel", Of = "incubator/PLAIN-1", Low = 36.5m, High = 37.5m, CalibratedUntil = Far },
            new SensorDefinition { Id = "T-PLAIN-2", Quantity = Quantity.Temperature, Unit = "Cel", Of = "incubator/PLAIN-2", Low = 36.5m, High = 37.5m, CalibratedUntil = Far },
            new SensorDefinition { Id = "AHU-1-RUN", Quantity = Quantity.AirHandling, Unit = "1", Of = "area/AREA-G", Low = 1, High = 1, CalibratedUntil = Far },
            new SensorDefinition { Id = "AHU-2-RUN", Quantity = Quantity.AirHandling, Unit = "1", Of = "area/AREA-P", Low = 1, High = 1, CalibratedUntil = Far },
        ],
        Lines =
        [
            new LineDefinition { Id = "L-1", Area = "AREA-G", Rooms = ["R-101", "INC-1"], Systems = ["PROC-1"], SimulatedOperations = ["wash", "enrichment", "transduction", "harvest", "connection"] },
            new LineDefinition { Id = "L-2", Area = "AREA-G", Rooms = ["R-102", "INC-1"], Systems = ["PROC-2", "PROC-X"], SimulatedOperations = ["wash", "enrichment", "transduction", "harvest", "connection"] },
            new LineDefinition { Id = "L-P", Area = "AREA-P", Rooms = ["R-201"], Systems = ["PROC-3"], SimulatedOperations = ["wash", "enrichment", "transduction", "harvest", "connection"] },
        ],
        Shifts = [new ShiftDefinition("day", new TimeOnly(8, 0), new TimeOnly(20, 0)), new ShiftDefinition("night", new TimeOnly(20, 0), new TimeOnly(8, 0))],
        People =
        [
            Person("op-1", "day", "operator"), Person("op-2", "day", "operator"), Person("op-3", "day", "operator"), Person("op-4", "night", "operator"), Person("op-5", "day", "operator"),
            Person("ver-1", "day", "operator", "verifier"), Person("ver-2", "day", "operator", "verifier"),
            Person("quality-1", null, "quality"), Person("quality-2", null, "quality"), Person("engineer-1", null, "engineer"),
        ],
        Products =
        [
            new ProductDefinition { Id = "CART-19", Name = "Anti-CD19 CAR-T", Category = "autologous-immune-cell-modified", Regime = "Commercial", VectorConstruct = "LV-CD19" },
            new ProductDefinition { Id = "CART-BCMA", Name = "Anti-BCMA CAR-T", Category = "autologous-immune-cell-modified", Regime = "Commercial", VectorConstruct = "LV-BCMA" },
        ],
        Controllers =
        [
            new ControllerDefinition
            {
                Id = "bms",
                SpeaksFor =
                [
                    "sensor/DP-101", "sensor/DP-102", "sensor/DP-INC1", "sensor/DP-201", "sensor/PC-101", "sensor/PC-102", "sensor/PC-INC1", "sensor/PC-201",
                    "sensor/T-HONEY-1", "sensor/T-PLAIN-1", "sensor/T-PLAIN-2", "sensor/AHU-1-RUN", "sensor/AHU-2-RUN",
                ],
            },
        ],
        RiskAssessments = [new RiskAssessmentDefinition { Id = "RA-1", Document = "QRA-1 v1", ApprovedBy = "quality-1", ValidFrom = new DateOnly(2026, 1, 1), ValidUntil = Far, Products = ["CART-19"], Areas = ["AREA-G"] }],
    };

    private static PersonDefinition Person(string id, string? shift, params string[] roles) => new()
    {
        Id = id,
        Name = id,
        Shift = shift,
        Roles = [.. roles],
        Trainings = new Dictionary<string, DateOnly> { ["biosafety"] = Far, ["gowning"] = Far, ["pathogen"] = Far }.ToImmutableSortedDictionary(),
        Authorisations = new Dictionary<string, DateOnly> { ["AREA-G"] = Far, ["AREA-P"] = Far, ["enrichment"] = Far, ["wash"] = Far, ["culture"] = Far, ["transduction"] = Far, ["harvest"] = Far }.ToImmutableSortedDictionary(),
        AsepticUntil = Far,
    };
}
