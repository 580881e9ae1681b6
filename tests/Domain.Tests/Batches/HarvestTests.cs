using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Xunit;
using static Orchestrator.Domain.Tests.PlantAtWork;

namespace Orchestrator.Domain.Tests.Batches;

/// <summary>Proves that harvest leaves nothing running behind, in the recipe and in the room.</summary>
public sealed class HarvestTests
{
    private static readonly StepDefinition Expand = Step("expand", StepClass.Culture, Exposure.Closed, Workplace.ClosedSystem);

    private static readonly StepDefinition Harvest = Step("harvest", StepClass.NonCulture, Exposure.Open, Workplace.Cabinet) with { IsHarvest = true, Background = Grade.B, Grade = Grade.A };

    private static PlantAtWork BothRun() => new PlantAtWork(SmallPlant.Document, RecipeOf("HV", Expand, Harvest)).Batch("B-1", "HV").Enter("R-101", "op-1", "ver-1").Kit("PROC-1", "B-1")
        .Start("B-1", "expand", In("R-101", null) with { ClosedSystem = "PROC-1" }, null, "ver-1").After(10)
        .Start("B-1", "harvest", In("R-101", "L-1") with { Cabinet = "BSC-1" }, "op-1", null).After(20);

    [Fact]
    [Proves("GEN-4.1b", Proof.Refuses)]
    public void Harvest_does_not_end_while_another_step_runs() =>
        Assert.Contains(BothRun().World.Refused(new BatchCommand.CompleteStep("B-1", "harvest", "op-1", "T-101"), "GEN-4.1b").Remedies, remedy => remedy.Code == "wait-for-step-end");

    [Fact]
    [Proves("GEN-4.1b", Proof.Grants)]
    public void Harvest_ends_once_the_other_step_has_ended()
    {
        var plant = BothRun().Complete("B-1", "expand", "op-1", "T-101");

        plant.Complete("B-1", "harvest", "op-1", "T-101");

        Assert.Equal(BatchStatus.Harvested, plant.World.State<Batch>("B-1").Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_step_that_harvest_left_running_can_still_be_ended(bool completed)
    {
        var plant = BothRun();
        plant.World.Given<Batch>("B-1", new BatchFact.StepChanged("harvest", StepStatus.Complete, plant.World.Now)).Given<Batch>("B-1", new BatchFact.Harvested(plant.World.Now));

        plant.World.Must(completed ? new BatchCommand.CompleteStep("B-1", "expand", "op-1", "T-101") : new BatchCommand.AbortStep("B-1", "expand", "left behind", Disposition.Destroy, "op-1"));

        Assert.DoesNotContain("B-1/expand", plant.World.State<Room>("R-101").Running.Keys);
    }

    [Fact]
    [Proves("GEN-4.1b", Proof.Refuses)]
    public void A_recipe_whose_harvest_does_not_come_after_every_step_is_sent_back() =>
        Assert.Contains(RecipeCheck.Of(RecipeOf("HV", Expand, Harvest), null), finding => finding.Severity == FindingSeverity.Error && finding.Field == "steps[1].after");

    [Fact]
    public void A_recipe_whose_harvest_comes_after_every_step_directly_or_not_is_in_order()
    {
        var wash = Step("wash", StepClass.NonCulture, Exposure.Closed, Workplace.ClosedSystem, "expand");

        Assert.DoesNotContain(RecipeCheck.Of(RecipeOf("HV", Expand, wash, Harvest with { After = ["wash"] }), null), finding => finding.Field == "steps[2].after");
    }
}
