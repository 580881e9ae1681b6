using Orchestrator.Engine;
using Orchestrator.Simulation.Faults;
using Orchestrator.Simulation.Play;

namespace Orchestrator.Simulation.Run;

/// <summary>What a plant is run with that a test may plant a bug in.</summary>
/// <param name="Decide">The law.</param>
/// <param name="Journal">Makes the journal behind the wires.</param>
public sealed record Workings(DecideCommand? Decide = null, Func<IJournal>? Journal = null)
{
    public static Workings Own { get; } = new();

    public SimulatedPlant Plant(FaultProfile profile, DateTimeOffset start) => new(profile, start, Decide, Journal?.Invoke());
}

/// <summary>Plays a script again, exactly: the same commands, the same faults, no chance.</summary>
public static class ScriptRun
{
    /// <summary>What came of it.</summary>
    /// <param name="Broken">The promises that were broken, with what was found.</param>
    /// <param name="At">The entry after which one was, or the number of entries.</param>
    /// <param name="Faults">How many of the script's faults found their occasion.</param>
    public sealed record Outcome(long Turns, string JournalHash, IReadOnlyList<(string Id, string What)> Broken, int At, long Faults);

    /// <param name="only">The one promise to look at; null for all.</param>
    public static Outcome Play(Script script, Scene scene, Workings workings, string? only = null)
    {
        var plant = workings.Plant(script.Profile, script.Start);
        var stage = new Stage(scene, plant, new Random(0));
        var watch = new Watch(plant, stage, only);
        var turns = 0L;
        plant.Recorded += (_, _) => turns++;
        var at = 0;
        for (; at < script.Entries.Length && !watch.Broken.Any(); at++)
        {
            plant.Give(script.Entries[at], planned: true);
            if (script.Entries[at].Act == Act.Look)
                watch.Look();
        }

        if (!watch.Broken.Any())
            watch.Finish();
        return new Outcome(turns, watch.JournalHash, [.. watch.Broken.SelectMany(promise => promise.Broken.Select(what => (promise.Id, what)))], at, plant.Faults.Counts.Values.Sum());
    }

    /// <summary>Whether a script breaks a promise; what it would break besides is not looked at.</summary>
    public static bool Breaks(Script script, string promise, Scene scene, Workings workings) =>
        Play(script, scene, workings, promise).Broken.Any(broken => broken.Id == promise);
}
