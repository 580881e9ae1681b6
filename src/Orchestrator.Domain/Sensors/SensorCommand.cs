using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Sensors;

/// <summary>What can be reported of, or asked about, one measuring point.</summary>
public abstract record SensorCommand(string Sensor) : Command
{
    /// <summary>Reports readings: from the controller that speaks for the sensor, or from paper by two people.</summary>
    [CommandName("equipment.report-readings.v1")]
    public sealed record ReportReadings(
        string Sensor, ReadingSeries Series, ReadingQuality Quality, Origin Origin, string? FirstBy = null, string? SecondBy = null) : SensorCommand(Sensor), IReport;

    /// <summary>Records a calibration; a failed one takes the sensor out of use at once.</summary>
    [CommandName("equipment.calibrate-sensor.v1")]
    public sealed record RecordCalibration(string Sensor, string Certificate, bool Passed, DateOnly ValidUntil, string By) : SensorCommand(Sensor);

    /// <summary>Quality decides about a hole in the record that no buffered readings can fill; lifts the holds it caused.</summary>
    [CommandName("quality.assess-signal-gap.v1")]
    public sealed record AssessGap(string Sensor, string Reason, string FirstBy, string SecondBy) : SensorCommand(Sensor);
}
