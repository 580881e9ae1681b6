using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Batches;

/// <summary>A step that was granted as closed, and ran in the open (S-46, S-47).</summary>
public static class StepOpening
{
    /// <summary>The step counts as open from this turn on, running or ended, in its batch and where its room still knows it.</summary>
    public static void Opened(Desk desk, Batch batch, StepExecution step, string reason)
    {
        if (step.Exposure == Exposure.Open)
            return;
        desk.Write(new ActorId(ActorKind.Batch, batch.Id), new BatchFact.StepBecameOpen(step.Step, step.Attempt, desk.Now, reason));
        if (batch.Steps[step.Step].Attempt == step.Attempt && desk.Get<Room>(step.Room).Knows(batch.Id, step.Step))
            desk.Write(new ActorId(ActorKind.Room, step.Room), new RoomFact.StepBecameOpen(batch.Id, step.Step, desk.Now));
    }
}
