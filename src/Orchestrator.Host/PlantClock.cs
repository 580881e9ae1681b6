using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Engine;

namespace Orchestrator.Host;

/// <summary>Which clock a plant runs on: its first turn says so for ever, and a new plant takes the one it is started with.</summary>
/// <param name="Time">What the engine reads.</param>
/// <param name="Demo">The same clock when a player drives it, else null.</param>
/// <param name="ToBeFounded">True for a new demonstration plant: its first turn must say so before any other.</param>
public sealed record PlantClock(TimeProvider Time, DemoClock? Demo, bool ToBeFounded)
{
    /// <summary>How far the machine's clock and the store's may be apart; a player's clock is nobody else's.</summary>
    public TimeSpan? OffMax => Demo is null ? TimeSpan.FromSeconds(2) : null;

    /// <exception cref="InvalidOperationException">The plant exists on the other clock.</exception>
    public static async Task<PlantClock> Of(IJournal journal, ServeOptions options, CancellationToken cancel)
    {
        var plant = (Plant)ActorKinds.Rebuild(ActorId.Plant, (await journal.ReadActor(options.Plant, ActorId.Plant, 0, cancel)).Turns);
        if (options.Demo is not { } first)
        {
            return plant is { Founded: true, Time: TimeMode.Demo }
                ? throw new InvalidOperationException($"plant {options.Plant} is a demonstration: start it with --demo, or choose another plant")
                : new PlantClock(TimeProvider.System, null, ToBeFounded: false);
        }

        if (plant is { Founded: true, Time: TimeMode.Real })
            throw RunsOnTheMachinesClock(options.Plant);
        var memory = new DemoMemory(Path.Combine(options.Data!, $"{options.Plant}.demo-clock"));
        var clock = new DemoClock(memory.Read() ?? first, memory.Write);
        return new PlantClock(clock, clock, ToBeFounded: !plant.Founded);
    }

    /// <summary>A demonstration goes on where its last turn left it, and is no plant that has turns but was never founded as one.</summary>
    /// <exception cref="InvalidOperationException">The plant has turns on the other clock.</exception>
    public void GoOn(PlantRunner runner)
    {
        if (runner.LastTurnAt is not { } last || Demo is null)
            return;
        if (ToBeFounded)
            throw RunsOnTheMachinesClock(runner.Plant);
        Demo.MoveTo(last);
    }

    private static InvalidOperationException RunsOnTheMachinesClock(string plant) =>
        new($"plant {plant} runs on the machine's clock; a demonstration needs a plant of its own");
}
