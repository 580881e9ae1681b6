using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Simulation.Ground;
using Xunit;

namespace Orchestrator.Engine.Tests.Running;

/// <summary>The view outlives its journal's bad hours.</summary>
public sealed class PlantViewTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_view_whose_journal_does_not_answer_says_so_and_goes_on_by_itself_when_it_does()
    {
        var time = new VirtualTime(Start);
        var journal = new DeafJournal();
        var lease = await journal.TakeOver("SH-01", "test", default);
        var view = new PlantView(journal, "SH-01", time);
        var told = new List<bool>();
        view.ReachChanged += () => told.Add(view.Reaches);
        using var stop = new CancellationTokenSource();
        var following = view.Follow(stop.Token);
        Assert.True(view.Reaches);

        journal.Deaf = true;
        await journal.Append(lease, [Founded()], default);
        Assert.True(SpinWait.SpinUntil(() => !view.Reaches, TimeSpan.FromSeconds(10)));
        Assert.Equal(0, view.Now.Position);
        journal.Deaf = false;
        Assert.True(SpinWait.SpinUntil(() => Advanced(time, () => view.Now.Position == 1 && view.Reaches), TimeSpan.FromSeconds(10)));

        Assert.Equal([false, true], told);
        Assert.False(following.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
    }

    private static bool Advanced(VirtualTime time, Func<bool> reached)
    {
        if (time.NextDue is not null)
            time.FireNext();
        return reached();
    }

    private static Turn Founded()
    {
        var command = new PlantCommand.Found("SH-01", TimeMode.Real);
        return TurnCodec.Seal(new TurnBody
        {
            Caller = "test",
            CommandId = "found",
            Payload = TurnCodec.PayloadHash(command),
            Command = command,
            At = Start,
            Law = "test",
            Granted = true,
            Cast = [new CastMember(ActorId.Plant, "")],
            Facts = [new Written(ActorId.Plant, new PlantFact.Founded("SH-01", TimeMode.Real))],
        });
    }

    /// <summary>The reference journal, which cannot be read while it is deaf.</summary>
    private sealed class DeafJournal : IJournal
    {
        private readonly MemoryJournal _store = new();
        private volatile bool _deaf;

        public bool Deaf
        {
            set => _deaf = value;
        }

        public Task<Lease> TakeOver(string plant, string owner, CancellationToken cancel) => _store.TakeOver(plant, owner, cancel);

        public Task<IReadOnlyList<Receipt>> Append(Lease lease, IReadOnlyList<Turn> turns, CancellationToken cancel) => _store.Append(lease, turns, cancel);

        public Task MoveAway(Lease lease, string whither, CancellationToken cancel) => _store.MoveAway(lease, whither, cancel);

        public Task<ActorHistory> ReadActor(string plant, ActorId actor, long from, CancellationToken cancel) => _store.ReadActor(plant, actor, from, cancel);

        public Task<RecordedTurn?> Find(string plant, string turnId, CancellationToken cancel) => _store.Find(plant, turnId, cancel);

        public IAsyncEnumerable<RecordedTurn> ReadAll(string plant, long after, CancellationToken cancel) => _deaf
            ? throw new JournalException(JournalFault.Unavailable, "as the test wants")
            : _store.ReadAll(plant, after, cancel);

        public Task WaitBeyond(string plant, long position, CancellationToken cancel) => _store.WaitBeyond(plant, position, cancel);

        public ValueTask DisposeAsync() => _store.DisposeAsync();
    }
}
