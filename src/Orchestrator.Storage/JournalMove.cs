using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;

namespace Orchestrator.Storage;

/// <summary>Takes a plant from one journal to another, whatever stores they are, and proves that nothing was lost or changed on the way.</summary>
public static class JournalMove
{
    private const int TurnsPerAppend = 500;

    /// <summary>
    /// Takes the plant over in both journals, so that no server goes on in either; appends to the new one what it lacks, under
    /// every check of an append; reads both from the first turn and compares; and only then ends the plant's time in the old one.
    /// Broken off, it is begun again and goes on.
    /// </summary>
    /// <param name="whither">What the old journal says of where the plant went; no secret in it.</param>
    /// <param name="told">Told after every append how far the copy is, and of how many turns.</param>
    /// <exception cref="InvalidDataException">There is no such plant, the new journal holds other turns of it, or the old one is not whole; the plant stays where it is.</exception>
    /// <exception cref="JournalException">A store failed, or a server took the plant over meanwhile; the plant stays where it is.</exception>
    public static async Task<Moved> Run(IJournal from, IJournal to, string plant, string whither, Action<long, long> told, CancellationToken cancel)
    {
        if (await Head(from, plant, cancel).ConfigureAwait(false) == 0)
            throw new InvalidDataException($"plant {plant}: the journal holds no turn of it");
        var source = await from.TakeOver(plant, "journal move", cancel).ConfigureAwait(false);
        var target = await to.TakeOver(plant, "journal move", cancel).ConfigureAwait(false);
        if (target.Head > source.Head)
            throw Differs(plant, source.Head + 1);
        await Copy(from, to, target, source.Head, told, cancel).ConfigureAwait(false);
        var proven = await Compare(from, to, plant, cancel).ConfigureAwait(false);
        await from.MoveAway(source, whither, cancel).ConfigureAwait(false);
        return proven;
    }

    private static async Task Copy(IJournal from, IJournal to, Lease target, long head, Action<long, long> told, CancellationToken cancel)
    {
        var batch = new List<RecordedTurn>();
        await foreach (var turn in from.ReadAll(target.Plant, target.Head, cancel).ConfigureAwait(false))
        {
            batch.Add(turn);
            if (batch.Count < TurnsPerAppend && turn.Position < head)
                continue;
            var receipts = await to.Append(target, [.. batch.Select(Again)], cancel).ConfigureAwait(false);
            for (var at = 0; at < batch.Count; at++)
                if (receipts[at] is not Receipt.Recorded(var position) || position != batch[at].Position)
                    throw Differs(target.Plant, batch[at].Position);
            told(turn.Position, head);
            batch.Clear();
        }
    }

    /// <summary>The turn as it was appended first: what it checks and writes is read from its body.</summary>
    private static Turn Again(RecordedTurn recorded)
    {
        var body = TurnCodec.Open(recorded.Body.Span);
        return new Turn(recorded.Id, recorded.WriteId, body.Cast, [.. body.Facts.Select(written => written.Actor).Distinct()], body.At, recorded.Body);
    }

    private static async Task<Moved> Compare(IJournal from, IJournal to, string plant, CancellationToken cancel)
    {
        var previous = ReadOnlyMemory<byte>.Empty;
        var actors = new Dictionary<ActorId, long>();
        var position = 0L;
        await using var copies = to.ReadAll(plant, 0, cancel).GetAsyncEnumerator(cancel);
        await foreach (var turn in from.ReadAll(plant, 0, cancel).ConfigureAwait(false))
        {
            position++;
            if (turn.Position != position || !TurnCodec.Chain(previous.Span, turn.Body.Span).AsSpan().SequenceEqual(turn.Hash.Span))
                throw new InvalidDataException($"plant {plant}: the old journal is not whole: the chain breaks at turn {position}");
            if (!await copies.MoveNextAsync().ConfigureAwait(false) || !Same(turn, copies.Current))
                throw Differs(plant, position);
            previous = turn.Hash;
            foreach (var written in TurnCodec.Open(turn.Body.Span).Facts)
                actors[written.Actor] = position;
        }

        if (await copies.MoveNextAsync().ConfigureAwait(false))
            throw Differs(plant, position + 1);
        foreach (var (actor, last) in actors)
            if ((await to.ReadActor(plant, actor, cancel).ConfigureAwait(false)).Position != last)
                throw new InvalidDataException($"plant {plant}: {actor} does not end at turn {last} in the new journal");
        return new Moved(position, actors.Count, Convert.ToHexStringLower(previous.Span));
    }

    private static bool Same(RecordedTurn one, RecordedTurn other) =>
        one.Position == other.Position && one.Id == other.Id && one.WriteId == other.WriteId
        && one.Hash.Span.SequenceEqual(other.Hash.Span) && one.Body.Span.SequenceEqual(other.Body.Span);

    private static async Task<long> Head(IJournal journal, string plant, CancellationToken cancel)
    {
        await foreach (var turn in journal.ReadAll(plant, 0, cancel).ConfigureAwait(false))
            return turn.Position;
        return 0;
    }

    private static InvalidDataException Differs(string plant, long position) =>
        new($"plant {plant}: the new journal has another turn at {position} than the old one; it is the journal of another plant of that name, or has gone on by itself");
}

/// <summary>What a move has proven equal in both journals.</summary>
/// <param name="Hash">The chain's hash at the last turn, hex.</param>
public sealed record Moved(long Turns, int Actors, string Hash);
