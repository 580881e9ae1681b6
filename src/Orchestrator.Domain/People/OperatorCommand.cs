using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.People;

/// <summary>What can be asked and told about one person.</summary>
public abstract record OperatorCommand(string Operator) : Command
{
    /// <summary>Asked at the door before it opens.</summary>
    /// <param name="At">When the badge was read.</param>
    /// <param name="Reader">The badge reader or terminal of the room; null when a person at the execution system asks.</param>
    [CommandName("manufacturing.enter-room.v1")]
    public sealed record EnterRoom(string Operator, string Room, DateTimeOffset At, string? Reader, Origin Origin) : OperatorCommand(Operator);

    /// <summary>The person has left; nobody is kept in a room.</summary>
    [CommandName("manufacturing.leave-room.v1")]
    public sealed record LeaveRoom(string Operator, string Room, DateTimeOffset At, string? Reader, Origin Origin) : OperatorCommand(Operator), IReport;

    /// <summary>The person was seen in a room without having entered it by the door.</summary>
    [CommandName("manufacturing.report-presence.v1")]
    public sealed record ReportPresence(string Operator, string Room, DateTimeOffset At, string ReportedBy, Origin Origin) : OperatorCommand(Operator), IReport;

    /// <summary>Puts the person on the approved list of a step that will start or runs in the room.</summary>
    [CommandName("manufacturing.assign-operator.v1")]
    public sealed record Assign(string Operator, string Batch, string Step, string Role, string Room) : OperatorCommand(Operator);

    /// <summary>Takes the person off a step they have not begun; from a running step only a handover releases.</summary>
    [CommandName("manufacturing.release-operator.v1")]
    public sealed record Release(string Operator, string Batch, string Step) : OperatorCommand(Operator);

    /// <summary>Records a decontamination after vector work, done by the person and seen by a witness.</summary>
    [CommandName("manufacturing.record-person-decontamination.v1")]
    public sealed record RecordDecontamination(string Operator, string Procedure, DateTimeOffset At, string Witness) : OperatorCommand(Operator);

    /// <summary>Records the exit and gowning procedure after the rooms of an area.</summary>
    [CommandName("manufacturing.record-exit-procedure.v1")]
    public sealed record RecordExitProcedure(string Operator, string Area, string Procedure, DateTimeOffset At) : OperatorCommand(Operator);

    /// <summary>Signs that the exclusion after pathogen contact in an area is over.</summary>
    [CommandName("manufacturing.lift-exclusion.v1")]
    public sealed record LiftExclusion(string Operator, string Area, string LiftedBy, string Reason) : OperatorCommand(Operator);
}
