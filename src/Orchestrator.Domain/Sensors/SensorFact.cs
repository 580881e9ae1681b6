using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Sensors;

/// <summary>What the journal keeps about one measuring point.</summary>
public abstract record SensorFact : Fact
{
    /// <summary>Readings arrived; limits, reach and the instant of staleness are those of the plant file then in force.</summary>
    [FactName("sensor.readings-recorded.v1")]
    public sealed record ReadingsRecorded(
        ReadingSeries Series, ReadingQuality Quality, Origin Origin, bool WithinLimits, Coverage Coverage, DateTimeOffset? StaleAt, string ReportedBy) : SensorFact;

    /// <summary>No good reading for longer than the limit: an alert, and the batches held for it.</summary>
    [FactName("sensor.signal-lost.v1")]
    public sealed record SignalLost(DateTimeOffset Since, ImmutableArray<string> Held) : SensorFact;

    /// <summary>The hole in the record is closed: by buffered readings, or by quality's assessment.</summary>
    [FactName("sensor.signal-restored.v1")]
    public sealed record SignalRestored(string Reason, string FirstBy, string SecondBy) : SensorFact;

    [FactName("sensor.calibrated.v1")]
    public sealed record Calibrated(Calibration Calibration) : SensorFact;
}
