using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using static Orchestrator.Domain.People.OperatorStatus;

namespace Orchestrator.Domain.People;

/// <summary>What can be done with a person, and when: the table, and the decision behind each of its cells.</summary>
public static class OperatorDecider
{
    public static void Decide(OperatorCommand command, Desk desk)
    {
        var person = desk.Get<Operator>(command.Operator);
        if (PlantRules.SiteOf(desk) is not { } site)
            return;
        if (Table(person.Status, command) is { } refusal)
        {
            desk.Check(refusal);
            return;
        }

        switch (command)
        {
            case OperatorCommand.EnterRoom enter:
                Passages.Enter(enter, person, site, desk);
                break;
            case OperatorCommand.LeaveRoom leave:
                Passages.Leave(leave, person, site, desk);
                break;
            case OperatorCommand.ReportPresence seen:
                Passages.Seen(seen, person, site, desk);
                break;
            case OperatorCommand.Assign assign:
                Assign(assign, person, site, desk);
                break;
            case OperatorCommand.Release release:
                Release(release, person, desk);
                break;
            case OperatorCommand.RecordDecontamination record:
                Decontaminate(record, person, site, desk);
                break;
            case OperatorCommand.RecordExitProcedure record:
                Exit(record, person, site, desk);
                break;
            case OperatorCommand.LiftExclusion lift:
                Lift(lift, person, site, desk);
                break;
            default:
                throw new ArgumentException($"no decision for {command.GetType()}");
        }
    }

    // Entering from inside a room is decided, not cut off here: the person at the door is told every reason at once.
#pragma warning disable format // A decision is a page: the columns are read downwards.
    private static Refusal? Table(OperatorStatus status, OperatorCommand command) => (status, command) switch
    {
        (_,                         OperatorCommand.EnterRoom)             => null,
        (_,                         OperatorCommand.LeaveRoom)             => null,
        (_,                         OperatorCommand.ReportPresence)        => null,
        (_,                         OperatorCommand.Assign)                => null,
        (_,                         OperatorCommand.Release)               => null,
        (_,                         OperatorCommand.RecordDecontamination) => null,
        (_,                         OperatorCommand.RecordExitProcedure)   => null,
        (Outside or Away or Inside, OperatorCommand.LiftExclusion)         => null,
        _ => Refusal.Of("ORC-003", new Seen("operator", command.Operator), new Seen("status", status.ToString())),
    };
#pragma warning restore format

    private static void Assign(OperatorCommand.Assign command, Operator person, Site site, Desk desk)
    {
        var batch = desk.Get<Batch>(command.Batch);
        var step = desk.Get<Recipe>(batch.Recipe).Step(command.Step);
        var room = site.Room(command.Room);
        var area = room is null ? null : site.Area(room.Area);
        desk.Check(batch.Status == BatchStatus.Unknown ? Refusal.Of("ORC-001", new Seen("batch", command.Batch)) : null)
            .Check(batch.Status != BatchStatus.Unknown && !batch.IsLive ? Refusal.Of("ORC-003", new Seen("batch", batch.Id), new Seen("status", batch.Status.ToString())) : null)
            .Check(batch.Status != BatchStatus.Unknown && step is null ? Refusal.Of("ORC-005", new Seen("step", command.Step)) : null)
            .Check(area is null ? Refusal.Of("ORC-005", new Seen("room", command.Room)) : null);
        if (step is null || room is null || area is null)
            return;

        var execution = batch.RunningSteps.FirstOrDefault(running => running.Step == step.Id);
        var work = new Work(site, batch, step, room, area);
        desk.Check(TeamRules.Fit(desk, work, new AssignedOperator(person.Id, command.Role)))
            .Check(command.Role != TeamRules.VerifierRole && !work.Unattended && !step.Roles.ContainsKey(command.Role) ? Refusal.Of("ORC-016", new Seen("step", step.Id), new Seen("role", command.Role)) : null)
            .Check(execution is not null && execution.Room != room.Id ? Refusal.Of("GMP-9.5.3e", new Seen("step", step.Id), new Seen("room", execution.Room), new Seen("otherRoom", room.Id)) : null)
            .Check(StillOpen(person, batch, step))
            .Check(person.Running.Any(running => running.Key == StepAssignment.KeyOf(batch.Id, step.Id)) ? Refusal.Of("ORC-002", new Seen("operator", person.Id), new Seen("step", step.Id)) : null);
        desk.Write(Id(person), new OperatorFact.Assigned(
            new StepAssignment(batch.Id, step.Id, area.Id, room.Id, command.Role, command.Role != TeamRules.VerifierRole, AssignmentPhase.Named, desk.Now)));
    }

    /// <summary>GMP-9.5.3f: direct work on the step that the exit procedure has not closed is not written over by a new assignment to it.</summary>
    [Enforces("GMP-9.5.3f")]
    private static Refusal? StillOpen(Operator person, Batch batch, Recipes.StepDefinition step) =>
        person.Assignments.TryGetValue(StepAssignment.KeyOf(batch.Id, step.Id), out var open) && open is { Direct: true, Phase: AssignmentPhase.Ended }
            ? EntryRules.UntilReleased(Refusal.Of("GMP-9.5.3f", new Seen("operator", person.Id), new Seen("batch", batch.Id), new Seen("step", step.Id), new Seen("status", open.Phase.ToString())), person.Id, open)
            : null;

    private static void Release(OperatorCommand.Release command, Operator person, Desk desk)
    {
        if (!person.Assignments.TryGetValue(StepAssignment.KeyOf(command.Batch, command.Step), out var assignment))
            desk.Check(Refusal.Of("ORC-012", new Seen("operator", person.Id), new Seen("batch", command.Batch), new Seen("step", command.Step)));
        else if (assignment.Phase != AssignmentPhase.Named)
            desk.Check(EntryRules.UntilReleased(Refusal.Of("GMP-9.5.3f", new Seen("operator", person.Id), new Seen("batch", command.Batch), new Seen("step", command.Step), new Seen("status", assignment.Phase.ToString())), person.Id, assignment));
        desk.Write(Id(person), new OperatorFact.Released(command.Batch, command.Step));
    }

    private static void Decontaminate(OperatorCommand.RecordDecontamination command, Operator person, Site site, Desk desk)
    {
        desk.Check(TwoPeople.Differ(site, person.Id, command.Witness, "GMP-5.3a"))
            .Check(Named(command.Procedure, "procedure"))
            .Check(NotInFuture(command.At, desk.Now))
            .Check(NotBefore(command.At, person.LastVectorExit))
            .Check(StillInside(site, person, person.Area is { } area && site.Area(area)?.Designation == Segregation.AreaDesignation.Vector, "GMP-5.3a"));
        desk.Write(Id(person), new OperatorFact.Decontaminated(new Decontamination(command.Procedure, command.At, command.Witness)));
    }

    private static void Exit(OperatorCommand.RecordExitProcedure command, Operator person, Site site, Desk desk)
    {
        desk.Check(site.Area(command.Area) is null ? Refusal.Of("ORC-005", new Seen("area", command.Area)) : null)
            .Check(site.Person(person.Id) is null ? Refusal.Of("ORC-005", new Seen("operator", person.Id)) : null)
            .Check(Named(command.Procedure, "procedure"))
            .Check(NotInFuture(command.At, desk.Now))
            .Check(NotBefore(command.At, person.LeftAt))
            .Check(StillInside(site, person, person.Area == command.Area && site.Room(person.Room!)?.Use is RoomUse.Processing or RoomUse.Incubation, "GMP-9.5.3f"));
        desk.Write(Id(person), new OperatorFact.ExitProcedureRecorded(new ExitProcedure(command.Area, command.Procedure, command.At)));
    }

    private static void Lift(OperatorCommand.LiftExclusion command, Operator person, Site site, Desk desk)
    {
        desk.Check(person.Exclusions.TryGetValue(command.Area, out var contact)
                ? ExclusionRules.MayBeLifted(site, person, contact, desk.Now)
                : Refusal.Of("ORC-001", new Seen("operator", person.Id), new Seen("area", command.Area)))
            .Check(TwoPeople.Differ(site, person.Id, command.LiftedBy, "GMP-5.3b"))
            .Check(TwoPeople.Holds(site, command.LiftedBy, "quality", "GMP-5.3b"))
            .Check(TwoPeople.Signs(desk.Moment, command.LiftedBy))
            .Check(Named(command.Reason, "reason"));
        desk.Write(Id(person), new OperatorFact.ExclusionLifted(command.Area, command.LiftedBy, command.Reason));
    }

    private static Refusal? StillInside(Site site, Operator person, bool inside, string rule) =>
        inside && site.Room(person.Room!) is { } room
            ? Refusal.Of(rule, new Seen("operator", person.Id), new Seen("room", room.Id)).Remedied("leave-room", new Seen("operator", person.Id), new Seen("otherRoom", room.Id))
            : null;

    internal static Refusal? NotInFuture(DateTimeOffset at, DateTimeOffset now) =>
        at <= now ? null : Refusal.Of("ORC-006", new Seen("happenedAt", at), new Seen("now", now)).Remedied("correct-time");

    private static Refusal? NotBefore(DateTimeOffset at, DateTimeOffset? earlier) =>
        earlier is { } after && at < after ? Refusal.Of("ORC-006", new Seen("happenedAt", at), new Seen("exitedAt", after)).Remedied("correct-time") : null;

    internal static Refusal? Named(string text, string field) =>
        string.IsNullOrWhiteSpace(text) ? Refusal.Of("ORC-019", new Seen("field", field)) : null;

    private static ActorId Id(Operator person) => new(ActorKind.Operator, person.Id);
}
