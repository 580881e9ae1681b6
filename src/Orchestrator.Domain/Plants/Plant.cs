using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Plants;

/// <summary>What drives the plant's clock; fixed in its first turn and never changed.</summary>
public enum TimeMode
{
    /// <summary>The machine's clock.</summary>
    Real,

    /// <summary>A player's clock, for demonstrations; it stands still while nobody drives it.</summary>
    Demo,
}

/// <summary>The memory of the plant as a whole: its master data in force, and the changes that wait for a second person or their day.</summary>
public sealed record Plant(string Key) : IActor<Plant>
{
    public static ActorKind Kind => ActorKind.Plant;

    /// <summary>The plant's id; empty until it is founded.</summary>
    public string Id { get; init; } = "";

    public TimeMode Time { get; init; }

    public bool Founded => Id.Length > 0;

    /// <summary>The master data in force; null until the first change took effect.</summary>
    public Site? Site { get; init; }

    /// <summary>The change that put the plant file in force; empty until the first did.</summary>
    public string InForce { get; init; } = "";

    /// <summary>Changes that were proposed and are not yet in force, by id.</summary>
    public ImmutableSortedDictionary<string, PlantChange> Changes { get; init; } = ImmutableSortedDictionary<string, PlantChange>.Empty;

    /// <summary>Who approved a change that waits for its day, by change id.</summary>
    public ImmutableSortedDictionary<string, string> Approvals { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Changes that took effect or were withdrawn, and opening balances that were approved.</summary>
    public ImmutableSortedSet<string> Settled { get; init; } = [];

    /// <summary>Opening balances that wait for a second person, by id, with who proposed them.</summary>
    public ImmutableSortedDictionary<string, ProposedOpening> Openings { get; init; } = ImmutableSortedDictionary<string, ProposedOpening>.Empty;

    public IEnumerable<Clock> Clocks =>
        Changes.Values.Where(change => Approvals.ContainsKey(change.Id)).Select(change => new Clock($"plant-change/{change.Id}", change.EffectiveFrom));

    public static Plant Nothing(string key) => new(key);

    public Plant Evolve(Fact fact) => fact switch
    {
        PlantFact.Founded founded => this with { Id = founded.Id, Time = founded.Time },
        PlantFact.ChangeProposed proposed => this with { Changes = Changes.SetItem(proposed.Change.Id, proposed.Change) },
        PlantFact.ChangeApproved approved => this with { Approvals = Approvals.SetItem(approved.Change, approved.By) },
        PlantFact.ChangeWithdrawn withdrawn => Without(withdrawn.Change),
        PlantFact.ChangeTookEffect effect => (Changes[effect.Change].Plant is { } document ? this with { Site = new Site(document), InForce = effect.Change } : this).Without(effect.Change),
        PlantFact.OpeningProposed opening => this with { Openings = Openings.SetItem(opening.Opening, new ProposedOpening(opening.Balance, opening.By)) },
        PlantFact.OpeningApproved opening => this with { Openings = Openings.Remove(opening.Opening), Settled = Settled.Add(opening.Opening) },
        _ => throw new ArgumentException($"{fact.GetType()} is no fact of a plant"),
    };

    private Plant Without(string change) => this with { Changes = Changes.Remove(change), Approvals = Approvals.Remove(change), Settled = Settled.Add(change) };
}

/// <summary>A change of master data: what shall be in force from an instant on, proposed by one person and approved by another.</summary>
/// <param name="Plant">The whole plant file; null when only recipes change.</param>
/// <param name="Base">The change that was in force when it was proposed; a whole file that rests on an older one would undo what came between.</param>
public sealed record PlantChange(
    string Id,
    string ProposedBy,
    DateTimeOffset ProposedAt,
    DateTimeOffset EffectiveFrom,
    PlantDocument? Plant,
    ImmutableArray<Recipes.RecipeDocument> Recipes,
    string Base = "");

/// <summary>An opening balance and the person who wrote it down.</summary>
public sealed record ProposedOpening(OpeningBalance Balance, string By);
