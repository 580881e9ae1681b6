using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine.States;

namespace Orchestrator.Engine;

/// <summary>
/// The journal in memory: the reference that every store must equal, and the store of simulations. It is not thread-safe
/// by accident but by one lock, and it keeps what it was given for as long as the object lives.
/// </summary>
public sealed class MemoryJournal : IPlantStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Book> _plants = new(StringComparer.Ordinal);

    public Task<Lease> TakeOver(string plant, string owner, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var book = BookOf(plant);
            if (book.MovedTo is { } whither)
                throw Moved(plant, whither);
            book.Epoch++;
            book.Owner = owner;
            return Task.FromResult(new Lease(plant, owner, book.Epoch, book.Turns.Count, book.LastTurnAt));
        }
    }

    public Task<IReadOnlyList<Receipt>> Append(Lease lease, IReadOnlyList<Turn> turns, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        foreach (var turn in turns)
            turn.ThrowIfMalformed();
        lock (_gate)
        {
            var book = BookOf(lease.Plant);
            Demand(book, lease);
            if (book.MovedTo is { } whither)
                throw Moved(lease.Plant, whither);
            var receipts = new List<Receipt>(turns.Count);
            foreach (var turn in turns)
                receipts.Add(book.Append(turn));
            book.Ring();
            return Task.FromResult<IReadOnlyList<Receipt>>(receipts);
        }
    }

    public Task MoveAway(Lease lease, string whither, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var book = BookOf(lease.Plant);
            Demand(book, lease);
            book.MovedTo ??= whither;
            return Task.CompletedTask;
        }
    }

    public Task<ActorHistory> ReadActor(string plant, ActorId actor, long from, CancellationToken cancel)
    {
        lock (_gate)
        {
            var book = BookOf(plant);
            return Task.FromResult(book.Actors.TryGetValue(actor, out var positions)
                ? new ActorHistory(actor, book.Turns[(int)positions[^1] - 1].WriteId, positions[^1], [.. positions.Where(at => at >= from).Select(at => book.Turns[(int)at - 1])])
                : new ActorHistory(actor, "", 0, []));
        }
    }

    public Task<RecordedTurn?> Find(string plant, string turnId, CancellationToken cancel)
    {
        lock (_gate)
            return Task.FromResult(BookOf(plant).ById.GetValueOrDefault(turnId));
    }

    public async IAsyncEnumerable<RecordedTurn> ReadAll(string plant, long after, [EnumeratorCancellation] CancellationToken cancel)
    {
        RecordedTurn[] turns;
        lock (_gate)
            turns = [.. BookOf(plant).Turns.Skip((int)after)];
        await Task.CompletedTask;
        foreach (var turn in turns)
        {
            cancel.ThrowIfCancellationRequested();
            yield return turn;
        }
    }

    public async Task WaitBeyond(string plant, long position, CancellationToken cancel)
    {
        while (true)
        {
            Task bell;
            lock (_gate)
            {
                var book = BookOf(plant);
                if (book.Turns.Count > position)
                    return;
                bell = book.Bell.Task;
            }

            await bell.WaitAsync(cancel);
        }
    }

    public Task<KeptState?> Find(string plant, string edition, ActorId actor, CancellationToken cancel)
    {
        lock (_gate)
            return Task.FromResult(BookOf(plant).StateOf(edition, actor));
    }

    public async IAsyncEnumerable<StandingActor> Standing(string plant, string edition, [EnumeratorCancellation] CancellationToken cancel)
    {
        StandingActor[] actors;
        lock (_gate)
        {
            var book = BookOf(plant);
            actors = [.. book.Actors.Select(pair => new StandingActor(pair.Key, pair.Value[^1], book.Turns[(int)pair.Value[^1] - 1].WriteId, book.StateOf(edition, pair.Key)))];
        }

        await Task.CompletedTask;
        foreach (var actor in actors)
        {
            cancel.ThrowIfCancellationRequested();
            yield return actor;
        }
    }

    public Task Keep(string plant, string edition, IReadOnlyList<KeptState> states, CancellationToken cancel)
    {
        lock (_gate)
        {
            var book = BookOf(plant);
            foreach (var state in states)
                if (book.StateOf(edition, state.Actor) is not { } kept || kept.Position < state.Position)
                    book.States[state.Actor] = (edition, state);
        }

        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static void Demand(Book book, Lease lease)
    {
        if (book.Epoch != lease.Epoch)
            throw new JournalException(JournalFault.Superseded, $"epoch {lease.Epoch} of {lease.Owner} was succeeded by {book.Epoch} of {book.Owner}");
    }

    private static JournalException Moved(string plant, string whither) => new(JournalFault.Superseded, $"plant {plant} was moved to {whither}");

    private Book BookOf(string plant)
    {
        if (!_plants.TryGetValue(plant, out var book))
            _plants.Add(plant, book = new Book());
        return book;
    }

    private sealed class Book
    {
        public long Epoch { get; set; }

        public string Owner { get; set; } = "";

        public string? MovedTo { get; set; }

        public DateTimeOffset? LastTurnAt { get; private set; }

        public List<RecordedTurn> Turns { get; } = [];

        public Dictionary<string, RecordedTurn> ById { get; } = new(StringComparer.Ordinal);

        public Dictionary<ActorId, List<long>> Actors { get; } = [];

        public Dictionary<ActorId, (string Edition, KeptState State)> States { get; } = [];

        public TaskCompletionSource Bell { get; private set; } = NewBell();

        public KeptState? StateOf(string edition, ActorId actor) =>
            States.TryGetValue(actor, out var kept) && kept.Edition == edition ? kept.State : null;

        public Receipt Append(Turn turn)
        {
            if (ById.TryGetValue(turn.Id, out var already))
                return new Receipt.Already(already);

            var moved = turn.Cast.Where(member => VersionOf(member.Actor) != member.Version).Select(member => member.Actor).ToImmutableArray();
            if (!moved.IsEmpty)
                return new Receipt.Stale(moved);

            var previous = Turns.Count == 0 ? ReadOnlyMemory<byte>.Empty : Turns[^1].Hash;
            var recorded = new RecordedTurn(Turns.Count + 1, turn.Id, turn.WriteId, turn.Body, TurnCodec.Chain(previous.Span, turn.Body.Span));
            Turns.Add(recorded);
            ById.Add(turn.Id, recorded);
            LastTurnAt = turn.At;
            foreach (var actor in turn.Writes)
            {
                if (!Actors.TryGetValue(actor, out var positions))
                    Actors.Add(actor, positions = []);
                positions.Add(recorded.Position);
            }

            return new Receipt.Recorded(recorded.Position);
        }

        public void Ring()
        {
            var bell = Bell;
            Bell = NewBell();
            bell.SetResult();
        }

        private string VersionOf(ActorId actor) =>
            Actors.TryGetValue(actor, out var positions) ? Turns[(int)positions[^1] - 1].WriteId : "";

        private static TaskCompletionSource NewBell() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
