namespace Orchestrator.Storage;

/// <summary>A plant's head row: who may append under which epoch, and the last turn.</summary>
/// <param name="Hash">Of the turn at <paramref name="Position"/>; empty before the first.</param>
internal sealed record Head(string Owner, long Epoch, long Position, byte[] Hash, DateTimeOffset? LastTurnAt)
{
    /// <summary>The instant as stored, to the tick: no database keeps one that fine by itself.</summary>
    public static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    public static DateTimeOffset Instant(string text) => DateTimeOffset.ParseExact(text, "O", System.Globalization.CultureInfo.InvariantCulture);
}
