using Orchestrator.Domain.Controllers;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;

namespace Orchestrator.Domain.Batches;

/// <summary>What happens to a step between its start and its end.</summary>
public static class Running
{
    public static void RecordCheck(BatchCommand.RecordCheck command, Batch batch, Site site, Desk desk)
    {
        var recipe = desk.Get<Recipe>(batch.Recipe);
        var definition = recipe.Step(command.Step)?.Checks.FirstOrDefault(check => check.Name == command.Check);
        desk.Check(WasStarted(batch, command.Step)).Check(Declared(definition, command.Step, command.Check, command.Unit)).Check(KnownPerson(site, command.RecordedBy))
            .Check(NotRecordedYet(batch, command.Step, command.Check));
        if (batch.RunningSteps.Any(running => running.Step == command.Step))
            desk.Check(StepParties.ForAct(desk, site, batch, recipe.Step(command.Step), command.RecordedBy));
        if (definition is null || desk.Refused)
            return;
        Record(batch, command.Step, definition, new RecordedCheck(command.Check, command.Value, command.Unit, command.RecordedBy, command.Instrument, desk.Now, InRange(definition, command.Value)), desk);
        if (batch.RunningSteps.FirstOrDefault(running => running.Step == command.Step) is { } execution)
            StepParties.OnAct(desk, batch, execution, command.RecordedBy);
    }

    public static void CorrectCheck(BatchCommand.CorrectCheck command, Batch batch, Site site, Desk desk)
    {
        var recipe = desk.Get<Recipe>(batch.Recipe);
        var definition = recipe.Step(command.Step)?.Checks.FirstOrDefault(check => check.Name == command.Check);
        var known = batch.Steps.TryGetValue(command.Step, out var step) && step.Checks.ContainsKey(command.Check);
        desk.Check(Declared(definition, command.Step, command.Check, command.Unit))
            .Check(known ? null : Refusal.Of("ORC-001", new Seen("step", command.Step), new Seen("parameter", command.Check)))
            .Check(TwoPeople(site, command.FirstBy, command.SecondBy));
        if (definition is null || desk.Refused)
            return;
        desk.Write(new ActorId(ActorKind.Batch, batch.Id), new BatchFact.EntryCorrected(command.Step, command.Check, step!.Checks[command.Check].Value, command.Value, command.Reason, command.FirstBy, command.SecondBy));
        Record(batch, command.Step, definition, new RecordedCheck(command.Check, command.Value, command.Unit, command.FirstBy, null, desk.Now, InRange(definition, command.Value)), desk);
    }

    public static void Pause(BatchCommand.PauseStep command, Batch batch, Site site, Desk desk)
    {
        var step = desk.Get<Recipe>(batch.Recipe).Step(command.Step);
        desk.Check(Is(batch, command.Step, StepStatus.Running)).Check(KnownPerson(site, command.By)).Check(StepParties.ForAct(desk, site, batch, step, command.By));
        if (desk.Refused || step is null)
            return;
        desk.Write(new ActorId(ActorKind.Batch, batch.Id), new BatchFact.StepChanged(command.Step, StepStatus.Held, desk.Now, Reason: command.Reason));
        BatchClocks.Wait(desk, batch, step);
        DeviceCommands.Move(desk, site, batch, batch.Steps[command.Step], DeviceTarget.Held, $"step {command.Step} is paused");
    }

    public static void Resume(BatchCommand.ResumeStep command, Batch batch, Site site, Desk desk)
    {
        var step = desk.Get<Recipe>(batch.Recipe).Step(command.Step);
        desk.Check(Is(batch, command.Step, StepStatus.Held)).Check(KnownPerson(site, command.By)).Check(BatchRules.NotHeld(batch))
            .Check(StepParties.ForAct(desk, site, batch, step, command.By));
        if (desk.Refused || step is null)
            return;
        Starting.CheckAgain(batch.Steps[command.Step], batch, site, desk);
        desk.Write(new ActorId(ActorKind.Batch, batch.Id), new BatchFact.StepChanged(command.Step, StepStatus.Running, desk.Now));
        BatchClocks.GoOn(desk, desk.Get<Recipe>(batch.Recipe), batch, step);
        DeviceCommands.Move(desk, site, batch, batch.Steps[command.Step], DeviceTarget.Running, $"step {command.Step} goes on");
    }

    /// <summary>The hold that begins now: the recipe's validated one, or none at all, which is a limit of 0 (GEN-4.3b).</summary>
    public static RunningHold HoldAfter(StepDefinition step, DateTimeOffset now) => step.HoldAfter is { } hold
        ? new RunningHold(step.Id, now, now + hold.Max, hold.Condition)
        : new RunningHold(step.Id, now, now, "none declared");

    public static Refusal? Is(Batch batch, string step, StepStatus status) =>
        batch.Steps.TryGetValue(step, out var execution) && execution.Status == status
            ? null
            : Refusal.Of("ORC-003", new Seen("batch", batch.Id), new Seen("step", step), new Seen("status", batch.Steps.TryGetValue(step, out var known) ? known.Status.ToString() : "not started"));

    public static Refusal? KnownPerson(Site site, string person) =>
        site.Person(person) is null ? Refusal.Of("ORC-005", new Seen("operator", person)).Remedied("apply-plant-change") : null;

    private static Refusal? WasStarted(Batch batch, string step) =>
        batch.Steps.ContainsKey(step) ? null : Refusal.Of("ORC-003", new Seen("batch", batch.Id), new Seen("step", step), new Seen("status", "not started"));

    /// <summary>A value that stands is changed by a correction, with the old one, a reason and a second person, and by nothing else (readings: corrections).</summary>
    private static Refusal? NotRecordedYet(Batch batch, string step, string check) =>
        batch.Steps.TryGetValue(step, out var execution) && execution.Checks.TryGetValue(check, out var known)
            ? Refusal.Of("ORC-002", new Seen("batch", batch.Id), new Seen("step", step), new Seen("parameter", check), new Seen("actual", known.Value.ToString(System.Globalization.CultureInfo.InvariantCulture))).Remedied("correct-check", new Seen("parameter", check), new Seen("step", step))
            : null;

    private static Refusal? Declared(CheckDefinition? definition, string step, string check, string unit) =>
        definition is null ? Refusal.Of("ORC-005", new Seen("step", step), new Seen("parameter", check))
        : definition.Unit != unit ? Refusal.Of("GMP-4.1.2b", new Seen("parameter", check), new Seen("unit", unit), new Seen("expected", definition.Unit)).Remedied("record-in-unit", new Seen("parameter", check), new Seen("expected", definition.Unit))
        : null;

    private static Refusal? TwoPeople(Site site, string first, string second) =>
        first != second && site.Person(first) is not null && site.Person(second) is not null
            ? null
            : Refusal.Of("ORC-009", new Seen("performer", first), new Seen("verifier", second)).Remedied("second-person");

    private static bool InRange(CheckDefinition check, decimal value) => !(value < check.Low) && !(value > check.High);

    private static void Record(Batch batch, string step, CheckDefinition definition, RecordedCheck check, Desk desk)
    {
        var actor = new ActorId(ActorKind.Batch, batch.Id);
        desk.Write(actor, new BatchFact.CheckRecorded(step, check));
        var hold = $"out-of-range/{step}/{check.Name}";
        if (!check.InRange)
            BatchClocks.Hold(desk, batch, new Hold(hold, HoldKind.OutOfRange, "GMP-4.1.2b",
                $"{check.Name} = {check.Value} {check.Unit}, approved range {definition.Low?.ToString() ?? "-"} to {definition.High?.ToString() ?? "-"}", desk.Now));
    }
}
