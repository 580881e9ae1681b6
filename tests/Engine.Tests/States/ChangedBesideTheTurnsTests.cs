using System.Runtime.CompilerServices;
using System.Text;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine.States;
using Orchestrator.Engine.Tests.Journals;
using Orchestrator.Simulation.Run;
using Xunit;
using Record = Orchestrator.Engine.Tests.Evidence.Record;

namespace Orchestrator.Engine.Tests.States;

/// <summary>
/// Where an actor ends and which turn comes before which lies beside the turns, in no chain: whoever changes it there, or a
/// turn's bytes, makes nobody rule on what is not so.
/// </summary>
public sealed class ChangedBesideTheTurnsTests
{
    private const string Plant = SimulatedPlant.Id;

    private readonly MemoryJournal _store = new();

    [Fact]
    public async Task A_memory_from_which_a_turn_was_left_out_is_not_believed()
    {
        var (_, actor) = await Busiest();
        foreach (var left in (int[])[0, 1, 2])
            await Refused(actor, history => history with { Turns = history.Turns.RemoveAt(left) });
    }

    [Fact]
    public async Task A_memory_that_ends_elsewhere_than_it_says_is_not_believed()
    {
        var (_, actor) = await Busiest();
        await Refused(actor, history => history with { Version = history.Turns[0].WriteId });
        await Refused(actor, history => history with { Turns = history.Turns.RemoveAt(history.Turns.Length - 1) });
        await Refused(actor, history => history with { Position = 0, Version = "" });
    }

    [Fact]
    public async Task A_turn_whose_bytes_were_changed_is_not_believed()
    {
        var (_, actor) = await Busiest();
        await Refused(actor, history => history with { Turns = [.. history.Turns.SkipLast(1), Changed(history.Turns[^1])] });
    }

    [Fact]
    public async Task An_actor_that_was_set_back_is_noticed_by_whoever_reads_all_turns()
    {
        var (head, actor) = await Busiest();
        var history = await _store.ReadActor(Plant, actor, 0, default);
        var back = new SetBack(_store, actor, history.Turns[^2]);

        // By itself it looks like an actor that was never written since.
        Assert.Equal(history.Turns[^2].Position, (await new KeptStates(back, back, Plant, SealSecret.None).Recall(actor, default)).Position);

        await Assert.ThrowsAsync<InvalidDataException>(() => Check(back, head));
        await Assert.ThrowsAsync<InvalidDataException>(() => Begin(new Crowded(back), head));
    }

    [Fact]
    public async Task A_journal_that_is_whole_passes_also_while_it_goes_on()
    {
        var (head, _) = await Busiest();
        foreach (var upTo in (long[])[1, 2, head / 3, head / 2, head - 1, head])
        {
            await Check(new ForwardingStore(_store), upTo);
            await Begin(new Crowded(new ForwardingStore(_store)), upTo);
        }
    }

    [Fact]
    public async Task What_a_start_had_to_walk_or_to_fold_is_kept_and_the_next_start_walks_nobody()
    {
        var (head, _) = await Busiest();
        foreach (var folded in (bool[])[false, true])
        {
            var store = new MemoryJournal();
            await Copy(store);
            IPlantStore standing = folded ? new Crowded(new ForwardingStore(store)) : store;
            var kept = new KeptStates(standing, standing, Plant, SealSecret.None);
            var view = new PlantView(standing, Plant, TimeProvider.System);
            var keeper = new StateKeeper(kept, view, TimeProvider.System);
            Assert.Equal(folded, await view.Begin(kept, head, _ => { }, default));
            using var stop = new CancellationTokenSource();
            var following = view.Follow(stop.Token);
            await view.Begun;

            await keeper.KeepAll(default);
            await stop.CancelAsync();

            var next = new ForwardingStore(store);
            Assert.Equal(Texts(view.Now.Actors), Texts((await new KeptStates(next, next, Plant, SealSecret.None).RecallAll(head, _ => { }, default))!));
            Assert.Equal(0, next.Walks);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
        }
    }

    private static Task Check(IPlantStore store, long upTo) => ChainCheck.Run(store, Plant, upTo, TimeProvider.System, TimeSpan.FromMinutes(1), default);

    private static Task Begin(IPlantStore store, long upTo) =>
        new PlantView(store, Plant, TimeProvider.System).Begin(new KeptStates(store, store, Plant, SealSecret.None), upTo, _ => { }, default);

    private async Task Refused(ActorId actor, Func<ActorHistory, ActorHistory> change)
    {
        var lying = new Lying(_store, change);
        await Assert.ThrowsAsync<InvalidDataException>(() => new KeptStates(lying, lying, Plant, SealSecret.None).Recall(actor, default));
    }

    private static RecordedTurn Changed(RecordedTurn turn) =>
        turn with { Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(turn.Body.Span).Replace("\"granted\":true", "\"granted\":false", StringComparison.Ordinal)) };

    private static Dictionary<ActorId, string> Texts(IEnumerable<KeyValuePair<ActorId, IActor>> actors) =>
        actors.ToDictionary(pair => pair.Key, pair => Convert.ToBase64String(StateCodec.Bytes(pair.Value)));

    /// <summary>A day of a plant, and the actor that was written in most of its turns.</summary>
    private async Task<(long Head, ActorId Actor)> Busiest()
    {
        await Copy(_store);
        var written = (await _store.All(Plant)).SelectMany(turn => TurnCodec.Open(turn.Body.Span).Facts.Select(fact => fact.Actor).Distinct());
        return ((await _store.All(Plant)).Count, written.CountBy(actor => actor).MaxBy(pair => pair.Value).Key);
    }

    private static async Task Copy(MemoryJournal to)
    {
        var lease = await to.TakeOver(Plant, "copy", default);
        await foreach (var turn in Record.Simulation.Journal.ReadAll(Plant, 0, default))
            Assert.IsType<Receipt.Recorded>(Assert.Single(await to.Append(lease, [TurnCodec.Seal(TurnCodec.Open(turn.Body.Span))], default)));
    }

    private sealed class Lying(MemoryJournal store, Func<ActorHistory, ActorHistory> change) : ForwardingStore(store)
    {
        public override async Task<ActorHistory> ReadActor(string plant, ActorId actor, long from, CancellationToken cancel) =>
            change(await base.ReadActor(plant, actor, from, cancel));
    }

    /// <summary>A store in which somebody has put one actor's row back to an earlier turn.</summary>
    private sealed class SetBack(MemoryJournal store, ActorId back, RecordedTurn end) : ForwardingStore(store)
    {
        public override async Task<ActorHistory> ReadActor(string plant, ActorId actor, long from, CancellationToken cancel)
        {
            var history = await base.ReadActor(plant, actor, from, cancel);
            return actor == back ? new ActorHistory(actor, end.WriteId, end.Position, [.. history.Turns.Where(turn => turn.Position <= end.Position)]) : history;
        }

        public override async IAsyncEnumerable<StandingActor> Standing(string plant, string edition, [EnumeratorCancellation] CancellationToken cancel)
        {
            await foreach (var standing in base.Standing(plant, edition, cancel))
                yield return standing.Actor == back ? standing with { Position = end.Position, Version = end.WriteId } : standing;
        }
    }

    /// <summary>Tells beside the true ones of so many actors of whom nothing is kept, asked for states, that folding every turn is cheaper.</summary>
    private sealed class Crowded(IPlantStore store) : IPlantStore
    {
        public Task<Lease> TakeOver(string plant, string owner, CancellationToken cancel) => store.TakeOver(plant, owner, cancel);

        public Task<IReadOnlyList<Receipt>> Append(Lease lease, IReadOnlyList<Turn> turns, CancellationToken cancel) => store.Append(lease, turns, cancel);

        public Task MoveAway(Lease lease, string whither, CancellationToken cancel) => store.MoveAway(lease, whither, cancel);

        public Task<ActorHistory> ReadActor(string plant, ActorId actor, long from, CancellationToken cancel) => store.ReadActor(plant, actor, from, cancel);

        public Task<RecordedTurn?> Find(string plant, string turnId, CancellationToken cancel) => store.Find(plant, turnId, cancel);

        public IAsyncEnumerable<RecordedTurn> ReadAll(string plant, long after, CancellationToken cancel) => store.ReadAll(plant, after, cancel);

        public Task WaitBeyond(string plant, long position, CancellationToken cancel) => store.WaitBeyond(plant, position, cancel);

        public Task<KeptState?> Find(string plant, string edition, ActorId actor, CancellationToken cancel) => store.Find(plant, edition, actor, cancel);

        public async IAsyncEnumerable<StandingActor> Standing(string plant, string edition, [EnumeratorCancellation] CancellationToken cancel)
        {
            for (var number = 0; edition.Length > 0 && number < 100_000; number++)
                yield return new StandingActor(new ActorId(ActorKind.Label, $"{number}"), 1, "", null);
            await foreach (var standing in store.Standing(plant, edition, cancel))
                yield return standing;
        }

        public Task Keep(string plant, string edition, IReadOnlyList<KeptState> states, CancellationToken cancel) => store.Keep(plant, edition, states, cancel);

        public ValueTask DisposeAsync() => store.DisposeAsync();
    }
}
