using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Clearances;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Xunit;

namespace Orchestrator.Domain.Tests.Floors;

/// <summary>Line clearance: two scopes, two people, one start, and what may not be left behind.</summary>
public sealed class ClearanceTests
{
    private static readonly StepDefinition Enrichment = SmallRecipe.StepOf("enrichment");
    private static readonly StepDefinition Open = SmallRecipe.StepOf("transduction") with { Background = Grade.B };
    private static readonly StepPlace Closed = Floor.In("R-101") with { ClosedSystem = "PROC-1" };
    private static readonly StepPlace AtTheCabinet = Floor.In("R-101") with { Cabinet = "BSC-1" };

    [Fact]
    [Proves("GMP-9.5.4c", Proof.Refuses)]
    [Proves("GMP-9.5.2c", Proof.Refuses)]
    public void An_uncleared_room_takes_no_further_step_of_anybody()
    {
        var floor = AfterAStep();

        Assert.Equal(["GMP-9.5.4c"], World.Rules(floor.Start("B-1", Open, AtTheCabinet)));
        Assert.Equal(["GMP-9.5.2c", "GMP-9.5.4c"], World.Rules(floor.Start("B-2", Open, AtTheCabinet)));
    }

    [Fact]
    [Proves("GMP-9.5.4c", Proof.Grants)]
    public void After_a_step_clearance_the_same_batch_goes_on_and_another_does_not()
    {
        var floor = AfterAStep().Cleared("C-1", "B-1", ClearanceScope.Step);

        Assert.Equal(["GMP-9.5.2c"], World.Rules(floor.Start("B-2", Open, AtTheCabinet)));
        floor.Started("B-1", Open, AtTheCabinet);
        Assert.Equal("B-1/transduction", floor.World.State<Clearance>("C-1").UsedBy);
    }

    [Fact]
    [Proves("GMP-9.5.2c", Proof.Grants)]
    public void After_a_changeover_clearance_another_batch_starts()
    {
        var floor = AfterAStep();
        floor.World.Must(new ClosedSystems.ClosedSystemCommand.UnmountKit("PROC-1", "op-1"));

        floor.Cleared("C-1", "B-1", ClearanceScope.Changeover).Started("B-2", Open, AtTheCabinet);
    }

    [Fact]
    public void A_clearance_serves_one_start()
    {
        var floor = AfterAStep().Cleared("C-1", "B-1", ClearanceScope.Step).Started("B-1", Open, AtTheCabinet);
        floor.World.After(TimeSpan.FromMinutes(30));
        floor.Live().Ended("B-1", "transduction");

        Assert.Equal(["GMP-9.5.4c"], World.Rules(floor.Start("B-1", SmallRecipe.StepOf("harvest"), AtTheCabinet)).Where(rule => rule.StartsWith("GMP-9", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_clearance_that_nobody_used_in_time_has_lapsed()
    {
        var floor = AfterAStep().Cleared("C-1", "B-1", ClearanceScope.Step);
        var due = Assert.Single(floor.World.State<Clearance>("C-1").Clocks).Due;

        floor.World.At(due).Must(new WakeUp(new ActorId(ActorKind.Clearance, "C-1"), "validity", due));

        Assert.Equal(ClearanceStatus.Expired, floor.World.State<Clearance>("C-1").Status);
        floor.World.After(TimeSpan.FromSeconds(1));
        Assert.Equal(["GMP-9.5.4c"], World.Rules(floor.Live().Start("B-1", Open, AtTheCabinet)));
    }

    [Fact]
    public void A_lapsed_clearance_is_renewed_and_the_new_one_ages_too()
    {
        var floor = AfterAStep().Cleared("C-1", "B-1", ClearanceScope.Step);
        floor.World.After(TimeSpan.FromHours(25));
        floor.Live().Cleared("C-2", "B-1", ClearanceScope.Step);
        floor.World.After(TimeSpan.FromHours(25));

        Assert.Equal(["GMP-9.5.4c"], World.Rules(floor.Live().Start("B-1", Open, AtTheCabinet)));
        floor.Cleared("C-3", "B-1", ClearanceScope.Step).Started("B-1", Open, AtTheCabinet);
    }

    [Fact]
    public void A_room_not_cleared_promptly_raises_an_alert_once()
    {
        var floor = AfterAStep();
        var due = Assert.Single(floor.World.State<Room>("R-101").Clocks).Due;

        var decision = floor.World.At(due).Must(new WakeUp(new ActorId(ActorKind.Room, "R-101"), "clearance/B-1/enrichment", due));

        Assert.IsType<RoomFact.ClearanceOverdue>(Assert.Single(decision.Facts).Fact);
        Assert.Empty(floor.World.State<Room>("R-101").Clocks);
    }

    [Fact]
    public void Performer_and_verifier_are_two_people_in_the_room()
    {
        var floor = AfterAStep();
        floor.World.Given<Room>("R-101", new RoomFact.PersonLeft("ver-1", floor.World.Now)).After(TimeSpan.FromMinutes(1));
        floor.World.Refused(floor.Perform("C-0", "B-1", ClearanceScope.Step) with { Performer = "op-2" }, "GMP-9.5.4c");
        floor.World.Must(floor.Perform("C-1", "B-1", ClearanceScope.Step));

        Assert.Contains("GMP-9.5.4c", World.Rules(floor.World.Give(new ClearanceCommand.Verify("C-1", "op-1"))));
        Assert.Contains("GMP-9.5.4c", World.Rules(floor.World.Give(new ClearanceCommand.Verify("C-1", "ver-1"))));
        floor.World.Given<Room>("R-101", new RoomFact.PersonEntered("ver-1", floor.World.Now)).Must(new ClearanceCommand.Verify("C-1", "ver-1"));
    }

    [Fact]
    [Proves("GEN-4.1e", Proof.Grants)]
    [Proves("GEN-4.1e", Proof.Refuses)]
    public void A_label_left_at_the_printer_is_found_and_the_clearance_is_not_approved()
    {
        var floor = AfterAStep();
        floor.World.After(TimeSpan.FromMinutes(1));
        var left = floor.Perform("C-1", "B-1", ClearanceScope.Step);
        floor.World.Must(left with { Answers = [.. left.Answers.Select(answer => answer.Item == ClearanceItem.Printer ? answer with { Clear = false, Remark = "label of B-1" } : answer)] });

        floor.World.Refused(new ClearanceCommand.Verify("C-1", "ver-1"), "GEN-4.1e");
        floor.World.Must(new ClearanceCommand.Reject("C-1", "ver-1", "label at the printer"));
        floor.Cleared("C-2", "B-1", ClearanceScope.Step);
    }

    [Fact]
    public void An_incomplete_checklist_is_no_clearance()
    {
        var floor = AfterAStep();
        var perform = floor.Perform("C-1", "B-1", ClearanceScope.Step);

        floor.World.Refused(perform with { Answers = perform.Answers.RemoveAt(0) }, "GMP-9.5.4c");
    }

    [Fact]
    public void A_clearance_performed_before_the_last_operation_ended_is_not_verified()
    {
        var floor = AfterAStep().Cleared("C-1", "B-1", ClearanceScope.Step);
        floor.World.Must(floor.Perform("C-2", "B-1", ClearanceScope.Step));
        floor.Started("B-1", Open, AtTheCabinet);
        floor.World.After(TimeSpan.FromMinutes(30));
        floor.Live().Ended("B-1", "transduction");

        floor.World.Refused(new ClearanceCommand.Verify("C-2", "ver-1"), "GMP-9.5.4c");
    }

    [Fact]
    public void Nobody_clears_up_while_the_batch_works_or_after_another_batch()
    {
        var floor = new Floor().Batch("B-1").Batch("B-2").Kit("PROC-1", "B-1").Started("B-1", Enrichment, Closed);
        floor.World.Refused(floor.Perform("C-1", "B-1", ClearanceScope.Step), "GMP-9.5.4c");
        floor.Ended("B-1", "enrichment");

        floor.World.Refused(floor.Perform("C-2", "B-2", ClearanceScope.Changeover), "GMP-9.5.2c");
    }

    [Fact]
    public void A_mounted_kit_may_stay_at_a_step_clearance_and_not_at_a_changeover()
    {
        var floor = AfterAStep();
        floor.World.After(TimeSpan.FromMinutes(1)).Must(floor.Perform("C-1", "B-1", ClearanceScope.Changeover));

        floor.World.Refused(new ClearanceCommand.Verify("C-1", "ver-1"), "GEN-4.1e");
        floor.Cleared("C-2", "B-1", ClearanceScope.Step);
    }

    [Fact]
    public void A_bag_on_the_bench_stands_in_the_way_of_a_changeover_and_a_parked_one_does_not()
    {
        var floor = AfterAStep();
        floor.World.Must(new ClosedSystems.ClosedSystemCommand.UnmountKit("PROC-1", "op-1"));
        Bag(floor, ContainerUse.Product, PathogenStatus.NegativeScreened);
        floor.World.After(TimeSpan.FromMinutes(1)).Must(floor.Perform("C-1", "B-1", ClearanceScope.Changeover));

        floor.World.Refused(new ClearanceCommand.Verify("C-1", "ver-1"), "GMP-9.5.2c");
        floor.World.Given<Container>("BAG-1", new ContainerFact.Parked(new Location("R-101", "R-101/P1", null), floor.World.Now));
        floor.World.Must(new ClearanceCommand.Verify("C-1", "ver-1"));
    }

    [Fact]
    [Proves("GMP-9.11c", Proof.Grants)]
    [Proves("GMP-9.11c", Proof.Refuses)]
    public void Positive_waste_is_inactivated_before_the_room_is_cleared()
    {
        var floor = AfterAStep();
        Bag(floor, ContainerUse.Waste, PathogenStatus.Positive);
        floor.World.After(TimeSpan.FromMinutes(1)).Must(floor.Perform("C-1", "B-1", ClearanceScope.Step));

        floor.World.Refused(new ClearanceCommand.Verify("C-1", "ver-1"), "GMP-9.11c");
        floor.World.Given<Container>("BAG-1", new ContainerFact.Inactivated("AC-1", "R-101", "op-1", floor.World.Now));
        floor.World.Must(new ClearanceCommand.Verify("C-1", "ver-1"));
    }

    [Fact]
    public void The_table_of_clearances_is_the_approved_one() =>
        Approved.Matches(StatusTable.Page<ClearanceStatus, ClearanceCommand>((status, command) => ClearanceDecider.Possible(status, command) ? null : Refusal.Of("ORC-003")), "Clearance");

    private static Floor AfterAStep()
    {
        var floor = new Floor().Batch("B-1").Batch("B-2").Kit("PROC-1", "B-1").Started("B-1", Enrichment, Closed);
        floor.World.After(TimeSpan.FromHours(1));
        return floor.Live().Ended("B-1", "enrichment");
    }

    private static void Bag(Floor floor, ContainerUse use, PathogenStatus pathogen) => floor.World
        .Given<Container>("BAG-1", new ContainerFact.Registered(
            "bag", use, "B-1", "COI-B-1", "D-B-1", "DM-B-1", [], null, pathogen, pathogen == PathogenStatus.Positive ? ["HBV"] : [], new Contents(50), new Location("R-101", null, null), floor.World.Now))
        .Given<Batch>("B-1", new BatchFact.ContainerAdded("BAG-1"));
}
