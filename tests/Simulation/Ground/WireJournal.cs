using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;
using Orchestrator.Simulation.Faults;

namespace Orchestrator.Simulation.Ground;

/// <summary>How far an append has come, as a crash finds it.</summary>
public enum AppendStage
{
    None,

    /// <summary>Decided and on its way: nothing is written yet.</summary>
    Decided,

    /// <summary>Written, and nobody has been answered.</summary>
    Appended,
}

/// <summary>Who owns the plant by the store's own account: an append under an older epoch that is taken is caught here.</summary>
public sealed class Fence
{
    private long _epoch;

    /// <summary>Appends under an epoch that had been succeeded: refused, and taken all the same.</summary>
    public (long Refused, long Taken) Old { get; private set; }

    public void Took(Lease lease) => _epoch = Math.Max(_epoch, lease.Epoch);

    public void Appended(Lease lease, bool refused)
    {
        if (lease.Epoch < _epoch)
            Old = refused ? Old with { Refused = Old.Refused + 1 } : Old with { Taken = Old.Taken + 1 };
    }
}

/// <summary>
/// One process's line to the store: slow, and it loses, doubles and refuses. What is on its way arrives whatever becomes of the
/// process that sent it, and what is written stays written.
/// </summary>
/// <param name="store">Answers at once.</param>
public sealed class WireJournal(IJournal store, VirtualTime time, FaultSource faults, Fence fence) : IJournal
{
    private static readonly TimeSpan LatencyMax = TimeSpan.FromMilliseconds(10);

    /// <summary>How far the append under way has come: what a crash now would leave behind.</summary>
    public AppendStage Stage { get; private set; }

    public Task<Lease> TakeOver(string plant, string owner, CancellationToken cancel) => Travel(
        () =>
        {
            if (faults.Happens(FaultKind.TakeoverRefused))
                throw Refused();
            var lease = Now(store.TakeOver(plant, owner, cancel));
            fence.Took(lease);
            return faults.Happens(FaultKind.TakeoverAnswerLost) ? throw new JournalException(JournalFault.InDoubt, "the simulated acknowledgement of a takeover is lost") : lease;
        });

    public Task<IReadOnlyList<Receipt>> Append(Lease lease, IReadOnlyList<Turn> turns, CancellationToken cancel)
    {
        Stage = AppendStage.Decided;
        return Travel(() => Arrived(lease, turns), () => Stage = AppendStage.None);
    }

    private IReadOnlyList<Receipt> Arrived(Lease lease, IReadOnlyList<Turn> turns)
    {
        if (faults.Happens(FaultKind.AppendRefused))
            throw Refused();
        if (faults.Happens(FaultKind.AppendLost))
            throw new JournalException(JournalFault.InDoubt, "the simulated append is lost");
        try
        {
            var receipts = Now(store.Append(lease, turns, CancellationToken.None));
            fence.Appended(lease, refused: false);
            Stage = AppendStage.Appended;
            if (faults.Happens(FaultKind.AppendDoubled))
                receipts = Now(store.Append(lease, turns, CancellationToken.None));
            return faults.Happens(FaultKind.AppendAnswerLost) ? throw new JournalException(JournalFault.InDoubt, "the simulated acknowledgement is lost") : receipts;
        }
        catch (JournalException failure) when (failure.Fault == JournalFault.Superseded)
        {
            fence.Appended(lease, refused: true);
            throw;
        }
    }

    public Task MoveAway(Lease lease, string whither, CancellationToken cancel) => store.MoveAway(lease, whither, cancel);

    public Task<ActorHistory> ReadActor(string plant, ActorId actor, long from, CancellationToken cancel) => Read(() => Now(store.ReadActor(plant, actor, from, cancel)));

    public Task<RecordedTurn?> Find(string plant, string turnId, CancellationToken cancel) => Read(() => Now(store.Find(plant, turnId, cancel)));

    /// <summary>The store's clock is the true time.</summary>
    public Task<DateTimeOffset?> ReadClock(CancellationToken cancel) => Read<DateTimeOffset?>(() => time.GetUtcNow());

    public IAsyncEnumerable<RecordedTurn> ReadAll(string plant, long after, CancellationToken cancel) => store.ReadAll(plant, after, cancel);

    public Task WaitBeyond(string plant, long position, CancellationToken cancel) => store.WaitBeyond(plant, position, cancel);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private Task<T> Read<T>(Func<T> there) => Travel(() => faults.Happens(FaultKind.ReadRefused) ? throw Refused() : there());

    /// <summary>There and back. What is done there, and when the answer arrives, does not depend on the life of whoever waits for it.</summary>
    private Task<T> Travel<T>(Func<T> there, Action? back = null)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        time.After(Span(), () =>
        {
            Action tell;
            try
            {
                var given = there();
                tell = () => answer.SetResult(given);
            }
            catch (Exception failure) when (failure is JournalException or ArgumentException)
            {
                tell = () => answer.SetException(failure);
            }

            time.After(Span(), () =>
            {
                back?.Invoke();
                tell();
            });
        });
        return answer.Task;
    }

    private TimeSpan Span() => faults.Happens(FaultKind.JournalStall) ? faults.Length(FaultKind.JournalStall) : LatencyMax * faults.Latency();

    private static T Now<T>(Task<T> done) => done.IsCompleted ? done.GetAwaiter().GetResult() : throw new InvalidOperationException("the store behind a simulated wire answers at once");

    private static JournalException Refused() => new(JournalFault.Unavailable, "the simulated store refuses");
}
