using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Engine;

/// <summary>
/// One decision, ready to be appended: its bytes, and what the journal checks and links without reading them.
/// </summary>
/// <param name="Id">Unique in the plant for ever: <c>caller/command id</c>.</param>
/// <param name="WriteId">Unique per attempt: SHA-256 over <paramref name="Body"/>, hex. The version of every actor the turn writes.</param>
/// <param name="Cast">Every actor read or written, with the write id it was read at; empty for an actor never written.</param>
/// <param name="Writes">The actors that facts of this turn belong to.</param>
/// <param name="At">The turn's instant (UTC); never before the plant's last.</param>
/// <param name="Body">The turn as JSON (<see cref="TurnBody"/>): the bytes that are hashed are the bytes that are stored.</param>
public sealed record Turn(
    string Id,
    string WriteId,
    ImmutableArray<CastMember> Cast,
    ImmutableArray<ActorId> Writes,
    DateTimeOffset At,
    ReadOnlyMemory<byte> Body)
{
    /// <summary>
    /// What every journal demands before it looks at anything else: an actor outside the cast would be written on no
    /// condition at all.
    /// </summary>
    /// <exception cref="ArgumentException">An actor is written that is not in the cast, or stands twice in either list.</exception>
    public void ThrowIfMalformed()
    {
        for (var at = 0; at < Cast.Length; at++)
        {
            for (var before = 0; before < at; before++)
            {
                if (Cast[before].Actor == Cast[at].Actor)
                    throw new ArgumentException($"turn {Id} casts {Cast[at].Actor} twice");
            }
        }

        for (var at = 0; at < Writes.Length; at++)
        {
            var written = Writes[at];
            if (!Cast.Any(member => member.Actor == written))
                throw new ArgumentException($"turn {Id} writes {written}, which is not in its cast");
            if (Writes.IndexOf(written) != at)
                throw new ArgumentException($"turn {Id} writes {written} twice");
        }
    }
}

/// <summary>An actor of a cast and the write it was read at.</summary>
public readonly record struct CastMember(ActorId Actor, string Version);

/// <summary>A turn that is in the journal.</summary>
/// <param name="Position">Its place in the plant's total, gap-free order; the first turn is 1.</param>
/// <param name="Hash">SHA-256 over the previous turn's hash followed by <paramref name="Body"/>; 32 bytes.</param>
public sealed record RecordedTurn(long Position, string Id, string WriteId, ReadOnlyMemory<byte> Body, ReadOnlyMemory<byte> Hash);

/// <summary>A turn that this process decided and that is durable now, with what a reader of the journal would have to work out again.</summary>
/// <param name="Evolved">Every actor that the turn writes, as it leaves it.</param>
public sealed record RecordedDecision(long Position, Turn Turn, TurnBody Body, IReadOnlyDictionary<ActorId, IActor> Evolved);

/// <summary>What became of one turn of an append.</summary>
public abstract record Receipt
{
    private Receipt()
    {
    }

    /// <summary>Durable, at this position.</summary>
    public sealed record Recorded(long Position) : Receipt;

    /// <summary>A turn of that id is there already: this attempt or an earlier one; nothing was written.</summary>
    public sealed record Already(RecordedTurn Turn) : Receipt;

    /// <summary>These actors have moved since they were read; nothing was written.</summary>
    public sealed record Stale(ImmutableArray<ActorId> Actors) : Receipt;
}

/// <summary>What the journal keeps about one actor: its current version, and the turns asked for that wrote it, oldest first.</summary>
/// <param name="Position">The last turn that wrote it; 0 for an actor never written.</param>
public sealed record ActorHistory(ActorId Actor, string Version, long Position, ImmutableArray<RecordedTurn> Turns);

/// <summary>The right to append to a plant: an older epoch than the plant's head fails whole.</summary>
public sealed record Lease(string Plant, string Owner, long Epoch, long Head, DateTimeOffset? LastTurnAt);
