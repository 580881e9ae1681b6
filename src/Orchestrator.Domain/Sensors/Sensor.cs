using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Sensors;

/// <summary>Whether an instrument vouches for what it read.</summary>
public enum ReadingQuality
{
    Good,

    /// <summary>The instrument reports a fault, or the figures contradict each other; no rule rests on it.</summary>
    Bad,
}

/// <summary>Where a sensor's record stands; whether a rule may rest on it is decided reading by reading.</summary>
public enum SensorStatus
{
    NeverRead,
    Reading,

    /// <summary>A hole in the record is open, even if readings come again.</summary>
    SignalLost,
}

/// <summary>The memory of one measuring point: its last reading, how far its record is unbroken, and what is wrong with it.</summary>
public sealed record Sensor(string Id) : IActor<Sensor>
{
    public static ActorKind Kind => ActorKind.Sensor;

    /// <summary>The newest reading of the instrument by the instant it was taken; late data never moves it back, and what is written on paper is none.</summary>
    public Reading? Last { get; init; }

    /// <summary>When the stretch of readings out of limits began that still lasts; null while in limits.</summary>
    public DateTimeOffset? OutSince { get; init; }

    /// <summary>How far good data reach without a hole longer than the limit.</summary>
    public DateTimeOffset? ContinuousUntil { get; init; }

    /// <summary>Unbroken data after a hole; joins the rest once buffered readings fill the hole.</summary>
    public Stretch? Beyond { get; init; }

    /// <summary>When the silence becomes a loss of signal, counted from the last good reading; null while no limit is set.</summary>
    public DateTimeOffset? StaleAt { get; init; }

    /// <summary>A loss of signal whose hole has not been filled, or null.</summary>
    public SignalGap? Gap { get; init; }

    /// <summary>The last recorded calibration; the plant file's date counts beside it.</summary>
    public Calibration? Calibration { get; init; }

    public IEnumerable<Clock> Clocks =>
        StaleAt is { } at ? [new Clock("signal", at)] : [];

    public SensorStatus Status => Gap is not null ? SensorStatus.SignalLost : Last is null ? SensorStatus.NeverRead : SensorStatus.Reading;

    public static Sensor Nothing(string key) => new(key);

    public Sensor Evolve(Fact fact) => fact switch
    {
        SensorFact.ReadingsRecorded recorded => With(recorded),
        SensorFact.SignalLost lost => this with
        {
            Gap = new SignalGap(Gap?.Since ?? lost.Since, (Gap?.Held ?? []).Union(lost.Held), Gap?.WithinLimits ?? true),
            Beyond = null,
            StaleAt = null,
        },
        SensorFact.SignalRestored => this with { Gap = null },
        SensorFact.Calibrated calibrated => this with { Calibration = calibrated.Calibration },
        _ => throw new ArgumentException($"{fact.GetType()} is no fact of a sensor"),
    };

    private Sensor With(SensorFact.ReadingsRecorded recorded)
    {
        var covered = this with
        {
            ContinuousUntil = recorded.Coverage.ContinuousUntil,
            Beyond = recorded.Coverage.Beyond,
            StaleAt = recorded.StaleAt,
            Gap = Gap is { } gap && !recorded.WithinLimits ? gap with { WithinLimits = false } : Gap,
        };
        var series = recorded.Series;
        return recorded.Origin == Origin.Paper || (Last is { } last && series.LastAt < last.At)
            ? covered
            : covered with
            {
                Last = new Reading(series.Last, series.LastAt, recorded.Quality, recorded.Origin),
                OutSince = recorded.Quality == ReadingQuality.Bad ? OutSince : recorded.WithinLimits ? null : OutSince ?? series.From,
            };
    }
}

/// <summary>One value with the instant it was taken, in the unit of the sensor's definition.</summary>
public sealed record Reading(decimal Value, DateTimeOffset At, ReadingQuality Quality, Origin Origin);

/// <summary>Readings summed up from one instant to another: extremes, the newest value, and the longest silence between two.</summary>
public sealed record ReadingSeries(
    DateTimeOffset From, DateTimeOffset To, int Count, decimal Min, decimal Max, decimal Last, DateTimeOffset LastAt, TimeSpan LargestGap)
{
    public static ReadingSeries Of(decimal value, DateTimeOffset at) => new(at, at, 1, value, value, value, at, TimeSpan.Zero);
}

public sealed record Stretch(DateTimeOffset From, DateTimeOffset To);

/// <summary>How far a sensor's good data reach, and the unbroken stretch beyond the first hole.</summary>
public sealed record Coverage(DateTimeOffset? ContinuousUntil, Stretch? Beyond);

/// <summary>A loss of signal: since when, which batches were held for it, and whether all that was buffered lay within limits.</summary>
public sealed record SignalGap(DateTimeOffset Since, ImmutableSortedSet<string> Held, bool WithinLimits);

public sealed record Calibration(string Certificate, bool Passed, DateOnly ValidUntil, string By);
