using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Isolators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Xunit;

namespace Orchestrator.Domain.Tests.Floors;

/// <summary>Isolators: one batch, a valid cycle, tests in date, one open port in a room, and air that leaves.</summary>
public sealed class IsolatorTests
{
    private static readonly StepDefinition Enrichment = SmallRecipe.StepOf("enrichment");

    [Fact]
    [Proves("GMP-6.4.4.2", Proof.Grants)]
    [Proves("GMP-9.5.5a", Proof.Grants)]
    [Proves("GMP-9.5.5b", Proof.Grants)]
    [Proves("GMP-9.5.5c", Proof.Grants)]
    [Proves("GMP-9.5.5e", Proof.Grants)]
    public void A_decontaminated_tested_isolator_takes_a_batch_beside_another_ones() =>
        Ready().Started("B-1", Enrichment, At("ISO-1")).Started("B-2", Enrichment, At("ISO-2"));

    [Fact]
    [Proves("GMP-6.4.4.2", Proof.Refuses)]
    public void A_cycle_that_failed_or_lapsed_is_none()
    {
        var floor = Ready();
        Cycle(floor, "ISO-1", passed: false);
        Assert.Contains("GMP-6.4.4.2", World.Rules(floor.Start("B-1", Enrichment, At("ISO-1"))));

        floor = Ready();
        floor.World.After(TimeSpan.FromDays(7) + TimeSpan.FromSeconds(1));
        Assert.Contains("GMP-6.4.4.2", World.Rules(floor.Live().Start("B-1", Enrichment, At("ISO-1"))));
    }

    [Fact]
    [Proves("GMP-9.5.5d", Proof.Refuses)]
    [Proves("GMP-9.5.5e", Proof.Refuses)]
    public void An_isolator_is_one_batchs_until_it_is_cleared_and_decontaminated()
    {
        var floor = Ready().Started("B-1", Enrichment, At("ISO-1")).Ended("B-1", "enrichment");
        Assert.Contains("GMP-9.5.5d", World.Rules(floor.Start("B-2", Enrichment, At("ISO-1"))));
        floor.World.Refused(new IsolatorCommand.StartDecontamination("ISO-1", "C-9", "op-1"), "ORC-003");
        floor.World.Refused(new IsolatorCommand.ClearInterior("ISO-1", "B-2", "op-1", "ver-1"), "ORC-012");
        floor.World.Refused(new IsolatorCommand.ClearInterior("ISO-1", "B-1", "ver-1", "ver-1"), "GMP-9.5.5e");
        floor.World.Must(new IsolatorCommand.ClearInterior("ISO-1", "B-1", "op-1", "ver-1"));

        Assert.Contains("GMP-9.5.5e", World.Rules(floor.Start("B-2", Enrichment, At("ISO-1"))));
        floor.World.Refused(new IsolatorCommand.OpenPort("ISO-1", "B-2", "op-1"), "GMP-9.5.5e");
        Cycle(floor, "ISO-1");
        floor.Cleared("C-1", "B-1", ClearanceScope.Changeover).Started("B-2", Enrichment, At("ISO-1"));
    }

    [Fact]
    [Proves("GMP-9.5.5a", Proof.Refuses)]
    [Proves("GMP-6.3d", Proof.Refuses)]
    public void An_overdue_glove_test_blocks_that_isolator_only_and_a_failed_one_holds_who_was_inside()
    {
        var floor = Ready().Started("B-1", Enrichment, At("ISO-1"));

        floor.World.Must(new IsolatorCommand.RecordIntegrityTest("ISO-1", IntegrityTest.Gloves, "pressure", "leak", false, "engineer-1"));

        Assert.Equal("GMP-6.3d", Assert.Single(floor.World.State<Batch>("B-1").Holds.Values).Rule);
        Assert.Equal(IsolatorStatus.IntegrityFailed, floor.World.State<Isolator>("ISO-1").Status);
        floor.Started("B-2", Enrichment, At("ISO-2"));
        Assert.Contains("GMP-9.5.5a", World.Rules(Ready(test: false).Start("B-1", Enrichment, At("ISO-1"))));
    }

    [Theory]
    [InlineData(IsolatorExhaust.IntoRoom, false, "GMP-9.5.5b")]
    [InlineData(IsolatorExhaust.Ducted, true, "GMP-9.5.5c")]
    [Proves("GMP-9.5.5b", Proof.Refuses)]
    [Proves("GMP-9.5.5c", Proof.Refuses)]
    public void Air_that_goes_into_the_room_or_round_again_refuses_the_start(IsolatorExhaust exhaust, bool recirculates, string rule)
    {
        var plant = SmallPlant.Document with { Isolators = [.. SmallPlant.Document.Isolators.Select(isolator => isolator.Id == "ISO-1" ? isolator with { Exhaust = exhaust, Recirculates = recirculates } : isolator)] };

        Assert.Equal([rule], World.Rules(Ready(plant).Start("B-1", Enrichment, At("ISO-1"))));
    }

    [Fact]
    public void Air_handling_that_stops_or_recirculates_as_read_now_refuses_the_start() =>
        Assert.Equal(["GMP-9.5.5c"], World.Rules(Ready().Reads("AHU-1-RUN", 0).Start("B-1", Enrichment, At("ISO-1"))));

    [Fact]
    [Proves("GMP-9.5.5d", Proof.Grants)]
    public void One_isolator_of_a_room_opens_its_port_at_a_time()
    {
        var floor = Ready();
        floor.World.Must(new IsolatorCommand.OpenPort("ISO-1", "B-1", "op-1"));

        floor.World.Refused(new IsolatorCommand.OpenPort("ISO-2", "B-2", "op-1"), "GMP-9.5.5d");
        Assert.Equal(MeasureState.NotInEffect, floor.Measure(MeasureKind.AlternatingWork, "B-2", Enrichment, At("ISO-2")));
        Assert.Contains("GMP-6.4.4.2", World.Rules(floor.Start("B-1", Enrichment, At("ISO-1"))));
        floor.World.Must(new IsolatorCommand.ClosePort("ISO-1"));
        floor.World.Must(new IsolatorCommand.OpenPort("ISO-2", "B-2", "op-1"));
    }

    [Fact]
    [Proves("GMP-9.5.5d", Proof.Refuses)]
    public void A_port_that_closes_leaves_another_open_that_was_found_so()
    {
        var floor = Ready();
        floor.World.Must(new IsolatorCommand.OpenPort("ISO-1", "B-1", "op-1"));
        floor.World.Must(new IsolatorCommand.ReportOpenPort("ISO-2", floor.World.Now));
        floor.World.Must(new IsolatorCommand.ClosePort("ISO-1"));

        floor.World.Refused(new IsolatorCommand.OpenPort("ISO-1", "B-1", "op-1"), "GMP-9.5.5d");
    }

    [Fact]
    public void A_port_found_open_under_a_step_opens_the_step_and_holds_its_batch()
    {
        var floor = Ready().Started("B-1", Enrichment, At("ISO-1"));

        floor.World.Must(new IsolatorCommand.ReportOpenPort("ISO-1", floor.World.Now));

        Assert.Equal(Exposure.Open, floor.World.State<Room>("R-101").Running["B-1/enrichment"].Exposure);
        Assert.Equal(HoldKind.MeasureLost, Assert.Single(floor.World.State<Batch>("B-1").Holds.Values).Kind);
        floor.World.Refused(new IsolatorCommand.OpenPort("ISO-2", "B-2", "op-1"), "GMP-9.5.5d");
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(1, false)]
    public void A_port_found_open_late_opens_the_step_that_has_ended_since(int minutesAfterItsEnd, bool opens)
    {
        var floor = Ready().Started("B-1", Enrichment, At("ISO-1")).Ended("B-1", "enrichment");
        var ended = floor.World.Now;
        floor.World.After(TimeSpan.FromMinutes(10));

        floor.World.Must(new IsolatorCommand.ReportOpenPort("ISO-1", ended.AddMinutes(minutesAfterItsEnd)));

        Assert.Equal(opens ? Exposure.Open : Exposure.Closed, floor.World.State<Batch>("B-1").Steps["enrichment"].Exposure);
        Assert.Equal(opens ? Exposure.Open : Exposure.Closed, floor.World.State<Room>("R-101").Uncleared!.Exposure);
        Assert.Equal(opens ? 1 : 0, floor.World.State<Batch>("B-1").Holds.Count);
    }

    [Fact]
    public void Every_measure_of_isolators_stands_while_they_are_fit()
    {
        var floor = Ready();

        Assert.All(
            (MeasureKind[])[MeasureKind.IntegrityInDate, MeasureKind.NoExhaustIntoRoom, MeasureKind.NoRecirculation, MeasureKind.SealedTransfer, MeasureKind.AlternatingWork, MeasureKind.FixedPositions, MeasureKind.Disinfection, MeasureKind.UnidirectionalTransfer],
            kind => Assert.Equal((kind, MeasureState.InEffect), (kind, floor.Measure(kind, "B-1", Enrichment, At("ISO-1")))));
    }

    [Fact]
    public void The_table_of_isolators_is_the_approved_one() =>
        Approved.Matches(StatusTable.Page<IsolatorStatus, IsolatorCommand>((status, command) => IsolatorDecider.Possible(status, command) ? null : Refusal.Of("ORC-003")), "Isolator");

    private static StepPlace At(string isolator) => Floor.In("R-101") with { Isolator = isolator };

    private static Floor Ready(PlantDocument? plant = null, bool test = true)
    {
        var floor = new Floor(plant).Batch("B-1").Batch("B-2");
        foreach (var isolator in new[] { "ISO-1", "ISO-2" })
        {
            Cycle(floor, isolator);
            if (test)
                foreach (var kind in Enum.GetValues<IntegrityTest>())
                    floor.World.Must(new IsolatorCommand.RecordIntegrityTest(isolator, kind, "pressure", "0.2 %/h", true, "engineer-1"));
        }

        return floor;
    }

    private static void Cycle(Floor floor, string isolator, bool passed = true)
    {
        var cycle = $"VHP-{floor.World.Now.Ticks}-{passed}";
        floor.World.Must(new IsolatorCommand.StartDecontamination(isolator, cycle, "op-1"));
        floor.World.Must(new IsolatorCommand.RecordDecontamination(isolator, cycle, passed, "H2O2 400 ppm, 20 min", "op-1"));
    }
}
