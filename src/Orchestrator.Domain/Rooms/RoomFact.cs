using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Rooms;

/// <summary>What the journal keeps about one room.</summary>
public abstract record RoomFact : Fact
{
    [FactName("room.reserved.v1")]
    public sealed record Reserved(string Batch) : RoomFact;

    [FactName("room.reservation-released.v1")]
    public sealed record ReservationReleased(string Batch) : RoomFact;

    /// <summary>A step has started here; a clearance it relied on is used up by it.</summary>
    [FactName("room.step-started.v1")]
    public sealed record StepStarted(RunningStep Step, bool UsesClearance) : RoomFact;

    /// <summary>A step has ended here, completed or not; the room must be cleared unless it was unattended culture.</summary>
    [FactName("room.step-ended.v1")]
    public sealed record StepEnded(string Batch, string Step, DateTimeOffset At, bool NeedsClearance, DateTimeOffset? ClearBy = null) : RoomFact;

    /// <summary>The system a step runs in is open from now on: opened, exposed by a connection, or breached (S-47).</summary>
    [FactName("room.step-became-open.v1")]
    public sealed record StepBecameOpen(string Batch, string Step, DateTimeOffset At) : RoomFact;

    /// <summary>Material, a label or open equipment of a batch is in the room from now on.</summary>
    [FactName("room.material-entered.v1")]
    public sealed record MaterialEntered(string Batch, string Container, DateTimeOffset At, Exposure Exposure = Exposure.Closed) : RoomFact;

    [FactName("room.cleared.v1")]
    public sealed record Cleared(string Clearance, ClearanceScope Scope, string Batch, DateTimeOffset At, DateTimeOffset? ValidUntil) : RoomFact;

    /// <summary>An alert: the room was not cleared promptly after a step (clock 19); it stays blocked all the same.</summary>
    [FactName("room.clearance-overdue.v1")]
    public sealed record ClearanceOverdue(string Batch, string Step, DateTimeOffset Due) : RoomFact;

    [FactName("room.port-opened.v1")]
    public sealed record PortOpened(string Isolator, DateTimeOffset At) : RoomFact;

    [FactName("room.port-closed.v1")]
    public sealed record PortClosed(string Isolator) : RoomFact;

    [FactName("room.person-entered.v1")]
    public sealed record PersonEntered(string Operator, DateTimeOffset At) : RoomFact;

    [FactName("room.person-left.v1")]
    public sealed record PersonLeft(string Operator, DateTimeOffset At) : RoomFact;

    [FactName("room.vessel-parked.v1")]
    public sealed record VesselParked(string Position, string Container, string Batch, DateTimeOffset At) : RoomFact;

    [FactName("room.vessel-taken.v1")]
    public sealed record VesselTaken(string Position, string Container) : RoomFact;

    [FactName("room.disinfected.v1")]
    public sealed record Disinfected(string Cycle, string Agent, TimeSpan Contact, string By, DateTimeOffset At) : RoomFact;

    /// <summary>A vector is out of its sealed container here until the room is cleared up after the batch.</summary>
    /// <param name="Batch">Empty where nobody said whose; then any clearance puts it away.</param>
    [FactName("room.vector-opened.v1")]
    public sealed record VectorOpened(string Lot, string Construct, DateTimeOffset At, string Batch = "") : RoomFact;

    [FactName("room.hold-placed.v1")]
    public sealed record HoldPlaced(Hold Hold) : RoomFact;

    [FactName("room.hold-lifted.v1")]
    public sealed record HoldLifted(string Hold, string Reason, string FirstBy, string SecondBy) : RoomFact;
}
