using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;

namespace Orchestrator.Api.Tests.Equipment;

/// <summary>The reference journal, whose appends wait or are refused when a test wants it.</summary>
internal sealed class BalkingJournal : IJournal
{
    private readonly MemoryJournal _store = new();
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _letGo;

    /// <summary>How many appends are refused from now on.</summary>
    public int RefuseNext { get; set; }

    /// <summary>Lets the next append wait; completes when it does.</summary>
    public Task Hold()
    {
        _letGo = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _held.Task;
    }

    public void LetGo() => _letGo!.SetResult();

    public Task MoveAway(Lease lease, string whither, CancellationToken cancel) => _store.MoveAway(lease, whither, cancel);

    public async Task<IReadOnlyList<Receipt>> Append(Lease lease, IReadOnlyList<Turn> turns, CancellationToken cancel)
    {
        if (_letGo is { } letGo)
        {
            _held.TrySetResult();
            await letGo.Task;
        }

        if (RefuseNext > 0)
        {
            RefuseNext--;
            throw new JournalException(JournalFault.Unavailable, "as the test wants");
        }

        return await _store.Append(lease, turns, cancel);
    }

    public Task<Lease> TakeOver(string plant, string owner, CancellationToken cancel) => _store.TakeOver(plant, owner, cancel);

    public Task<ActorHistory> ReadActor(string plant, ActorId actor, long from, CancellationToken cancel) => _store.ReadActor(plant, actor, from, cancel);

    public Task<RecordedTurn?> Find(string plant, string turnId, CancellationToken cancel) => _store.Find(plant, turnId, cancel);

    public IAsyncEnumerable<RecordedTurn> ReadAll(string plant, long after, CancellationToken cancel) => _store.ReadAll(plant, after, cancel);

    public Task WaitBeyond(string plant, long position, CancellationToken cancel) => _store.WaitBeyond(plant, position, cancel);

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
