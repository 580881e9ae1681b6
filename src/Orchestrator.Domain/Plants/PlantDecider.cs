using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Recipes;

namespace Orchestrator.Domain.Plants;

/// <summary>Who may do what with the plant's master data, and when.</summary>
public static class PlantDecider
{
    public static void Decide(PlantCommand command, Desk desk)
    {
        var plant = desk.Get<Plant>(ActorId.Plant.Key);
        switch (command)
        {
            case PlantCommand.Found found:
                Found(found, plant, desk);
                break;
            case PlantCommand.ProposeChange propose:
                Propose(propose, plant, desk);
                break;
            case PlantCommand.ApproveChange approve:
                Approve(approve, plant, desk);
                break;
            case PlantCommand.WithdrawChange withdraw:
                desk.Check(PlantRules.Founded(plant)).Check(PlantRules.ChangeExists(plant, withdraw.Change)).Check(PlantRules.ByAPerson(desk.Moment));
                desk.Write(ActorId.Plant, new PlantFact.ChangeWithdrawn(withdraw.Change, desk.Moment.Person ?? ""));
                break;
            case PlantCommand.ProposeOpening propose:
                OpeningDecider.Propose(propose, plant, desk);
                break;
            case PlantCommand.ApproveOpening approve:
                OpeningDecider.Approve(approve, plant, desk);
                break;
            default:
                throw new ArgumentException($"no row for {command.GetType()}");
        }
    }

    /// <summary>An approved change whose day has come is put in force; anything else is left as it is.</summary>
    public static void TakeEffect(WakeUp wakeUp, Desk desk)
    {
        var plant = desk.Get<Plant>(ActorId.Plant.Key);
        foreach (var id in plant.Changes.Values.Where(change => plant.Approvals.ContainsKey(change.Id) && change.EffectiveFrom <= desk.Now).OrderBy(change => change.EffectiveFrom).Select(change => change.Id))
        {
            // One that cannot take effect stays approved until it can, or is withdrawn; it keeps no other back.
            var own = new Desk(desk.Cast, desk.Moment);
            var now = desk.Get<Plant>(ActorId.Plant.Key);
            PutInForce(now.Changes[id], now, own);
            desk.Take(own.Close());
        }
    }

    private static void Found(PlantCommand.Found command, Plant plant, Desk desk)
    {
        desk.Check(plant.Founded ? Refusal.Of("ORC-002", new Seen("plant", plant.Id)) : null);
        desk.Write(ActorId.Plant, new PlantFact.Founded(command.Id, command.Time));
    }

    private static void Propose(PlantCommand.ProposeChange command, Plant plant, Desk desk)
    {
        desk.Check(PlantRules.Founded(plant))
            .Check(PlantRules.ByAPerson(desk.Moment))
            .Check(plant.Changes.ContainsKey(command.Change) ? Refusal.Of("ORC-002", new Seen("document", command.Change)) : null)
            .Check(PlantRules.OfThisPlant(plant, command.Plant))
            .Check(PlantRules.Consistent(plant, command));
        foreach (var recipe in command.Recipes)
            desk.Check(PlantRules.VersionIsNew(desk.Get<Recipe>(Recipe.KeyOf(recipe.Id, recipe.Version)), recipe));
        desk.Write(ActorId.Plant, new PlantFact.ChangeProposed(
            new PlantChange(command.Change, desk.Moment.Person ?? "", desk.Now, command.EffectiveFrom, command.Plant, command.Recipes, plant.InForce)));
    }

    private static void Approve(PlantCommand.ApproveChange command, Plant plant, Desk desk)
    {
        desk.Check(PlantRules.Founded(plant))
            .Check(PlantRules.ByAPerson(desk.Moment))
            .Check(PlantRules.ChangeExists(plant, command.Change))
            .Check(PlantRules.SecondPerson(plant, command.Change, desk.Moment));
        desk.Write(ActorId.Plant, new PlantFact.ChangeApproved(command.Change, desk.Moment.Person ?? ""));
        if (!plant.Changes.TryGetValue(command.Change, out var change))
            return;
        desk.Check(PlantRules.WithQuality(plant.Site?.Document ?? change.Plant, command.Change, change.ProposedBy, desk.Moment.Person)).Check(PlantRules.OnTheFileInForce(plant, change));
        if (change.EffectiveFrom <= desk.Now)
            PutInForce(change, plant, desk);
    }

    private static void PutInForce(PlantChange change, Plant plant, Desk desk)
    {
        desk.Check(PlantRules.OnTheFileInForce(plant, change));
        if (change.Plant is { } shall && plant.Site is { } site)
        {
            desk.Check(Uprooting.Of(desk, site, change.Id, shall));
            Persisting.AfterChange(desk, change.Id, site, shall);
        }

        foreach (var recipe in change.Recipes)
        {
            var key = Recipe.KeyOf(recipe.Id, recipe.Version);
            desk.Check(PlantRules.VersionIsNew(desk.Get<Recipe>(key), recipe));
            desk.Write(new ActorId(ActorKind.Recipe, key), new RecipeFact.Approved(recipe));
        }

        desk.Write(ActorId.Plant, new PlantFact.ChangeTookEffect(change.Id));
    }
}
