using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Lines;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Tests.People;
using Xunit;

namespace Orchestrator.Domain.Tests.Lines;

/// <summary>Proves that a line works only while its media fills carry it: validated first, renewed by each shift, stopped by a failure.</summary>
public sealed class MediaFillTests
{
    private static readonly DateOnly January = new(2026, 1, 12);

    [Fact]
    [Proves("GMP-9.2.5a", Proof.Refuses)]
    public void A_line_that_was_never_validated_starts_nothing_aseptic()
    {
        var day = new Shift().MediaFill("L-1", "day", January).MediaFill("L-1", "day", January.AddDays(1)).Batch("B-1").Enter("op-1", "R-101").Enter("ver-1", "R-101");

        var decision = day.Start("B-1", "enrichment", "R-101", "L-1", ["op-1"], "ver-1");

        Assert.Equal(["GMP-9.2.5a"], World.Rules(decision));
        Assert.Contains(new Seen("count", 2), decision.Refusals[0].Seen);
    }

    [Fact]
    [Proves("GMP-9.2.5a", Proof.Refuses)]
    public void The_validation_of_an_identical_line_does_not_count()
    {
        var day = new Shift();
        foreach (var date in Days(3))
            day.MediaFill("L-2", "day", date);

        day.Batch("B-1").Enter("op-1", "R-101").Enter("ver-1", "R-101");

        Assert.Equal(["GMP-9.2.5a", "GMP-9.2.5b"], World.Rules(day.Start("B-1", "enrichment", "R-101", "L-1", ["op-1"], "ver-1")));
    }

    [Fact]
    [Proves("GMP-9.2.5a", Proof.Refuses)]
    public void An_aborted_run_breaks_the_row_of_the_first_validation()
    {
        var day = new Shift().MediaFill("L-1", "day", January).MediaFill("L-1", "day", January.AddDays(1)).MediaFill("L-1", "day", January.AddDays(2), MediaFillResult.Aborted).MediaFill("L-1", "day", January.AddDays(3));

        day.Batch("B-1").Enter("op-1", "R-101").Enter("ver-1", "R-101");

        Assert.Equal(["GMP-9.2.5a"], World.Rules(day.Start("B-1", "enrichment", "R-101", "L-1", ["op-1"], "ver-1")));
    }

    [Fact]
    [Proves("GMP-9.2.5a", Proof.Grants)]
    [Proves("GMP-9.2.5b", Proof.Grants)]
    public void A_validated_line_with_a_current_run_starts_and_the_grant_says_on_which_run_it_rests()
    {
        var day = Shift.WithLines().Batch("B-1").Enter("op-1", "R-101").Enter("ver-1", "R-101");

        var decision = day.Start("B-1", "enrichment", "R-101", "L-1", ["op-1"], "ver-1");

        Assert.True(decision.Granted);
        Assert.Contains(decision.Bases, basis => basis.Kind == "media-fill" && basis.Seen.Contains(new Seen("mediaFill", "MF-L-1-day-20260114")));
    }

    [Fact]
    [Proves("GMP-9.2.5a", Proof.Refuses)]
    public void Without_the_sites_number_of_runs_no_line_is_validated()
    {
        var day = Shift.WithLines(SmallPlant.Document with { Parameters = SmallPlant.Document.Parameters with { InitialMediaFills = null } });

        day.Batch("B-1").Enter("op-1", "R-101").Enter("ver-1", "R-101");

        Assert.Equal(["GMP-9.2.5a"], World.Rules(day.Start("B-1", "enrichment", "R-101", "L-1", ["op-1"], "ver-1")));
    }

    // The last run is of 14 January for the day shift, of 15 January for the night shift; the plant's zone is UTC+8.
    [Theory]
    [Proves("GMP-9.2.5b", Proof.Grants)]
    [Proves("GMP-9.2.5b", Proof.Refuses)]
    [InlineData("op-1", "2026-07-14T15:59:59Z", true)]
    [InlineData("op-1", "2026-07-14T16:00:00Z", false)]
    [InlineData("op-4", "2026-07-15T15:59:59Z", true)]
    [InlineData("op-4", "2026-07-15T20:00:00Z", true)]
    [InlineData("op-4", "2026-07-15T23:59:59Z", true)]
    [InlineData("op-4", "2026-07-16T00:00:00Z", false)]
    public void A_run_carries_its_shift_for_six_months_by_the_date_the_shift_counts(string person, string at, bool granted)
    {
        var day = Shift.WithLines().Batch("B-1");
        day.World.At(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture));
        day.Enter(person, "R-101").Enter("ver-1", "R-101");

        Assert.Equal(granted ? [] : ["GMP-9.2.5b"], World.Rules(day.Start("B-1", "enrichment", "R-101", "L-1", [person], "ver-1")));
    }

    [Theory]
    [InlineData("2025-08-31", "2026-02-28")]
    [InlineData("2025-08-30", "2026-02-28")]
    [InlineData("2025-08-29", "2026-02-28")]
    [InlineData("2025-08-28", "2026-02-28")]
    [InlineData("2027-08-31", "2028-02-29")]
    [InlineData("2026-02-28", "2026-08-28")]
    [InlineData("2026-03-31", "2026-09-30")]
    public void Half_a_year_ends_no_later_than_the_month_it_ends_in(string run, string due) =>
        Assert.Equal(DateOnly.Parse(due, System.Globalization.CultureInfo.InvariantCulture), MediaFillHistory.DueDate(DateOnly.Parse(run, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    [Proves("GMP-9.2.5b", Proof.Refuses)]
    public void Every_shift_on_the_step_needs_its_own_run()
    {
        var day = new Shift();
        foreach (var date in Days(3))
            day.MediaFill("L-1", "day", date);
        day.Batch("B-1").Enter("op-1", "R-101").Enter("op-4", "R-101").Enter("ver-1", "R-101");

        var decision = day.Start("B-1", "enrichment", "R-101", "L-1", ["op-1", "op-4"], "ver-1");

        Assert.Equal(["GMP-9.2.5b"], World.Rules(decision));
        Assert.Contains(new Seen("shift", "night"), decision.Refusals[0].Seen);
    }

    [Fact]
    [Proves("GMP-9.2.5b", Proof.Refuses)]
    public void An_operator_outside_the_shifts_has_no_media_fill()
    {
        var day = Shift.WithLines(Shift.Plant(person => person with { Shift = null }, "op-1")).Batch("B-1").Enter("op-1", "R-101").Enter("ver-1", "R-101");

        Assert.Equal(["GMP-9.2.5b"], World.Rules(day.Start("B-1", "enrichment", "R-101", "L-1", ["op-1"], "ver-1")));
    }

    [Theory]
    [Proves("GMP-9.2.5b", Proof.Refuses)]
    [InlineData(MediaFillResult.Aborted, new[] { "GMP-9.2.5b" })]
    [InlineData(MediaFillResult.Failed, new[] { "GMP-9.2.5d", "GMP-9.2.5a", "GMP-9.2.5b" })]
    public void A_run_that_did_not_pass_starts_no_new_half_year(MediaFillResult result, string[] rules)
    {
        var day = Shift.WithLines().Batch("B-1");
        day.World.At(new DateTimeOffset(2026, 7, 14, 1, 0, 0, TimeSpan.Zero));
        day.MediaFill("L-1", "day", new DateOnly(2026, 7, 14), result);
        day.World.After(TimeSpan.FromDays(1));
        day.Enter("op-1", "R-101").Enter("ver-1", "R-101");

        Assert.Equal(rules, World.Rules(day.Start("B-1", "enrichment", "R-101", "L-1", ["op-1"], "ver-1")));
    }

    [Fact]
    [Proves("GMP-9.2.1", Proof.Grants)]
    public void An_open_operation_that_the_shifts_run_simulated_starts()
    {
        var day = Shift.WithLines().Batch("B-1").Enter("op-1", "R-101").Enter("ver-1", "R-101");

        Assert.Empty(World.Rules(day.Start("B-1", "transduction", "R-101", "L-1", ["op-1"], "ver-1")));
    }

    [Fact]
    [Proves("GMP-9.2.1", Proof.Refuses)]
    public void An_open_operation_that_no_run_simulated_is_refused()
    {
        var lines = SmallPlant.Document.Lines.Select(line => line with { SimulatedOperations = line.SimulatedOperations.Remove("transduction") });
        var day = Shift.WithLines(SmallPlant.Document with { Lines = [.. lines] }).Batch("B-1").Enter("op-1", "R-101").Enter("ver-1", "R-101");

        Assert.Equal(["GMP-9.2.1"], World.Rules(day.Start("B-1", "transduction", "R-101", "L-1", ["op-1"], "ver-1")));
    }

    [Fact]
    [Proves("GMP-9.2.1", Proof.Refuses)]
    public void A_passed_run_that_left_an_operation_out_is_not_entered()
    {
        var day = new Shift();

        var refusal = day.World.Refused(Shift.MediaFillCommand("L-1", "day", January) with { Operations = ["wash", "enrichment", "transduction", "harvest"] }, "GMP-9.2.1");

        Assert.Contains(new Seen("operation", "connection"), refusal.Seen);
    }

    [Fact]
    [Proves("GMP-9.2.0", Proof.Grants)]
    public void An_approved_run_is_entered() => new Shift().MediaFill("L-1", "day", January);

    [Fact]
    [Proves("GMP-9.2.0", Proof.Refuses)]
    public void A_run_without_document_or_second_person_of_quality_is_not_entered()
    {
        var day = new Shift();
        var run = Shift.MediaFillCommand("L-1", "day", January);

        day.World.Refused(run with { Document = "" }, "GMP-9.2.0");
        day.World.Refused(run with { Verifier = "op-2" }, "GMP-9.2.0");
        day.World.Refused(run with { Performer = "quality-1" }, "GMP-9.2.0");
        day.World.Refused(run with { Units = 0 }, "GMP-9.2.5b");
        day.World.Refused(run with { Participants = ["op-4"] }, "GMP-9.2.5b");
        day.World.Refused(run with { Participants = ["op-1", "nobody"] }, "ORC-005");
        day.World.Refused(run with { Shift = "late" }, "ORC-005");
        day.World.Refused(run with { Date = new DateOnly(2026, 3, 3) }, "ORC-006");
        Assert.Empty(day.World.State<Line>("L-1").MediaFills);
    }

    [Fact]
    public void One_run_is_entered_once() => Assert.Equal(["ORC-002"], World.Rules(Shift.WithLines().World.Give(Shift.MediaFillCommand("L-1", "day", January))));

    [Fact]
    [Proves("GMP-9.2.5c", Proof.Refuses)]
    public void A_run_that_falls_due_is_warned_of_once_and_in_time()
    {
        var world = Shift.WithLines().World;
        var clock = world.State<Line>("L-1").Clocks.Single(clock => clock.Id.StartsWith("media-fill/day/", StringComparison.Ordinal));
        Assert.Equal(new DateTimeOffset(2026, 7, 14, 16, 0, 0, TimeSpan.Zero) - TimeSpan.FromDays(30), clock.Due);

        var early = world.At(clock.Due.AddSeconds(-1)).Give(Wake(clock));
        var due = world.At(clock.Due).Give(Wake(clock));

        Assert.Empty(early.Facts);
        Assert.Equal(new LineFact.MediaFillDueSoon("day", "MF-L-1-day-20260114", new DateOnly(2026, 7, 14)), Assert.Single(due.Facts).Fact);
        Assert.DoesNotContain(clock, world.State<Line>("L-1").Clocks);
    }

    [Fact]
    [Proves("GMP-9.2.5c", Proof.Grants)]
    public void A_run_that_was_renewed_is_not_warned_of()
    {
        var day = Shift.WithLines();
        var clock = day.World.State<Line>("L-1").Clocks.Single(clock => clock.Id.StartsWith("media-fill/day/", StringComparison.Ordinal));
        day.MediaFill("L-1", "day", new DateOnly(2026, 3, 1));

        Assert.Empty(day.World.At(clock.Due).Give(Wake(clock)).Facts);
    }

    private static WakeUp Wake(Clock clock) => new(new ActorId(ActorKind.Line, "L-1"), clock.Id, clock.Due);

    private static IEnumerable<DateOnly> Days(int count) => Enumerable.Range(0, count).Select(day => January.AddDays(day));
}
