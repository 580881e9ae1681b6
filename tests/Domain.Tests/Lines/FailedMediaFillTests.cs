using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Lines;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Tests.People;
using Xunit;

namespace Orchestrator.Domain.Tests.Lines;

/// <summary>Proves what a failed media fill stops, whom it holds, and how the line comes back.</summary>
public sealed class FailedMediaFillTests
{
    private static readonly DateOnly March = new(2026, 3, 2);

    [Fact]
    [Proves("GMP-9.2.5d", Proof.Refuses)]
    public void A_failure_suspends_the_line_and_holds_every_batch_since_the_last_pass()
    {
        var day = Worked();

        day.MediaFill("L-1", "night", March, MediaFillResult.Failed);

        Assert.Equal(LineStatus.Suspended, day.World.State<Line>("L-1").Status);
        Assert.Equal(HoldKind.LateKnowledge, Assert.Single(day.World.State<Batch>("B-1").Holds.Values).Kind);
        day.Batch("B-2").Enter("op-2", "R-101").Enter("ver-1", "R-101").Leave("op-1", "R-101");
        Assert.Contains("GMP-9.2.5d", World.Rules(day.Start("B-2", "enrichment", "R-101", "L-1", ["op-2"], "ver-1")));
    }

    [Fact]
    [Proves("GMP-9.2.5d", Proof.Grants)]
    public void A_pass_confirms_what_the_shift_worked_on_before_it()
    {
        var day = Worked();
        day.World.After(TimeSpan.FromDays(1));

        day.MediaFill("L-1", "day", March.AddDays(1));
        day.World.After(TimeSpan.FromDays(1));
        day.MediaFill("L-1", "day", March.AddDays(2), MediaFillResult.Failed);

        Assert.Empty(day.World.State<Batch>("B-1").Holds);
    }

    [Fact]
    [Proves("GMP-9.2.5d", Proof.Refuses)]
    public void An_earlier_run_that_turns_out_to_have_failed_exposes_what_it_confirmed_and_what_a_later_one_did()
    {
        var plant = new PlantAtWork(SmallPlant.Document, SmallRecipe.Document).Batch("B-1", "CART").Batch("B-2", "CART");
        Worked(plant, "B-1", 20).World.At(new DateTimeOffset(2026, 2, 2, 1, 0, 0, TimeSpan.Zero)).Must(plant.MediaFill("L-1", "MF-1", "day", new DateOnly(2026, 2, 1), MediaFillResult.Passed));
        Worked(plant, "B-2", 36).World.At(new DateTimeOffset(2026, 2, 11, 1, 0, 0, TimeSpan.Zero)).Must(plant.MediaFill("L-1", "MF-10", "day", new DateOnly(2026, 2, 10), MediaFillResult.Passed));

        plant.World.Must(plant.MediaFill("L-1", "MF-1", "day", new DateOnly(2026, 2, 1), MediaFillResult.Failed));

        Assert.Single(plant.World.State<Batch>("B-1").Holds);
        Assert.Single(plant.World.State<Batch>("B-2").Holds);
    }

    [Fact]
    [Proves("GMP-9.2.5d", Proof.Grants)]
    public void A_later_run_that_turns_out_to_have_failed_leaves_alone_what_an_earlier_one_confirmed()
    {
        var plant = new PlantAtWork(SmallPlant.Document, SmallRecipe.Document).Batch("B-1", "CART").Batch("B-2", "CART");
        Worked(plant, "B-1", 20).World.At(new DateTimeOffset(2026, 2, 2, 1, 0, 0, TimeSpan.Zero)).Must(plant.MediaFill("L-1", "MF-1", "day", new DateOnly(2026, 2, 1), MediaFillResult.Passed));
        Worked(plant, "B-2", 36).World.At(new DateTimeOffset(2026, 2, 11, 1, 0, 0, TimeSpan.Zero)).Must(plant.MediaFill("L-1", "MF-10", "day", new DateOnly(2026, 2, 10), MediaFillResult.Passed));

        plant.World.Must(plant.MediaFill("L-1", "MF-10", "day", new DateOnly(2026, 2, 10), MediaFillResult.Failed));

        Assert.Empty(plant.World.State<Batch>("B-1").Holds);
        Assert.Single(plant.World.State<Batch>("B-2").Holds);
    }

    /// <summary>The day shift works on the batch on a day of the year.</summary>
    private static PlantAtWork Worked(PlantAtWork plant, string batch, int day)
    {
        plant.World.Given<Line>("L-1", new LineFact.ProcessedAseptically(new AsepticWork(batch, "day", new DateTimeOffset(2026, 1, 1, 4, 0, 0, TimeSpan.Zero).AddDays(day - 1))));
        return plant;
    }

    [Fact]
    public void Work_of_the_day_of_the_run_stays_exposed()
    {
        var day = Worked();

        day.MediaFill("L-1", "day", March);

        Assert.Contains("B-1/day", day.World.State<Line>("L-1").Exposed.Keys);
    }

    [Fact]
    [Proves("GMP-9.2.5d", Proof.Refuses)]
    public void A_pass_that_turns_out_to_have_failed_exposes_again_what_it_confirmed()
    {
        var day = Worked();
        day.World.After(TimeSpan.FromDays(1));
        day.MediaFill("L-1", "day", March.AddDays(1));

        day.MediaFill("L-1", "day", March.AddDays(1), MediaFillResult.Failed);

        Assert.Single(day.World.State<Batch>("B-1").Holds);
    }

    [Fact]
    public void A_failure_is_never_turned_away_for_its_form()
    {
        var day = Worked();

        day.World.Must(Shift.MediaFillCommand("L-1", "night", March, MediaFillResult.Failed) with { Document = "", Verifier = "nobody", Participants = [] });

        Assert.Equal(LineStatus.Suspended, day.World.State<Line>("L-1").Status);
    }

    [Fact]
    public void An_aborted_run_suspends_nothing()
    {
        var day = Worked();

        day.MediaFill("L-1", "night", March, MediaFillResult.Aborted);

        Assert.Equal(LineStatus.InService, day.World.State<Line>("L-1").Status);
        Assert.Empty(day.World.State<Batch>("B-1").Holds);
    }

    [Fact]
    [Proves("GMP-9.2.5d", Proof.Refuses)]
    public void A_line_comes_back_only_after_as_many_passes_in_a_row_as_validated_it()
    {
        var day = Worked().MediaFill("L-1", "day", March, MediaFillResult.Failed);
        day.World.After(TimeSpan.FromDays(5));
        day.MediaFill("L-1", "day", March.AddDays(3)).MediaFill("L-1", "day", March.AddDays(4));

        var refusal = day.World.As("quality-1").Refused(Reinstate(), "GMP-9.2.5d");

        Assert.Contains(new Seen("count", 2), refusal.Seen);
    }

    [Fact]
    [Proves("GMP-9.2.5d", Proof.Grants)]
    public void After_the_passes_two_people_of_quality_reinstate_the_line()
    {
        var day = Worked().MediaFill("L-1", "day", March, MediaFillResult.Failed);
        day.World.After(TimeSpan.FromDays(5));
        day.MediaFill("L-1", "day", March.AddDays(3)).MediaFill("L-1", "day", March.AddDays(4)).MediaFill("L-1", "day", March.AddDays(5));

        day.World.MustBoth(Reinstate());

        Assert.Equal(LineStatus.InService, day.World.State<Line>("L-1").Status);
    }

    [Theory]
    [InlineData("op-1", "op-1", "GMP-9.2.5d")]
    [InlineData("op-1", "quality-1", "ORC-008")]
    [InlineData(null, "quality-1", "ORC-008")]
    public void Nobody_but_quality_suspends_and_in_their_own_name(string? asking, string by, string rule) =>
        Worked().World.As(asking).Refused(new LineCommand.Suspend("L-1", "cleaning trend", by), rule);

    [Theory]
    [InlineData("quality-1", "quality-1")]
    [InlineData("quality-1", "op-1")]
    public void Only_two_people_of_quality_reinstate(string first, string second)
    {
        var day = Worked();
        day.World.As("quality-1").Must(new LineCommand.Suspend("L-1", "cleaning trend", "quality-1"));

        day.World.Refused(Reinstate() with { FirstBy = first, SecondBy = second }, "GMP-9.2.5d");
    }

    [Fact]
    public void A_line_stopped_by_hand_comes_back_by_hand()
    {
        var day = Worked();

        day.World.As("quality-1").Must(new LineCommand.Suspend("L-1", "cleaning trend", "quality-1"));
        day.World.Refused(new LineCommand.Suspend("L-1", "again", "quality-1"), "ORC-003");
        day.World.MustBoth(Reinstate());

        day.World.As("quality-1").Refused(Reinstate(), "ORC-003");
    }

    [Fact]
    public void A_line_that_the_plant_file_does_not_know_is_refused() => new Shift().World.Refused(Reinstate() with { Line = "L-9" }, "ORC-005");

    /// <summary>B-1 has been worked on by the day shift on the morning of 2 March.</summary>
    private static Shift Worked() => Shift.WithLines().Batch("B-1").Enter("op-1", "R-101").Runs("B-1", "enrichment", "R-101", "L-1", "op-1").Ended("B-1", "enrichment");

    private static LineCommand.Reinstate Reinstate() => new("L-1", "investigation INV-1 closed", "quality-1", "quality-2");
}
