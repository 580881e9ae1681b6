using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Xunit;

namespace Orchestrator.Domain.Tests.Batches;

/// <summary>Proves that a batch's steps follow the recipe: in order, as often as declared, at the place, on what is known.</summary>
public sealed class StepOrderTests
{
    [Fact]
    [Proves("GEN-4.1b", Proof.Grants)]
    [Proves("GMP-9.5.3e", Proof.Grants)]
    public void The_first_step_starts_first_from_a_terminal_of_its_room() => Assert.Empty(new Life().Created().Start("enrichment"));

    [Fact]
    [Proves("GEN-4.1b", Proof.Grants)]
    public void A_step_starts_once_the_one_before_it_is_complete() => Assert.Empty(new Life().Created().Completed("enrichment").Start("transduction"));

    [Fact]
    [Proves("GEN-4.1b", Proof.Refuses)]
    public void A_step_is_not_skipped()
    {
        var life = new Life().Created().Completed("enrichment");

        var refusal = BatchRules.InOrder(life.StartOf("harvest"));

        Assert.Equal(new Seen("requiredStep", "culture"), refusal!.Remedies[0].With[0]);
    }

    [Theory]
    [InlineData(StepStatus.Running)]
    [InlineData(StepStatus.Held)]
    [InlineData(StepStatus.Aborted)]
    [Proves("GEN-4.1b", Proof.Refuses)]
    public void A_step_that_did_not_complete_opens_the_way_to_nothing(StepStatus status)
    {
        var life = new Life().Created().Runs("enrichment");
        life.Told(new BatchFact.StepChanged("enrichment", status, life.World.Now));

        Assert.Contains("GEN-4.1b", life.Start("transduction"));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(0, false)]
    [Proves("GMP-4.1.2a", Proof.Grants)]
    [Proves("GMP-4.1.2a", Proof.Refuses)]
    public void A_step_is_done_again_only_as_often_as_the_recipe_declares(int repeats, bool granted)
    {
        var recipe = SmallRecipe.Document with
        {
            Steps = [.. SmallRecipe.Document.Steps.Select(step => step.Id == "enrichment" ? step with { RepeatsMax = repeats } : step)],
        };
        var life = new Life(recipe).Created().Completed("enrichment");

        Assert.Equal(granted ? [] : ["GMP-4.1.2a"], life.Start("enrichment", attempt: 2));
    }

    [Fact]
    public void A_step_that_ran_is_not_started_as_if_it_had_not() => Assert.Equal(["ORC-003"], new Life().Created().Completed("enrichment").Start("enrichment"));

    [Theory]
    [InlineData("T-102")]
    [InlineData("T-999")]
    [Proves("GMP-9.5.3e", Proof.Refuses)]
    public void A_step_is_not_commanded_from_elsewhere(string terminal) => Assert.Equal(["GMP-9.5.3e"], new Life().Created().Start("enrichment", terminal: terminal));

    [Theory]
    [InlineData("L-2")]
    [InlineData("L-9")]
    [InlineData(null)]
    [Proves("GMP-9.2.5a", Proof.Refuses)]
    public void Attended_work_needs_a_line_that_serves_the_room(string? line) => Assert.Equal(["GMP-9.2.5a"], new Life().Created().Start("enrichment", line: line));

    [Fact]
    [Proves("GMP-4.2.4a", Proof.Refuses)]
    public void A_step_in_a_room_the_plant_does_not_know_is_not_decided_at_all()
    {
        var life = new Life().Created();
        var start = life.StartOf("enrichment").Command;

        life.World.Refused(start with { Place = start.Place with { Room = "R-9" } }, "GMP-4.2.4a");
    }

    [Fact]
    [Proves("GMP-4.2.4a", Proof.Grants)]
    public void What_the_segregation_table_said_of_the_batch_beside_is_kept_with_the_decision()
    {
        var life = new Life().Created();
        var beside = new RunningStep("B-2", "enrichment", "enrichment", StepClass.NonCulture, Exposure.Closed, "L-2", null, null, "PROC-2", life.World.Now);
        life.World.Given<Room>("R-102", new RoomFact.StepStarted(beside, UsesClearance: false))
            .Given<Batch>("B-2", new BatchFact.Created("CART-19", SmallRecipe.Key, "COI-2", "DONOR-2", BatchPurpose.Commercial, life.World.Now))
            .Given<Batch>("B-2", new BatchFact.DonorMaterialBound("DM-2", PathogenStatus.NegativeScreened, []));

        var decision = life.World.Play(desk => Segregating.Check(desk, life.StartOf("enrichment")));

        Assert.Contains(decision.Bases, basis => basis.Kind == "segregation" && basis.Seen.Contains(new Seen("otherBatch", "B-2")));
        Assert.DoesNotContain(decision.Refusals, refusal => refusal.Rule == "GMP-4.2.4a");
    }
}
