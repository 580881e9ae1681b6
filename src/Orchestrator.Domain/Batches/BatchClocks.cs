using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;

namespace Orchestrator.Domain.Batches;

/// <summary>What a batch's clocks do when they come due (requirements, section E): the limit is computed again from what is recorded.</summary>
public static class BatchClocks
{
    [Enforces("GMP-4.2.3c")]
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
        if (batch is { HoldClock: { } clock, IsLive: true } && clock.Due < desk.Now)
            Hold(desk, batch, new Hold(clock.HoldId, HoldKind.TimeLimit, "GEN-4.3b", $"held after {clock.AfterStep} until {Instant.Text(clock.Due)}", clock.Due));
    }

    /// <summary>Places a hold once; the same cause never holds twice.</summary>
    public static void Hold(Desk desk, Batch batch, Hold hold)
    {
        if (!batch.Holds.ContainsKey(hold.Id))
            desk.Protect(new ActorId(ActorKind.Batch, batch.Id), new BatchFact.HoldPlaced(hold));
    }
}
