using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;

namespace Orchestrator.Domain.Batches;

/// <summary>What a batch's clocks do when they come due (requirements, section E): the limit is computed again from what is recorded.</summary>
public static class BatchClocks
{
    [Enforces("GMP-4.2.3c", Lacks = "the alert at the warning threshold and the escalation; expiry itself places the hold", LacksZh = "预警值报警和升级；届满即锁定已执行")]
    public static void Decide(WakeUp wakeUp, Desk desk)
    {
        var batch = desk.Get<Batch>(wakeUp.Actor.Key);
        foreach (var step in batch.RunningSteps)
            if (step.MustEndBy is { } end && end < desk.Now)
                Hold(desk, batch, new Hold($"time-limit/{step.Step}/{step.Attempt}", HoldKind.TimeLimit, "GMP-4.2.3c", $"{step.Step} should have ended by {Instant.Text(end)}", end));
        HoldRunOut(desk, batch);
    }

    /// <summary>GEN-4.3b: a hold between steps that has run out holds the batch until quality has looked at it.</summary>
    [Enforces("GEN-4.3b")]
    public static void HoldRunOut(Desk desk, Batch batch)
    {
        foreach (var clock in batch.IsLive ? batch.HoldClocks.Values.Where(clock => clock.Due < desk.Now) : [])
            Hold(desk, batch, new Hold(clock.HoldId, HoldKind.TimeLimit, "GEN-4.3b", $"held after {clock.AfterStep} until {Instant.Text(clock.Due)}", clock.Due));
    }

    /// <summary>The step has ended, was broken off or is paused: what came of it waits from now on, and what waits already goes on waiting.</summary>
    public static void Wait(Desk desk, Batch batch, StepDefinition step)
    {
        if (!batch.HoldClocks.ContainsKey(step.Id))
            desk.Write(new ActorId(ActorKind.Batch, batch.Id), new BatchFact.HoldClockStarted(Running.HoldAfter(step, desk.Now)));
    }

    /// <summary>GEN-4.3b: quality has found the cells fit after too long a wait; they wait as long as is validated from then on, and no longer. Where no wait is validated, they go on at quality's word.</summary>
    public static void WaitAgain(Desk desk, Batch batch, string hold)
    {
        foreach (var clock in batch.IsLive ? batch.HoldClocks.Values.Where(clock => clock.HoldId == hold) : [])
            if (desk.Get<Recipe>(batch.Recipe).Step(clock.AfterStep) is { HoldAfter: not null } step)
                desk.Write(new ActorId(ActorKind.Batch, batch.Id), new BatchFact.HoldClockStarted(Running.HoldAfter(step, desk.Now)));
    }

    /// <summary>Whether what comes of a step waits for one that has not started; of a step that none follows it waits for the end of the batch.</summary>
    public static bool IsAwaited(Recipe recipe, Batch batch, StepDefinition step)
    {
        var following = recipe.Document?.Steps.Where(other => other.After.Contains(step.Id)).ToList() ?? [];
        return following.Count == 0 || following.Exists(other => !batch.Steps.ContainsKey(other.Id));
    }

    /// <summary>
    /// The step starts or goes on: nothing of it waits any longer, nor of the steps it follows, unless another branch waits for
    /// them too. What waits elsewhere goes on waiting.
    /// </summary>
    public static void GoOn(Desk desk, Recipe recipe, Batch batch, StepDefinition step)
    {
        foreach (var waited in batch.HoldClocks.Keys.Where(waited => waited == step.Id || (step.After.Contains(waited) && !OtherBranchWaits(recipe, batch, step, waited))))
            desk.Write(new ActorId(ActorKind.Batch, batch.Id), new BatchFact.HoldClockStopped(waited));
    }

    // A step that follows both is fed by the one that starts now; one that does not comes from what waits.
    private static bool OtherBranchWaits(Recipe recipe, Batch batch, StepDefinition starting, string waited) =>
        recipe.Document?.Steps.Any(other => other.Id != starting.Id && other.After.Contains(waited) && !batch.Steps.ContainsKey(other.Id) && !ComesAfter(recipe, other, starting.Id)) == true;

    private static bool ComesAfter(Recipe recipe, StepDefinition step, string earlier) =>
        step.After.Contains(earlier) || step.After.Any(before => recipe.Step(before) is { } known && ComesAfter(recipe, known, earlier));

    /// <summary>Places a hold once; the same cause never holds twice.</summary>
    public static void Hold(Desk desk, Batch batch, Hold hold)
    {
        var actor = new ActorId(ActorKind.Batch, batch.Id);
        if (!batch.Holds.ContainsKey(hold.Id) && !desk.Says<BatchFact.HoldPlaced>(actor, placed => placed.Hold.Id == hold.Id))
            desk.Protect(actor, new BatchFact.HoldPlaced(hold));
    }
}
