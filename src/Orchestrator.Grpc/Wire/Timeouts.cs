using System.Globalization;

namespace Grpc.Wire;

/// <summary>The time a caller waits, as the <c>grpc-timeout</c> header: at most eight digits and a unit.</summary>
internal static class Timeouts
{
    private const long Largest = 99_999_999;

    /// <summary>Rounds up, so that the server never gives up before the caller does.</summary>
    internal static string Encode(TimeSpan timeout)
    {
        if (timeout <= TimeSpan.Zero)
            return "1n";
        if (Up(timeout, TimeSpan.TicksPerMillisecond) is var milliseconds and <= Largest)
            return Number(milliseconds, 'm');
        if (Up(timeout, TimeSpan.TicksPerSecond) is var seconds and <= Largest)
            return Number(seconds, 'S');
        return Number(Math.Min(Up(timeout, TimeSpan.TicksPerHour), Largest), 'H');

        static long Up(TimeSpan span, long unit) => (span.Ticks / unit) + (span.Ticks % unit == 0 ? 0 : 1);
        static string Number(long value, char unit) => string.Create(CultureInfo.InvariantCulture, $"{value}{unit}");
    }

    /// <summary>False for a header that is no timeout, which is then as good as absent.</summary>
    internal static bool TryDecode(string header, out TimeSpan timeout)
    {
        timeout = default;
        if (header.Length is < 2 or > 9
            || !long.TryParse(header.AsSpan(0, header.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            return false;
        var ticks = header[^1] switch
        {
            'H' => value * TimeSpan.TicksPerHour,
            'M' => value * TimeSpan.TicksPerMinute,
            'S' => value * TimeSpan.TicksPerSecond,
            'm' => value * TimeSpan.TicksPerMillisecond,
            'u' => value * TimeSpan.TicksPerMicrosecond,
            'n' => value / TimeSpan.NanosecondsPerTick,
            _ => -1,
        };
        timeout = TimeSpan.FromTicks(ticks);
        return ticks >= 0;
    }
}
