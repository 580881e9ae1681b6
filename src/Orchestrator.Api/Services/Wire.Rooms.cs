using Orchestrator.Api.Doors;
using Orchestrator.V1;
using Clearances = Orchestrator.Domain.Clearances;
using ClosedSystems = Orchestrator.Domain.ClosedSystems;
using Incubators = Orchestrator.Domain.Incubators;
using Isolators = Orchestrator.Domain.Isolators;
using Kernel = Orchestrator.Domain.Kernel;
using Rooms = Orchestrator.Domain.Rooms;

namespace Orchestrator.Api.Services;

/// <summary>Between the wire's shapes and the law's; this part: rooms, clearances, closed systems, incubators and isolators.</summary>
public static partial class Wire
{
    public static Clearances.ClearanceAnswer ClearanceAnswer(ClearanceAnswer answer) => new(ClearanceItem(answer.Item), answer.Clear, Optional(answer.Remark));

    public static Clearances.ClearanceItem ClearanceItem(ClearanceItem value) => value switch
    {
        V1.ClearanceItem.Materials => Clearances.ClearanceItem.Materials,
        V1.ClearanceItem.Labels => Clearances.ClearanceItem.Labels,
        V1.ClearanceItem.Printer => Clearances.ClearanceItem.Printer,
        V1.ClearanceItem.Documents => Clearances.ClearanceItem.Documents,
        V1.ClearanceItem.Screens => Clearances.ClearanceItem.Screens,
        V1.ClearanceItem.Waste => Clearances.ClearanceItem.Waste,
        V1.ClearanceItem.Surfaces => Clearances.ClearanceItem.Surfaces,
        _ => throw CommandDoor.NoneOf<ClearanceItem>("answers.item", "MATERIALS", "LABELS", "PRINTER", "DOCUMENTS", "SCREENS", "WASTE", "SURFACES"),
    };

    public static Rooms.ClearanceScope ClearanceScope(ClearanceScope value) => value switch
    {
        V1.ClearanceScope.Step => Rooms.ClearanceScope.Step,
        V1.ClearanceScope.Changeover => Rooms.ClearanceScope.Changeover,
        _ => throw CommandDoor.NoneOf<ClearanceScope>("scope", "STEP", "CHANGEOVER"),
    };

    /// <summary>A hold that a person places; what breaches, scans and signals place, they place by being reported.</summary>
    public static Kernel.HoldKind HoldKindByHand(HoldKind value) => value switch
    {
        V1.HoldKind.TimeLimit => Kernel.HoldKind.TimeLimit,
        V1.HoldKind.OutOfRange => Kernel.HoldKind.OutOfRange,
        V1.HoldKind.MeasureLost => Kernel.HoldKind.MeasureLost,
        V1.HoldKind.LateKnowledge => Kernel.HoldKind.LateKnowledge,
        V1.HoldKind.Deviation => Kernel.HoldKind.Deviation,
        V1.HoldKind.Contamination => Kernel.HoldKind.Contamination,
        V1.HoldKind.Manual => Kernel.HoldKind.Manual,
        V1.HoldKind.Breach => throw CommandDoor.Invalid("kind", "意外开启请用 manufacturing/ReportBreach 报告；它会自行锁定", "report a breach with manufacturing/ReportBreach; it places its own hold"),
        _ => throw CommandDoor.NoneOf<HoldKind>("kind", "TIME_LIMIT", "OUT_OF_RANGE", "MEASURE_LOST", "LATE_KNOWLEDGE", "DEVIATION", "CONTAMINATION", "MANUAL"),
    };

    public static ClosedSystems.ConnectionType ConnectionType(ConnectionType value) => value switch
    {
        V1.ConnectionType.SterileConnector => ClosedSystems.ConnectionType.SterileConnector,
        V1.ConnectionType.SterileWeld => ClosedSystems.ConnectionType.SterileWeld,
        V1.ConnectionType.ClosedTransfer => ClosedSystems.ConnectionType.ClosedTransfer,
        V1.ConnectionType.Exposing => ClosedSystems.ConnectionType.Exposing,
        _ => throw CommandDoor.NoneOf<ConnectionType>("type", "STERILE_CONNECTOR", "STERILE_WELD", "CLOSED_TRANSFER", "EXPOSING"),
    };

    public static ClosedSystems.BreachDecision BreachDecision(BreachDecision value) => value switch
    {
        V1.BreachDecision.Continue => ClosedSystems.BreachDecision.Continue,
        V1.BreachDecision.Discard => ClosedSystems.BreachDecision.Discard,
        _ => throw CommandDoor.NoneOf<BreachDecision>("decision", "CONTINUE", "DISCARD"),
    };

    public static Incubators.FourScans FourScans(FourScans? scans) => scans is null
        ? throw CommandDoor.Invalid("scans", "请扫描培养箱、位置、容器和单据", "scan incubator, position, vessel and papers")
        : new Incubators.FourScans(scans.Incubator, scans.Position, scans.Vessel, scans.ChainOfIdentity);

    public static Isolators.IntegrityTest IntegrityTest(IntegrityTest value) => value switch
    {
        V1.IntegrityTest.Leak => Isolators.IntegrityTest.Leak,
        V1.IntegrityTest.Gloves => Isolators.IntegrityTest.Gloves,
        _ => throw CommandDoor.NoneOf<IntegrityTest>("test", "LEAK", "GLOVES"),
    };
}
