using Orchestrator.Engine;
using Orchestrator.Engine.States;
using ILogger = Microsoft.Extensions.Logging.ILogger;

namespace Orchestrator.Host;

/// <summary>
/// What a server does about its plant's past as it starts. Rulings do not wait for it: an actor in a cast is brought back by
/// itself. Queries, equipment and clocks wait until every actor is back; the whole chain is verified beside that.
/// </summary>
/// <param name="runner">Has taken the plant over and decided nothing yet.</param>
internal sealed class Recovery(IPlantStore journal, PlantRunner runner, PlantView view, KeptStates kept)
{
    /// <summary>A plant whose past is read within this is served only then; a larger one is served meanwhile.</summary>
    private static readonly TimeSpan SettleMax = TimeSpan.FromSeconds(1);

    /// <summary>How long a server that stops takes to keep what has changed; what is left is walked at the next start.</summary>
    private static readonly TimeSpan KeepMax = TimeSpan.FromSeconds(10);

    private readonly StateKeeper _keeper = new(kept, view, TimeProvider.System);
    private int _broughtBack;

    /// <summary>Ends only when it fails: the journal is not whole.</summary>
    public Task Following { get; private set; } = Task.CompletedTask;

    /// <summary>Completes when the chain up to the head found is verified, or fails.</summary>
    public Task Checking { get; private set; } = Task.CompletedTask;

    public Task Keeping { get; private set; } = Task.CompletedTask;

    public void Start(ILogger log, CancellationToken stop)
    {
        kept.Rejected += actor => Log.StateRejected(log, actor.ToString());
        var begun = TimeProvider.System.GetTimestamp();
        var beginning = Task.Run(() => view.Begin(kept, runner.OpenedAt, actors => _broughtBack = actors, stop), stop);
        Following = Follow(beginning, begun, log, stop);
        Checking = Check(beginning, begun, log, stop);
        Keeping = Keep(stop);
    }

    /// <summary>Waits a moment for everything to be back and verified.</summary>
    /// <exception cref="InvalidDataException">The journal is not whole.</exception>
    public async Task Settle(CancellationToken cancel)
    {
        await Task.WhenAny(Task.WhenAll(view.Begun, Checking), Following, Task.Delay(SettleMax, cancel));
        cancel.ThrowIfCancellationRequested();
        foreach (var part in (Task[])[Following, Checking])
            if (part.IsFaulted)
                await part;
    }

    /// <summary>For a server that stops, after its last turn.</summary>
    public async Task KeepWhatChanged()
    {
        if (!view.Begun.IsCompletedSuccessfully)
            return;
        using var late = new CancellationTokenSource(KeepMax);
        try
        {
            await view.At(runner.RecordedUpTo, late.Token);
            await _keeper.KeepAll(late.Token);
        }
        catch (OperationCanceledException)
        {
            // The next start walks what is left.
        }
    }

    private async Task Follow(Task<bool> beginning, long begun, ILogger log, CancellationToken stop)
    {
        await beginning;
        Log.BroughtBack(log, _broughtBack, runner.OpenedAt, TimeProvider.System.GetElapsedTime(begun).TotalSeconds);
        await view.Follow(stop);
    }

    private async Task Check(Task<bool> beginning, long begun, ILogger log, CancellationToken stop)
    {
        if (!await beginning)
            await ChainCheck.Run(journal, runner.Plant, runner.OpenedAt, TimeProvider.System, SettleMax, stop);
        Log.ChainWhole(log, runner.OpenedAt, TimeProvider.System.GetElapsedTime(begun).TotalSeconds);
    }

    private async Task Keep(CancellationToken stop)
    {
        await view.Begun.WaitAsync(stop);
        await _keeper.Run(stop);
    }
}
