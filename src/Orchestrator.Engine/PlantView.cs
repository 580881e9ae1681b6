using System.Threading.Channels;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine.States;

namespace Orchestrator.Engine;

/// <summary>
/// What the plant looked like at a position: every actor folded from the journal's tail, for queries, live pictures and
/// clocks. Decisions never read it.
/// </summary>
public sealed class PlantView
{
    /// <summary>How much of what the runner tells may wait here; what is dropped is read from the journal.</summary>
    private const int ToldMax = 8192;

    /// <summary>How often a view that is told of turns looks whether the journal has others.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly IJournal _journal;
    private readonly string _plant;
    private readonly TimeProvider _time;
    private readonly List<(long Position, TaskCompletionSource Bell)> _awaited = [];
    private readonly TaskCompletionSource<Picture> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Channel<RecordedDecision>? _tellings;
    private Task<bool>? _more;
    private List<Recollection> _unkept = [];
    private RecordedTurn? _first;
    private long _told;
    private ReadOnlyMemory<byte> _hash;
    private volatile bool _reaches = true;
    private volatile Picture _now = Picture.Empty;

    public PlantView(IJournal journal, string plant, TimeProvider time)
    {
        _journal = journal;
        _plant = plant;
        _time = time;
    }

    /// <summary>
    /// Called once, before the first turn is folded in, with the picture that the view begins with and the turn it ends at;
    /// null at the plant's beginning.
    /// </summary>
    public event Action<RecordedTurn?, Picture>? Began;

    /// <summary>Called with every turn in order, after it has been folded in and before anyone waiting for its position goes on.</summary>
    public event Action<RecordedTurn, TurnBody, Picture>? Folded;

    public Picture Now => _now;

    /// <summary>False while the journal does not let itself be read: the picture stands still until it does again.</summary>
    public bool Reaches => _reaches;

    /// <summary>Called when <see cref="Reaches"/> has changed.</summary>
    public event Action? ReachChanged;

    /// <summary>The picture that the view began with, before any turn was folded into it.</summary>
    public Task<Picture> Begun => _begun.Task;

    /// <summary>The actors of the picture that the view began with for whom no state of their last turn was kept; once.</summary>
    internal IReadOnlyList<Recollection> TakeUnkept() => Interlocked.Exchange(ref _unkept, []);

    /// <summary>Takes the turns that this process records from its runner, instead of reading them back and folding them again.</summary>
    public void Listen(PlantRunner runner)
    {
        var tellings = _tellings = Channel.CreateBounded<RecordedDecision>(
            new BoundedChannelOptions(ToldMax) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        runner.Durable += recorded =>
        {
            foreach (var decision in recorded)
                tellings.Writer.TryWrite(decision);
        };
    }

    /// <summary>
    /// Begins at a position without telling of the turns before it: from kept states, or where too little is kept by folding
    /// every turn.
    /// </summary>
    /// <param name="upTo">A position that the journal has reached.</param>
    /// <param name="progress">Called with the number of actors brought back so far.</param>
    /// <returns>True where every turn was read and verified on the way; else <see cref="ChainCheck"/> has it to do.</returns>
    /// <exception cref="InvalidDataException">The journal is not whole; the message names the first turn that does not follow, or is missing, or says that actors do not end where their turns do.</exception>
    public Task<bool> Begin(KeptStates kept, long upTo, Action<int> progress, CancellationToken cancel) =>
        upTo == 0 ? Task.FromResult(true) : Reading(() => BeginAt(kept, upTo, progress, cancel), cancel);

    private async Task<bool> BeginAt(KeptStates kept, long upTo, Action<int> progress, CancellationToken cancel)
    {
        (_hash, _now, _unkept) = (default, Picture.Empty, []);
        if (await kept.RecallAll(upTo, progress, cancel, _unkept.Add) is { } actors)
        {
            _now = new Picture(upTo - 1, null, actors);
            await foreach (var turn in _journal.ReadAll(_plant, upTo - 1, cancel))
            {
                Begin(turn, actors);
                return false;
            }
        }
        else
        {
            var built = new Actors.Builder();
            var last = new Dictionary<ActorId, (string Version, long Position)>();
            var ends = new ActorEnds();
            await foreach (var turn in _journal.ReadAll(_plant, 0, cancel))
            {
                Demand(turn);
                foreach (var (actor, fact) in TurnCodec.Open(turn.Body.Span).Facts)
                {
                    built[actor] = (built.TryGetValue(actor, out var before) ? before : ActorKinds.Nothing(actor)).Evolve(fact);
                    last[actor] = (turn.WriteId, turn.Position);
                }

                ends.Note(turn);
                progress(built.Count);
                (_hash, _now) = (turn.Hash, new Picture(turn.Position, null, Actors.None));
                if (turn.Position < upTo)
                    continue;
                await kept.Demand(ends, upTo, cancel);
                var folded = built.Build();
                _unkept = [.. folded.Select(pair => new Recollection(pair.Key, pair.Value, last[pair.Key].Version, last[pair.Key].Position))];
                Begin(turn, folded);
                return true;
            }
        }

        throw new InvalidDataException($"the journal of {_plant} is not whole: it lacks the turn at {_now.Position + 1}");
    }

    /// <summary>
    /// Follows the journal until cancelled, and verifies on the way that each turn follows the one before it. A journal that does
    /// not answer is asked again for as long as it takes.
    /// </summary>
    /// <exception cref="InvalidDataException">The journal is not whole; the message names the first turn that does not follow.</exception>
    public async Task Follow(CancellationToken cancel)
    {
        Began?.Invoke(_first, _now);
        Tell(_now.Position);
        _begun.TrySetResult(_now);
        while (true)
        {
            await Reading(
                async () =>
                {
                    await CatchUp(long.MaxValue, cancel);
                    Reach(true);
                    if (_tellings is { } tellings)
                        await Take(tellings.Reader, cancel);
                    else
                        await _journal.WaitBeyond(_plant, _now.Position, cancel);
                    return true;
                },
                cancel);
        }
    }

    /// <summary>The picture at a position or later; whoever listens to <see cref="Folded"/> has been told of it.</summary>
    public async Task<Picture> At(long position, CancellationToken cancel)
    {
        await _begun.Task.WaitAsync(cancel);
        TaskCompletionSource bell;
        lock (_gate)
        {
            if (_told >= position)
                return _now;
            bell = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((position, bell));
        }

        await bell.Task.WaitAsync(cancel);
        return _now;
    }

    /// <summary>Does it, and again while the journal does not answer.</summary>
    private async Task<T> Reading<T>(Func<Task<T>> work, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                return await work();
            }
            catch (JournalException failure) when (failure.Fault == JournalFault.Unavailable)
            {
                Reach(false);
                await Task.Delay(AskAgainAfter, _time, cancel);
            }
        }
    }

    private void Reach(bool reaches)
    {
        if (_reaches == reaches)
            return;
        _reaches = reaches;
        ReachChanged?.Invoke();
    }

    /// <summary>Folds what the runner tells, until it has told nothing for a while.</summary>
    private async Task Take(ChannelReader<RecordedDecision> told, CancellationToken cancel)
    {
        while (true)
        {
            while (told.TryRead(out var decision))
            {
                if (decision.Position > _now.Position + 1)
                    await CatchUp(decision.Position - 1, cancel);
                if (decision.Position == _now.Position + 1)
                    Fold(decision);
            }

            // One waiter for however long nothing is told: the channel keeps each that it is given.
            var more = _more ??= told.WaitToReadAsync(cancel).AsTask();
            if (await Task.WhenAny(more, Task.Delay(LookEvery, _time, cancel)) != more)
                return;
            _more = null;
            await more;
        }
    }

    private async Task CatchUp(long upTo, CancellationToken cancel)
    {
        await foreach (var turn in _journal.ReadAll(_plant, _now.Position, cancel))
        {
            Fold(turn);
            if (turn.Position >= upTo)
                return;
        }
    }

    private void Fold(RecordedDecision decision)
    {
        var hash = TurnCodec.Chain(_hash.Span, decision.Turn.Body.Span);
        var turn = new RecordedTurn(decision.Position, decision.Turn.Id, decision.Turn.WriteId, decision.Turn.Body, hash);
        Show(turn, decision.Body, _now.Actors.With(decision.Evolved));
    }

    private void Fold(RecordedTurn turn)
    {
        Demand(turn);
        var body = TurnCodec.Open(turn.Body.Span);
        Show(turn, body, _now.Actors.After(body.Facts));
    }

    private void Begin(RecordedTurn turn, Actors actors)
    {
        (_first, _hash) = (turn, turn.Hash);
        _now = new Picture(turn.Position, TurnCodec.Open(turn.Body.Span).At, actors);
    }

    private void Demand(RecordedTurn turn)
    {
        if (turn.Position != _now.Position + 1 || !TurnCodec.Chain(_hash.Span, turn.Body.Span).AsSpan().SequenceEqual(turn.Hash.Span))
            throw new InvalidDataException($"the journal of {_plant} is not whole: turn {turn.Position} does not follow turn {_now.Position} as it was recorded");
    }

    private void Show(RecordedTurn turn, TurnBody body, Actors actors)
    {
        _hash = turn.Hash;
        var picture = _now = new Picture(turn.Position, body.At, actors);
        Folded?.Invoke(turn, body, picture);
        Tell(turn.Position);
    }

    private void Tell(long position)
    {
        lock (_gate)
        {
            _told = position;
            for (var at = _awaited.Count - 1; at >= 0; at--)
            {
                if (_awaited[at].Position > position)
                    continue;
                _awaited[at].Bell.SetResult();
                _awaited.RemoveAt(at);
            }
        }
    }
}
