using Orchestrator.Domain;
using Orchestrator.Domain.Plants;
using Orchestrator.Engine.States;
using Orchestrator.Engine.Tests.Journals;
using Xunit;

namespace Orchestrator.Engine.Tests.States;

/// <summary>A view that is told by its runner equals the journal, whoever else writes; and what changed is kept for the next start.</summary>
public sealed class ListeningTests : IAsyncDisposable
{
    private const string Plant = "SMALL";
    private const int Turns = 300;

    private readonly MemoryJournal _store = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<long> _told = [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task Every_turn_is_told_once_in_order_whoever_recorded_it()
    {
        var runner = await Runner("first");
        var view = new PlantView(_store, Plant, TimeProvider.System);
        view.Listen(runner);
        view.Folded += (turn, _, _) => _told.Add(turn.Position);
        var following = view.Follow(_stop.Token);

        await Give(runner, "a", Turns);
        var elsewhere = await Runner("second");
        await Give(elsewhere, "b", Turns);
        await view.At(2 * Turns, default).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal([.. Enumerable.Range(1, 2 * Turns).Select(number => (long)number)], _told);
        Assert.Equal(await FromTheJournal(), Texts(view.Now.Actors));
        Assert.False(following.IsCompleted);
        await runner.Stop();
        await elsewhere.Stop();
    }

    [Fact]
    public async Task What_changed_is_kept_and_the_next_start_walks_nobody()
    {
        var kept = new KeptStates(_store, _store, Plant, SealSecret.None);
        var runner = await Runner("first");
        var view = new PlantView(_store, Plant, TimeProvider.System);
        view.Listen(runner);
        var keeper = new StateKeeper(kept, view, TimeProvider.System);
        _ = view.Follow(_stop.Token);
        await Give(runner, "a", Turns);
        await view.At(Turns, default);
        Assert.Equal(1, keeper.Waiting);

        await keeper.KeepAll(default);

        Assert.Equal(0, keeper.Waiting);
        var deaf = new Deaf(_store);
        Assert.Equal(await FromTheJournal(), Texts((await new KeptStates(deaf, _store, Plant, SealSecret.None).RecallAll(Turns, _ => { }, default))!));
        await runner.Stop();
    }

    [Fact]
    public async Task A_runner_with_room_for_few_actors_rules_as_one_with_room_for_all()
    {
        // Every command reads actors that the one before it has pushed out.
        var (many, few) = (new MemoryJournal(), new MemoryJournal());
        foreach (var (journal, room) in ((MemoryJournal, int)[])[(many, 1_000_000), (few, 4)])
        {
            var runner = await PlantRunner.Open(
                journal, Plant, "spec", new Simulation.Ground.VirtualTime(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero)), new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler,
                PlantLaw.Decide, new RunnerLimits { ResidentsMax = room }, default, new KeptStates(journal, journal, Plant, SealSecret.None));
            await Give(runner, "a", 20);
            foreach (var number in Enumerable.Range(0, 50))
                await runner.Submit(new Order(new Domain.Batches.BatchCommand.Cancel($"B-{number % 10}", "nobody made it"), "mes", $"c{number}", ["quality"], "p"));
            await runner.Stop();
        }

        Assert.Equal((await many.All(Plant)).Select(turn => turn.WriteId), (await few.All(Plant)).Select(turn => turn.WriteId));
        Assert.Equal(70, (await few.All(Plant)).Count);
    }

    private Task<PlantRunner> Runner(string owner) => PlantRunner.Open(
        _store, Plant, owner, TimeProvider.System, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler, PlantLaw.Decide, new RunnerLimits(), default);

    /// <summary>The first founds the plant where it is not; the others are refused, which is recorded too.</summary>
    private static Task Give(PlantRunner runner, string caller, int turns) => Task.WhenAll(Enumerable.Range(0, turns).Select(async number =>
        Assert.IsType<Answer.Ruled>(await runner.Submit(new Order(new PlantCommand.Found(Plant, TimeMode.Real), caller, $"{number}", [])))));

    private async Task<Dictionary<string, string>> FromTheJournal() =>
        Texts((await _store.All(Plant)).Aggregate(Actors.None, (actors, turn) => actors.After(TurnCodec.Open(turn.Body.Span).Facts)));

    private static Dictionary<string, string> Texts(Actors actors) =>
        actors.ToDictionary(pair => pair.Key.ToString(), pair => Convert.ToBase64String(StateCodec.Bytes(pair.Value)));

    /// <summary>A journal in which nobody may be walked.</summary>
    private sealed class Deaf(MemoryJournal store) : IJournal
    {
        public Task<Lease> TakeOver(string plant, string owner, CancellationToken cancel) => store.TakeOver(plant, owner, cancel);

        public Task<IReadOnlyList<Receipt>> Append(Lease lease, IReadOnlyList<Turn> turns, CancellationToken cancel) => store.Append(lease, turns, cancel);

        public Task MoveAway(Lease lease, string whither, CancellationToken cancel) => store.MoveAway(lease, whither, cancel);

        public Task<ActorHistory> ReadActor(string plant, Domain.Kernel.ActorId actor, long from, CancellationToken cancel) => throw new InvalidOperationException($"{actor} was walked");

        public Task<RecordedTurn?> Find(string plant, string turnId, CancellationToken cancel) => store.Find(plant, turnId, cancel);

        public IAsyncEnumerable<RecordedTurn> ReadAll(string plant, long after, CancellationToken cancel) => store.ReadAll(plant, after, cancel);

        public Task WaitBeyond(string plant, long position, CancellationToken cancel) => store.WaitBeyond(plant, position, cancel);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
