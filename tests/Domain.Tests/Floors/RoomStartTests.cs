using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Xunit;

namespace Orchestrator.Domain.Tests.Floors;

/// <summary>What a room must be before a step starts in it: kept for nobody else, clean, qualified, in limits, of the grade.</summary>
public sealed class RoomStartTests
{
    private static readonly StepDefinition Enrichment = SmallRecipe.StepOf("enrichment");
    private static readonly StepDefinition Open = SmallRecipe.StepOf("transduction") with { Background = Grade.B };
    private static readonly StepPlace Closed = Floor.In("R-101") with { ClosedSystem = "PROC-1" };

    [Fact]
    [Proves("GMP-6.4.0", Proof.Grants)]
    [Proves("GMP-6.4.1.1", Proof.Grants)]
    [Proves("GMP-9.5.3g", Proof.Grants)]
    [Proves("GMP-9.5.3d", Proof.Grants)]
    [Proves("GMP-9.5.4d", Proof.Grants)]
    public void Open_work_starts_in_a_cabinet_of_a_clean_live_grade_B_room() =>
        new Floor().Batch("B-1").Started("B-1", Open, Floor.In("R-101") with { Cabinet = "BSC-1" });

    [Fact]
    [Proves("GMP-6.4.1.1", Proof.Refuses)]
    [Proves("GMP-6.4.0", Proof.Refuses)]
    public void Open_work_in_a_grade_C_room_is_refused()
    {
        var rules = World.Rules(new Floor().Batch("B-1").Start("B-1", Open, Floor.In("R-102")));

        Assert.Contains("GMP-6.4.1.1", rules);
        Assert.Contains("GMP-6.4.0", rules);
    }

    [Fact]
    [Proves("GMP-6.4.2.1", Proof.Grants)]
    [Proves("GMP-6.4.2.1", Proof.Refuses)]
    public void A_needle_asks_for_grade_A_over_C()
    {
        var sampling = Enrichment with { Exposure = Exposure.ClosedPuncture };

        Assert.Contains("GMP-6.4.2.1", World.Rules(new Floor().Batch("B-1").Start("B-1", sampling, Floor.In("R-102"))));
        Assert.DoesNotContain("GMP-6.4.2.1", World.Rules(new Floor().Batch("B-1").Start("B-1", sampling, Floor.In("R-101") with { Cabinet = "BSC-1" })));
    }

    [Fact]
    [Proves("GMP-6.3b", Proof.Grants)]
    [Proves("GMP-6.4.4.1", Proof.Grants)]
    public void A_validated_closed_kit_works_in_the_lower_grade() =>
        new Floor().Batch("B-1").Kit("PROC-2", "B-1").Started("B-1", Enrichment, Floor.In("R-102") with { ClosedSystem = "PROC-2" });

    [Fact]
    [Proves("GMP-6.3b", Proof.Refuses)]
    public void A_kit_without_closure_validation_has_no_claim_on_the_lower_grade() =>
        Assert.Contains("GMP-6.3b", World.Rules(new Floor().Batch("B-1").Kit("PROC-X", "B-1").Start("B-1", Enrichment, Floor.In("R-102") with { ClosedSystem = "PROC-X" })));

    [Fact]
    public void A_room_whose_qualification_has_lapsed_is_refused()
    {
        var plant = SmallPlant.Document with { Rooms = [.. SmallPlant.Document.Rooms.Select(room => room with { QualifiedUntil = new DateOnly(2026, 3, 1) })] };

        var refusal = Assert.Single(new Floor(plant).Batch("B-1").Kit("PROC-1", "B-1").Start("B-1", Enrichment, Closed).Refusals);
        Assert.Equal(("GMP-6.4.0", "qualificationDue"), (refusal.Rule, refusal.Seen[1].Name));
    }

    [Fact]
    [Proves("GMP-9.5.3d", Proof.Refuses)]
    [Proves("GMP-9.5.4d", Proof.Refuses)]
    public void A_pressure_out_of_limits_refuses_the_start_and_the_measure()
    {
        var floor = new Floor().Batch("B-1").Kit("PROC-1", "B-1").Reads("DP-101", 3);

        Assert.Contains("GMP-6.4.0", World.Rules(floor.Start("B-1", Enrichment, Closed)));
        Assert.Equal(MeasureState.NotInEffect, floor.Measure(MeasureKind.PressureDifference, "B-1", Enrichment, Closed));
        floor.World.After(TimeSpan.FromMinutes(1));
        Assert.Equal(MeasureState.InEffect, floor.Live().Measure(MeasureKind.PressureDifference, "B-1", Enrichment, Closed));
    }

    [Fact]
    public void A_reading_older_than_the_site_allows_refuses_the_start()
    {
        var floor = new Floor().Batch("B-1").Kit("PROC-1", "B-1");
        floor.World.After(TimeSpan.FromMinutes(6));

        var decision = floor.Start("B-1", Enrichment, Closed);

        Assert.Equal(2, decision.Refusals.Count(refusal => refusal.Rule == "GMP-6.4.0" && refusal.Remedies[0].Code == "report-reading"));
        Assert.Equal(MeasureState.SignalLost, floor.Measure(MeasureKind.PressureDifference, "B-1", Enrichment, Closed));
    }

    [Fact]
    public void A_room_that_nobody_measures_is_not_known_to_be_in_limits()
    {
        var plant = SmallPlant.Document with { Sensors = [.. SmallPlant.Document.Sensors.Select(sensor => sensor.Id == "PC-101" ? sensor with { Of = "room/R-102" } : sensor)] };

        Assert.Contains("GMP-6.4.0", World.Rules(new Floor(plant).Batch("B-1").Kit("PROC-1", "B-1").Start("B-1", Enrichment, Closed)));
    }

    [Fact]
    [Proves("GMP-9.5.3g", Proof.Refuses)]
    public void A_room_whose_disinfection_has_lapsed_is_refused()
    {
        var floor = new Floor().Batch("B-1").Kit("PROC-1", "B-1");
        floor.World.After(TimeSpan.FromDays(8));

        Assert.Equal(["GMP-9.5.3g"], World.Rules(floor.Live().Start("B-1", Enrichment, Closed)));
        Assert.Equal(MeasureState.NotInEffect, floor.Measure(MeasureKind.Disinfection, "B-1", Enrichment, Closed));
    }

    [Fact]
    public void A_site_without_a_figure_for_disinfection_refuses_and_says_which()
    {
        var plant = SmallPlant.Document with { Parameters = SmallPlant.Document.Parameters with { RoomDisinfectionPeriod = null } };

        var refusal = Assert.Single(new Floor(plant).Batch("B-1").Kit("PROC-1", "B-1").Start("B-1", Enrichment, Closed).Refusals);
        Assert.Equal("roomDisinfectionPeriod", refusal.Seen[0].Value);
    }

    [Fact]
    [Proves("GMP-6.2d", Proof.Grants)]
    [Proves("GMP-6.2c", Proof.Grants)]
    public void Positive_material_is_exposed_at_negative_pressure_under_its_own_air() =>
        new Floor().Batch("P-1", PathogenStatus.Positive).Started("P-1", Open, Floor.In("R-201") with { Cabinet = "BSC-2" });

    [Theory]
    [InlineData("DP-201", -4, "GMP-6.2d")]
    [InlineData("AHU-2-RUN", 0, "GMP-6.2c")]
    [Proves("GMP-6.2d", Proof.Refuses)]
    [Proves("GMP-6.2c", Proof.Refuses)]
    public void Positive_material_is_not_exposed_without(string sensor, decimal value, string rule)
    {
        var floor = new Floor().Batch("P-1", PathogenStatus.Positive).Reads(sensor, value);

        Assert.Contains(rule, World.Rules(floor.Start("P-1", Open, Floor.In("R-201") with { Cabinet = "BSC-2" })));
    }

    [Fact]
    public void A_room_kept_for_another_batch_is_refused_and_free_once_it_is_given_up()
    {
        var floor = new Floor().Batch("B-1").Batch("B-2").Kit("PROC-1", "B-2");
        floor.World.Must(new RoomCommand.Reserve("R-101", "B-1"));

        Assert.Equal(["ORC-015"], World.Rules(floor.Start("B-2", Enrichment, Closed)));
        floor.World.Refused(new RoomCommand.Reserve("R-101", "B-2"), "ORC-015");
        floor.World.Refused(new RoomCommand.ReleaseReservation("R-101", "B-2"), "ORC-012");
        floor.World.Must(new RoomCommand.ReleaseReservation("R-101", "B-1"));
        floor.Started("B-2", Enrichment, Closed);
    }

    [Fact]
    [Proves("GMP-6.2a", Proof.Grants)]
    [Proves("GMP-6.2a", Proof.Refuses)]
    [Proves("GMP-6.2b", Proof.Grants)]
    [Proves("GMP-6.2b", Proof.Refuses)]
    public void A_room_is_reserved_only_in_the_area_that_fits_the_pathogen_status()
    {
        var floor = new Floor().Batch("B-1").Batch("P-1", PathogenStatus.Positive);

        floor.World.Refused(new RoomCommand.Reserve("R-101", "P-1"), "GMP-6.2a");
        floor.World.Refused(new RoomCommand.Reserve("R-201", "B-1"), "GMP-6.2b");
        floor.World.Must(new RoomCommand.Reserve("R-201", "P-1"));
        floor.World.Must(new RoomCommand.Reserve("R-101", "B-1"));
    }

    [Fact]
    [Proves("GMP-9.6d", Proof.Grants)]
    [Proves("GMP-9.6d", Proof.Refuses)]
    public void A_room_held_for_contamination_starts_nothing_until_quality_and_a_second_person_lift_it()
    {
        var floor = new Floor().Batch("B-1").Kit("PROC-1", "B-1");
        floor.World.Must(new RoomCommand.PlaceHold("R-101", "EM-7", HoldKind.Contamination, "settle plate over action limit", "quality-1"));

        Assert.Equal(["GMP-9.6d"], World.Rules(floor.Start("B-1", Enrichment, Closed)));
        floor.World.Refused(new RoomCommand.Reserve("R-101", "B-1"), "GMP-9.6d");
        floor.World.Refused(new RoomCommand.LiftHold("R-101", "EM-7", "clean", "op-1", "op-2"), "ORC-009");
        floor.World.MustBoth(new RoomCommand.LiftHold("R-101", "EM-7", "three clean samples", "quality-1", "op-1"), "quality-1", "op-1");
        floor.Started("B-1", Enrichment, Closed);
    }

    [Fact]
    public void The_table_of_rooms_is_the_approved_one() =>
        Approved.Matches(StatusTable.Page<RoomStatus, RoomCommand>((status, command) => RoomDecider.Possible(status, command) ? null : Refusal.Of("ORC-003")), "Room");
}
