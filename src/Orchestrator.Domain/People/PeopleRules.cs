using System.Collections.Immutable;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.People;

/// <summary>What a step asks of people, and what it leaves in their memory.</summary>
public static class PeopleRules
{
    /// <summary>Every reason that the people named do not allow the start.</summary>
    public static IEnumerable<Refusal> ForStepStart(Desk desk, StepStart start)
    {
        var work = new Work(start.Site, start.Batch, start.Step, start.Room, start.Area);
        var team = TeamOf(start.Command);
        return
        [
            .. team.DistinctBy(member => (member.Operator, member.Role)).SelectMany(member => TeamRules.Ready(desk, work, member)),
            .. TeamRules.Complete(start.Step, team),
            .. TeamRules.NobodyElse(desk, work, [.. team.Select(member => member.Operator)]),
            .. EntryRules.PersonsWithin(start.Room, desk.Get<Room>(start.Room.Id), entering: 0),
            .. Optional(SecondPerson(start)),
        ];
    }

    /// <summary>Every reason that the step's own operators may not go on with it after a pause; the identity check is not asked for twice.</summary>
    public static IEnumerable<Refusal> ForStepResume(Desk desk, StepStart start)
    {
        var work = new Work(start.Site, start.Batch, start.Step, start.Room, start.Area);
        return
        [
            .. start.Command.Operators.Where(member => member.Role != TeamRules.VerifierRole).SelectMany(member => TeamRules.Ready(desk, work, member)),
            .. TeamRules.NobodyElse(desk, work, [.. TeamOf(start.Command).Select(member => member.Operator)]),
        ];
    }

    /// <summary>GMP-9.7.3b (AMB-31): at batch start a second person confirms the donor code; whoever verifies has not performed.</summary>
    [Enforces("GMP-9.7.3b")]
    public static Refusal? SecondPerson(StepStart start)
    {
        var command = start.Command;
        var verifiers = TeamOf(command).Where(member => member.Role == TeamRules.VerifierRole).Select(member => member.Operator).ToList();
        if (verifiers.Count == 0)
        {
            return start.Batch.Steps.IsEmpty
                ? Refusal.Of("GMP-9.7.3b", new Seen("batch", start.Batch.Id), new Seen("verifier", "none")).Remedied("fill-roles", new Seen("requiredRole", TeamRules.VerifierRole))
                : null;
        }

        var performers = command.Operators.Where(member => member.Role != TeamRules.VerifierRole).Select(member => member.Operator).Concat(command.Scans.Select(scan => scan.By));
        return performers.FirstOrDefault(verifiers.Contains) is { } both
            ? Refusal.Of("GMP-9.7.3b", new Seen("batch", start.Batch.Id), new Seen("performer", both), new Seen("verifier", both)).Remedied("second-person", new Seen("performer", both))
            : null;
    }

    /// <summary>The people of a granted start are bound to it; those who handle pathogen-positive material are barred from other areas.</summary>
    public static void OnStepStart(Desk desk, StepStart start)
    {
        foreach (var member in TeamOf(start.Command))
            Begin(desk, start.Batch, start.Step.Id, start.Area.Id, start.Room.Id, member, start.Step.Class, desk.Now);
    }

    /// <summary>The people of a step that ended are off it; direct work stays open until the exit procedure.</summary>
    public static void OnStepEnd(Desk desk, StepEnd end)
    {
        foreach (var person in end.Execution.Operators.Select(member => member.Operator).Append(end.Execution.Verifier).OfType<string>().Distinct())
            End(desk, end.Batch, end.Execution.Step, end.Execution.Area, person, end.At);
    }

    /// <summary>Who acts on a running step (records, charges, completes) is in its room and on it; on unattended culture, fit to be.</summary>
    public static IEnumerable<Refusal> ForStepAct(Desk desk, Work work, StepExecution execution, string person)
    {
        var role = execution.Operators.FirstOrDefault(member => member.Operator == person)?.Role ?? (execution.Verifier == person ? TeamRules.VerifierRole : null);
        if (role is null && execution.Class == StepClass.Culture)
            return TeamRules.Ready(desk, work, new AssignedOperator(person, "operator"));
        return role is not null
            ? Optional(TeamRules.Present(desk, execution.Room, person))
            : [EntryRules.NotListed(person, execution.Room, work.Batch.Id, execution.Step), .. Optional(TeamRules.Present(desk, execution.Room, person))];
    }

    /// <summary>Who acts on a step has touched its batch, also where nobody is kept on the step; the step remembers them, for what becomes known later.</summary>
    public static void OnStepAct(Desk desk, Batch batch, StepExecution execution, string person)
    {
        Touch(desk, batch, execution.Area, person, desk.Now);
        if (!execution.Operators.Any(member => member.Operator == person && member.Role != TeamRules.VerifierRole))
            desk.Write(new ActorId(ActorKind.Batch, batch.Id), new BatchFact.StepActedOn(execution.Step, person, desk.Now));
    }

    /// <summary>GMP-9.7.3b (AMB-31): whoever verifies a step has not performed it; a culture has nobody on it.</summary>
    [Enforces("GMP-9.7.3b")]
    public static IEnumerable<Refusal> NotItsVerifier(Batch batch, StepExecution execution, string person)
    {
        var verifies = execution.Verifier == person || execution.Operators.Any(member => member.Operator == person && member.Role == TeamRules.VerifierRole);
        if (verifies && execution.Class != StepClass.Culture)
            yield return Refusal.Of("GMP-9.7.3b", new Seen("batch", batch.Id), new Seen("step", execution.Step), new Seen("performer", person), new Seen("verifier", person)).Remedied("second-person", new Seen("performer", person));
    }

    /// <summary>Somebody has touched pathogen-positive material of a batch in an area.</summary>
    public static void OnContact(Desk desk, string batch, string area, string person) => Contact(desk, batch, area, person, desk.Now);

    /// <summary>
    /// GMP-5.3b: the batch turns out to be pathogen-positive, and everybody who handled it, in whatever execution and up to
    /// whatever handover, is barred from other areas as from their last contact with it (requirements 0.7.8).
    /// </summary>
    [Enforces("GMP-5.3b")]
    public static void OnFoundPositive(Desk desk, Batch batch)
    {
        foreach (var execution in batch.Executions)
        {
            foreach (var member in execution.Operators.Where(member => member.Role != TeamRules.VerifierRole))
                Contact(desk, batch.Id, execution.Area, member.Operator, execution.EndedAt ?? desk.Now);
            foreach (var (person, at) in execution.AlsoHandledBy)
                Contact(desk, batch.Id, execution.Area, person, at);
        }
    }

    /// <summary>The shifts whose people work on a step, in order; a person outside shifts adds none.</summary>
    public static ImmutableArray<string> ShiftsOf(Site site, IEnumerable<AssignedOperator> team) =>
        [.. team.Select(member => site.Person(member.Operator)?.Shift).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    internal static void Begin(Desk desk, Batch batch, string step, string area, string room, AssignedOperator member, StepClass stepClass, DateTimeOffset at)
    {
        var person = desk.Get<Operator>(member.Operator);
        var direct = member.Role != TeamRules.VerifierRole;
        var id = new ActorId(ActorKind.Operator, person.Id);
        desk.Write(id, new OperatorFact.Assigned(new StepAssignment(batch.Id, step, area, room, member.Role, direct, AssignmentPhase.Running, at)));
        if (stepClass == StepClass.Culture)
            desk.Write(id, new OperatorFact.AssignmentEnded(batch.Id, step, at));
        if (direct)
            Touch(desk, batch, area, person.Id, at);
    }

    internal static void End(Desk desk, Batch batch, string step, string area, string person, DateTimeOffset at)
    {
        var known = desk.Get<Operator>(person);
        if (!known.Assignments.TryGetValue(StepAssignment.KeyOf(batch.Id, step), out var assignment) || assignment.Phase != AssignmentPhase.Running)
            return;
        desk.Write(new ActorId(ActorKind.Operator, person), new OperatorFact.AssignmentEnded(batch.Id, step, at));
        if (assignment.Direct)
            Touch(desk, batch, area, person, at);
    }

    private static void Touch(Desk desk, Batch batch, string area, string person, DateTimeOffset at)
    {
        if (batch.Pathogen == PathogenStatus.Positive)
            Contact(desk, batch.Id, area, person, at);
    }

    private static void Contact(Desk desk, string batch, string area, string person, DateTimeOffset at)
    {
        desk.Get<Operator>(person);
        desk.Write(new ActorId(ActorKind.Operator, person), new OperatorFact.PathogenContacted(new PathogenContact(area, batch, at, at)));
    }

    /// <summary>Everybody named in a start: the operators, and the verifier where not already among them as such.</summary>
    private static ImmutableArray<AssignedOperator> TeamOf(BatchCommand.StartStep command) =>
        command.Verifier is { } verifier && !command.Operators.Any(member => member.Operator == verifier && member.Role == TeamRules.VerifierRole)
            ? [.. command.Operators, new AssignedOperator(verifier, TeamRules.VerifierRole)]
            : command.Operators;

    private static IEnumerable<Refusal> Optional(Refusal? refusal) => refusal is null ? [] : [refusal];
}
