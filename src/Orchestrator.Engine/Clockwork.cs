using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;

namespace Orchestrator.Engine;

/// <summary>
/// Wakes the law when a clock of an actor has come due. A wake-up is a command whose id is made of actor, clock and
/// instant, so it is ruled once however often it is given: after a restart, or by two engines at once. A limit does not
/// depend on it: the law computes every limit from what is recorded.
/// </summary>
public sealed class Clockwork
{
    /// <summary>The caller of wake-ups; no token has this name.</summary>
    public const string Caller = "clock";

    /// <summary>Longest single wait: a machine whose clock was set is noticed within it.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly PlantRunner _runner;
    private readonly PlantView _view;
    private readonly TimeProvider _time;
    private readonly Dictionary<ActorId, ImmutableArray<Clock>> _clocks = [];
    private readonly PriorityQueue<(ActorId Actor, Clock Clock), DateTimeOffset> _queue = new();
    private readonly HashSet<(ActorId Actor, Clock Clock)> _given = [];
    private TaskCompletionSource _changed = NewBell();

    /// <param name="view">Not followed yet: every turn must pass by.</param>
    public Clockwork(PlantRunner runner, PlantView view, TimeProvider time)
    {
        _runner = runner;
        _view = view;
        _time = time;
        view.Began += (_, picture) => Note(picture.Actors);
        view.Folded += (_, body, picture) => Note(body.Facts.Select(written => written.Actor).Distinct().Select(actor => KeyValuePair.Create(actor, picture.Actors[actor])));
    }

    /// <summary>Called with a wake-up that the law answered with an exception: a bug, and nobody else waits for it.</summary>
    public event Action<WakeUp, Exception>? Failed;

    /// <summary>The next instant at which a clock comes due, or null when none runs: after everything that was answered before the question.</summary>
    public async Task<DateTimeOffset?> NextDue(CancellationToken cancel)
    {
        await CatchUp(cancel);
        lock (_gate)
            return Peek()?.Clock.Due;
    }

    /// <summary>Gives every wake-up when it is due, until cancelled.</summary>
    public async Task Run(CancellationToken cancel)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
                changed = _changed.Task;
            await RunDue(_time.GetUtcNow(), cancel);
            var wait = await NextDue(cancel) is { } due ? due - _time.GetUtcNow() + TimeSpan.FromMilliseconds(1) : WaitMax;
            wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > WaitMax ? WaitMax : wait;
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            await Task.WhenAny(changed, Task.Delay(wait, _time, stop.Token));
            await stop.CancelAsync();
            cancel.ThrowIfCancellationRequested();
        }
    }

    /// <summary>
    /// Gives every wake-up that was due before an instant, in the order of their instants: of clocks in whatever was answered
    /// before, and of those that the wake-ups themselves start. Completes when all are ruled and nothing is due any more.
    /// </summary>
    public async Task RunDue(DateTimeOffset before, CancellationToken cancel)
    {
        await CatchUp(cancel);
        while (Take(before) is var (actor, clock))
        {
            await Give(new WakeUp(actor, clock.Id, clock.Due), cancel);
            await CatchUp(cancel);
        }
    }

    /// <summary>Until the clocks of every turn that anybody has an answer about are noted.</summary>
    private Task CatchUp(CancellationToken cancel) => _view.At(_runner.RecordedUpTo, cancel);

    private async Task Give(WakeUp wakeUp, CancellationToken cancel)
    {
        var order = new Order(wakeUp, Caller, $"{wakeUp.Actor}/{wakeUp.Clock}/{Instant.Text(wakeUp.Due)}", []);
        try
        {
            while (await _runner.Submit(order) is Answer.NoRuling none)
            {
                if (none.Reason is NoRulingReason.Stopping or NoRulingReason.NotOwner)
                    return;
                await Task.Delay(RetryAfter, _time, cancel);
            }
        }
        catch (Exception bug) when (bug is not OperationCanceledException and not OutOfMemoryException)
        {
            Failed?.Invoke(wakeUp, bug);
        }
    }

    private void Note(IEnumerable<KeyValuePair<ActorId, IActor>> changed)
    {
        lock (_gate)
        {
            var before = Peek();
            foreach (var (actor, state) in changed)
            {
                ImmutableArray<Clock> running = [.. state.Clocks];
                var known = _clocks.GetValueOrDefault(actor, []);
                foreach (var clock in known.Except(running))
                    _given.Remove((actor, clock));
                foreach (var clock in running.Except(known))
                    _queue.Enqueue((actor, clock), clock.Due);
                if (running.IsEmpty)
                    _clocks.Remove(actor);
                else
                    _clocks[actor] = running;
            }

            if (Peek() == before)
                return;
            _changed.TrySetResult();
            _changed = NewBell();
        }
    }

    private (ActorId Actor, Clock Clock)? Take(DateTimeOffset before)
    {
        lock (_gate)
        {
            if (Peek() is not { } next || next.Clock.Due >= before)
                return null;
            _queue.Dequeue();
            _given.Add(next);
            return next;
        }
    }

    /// <summary>The earliest clock that still runs and was not given; drops those that were stopped since they were queued.</summary>
    private (ActorId Actor, Clock Clock)? Peek()
    {
        while (_queue.TryPeek(out var next, out _))
        {
            if (_clocks.TryGetValue(next.Actor, out var running) && running.Contains(next.Clock) && !_given.Contains(next))
                return next;
            _queue.Dequeue();
        }

        return null;
    }

    private static TaskCompletionSource NewBell() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
