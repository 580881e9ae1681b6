using Orchestrator.Domain.Batches;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.People;

/// <summary>What is asked at the door of a room, before it opens.</summary>
public static class EntryRules
{
    /// <summary>GMP-13.6: only people of the plant file enter, through the door that speaks for the room.</summary>
    [Enforces("GMP-13.6")]
    public static IEnumerable<Refusal> ByTheDoor(Site site, string person, RoomDefinition room, string? reader)
    {
        if (site.Person(person) is null)
            yield return Refusal.Of("GMP-13.6", new Seen("operator", person), new Seen("room", room.Id), new Seen("status", "unknown")).Remedied("apply-plant-change");
        if (reader is not null && !SpeaksFor(site, reader, room))
            yield return Refusal.Of("GMP-13.6", new Seen("operator", person), new Seen("room", room.Id), new Seen("source", reader)).Remedied("enter-room", new Seen("operator", person), new Seen("room", room.Id));
    }

    /// <summary>GMP-13.6: nobody is in two rooms; who is recorded in one leaves it before entering another.</summary>
    [Enforces("GMP-13.6")]
    public static Refusal? InOneRoomOnly(Operator person, RoomDefinition room) =>
        person.Room is { } other
            ? Refusal.Of("GMP-13.6", new Seen("operator", person.Id), new Seen("room", room.Id), new Seen("otherRoom", other), new Seen("enteredAt", person.EnteredAt!.Value))
                .Remedied("leave-room", new Seen("operator", person.Id), new Seen("otherRoom", other))
            : null;

    /// <summary>GMP-9.3.2d: the persons in a room stay within the validated number; without one it is 1.</summary>
    /// <param name="entering">How many come in.</param>
    [Enforces("GMP-9.3.2d")]
    public static IEnumerable<Refusal> PersonsWithin(RoomDefinition room, Room state, int entering) =>
        TableRefusals.Of(Capacity.Persons(new PersonClaim(room.Id, state.Persons.Count, entering, room.PersonsMax?.Count)));

    /// <summary>
    /// GMP-9.5.3f: who worked directly on a batch enters no other room of the area that another batch occupies, until the
    /// step has ended and the exit procedure is recorded. A room that only the same batch occupies crosses nobody.
    /// </summary>
    [Enforces("GMP-9.5.3f")]
    public static IEnumerable<Refusal> NotCrossing(Desk desk, Site site, Operator person, RoomDefinition room, Room state) =>
        from assignment in Unreleased(site, person, room)
        let other = Occupants(desk, site, state).FirstOrDefault(batch => batch != assignment.Batch)
        where other is not null
        select Crossing(person, assignment, room.Id, other);

    // A changeover clearance ends an occupation; a culture that runs on and a kit with cells in it are there all the same.
    private static IEnumerable<string> Occupants(Desk desk, Site site, Room state) =>
        state.Occupations.Keys.Concat(state.Running.Values.Select(step => step.Batch)).Concat(ClosedSystemRules.WaitingIn(desk, site, state.Id).Select(kit => kit.Batch));

    /// <summary>GMP-9.5.4e: while attended work runs in a room, only those on the list of a step in it come in.</summary>
    [Enforces("GMP-9.5.4e")]
    public static Refusal? OnTheList(Desk desk, Operator person, Room room, DateTimeOffset at)
    {
        var attended = room.Running.Values.FirstOrDefault(step => step.Class == StepClass.NonCulture);
        return attended is null || IsListed(desk, person, room, at)
            ? null
            : NotListed(person.Id, room.Id, attended.Batch, attended.Step);
    }

    /// <summary>
    /// Whether the person is named for a step in the room, or works on one that runs there, or did at an instant since which they
    /// have handed it over. To be named for another batch's step lets nobody in to open work.
    /// </summary>
    /// <param name="open">The batch whose open step asks to start there, or null.</param>
    public static bool IsListed(Desk desk, Operator person, Room room, DateTimeOffset at, string? open = null) =>
        person.Assignments.Values.Any(assignment => assignment.Room == room.Id
            && (assignment.Phase == AssignmentPhase.Running || (assignment.Phase == AssignmentPhase.Named && !OpenUnderAnother(room, assignment.Batch) && (open is null || open == assignment.Batch))))
        || room.Running.Values.Any(step => desk.Get<Batch>(step.Batch).Steps.TryGetValue(step.Step, out var execution)
            && (execution.Verifier == person.Id || (execution.AlsoHandledBy.TryGetValue(person.Id, out var last) && last > at) || execution.Operators.Any(member => member.Operator == person.Id)));

    private static bool OpenUnderAnother(Room room, string batch) =>
        room.Running.Values.Any(step => step.Batch != batch && step.Class == StepClass.NonCulture && step.Exposure != Exposure.Closed);

    internal static Refusal NotListed(string person, string room, string batch, string step) =>
        Refusal.Of("GMP-9.5.4e", new Seen("operator", person), new Seen("room", room), new Seen("otherBatch", batch), new Seen("otherStep", step))
            .Remedied("assign-operator", new Seen("operator", person), new Seen("room", room))
            .Remedied("wait-for-step-end", new Seen("otherBatch", batch), new Seen("otherStep", step));

    /// <summary>The direct work of the person in other rooms of the same area that the exit procedure has not closed.</summary>
    internal static IEnumerable<StepAssignment> Unreleased(Site site, Operator person, RoomDefinition room) =>
        room.Use is RoomUse.Processing or RoomUse.Incubation
            ? person.Assignments.Values.Where(assignment =>
                assignment is { Direct: true, Phase: not AssignmentPhase.Named } && assignment.Room != room.Id && site.OneArea(assignment.Area, room.Area))
            : [];

    internal static Refusal Crossing(Operator person, StepAssignment assignment, string room, string otherBatch)
    {
        var refusal = Refusal.Of(
            "GMP-9.5.3f",
            new Seen("operator", person.Id),
            new Seen("room", room),
            new Seen("batch", otherBatch),
            new Seen("otherRoom", assignment.Room),
            new Seen("otherBatch", assignment.Batch),
            new Seen("otherStep", assignment.Step),
            assignment.EndedAt is { } ended ? new Seen("endedAt", ended) : new Seen("status", assignment.Phase.ToString()));
        return UntilReleased(refusal, person.Id, assignment);
    }

    /// <summary>What takes a person off a step: being released before it, its end or a handover while it runs, the exit procedure after it.</summary>
    internal static Refusal UntilReleased(Refusal refusal, string person, StepAssignment assignment) => assignment.Phase switch
    {
        AssignmentPhase.Named => refusal.Remedied("release-operator", new Seen("operator", person), new Seen("otherBatch", assignment.Batch)),
        AssignmentPhase.Running => refusal.Remedied("wait-for-step-end", new Seen("otherBatch", assignment.Batch), new Seen("otherStep", assignment.Step)).Remedied("hand-over-shift"),
        AssignmentPhase.Ended => refusal.Remedied("record-exit-procedure", new Seen("operator", person)),
    };

    private static bool SpeaksFor(Site site, string reader, RoomDefinition room) =>
        room.Terminals.Contains(reader)
        || site.ControllersOf($"room/{room.Id}").Contains(reader);
}
