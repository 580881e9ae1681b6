using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Recipes;
using Xunit;

namespace Orchestrator.Domain.Tests.Batches;

/// <summary>Proves what stops a batch, who lets it go on, and who may end it.</summary>
public sealed class HoldTests
{
    private static readonly BatchCommand.PlaceHold OddSmell = new(Life.Id, "odd-smell", "reported by op-1");

    [Fact]
    [Proves("GMP-10.2b", Proof.Refuses)]
    public void Nothing_starts_while_a_hold_lies_on_the_batch()
    {
        var life = new Life().Created();
        life.World.Must(OddSmell);

        Assert.Equal(["GMP-10.2b"], life.Start("enrichment"));
    }

    [Fact]
    [Proves("GMP-10.2b", Proof.Grants)]
    public void Two_people_of_quality_lift_it_and_the_batch_goes_on()
    {
        var life = new Life().Created();
        life.World.Must(OddSmell);

        life.World.MustBoth(new BatchCommand.LiftHold(Life.Id, "manual/odd-smell", "solvent in the corridor", "quality-1", "quality-2"));

        Assert.Empty(life.Start("enrichment"));
    }

    [Theory]
    [InlineData("quality-1", "quality-1", "quality-1")]
    [InlineData("quality-1", "quality-1", "op-1")]
    [InlineData("engineer-1", "quality-1", "quality-2")]
    [Proves("GMP-10.2b", Proof.Refuses)]
    public void Nobody_else_lifts_it(string caller, string first, string second)
    {
        var life = new Life().Created();
        life.World.Must(OddSmell);

        life.World.As(caller).Refused(new BatchCommand.LiftHold(Life.Id, "manual/odd-smell", "never mind", first, second), "GMP-10.2b");
    }

    [Fact]
    public void An_identity_hold_is_not_lifted_here()
    {
        var life = new Life().Created();
        life.Told(new BatchFact.HoldPlaced(new Hold("h-1", HoldKind.Identity, "GMP-4.1.6", "found", life.World.Now)));

        var refusal = life.World.As("quality-1").Refused(new BatchCommand.LiftHold(Life.Id, "h-1", "looked at", "quality-1", "quality-2"), "GMP-4.1.6");

        Assert.Equal("lift-identity-hold", refusal.Remedies[0].Code);
    }

    [Fact]
    public void A_hold_that_does_not_lie_there_is_not_lifted() =>
        new Life().Created().World.Refused(new BatchCommand.LiftHold(Life.Id, "h-9", "looked at", "quality-1", "quality-2"), "ORC-001");

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    [Proves("GMP-4.1.2b", Proof.Grants)]
    [Proves("GMP-4.1.2b", Proof.Refuses)]
    public void A_step_that_ends_without_a_required_check_holds_its_batch(bool recorded, int holds)
    {
        var life = new Life().Created().Runs("enrichment");
        var definition = SmallRecipe.StepOf("enrichment") with { Checks = [new CheckDefinition { Name = "viability", Unit = "%", Low = 80 }] };
        if (recorded)
            life.Told(new BatchFact.CheckRecorded("enrichment", new RecordedCheck("viability", 92, "%", "op-1", null, life.World.Now, InRange: true)));

        Assert.Equal(holds, BatchRules.HoldsOnCompletion(life.Batch.Steps["enrichment"], definition, life.World.Now).Count(hold => hold.Rule == "GMP-4.1.2b"));
    }

    [Fact]
    public void A_value_that_stands_is_changed_by_a_correction_and_by_nothing_else()
    {
        var recipe = SmallRecipe.Document with { Steps = [.. SmallRecipe.Document.Steps.Select(step => step with { Checks = [new CheckDefinition { Name = "viability", Unit = "%", Low = 80 }] })] };
        var life = new Life(recipe).Created().Completed("enrichment");
        var late = new BatchCommand.RecordCheck(Life.Id, "enrichment", "viability", 81, "%", "op-1", null);
        life.World.Must(late);

        var refusal = life.World.Refused(late with { Value = 99, RecordedBy = "engineer-1" }, "ORC-002");

        Assert.Equal("correct-check", Assert.Single(refusal.Remedies).Code);
        life.World.Must(new BatchCommand.CorrectCheck(Life.Id, "enrichment", "viability", 99, "%", "read from the wrong line", "op-1", "op-2"));
        Assert.Equal(99, life.Batch.Steps["enrichment"].Checks["viability"].Value);
    }

    [Theory]
    [InlineData("quality-1", true)]
    [InlineData("op-1", false)]
    [InlineData(null, false)]
    [Proves("GMP-5.1a", Proof.Grants)]
    [Proves("GMP-5.1a", Proof.Refuses)]
    public void Only_quality_ends_a_batch_before_its_harvest(string? caller, bool granted)
    {
        var life = new Life().Created();

        var decision = life.World.As(caller).Give(new BatchCommand.Terminate(Life.Id, "patient withdrew", Disposition.Retain));

        Assert.Equal(granted ? [] : new[] { "GMP-5.1a" }, World.Rules(decision));
        Assert.Equal(granted ? BatchStatus.Terminated : BatchStatus.Created, life.Batch.Status);
    }

    [Fact]
    public void Two_people_of_quality_destroy_what_is_left()
    {
        var life = new Life().Created();
        life.World.As("quality-1").Must(new BatchCommand.Terminate(Life.Id, "patient withdrew", Disposition.Destroy));

        life.World.Refused(new BatchCommand.Discard(Life.Id, "terminated", "quality-1", "quality-1"), "GMP-5.1a");
        life.World.MustBoth(new BatchCommand.Discard(Life.Id, "terminated", "quality-1", "quality-2"));

        Assert.Equal(BatchStatus.Discarded, life.Batch.Status);
    }

    [Fact]
    public void A_batch_is_given_up_only_before_its_first_step() =>
        new Life().Created().Runs("enrichment").World.Refused(new BatchCommand.Cancel(Life.Id, "no slot"), "ORC-003");
}
