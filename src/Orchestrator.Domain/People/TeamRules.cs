using System.Collections.Immutable;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.People;

/// <summary>The work that people are asked for: one step of one batch, in one room.</summary>
public sealed record Work(Site Site, Batch Batch, StepDefinition Step, RoomDefinition Room, AreaDefinition Area)
{
    public bool Positive => Batch.Pathogen == PathogenStatus.Positive;

    /// <summary>A culture for which the recipe names nobody: there is no operation to be authorised for.</summary>
    public bool Unattended => Step.Class == StepClass.Culture && Step.Roles.IsEmpty;
}

/// <summary>What is asked of the people on a step: each by themselves, and all together.</summary>
public static class TeamRules
{
    /// <summary>Looks on and confirms; everybody in another role handles the product directly.</summary>
    public const string VerifierRole = "verifier";

    /// <summary>Everything one person must meet to be put on a step, whether they are in the room or not.</summary>
    public static IEnumerable<Refusal> Fit(Desk desk, Work work, AssignedOperator member)
    {
        var site = work.Site;
        if (site.Person(member.Operator) is not { } person)
            return [Refusal.Of("ORC-005", new Seen("operator", member.Operator)).Remedied("name-existing", new Seen("actorKind", "operator"))];

        var known = desk.Get<Operator>(person.Id);
        IEnumerable<Refusal?> refusals =
        [
            InRole(person, member.Role),
            .. FitnessRules.ForArea(site, person, work.Area.Id, desk.Now),
            .. FitnessRules.ForAreaAsOther(site, person, work.Area.Id, desk.Now),
            FitnessRules.ForPathogen(site, person, work.Batch.Pathogen, desk.Now),
            member.Role == VerifierRole || work.Unattended ? null : FitnessRules.ForOperation(site, person, work.Step.Operation, desk.Now),
            member.Role == VerifierRole ? null : FitnessRules.ForAsepticWork(site, person, work.Step, desk.Now),
            ExclusionRules.VectorStaff(site, known, work.Area, desk.Now),
            .. ExclusionRules.PathogenContacts(site, known, work.Area.Id, desk.Now),
            .. ExclusionRules.AtAssignment(desk, site, known, work.Area, work.Positive),
            .. OneBatchAtATime(work, known),
            .. NotCrossing(work, known),
        ];
        return refusals.OfType<Refusal>();
    }

    /// <summary>Everything one person must meet to work on a step now: fit for it, and in its room.</summary>
    public static IEnumerable<Refusal> Ready(Desk desk, Work work, AssignedOperator member) =>
        work.Site.Person(member.Operator) is null || Present(desk, work.Room.Id, member.Operator) is not { } absent
            ? Fit(desk, work, member)
            : [absent, .. Fit(desk, work, member)];

    /// <summary>GMP-9.5.3e: who works on a step is in its room, by the record of the door.</summary>
    [Enforces("GMP-9.5.3e")]
    public static Refusal? Present(Desk desk, string room, string person) =>
        desk.Get<Operator>(person) is var known && known.Room == room
            ? null
            : Refusal.Of("GMP-9.5.3e", new Seen("operator", person), new Seen("room", room), new Seen("otherRoom", known.Room ?? "none"))
                .Remedied("enter-room", new Seen("operator", person), new Seen("room", room));

    /// <summary>GMP-9.5.4e: within an area a person serves one batch at a time.</summary>
    [Enforces("GMP-9.5.4e")]
    public static IEnumerable<Refusal> OneBatchAtATime(Work work, Operator person) =>
        from other in person.Assignments.Values
        where other.Phase != AssignmentPhase.Ended && other.Batch != work.Batch.Id && work.Site.OneArea(other.Area, work.Area.Id)
        select EntryRules.UntilReleased(
                Refusal.Of("GMP-9.5.4e", new Seen("operator", person.Id), new Seen("batch", work.Batch.Id), new Seen("area", work.Area.Id), new Seen("otherBatch", other.Batch), new Seen("otherStep", other.Step)),
                person.Id, other)
            .Remedied("assign-other-operator", new Seen("operator", person.Id));

    /// <summary>GMP-9.5.3f: direct work in another room of the area is closed by the exit procedure before work for another batch.</summary>
    [Enforces("GMP-9.5.3f")]
    public static IEnumerable<Refusal> NotCrossing(Work work, Operator person) =>
        from assignment in EntryRules.Unreleased(work.Site, person, work.Room)
        where assignment.Batch != work.Batch.Id
        select EntryRules.Crossing(person, assignment, work.Room.Id, work.Batch.Id);

    /// <summary>GMP-9.5.4e: while attended work runs, nobody is in the room who is not on the list of a step in it.</summary>
    [Enforces("GMP-9.5.4e")]
    public static IEnumerable<Refusal> NobodyElse(Desk desk, Work work, ImmutableArray<string> team)
    {
        if (work.Step.Class == StepClass.Culture)
            return [];
        var room = desk.Get<Room>(work.Room.Id);
        return from person in room.Persons.Keys
               where !team.Contains(person) && !EntryRules.IsListed(desk, desk.Get<Operator>(person), room, desk.Now, work.Step.Exposure == Exposure.Closed ? null : work.Batch.Id)
               select Refusal.Of("GMP-9.5.4e", new Seen("operator", person), new Seen("room", room.Id), new Seen("batch", work.Batch.Id), new Seen("step", work.Step.Id))
                   .Remedied("leave-room", new Seen("operator", person), new Seen("otherRoom", room.Id))
                   .Remedied("assign-operator", new Seen("operator", person), new Seen("room", room.Id));
    }

    /// <summary>The team fills the recipe's roles, each person once.</summary>
    public static IEnumerable<Refusal> Complete(StepDefinition step, ImmutableArray<AssignedOperator> team)
    {
        foreach (var twice in team.GroupBy(member => member.Operator).Where(group => group.Count() > 1))
            yield return Refusal.Of("ORC-016", new Seen("operator", twice.Key), new Seen("count", twice.Count())).Remedied("assign-other-operator", new Seen("operator", twice.Key));
        foreach (var (role, needed) in step.Roles)
        {
            var named = team.Where(member => member.Role == role).Select(member => member.Operator).Distinct().Count();
            if (named < needed)
            {
                yield return Refusal.Of("ORC-016", new Seen("step", step.Id), new Seen("requiredRole", role), new Seen("minimum", needed), new Seen("count", named))
                    .Remedied("fill-roles", new Seen("requiredRole", role));
            }
        }
    }

    private static Refusal? InRole(PersonDefinition person, string role) =>
        person.Roles.Contains(role)
            ? null
            : Refusal.Of("ORC-016", new Seen("operator", person.Id), new Seen("requiredRole", role)).Remedied("assign-other-operator", new Seen("operator", person.Id));
}
