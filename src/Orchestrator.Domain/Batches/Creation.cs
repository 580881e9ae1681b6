using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;

namespace Orchestrator.Domain.Batches;

/// <summary>How a batch comes into being: one product, one approved recipe version, one therapy order.</summary>
public static class Creation
{
    public static void Create(BatchCommand.Create command, Batch batch, Site site, Desk desk)
    {
        var key = Recipe.KeyOf(command.Recipe, command.RecipeVersion);
        var recipe = desk.Get<Recipe>(key);
        desk.Check(ProductIsKnown(site, command))
            .Check(RecipeIsApproved(site, recipe, command, desk.Now))
            .Check(RecipeIsValidated(recipe, command))
            .Check(HasTherapyOrder(command))
            .Check(HasDonorCode(command))
            .Check(CodeRegister.Distinct(command.DonorCode, command.ChainOfIdentity))
            .Check(IdentityRules.CodesAreTied(desk, command.DonorCode, command.ChainOfIdentity));
        desk.Write(new ActorId(ActorKind.Batch, batch.Id), new BatchFact.Created(
            command.Product, key, command.ChainOfIdentity, command.DonorCode, command.Purpose, desk.Now));
        IdentityRules.Tie(desk, command.DonorCode, command.ChainOfIdentity);
    }

    private static Refusal? ProductIsKnown(Site site, BatchCommand.Create command) =>
        site.Product(command.Product) is null ? Refusal.Of("ORC-005", new Seen("product", command.Product)).Remedied("apply-plant-change") : null;

    /// <summary>GMP-2: an approved recipe version of this product, effective on the day of creation.</summary>
    [Enforces("GMP-2")]
    public static Refusal? RecipeIsApproved(Site site, Recipe recipe, BatchCommand.Create command, DateTimeOffset now)
    {
        var today = site.DateOf(now);
        var effective = recipe.Document is { } document && !recipe.Withdrawn && document.Product == command.Product
            && document.EffectiveFrom <= today && !(document.EffectiveUntil < today);
        return effective
            ? null
            : Refusal.Of("GMP-2",
                new Seen("recipe", command.Recipe), new Seen("recipeVersion", command.RecipeVersion), new Seen("product", command.Product),
                new Seen("status", recipe.Document is null ? "unknown" : recipe.Withdrawn ? "withdrawn" : recipe.Document.Product != command.Product ? "of another product" : "not effective today"))
                .Remedied("apply-plant-change");
    }

    /// <summary>GMP-9.3.0: a commercial batch needs a passed process validation of its recipe version.</summary>
    [Enforces("GMP-9.3.0")]
    public static Refusal? RecipeIsValidated(Recipe recipe, BatchCommand.Create command) =>
        command.Purpose == BatchPurpose.Commercial && recipe.Document is { ProcessValidation: null }
            ? Refusal.Of("GMP-9.3.0", new Seen("recipe", command.Recipe), new Seen("recipeVersion", command.RecipeVersion)).Remedied("apply-plant-change")
            : null;

    /// <summary>GMP-4.1.3: an autologous batch belongs to exactly one therapy order.</summary>
    [Enforces("GMP-4.1.3", Lacks = "the clinical need date, and the schedule that is computed anew", LacksZh = "临床需求日期，以及排程的重新计算")]
    public static Refusal? HasTherapyOrder(BatchCommand.Create command) =>
        CodeRegister.IsIssuable(command.ChainOfIdentity) ? null : Refusal.Of("GMP-4.1.3", new Seen("batch", command.Batch), new Seen("chainOfIdentity", command.ChainOfIdentity)).Remedied("choose-other-code", new Seen("code", command.ChainOfIdentity));

    /// <summary>GMP-9.7.2: everything of the batch carries the donor's unique code, so the batch must know it.</summary>
    [Enforces("GMP-9.7.2")]
    public static Refusal? HasDonorCode(BatchCommand.Create command) =>
        CodeRegister.IsIssuable(command.DonorCode) ? null : Refusal.Of("GMP-9.7.2", new Seen("batch", command.Batch), new Seen("donorCode", command.DonorCode)).Remedied("choose-other-code", new Seen("code", command.DonorCode));
}
