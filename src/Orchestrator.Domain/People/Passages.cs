using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.People;

/// <summary>
/// How people come in and go out. Asked at the door, an entry may be refused; told afterwards (a device buffer, a paper
/// form, a person seen inside) it is recorded, and the room is held where the law would have refused it.
/// </summary>
internal static class Passages
{
    public static void Enter(OperatorCommand.EnterRoom command, Operator person, Site site, Desk desk)
    {
        var at = Earlier(command.At, desk.Now);
        if (site.Room(command.Room) is not { } room)
        {
            desk.Check(Refusal.Of("ORC-005", new Seen("room", command.Room)));
            return;
        }

        var state = desk.Get<Room>(room.Id);
        if (command.Origin == Origin.Live)
        {
            desk.Check(OperatorDecider.NotInFuture(command.At, desk.Now)).Check(Reasons(desk, site, person, room, state, command.Reader));
            Move(desk, person, state, new OperatorFact.RoomEntered(room.Id, room.Area, command.Reader, command.Origin, at), at);
            return;
        }

        if (person.MovedAt > at)
        {
            desk.Write(Id(person), new OperatorFact.PassageNoted(room.Id, Passage.In, VectorArea: false, command.Reader, command.Origin, at));
            return;
        }

        foreach (var refusal in Reasons(desk, site, person, room, state, command.Reader))
            Hold(desk, state, person.Id, refusal.Rule, at);
        TakeOut(desk, person, site, command.Origin, at);
        Move(desk, person, state, new OperatorFact.RoomEntered(room.Id, room.Area, command.Reader, command.Origin, at), at);
    }

    public static void Leave(OperatorCommand.LeaveRoom command, Operator person, Site site, Desk desk)
    {
        var at = Earlier(command.At, desk.Now);
        var state = desk.Get<Room>(command.Room);
        if (command.Origin != Origin.Live && person.MovedAt > at)
        {
            desk.Write(Id(person), new OperatorFact.PassageNoted(command.Room, Passage.Out, InVectorArea(site, command.Room), command.Reader, command.Origin, at));
            return;
        }

        if (person.Room != command.Room)
        {
            Hold(desk, state, person.Id, "GMP-13.6", at);
            TakeOut(desk, person, site, command.Origin, at);
        }

        desk.Write(Id(person), new OperatorFact.RoomLeft(command.Room, InVectorArea(site, command.Room), command.Reader, command.Origin, at));
        desk.Write(Id(state), new RoomFact.PersonLeft(person.Id, at));
    }

    /// <summary>GMP-13.6: a person in a room without an entry is recorded there, and the room is held.</summary>
    [Enforces("GMP-13.6")]
    public static void Seen(OperatorCommand.ReportPresence command, Operator person, Site site, Desk desk)
    {
        var at = Earlier(command.At, desk.Now);
        var state = desk.Get<Room>(command.Room);
        if (person.Room == command.Room)
            return;

        Hold(desk, state, person.Id, "GMP-13.6", at);
        if (person.MovedAt > at)
        {
            desk.Write(Id(person), new OperatorFact.PassageNoted(command.Room, Passage.Seen, InVectorArea(site, command.Room), null, command.Origin, at));
            return;
        }

        if (site.Room(command.Room) is { } room)
            HoldBatches(desk, site, person, room, state, at);
        TakeOut(desk, person, site, command.Origin, at);
        Move(desk, person, state, new OperatorFact.PresenceReported(command.Room, site.Room(command.Room)?.Area ?? "", command.ReportedBy, command.Origin, at), at);
    }

    private static IEnumerable<Refusal> Reasons(Desk desk, Site site, Operator person, RoomDefinition room, Room state, string? reader)
    {
        IEnumerable<Refusal?> reasons =
        [
            .. EntryRules.ByTheDoor(site, person.Id, room, reader),
            EntryRules.InOneRoomOnly(person, room),
            .. site.Person(person.Id) is { } known
                ? FitnessRules.ForArea(site, known, room.Area, desk.Now).Concat(FitnessRules.ForAreaAsOther(site, known, room.Area, desk.Now))
                : [],
            .. Contamination(site, person, room, state, desk.Now),
            EntryRules.PersonsWithin(room, state, entering: 1),
            EntryRules.OnTheList(desk, person, state),
        ];
        return reasons.OfType<Refusal>();
    }

    /// <summary>What a person may carry into the room.</summary>
    private static IEnumerable<Refusal> Contamination(Site site, Operator person, RoomDefinition room, Room state, DateTimeOffset now)
    {
        if (site.Area(room.Area) is { } area && ExclusionRules.VectorStaff(site, person, area, now) is { } vector)
            yield return vector;
        foreach (var refusal in ExclusionRules.PathogenContacts(site, person, room.Area, now).Concat(EntryRules.NotCrossing(site, person, room, state)))
            yield return refusal;
    }

    private static void HoldBatches(Desk desk, Site site, Operator person, RoomDefinition room, Room state, DateTimeOffset at)
    {
        foreach (var refusal in Contamination(site, person, room, state, desk.Now))
            foreach (var batch in state.Running.Values.Where(step => step.Class == StepClass.NonCulture).Select(step => step.Batch).Distinct())
                BatchClocks.Hold(desk, desk.Get<Batch>(batch), new Hold($"deviation/person/{person.Id}/{refusal.Rule}/{Instant.Text(at)}", HoldKind.Deviation, refusal.Rule, $"{person.Id} was in {room.Id}", at));
    }

    private static void Hold(Desk desk, Room room, string person, string rule, DateTimeOffset at) =>
        desk.Protect(Id(room), new RoomFact.HoldPlaced(new Hold($"deviation/passage/{person}/{rule}/{Instant.Text(at)}", HoldKind.Deviation, rule, $"{person} passed the door of {room.Id} without a granted entry", at)));

    /// <summary>Whoever is found elsewhere has left the room they were recorded in.</summary>
    private static void TakeOut(Desk desk, Operator person, Site site, Origin origin, DateTimeOffset at)
    {
        if (person.Room is not { } left)
            return;
        desk.Write(Id(person), new OperatorFact.RoomLeft(left, InVectorArea(site, left), null, origin, at));
        desk.Write(Id(desk.Get<Room>(left)), new RoomFact.PersonLeft(person.Id, at));
    }

    private static void Move(Desk desk, Operator person, Room room, OperatorFact fact, DateTimeOffset at)
    {
        desk.Write(Id(person), fact);
        desk.Write(Id(room), new RoomFact.PersonEntered(person.Id, at));
    }

    private static bool InVectorArea(Site site, string room) =>
        site.Room(room) is { } known && site.Area(known.Area)?.Designation == AreaDesignation.Vector;

    private static DateTimeOffset Earlier(DateTimeOffset at, DateTimeOffset now) => at < now ? at : now;

    private static ActorId Id(Operator person) => new(ActorKind.Operator, person.Id);

    private static ActorId Id(Room room) => new(ActorKind.Room, room.Id);
}
