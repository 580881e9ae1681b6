using System.Globalization;

namespace Orchestrator.Domain.Kernel;

/// <summary>How instants and durations are written in facts and refusals: ISO 8601, UTC, culture-free.</summary>
public static class Instant
{
    public static string Text(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>Days, hours, minutes and seconds, for example <c>1d 02:30:00</c>.</summary>
    public static string Text(TimeSpan span) =>
        (span < TimeSpan.Zero ? "-" : "") + (Math.Abs(span.Days) > 0
            ? span.ToString("d'd 'hh':'mm':'ss", CultureInfo.InvariantCulture)
            : span.ToString("hh':'mm':'ss", CultureInfo.InvariantCulture));
}
