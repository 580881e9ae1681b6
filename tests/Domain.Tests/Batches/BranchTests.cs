using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Xunit;
using static Orchestrator.Domain.Tests.PlantAtWork;

namespace Orchestrator.Domain.Tests.Batches;

/// <summary>How long cells may wait where a recipe branches, and how what held them is lifted (GEN-4.3b, GMP-9.5.0).</summary>
public sealed class BranchTests
{
    private static readonly RecipeDocument Branches = RecipeOf("BRANCHES",
        Step("wash", StepClass.NonCulture, Exposure.Closed, Workplace.ClosedSystem),
        Step("expand", StepClass.Culture, Exposure.Closed, Workplace.ClosedSystem, "wash"),
        Step("bank", StepClass.NonCulture, Exposure.Closed, Workplace.ClosedSystem, "wash"),
        Step("harvest", StepClass.NonCulture, Exposure.Closed, Workplace.ClosedSystem, "wash", "expand"));

    [Fact]
    [Proves("GEN-4.3b", Proof.Refuses)]
    public void The_branch_that_starts_stops_no_clock_of_the_branch_that_waits()
    {
        var plant = Washed();
        plant.Start("B-1", "expand", In("R-101", null) with { ClosedSystem = "PROC-1" }, null, null);

        Assert.Equal("wash", Assert.Single(plant.World.State<Batch>("B-1").HoldClocks).Key);
        plant.After(5 * 60);
        plant.World.Refused(StartOf("B-1", "bank", In("R-101", "L-1") with { ClosedSystem = "PROC-1" }, "op-1", "ver-1"), "GEN-4.3b");
    }

    [Fact]
    [Proves("GEN-4.3b", Proof.Grants)]
    public void The_last_branch_to_start_stops_the_clock_and_a_step_behind_it_keeps_none_running()
    {
        var plant = Washed();
        plant.Start("B-1", "bank", In("R-101", "L-1") with { ClosedSystem = "PROC-1" }, "op-1", "ver-1").After(60).Complete("B-1", "bank", "op-1", "T-101").After(1);
        plant.Clear("C-2", "R-101", "B-1", ClearanceScope.Step, "op-1", "ver-1").After(1);
        plant.Start("B-1", "expand", In("R-101", null) with { ClosedSystem = "PROC-1" }, null, null);

        Assert.DoesNotContain("wash", plant.World.State<Batch>("B-1").HoldClocks.Keys);
    }

    [Fact]
    [Proves("GEN-4.3b", Proof.Refuses)]
    public void What_quality_lets_go_on_waits_no_longer_than_is_validated_from_then_on()
    {
        var plant = Washed().After(5 * 60);
        var expand = StartOf("B-1", "expand", In("R-101", null) with { ClosedSystem = "PROC-1" }, null, null);
        plant.World.Refused(expand, "GEN-4.3b");
        plant.World.MustBoth(new BatchCommand.LiftHold("B-1", "time-limit/after-wash", "viability 91 %", "quality-1", "quality-2"));

        plant.After(3 * 60);
        Assert.DoesNotContain("GEN-4.3b", World.Rules(plant.World.Ask(expand)));
        plant.After(2 * 60);
        plant.World.Refused(expand, "GEN-4.3b");
    }

    [Fact]
    [Proves("GMP-9.5.0", Proof.Refuses)]
    public void A_hole_in_the_record_that_no_buffer_closes_is_lifted_as_its_refusal_says()
    {
        var plant = Washed();
        plant.Start("B-1", "expand", In("R-101", null) with { ClosedSystem = "PROC-1" }, null, null);
        plant.World.After(TimeSpan.FromMinutes(20)).Give(new WakeUp(new ActorId(ActorKind.Sensor, "DP-101"), "signal", plant.World.Now));
        plant.Live().After(30).Complete("B-1", "expand", "op-1", "T-101");
        var harvest = StartOf("B-1", "harvest", In("R-101", "L-1") with { ClosedSystem = "PROC-1" }, "op-1", "ver-1");

        var lost = plant.World.Ask(harvest).Refusals.Where(refusal => refusal.Rule == "GMP-9.5.0").ToList();

        Assert.NotEmpty(lost);
        Assert.All(lost, refusal => Assert.Equal(["report-reading", "lift-hold"], refusal.Remedies.Select(remedy => remedy.Code)));
        Assert.Contains(lost, refusal => refusal.Remedies[0].With.Contains(new Seen("sensor", "DP-101")));
        foreach (var hold in plant.World.State<Batch>("B-1").Holds.Keys)
            plant.World.MustBoth(new BatchCommand.LiftHold("B-1", hold, "the room was closed", "quality-1", "quality-2"));
        Assert.DoesNotContain("GMP-9.5.0", World.Rules(plant.World.Ask(harvest)));
    }

    private static PlantAtWork Washed()
    {
        var plant = new PlantAtWork(SmallPlant.Document, Branches).Batch("B-1", "BRANCHES").Enter("R-101", "op-1", "ver-1").Kit("PROC-1", "B-1");
        plant.Start("B-1", "wash", In("R-101", "L-1") with { ClosedSystem = "PROC-1" }, "op-1", "ver-1").After(60).Complete("B-1", "wash", "op-1", "T-101").After(1);
        return plant.Clear("C-1", "R-101", "B-1", ClearanceScope.Step, "op-1", "ver-1").After(1);
    }
}
