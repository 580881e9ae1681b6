using Orchestrator.Engine;

namespace Orchestrator.Storage;

/// <summary>A plant's head row: who may append under which epoch, and the last turn.</summary>
/// <param name="MovedTo">Where the plant's journal goes on since it was moved away; null while it is here.</param>
/// <param name="Hash">Of the turn at <paramref name="Position"/>; empty before the first.</param>
internal sealed record Head(string Owner, long Epoch, long Position, byte[] Hash, DateTimeOffset? LastTurnAt, string? MovedTo)
{
    /// <exception cref="JournalException">The lease's epoch is not the plant's.</exception>
    public static Head Demand(Head? head, Lease lease) => head is { } known && known.Epoch == lease.Epoch
        ? known
        : throw new JournalException(JournalFault.Superseded, $"epoch {lease.Epoch} of {lease.Owner} was succeeded by {head?.Epoch ?? 0} of {head?.Owner ?? "nobody"}");

    /// <exception cref="JournalException">The plant was moved away.</exception>
    public Head StillHere(string plant) => MovedTo is null ? this : throw new JournalException(JournalFault.Superseded, $"plant {plant} was moved to {MovedTo}");

    /// <summary>The instant as stored, to the tick: no database keeps one that fine by itself.</summary>
    public static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    public static DateTimeOffset Instant(string text) => DateTimeOffset.ParseExact(text, "O", System.Globalization.CultureInfo.InvariantCulture);
}
