using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.People;

/// <summary>What the journal keeps about one person.</summary>
public abstract record OperatorFact : Fact
{
    [FactName("operator.room-entered.v1")]
    public sealed record RoomEntered(string Room, string Area, string? Reader, Origin Origin, DateTimeOffset At) : OperatorFact;

    /// <param name="VectorArea">True when vectors are produced in the area of the room.</param>
    [FactName("operator.room-left.v1")]
    public sealed record RoomLeft(string Room, bool VectorArea, string? Reader, Origin Origin, DateTimeOffset At) : OperatorFact;

    /// <summary>A passage that was told after a newer one; where the person is now stays as it was.</summary>
    [FactName("operator.passage-noted.v1")]
    public sealed record PassageNoted(string Room, Passage Passage, bool VectorArea, string? Reader, Origin Origin, DateTimeOffset At) : OperatorFact;

    /// <summary>The person was found in a room that no entry is recorded for.</summary>
    [FactName("operator.presence-reported.v1")]
    public sealed record PresenceReported(string Room, string Area, string ReportedBy, Origin Origin, DateTimeOffset At) : OperatorFact;

    /// <summary>The person is on a step: named for it, or working on it.</summary>
    [FactName("operator.assigned.v1")]
    public sealed record Assigned(StepAssignment Assignment) : OperatorFact;

    /// <summary>The step has ended for the person; the exit procedure is outstanding.</summary>
    [FactName("operator.assignment-ended.v1")]
    public sealed record AssignmentEnded(string Batch, string Step, DateTimeOffset At) : OperatorFact;

    /// <summary>The person is taken off a step that they had not begun.</summary>
    [FactName("operator.released.v1")]
    public sealed record Released(string Batch, string Step) : OperatorFact;

    [FactName("operator.pathogen-contacted.v1")]
    public sealed record PathogenContacted(PathogenContact Contact) : OperatorFact;

    [FactName("operator.exclusion-lifted.v1")]
    public sealed record ExclusionLifted(string Area, string LiftedBy, string Reason) : OperatorFact;

    [FactName("operator.decontaminated.v1")]
    public sealed record Decontaminated(Decontamination Record) : OperatorFact;

    [FactName("operator.exit-procedure-recorded.v1")]
    public sealed record ExitProcedureRecorded(ExitProcedure Procedure) : OperatorFact;
}

public enum Passage
{
    In,
    Out,
    Seen,
}
