using Orchestrator.Domain.Kernel;

namespace Orchestrator.Engine.Tests.Running;

/// <summary>A journal whose store has a clock of its own.</summary>
internal sealed class ClockedJournal(IJournal store, Func<DateTimeOffset> clock) : IJournal
{
    public Task<DateTimeOffset?> ReadClock(CancellationToken cancel) => Task.FromResult<DateTimeOffset?>(clock());

    public Task<Lease> TakeOver(string plant, string owner, CancellationToken cancel) => store.TakeOver(plant, owner, cancel);

    public Task<IReadOnlyList<Receipt>> Append(Lease lease, IReadOnlyList<Turn> turns, CancellationToken cancel) => store.Append(lease, turns, cancel);

    public Task MoveAway(Lease lease, string whither, CancellationToken cancel) => store.MoveAway(lease, whither, cancel);

    public Task<ActorHistory> ReadActor(string plant, ActorId actor, long from, CancellationToken cancel) => store.ReadActor(plant, actor, from, cancel);

    public Task<RecordedTurn?> Find(string plant, string turnId, CancellationToken cancel) => store.Find(plant, turnId, cancel);

    public IAsyncEnumerable<RecordedTurn> ReadAll(string plant, long after, CancellationToken cancel) => store.ReadAll(plant, after, cancel);

    public Task WaitBeyond(string plant, long position, CancellationToken cancel) => store.WaitBeyond(plant, position, cancel);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
