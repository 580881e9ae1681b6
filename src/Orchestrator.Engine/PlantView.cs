using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Engine;

/// <summary>
/// What the plant looked like at a position: every actor folded from the journal's tail, for queries, live pictures and
/// clocks. Decisions never read it.
/// </summary>
public sealed class PlantView
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly IJournal _journal;
    private readonly string _plant;
    private readonly TimeProvider _time;
    private readonly List<(long Position, TaskCompletionSource Bell)> _awaited = [];
    private long _told;
    private ReadOnlyMemory<byte> _hash;
    private volatile bool _reaches = true;
    private volatile Picture _now = new(0, null, ImmutableDictionary<ActorId, IActor>.Empty);

    public PlantView(IJournal journal, string plant, TimeProvider time)
    {
        _journal = journal;
        _plant = plant;
        _time = time;
    }

    /// <summary>Called with every turn in order, after it has been folded in and before anyone waiting for its position goes on.</summary>
    public event Action<RecordedTurn, TurnBody, Picture>? Folded;

    public Picture Now => _now;

    /// <summary>False while the journal does not let itself be read: the picture stands still until it does again.</summary>
    public bool Reaches => _reaches;

    /// <summary>Called when <see cref="Reaches"/> has changed.</summary>
    public event Action? ReachChanged;

    /// <summary>
    /// Follows the journal until cancelled, and verifies on the way that each turn follows the one before it. A journal that does
    /// not answer is asked again for as long as it takes.
    /// </summary>
    /// <exception cref="InvalidDataException">The journal is not whole; the message names the first turn that does not follow.</exception>
    public async Task Follow(CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                await foreach (var turn in _journal.ReadAll(_plant, _now.Position, cancel))
                    Fold(turn);
                Reach(true);
                await _journal.WaitBeyond(_plant, _now.Position, cancel);
            }
            catch (JournalException failure) when (failure.Fault == JournalFault.Unavailable)
            {
                Reach(false);
                await Task.Delay(AskAgainAfter, _time, cancel);
            }
        }
    }

    /// <summary>The picture at a position or later; whoever listens to <see cref="Folded"/> has been told of it.</summary>
    public async Task<Picture> At(long position, CancellationToken cancel)
    {
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

    private void Reach(bool reaches)
    {
        if (_reaches == reaches)
            return;
        _reaches = reaches;
        ReachChanged?.Invoke();
    }

    private void Fold(RecordedTurn turn)
    {
        if (turn.Position != _now.Position + 1 || !TurnCodec.Chain(_hash.Span, turn.Body.Span).AsSpan().SequenceEqual(turn.Hash.Span))
            throw new InvalidDataException($"the journal of {_plant} is not whole: turn {turn.Position} does not follow turn {_now.Position} as it was recorded");
        _hash = turn.Hash;
        var body = TurnCodec.Open(turn.Body.Span);
        var actors = _now.Actors.ToBuilder();
        foreach (var (actor, fact) in body.Facts)
            actors[actor] = actors.GetValueOrDefault(actor, ActorKinds.Nothing(actor)).Evolve(fact);
        var picture = _now = new Picture(turn.Position, body.At, actors.ToImmutable());
        Folded?.Invoke(turn, body, picture);
        lock (_gate)
        {
            _told = turn.Position;
            for (var at = _awaited.Count - 1; at >= 0; at--)
            {
                if (_awaited[at].Position > turn.Position)
                    continue;
                _awaited[at].Bell.SetResult();
                _awaited.RemoveAt(at);
            }
        }
    }
}

/// <summary>Every actor of a plant after one turn.</summary>
/// <param name="Position">The last turn folded in; 0 before the first.</param>
/// <param name="At">That turn's instant.</param>
public sealed record Picture(long Position, DateTimeOffset? At, ImmutableDictionary<ActorId, IActor> Actors)
{
    public T Get<T>(string key)
        where T : class, IActor<T> =>
        Actors.TryGetValue(new ActorId(T.Kind, key), out var actor) ? (T)actor : T.Nothing(key);

    /// <summary>Every actor of one kind, in address order.</summary>
    public IEnumerable<KeyValuePair<string, T>> All<T>()
        where T : class, IActor<T> =>
        Actors.Where(pair => pair.Key.Kind == T.Kind).OrderBy(pair => pair.Key)
            .Select(pair => new KeyValuePair<string, T>(pair.Key.Key, (T)pair.Value));

    /// <summary>A cast over this picture: the law may be asked about the past and nothing is ever missing.</summary>
    public Cast Cast() => new(new Everyone(Actors));

    private sealed class Everyone(ImmutableDictionary<ActorId, IActor> actors) : IReadOnlyDictionary<ActorId, IActor>
    {
        public IActor this[ActorId key] => actors.TryGetValue(key, out var actor) ? actor : ActorKinds.Nothing(key);

        public IEnumerable<ActorId> Keys => actors.Keys;

        public IEnumerable<IActor> Values => actors.Values;

        public int Count => actors.Count;

        public bool ContainsKey(ActorId key) => true;

        public bool TryGetValue(ActorId key, out IActor value)
        {
            value = this[key];
            return true;
        }

        public IEnumerator<KeyValuePair<ActorId, IActor>> GetEnumerator() => actors.GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
