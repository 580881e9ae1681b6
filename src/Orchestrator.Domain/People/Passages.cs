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
        var at = When(command.Origin, command.At, desk.Now);
        if (site.Room(command.Room) is not { } room)
        {
            desk.Check(Refusal.Of("ORC-005", new Seen("room", command.Room)));
            return;
        }

        var state = desk.Get<Room>(room.Id);
        if (command.Origin == Origin.Live)
        {
            desk.Check(OperatorDecider.NotInFuture(command.At, desk.Now)).Check(Reasons(desk, site, person, room, state, command.Reader, desk.Now));
            Move(desk, person, state, new OperatorFact.RoomEntered(room.Id, room.Area, command.Reader, command.Origin, at), at);
            return;
        }

        var (then, asItWas) = (Then(person, at), Then(desk, state, at));
        foreach (var refusal in Reasons(desk, site, then, room, asItWas, command.Reader, at))
            Hold(desk, state, person.Id, refusal.Rule, at);
        HoldBatches(desk, site, then, room, asItWas, at);
        if (person.MovedAt > at)
        {
            desk.Write(Id(person), new OperatorFact.PassageNoted(room.Id, Passage.In, VectorArea: false, command.Reader, command.Origin, at));
            return;
        }

        TakeOut(desk, person, site, command.Origin, at);
        Move(desk, person, state, new OperatorFact.RoomEntered(room.Id, room.Area, command.Reader, command.Origin, at), at);
    }

    public static void Leave(OperatorCommand.LeaveRoom command, Operator person, Site site, Desk desk)
    {
        var at = When(command.Origin, command.At, desk.Now);
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
        var at = When(command.Origin, command.At, desk.Now);
        var state = desk.Get<Room>(command.Room);
        if (person.Room == command.Room)
            return;

        Hold(desk, state, person.Id, "GMP-13.6", at);
        if (site.Room(command.Room) is { } room)
            HoldBatches(desk, site, Then(person, at), room, Then(desk, state, at), at);
        if (person.MovedAt > at)
        {
            desk.Write(Id(person), new OperatorFact.PassageNoted(command.Room, Passage.Seen, InVectorArea(site, command.Room), null, command.Origin, at));
            return;
        }

        TakeOut(desk, person, site, command.Origin, at);
        Move(desk, person, state, new OperatorFact.PresenceReported(command.Room, site.Room(command.Room)?.Area ?? "", command.ReportedBy, command.Origin, at), at);
    }

    private static IEnumerable<Refusal> Reasons(Desk desk, Site site, Operator person, RoomDefinition room, Room state, string? reader, DateTimeOffset at)
    {
        IEnumerable<Refusal?> reasons =
        [
            .. EntryRules.ByTheDoor(site, person.Id, room, reader),
            EntryRules.InOneRoomOnly(person, room),
            .. site.Person(person.Id) is { } known
                ? FitnessRules.ForArea(site, known, room.Area, at).Concat(FitnessRules.ForAreaAsOther(site, known, room.Area, at))
                : [],
            .. Contamination(desk, site, person, room, state, at),
            .. EntryRules.PersonsWithin(room, state, entering: 1),
            EntryRules.OnTheList(desk, person, state, at),
        ];
        return reasons.OfType<Refusal>();
    }

    /// <summary>What a person may carry into the room.</summary>
    private static IEnumerable<Refusal> Contamination(Desk desk, Site site, Operator person, RoomDefinition room, Room state, DateTimeOffset now)
    {
        if (site.Area(room.Area) is { } area && ExclusionRules.VectorStaff(site, person, area, now) is { } vector)
            yield return vector;
        foreach (var refusal in ExclusionRules.PathogenContacts(site, person, room.Area, now).Concat(EntryRules.NotCrossing(desk, site, person, room, state)))
            yield return refusal;
    }

    private static void HoldBatches(Desk desk, Site site, Operator person, RoomDefinition room, Room state, DateTimeOffset at)
    {
        foreach (var refusal in Contamination(desk, site, person, room, state, at))
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

    /// <summary>What is told live happens now; only what was kept or written down has an instant of its own, and never one to come.</summary>
    private static DateTimeOffset When(Origin origin, DateTimeOffset at, DateTimeOffset now) => origin == Origin.Live || at > now ? now : at;

    /// <summary>The person as they were then, as far as is known: where they have been since, and what they began since, did not bar them.</summary>
    private static Operator Then(Operator person, DateTimeOffset at) => person with
    {
        Room = person.EnteredAt <= at ? person.Room : null,
        Assignments = person.Assignments.RemoveRange(person.Assignments.Where(pair => pair.Value.Since > at).Select(pair => pair.Key)),
        Exclusions = person.Exclusions.RemoveRange(person.Exclusions.Where(pair => pair.Value.Since > at).Select(pair => pair.Key)),
    };

    /// <summary>The room as it was then, as far as is known: who was in it, whose it was, and the steps that ran, ended or not.</summary>
    private static Room Then(Desk desk, Room room, DateTimeOffset at) => room with
    {
        Persons = room.Persons.RemoveRange(room.Persons.Where(pair => pair.Value > at).Select(pair => pair.Key)),
        Occupations = room.Occupations.RemoveRange(room.Occupations.Where(pair => pair.Value.Since > at).Select(pair => pair.Key)),
        Running = room.Running.Clear().AddRange(
            from batch in room.Occupations.Keys
            from step in desk.Get<Batch>(batch).Executions
            where step.Room == room.Id && step.RanAt(at)
            let ran = new RunningStep(batch, step.Step, step.Step, step.Class, step.Exposure, step.Line, step.Isolator, step.Cabinet, step.ClosedSystem, step.StartedAt)
            group ran by ran.Key into runs
            select KeyValuePair.Create(runs.Key, runs.Last())),
    };

    private static ActorId Id(Operator person) => new(ActorKind.Operator, person.Id);

    private static ActorId Id(Room room) => new(ActorKind.Room, room.Id);
}
