using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Segregation;
using Orchestrator.Engine.States;
using Orchestrator.Simulation.Run;
using Xunit;
using Record = Orchestrator.Engine.Tests.Evidence.Record;

namespace Orchestrator.Engine.Tests.States;

/// <summary>Nothing rests on a kept state: whatever is kept, missing, late or made up, the actors are those of the turns.</summary>
public sealed class KeptStatesTests
{
    private const string Plant = SimulatedPlant.Id;

    private static readonly DateTimeOffset At = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    private static readonly SealSecret Secret = new("key-1", new byte[] { 1, 2, 3 });
    private readonly MemoryJournal _store = new();
    private readonly List<ActorId> _rejected = [];

    [Fact]
    public async Task A_view_that_begins_with_kept_states_equals_one_that_folded_every_turn_at_every_cut()
    {
        await Copy();
        var head = (await All()).Count;
        foreach (var cut in (int[])[1, 2, head / 3, head / 2, head - 1, head])
        {
            var store = new Counting(_store);
            var kept = new KeptStates(store, store, Plant, Secret);
            await kept.Keep(await Recollections(cut), default);

            var actors = await kept.RecallAll(head, _ => { }, default);

            Assert.NotNull(actors);
            Assert.Equal(Texts(await Folded(head)), Texts(actors));
            Assert.Equal(cut == head, store.Walks == 0);
        }
    }

    [Fact]
    public async Task Where_nothing_is_kept_every_turn_is_folded_instead_and_verified()
    {
        await Copy();
        var head = (await All()).Count;
        var view = new PlantView(_store, Plant, TimeProvider.System);

        Assert.True(await view.Begin(new KeptStates(_store, new Forgetful(_store), Plant, Secret), head, _ => { }, default));

        Assert.Equal(Texts(await Folded(head)), Texts(view.Now.Actors));
    }

    [Fact]
    public async Task Turns_after_the_beginning_are_told_and_turns_before_are_not()
    {
        await Copy();
        var all = await All();
        var view = new PlantView(_store, Plant, TimeProvider.System);
        var kept = Kept();
        await kept.Keep(await Recollections(all.Count - 5), default);
        var began = new List<long?>();
        var told = new List<long>();
        view.Began += (turn, _) => began.Add(turn?.Position);
        view.Folded += (turn, _, _) => told.Add(turn.Position);

        Assert.False(await view.Begin(kept, all.Count - 5, _ => { }, default));
        using var stop = new CancellationTokenSource();
        var following = view.Follow(stop.Token);
        await view.At(all.Count, default);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);

        Assert.Equal([all.Count - 5L], began);
        Assert.Equal([.. all.Skip(all.Count - 5).Select(turn => turn.Position)], told);
        Assert.Equal(Texts(await Folded(all.Count)), Texts(view.Now.Actors));
    }

    [Fact]
    public async Task A_state_that_somebody_made_up_is_not_believed_and_is_told_of()
    {
        await Copy();
        await Kept().Keep(await Recollections((await All()).Count), default);
        var room = (await Folded((await All()).Count)).First(pair => pair.Key.Kind == ActorKind.Room && !StateCodec.Bytes(pair.Value).SequenceEqual(StateCodec.Bytes(ActorKinds.Nothing(pair.Key)))).Key;
        var honest = (await _store.Find(Plant, Edition, room, default))!;

        foreach (var forged in (KeptState[])
        [
            honest with { State = StateCodec.Bytes(ActorKinds.Nothing(room)) },
            honest with { Seal = new byte[32] },
            honest with { Version = new string('0', 64) },
        ])
        {
            _rejected.Clear();
            var kept = new KeptStates(_store, new OneState(forged), Plant, Secret);
            kept.Rejected += _rejected.Add;
            Assert.Equal(StateCodec.Bytes((await Folded((await All()).Count))[room]), StateCodec.Bytes((await kept.Recall(room, default)).State));
            Assert.Equal([room], _rejected);
        }
    }

    [Fact]
    public async Task A_state_about_a_turn_that_the_journal_does_not_hold_is_not_used()
    {
        // The journal was restored from before the state was kept, and went on otherwise: the seal is right, the turn is another.
        await Copy();
        var all = await All();
        await Kept().Keep(await Recollections(all.Count), default);
        var shorter = new MemoryJournal();
        await Copy(shorter, all.Count / 2);
        var kept = new KeptStates(shorter, _store, Plant, Secret);

        foreach (var (actor, state) in await Folded(all.Count / 2))
            Assert.Equal(StateCodec.Bytes(state), StateCodec.Bytes((await kept.Recall(actor, default)).State));
    }

    [Fact]
    public async Task A_state_about_another_turn_at_the_same_place_is_not_used()
    {
        var turn = Assert.Single((await (await OneTurn(ActorId.Plant, new PlantFact.Founded(Plant, TimeMode.Real))).ReadActor(Plant, ActorId.Plant, 0, default)).Turns);
        await Kept().Keep([new Recollection(ActorId.Plant, ActorKinds.Rebuild(ActorId.Plant, [turn]), turn.WriteId, turn.Position)], default);

        var recalled = await new KeptStates(await OneTurn(ActorId.Plant, new PlantFact.Founded(Plant, TimeMode.Demo)), _store, Plant, Secret).Recall(ActorId.Plant, default);

        Assert.Equal(TimeMode.Demo, Assert.IsType<Domain.Plants.Plant>(recalled.State).Time);
        Assert.Empty(_rejected);
    }

    [Fact]
    public async Task The_turn_that_a_state_ends_at_is_not_folded_in_again()
    {
        var batch = new ActorId(ActorKind.Batch, "B-1");
        var started = new StepExecution { Step = "wash", Attempt = 1, Status = StepStatus.Running, Area = "A", Room = "R", Class = StepClass.NonCulture, Exposure = Exposure.Closed, StartedAt = At };
        var journal = await OneTurn(batch, new BatchFact.StepStarted(started));
        var turn = Assert.Single((await journal.ReadActor(Plant, batch, 0, default)).Turns);
        var kept = new KeptStates(journal, _store, Plant, Secret);
        await kept.Keep([new Recollection(batch, ActorKinds.Rebuild(batch, [turn]), turn.WriteId, turn.Position)], default);

        Assert.Empty(Assert.IsType<Batch>((await kept.Recall(batch, default)).State).EarlierSteps);
    }

    [Fact]
    public async Task States_of_another_key_are_as_if_they_were_not_there()
    {
        await Copy();
        await Kept().Keep(await Recollections((await All()).Count), default);
        var next = new KeptStates(_store, _store, Plant, new SealSecret("key-2", new byte[] { 9 }));
        next.Rejected += _rejected.Add;
        var room = (await Folded((await All()).Count)).First(pair => pair.Key.Kind == ActorKind.Room);

        Assert.Equal(StateCodec.Bytes(room.Value), StateCodec.Bytes((await next.Recall(room.Key, default)).State));
        Assert.Empty(_rejected);
    }

    /// <summary>A journal of one turn.</summary>
    private static async Task<MemoryJournal> OneTurn(ActorId actor, Fact fact)
    {
        var journal = new MemoryJournal();
        var command = new PlantCommand.Found(Plant, TimeMode.Real);
        var turn = TurnCodec.Seal(new TurnBody
        {
            Caller = "mes",
            CommandId = "found",
            Payload = TurnCodec.PayloadHash(command),
            Command = command,
            At = At,
            Law = LawEdition.Current,
            Granted = true,
            Cast = [new CastMember(actor, "")],
            Facts = [new Written(actor, fact)],
        });
        await journal.Append(await journal.TakeOver(Plant, "one", default), [turn], default);
        return journal;
    }

    private static string Edition => $"{StateCodec.Edition}/{Secret.Name}";

    private static Dictionary<ActorId, string> Texts(IEnumerable<KeyValuePair<ActorId, IActor>> actors) =>
        actors.ToDictionary(pair => pair.Key, pair => Convert.ToBase64String(StateCodec.Bytes(pair.Value)));

    private KeptStates Kept()
    {
        var kept = new KeptStates(_store, _store, Plant, Secret);
        kept.Rejected += _rejected.Add;
        return kept;
    }

    private Task Copy() => Copy(_store, long.MaxValue);

    private static async Task Copy(MemoryJournal to, long upTo)
    {
        var lease = await to.TakeOver(Plant, "copy", default);
        await foreach (var turn in Record.Simulation.Journal.ReadAll(Plant, 0, default))
            if (turn.Position <= upTo)
                Assert.IsType<Receipt.Recorded>(Assert.Single(await to.Append(lease, [TurnCodec.Seal(TurnCodec.Open(turn.Body.Span))], default)));
    }

    private async Task<List<RecordedTurn>> All()
    {
        var all = new List<RecordedTurn>();
        await foreach (var turn in _store.ReadAll(Plant, 0, default))
            all.Add(turn);
        return all;
    }

    private async Task<Actors> Folded(long upTo) =>
        (await All()).Where(turn => turn.Position <= upTo).Aggregate(Actors.None, (actors, turn) => actors.After(TurnCodec.Open(turn.Body.Span).Facts));

    private async Task<List<Recollection>> Recollections(long upTo)
    {
        var last = new Dictionary<ActorId, RecordedTurn>();
        foreach (var turn in (await All()).Where(turn => turn.Position <= upTo))
            foreach (var (actor, _) in TurnCodec.Open(turn.Body.Span).Facts)
                last[actor] = turn;
        var actors = await Folded(upTo);
        return [.. last.Select(pair => new Recollection(pair.Key, actors[pair.Key], pair.Value.WriteId, pair.Value.Position))];
    }

    /// <summary>Counts the actors that had to be walked.</summary>
    private sealed class Counting(MemoryJournal store) : IPlantStore
    {
        public int Walks { get; private set; }

        public Task<Lease> TakeOver(string plant, string owner, CancellationToken cancel) => store.TakeOver(plant, owner, cancel);

        public Task<IReadOnlyList<Receipt>> Append(Lease lease, IReadOnlyList<Turn> turns, CancellationToken cancel) => store.Append(lease, turns, cancel);

        public Task MoveAway(Lease lease, string whither, CancellationToken cancel) => store.MoveAway(lease, whither, cancel);

        public Task<ActorHistory> ReadActor(string plant, ActorId actor, long from, CancellationToken cancel)
        {
            Walks++;
            return store.ReadActor(plant, actor, from, cancel);
        }

        public Task<RecordedTurn?> Find(string plant, string turnId, CancellationToken cancel) => store.Find(plant, turnId, cancel);

        public IAsyncEnumerable<RecordedTurn> ReadAll(string plant, long after, CancellationToken cancel) => store.ReadAll(plant, after, cancel);

        public Task WaitBeyond(string plant, long position, CancellationToken cancel) => store.WaitBeyond(plant, position, cancel);

        public Task<KeptState?> Find(string plant, string edition, ActorId actor, CancellationToken cancel) => store.Find(plant, edition, actor, cancel);

        public IAsyncEnumerable<StandingActor> Standing(string plant, string edition, CancellationToken cancel) => store.Standing(plant, edition, cancel);

        public Task Keep(string plant, string edition, IReadOnlyList<KeptState> states, CancellationToken cancel) => store.Keep(plant, edition, states, cancel);

        public ValueTask DisposeAsync() => store.DisposeAsync();
    }

    /// <summary>Keeps one state and gives it whoever asks.</summary>
    private sealed class OneState(KeptState state) : IStateStore
    {
        public Task<KeptState?> Find(string plant, string edition, ActorId actor, CancellationToken cancel) => Task.FromResult<KeptState?>(state);

        public IAsyncEnumerable<StandingActor> Standing(string plant, string edition, CancellationToken cancel) => throw new NotSupportedException();

        public Task Keep(string plant, string edition, IReadOnlyList<KeptState> states, CancellationToken cancel) => throw new NotSupportedException();
    }

    /// <summary>Knows of more actors than are worth walking, and has nothing of any.</summary>
    private sealed class Forgetful(MemoryJournal store) : IStateStore
    {
        public Task<KeptState?> Find(string plant, string edition, ActorId actor, CancellationToken cancel) => Task.FromResult<KeptState?>(null);

        public async IAsyncEnumerable<StandingActor> Standing(string plant, string edition, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
        {
            for (var number = 0; number < 100_000; number++)
                yield return new StandingActor(new ActorId(ActorKind.Label, $"{number}"), 1, "", null);
            await foreach (var standing in store.Standing(plant, edition, cancel))
                yield return standing with { Kept = null };
        }

        public Task Keep(string plant, string edition, IReadOnlyList<KeptState> states, CancellationToken cancel) => throw new NotSupportedException();
    }
}
