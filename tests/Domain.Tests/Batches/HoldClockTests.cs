using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Xunit;
using static Orchestrator.Domain.Tests.PlantAtWork;

namespace Orchestrator.Domain.Tests.Batches;

/// <summary>Proves that every wait has a clock of its own, which only what ends that wait stops.</summary>
public sealed class HoldClockTests
{
    private static readonly StepDefinition Side = Step("side", StepClass.NonCulture, Exposure.Open, Workplace.Cabinet) with { Background = Grade.B };

    private static readonly RecipeDocument Parallel = RecipeOf("PAR", Step("expand", StepClass.Culture, Exposure.Closed, Workplace.ClosedSystem), Side);

    private static readonly RecipeDocument Repeated = RecipeOf("REP", Step("open", StepClass.NonCulture, Exposure.Open, Workplace.Cabinet) with { RepeatsMax = 1 });

    private static readonly RecipeDocument Chain = RecipeOf("CHAIN", Side with { Id = "first" }, Side with { Id = "second", After = ["first"] });

    private static PlantAtWork Paused() => new PlantAtWork(SmallPlant.Document, Parallel).Batch("B-1", "PAR").Enter("R-101", "op-1", "ver-1").Kit("PROC-1", "B-1")
        .Start("B-1", "expand", In("R-101", null) with { ClosedSystem = "PROC-1" }, null, "ver-1").After(10);

    [Fact]
    [Proves("GEN-4.3b", Proof.Refuses)]
    public void Another_step_that_runs_meanwhile_gives_a_paused_step_no_more_time()
    {
        var plant = Paused();
        plant.World.Must(new BatchCommand.PauseStep("B-1", "expand", "alarm", "op-1"));
        var due = plant.World.State<Batch>("B-1").HoldClocks["expand"].Due;
        plant.After(60).Start("B-1", "side", In("R-101", "L-1") with { Cabinet = "BSC-1" }, "op-1", null).After(60).Complete("B-1", "side", "op-1", "T-101").After(190);

        plant.World.Must(new WakeUp(new ActorId(ActorKind.Batch, "B-1"), "hold/expand", due));

        Assert.Contains("time-limit/after-expand", plant.World.State<Batch>("B-1").Holds.Keys);
        plant.World.Refused(new BatchCommand.ResumeStep("B-1", "expand", "op-1"), "GEN-4.3b");
    }

    [Fact]
    [Proves("GEN-4.3b", Proof.Grants)]
    public void A_paused_step_that_goes_on_in_time_waits_no_longer()
    {
        var plant = Paused();
        plant.World.Must(new BatchCommand.PauseStep("B-1", "expand", "alarm", "op-1"));
        plant.After(60);

        plant.World.Must(new BatchCommand.ResumeStep("B-1", "expand", "op-1"));

        Assert.Empty(plant.World.State<Batch>("B-1").HoldClocks);
    }

    [Fact]
    [Proves("GEN-4.3b", Proof.Grants)]
    public void The_step_that_follows_stops_the_clock_of_the_one_before()
    {
        var plant = new PlantAtWork(SmallPlant.Document, Chain).Batch("B-1", "CHAIN").Enter("R-101", "op-1", "ver-1")
            .Start("B-1", "first", In("R-101", "L-1") with { Cabinet = "BSC-1" }, "op-1", "ver-1").After(20).Complete("B-1", "first", "op-1", "T-101");
        Assert.Equal(["first"], plant.World.State<Batch>("B-1").HoldClocks.Keys);

        plant.After(4).Clear("C-1", "R-101", "B-1", ClearanceScope.Step, "op-1", "ver-1").Leave("R-101", "ver-1").Start("B-1", "second", In("R-101", "L-1") with { Cabinet = "BSC-1" }, "op-1", null);

        Assert.Empty(plant.World.State<Batch>("B-1").HoldClocks);
    }

    [Fact]
    public void Breaking_a_paused_step_off_does_not_start_its_wait_anew()
    {
        var plant = Paused();
        plant.World.Must(new BatchCommand.PauseStep("B-1", "expand", "alarm", "op-1"));
        var clock = plant.World.State<Batch>("B-1").HoldClocks["expand"];
        plant.After(60);

        plant.World.Must(new BatchCommand.AbortStep("B-1", "expand", "no hope", Disposition.SafeState, "op-1"));

        Assert.Equal(clock, plant.World.State<Batch>("B-1").HoldClocks["expand"]);
    }

    [Theory]
    [InlineData(Disposition.SafeState)]
    [InlineData(Disposition.Retain)]
    [InlineData(Disposition.Destroy)]
    [Proves("GEN-4.3b", Proof.Refuses)]
    public void Whatever_is_said_of_the_cells_an_aborted_step_is_repeated_within_its_hold_time(Disposition disposition)
    {
        var plant = new PlantAtWork(SmallPlant.Document, Repeated).Batch("B-1", "REP").Enter("R-101", "op-1", "ver-1")
            .Start("B-1", "open", In("R-101", "L-1") with { Cabinet = "BSC-1" }, "op-1", "ver-1").After(10);
        plant.World.Must(new BatchCommand.AbortStep("B-1", "open", "spill", disposition, "op-1"));
        plant.World.MustBoth(new BatchCommand.LiftHold("B-1", "aborted/open/1", "cells are well", "quality-1", "quality-2"));
        plant.After(60 * 5).Clear("C-1", "R-101", "B-1", ClearanceScope.Step, "op-1", "ver-1").Leave("R-101", "ver-1");

        plant.World.Refused(new BatchCommand.RepeatStep("B-1", "open", "again", In("R-101", "L-1") with { Cabinet = "BSC-1" }, [new AssignedOperator("op-1", "operator")], null, []), "GEN-4.3b");
    }
}
