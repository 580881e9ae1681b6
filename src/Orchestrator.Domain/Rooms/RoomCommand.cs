using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Rooms;

/// <summary>What can be asked of, or reported about, one room.</summary>
public abstract record RoomCommand(string Room) : Command
{
    /// <summary>Keeps the room for a batch: no other may start there until the batch has, or gives it up.</summary>
    [CommandName("manufacturing.reserve-room.v1")]
    public sealed record Reserve(string Room, string Batch) : RoomCommand(Room);

    [CommandName("manufacturing.release-reservation.v1")]
    public sealed record ReleaseReservation(string Room, string Batch) : RoomCommand(Room);

    /// <summary>Records a disinfection of the room with agent and contact time (GMP-9.5.3g).</summary>
    [CommandName("equipment.record-room-disinfection.v1")]
    public sealed record RecordDisinfection(string Room, string Cycle, string Agent, TimeSpan Contact, string By) : RoomCommand(Room);

    /// <summary>Closes the room for new work, for example after an excursion of its environmental monitoring (GMP-9.6d).</summary>
    [CommandName("manufacturing.place-room-hold.v1")]
    public sealed record PlaceHold(string Room, string Hold, HoldKind Kind, string Reason, string By) : RoomCommand(Room), IReport;

    /// <summary>Opens the room again: two people, one of quality, with the reason.</summary>
    [CommandName("quality.lift-room-hold.v1")]
    public sealed record LiftHold(string Room, string Hold, string Reason, string FirstBy, string SecondBy) : RoomCommand(Room);
}
