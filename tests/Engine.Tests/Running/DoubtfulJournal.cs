using Orchestrator.Domain.Kernel;

namespace Orchestrator.Engine.Tests.Running;

/// <summary>A journal that records the first append and loses its acknowledgement.</summary>
/// <param name="meanwhile">What happens between the two.</param>
internal sealed class DoubtfulJournal(IJournal store, Func<Task>? meanwhile = null) : IJournal
{
    private bool _lost;

    public async Task<IReadOnlyList<Receipt>> Append(Lease lease, IReadOnlyList<Turn> turns, CancellationToken cancel)
    {
        var receipts = await store.Append(lease, turns, cancel);
        if (_lost)
            return receipts;
        _lost = true;
        if (meanwhile is not null)
            await meanwhile();
        throw new JournalException(JournalFault.InDoubt, "as the test wants");
    }

    public Task<Lease> TakeOver(string plant, string owner, CancellationToken cancel) => store.TakeOver(plant, owner, cancel);

    public Task MoveAway(Lease lease, string whither, CancellationToken cancel) => store.MoveAway(lease, whither, cancel);

    public Task<ActorHistory> ReadActor(string plant, ActorId actor, long from, CancellationToken cancel) => store.ReadActor(plant, actor, from, cancel);

    public Task<RecordedTurn?> Find(string plant, string turnId, CancellationToken cancel) => store.Find(plant, turnId, cancel);

    public IAsyncEnumerable<RecordedTurn> ReadAll(string plant, long after, CancellationToken cancel) => store.ReadAll(plant, after, cancel);

    public Task WaitBeyond(string plant, long position, CancellationToken cancel) => store.WaitBeyond(plant, position, cancel);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
