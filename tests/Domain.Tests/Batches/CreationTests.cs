using System.Globalization;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Recipes;
using Xunit;

namespace Orchestrator.Domain.Tests.Batches;

/// <summary>Proves what a batch needs to come into being: a product, a recipe version in force, a therapy order, a donor's code.</summary>
public sealed class CreationTests
{
    [Fact]
    [Proves("GMP-2", Proof.Grants)]
    [Proves("GMP-9.3.0", Proof.Grants)]
    [Proves("GMP-4.1.3", Proof.Grants)]
    [Proves("GMP-9.7.2", Proof.Grants)]
    public void A_batch_is_created_from_a_recipe_in_force_for_one_therapy_order()
    {
        var life = new Life();

        life.World.Must(Life.Create);

        Assert.Equal((BatchStatus.Created, SmallRecipe.Key, "COI-1"), (life.Batch.Status, life.Batch.Recipe, life.Batch.ChainOfIdentity));
    }

    [Theory]
    [InlineData("2", "CART-19", "unknown")]
    [InlineData("1", "CART-BCMA", "of another product")]
    [Proves("GMP-2", Proof.Refuses)]
    public void A_recipe_version_nobody_approved_or_of_another_product_makes_no_batch(string version, string product, string status)
    {
        var refusal = new Life().World.Refused(Life.Create with { RecipeVersion = version, Product = product }, "GMP-2");

        Assert.Contains(new("status", status), refusal.Seen);
    }

    [Theory]
    [InlineData("2026-03-03", null)]
    [InlineData("2025-01-01", "2026-03-01")]
    [Proves("GMP-2", Proof.Refuses)]
    public void A_recipe_version_not_effective_today_makes_no_batch(string from, string? until)
    {
        var recipe = SmallRecipe.Document with { EffectiveFrom = Date(from)!.Value, EffectiveUntil = Date(until) };

        new Life(recipe).World.Refused(Life.Create, "GMP-2");
    }

    [Fact]
    [Proves("GMP-2", Proof.Refuses)]
    public void A_withdrawn_recipe_version_makes_no_batch()
    {
        var life = new Life();
        life.World.Given<Recipe>(SmallRecipe.Key, new RecipeFact.Withdrawn("superseded"));

        life.World.Refused(Life.Create, "GMP-2");
    }

    [Theory]
    [InlineData(BatchPurpose.Commercial, false)]
    [InlineData(BatchPurpose.Clinical, true)]
    [InlineData(BatchPurpose.Validation, true)]
    [Proves("GMP-9.3.0", Proof.Refuses)]
    [Proves("GMP-9.3.0", Proof.Grants)]
    public void Only_a_validated_recipe_makes_commercial_batches(BatchPurpose purpose, bool granted)
    {
        var life = new Life(SmallRecipe.Document with { ProcessValidation = null });

        var decision = life.World.Ask(Life.Create with { Purpose = purpose });

        Assert.Equal(granted ? [] : new[] { "GMP-9.3.0" }, World.Rules(decision));
    }

    [Fact]
    [Proves("GMP-4.1.3", Proof.Refuses)]
    public void A_batch_without_a_therapy_order_is_refused() => new Life().World.Refused(Life.Create with { ChainOfIdentity = "" }, "GMP-4.1.3");

    [Fact]
    [Proves("GMP-9.7.2", Proof.Refuses)]
    public void A_batch_without_a_donor_code_is_refused() => new Life().World.Refused(Life.Create with { DonorCode = "" }, "GMP-9.7.2");

    [Fact]
    public void A_batch_is_created_once() => new Life().Created().World.Refused(Life.Create, "ORC-002");

    private static DateOnly? Date(string? text) => text is null ? null : DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
