using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Batches;

/// <summary>How steps and batches end.</summary>
public static class Ending
{
    public static void Complete(BatchCommand.CompleteStep command, Batch batch, Site site, Desk desk)
    {
        var step = desk.Get<Recipe>(batch.Recipe).Step(command.Step);
        desk.Check(Running.Is(batch, command.Step, StepStatus.Running)).Check(Running.KnownPerson(site, command.CompletedBy));
        if (step is null || desk.Refused)
            return;

        var execution = batch.Steps[command.Step];
        var end = new StepEnd(site, batch, step, execution, Completed: true, desk.Now);
        desk.Check(BatchRules.NotTooEarly(execution, desk.Now))
            .Check(step.IsHarvest ? BatchRules.NothingElseRuns(batch, step) : [])
            .Check(BatchRules.TerminalIsOfTheRoom(site, execution.Room, command.Terminal))
            .Check(StepParties.ForAct(desk, site, batch, step, command.CompletedBy))
            .Check(StepParties.ForStepComplete(desk, end));
        End(end, desk);
        StepParties.OnAct(desk, batch, execution, command.CompletedBy);
        var actor = new ActorId(ActorKind.Batch, batch.Id);
        foreach (var hold in BatchRules.HoldsOnCompletion(execution, step, desk.Now))
            if (!batch.Holds.ContainsKey(hold.Id))
                desk.Write(actor, new BatchFact.HoldPlaced(hold));
        if (step.IsHarvest)
            desk.Write(actor, new BatchFact.Harvested(desk.Now));
        else if (BatchClocks.IsAwaited(desk.Get<Recipe>(batch.Recipe), batch, step))
            BatchClocks.Wait(desk, batch, step);
    }

    public static void Abort(BatchCommand.AbortStep command, Batch batch, Site site, Desk desk)
    {
        var step = desk.Get<Recipe>(batch.Recipe).Step(command.Step);
        if (step is null || !batch.Steps.TryGetValue(command.Step, out var execution) || execution.Status is StepStatus.Complete or StepStatus.Aborted)
        {
            desk.Check(Running.Is(batch, command.Step, StepStatus.Running));
            return;
        }

        End(new StepEnd(site, batch, step, execution, Completed: false, desk.Now), desk, command.Reason);
        BatchClocks.Hold(desk, batch, new Hold($"aborted/{command.Step}/{execution.Attempt}", HoldKind.Deviation, "GMP-10.2b", $"{command.Step} aborted: {command.Reason}; cells: {command.Disposition}", desk.Now));
        BatchClocks.Wait(desk, batch, step);
    }

    public static void Cancel(BatchCommand.Cancel command, Batch batch, Desk desk) =>
        desk.Write(new ActorId(ActorKind.Batch, batch.Id), new BatchFact.Cancelled(command.Reason));

    public static void Terminate(BatchCommand.Terminate command, Batch batch, Site site, Desk desk)
    {
        desk.Check(DecidedByQuality(site, desk.Moment));
        var recipe = desk.Get<Recipe>(batch.Recipe);
        foreach (var execution in batch.RunningSteps)
            if (recipe.Step(execution.Step) is { } step)
                End(new StepEnd(site, batch, step, execution, Completed: false, desk.Now), desk, command.Reason);
        desk.Write(new ActorId(ActorKind.Batch, batch.Id), new BatchFact.Terminated(command.Reason, command.Disposition.ToString()));
    }

    public static void Discard(BatchCommand.Discard command, Batch batch, Site site, Desk desk)
    {
        desk.Check(Holding.TwoPeopleOfQuality(site, "GMP-5.1a", command.FirstBy, command.SecondBy, desk.Moment))
            .Check(ContainerRules.NothingLeftOf(batch));
        desk.Write(new ActorId(ActorKind.Batch, batch.Id), new BatchFact.Discarded(command.Reason, command.FirstBy, command.SecondBy));
    }

    /// <summary>Lets go of everything a step held: its room, system, people and places.</summary>
    private static void End(StepEnd end, Desk desk, string? reason = null)
    {
        desk.Write(new ActorId(ActorKind.Batch, end.Batch.Id), new BatchFact.StepChanged(
            end.Step.Id, end.Completed ? StepStatus.Complete : StepStatus.Aborted, end.At, Reason: reason));
        var needsClearance = end.Execution.Class == StepClass.NonCulture || !end.Completed;
        desk.Get<Rooms.Room>(end.Execution.Room);
        desk.Write(new ActorId(ActorKind.Room, end.Execution.Room), new Rooms.RoomFact.StepEnded(
            end.Batch.Id, end.Step.Id, end.At, needsClearance, needsClearance ? end.At + end.Site.Parameters.ClearanceWithin : null));
        StepParties.OnStepEnd(desk, end);
        if (!needsClearance)
            StillThere(desk, end);
    }

    /// <summary>AMB-01, S-28: what came out of a culture and stands loose in its room keeps the room occupied, whatever was cleared while the culture ran.</summary>
    private static void StillThere(Desk desk, StepEnd end)
    {
        var use = end.Site.Room(end.Execution.Room)?.Use;
        var usedUp = IdentityRules.UsedUp(desk, end);
        foreach (var container in IdentityRules.ContainersOf(desk, end.Batch).Where(container => container.StandsLooseIn(end.Execution.Room) && !usedUp.Contains(container.Id)))
        {
            var exposure = container.IsSealed ? Exposure.Closed : Exposure.Open;
            if (use == RoomUse.Processing || exposure == Exposure.Open)
                desk.Write(new ActorId(ActorKind.Room, end.Execution.Room), new Rooms.RoomFact.MaterialEntered(end.Batch.Id, container.Id, end.At, exposure));
        }
    }

    /// <summary>GMP-5.1a: disposition is a duty of quality.</summary>
    [Enforces("GMP-5.1a", Lacks = "the recorded qualifications of the head of production, the head of quality and the Qualified Person", LacksZh = "生产管理负责人、质量管理负责人和质量受权人的资质记录")]
    public static Refusal? DecidedByQuality(Site site, Moment moment) =>
        moment.Person is { } person && site.Person(person)?.Roles.Contains("quality") == true
            ? null
            : Refusal.Of("GMP-5.1a", new Seen("caller", moment.Person ?? moment.Caller), new Seen("role", "quality")).Remedied("quality-decides");
}
