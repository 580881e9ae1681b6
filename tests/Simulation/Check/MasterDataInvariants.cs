using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Check;

/// <summary>Master data are changed by two people, on their day, and a recipe version never changes.</summary>
internal sealed class MasterDataIsApproved : Fold
{
    private readonly Promise _approved, _day, _once, _version, _bound, _product, _withdrawn, _opening, _base;
    private readonly Dictionary<string, PlantChange> _proposed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _signed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _settled = new(StringComparer.Ordinal);
    private readonly HashSet<string> _gone = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RecipeDocument> _recipes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OpeningBalance> _openings = new(StringComparer.Ordinal);
    private string _inForce = "";

    public MasterDataIsApproved()
    {
        _approved = Promised("INV-030", "product", "no change of master data takes effect that nobody approved", "未经批准的主数据变更不生效");
        _day = Promised("INV-031", "product", "no change takes effect before its day", "变更不早于其生效日");
        _once = Promised("INV-032", "journal", "a change takes effect once, and a withdrawn one never", "变更只生效一次，撤回者永不生效");
        _base = Promised("INV-033", "journal", "a plant file rests on the one in force when it takes effect", "工厂文件以生效时有效的版本为基础");
        _version = Promised("INV-034", "GMP-9.1a", "a version of a recipe is approved once and never changes", "工艺规程版本只批准一次，不再更改");
        _bound = Promised("INV-035", "GMP-9.1a", "a batch is bound to an approved version of a recipe", "批绑定于已批准的工艺规程版本");
        _product = Promised("INV-036", "GMP-9.1a", "a batch's recipe is one of its own product", "批的工艺规程属于其品种");
        _withdrawn = Promised("INV-037", "GMP-9.1a", "no batch is created on a withdrawn version", "不得以已撤回的版本建批");
        _opening = Promised("INV-038", "product", "an opening balance was proposed before, and describes the past", "期初数据先提出后批准，且只描述过去");
    }

    public override void Read(RecordedTurn turn, TurnBody body)
    {
        foreach (var (actor, fact) in body.Facts)
            switch (fact)
            {
                case PlantFact.ChangeProposed proposed:
                    _proposed[proposed.Change.Id] = proposed.Change;
                    break;
                case PlantFact.ChangeApproved approved:
                    _signed.Add(approved.Change);
                    break;
                case PlantFact.ChangeWithdrawn withdrawn:
                    _settled.Add(withdrawn.Change);
                    break;
                case PlantFact.ChangeTookEffect effect:
                    Take(turn, body, effect.Change);
                    break;
                case PlantFact.OpeningProposed opening:
                    _openings[opening.Opening] = opening.Balance;
                    break;
                case PlantFact.OpeningApproved opening:
                    _opening.Demand(_openings.TryGetValue(opening.Opening, out var balance) && balance.AsOf <= body.At, turn, $"{opening.Opening} was never proposed, or describes what is to come");
                    break;
                case RecipeFact.Approved approved:
                    _version.Demand(_recipes.TryAdd(actor.Key, approved.Document), turn, $"{actor.Key} is approved again");
                    break;
                case RecipeFact.Withdrawn:
                    _gone.Add(actor.Key);
                    break;
                case BatchFact.Created created:
                    _bound.Demand(_recipes.ContainsKey(created.Recipe), turn, $"{actor.Key} is made by {created.Recipe}, which nobody approved");
                    _product.Demand(!_recipes.TryGetValue(created.Recipe, out var recipe) || recipe.Product == created.Product, turn, $"{actor.Key} of {created.Product} is made by {created.Recipe}");
                    _withdrawn.Demand(!_gone.Contains(created.Recipe), turn, $"{actor.Key} is made by {created.Recipe}, which was withdrawn");
                    break;
            }
    }

    private void Take(RecordedTurn turn, TurnBody body, string id)
    {
        _approved.Demand(_signed.Contains(id), turn, $"{id} takes effect and nobody approved it");
        _once.Demand(_settled.Add(id), turn, $"{id} takes effect again, or was withdrawn");
        if (!_proposed.TryGetValue(id, out var change))
            return;
        _day.Demand(change.EffectiveFrom <= body.At, turn, $"{id} takes effect at {body.At}, before {change.EffectiveFrom}");
        if (change.Plant is null)
            return;
        _base.Demand(change.Base == _inForce, turn, $"{id} rests on {change.Base}, and {_inForce} is in force");
        _inForce = id;
    }
}
