using System.Collections.Immutable;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Lines;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;

namespace Orchestrator.Domain.People;

/// <summary>The decision behind a handover: which steps can be handed over, to whom, and what is written of it.</summary>
public static class Handing
{
    public static void Decide(HandOver command, Desk desk)
    {
        var batch = desk.Get<Batch>(command.Batch);
        if (PlantRules.SiteOf(desk) is not { } site)
            return;
        var status = batch.Steps.TryGetValue(command.Step, out var execution) ? execution.Status : (StepStatus?)null;
        if (Table(batch, status, command) is { } refusal)
        {
            desk.Check(refusal);
            return;
        }

        var step = desk.Get<Recipe>(batch.Recipe).Step(command.Step);
        var room = site.Room(execution!.Room);
        var area = site.Area(execution.Area);
        if (step is null || room is null || area is null)
        {
            desk.Check(Refusal.Of("ORC-005", new Seen("step", command.Step), new Seen("room", execution.Room)));
            return;
        }

        var team = TeamAfter(command, execution);
        var work = new Work(site, batch, step, room, area);
        desk.Check(Told(command))
            .Check(OnTheStep(command, execution))
            .Check(ToOthers(command))
            .Check(NotToItsVerifier(command, execution))
            .Check(command.Incoming.SelectMany(member => TeamRules.Ready(desk, work, member)))
            .Check(TeamRules.Complete(step, WithVerifier(team, execution)))
            .Check(execution.Line is { } name && site.Line(name) is { } line ? LineRules.MayWork(desk, site, line, step, execution.Exposure, team) : []);
        Write(desk, work, execution, command, team);
    }

#pragma warning disable format // A decision is a page: the columns are read downwards.
    private static Refusal? Table(Batch batch, StepStatus? status, HandOver command) => status switch
    {
        StepStatus.Running  => null,
        StepStatus.Held     => null,
        StepStatus.Complete => NotRunning(command, "Complete"),
        StepStatus.Aborted  => NotRunning(command, "Aborted"),
        _ => batch.Status == BatchStatus.Unknown ? Refusal.Of("ORC-001", new Seen("batch", command.Batch)) : NotRunning(command, "not started"),
    };
#pragma warning restore format

    /// <summary>What a handover must say: who goes, who comes, how the step stands and what is open.</summary>
    private static IEnumerable<Refusal> Told(HandOver command)
    {
        if (command.Outgoing.IsEmpty)
            yield return Refusal.Of("ORC-019", new Seen("field", "outgoing"));
        if (command.Incoming.IsEmpty)
            yield return Refusal.Of("ORC-019", new Seen("field", "incoming"));
        if (OperatorDecider.Named(command.State, "state") is { } state)
            yield return state;
        if (OperatorDecider.Named(command.OpenPoints, "openPoints") is { } points)
            yield return points;
    }

    private static IEnumerable<Refusal> ToOthers(HandOver command) =>
        from member in command.Incoming
        where command.Outgoing.Contains(member.Operator)
        select Refusal.Of("ORC-009", new Seen("performer", member.Operator), new Seen("batch", command.Batch), new Seen("step", command.Step)).Remedied("assign-other-operator", new Seen("operator", member.Operator));

    /// <summary>GMP-9.7.3b (AMB-31): whoever has verified a step does not take it over to perform it.</summary>
    [Enforces("GMP-9.7.3b")]
    private static IEnumerable<Refusal> NotToItsVerifier(HandOver command, StepExecution execution) =>
        from member in command.Incoming
        where member.Operator == execution.Verifier && member.Role != TeamRules.VerifierRole
        select Refusal.Of("GMP-9.7.3b", new Seen("batch", command.Batch), new Seen("step", command.Step), new Seen("performer", member.Operator), new Seen("verifier", member.Operator)).Remedied("assign-other-operator", new Seen("operator", member.Operator));

    private static IEnumerable<Refusal> OnTheStep(HandOver command, StepExecution execution) =>
        from person in command.Outgoing
        where !execution.Operators.Any(member => member.Operator == person)
        select Refusal.Of("ORC-012", new Seen("operator", person), new Seen("batch", command.Batch), new Seen("step", command.Step));

    private static void Write(Desk desk, Work work, StepExecution execution, HandOver command, ImmutableArray<AssignedOperator> team)
    {
        var batch = work.Batch;
        var shifts = PeopleRules.ShiftsOf(work.Site, team);
        desk.Write(new ActorId(ActorKind.Batch, batch.Id), new BatchFact.StepHandedOver(
            command.Step, team, shifts.IsEmpty ? null : string.Join(", ", shifts), string.Join(", ", command.Outgoing),
            string.Join(", ", command.Incoming.Select(member => member.Operator)), $"{command.State}; {command.OpenPoints}", desk.Now));
        foreach (var person in command.Outgoing)
            PeopleRules.End(desk, batch, command.Step, execution.Area, person, desk.Now);
        foreach (var member in command.Incoming)
            PeopleRules.Begin(desk, batch, command.Step, execution.Area, execution.Room, member, execution.Class, desk.Now);
        if (work.Step.Aseptic && execution.Line is { } line)
            LineRules.Rely(desk, desk.Get<Line>(line), batch.Id, PeopleRules.ShiftsOf(work.Site, command.Incoming.Where(member => member.Role != TeamRules.VerifierRole)), desk.Now);
    }

    private static ImmutableArray<AssignedOperator> TeamAfter(HandOver command, StepExecution execution) =>
        [.. execution.Operators.Where(member => !command.Outgoing.Contains(member.Operator)), .. command.Incoming];

    private static ImmutableArray<AssignedOperator> WithVerifier(ImmutableArray<AssignedOperator> team, StepExecution execution) =>
        execution.Verifier is { } verifier && !team.Any(member => member.Operator == verifier) ? [.. team, new AssignedOperator(verifier, TeamRules.VerifierRole)] : team;

    private static Refusal NotRunning(HandOver command, string status) =>
        Refusal.Of("ORC-003", new Seen("batch", command.Batch), new Seen("step", command.Step), new Seen("status", status));
}
