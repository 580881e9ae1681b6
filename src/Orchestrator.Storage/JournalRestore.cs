using Orchestrator.Engine;
using Orchestrator.Engine.Evidence;

namespace Orchestrator.Storage;

/// <summary>Brings a plant back from its archive into an empty journal, and proves that it is the same.</summary>
public static class JournalRestore
{
    /// <summary>
    /// Verifies the archive, has the law make its rulings again, appends every turn under every check of an append, and reads the journal back
    /// from its first turn: equal byte for byte, with the same chain and every actor at the same end. Broken off, it is begun again and goes on.
    /// </summary>
    /// <param name="trusted">The fingerprint that the archive's keys must have; null to trust its own list.</param>
    /// <param name="told">Told after every append how far the copy is, and of how many turns.</param>
    /// <exception cref="InvalidDataException">The archive does not hold or is not of a whole plant, or the journal holds other turns of the plant.</exception>
    /// <exception cref="JournalException">The store failed.</exception>
    public static async Task<Restored> Run(string archive, IJournal to, string? trusted, DecideCommand law, Action<long, long> told, CancellationToken cancel)
    {
        var verdict = ArchiveVerifier.Verify(archive, trusted, law);
        if (!verdict.Holds)
            throw new InvalidDataException($"{archive}: {verdict.Findings[0].Fault} {verdict.Findings[0].Where} ({verdict.Findings[0].Detail}); nothing was restored");
        if (verdict.Manifest is not { Scope.Kind: ArchiveKind.Plant, Plant: var plant })
            throw new InvalidDataException($"{archive} holds a part of a plant; only the archive of a whole plant is restored");
        var lease = await to.TakeOver(plant, "journal restore", cancel).ConfigureAwait(false);
        var copies = new TurnCopies(to, plant);
        if (lease.Head > verdict.Turns)
            throw copies.Differs(verdict.Turns + 1);
        await copies.Append(lease, Turns(archive, lease.Head), copied => told(copied, verdict.Turns), cancel).ConfigureAwait(false);
        return new Restored(await copies.Compare(Turns(archive, 0), cancel).ConfigureAwait(false), verdict);
    }

    private static async IAsyncEnumerable<RecordedTurn> Turns(string archive, long after)
    {
        // The archive is a file at hand: reading it waits for nobody, and the journal's side is what takes the time.
        foreach (var turn in ArchiveReader.Turns(archive).Where(turn => turn.Position > after))
            yield return turn;
        await Task.CompletedTask.ConfigureAwait(false);
    }
}

/// <summary>What a restore has proven: the copy, and what verifying its archive has shown.</summary>
public sealed record Restored(Moved Copy, ArchiveVerdict Archive);
