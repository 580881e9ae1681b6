using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine.States;

namespace Orchestrator.Engine;

/// <summary>The law as the engine sees it: a pure function over a cast.</summary>
public delegate Decision DecideCommand(Command command, Cast cast, Moment moment);

/// <summary>
/// The turn runner of one plant: brings the cast together, calls the law once, appends what was decided together with
/// whatever else was decided while the last append was under way, and answers when it is durable.
/// </summary>
/// <remarks>
/// Everything runs on the injected scheduler, which must run one thing at a time, and reads the injected clock: a
/// simulation drives this same code from a seed. Decisions are made on states that are still being written; when such a
/// write fails, every decision built on it is made again. Only the journal's checks make the outcome true.
/// </remarks>
public sealed partial class PlantRunner
{
    private readonly IJournal _journal;
    private readonly TimeProvider _time;
    private readonly TaskScheduler _scheduler;
    private readonly DecideCommand _decide;
    private readonly RunnerLimits _limits;
    private readonly KeptStates? _kept;
    private readonly Residents _states;
    private readonly Dictionary<string, Pending> _pending = new(StringComparer.Ordinal);
    private readonly WaitingRoom _waiting;
    private readonly StoreClock _clock;
    private List<Pending> _batch = [];
    private int _dryRuns;
    private bool _flushing;
    private bool _stopped;
    private NoRulingReason _stopReason = NoRulingReason.Stopping;
    private Lease _lease;
    private DateTimeOffset _last;
    private long _recorded;
    private TaskCompletionSource _work = NewBell();
    private Task _pump = Task.CompletedTask;

    private PlantRunner(IJournal journal, KeptStates? kept, Lease lease, TimeProvider time, TaskScheduler scheduler, DecideCommand decide, RunnerLimits limits)
    {
        _journal = journal;
        _kept = kept;
        _states = new Residents(limits.ResidentsMax);
        _lease = lease;
        _time = time;
        _scheduler = scheduler;
        _decide = decide;
        _limits = limits;
        _waiting = new WaitingRoom(limits);
        _clock = new StoreClock(journal, time, limits.ClockOffMax);
        _last = lease.LastTurnAt ?? DateTimeOffset.MinValue;
        _recorded = lease.Head;
    }

    /// <summary>
    /// Called on the runner's scheduler with turns that have become durable, in order, before anybody is answered about them.
    /// Turns recorded by others, or found recorded after a doubt, are not among them: who must have all follows the journal.
    /// </summary>
    public event Action<IReadOnlyList<RecordedDecision>>? Durable;

    public string Plant => _lease.Plant;

    /// <summary>False once it was stopped or another owner has taken the plant over.</summary>
    public bool Deciding => !Volatile.Read(ref _stopped);

    /// <summary>Completes when nothing more is decided here and what was being written is written.</summary>
    public Task Ended => _pump;

    /// <summary>The position of the last turn that this runner knows to be durable.</summary>
    public long RecordedUpTo => Interlocked.Read(ref _recorded);

    /// <summary>The journal's head when this runner took the plant over.</summary>
    public long OpenedAt => _lease.Head;

    /// <summary>The instant of the turn at that head; null where there was none.</summary>
    public DateTimeOffset? LastTurnAt => _lease.LastTurnAt;

    /// <summary>Takes the plant over and starts to decide.</summary>
    /// <param name="scheduler">Runs one thing at a time; the exclusive half of a scheduler pair in production.</param>
    /// <param name="kept">Where actors with long lives are read from; without it every actor is walked from its first turn.</param>
    public static async Task<PlantRunner> Open(
        IJournal journal, string plant, string owner, TimeProvider time, TaskScheduler scheduler, DecideCommand decide, RunnerLimits limits, CancellationToken cancel, KeptStates? kept = null)
    {
        var runner = new PlantRunner(journal, kept, await journal.TakeOver(plant, owner, cancel), time, scheduler, decide, limits);
        runner._pump = runner.On(async () =>
        {
            await runner.Pump();
            return true;
        });
        return runner;
    }

    /// <summary>Gives a command to the law; completes when its ruling is durable.</summary>
    /// <param name="givesUp">Cancelled when nobody waits for the answer any more (a deadline, a caller that went): what is not decided by then is not decided.</param>
    public Task<Answer> Submit(Order order, CancellationToken givesUp = default)
    {
        var asker = NewAsker();
        Post(() => Enqueue(order, asker, givesUp));
        return asker.Task;
    }

    /// <summary>Asks what the law would rule now; writes nothing.</summary>
    public Task<Answer> DryRun(Order order) => On<Answer>(async () =>
    {
        if (_stopped)
            return new Answer.NoRuling(_stopReason);
        if (_dryRuns >= _limits.DryRunsMax)
            return new Answer.NoRuling(NoRulingReason.Overloaded);
        _dryRuns++;
        try
        {
            var pending = new Pending(order, TurnCodec.PayloadHash(order.Command));
            return await TryDecide(pending, toRecord: false) is { } fault
                ? fault
                : new Answer.Ruled(0, pending.Body!, First: true);
        }
        finally
        {
            _dryRuns--;
        }
    });

    /// <summary>Stops deciding; what is waiting gets no ruling, what is being written is finished.</summary>
    public async Task Stop()
    {
        Post(() => Halt(NoRulingReason.Stopping));
        await _pump;
    }

    private void Enqueue(Order order, TaskCompletionSource<Answer> asker, CancellationToken givesUp)
    {
        var payload = TurnCodec.PayloadHash(order.Command);
        if (_stopped)
        {
            asker.SetResult(new Answer.NoRuling(_stopReason));
        }
        else if (_pending.TryGetValue(order.TurnId, out var same))
        {
            if (same.Payload == payload)
                same.Askers.Add((asker, givesUp));
            else
                asker.SetResult(new Answer.OtherPayload(order.TurnId));
        }
        else
        {
            var pending = new Pending(order, payload);
            pending.Askers.Add((asker, givesUp));
            if (_waiting.Enter(pending))
            {
                _pending.Add(order.TurnId, pending);
                Ring();
            }
            else
            {
                asker.SetResult(new Answer.NoRuling(NoRulingReason.Overloaded));
            }
        }
    }

    private async Task Pump()
    {
        while (!_stopped || _flushing)
        {
            while (!_stopped && _batch.Count < _limits.TurnsPerAppendMax && _waiting.Next() is { } next)
            {
                if (next.IsAwaited)
                    await DecideForBatch(next);
                else
                    Finish(next, new Answer.NoRuling(NoRulingReason.GivenUp));
            }

            if (!_flushing && _batch.Count > 0)
            {
                _flushing = true;
                var batch = _batch;
                _batch = [];
                _ = Flush(batch);
            }
            else if (_stopped || _waiting.Count == 0 || _batch.Count >= _limits.TurnsPerAppendMax)
            {
                if (_stopped && !_flushing)
                    break;
                await _work.Task;
                _work = NewBell();
            }
        }
    }

    private async Task DecideForBatch(Pending pending)
    {
        try
        {
            if (await TryDecide(pending, toRecord: true) is { } fault)
                Finish(pending, fault);
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            // A law that throws rules nothing: the caller learns of the bug, nobody else waits for it.
            Forget(pending);
            pending.Fail(bug);
        }
    }

    /// <summary>
    /// Calls the law until everyone it reads is present; a fault answer when the store cannot bring them. Deciding and
    /// putting the turn into the batch happen without a pause, so no failed append can slip in between.
    /// </summary>
    private async Task<Answer?> TryDecide(Pending pending, bool toRecord)
    {
        while (true)
        {
            if (await ClockFault() is { } off)
                return off;
            if (_stopped)
                return new Answer.NoRuling(_stopReason);
            var order = pending.Order;
            var now = _time.GetUtcNow();
            var moment = new Moment(now > _last ? now : _last, order.Caller, order.CommandId, order.Roles, order.Person);
            var cast = new Cast(_states);
            var decision = _decide(order.Command, cast, moment);
            if (cast.Missing.Count == 0)
            {
                pending.Body = BodyOf(pending, moment, cast, decision);
                if (toRecord)
                {
                    Commit(pending);
                    _batch.Add(pending);
                }

                return null;
            }

            try
            {
                foreach (var actor in cast.Missing)
                    await Bring(actor);
            }
            catch (JournalException failure)
            {
                return new Answer.NoRuling(Explain(failure.Fault));
            }
        }
    }

    /// <summary>A machine whose clock is not the store's decides nothing.</summary>
    private async ValueTask<Answer?> ClockFault()
    {
        try
        {
            return await _clock.Agrees() ? null : new Answer.NoRuling(NoRulingReason.ClockOff);
        }
        catch (JournalException failure)
        {
            return new Answer.NoRuling(Explain(failure.Fault));
        }
    }

    private TurnBody BodyOf(Pending pending, Moment moment, Cast cast, Decision decision)
    {
        foreach (var written in decision.Facts)
            if (!cast.Read.Contains(written.Actor))
                throw new InvalidOperationException($"the law wrote {written.Actor} without reading it");
        ActorId[] actors = [.. cast.Read];
        Array.Sort(actors);

        return new TurnBody
        {
            Caller = pending.Order.Caller,
            CommandId = pending.Order.CommandId,
            Person = pending.Order.Person,
            Payload = pending.Payload,
            Command = pending.Order.Command,
            At = moment.Now,
            Law = LawEdition.Current,
            Granted = decision.Granted,
            Refusals = decision.Refusals,
            Bases = decision.Bases,
            Cast = [.. actors.Select(actor => new CastMember(actor, _states.VersionOf(actor)))],
            Facts = decision.Facts,
        };
    }

    /// <summary>Makes the decided states the ones that the next decision reads.</summary>
    private void Commit(Pending pending)
    {
        var turn = TurnCodec.Seal(pending.Body!);
        var evolved = new Dictionary<ActorId, IActor>();
        foreach (var (actor, fact) in pending.Body!.Facts)
            evolved[actor] = evolved.GetValueOrDefault(actor, _states[actor]).Evolve(fact);

        foreach (var (actor, state) in evolved)
            _states.Set(actor, state, turn.WriteId);

        pending.Turn = turn;
        pending.Evolved = evolved;
        _last = turn.At;
    }

    private async Task Bring(ActorId actor)
    {
        var found = _kept is { } kept ? await kept.Recall(actor, CancellationToken.None) : await Walk(actor);
        if (!_states.ContainsKey(actor))
            _states.Set(actor, found.State, found.Version);
    }

    private async Task<Recollection> Walk(ActorId actor)
    {
        var history = await _journal.ReadActor(Plant, actor, 0, CancellationToken.None);
        return new Recollection(actor, ActorKinds.Rebuild(actor, history.Turns), history.Version, history.Position);
    }

    private void Halt(NoRulingReason reason)
    {
        if (_stopped)
            return;
        _stopped = true;
        _stopReason = reason;
        foreach (var pending in _waiting.Clear().Concat(_batch))
            Finish(pending, new Answer.NoRuling(reason));
        _batch = [];
        Ring();
    }

    private void Finish(Pending pending, Answer answer)
    {
        Forget(pending);
        pending.Answer(answer);
    }

    /// <summary>Gives the seat back; false where it was given back before.</summary>
    private bool Forget(Pending pending)
    {
        if (!_pending.Remove(pending.Order.TurnId))
            return false;
        _waiting.Leave(pending);
        return true;
    }

    private void Ring() => _work.TrySetResult();

    private static NoRulingReason Explain(JournalFault fault) =>
        fault == JournalFault.Superseded ? NoRulingReason.NotOwner : NoRulingReason.StoreUnavailable;

    /// <summary>Runs on the scheduler. Answers travel by completion sources, never by unwrapping, which would hop to the thread pool.</summary>
    private void Post(Action action) =>
        Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler);

    private Task<T> On<T>(Func<Task<T>> action)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(async () =>
        {
            try
            {
                done.SetResult(await action());
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        });
        return done.Task;
    }

    private static TaskCompletionSource<Answer> NewAsker() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource NewBell() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
