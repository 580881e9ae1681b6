using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Api.MasterData;

/// <summary>The plant file: the plant as text that its people review, read into the document the law understands.</summary>
public static class PlantFile
{
    private const string Format = "orchestrator-plant/1";

    /// <summary>Reads and checks a plant. Never throws at what is in the text.</summary>
    public static FileReading<PlantDocument> Read(string fileName, string text) =>
        FileText.Read(fileName, text, Plant, PlantCheck.Of);

    /// <summary>The file's shape as JSON Schema.</summary>
    public static string Schema() => EntrySchema.Of("plant", "Orchestrator plant", entry => Plant(entry));

    private static PlantDocument Plant(Entry e)
    {
        e.Format(Format);
        return new PlantDocument
        {
            Id = e.Id("id", "The plant."),
            Name = e.Text("name", "Name for people."),
            TimeZone = e.Text("time-zone", "IANA time zone; half-years and shifts are dates of this zone."),
            Document = e.Text("document", "Document id and version under which this file was approved."),
            Parameters = e.Part("parameters", "Figures the guideline leaves to the site; a missing one refuses.", Parameters),
            Areas = e.Entries("areas", "Production areas: own air handling, own ways for people and material.", Area),
            Rooms = e.Entries("rooms", "Physically isolated spaces.", Room),
            Isolators = e.Entries("isolators", "Isolators.", Isolator),
            Cabinets = e.Entries("cabinets", "Biosafety cabinets: local grade A.", Cabinet),
            Incubators = e.Entries("incubators", "Incubators and their compartments.", Incubator),
            ClosedSystems = e.Entries("closed-systems", "Closed cell processors and other systems closed by validation.", ClosedSystem),
            Equipment = e.Entries("equipment", "Other equipment.", Equipment),
            Sensors = e.Entries("sensors", "Measuring points whose live reading a rule rests on.", Sensor),
            Lines = e.Entries("lines", "Sets of rooms and systems validated to run one batch step at a time.", Line),
            Shifts = e.Entries("shifts", "Rostered teams.", Shift),
            People = e.Entries("people", "People who enter or decide.", Person),
            Products = e.Entries("products", "Licensed products.", Product),
            Materials = e.Entries("materials", "Materials of the recipes' bills.", Material),
            Controllers = e.Entries("controllers", "Equipment controllers and what they may speak for.", Controller),
            RiskAssessments = e.Entries("risk-assessments", "Approved risk assessments.", RiskAssessment),
            Overrides = e.Entries("overrides", "Justified relaxations of default rules.", Override),
        };
    }

    private static SiteParameters Parameters(Entry e) => new()
    {
        ReadingAgeMax = e.OptionalDuration("reading-age-max", "Oldest live reading a decision may rest on."),
        TemperatureGapMax = e.OptionalDuration("temperature-gap-max", "Longest stretch without temperature data."),
        ClearanceValidity = e.OptionalDuration("clearance-validity", "How long a verified clearance stays good."),
        ClearanceWithin = e.OptionalDuration("clearance-within", "When an uncleared room raises an alert."),
        ScanAgeMax = e.OptionalDuration("scan-age-max", "How old an identity scan of the same step may be."),
        ClosedSystemIntegrityPeriod = e.OptionalDuration("closed-system-integrity-period", "Age limit of a closed system's integrity check."),
        IsolatorIntegrityPeriod = e.OptionalDuration("isolator-integrity-period", "Age limit of an isolator's leak and glove test."),
        IsolatorCycleValidity = e.OptionalDuration("isolator-cycle-validity", "How long a decontamination cycle stays good."),
        IncubatorDisinfectionPeriod = e.OptionalDuration("incubator-disinfection-period", "Age limit of a chamber's disinfection."),
        RoomDisinfectionPeriod = e.OptionalDuration("room-disinfection-period", "Age limit of a room's disinfection."),
        DecontaminationValidity = e.OptionalDuration("decontamination-validity", "How long a decontamination of vector staff stays good."),
        PathogenExclusion = e.OptionalDuration("pathogen-exclusion", "Shortest exclusion after contact with pathogen-positive material."),
        NegativePressureMin = e.OptionalNumber("negative-pressure-min", "Pa below every adjoining space for open pathogen-positive work."),
        InitialMediaFills = e.OptionalCount("initial-media-fills", "Passed media fills in a row that first validate a line."),
        WarningLead = e.OptionalDuration("warning-lead", "How long before a due date the warning comes."),
        BreachMeasureWithin = e.OptionalDuration("breach-measure-within", "Time after a breach to record the emergency measure."),
        StepHeartbeatMax = e.OptionalDuration("step-heartbeat-max", "How long a running step may be silent before an alert."),
        TransferMax = e.OptionalDuration("transfer-max", "Longest internal transfer where the recipe gives none."),
    };

    private static AreaDefinition Area(Entry e) => new()
    {
        Id = e.Id("id", "The area."),
        Name = e.Text("name", "Name for people."),
        Designation = e.Choice<AreaDesignation>("designation", "What it is dedicated to."),
        Monitoring = e.OptionalEntry("monitoring", "The environmental monitoring that passed before it was given this use; needed when it was dedicated to pathogens before.", release => new MonitoringRelease(
            release.Text("report", "The document of the results."),
            release.Date("passed-on", "The day the last sample was taken."))),
        AirHandlingUnits = e.Ids("air-handling-units", "Units that serve it; two areas that share one are one area."),
        PersonnelAirlocks = e.Ids("personnel-airlocks", "Rooms through which people come and go (gowning)."),
        MaterialAirlocks = e.Ids("material-airlocks", "Rooms through which material comes and goes."),
        Routes = e.Entries("routes", "The directed ways.", route => new RouteDefinition(
            route.Id("from", "Room it begins in."),
            route.Id("to", "Room it ends in."),
            route.Choice<RouteUse>("for", "What may go this way."))),
        LinesMax = e.OptionalEntry("lines-max", "Lines validated to run at once; 1 when left out.", Maximum),
        CulturesMax = e.OptionalEntry("cultures-max", "Batches validated to be in culture at once; 1 when left out.", Maximum),
        StageMax = e.EntriesById("stage-max", "Batches validated to be at a stage at once, by stage; 1 when left out.", Maximum),
    };

    private static ValidatedMaximum Maximum(Entry e) => new(
        e.Count("count", "The validated number."),
        e.Text("report", "The validation report."));

    private static RoomDefinition Room(Entry e) => new()
    {
        Id = e.Id("id", "The room."),
        Name = e.Text("name", "Name for people."),
        Area = e.Id("area", "The area it belongs to."),
        Use = e.Choice<RoomUse>("use", "What it is for."),
        Grade = e.Choice<Grade>("grade", "Qualified grade."),
        QualifiedUntil = e.OptionalDate("qualified-until", "Last day of its qualification."),
        Adjoining = e.Ids("adjoining", "Rooms that share a wall or a door."),
        Positions = e.Ids("positions", "Fixed positions for closed vessels."),
        PersonsMax = e.OptionalEntry("persons-max", "People validated to be present at once.", Maximum),
        IsolatorsMax = e.OptionalEntry("isolators-max", "Isolators validated to work at once; 1 when left out.", Maximum),
        Terminals = e.Ids("terminals", "Terminals and badge readers that speak for this room."),
    };

    private static IsolatorDefinition Isolator(Entry e) => new()
    {
        Id = e.Id("id", "The isolator."),
        Room = e.Id("room", "Where it stands."),
        Exhaust = e.Choice<IsolatorExhaust>("exhaust", "Where its exhaust goes."),
        Recirculates = e.Flag("recirculates", "Whether its exhaust is used again."),
        QualifiedUntil = e.OptionalDate("qualified-until", "Last day of its qualification."),
    };

    private static CabinetDefinition Cabinet(Entry e) => new()
    {
        Id = e.Id("id", "The cabinet."),
        Room = e.Id("room", "Where it stands."),
        QualifiedUntil = e.OptionalDate("qualified-until", "Last day of its qualification."),
    };

    private static IncubatorDefinition Incubator(Entry e) => new()
    {
        Id = e.Id("id", "The incubator."),
        Room = e.Id("room", "Where it stands."),
        Honeycomb = e.Flag("honeycomb", "Whether compartments have their own door and atmosphere."),
        CanBeDisinfected = e.Flag("can-be-disinfected", "Whether its chamber can be disinfected or sterilised."),
        QualifiedUntil = e.OptionalDate("qualified-until", "Last day of its qualification."),
        Compartments = e.Entries("compartments", "Its compartments; a plain incubator has one.", compartment => new CompartmentDefinition(
            compartment.Id("id", "The compartment."),
            compartment.Ids("positions", "Positions for vessels."))),
    };

    private static ClosedSystemDefinition ClosedSystem(Entry e) => new()
    {
        Id = e.Id("id", "The system."),
        Type = e.Id("type", "Its type, as recipes name it."),
        Room = e.Id("room", "Where it stands."),
        ClosureValidation = e.OptionalText("closure-validation", "Report that proves closure; without it the system counts as open."),
        ReclosureValidation = e.OptionalText("reclosure-validation", "Report that proves it can return to closed."),
        QualifiedUntil = e.OptionalDate("qualified-until", "Last day of its qualification."),
        CalibratedUntil = e.OptionalDate("calibrated-until", "Last day of its calibration."),
    };

    private static EquipmentDefinition Equipment(Entry e) => new()
    {
        Id = e.Id("id", "The equipment."),
        Type = e.Id("type", "Its type, as recipes name it."),
        Room = e.Id("room", "Where it stands."),
        QualifiedUntil = e.OptionalDate("qualified-until", "Last day of its qualification."),
        CalibratedUntil = e.OptionalDate("calibrated-until", "Last day of its calibration."),
    };

    private static SensorDefinition Sensor(Entry e) => new()
    {
        Id = e.Id("id", "The sensor."),
        Quantity = e.Choice<Quantity>("quantity", "What it measures."),
        Unit = e.Text("unit", "UCUM unit."),
        Of = e.Address("of", "Where it measures."),
        Against = e.OptionalId("against", "For a pressure difference, the room on the other side."),
        Low = e.OptionalNumber("low", "Lowest value within limits."),
        High = e.OptionalNumber("high", "Highest value within limits."),
        CalibratedUntil = e.OptionalDate("calibrated-until", "Last day of its calibration."),
    };

    private static LineDefinition Line(Entry e) => new()
    {
        Id = e.Id("id", "The line."),
        Area = e.Id("area", "The area it belongs to."),
        Rooms = e.Ids("rooms", "Its rooms."),
        Systems = e.Ids("systems", "Its closed systems, isolators, cabinets and equipment."),
        SimulatedOperations = e.Ids("simulated-operations", "Open and connection operations that its media fills simulate."),
    };

    private static ShiftDefinition Shift(Entry e) => new(
        e.Id("id", "The shift."),
        e.TimeOfDay("starts", "When it begins."),
        e.TimeOfDay("ends", "When it ends; earlier than the beginning means on the next day."));

    private static PersonDefinition Person(Entry e) => new()
    {
        Id = e.Id("id", "The person's code."),
        Name = e.Text("name", "Name for colleagues."),
        Roles = e.Ids("roles", "Roles."),
        Shift = e.OptionalId("shift", "The shift the person is rostered in."),
        Trainings = e.DatesById("trainings", "Modules passed, and until when they hold."),
        Authorisations = e.DatesById("authorisations", "Area ids and operations, and until when they hold."),
        AsepticUntil = e.OptionalDate("aseptic-until", "Last day of the aseptic qualification."),
    };

    private static ProductDefinition Product(Entry e) => new()
    {
        Id = e.Id("id", "The product."),
        Name = e.Text("name", "Name for people."),
        Category = e.Id("category", "Category of the product."),
        Regime = e.Id("regime", "commercial or clinical-trial."),
        VectorConstruct = e.OptionalId("vector-construct", "The construct its vector carries."),
    };

    private static MaterialDefinition Material(Entry e) => new()
    {
        Id = e.Id("id", "The material."),
        Name = e.Text("name", "Name for people."),
        Construct = e.OptionalId("construct", "The construct it carries when it is a vector."),
        SingleUse = e.OptionalFlag("single-use", "Whether each piece has a serial and is used once.", otherwise: false),
    };

    private static ControllerDefinition Controller(Entry e) => new()
    {
        Id = e.Id("id", "The controller."),
        SpeaksFor = e.Addresses("speaks-for", "The actors it may report."),
    };

    private static RiskAssessmentDefinition RiskAssessment(Entry e) => new()
    {
        Id = e.Id("id", "The risk assessment."),
        Document = e.Text("document", "Document id and version."),
        ApprovedBy = e.Id("approved-by", "Who approved it."),
        ValidFrom = e.Date("valid-from", "First day."),
        ValidUntil = e.Date("valid-until", "Last day."),
        Products = e.Ids("products", "Products it covers."),
        Areas = e.Ids("areas", "Areas it covers."),
        Rooms = e.Ids("rooms", "Rooms it covers; every room of its areas when left out."),
        Rows = e.Ids("rows", "Segregation rows it covers; every row that asks for one when left out."),
    };

    private static OverrideDefinition Override(Entry e) => new()
    {
        Id = e.Id("id", "The override."),
        Rule = e.Id("rule", "The rule it relaxes."),
        Document = e.Text("document", "The justification: document id and version."),
        ApprovedBy = e.Id("approved-by", "Who approved it."),
        ValidFrom = e.Date("valid-from", "First day."),
        ValidUntil = e.Date("valid-until", "Last day."),
        Products = e.Ids("products", "Products it covers."),
        Areas = e.Ids("areas", "Areas it covers."),
    };
}
