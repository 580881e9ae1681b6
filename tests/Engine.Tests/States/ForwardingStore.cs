using Orchestrator.Domain.Kernel;
using Orchestrator.Engine.States;

namespace Orchestrator.Engine.Tests.States;

/// <summary>The reference store; whoever derives from it says otherwise in one place.</summary>
internal class ForwardingStore(MemoryJournal store) : IPlantStore
{
    public int Walks { get; private set; }

    public Task<Lease> TakeOver(string plant, string owner, CancellationToken cancel) => store.TakeOver(plant, owner, cancel);

    public Task<IReadOnlyList<Receipt>> Append(Lease lease, IReadOnlyList<Turn> turns, CancellationToken cancel) => store.Append(lease, turns, cancel);

    public Task MoveAway(Lease lease, string whither, CancellationToken cancel) => store.MoveAway(lease, whither, cancel);

    public virtual Task<ActorHistory> ReadActor(string plant, ActorId actor, long from, CancellationToken cancel)
    {
        Walks++;
        return store.ReadActor(plant, actor, from, cancel);
    }

    public Task<RecordedTurn?> Find(string plant, string turnId, CancellationToken cancel) => store.Find(plant, turnId, cancel);

    public virtual IAsyncEnumerable<RecordedTurn> ReadAll(string plant, long after, CancellationToken cancel) => store.ReadAll(plant, after, cancel);

    public Task WaitBeyond(string plant, long position, CancellationToken cancel) => store.WaitBeyond(plant, position, cancel);

    public Task<KeptState?> Find(string plant, string edition, ActorId actor, CancellationToken cancel) => store.Find(plant, edition, actor, cancel);

    public virtual IAsyncEnumerable<StandingActor> Standing(string plant, string edition, CancellationToken cancel) => store.Standing(plant, edition, cancel);

    public Task Keep(string plant, string edition, IReadOnlyList<KeptState> states, CancellationToken cancel) => store.Keep(plant, edition, states, cancel);

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
