using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Incubators;
using Orchestrator.Domain.Isolators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Sensors;

/// <summary>When a rule may rest on a reading, how far a record reaches, and who relies on a sensor.</summary>
public static class SensorRules
{
    /// <summary>The sensor is known, calibrated, fresh, of good quality and within limits; anything else refuses under the rule that asks.</summary>
    /// <param name="rule">The requirement that rests on the reading.</param>
    [Enforces("GMP-6.4.0")]
    [Enforces("GMP-9.5.3d")]
    [Enforces("GMP-9.5.4d")]
    [Enforces("GMP-6.2c")]
    public static Refusal? Live(Desk desk, Site site, string sensorId, string rule)
    {
        if (site.Sensor(sensorId) is not { } definition)
            return Refusal.Of(rule, new Seen("sensor", sensorId), new Seen("status", "unknown")).Remedied("apply-plant-change");
        if (Fresh(desk, site, definition, rule) is { } notFresh)
            return notFresh;
        var reading = desk.Get<Sensor>(sensorId).Last!;
        if (!Within(definition, reading.Value, reading.Value))
            return OutOfLimits(definition, reading, rule);
        desk.RestsOn(Basis.Of("reading", new Seen("sensor", sensorId), Value(definition, reading), new Seen("readingAt", reading.At)));
        return null;
    }

    /// <summary>Every sensor that measures this quantity there, and a refusal when there is none: what is not measured is not known.</summary>
    public static IEnumerable<Refusal> Live(Desk desk, Site site, ActorId measured, Quantity quantity, string rule)
    {
        var sensors = site.SensorsOf(measured, quantity).ToList();
        return sensors.Count == 0
            ? [Refusal.Of(rule, new Seen("actor", measured.ToString()), new Seen("quantity", quantity.ToString()), new Seen("status", "not measured")).Remedied("apply-plant-change")]
            : sensors.Select(sensor => Live(desk, site, sensor.Id, rule)).OfType<Refusal>();
    }

    /// <summary>Known, calibrated, of good quality and not older than the site allows, whatever the value.</summary>
    public static Refusal? Fresh(Desk desk, Site site, SensorDefinition definition, string rule)
    {
        var sensor = desk.Get<Sensor>(definition.Id);
        var id = new Seen("sensor", definition.Id);
        if (OutOfCalibration(site, sensor, definition, desk.Now) is { } until)
            return Refusal.Of(rule, id, new Seen("calibrationDue", until)).Remedied("calibrate-sensor", id);
        if (PlantRules.Missing(site.Parameters.ReadingAgeMax, rule, "readingAgeMax") is { } missing)
            return missing;
        if (sensor.Last is not { } reading)
            return Refusal.Of(rule, id, new Seen("reading", "none")).Remedied("report-reading", id);
        if (reading.Quality == ReadingQuality.Bad)
            return Refusal.Of(rule, id, new Seen("reading", "bad quality"), new Seen("readingAt", reading.At)).Remedied("report-reading", id);
        var age = desk.Now - reading.At;
        var maximum = site.Parameters.ReadingAgeMax!.Value;
        return age > maximum
            ? Refusal.Of(rule, id, new Seen("readingAt", reading.At), new Seen("readingAge", age), new Seen("maxAge", maximum)).Remedied("report-reading", id)
            : null;
    }

    /// <summary>Where a measure stands that rests on these sensors: out of limits outweighs silence, and no sensor is silence.</summary>
    public static MeasureState State(Desk desk, Site site, IEnumerable<SensorDefinition> sensors)
    {
        var states = sensors.Select(sensor =>
            Fresh(desk, site, sensor, "GMP-9.5.0") is not null ? MeasureState.SignalLost
            : desk.Get<Sensor>(sensor.Id).Last is { } reading && !Within(sensor, reading.Value, reading.Value) ? MeasureState.NotInEffect
            : MeasureState.InEffect).ToList();
        return states.Contains(MeasureState.NotInEffect) ? MeasureState.NotInEffect
            : states.Count == 0 || states.Contains(MeasureState.SignalLost) ? MeasureState.SignalLost
            : MeasureState.InEffect;
    }

    /// <summary>The batches at work, or in culture, where a sensor measures: whom its loss or excursion touches (S-46).</summary>
    public static IEnumerable<string> RelyingOn(Desk desk, Site site, SensorDefinition definition)
    {
        if (!ActorId.TryParse(definition.Of, out var measured))
            return [];
        IEnumerable<string> batches = measured.Kind switch
        {
            ActorKind.Room => InRoom(desk, measured.Key),
            ActorKind.Area => site.RoomsOf(measured.Key).SelectMany(room => desk.Get<Room>(room.Id).Running.Values).Where(step => NeedsTheAir(desk, step)).Select(step => step.Batch),
            ActorKind.Incubator => desk.Get<Incubator>(measured.Key).Batches,
            ActorKind.Isolator => desk.Get<Isolator>(measured.Key).Batch is { } batch ? [batch] : [],
            _ => [],
        };
        return batches.Distinct().Order(StringComparer.Ordinal);
    }

    /// <summary>How long a silence may last before batches are held for it: the temperature gap for what is incubated, the reading age for the rest.</summary>
    public static TimeSpan? SilenceMax(Site site, Quantity quantity) =>
        quantity is Quantity.Temperature or Quantity.Humidity or Quantity.CarbonDioxide ? site.Parameters.TemperatureGapMax : site.Parameters.ReadingAgeMax;

    /// <summary>The requirement that a loss offends: a persisting condition, or the temperature record.</summary>
    public static string RuleOf(Quantity quantity) =>
        quantity is Quantity.Temperature or Quantity.Humidity or Quantity.CarbonDioxide ? "GMP-4.2.3a" : "GMP-9.5.0";

    /// <summary>A sensor without limits is never within them.</summary>
    public static bool Within(SensorDefinition definition, decimal min, decimal max) =>
        (definition.Low is not null || definition.High is not null) && !(min < definition.Low) && !(max > definition.High);

    /// <summary>How far the record reaches once these readings are added to it.</summary>
    public static Coverage Extend(Sensor sensor, ReadingSeries series, TimeSpan? silenceMax)
    {
        if (silenceMax is not { } limit || sensor.ContinuousUntil is not { } until)
            return new Coverage(Later(sensor.ContinuousUntil, series.To), null);
        var smooth = series.LargestGap <= limit;
        var beyond = sensor.Beyond;
        if (smooth && series.From <= until + limit)
            until = Later(until, series.To);
        else if (series.To > until)
            beyond = Joined(beyond, smooth ? new Stretch(series.From, series.To) : new Stretch(series.To, series.To), limit);
        return beyond is not null && beyond.From <= until + limit
            ? new Coverage(Later(until, beyond.To), null)
            : new Coverage(until, beyond);
    }

    // Of two stretches that do not touch, the newer is kept: a hole that stays open needs a person, a hole forgotten would need nobody.
    private static Stretch Joined(Stretch? beyond, Stretch added, TimeSpan limit) =>
        beyond is null ? added
        : added.From <= beyond.To + limit && added.To + limit >= beyond.From
            ? new Stretch(added.From < beyond.From ? added.From : beyond.From, Later(beyond.To, added.To))
            : added.To > beyond.To ? added : beyond;

    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one.Value : other;

    private static IEnumerable<string> InRoom(Desk desk, string room) => desk.Get<Room>(room).Running.Values.Select(step => step.Batch);

    // Air handling is a condition for positive material and for isolators (GMP-6.2c, GMP-9.5.5c); other rooms are read by their own pressure.
    private static bool NeedsTheAir(Desk desk, RunningStep step) => step.Isolator is not null || desk.Get<Batch>(step.Batch).Pathogen != PathogenStatus.NegativeScreened;

    /// <summary>The last day of its calibration: the later of record and plant file, and none once a calibration failed.</summary>
    public static DateOnly? CalibratedUntil(Sensor sensor, SensorDefinition definition) => sensor.Calibration switch
    {
        { Passed: false } => null,
        { } recorded when !(recorded.ValidUntil < definition.CalibratedUntil) => recorded.ValidUntil,
        _ => definition.CalibratedUntil,
    };

    private static string? OutOfCalibration(Site site, Sensor sensor, SensorDefinition definition, DateTimeOffset now)
    {
        if (sensor.Calibration is { Passed: false })
            return "failed";
        return CalibratedUntil(sensor, definition) is not { } date ? "none" : now < site.EndOf(date) ? null : date.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static Refusal OutOfLimits(SensorDefinition definition, Reading reading, string rule)
    {
        Seen[] limits = [new("lowerLimit", Text(definition.Low)), new("upperLimit", Text(definition.High))];
        return Refusal.Of(rule, [new("sensor", definition.Id), Value(definition, reading), new("readingAt", reading.At), .. limits])
            .Remedied("bring-sensor-in-limits", [new("sensor", definition.Id), .. limits]);
    }

    private static Seen Value(SensorDefinition definition, Reading reading) => new("reading", $"{Text(reading.Value)} {definition.Unit}");

    private static string Text(decimal? value) => value?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-";
}
