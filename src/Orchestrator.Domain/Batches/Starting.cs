using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Batches;

/// <summary>The decision to start a step: everyone it touches is asked, every reason is collected, then all is written at once.</summary>
public static class Starting
{
    public static void Repeat(BatchCommand.RepeatStep command, Batch batch, Site site, Desk desk) =>
        Start(new BatchCommand.StartStep(command.Batch, command.Step, command.Place, command.Operators, command.Verifier, command.Scans),
            batch.Steps.TryGetValue(command.Step, out var before) ? before.Attempt + 1 : 2, batch, site, desk);

    public static void Start(BatchCommand.StartStep command, int attempt, Batch batch, Site site, Desk desk)
    {
        if (Prepare(command, batch, site, desk) is not { } start)
            return;

        BatchClocks.HoldRunOut(desk, batch);
        desk.Check(BatchRules.ForStepStart(desk, start, attempt)).Check(StepParties.ForStepStart(desk, start));
        Segregating.Check(desk, start);

        var line = start.Step.Class == StepClass.Culture ? null : command.Place.Line;
        var running = new RunningStep(batch.Id, start.Step.Id, start.Step.Operation, start.Step.Class, start.Effective,
            line, command.Place.Isolator, command.Place.Cabinet, command.Place.ClosedSystem, desk.Now);
        desk.Write(new ActorId(ActorKind.Room, start.Room.Id), new RoomFact.StepStarted(running, UsesClearance: true));
        desk.Write(new ActorId(ActorKind.Batch, batch.Id), new BatchFact.StepStarted(Execution(start, attempt, line, desk.Now) with { Approvals = Approvals.CitedBy(desk) }));
        BatchClocks.GoOn(desk, desk.Get<Recipe>(batch.Recipe), batch, start.Step);
        StepParties.OnStepStart(desk, start);
    }

    /// <summary>A paused step goes on under the same rules as a start; what the start itself consumed is not asked for twice.</summary>
    public static void CheckAgain(StepExecution execution, Batch batch, Site site, Desk desk)
    {
        var place = new StepPlace(execution.Room, execution.Line, execution.Isolator, execution.Cabinet, execution.ClosedSystem, execution.Incubator, execution.Compartment, null, execution.Equipment,
            site.Room(execution.Room)?.Terminals.FirstOrDefault() ?? "");
        var command = new BatchCommand.StartStep(batch.Id, execution.Step, place, execution.Operators, execution.Verifier, []);
        if (Prepare(command, batch, site, desk) is not { } start)
            return;
        BatchClocks.HoldRunOut(desk, batch);
        desk.Check(BatchRules.HoldClocksReach(start, desk.Now)).Check(StepParties.ForStepResume(desk, start));
        Segregating.Check(desk, start);
    }

    private static StepStart? Prepare(BatchCommand.StartStep command, Batch batch, Site site, Desk desk)
    {
        var recipe = desk.Get<Recipe>(batch.Recipe);
        var step = recipe.Step(command.Step);
        var room = site.Room(command.Place.Room);
        var area = room is null ? null : site.Area(room.Area);
        if (step is null)
            desk.Check(Refusal.Of("ORC-005", new Seen("step", command.Step), new Seen("recipe", batch.Recipe)).Remedied("follow-recipe-order"));
        if (room is null || area is null)
            desk.Check(Refusal.Of("GMP-4.2.4a", new Seen("room", command.Place.Room)).Remedied("choose-other-room"));
        if (recipe.Document is not { } document || step is null || room is null || area is null)
            return null;

        desk.Get<Room>(room.Id);
        return new StepStart(command, site, batch, document, step, room, area) { Effective = Closing.Effective(desk, site, batch.Id, step, command.Place, Inputs(batch, command)) };
    }

    /// <summary>What was scanned for the start; of a step that goes on, what it has taken in.</summary>
    private static IEnumerable<string> Inputs(Batch batch, BatchCommand.StartStep command) =>
        command.Scans.Select(scan => scan.Container).Concat(batch.RunningSteps.FirstOrDefault(running => running.Step == command.Step)?.Inputs ?? []).Distinct();

    private static StepExecution Execution(StepStart start, int attempt, string? line, DateTimeOffset now) => new()
    {
        Step = start.Step.Id,
        Attempt = attempt,
        Status = StepStatus.Running,
        Area = start.Area.Id,
        Room = start.Room.Id,
        Line = line,
        Isolator = start.Place.Isolator,
        Cabinet = start.Place.Cabinet,
        ClosedSystem = start.Place.ClosedSystem,
        Incubator = start.Place.Incubator,
        Compartment = start.Place.Compartment,
        Equipment = start.Place.Equipment,
        Operators = start.Command.Operators,
        Verifier = start.Command.Verifier,
        Shift = People.PeopleRules.ShiftsOf(start.Site, start.Command.Operators) is { IsEmpty: false } shifts ? string.Join(", ", shifts) : null,
        Class = start.Step.Class,
        Exposure = start.Effective,
        Inputs = [.. start.Command.Scans.Select(scan => scan.Container)],
        StartedAt = now,
        EarliestEnd = now + start.Step.DurationMin,
        MustEndBy = now + start.Step.DurationMax,
    };
}
