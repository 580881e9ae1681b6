using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Recipes;

/// <summary>The memory of one version of a master recipe; its key is <c>id@version</c>.</summary>
public sealed record Recipe(string Key) : IActor<Recipe>
{
    public static ActorKind Kind => ActorKind.Recipe;

    /// <summary>The approved content; null when the version is unknown. A version never changes once it is approved.</summary>
    public RecipeDocument? Document { get; init; }

    public bool Withdrawn { get; init; }

    public static string KeyOf(string id, string version) => $"{id}@{version}";

    public static Recipe Nothing(string key) => new(key);

    public StepDefinition? Step(string id) => Document?.Steps.FirstOrDefault(step => step.Id == id);

    public Recipe Evolve(Fact fact) => fact switch
    {
        RecipeFact.Approved approved => this with { Document = approved.Document },
        RecipeFact.Withdrawn => this with { Withdrawn = true },
        _ => throw new ArgumentException($"{fact.GetType()} is no fact of a recipe"),
    };
}

/// <summary>What the journal keeps about one version of a master recipe.</summary>
public abstract record RecipeFact : Fact
{
    [FactName("recipe.approved.v1")]
    public sealed record Approved(RecipeDocument Document) : RecipeFact;

    /// <summary>No new batch may use it; batches bound to it go on.</summary>
    [FactName("recipe.withdrawn.v1")]
    public sealed record Withdrawn(string Reason) : RecipeFact;
}
