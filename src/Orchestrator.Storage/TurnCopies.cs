using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;

namespace Orchestrator.Storage;

/// <summary>Puts turns that were recorded elsewhere into a journal, under every check of an append, and proves them equal.</summary>
internal sealed class TurnCopies(IJournal to, string plant)
{
    private const int TurnsPerAppend = 500;

    /// <summary>Appends the turns, which follow what the journal holds already.</summary>
    /// <param name="told">Told after every append how far the copy is.</param>
    /// <exception cref="InvalidDataException">A turn did not come to stand where it stood.</exception>
    public async Task Append(Lease lease, IAsyncEnumerable<RecordedTurn> turns, Action<long> told, CancellationToken cancel)
    {
        var batch = new List<RecordedTurn>();
        await foreach (var turn in turns.WithCancellation(cancel).ConfigureAwait(false))
        {
            batch.Add(turn);
            if (batch.Count == TurnsPerAppend)
                await Flush(lease, batch, told, cancel).ConfigureAwait(false);
        }

        if (batch.Count > 0)
            await Flush(lease, batch, told, cancel).ConfigureAwait(false);
    }

    /// <summary>Reads the journal from its first turn and compares it with the turns as they were recorded, their chain and every actor's end.</summary>
    /// <exception cref="InvalidDataException">Something differs, or the turns are not whole themselves.</exception>
    public async Task<Moved> Compare(IAsyncEnumerable<RecordedTurn> turns, CancellationToken cancel)
    {
        var previous = ReadOnlyMemory<byte>.Empty;
        var actors = new Dictionary<ActorId, long>();
        var position = 0L;
        await using var copies = to.ReadAll(plant, 0, cancel).GetAsyncEnumerator(cancel);
        await foreach (var turn in turns.WithCancellation(cancel).ConfigureAwait(false))
        {
            position++;
            if (turn.Position != position || !TurnCodec.Chain(previous.Span, turn.Body.Span).AsSpan().SequenceEqual(turn.Hash.Span))
                throw new InvalidDataException($"plant {plant}: the old journal is not whole: the chain breaks at turn {position}");
            if (!await copies.MoveNextAsync().ConfigureAwait(false) || !Same(turn, copies.Current))
                throw Differs(position);
            previous = turn.Hash;
            foreach (var written in TurnCodec.Open(turn.Body.Span).Facts)
                actors[written.Actor] = position;
        }

        if (await copies.MoveNextAsync().ConfigureAwait(false))
            throw Differs(position + 1);
        foreach (var (actor, last) in actors)
            if ((await to.ReadActor(plant, actor, 0, cancel).ConfigureAwait(false)).Position != last)
                throw new InvalidDataException($"plant {plant}: {actor} does not end at turn {last} in the new journal");
        return new Moved(position, actors.Count, Convert.ToHexStringLower(previous.Span));
    }

    public InvalidDataException Differs(long position) =>
        new($"plant {plant}: the new journal has another turn at {position} than the old one; it is the journal of another plant of that name, or has gone on by itself");

    private async Task Flush(Lease lease, List<RecordedTurn> batch, Action<long> told, CancellationToken cancel)
    {
        var receipts = await to.Append(lease, [.. batch.Select(Again)], cancel).ConfigureAwait(false);
        for (var at = 0; at < batch.Count; at++)
            if (receipts[at] is not Receipt.Recorded(var position) || position != batch[at].Position)
                throw Differs(batch[at].Position);
        told(batch[^1].Position);
        batch.Clear();
    }

    /// <summary>The turn as it was appended first: what it checks and writes is read from its body.</summary>
    private static Turn Again(RecordedTurn recorded)
    {
        var body = TurnCodec.Open(recorded.Body.Span);
        return new Turn(recorded.Id, recorded.WriteId, body.Cast, [.. body.Facts.Select(written => written.Actor).Distinct()], body.At, recorded.Body);
    }

    private static bool Same(RecordedTurn one, RecordedTurn other) =>
        one.Position == other.Position && one.Id == other.Id && one.WriteId == other.WriteId
        && one.Hash.Span.SequenceEqual(other.Hash.Span) && one.Body.Span.SequenceEqual(other.Body.Span);
}

/// <summary>What a copy has proven equal.</summary>
/// <param name="Hash">The chain's hash at the last turn, hex.</param>
public sealed record Moved(long Turns, int Actors, string Hash);
