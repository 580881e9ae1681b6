using Orchestrator.Simulation.Faults;
using Orchestrator.Simulation.Play;
using Orchestrator.Simulation.Run;
using Xunit;

namespace Orchestrator.Engine.Tests.Simulating;

/// <summary>What a run did by chance is a script that does the same without it; and a process may die at any await of it.</summary>
public sealed class ScriptTests
{
    private static readonly Scene Example = Scene.Example();

    [Theory]
    [InlineData("rough")]
    [InlineData("crashes")]
    [InlineData("storm")]
    [InlineData("clocks")]
    [InlineData("people")]
    public void A_run_played_again_from_its_script_gives_the_same_journal(string profile)
    {
        var run = new SimulationRun(seed: 11, days: 1, Example, FaultProfile.Builtin(profile));
        var report = run.Run();
        Assert.Empty(report.Broken);
        Assert.True(report.Faults.Values.Sum() > 0);

        var again = ScriptRun.Play(run.Script, Example, Workings.Own);

        Assert.Empty(again.Broken);
        Assert.Equal((report.Turns, report.JournalHash), (again.Turns, again.JournalHash));
    }

    [Fact]
    public void The_same_seed_gives_the_same_journal_and_another_seed_another()
    {
        string Hash(int seed) => new SimulationRun(seed, days: 1, Example, FaultProfile.Rough).Run().JournalHash;
        Assert.Equal(Hash(3), Hash(3));
        Assert.NotEqual(Hash(3), Hash(4));
    }

    /// <summary>Each await of an entry in turn: the process dies there, another takes over, and every promise holds.</summary>
    [Theory]
    [InlineData(FaultKind.Crash)]
    [InlineData(FaultKind.Freeze)]
    public void A_process_that_stops_at_any_await_loses_nothing_and_doubles_nothing(FaultKind stop)
    {
        var run = new SimulationRun(seed: 5, days: 1, Example, FaultProfile.Gentle);
        Assert.Empty(run.Run().Broken);
        var whole = run.Script with { Profile = FaultProfile.Builtin("crashes") };
        var founding = whole with { Entries = whole.Entries[..5] };
        var turns = ScriptRun.Play(founding, Example, Workings.Own).Turns;
        var awaits = 0;
        foreach (var at in Enumerable.Range(0, founding.Entries.Length))
            for (var step = 0; ; step++)
            {
                var broken = founding with { Entries = founding.Entries.SetItem(at, founding.Entries[at] with { Faults = [new Fault(stop, step)] }) };
                var outcome = ScriptRun.Play(broken, Example, Workings.Own);
                if (outcome.Faults == 0)
                    break;
                awaits++;
                Assert.Empty(outcome.Broken);
                Assert.Equal(turns, outcome.Turns);
            }

        Assert.True(awaits > 50, $"{awaits} awaits");
    }
}
