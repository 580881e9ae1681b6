using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Xunit;

namespace Orchestrator.Domain.Tests.Batches;

/// <summary>Proves the clocks of a batch at their edges: shortest and longest step, hold between steps, and what expiry does by itself.</summary>
public sealed class TimeLimitTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [Proves("CMC-5.1.1.1", Proof.Refuses)]
    [Proves("CMC-5.1.1.1", Proof.Grants)]
    public void A_step_ends_no_sooner_than_its_shortest_time(int ticks, bool granted)
    {
        var life = new Life().Created().Runs("enrichment").After(TimeSpan.FromMinutes(10) + Tick * ticks);

        var refusal = BatchRules.NotTooEarly(life.Batch.Steps["enrichment"], life.World.Now);

        Assert.Equal(granted ? null : life.World.Now + Tick, refusal?.EarliestLegal);
        Assert.Equal(granted, refusal is null);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [Proves("GMP-4.2.3b", Proof.Grants)]
    [Proves("GMP-4.2.3b", Proof.Refuses)]
    public void A_step_that_ended_after_its_limit_holds_the_batch_and_what_follows(int ticks, bool granted)
    {
        var life = new Life().Created().Runs("enrichment").After(TimeSpan.FromHours(8) + Tick * ticks);

        foreach (var hold in BatchRules.HoldsOnCompletion(life.Batch.Steps["enrichment"], SmallRecipe.StepOf("enrichment"), life.World.Now))
            life.Told(new BatchFact.HoldPlaced(hold));
        life.Completed("enrichment");

        Assert.Equal(granted ? [] : ["GMP-4.2.3b"], life.Start("transduction"));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [Proves("GEN-4.3b", Proof.Grants)]
    [Proves("GEN-4.3b", Proof.Refuses)]
    public void The_next_step_starts_within_the_validated_hold_time(int ticks, bool granted)
    {
        var life = new Life().Created().Completed("enrichment").After(TimeSpan.FromHours(4) + Tick * ticks);

        Assert.Equal(granted ? [] : ["GEN-4.3b"], life.Start("transduction"));
    }

    [Fact]
    [Proves("GEN-4.3b", Proof.Refuses)]
    public void Where_no_hold_is_declared_the_limit_is_zero()
    {
        var clock = Running.HoldAfter(SmallRecipe.StepOf("enrichment") with { HoldAfter = null }, new World().Now);

        Assert.Equal(clock.Since, clock.Due);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [Proves("GMP-4.2.3c", Proof.Grants)]
    [Proves("GMP-4.2.3c", Proof.Refuses)]
    public void A_step_beyond_its_limit_holds_its_batch_without_anybodys_doing(int ticks, int holds)
    {
        var life = new Life().Created().Runs("enrichment").After(TimeSpan.FromHours(8) + Tick * ticks);
        var clock = Assert.Single(life.Batch.Clocks);

        life.World.Must(new WakeUp(new ActorId(ActorKind.Batch, Life.Id), clock.Id, clock.Due));

        Assert.Equal(holds, life.Batch.Holds.Values.Count(hold => hold.Rule == "GMP-4.2.3c"));
    }

    [Fact]
    public void A_wake_up_that_comes_twice_holds_once()
    {
        var life = new Life().Created().Runs("enrichment").After(TimeSpan.FromHours(9));
        var wakeUp = new WakeUp(new ActorId(ActorKind.Batch, Life.Id), "step-maximum/enrichment/1", life.World.Now);

        life.World.Must(wakeUp);

        Assert.Empty(life.World.Must(wakeUp).Facts);
    }

    [Fact]
    [Proves("GEN-4.3b", Proof.Refuses)]
    public void A_wake_up_that_never_came_extends_no_limit()
    {
        var life = new Life().Created().Completed("enrichment").After(TimeSpan.FromHours(5));

        var decision = life.World.Give(life.StartOf("transduction").Command);

        Assert.Contains("GEN-4.3b", World.Rules(decision));
        Assert.Equal("time-limit/after-enrichment", Assert.Single(life.Batch.Holds).Key);
    }

    [Fact]
    [Proves("GEN-4.3b", Proof.Refuses)]
    public void A_paused_step_goes_on_only_within_its_hold_time()
    {
        var life = new Life().Created().Runs("enrichment");
        life.Told(new BatchFact.StepChanged("enrichment", StepStatus.Held, life.World.Now))
            .Told(new BatchFact.HoldClockStarted(Running.HoldAfter(SmallRecipe.StepOf("enrichment"), life.World.Now)))
            .After(TimeSpan.FromHours(5));

        var decision = life.World.Play(desk => Starting.CheckAgain(life.Batch.Steps["enrichment"], desk.Get<Batch>(Life.Id), life.StartOf("enrichment").Site, desk));

        Assert.Contains("GEN-4.3b", World.Rules(decision));
    }

    [Fact]
    [Proves("GEN-4.3b", Proof.Grants)]
    public void Once_quality_has_decided_about_the_time_exceeded_the_batch_goes_on()
    {
        var life = new Life().Created().Completed("enrichment").After(TimeSpan.FromHours(5));
        life.World.Give(life.StartOf("transduction").Command);
        var hold = Assert.Single(life.Batch.Holds.Keys);

        life.World.MustBoth(new BatchCommand.LiftHold(Life.Id, hold, "viability 91 %", "quality-1", "quality-2"));

        Assert.Empty(life.Start("transduction"));
    }
}
