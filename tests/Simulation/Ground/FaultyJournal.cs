using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Ground;

/// <summary>How often a journal of the simulation misbehaves; chances in thousandths.</summary>
public sealed record JournalFaults(int Refuses, int LosesAnswer, int Stalls, TimeSpan LatencyMax, TimeSpan StallMax)
{
    public static JournalFaults None { get; } = new(0, 0, 0, TimeSpan.FromMilliseconds(2), TimeSpan.Zero);

    public static JournalFaults Rough { get; } = new(1, 1, 2, TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(5));
}

/// <summary>How far an append has come, as a crash finds it.</summary>
public enum AppendStage
{
    None,

    /// <summary>Decided and on its way: nothing is written yet.</summary>
    Decided,

    /// <summary>Written, and nobody has been answered.</summary>
    Appended,
}

/// <summary>
/// The reference journal behind a line that is slow, refuses, and loses answers after the write: an append may be in doubt
/// exactly as over a broken connection. What is written stays written, whoever is killed.
/// </summary>
public sealed class FaultyJournal(MemoryJournal store, VirtualTime time, Random chance, JournalFaults faults) : IJournal
{
    /// <summary>This many appends are refused whatever chance says.</summary>
    public int RefuseNext { get; set; }

    public long Appends { get; private set; }

    /// <summary>How far the append under way has come: what a crash now would leave behind.</summary>
    public AppendStage Stage { get; private set; }

    public long Stalls { get; private set; }

    /// <summary>The process that was appending is gone.</summary>
    public void Forget() => Stage = AppendStage.None;

    public long Refused { get; private set; }

    public long AnswersLost { get; private set; }

    public async Task<Lease> TakeOver(string plant, string owner, CancellationToken cancel)
    {
        await Pause(cancel);
        return await store.TakeOver(plant, owner, cancel);
    }

    public Task MoveAway(Lease lease, string whither, CancellationToken cancel) => store.MoveAway(lease, whither, cancel);

    public async Task<IReadOnlyList<Receipt>> Append(Lease lease, IReadOnlyList<Turn> turns, CancellationToken cancel)
    {
        Stage = AppendStage.Decided;
        await Pause(cancel);
        Appends++;
        if (RefuseNext > 0 || Happens(faults.Refuses))
        {
            RefuseNext = Math.Max(0, RefuseNext - 1);
            Refused++;
            Stage = AppendStage.None;
            throw new JournalException(JournalFault.Unavailable, "the simulated store refuses");
        }

        var receipts = await store.Append(lease, turns, cancel);
        Stage = AppendStage.Appended;
        await Pause(cancel);
        Stage = AppendStage.None;
        if (Happens(faults.LosesAnswer))
        {
            AnswersLost++;
            throw new JournalException(JournalFault.InDoubt, "the simulated answer is lost");
        }

        return receipts;
    }

    public async Task<ActorHistory> ReadActor(string plant, ActorId actor, CancellationToken cancel)
    {
        await Pause(cancel);
        return await store.ReadActor(plant, actor, cancel);
    }

    public async Task<RecordedTurn?> Find(string plant, string turnId, CancellationToken cancel)
    {
        await Pause(cancel);
        return await store.Find(plant, turnId, cancel);
    }

    public IAsyncEnumerable<RecordedTurn> ReadAll(string plant, long after, CancellationToken cancel) => store.ReadAll(plant, after, cancel);

    public Task WaitBeyond(string plant, long position, CancellationToken cancel) => store.WaitBeyond(plant, position, cancel);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private async Task Pause(CancellationToken cancel)
    {
        var stalls = Happens(faults.Stalls);
        Stalls += stalls ? 1 : 0;
        var span = stalls ? faults.StallMax : faults.LatencyMax * chance.NextDouble();
        await Task.Delay(span, time, cancel);
    }

    private bool Happens(int thousandths) => chance.Next(1000) < thousandths;
}
