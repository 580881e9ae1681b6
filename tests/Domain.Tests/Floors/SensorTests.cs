using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Sensors;
using Xunit;

namespace Orchestrator.Domain.Tests.Floors;

/// <summary>Readings: from whom they count, how old they may be, and what their loss does to whoever relies on them.</summary>
public sealed class SensorTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_reading_of_somebody_elses_sensor_is_refused()
    {
        var floor = new Floor();

        floor.World.Refused(floor.Report("DP-101", 15), "ORC-008");
    }

    [Fact]
    public void A_reading_from_the_future_is_refused()
    {
        var floor = new Floor();
        var ahead = new SensorCommand.ReportReadings("DP-101", ReadingSeries.Of(15, floor.World.Now + Minute), ReadingQuality.Good, Origin.Live);

        floor.World.From("bms").Refused(ahead, "ORC-006");
    }

    [Fact]
    public void Paper_readings_need_two_people()
    {
        var floor = new Floor();
        var paper = floor.Report("DP-101", 15) with { Origin = Origin.Paper };

        floor.World.Refused(paper with { FirstBy = "op-1", SecondBy = "op-1" }, "ORC-009");
        floor.World.Must(paper with { FirstBy = "op-1", SecondBy = "op-2" });
    }

    [Fact]
    public void Late_readings_are_recorded_and_do_not_turn_the_clock_back()
    {
        var floor = new Floor();
        var taken = floor.World.Now;
        var late = floor.Report("DP-101", 12) with { Origin = Origin.DeviceBuffer };
        floor.World.After(Minute);
        floor.Reads("DP-101", 16);

        floor.World.From("bms").Must(late);

        Assert.Equal(16, floor.World.State<Sensor>("DP-101").Last!.Value);
        Assert.Equal(taken + Minute, floor.World.State<Sensor>("DP-101").Last!.At);
    }

    [Fact]
    [Proves("GMP-9.5.0", Proof.Grants)]
    public void A_reading_that_is_live_and_within_limits_lets_a_step_start_and_is_kept_with_it()
    {
        var floor = new Floor().Batch("B-1").Kit("PROC-1", "B-1");

        var decision = floor.Start("B-1", SmallRecipe.StepOf("enrichment"), Floor.In("R-101") with { ClosedSystem = "PROC-1" });

        Assert.True(decision.Granted);
        Assert.Contains(decision.Bases, basis => basis.Kind == "reading" && basis.Seen.Any(seen => seen is { Name: "sensor", Value: "DP-101" }));
    }

    [Theory]
    [InlineData("DP-101", 5)]
    [InlineData("PC-101", 9999)]
    [Proves("GMP-9.5.0", Proof.Refuses)]
    public void A_value_out_of_limits_holds_who_works_there_and_stays_held_when_it_returns(string sensor, decimal value)
    {
        var floor = Working();

        floor.Reads(sensor, value);

        var hold = Assert.Single(floor.World.State<Batch>("B-1").Holds.Values);
        Assert.Equal((HoldKind.MeasureLost, "GMP-9.5.0"), (hold.Kind, hold.Rule));
        floor.World.After(Minute);
        floor.Reads(sensor, value);
        Assert.Single(floor.World.State<Batch>("B-1").Holds);
        floor.World.After(Minute);
        floor.Live();
        Assert.Single(floor.World.State<Batch>("B-1").Holds);
    }

    [Fact]
    public void A_silence_longer_than_allowed_holds_who_works_there()
    {
        var floor = Working();
        var due = Assert.Single(floor.World.State<Sensor>("DP-101").Clocks).Due;
        Assert.Equal(floor.World.Now + SmallPlant.Document.Parameters.ReadingAgeMax, due);

        Wake(floor, "DP-101", due);

        Assert.Equal(HoldKind.SignalLost, Assert.Single(floor.World.State<Batch>("B-1").Holds.Values).Kind);
        Assert.Empty(floor.World.State<Sensor>("DP-101").Clocks);
    }

    [Fact]
    public void A_wake_up_that_comes_while_readings_arrive_does_nothing()
    {
        var floor = Working();
        var due = Assert.Single(floor.World.State<Sensor>("DP-101").Clocks).Due;
        floor.World.After(Minute);
        floor.Live();

        floor.World.At(due);
        Assert.Empty(floor.World.Must(new WakeUp(new ActorId(ActorKind.Sensor, "DP-101"), "signal", due)).Facts);
    }

    [Fact]
    [Proves("GMP-4.2.3a", Proof.Grants)]
    public void Buffered_readings_that_close_the_gap_within_limits_lift_the_hold_of_the_silence()
    {
        var floor = Working();
        var lost = floor.World.Now;
        Wake(floor, "DP-101", lost + SmallPlant.Document.Parameters.ReadingAgeMax!.Value);
        floor.World.After(Minute);
        floor.Reads("DP-101", 15);
        Assert.NotEmpty(floor.World.State<Batch>("B-1").Holds);

        floor.World.From("bms").Must(Buffered(lost, floor.World.Now, 14, 16));

        Assert.Empty(floor.World.State<Batch>("B-1").Holds);
        Assert.Equal(SensorStatus.Reading, floor.World.State<Sensor>("DP-101").Status);
    }

    [Fact]
    [Proves("GMP-4.2.3a", Proof.Refuses)]
    public void Buffered_readings_that_leave_a_hole_or_the_limits_lift_nothing()
    {
        var floor = Working();
        var lost = floor.World.Now;
        Wake(floor, "DP-101", lost + SmallPlant.Document.Parameters.ReadingAgeMax!.Value);
        floor.World.After(TimeSpan.FromMinutes(20));
        floor.Reads("DP-101", 15);

        floor.World.From("bms").Must(Buffered(lost + TimeSpan.FromMinutes(10), floor.World.Now, 14, 16));
        Assert.Single(floor.World.State<Batch>("B-1").Holds);
        floor.World.From("bms").Must(Buffered(lost, floor.World.Now, 2, 16));
        Assert.Contains(floor.World.State<Batch>("B-1").Holds.Values, hold => hold.Kind == HoldKind.SignalLost);
        Assert.Contains(floor.World.State<Batch>("B-1").Holds.Values, hold => hold.Kind == HoldKind.MeasureLost);
    }

    [Fact]
    [Proves("GMP-9.5.3d", Proof.Refuses)]
    public void Figures_from_paper_are_no_live_reading_and_lift_no_hold()
    {
        var floor = Working();
        var lost = floor.World.Now;
        Wake(floor, "DP-101", lost + SmallPlant.Document.Parameters.ReadingAgeMax!.Value);
        floor.World.After(TimeSpan.FromMinutes(15));

        floor.World.Must(Buffered(lost, floor.World.Now, 14, 16) with { Origin = Origin.Paper, FirstBy = "op-1", SecondBy = "op-2" });

        Assert.Equal(HoldKind.SignalLost, Assert.Single(floor.World.State<Batch>("B-1").Holds.Values).Kind);
        Assert.Equal(SensorStatus.SignalLost, floor.World.State<Sensor>("DP-101").Status);
        Assert.Contains("GMP-9.5.3d", World.Rules(floor.World.Play(desk => desk.Check(SensorRules.Live(desk, desk.Get<Plant>("plant").Site!, "DP-101", "GMP-9.5.3d")))));
    }

    [Fact]
    [Proves("GMP-9.5.0", Proof.Refuses)]
    public void Figures_from_paper_out_of_limits_hold_who_works_there_and_the_live_reading_stays()
    {
        var floor = Working();
        var live = floor.World.State<Sensor>("DP-101").Last;
        floor.World.After(Minute);

        floor.World.Must(floor.Report("DP-101", 2) with { Origin = Origin.Paper, FirstBy = "op-1", SecondBy = "op-2" });

        Assert.Equal(HoldKind.MeasureLost, Assert.Single(floor.World.State<Batch>("B-1").Holds.Values).Kind);
        Assert.Equal(live, floor.World.State<Sensor>("DP-101").Last);
    }

    [Fact]
    public void A_gap_that_nobody_can_fill_is_assessed_by_quality_and_a_second_person()
    {
        var floor = Working();
        floor.World.Refused(new SensorCommand.AssessGap("DP-101", "no gap", "quality-1", "op-1"), "ORC-003");
        Wake(floor, "DP-101", floor.World.Now + SmallPlant.Document.Parameters.ReadingAgeMax!.Value);

        floor.World.Refused(new SensorCommand.AssessGap("DP-101", "chart recorder shows 15 Pa", "op-1", "op-2"), "GMP-4.2.3a");
        floor.World.MustBoth(new SensorCommand.AssessGap("DP-101", "chart recorder shows 15 Pa", "quality-1", "op-1"), "quality-1", "op-1");

        Assert.Empty(floor.World.State<Batch>("B-1").Holds);
    }

    [Fact]
    public void A_failed_calibration_takes_a_sensor_out_of_use_at_once()
    {
        var floor = new Floor().Batch("B-1").Kit("PROC-1", "B-1");
        floor.World.Must(new SensorCommand.RecordCalibration("PC-101", "CAL-9", false, new DateOnly(2027, 1, 1), "engineer-1"));

        Assert.Contains("GMP-6.4.0", World.Rules(floor.Start("B-1", SmallRecipe.StepOf("enrichment"), Floor.In("R-101") with { ClosedSystem = "PROC-1" })));
    }

    [Fact]
    public void The_table_of_sensors_is_the_approved_one() =>
        Approved.Matches(StatusTable.Page<SensorStatus, SensorCommand>((status, command) => SensorDecider.Possible(status, command) ? null : Refusal.Of("ORC-003")), "Sensor");

    private static Floor Working() => new Floor().Batch("B-1").Kit("PROC-1", "B-1").Started("B-1", SmallRecipe.StepOf("enrichment"), Floor.In("R-101") with { ClosedSystem = "PROC-1" });

    private static void Wake(Floor floor, string sensor, DateTimeOffset due) =>
        floor.World.At(due).Must(new WakeUp(new ActorId(ActorKind.Sensor, sensor), "signal", due));

    private static SensorCommand.ReportReadings Buffered(DateTimeOffset from, DateTimeOffset to, decimal min, decimal max) =>
        new("DP-101", new ReadingSeries(from, to, 30, min, max, max, to, Minute), ReadingQuality.Good, Origin.DeviceBuffer);
}
