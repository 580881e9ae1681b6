using Orchestrator.Domain.Lines;
using Orchestrator.Domain.Tests.People;
using Xunit;

namespace Orchestrator.Domain.Tests.Lines;

/// <summary>Proves that a line runs one step at a time, and that culture holds none.</summary>
public sealed class LineTests
{
    private readonly Shift _day = Shift.WithLines().Batch("B-1").Batch("B-2");

    [Fact]
    [Proves("GMP-9.3.2a", Proof.Refuses)]
    public void A_second_step_on_a_line_at_work_is_refused()
    {
        _day.Enter("op-1", "R-101").Enter("op-2", "R-101").Enter("ver-1", "R-101").Enter("ver-2", "R-101");
        _day.Runs("B-1", "enrichment", "R-101", "L-1", "op-1", "ver-1");

        var decision = _day.Start("B-2", "enrichment", "R-101", "L-1", ["op-2"], "ver-2");

        Assert.Equal(["GMP-9.3.2a"], World.Rules(decision));
        Assert.Equal("wait-for-step-end", decision.Refusals[0].Remedies[0].Code);
    }

    [Fact]
    [Proves("GMP-9.3.2a", Proof.Grants)]
    public void A_line_whose_step_has_ended_takes_the_next()
    {
        _day.Enter("op-1", "R-101").Runs("B-1", "enrichment", "R-101", "L-1", "op-1").Ended("B-1", "enrichment").Leave("op-1", "R-101").Enter("op-2", "R-101").Enter("ver-2", "R-101");

        Assert.Empty(World.Rules(_day.Start("B-2", "enrichment", "R-101", "L-1", ["op-2"], "ver-2")));
    }

    [Fact]
    [Proves("GMP-9.3.2a", Proof.Grants)]
    public void A_culture_holds_no_line()
    {
        _day.Runs("B-1", "culture", "INC-1", "L-1");

        Assert.Empty(_day.World.State<Line>("L-1").Running);
        _day.Enter("op-2", "R-101").Enter("ver-2", "R-101");
        Assert.Empty(World.Rules(_day.Start("B-2", "enrichment", "R-101", "L-1", ["op-2"], "ver-2")));
    }

    [Fact]
    public void A_line_that_the_plant_file_does_not_know_is_refused()
    {
        _day.Enter("op-2", "R-101").Enter("ver-2", "R-101");

        Assert.Equal(["ORC-005"], World.Rules(_day.Start("B-2", "enrichment", "R-101", "L-9", ["op-2"], "ver-2")));
    }

    [Theory]
    [Proves("GMP-9.3.2a", Proof.Grants)]
    [Proves("GMP-9.3.2a", Proof.Refuses)]
    [InlineData("PROC-1", new string[0])]
    [InlineData("PROC-2", new[] { "GMP-9.3.2a" })]
    public void A_step_runs_only_on_a_system_of_its_line(string system, string[] rules)
    {
        _day.Enter("op-2", "R-101").Enter("ver-2", "R-101");

        Assert.Equal(rules, World.Rules(_day.Start("B-2", "enrichment", "R-101", "L-1", ["op-2"], "ver-2", system)));
    }
}
