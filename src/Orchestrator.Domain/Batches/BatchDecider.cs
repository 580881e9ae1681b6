using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;

namespace Orchestrator.Domain.Batches;

/// <summary>Who may do what with a batch, and when: the table, and the decision behind each of its cells.</summary>
public static class BatchDecider
{
    public static void Decide(BatchCommand command, Desk desk)
    {
        var batch = desk.Get<Batch>(command.Batch);
        var site = PlantRules.SiteOf(desk);
        if (Table(batch.Status, command) is { } refusal)
        {
            desk.Check(refusal);
            return;
        }

        switch (command)
        {
            case BatchCommand.Create create:
                Create(create, batch, site, desk);
                break;
            default:
                throw new ArgumentException($"no decision for {command.GetType()}");
        }
    }

    private static Refusal? Table(BatchStatus status, BatchCommand command) => (status, command) switch
    {
        (BatchStatus.Unknown, BatchCommand.Create) => null,
        (BatchStatus.Unknown, _) => Refusal.Of("ORC-001", new Seen("batch", command.Batch)),
        (BatchStatus.Created or BatchStatus.InProcess, not BatchCommand.Create) => null,
        _ => Refusal.Of("ORC-003", new Seen("batch", command.Batch), new Seen("status", status.ToString())),
    };

    private static void Create(BatchCommand.Create command, Batch batch, Site? site, Desk desk)
    {
        desk.Write(new ActorId(ActorKind.Batch, batch.Id), new BatchFact.Created(
            command.Product, Recipes.Recipe.KeyOf(command.Recipe, command.RecipeVersion), command.ChainOfIdentity, command.DonorCode, command.Purpose, desk.Now));
    }
}
