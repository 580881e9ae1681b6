using Orchestrator.Domain.Kernel;

namespace Orchestrator.Engine;

/// <summary>
/// The plant's memory and its only arbiter. Every store proves the same promises in <c>JournalSpec</c>: an append is
/// atomic and durable before it answers; order is total and gap-free per plant; a turn id is recorded once; a turn is
/// recorded only while every member of its cast still has the version it was read at, turns of the same append included;
/// an append under an old epoch fails whole; readers never skip.
/// </summary>
public interface IJournal : IAsyncDisposable
{
    /// <summary>Becomes the plant's owner under the next epoch; appends under any earlier one fail from now on.</summary>
    /// <exception cref="JournalException"><see cref="JournalFault.Superseded"/> where the plant was moved away; the message says whither.</exception>
    Task<Lease> TakeOver(string plant, string owner, CancellationToken cancel);

    /// <summary>
    /// Records the turns in order, each on its own condition: one turn's staleness does not fail the others. Answers one
    /// receipt per turn, in order.
    /// </summary>
    /// <exception cref="JournalException">Nothing was written, or it is in doubt; the reason says which.</exception>
    /// <exception cref="OperationCanceledException">Nothing was written: an append that has begun is no longer cancelled.</exception>
    /// <exception cref="ArgumentException">A turn writes outside its cast (<see cref="Turn.ThrowIfMalformed"/>); nothing was written.</exception>
    Task<IReadOnlyList<Receipt>> Append(Lease lease, IReadOnlyList<Turn> turns, CancellationToken cancel);

    /// <summary>
    /// Ends the plant's time in this journal: what is recorded stays to be read, and nobody appends or takes over again. Said
    /// again by the same lease it is already so.
    /// </summary>
    /// <param name="whither">Where the plant's journal goes on, for those who come looking; no secret in it.</param>
    Task MoveAway(Lease lease, string whither, CancellationToken cancel);

    /// <summary>The turns that wrote one actor, from a position on; empty for an actor never written.</summary>
    /// <param name="from">0 for the actor's whole life; the turn at the position itself is among them where it wrote the actor.</param>
    Task<ActorHistory> ReadActor(string plant, ActorId actor, long from, CancellationToken cancel);

    /// <summary>The turn of that id, or null.</summary>
    Task<RecordedTurn?> Find(string plant, string turnId, CancellationToken cancel);

    /// <summary>What the store's own clock says; null where it has none but this machine's.</summary>
    /// <exception cref="JournalException"><see cref="JournalFault.Unavailable"/>.</exception>
    Task<DateTimeOffset?> ReadClock(CancellationToken cancel) => Task.FromResult<DateTimeOffset?>(null);

    /// <summary>Every turn after a position, in order, as far as the journal reaches now.</summary>
    IAsyncEnumerable<RecordedTurn> ReadAll(string plant, long after, CancellationToken cancel);

    /// <summary>Completes when the plant's head lies beyond the position; the live tail is this and <see cref="ReadAll"/> in turn.</summary>
    Task WaitBeyond(string plant, long position, CancellationToken cancel);
}

/// <summary>Why a journal could not do what it was asked.</summary>
public enum JournalFault
{
    /// <summary>Another owner has taken the plant over; this runner decides nothing more.</summary>
    Superseded,

    /// <summary>Nothing was written; the same may be tried again.</summary>
    Unavailable,

    /// <summary>It is unknown whether it was written; appending the same turns again finds out.</summary>
    InDoubt,
}

/// <summary>The store failed; what the caller may conclude is in <see cref="Fault"/>, never in the text.</summary>
public sealed class JournalException(JournalFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public JournalFault Fault { get; } = fault;
}
