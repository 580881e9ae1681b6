using Orchestrator.Domain.Kernel;

namespace Orchestrator.Engine.States;

/// <summary>
/// Keeps the states of actors that have changed, or for whom the view found none that it could use, a little at a time, so that a
/// busy plant does not notice: whoever comes first is kept first, and whoever keeps changing comes again in the next round.
/// </summary>
public sealed class StateKeeper
{
    /// <summary>How many states are kept at once, and how often.</summary>
    private const int AtOnce = 500;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly KeptStates _kept;
    private readonly TimeProvider _time;
    private readonly Dictionary<ActorId, Recollection> _changed = [];
    private readonly Queue<ActorId> _order = new();

    /// <param name="view">Not followed yet: every turn must pass by.</param>
    public StateKeeper(KeptStates kept, PlantView view, TimeProvider time)
    {
        _kept = kept;
        _time = time;
        view.Began += (_, _) => Again(view.TakeUnkept());
        view.Folded += Note;
    }

    /// <summary>How many actors are still to be kept.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _changed.Count;
        }
    }

    /// <summary>Keeps some every second until cancelled. A store that fails is tried again; nothing depends on it.</summary>
    public async Task Run(CancellationToken cancel)
    {
        while (true)
        {
            await Task.Delay(Every, _time, cancel);
            await KeepSome(cancel);
        }
    }

    /// <summary>Keeps all that have changed, for a server that stops.</summary>
    public async Task KeepAll(CancellationToken cancel)
    {
        while (await KeepSome(cancel))
        {
        }
    }

    private async Task<bool> KeepSome(CancellationToken cancel)
    {
        var some = Take();
        if (some.Count == 0)
            return false;
        try
        {
            await _kept.Keep(some, cancel);
            return true;
        }
        catch (JournalException)
        {
            Again(some);
            return false;
        }
    }

    private void Note(RecordedTurn turn, TurnBody body, Picture picture)
    {
        lock (_gate)
        {
            foreach (var (actor, _) in body.Facts)
            {
                if (!_changed.ContainsKey(actor))
                    _order.Enqueue(actor);
                _changed[actor] = new Recollection(actor, picture.Actors[actor], turn.WriteId, turn.Position);
            }
        }
    }

    private List<Recollection> Take()
    {
        lock (_gate)
        {
            var some = new List<Recollection>();
            while (some.Count < AtOnce && _order.TryDequeue(out var actor))
                if (_changed.Remove(actor, out var recollection))
                    some.Add(recollection);
            return some;
        }
    }

    private void Again(IEnumerable<Recollection> some)
    {
        lock (_gate)
        {
            foreach (var recollection in some)
                if (_changed.TryAdd(recollection.Actor, recollection))
                    _order.Enqueue(recollection.Actor);
        }
    }
}
