using System.Collections.Immutable;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Plants;

/// <summary>
/// The plant file as the law understands it: everything that is approved by two people and changed only by
/// <c>plant apply</c>. Times of day are local to <see cref="TimeZone"/>; instants are UTC; lengths of time are ISO 8601.
/// </summary>
public sealed record PlantDocument
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>IANA zone, for example <c>Asia/Shanghai</c>: half-years and shifts are dates of this zone.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Who wrote and approved the file: document id and version.</summary>
    public required string Document { get; init; }

    public SiteParameters Parameters { get; init; } = new();

    public ImmutableArray<AreaDefinition> Areas { get; init; } = [];

    public ImmutableArray<RoomDefinition> Rooms { get; init; } = [];

    public ImmutableArray<IsolatorDefinition> Isolators { get; init; } = [];

    public ImmutableArray<CabinetDefinition> Cabinets { get; init; } = [];

    public ImmutableArray<IncubatorDefinition> Incubators { get; init; } = [];

    public ImmutableArray<ClosedSystemDefinition> ClosedSystems { get; init; } = [];

    public ImmutableArray<EquipmentDefinition> Equipment { get; init; } = [];

    public ImmutableArray<SensorDefinition> Sensors { get; init; } = [];

    public ImmutableArray<LineDefinition> Lines { get; init; } = [];

    public ImmutableArray<ShiftDefinition> Shifts { get; init; } = [];

    public ImmutableArray<PersonDefinition> People { get; init; } = [];

    public ImmutableArray<ProductDefinition> Products { get; init; } = [];

    public ImmutableArray<MaterialDefinition> Materials { get; init; } = [];

    public ImmutableArray<ControllerDefinition> Controllers { get; init; } = [];

    public ImmutableArray<RiskAssessmentDefinition> RiskAssessments { get; init; } = [];

    public ImmutableArray<OverrideDefinition> Overrides { get; init; } = [];
}

/// <summary>
/// The figures that the law needs and the guideline leaves to the site ([S] in the requirements). None has a default: a
/// missing one is reported by <c>plant check</c> as what it will refuse, and refuses (AMB-33, AMB-41).
/// </summary>
public sealed record SiteParameters
{
    /// <summary>Oldest live reading a decision may rest on (clock 23).</summary>
    public TimeSpan? ReadingAgeMax { get; init; }

    /// <summary>Longest stretch without temperature data (clock 22).</summary>
    public TimeSpan? TemperatureGapMax { get; init; }

    /// <summary>How long a verified clearance stays good until the next start uses it (clock 20).</summary>
    public TimeSpan? ClearanceValidity { get; init; }

    /// <summary>"Promptly" after a step: when an uncleared room raises an alert (clock 19).</summary>
    public TimeSpan? ClearanceWithin { get; init; }

    /// <summary>How old an identity scan of the same step may be.</summary>
    public TimeSpan? ScanAgeMax { get; init; }

    /// <summary>Age limit of the last passed integrity check of a closed system (clock 26).</summary>
    public TimeSpan? ClosedSystemIntegrityPeriod { get; init; }

    /// <summary>Age limit of the last passed leak and glove test of an isolator (clock 26).</summary>
    public TimeSpan? IsolatorIntegrityPeriod { get; init; }

    /// <summary>How long a decontamination cycle of an isolator stays good (clock 25).</summary>
    public TimeSpan? IsolatorCycleValidity { get; init; }

    /// <summary>Age limit of an incubator chamber's disinfection (clock 24).</summary>
    public TimeSpan? IncubatorDisinfectionPeriod { get; init; }

    /// <summary>Age limit of a room's disinfection (measure 灭菌与消毒).</summary>
    public TimeSpan? RoomDisinfectionPeriod { get; init; }

    /// <summary>How long a decontamination of vector staff stays good (clock 31).</summary>
    public TimeSpan? DecontaminationValidity { get; init; }

    /// <summary>Shortest exclusion after contact with pathogen-positive material; never less than the rest of the shift (clock 32).</summary>
    public TimeSpan? PathogenExclusion { get; init; }

    /// <summary>Pa below every adjoining space that an exposing room of pathogen-positive work must keep (AMB-35).</summary>
    public decimal? NegativePressureMin { get; init; }

    /// <summary>Passed media fills in a row that first validate a line (AMB-19).</summary>
    public int? InitialMediaFills { get; init; }

    /// <summary>How long before a due date the warning comes.</summary>
    public TimeSpan? WarningLead { get; init; }

    /// <summary>Time after a breach by which the emergency measure must be recorded (clock 21).</summary>
    public TimeSpan? BreachMeasureWithin { get; init; }

    /// <summary>A step without any event for this long raises an alert (clock 55).</summary>
    public TimeSpan? StepHeartbeatMax { get; init; }

    /// <summary>Longest internal transfer where the recipe gives none (clock 16).</summary>
    public TimeSpan? TransferMax { get; init; }
}

/// <summary>A production area (生产区域): rooms with their own air handling and personnel and material routes (004 十三(五)).</summary>
public sealed record AreaDefinition
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required AreaDesignation Designation { get; init; }

    /// <summary>The environmental monitoring that passed before it was given its use; asked for when it was dedicated to pathogens before (GMP-6.2b).</summary>
    public MonitoringRelease? Monitoring { get; init; }

    /// <summary>Air-handling units that serve it; two areas that share one are one area (AMB-02).</summary>
    public ImmutableArray<string> AirHandlingUnits { get; init; } = [];

    public ImmutableArray<string> PersonnelAirlocks { get; init; } = [];

    public ImmutableArray<string> MaterialAirlocks { get; init; } = [];

    /// <summary>The directed ways material may go (单向流传递).</summary>
    public ImmutableArray<RouteDefinition> Routes { get; init; } = [];

    /// <summary>Lines that were validated to run at once (九(三)2)); null means 1.</summary>
    public ValidatedMaximum? LinesMax { get; init; }

    /// <summary>Batches that were validated to be in culture at once (readings: lines and culture); null means 1.</summary>
    public ValidatedMaximum? CulturesMax { get; init; }

    /// <summary>Batches that were validated to be at the same stage at once, by stage (CMC-5.3b); absent means 1.</summary>
    public ImmutableSortedDictionary<string, ValidatedMaximum> StageMax { get; init; } = ImmutableSortedDictionary<string, ValidatedMaximum>.Empty;
}

/// <summary>A number and the validation report it comes from: a limit without a report does not exist (GMP-9.3.2c).</summary>
public sealed record ValidatedMaximum(int Count, string Report);

/// <summary>Environmental monitoring that passed.</summary>
/// <param name="Report">The document of the results.</param>
/// <param name="PassedOn">The day the last sample was taken, in the plant's zone.</param>
public sealed record MonitoringRelease(string Report, DateOnly PassedOn);

/// <summary>One direction in which things may be handed over between two rooms or stores.</summary>
public sealed record RouteDefinition(string From, string To, RouteUse For);

public enum RouteUse
{
    Material,
    Waste,
    Personnel,
}

public enum RoomUse
{
    Processing,
    Incubation,
    Airlock,
    Corridor,
    Store,
}

public enum Grade
{
    A,
    B,
    C,
    D,
}

/// <summary>A processing room (生产操作间) or another physically isolated space of an area.</summary>
public sealed record RoomDefinition
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Area { get; init; }

    public required RoomUse Use { get; init; }

    public required Grade Grade { get; init; }

    public DateOnly? QualifiedUntil { get; init; }

    /// <summary>Spaces that share a wall or a door; negative pressure is meant against each (AMB-35).</summary>
    public ImmutableArray<string> Adjoining { get; init; } = [];

    /// <summary>Fixed positions (定置管理) where closed vessels may stand or park.</summary>
    public ImmutableArray<string> Positions { get; init; } = [];

    public ValidatedMaximum? PersonsMax { get; init; }

    /// <summary>Isolators that were validated to work at once; null means 1.</summary>
    public ValidatedMaximum? IsolatorsMax { get; init; }

    /// <summary>The terminal and badge readers that speak for this room (不得跨越房间操作).</summary>
    public ImmutableArray<string> Terminals { get; init; } = [];
}

public enum IsolatorExhaust
{
    Ducted,
    IntoRoom,
}

public sealed record IsolatorDefinition
{
    public required string Id { get; init; }

    public required string Room { get; init; }

    public required IsolatorExhaust Exhaust { get; init; }

    public required bool Recirculates { get; init; }

    public DateOnly? QualifiedUntil { get; init; }
}

/// <summary>A biosafety cabinet: the local grade A zone of a room.</summary>
public sealed record CabinetDefinition
{
    public required string Id { get; init; }

    public required string Room { get; init; }

    public DateOnly? QualifiedUntil { get; init; }
}

public sealed record IncubatorDefinition
{
    public required string Id { get; init; }

    public required string Room { get; init; }

    /// <summary>True for a honeycomb: compartments with their own door and atmosphere.</summary>
    public required bool Honeycomb { get; init; }

    public required bool CanBeDisinfected { get; init; }

    public DateOnly? QualifiedUntil { get; init; }

    public ImmutableArray<CompartmentDefinition> Compartments { get; init; } = [];
}

public sealed record CompartmentDefinition(string Id, ImmutableArray<string> Positions);

/// <summary>A closed cell processor, or another system that is closed by validation (004 十三(七)).</summary>
public sealed record ClosedSystemDefinition
{
    public required string Id { get; init; }

    public required string Type { get; init; }

    public required string Room { get; init; }

    /// <summary>The report that proves closure of this type with its tubing set; null means the system counts as open.</summary>
    public string? ClosureValidation { get; init; }

    /// <summary>The report that proves it can return to closed; null means it stays open once opened.</summary>
    public string? ReclosureValidation { get; init; }

    public DateOnly? QualifiedUntil { get; init; }

    public DateOnly? CalibratedUntil { get; init; }
}

public sealed record EquipmentDefinition
{
    public required string Id { get; init; }

    public required string Type { get; init; }

    public required string Room { get; init; }

    public DateOnly? QualifiedUntil { get; init; }

    public DateOnly? CalibratedUntil { get; init; }
}

public enum Quantity
{
    PressureDifference,
    Temperature,
    Humidity,
    CarbonDioxide,
    Particles,
    AirHandling,
    Door,
}

/// <summary>A measuring point whose live reading some rule rests on.</summary>
public sealed record SensorDefinition
{
    public required string Id { get; init; }

    public required Quantity Quantity { get; init; }

    /// <summary>UCUM unit, for example <c>Pa</c>, <c>Cel</c>, <c>%</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>What it measures: the address of a room, an incubator or an area (air handling).</summary>
    public required string Of { get; init; }

    /// <summary>For a pressure difference, the space on the other side.</summary>
    public string? Against { get; init; }

    public decimal? Low { get; init; }

    public decimal? High { get; init; }

    public DateOnly? CalibratedUntil { get; init; }
}

/// <summary>A production line (AMB-47): rooms, systems and equipment validated to run one batch step at a time.</summary>
public sealed record LineDefinition
{
    public required string Id { get; init; }

    public required string Area { get; init; }

    public ImmutableArray<string> Rooms { get; init; } = [];

    public ImmutableArray<string> Systems { get; init; } = [];

    /// <summary>The open (exposed) and connection operations that the line's media fills simulate (九(二)1, 2).</summary>
    public ImmutableArray<string> SimulatedOperations { get; init; } = [];
}

/// <summary>A rostered team (readings: shift); a night shift belongs to the day it begins.</summary>
public sealed record ShiftDefinition(string Id, TimeOnly Starts, TimeOnly Ends);

public sealed record PersonDefinition
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>The shift the person is rostered in; null for people outside shifts (quality, engineering).</summary>
    public string? Shift { get; init; }

    /// <summary>Modules passed and until when: <c>biosafety</c>, <c>pathogen</c>, <c>gowning</c>, an SOP …</summary>
    public ImmutableSortedDictionary<string, DateOnly> Trainings { get; init; } = ImmutableSortedDictionary<string, DateOnly>.Empty;

    /// <summary>Area ids and operation names the person is authorised for, and until when (GMP-5.2a).</summary>
    public ImmutableSortedDictionary<string, DateOnly> Authorisations { get; init; } = ImmutableSortedDictionary<string, DateOnly>.Empty;

    /// <summary>Until when the aseptic qualification (gowning and media-fill participation) holds (GEN-4.1c).</summary>
    public DateOnly? AsepticUntil { get; init; }
}

/// <summary>A licensed product (品种); two products are different for segregation when their ids differ.</summary>
public sealed record ProductDefinition
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Category { get; init; }

    public required string Regime { get; init; }

    /// <summary>The construct a vector must carry to be charged (GMP-13.3).</summary>
    public string? VectorConstruct { get; init; }
}

/// <summary>A material of the recipes' bills: what an input names and a lot is a lot of.</summary>
public sealed record MaterialDefinition
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The construct it carries when it is a vector; null for everything else (GMP-13.3).</summary>
    public string? Construct { get; init; }

    /// <summary>True when each piece has a serial and is used once: kits, bags.</summary>
    public bool SingleUse { get; init; }
}

/// <summary>An equipment controller, and the actors it may speak for; what it reports of others is refused.</summary>
public sealed record ControllerDefinition
{
    public required string Id { get; init; }

    /// <summary>Addresses such as <c>sensor/DP-101</c>, <c>closed-system/CP-01</c> or <c>room/R-101</c> (its badge readers).</summary>
    public ImmutableArray<string> SpeaksFor { get; init; } = [];
}

/// <summary>An approved risk assessment as far as the segregation table needs it.</summary>
public sealed record RiskAssessmentDefinition
{
    public required string Id { get; init; }

    public required string Document { get; init; }

    public required string ApprovedBy { get; init; }

    public required DateOnly ValidFrom { get; init; }

    public required DateOnly ValidUntil { get; init; }

    public ImmutableArray<string> Products { get; init; } = [];

    public ImmutableArray<string> Areas { get; init; } = [];

    /// <summary>Rooms it covers; empty means every room of its areas.</summary>
    public ImmutableArray<string> Rooms { get; init; } = [];

    /// <summary>Segregation rows it covers; empty means every row that asks for one.</summary>
    public ImmutableArray<string> Rows { get; init; } = [];
}

/// <summary>A relaxation of a default rule under 004 一 (GMP-1); prohibitions cannot be relaxed.</summary>
public sealed record OverrideDefinition
{
    public required string Id { get; init; }

    public required string Rule { get; init; }

    public required string Document { get; init; }

    public required string ApprovedBy { get; init; }

    public required DateOnly ValidFrom { get; init; }

    public required DateOnly ValidUntil { get; init; }

    public ImmutableArray<string> Products { get; init; } = [];

    public ImmutableArray<string> Areas { get; init; } = [];
}
