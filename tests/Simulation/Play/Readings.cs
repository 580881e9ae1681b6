using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Sensors;

namespace Orchestrator.Simulation.Play;

/// <summary>What a healthy instrument reads: the middle of its limits, every few minutes since it last spoke.</summary>
public static class Readings
{
    public static ReadingSeries Good(SensorDefinition definition, Sensor sensor, DateTimeOffset at)
    {
        var value = definition switch
        {
            { Low: { } low, High: { } high } => (low + high) / 2,
            { Low: { } low } => low + 1,
            { High: { } high } => high / 2,
            _ => 0,
        };
        var from = sensor.Last?.At ?? at;
        return from >= at
            ? ReadingSeries.Of(value, at)
            : new ReadingSeries(from, at, Math.Max(1, (int)((at - from) / TimeSpan.FromMinutes(5))), value, value, value, at, TimeSpan.FromMinutes(5));
    }
}
