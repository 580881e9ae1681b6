using Orchestrator.Domain.Batches;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Rooms;

/// <summary>Who may do what with a room, and when.</summary>
public static class RoomDecider
{
    public static void Decide(RoomCommand command, Desk desk)
    {
        var room = desk.Get<Room>(command.Room);
        if (PlantRules.SiteOf(desk) is not { } site)
            return;
        if (site.Room(command.Room) is not { } definition || site.Area(definition.Area) is not { } area)
        {
            desk.Check(Refusal.Of("ORC-005", new Seen("room", command.Room)).Remedied("apply-plant-change"));
            return;
        }

        if (!Possible(room.Status, command))
        {
            desk.Check(Refusal.Of("ORC-003", new Seen("room", room.Id), new Seen("status", room.Status.ToString()), new Seen("command", command.GetType().Name)));
            desk.Check(room.Status == RoomStatus.Held ? RoomRules.NotHeld(room) : []);
            return;
        }

        var actor = new ActorId(ActorKind.Room, room.Id);
        switch (command)
        {
            case RoomCommand.Reserve reserve:
                Reserve(reserve, room, definition, area, desk);
                break;
            case RoomCommand.ReleaseReservation release:
                desk.Check(room.ReservedFor == release.Batch ? null : Refusal.Of("ORC-012", new Seen("room", room.Id), new Seen("batch", release.Batch), new Seen("reservedFor", room.ReservedFor ?? "none")));
                desk.Write(actor, new RoomFact.ReservationReleased(release.Batch));
                break;
            case RoomCommand.RecordDisinfection disinfection:
                desk.Check(TwoPeople.Known(site, disinfection.By)).Check(NoOpenWork(room));
                desk.Write(actor, new RoomFact.Disinfected(disinfection.Cycle, disinfection.Agent, disinfection.Contact, disinfection.By, desk.Now));
                break;
            case RoomCommand.PlaceHold place:
                if (new Hold(place.Hold, place.Kind, place.Kind == HoldKind.Contamination ? "GMP-9.6d" : "GMP-9.5.0", $"{place.Reason} ({place.By})", desk.Now).Beside(room.Holds) is { } hold)
                    desk.Write(actor, new RoomFact.HoldPlaced(hold));
                break;
            case RoomCommand.LiftHold lift:
                Lift(lift, room, site, desk);
                break;
            default:
                throw new ArgumentException($"no decision for {command.GetType()}");
        }
    }

    /// <summary>The table: a row a command, a column a status; true where the command is possible at all.</summary>
    public static bool Possible(RoomStatus status, RoomCommand command)
    {
#pragma warning disable format // A decision is a page: the columns are read downwards.
        //                                                  Cleared Reserved Occupied ToBeCleared Held
        return command switch
        {
            RoomCommand.Reserve            => In(status, true,   true,    true,    true,       false),
            RoomCommand.ReleaseReservation => In(status, false,  true,    true,    true,       true),
            RoomCommand.RecordDisinfection => In(status, true,   true,    true,    true,       true),
            RoomCommand.PlaceHold          => In(status, true,   true,    true,    true,       true),
            RoomCommand.LiftHold           => In(status, false,  false,   false,   false,      true),
            _ => false,
        };
#pragma warning restore format
    }

    private static bool In(RoomStatus status, bool cleared, bool reserved, bool occupied, bool toBeCleared, bool held) => status switch
    {
        RoomStatus.Cleared => cleared,
        RoomStatus.Reserved => reserved,
        RoomStatus.Occupied => occupied,
        RoomStatus.ToBeCleared => toBeCleared,
        RoomStatus.Held => held,
    };

    /// <summary>Clock 19: a room that is still uncleared raises an alert; it is blocked in any case.</summary>
    public static void WakeUp(WakeUp wakeUp, Desk desk)
    {
        var room = desk.Get<Room>(wakeUp.Actor.Key);
        foreach (var uncleared in room.UnclearedSteps.Values)
            if (uncleared is { ClearBy: { } due, Overdue: false } && due <= desk.Now)
                desk.Write(wakeUp.Actor, new RoomFact.ClearanceOverdue(uncleared.Batch, uncleared.Step, due));
    }

    private static void Reserve(RoomCommand.Reserve reserve, Room room, RoomDefinition definition, AreaDefinition area, Desk desk)
    {
        var batch = desk.Get<Batch>(reserve.Batch);
        desk.Check(batch.IsLive ? null : Refusal.Of(batch.Status == BatchStatus.Unknown ? "ORC-001" : "ORC-003", new Seen("batch", reserve.Batch), new Seen("status", batch.Status.ToString())))
            .Check(room.ReservedFor == reserve.Batch ? Refusal.Of("ORC-002", new Seen("room", room.Id), new Seen("reservedFor", reserve.Batch)) : RoomRules.NotReservedForAnother(room, reserve.Batch))
            .Check(RoomRules.AreaFitsPathogen(batch, definition, area));
        desk.Write(new ActorId(ActorKind.Room, room.Id), new RoomFact.Reserved(reserve.Batch));
    }

    // A breach hold goes with the breach: quality's assessment lifts it together with the batch's.
    private static void Lift(RoomCommand.LiftHold lift, Room room, Site site, Desk desk)
    {
        desk.Check(TwoPeople.WithQuality(site, lift.FirstBy, lift.SecondBy, desk.Moment, "ORC-009"));
        if (!room.Holds.TryGetValue(lift.Hold, out var hold))
            desk.Check(Refusal.Of("ORC-001", new Seen("room", room.Id), new Seen("hold", lift.Hold)));
        else if (hold.Kind == HoldKind.Breach && Breaching.AwaitsAssessment(desk, site, hold.Id))
            desk.Check(Refusal.Of("GMP-9.5.7a", new Seen("room", room.Id), new Seen("hold", hold.Id)).Remedied("close-breach-assessment", new Seen("breach", hold.Id)));
        desk.Write(new ActorId(ActorKind.Room, room.Id), new RoomFact.HoldLifted(lift.Hold, lift.Reason, lift.FirstBy, lift.SecondBy));
    }

    private static Refusal? NoOpenWork(Room room) =>
        room.Running.Values.FirstOrDefault(step => step.Exposure != Exposure.Closed && step.Class == StepClass.NonCulture) is { } open
            ? Refusal.Of("ORC-003", new Seen("room", room.Id), new Seen("step", open.Key), new Seen("exposure", open.Exposure.ToString())).Remedied("wait-for-step-end", new Seen("otherBatch", open.Batch), new Seen("otherStep", open.Step))
            : null;
}
