using Orchestrator.Engine;

namespace Orchestrator.Storage;

/// <summary>Takes a plant from one journal to another, whatever stores they are, and proves that nothing was lost or changed on the way.</summary>
public static class JournalMove
{
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
        var copies = new TurnCopies(to, plant);
        if (target.Head > source.Head)
            throw copies.Differs(source.Head + 1);
        await copies.Append(target, from.ReadAll(plant, target.Head, cancel), copied => told(copied, source.Head), cancel).ConfigureAwait(false);
        var proven = await copies.Compare(from.ReadAll(plant, 0, cancel), cancel).ConfigureAwait(false);
        await from.MoveAway(source, whither, cancel).ConfigureAwait(false);
        return proven;
    }

    private static async Task<long> Head(IJournal journal, string plant, CancellationToken cancel)
    {
        await foreach (var turn in journal.ReadAll(plant, 0, cancel).ConfigureAwait(false))
            return turn.Position;
        return 0;
    }
}
