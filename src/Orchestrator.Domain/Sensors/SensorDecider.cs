using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;

namespace Orchestrator.Domain.Sensors;

/// <summary>Who may do what with a measuring point, and what follows when its readings leave the limits or stop (S-46).</summary>
public static class SensorDecider
{
    // A controller's clock may run this far ahead of the plant's before its readings are those of another time.
    private static readonly TimeSpan ClockDriftMax = TimeSpan.FromSeconds(2);

    public static void Decide(SensorCommand command, Desk desk)
    {
        var sensor = desk.Get<Sensor>(command.Sensor);
        var site = PlantRules.SiteOf(desk);
        if (site is null)
            return;
        if (site.Sensor(command.Sensor) is not { } definition)
        {
            desk.Check(Refusal.Of("ORC-005", new Seen("sensor", command.Sensor)).Remedied("apply-plant-change"));
            return;
        }

        if (!Possible(sensor.Status, command))
        {
            desk.Check(Refusal.Of("ORC-003", new Seen("sensor", command.Sensor), new Seen("status", sensor.Status.ToString())));
            return;
        }

        switch (command)
        {
            case SensorCommand.ReportReadings report:
                Report(report, sensor, definition, site, desk);
                break;
            case SensorCommand.RecordCalibration calibration:
                desk.Check(calibration.Passed ? TwoPeople.Holds(site, calibration.By, "engineer", "GMP-4.2.3a") : null);
                desk.Write(Actor(sensor), new SensorFact.Calibrated(new Calibration(calibration.Certificate, calibration.Passed, calibration.ValidUntil, calibration.By)));
                break;
            case SensorCommand.AssessGap assess:
                desk.Check(TwoPeople.WithQuality(site, assess.FirstBy, assess.SecondBy, desk.Moment, "GMP-4.2.3a"));
                Restore(sensor, definition, assess.Reason, assess.FirstBy, assess.SecondBy, desk);
                break;
            default:
                throw new ArgumentException($"no decision for {command.GetType()}");
        }
    }

    /// <summary>The table: true where the command is possible at all.</summary>
    public static bool Possible(SensorStatus status, SensorCommand command)
    {
#pragma warning disable format // A decision is a page: the columns are read downwards.
        return (status, command) switch
        {
            (SensorStatus.NeverRead,  SensorCommand.ReportReadings)    => true,
            (SensorStatus.Reading,    SensorCommand.ReportReadings)    => true,
            (SensorStatus.SignalLost, SensorCommand.ReportReadings)    => true,
            (SensorStatus.NeverRead,  SensorCommand.RecordCalibration) => true,
            (SensorStatus.Reading,    SensorCommand.RecordCalibration) => true,
            (SensorStatus.SignalLost, SensorCommand.RecordCalibration) => true,
            (SensorStatus.SignalLost, SensorCommand.AssessGap)         => true,
            _ => false,
        };
#pragma warning restore format
    }

    /// <summary>A silence that has lasted too long is a loss of signal: alert, and whoever relies on the sensor is held.</summary>
    public static void WakeUp(WakeUp wakeUp, Desk desk)
    {
        var sensor = desk.Get<Sensor>(wakeUp.Actor.Key);
        if (PlantRules.SiteOf(desk)?.Sensor(sensor.Id) is { } definition && sensor.StaleAt <= desk.Now)
            Lose(sensor, definition, desk.Get<Plant>(ActorId.Plant.Key).Site!, desk);
    }

    private static void Report(SensorCommand.ReportReadings report, Sensor sensor, SensorDefinition definition, Site site, Desk desk)
    {
        var series = report.Series;
        desk.Check(FromItsSource(report, site, desk.Moment)).Check(InTime(report, desk.Now));
        if (desk.Refused)
            return;

        series = NotAhead(series, desk.Now);
        var quality = Contradicts(series) ? ReadingQuality.Bad : report.Quality;
        var within = quality == ReadingQuality.Bad || SensorRules.Within(definition, series.Min, series.Max);
        var silenceMax = SensorRules.SilenceMax(site, definition.Quantity);
        // What people wrote down is no signal: it can only speak against what relies on the sensor. A hole it would fill is quality's to assess.
        var measured = report.Origin != Origin.Paper;
        var coverage = quality == ReadingQuality.Bad || !measured ? new Coverage(sensor.ContinuousUntil, sensor.Beyond) : SensorRules.Extend(sensor, series, silenceMax);
        var staleAt = StaleAt(sensor, coverage, silenceMax, desk.Now);
        var caller = report.Origin == Origin.Paper ? $"{report.FirstBy} + {report.SecondBy}" : desk.Moment.Caller;

        if (sensor.Gap is null && coverage.Beyond is not null)
            Lose(sensor, definition, site, desk);
        desk.Write(Actor(sensor), new SensorFact.ReadingsRecorded(series, quality, report.Origin, within, coverage, staleAt, caller));
        if (!within)
            LeaveLimits(sensor, definition, series, site, desk);
        if (measured && sensor.Gap is { WithinLimits: true } && within && coverage.Beyond is null && coverage.ContinuousUntil + silenceMax > desk.Now)
            Restore(sensor, definition, "closed by buffered readings within limits", $"sensor/{sensor.Id}", "", desk);
    }

    private static void LeaveLimits(Sensor sensor, SensorDefinition definition, ReadingSeries series, Site site, Desk desk)
    {
        var since = series.LastAt < sensor.Last?.At ? series.From : sensor.OutSince ?? series.From;
        foreach (var batch in SensorRules.RelyingOn(desk, site, definition))
            BatchClocks.Hold(desk, desk.Get<Batch>(batch), new Hold(
                $"measure-lost/{sensor.Id}/{Instant.Text(since)}", HoldKind.MeasureLost, SensorRules.RuleOf(definition.Quantity),
                $"{sensor.Id} read {series.Min} to {series.Max} {definition.Unit}, limits {definition.Low} to {definition.High}", since));
    }

    private static void Lose(Sensor sensor, SensorDefinition definition, Site site, Desk desk)
    {
        var since = sensor.Gap?.Since ?? sensor.ContinuousUntil ?? desk.Now;
        var held = SensorRules.RelyingOn(desk, site, definition).ToList();
        foreach (var batch in held)
            BatchClocks.Hold(desk, desk.Get<Batch>(batch), new Hold(
                HoldId(sensor.Id, since), HoldKind.SignalLost, SensorRules.RuleOf(definition.Quantity), $"no signal of {sensor.Id} since {Instant.Text(since)}", since));
        desk.Write(Actor(sensor), new SensorFact.SignalLost(since, [.. held]));
    }

    private static void Restore(Sensor sensor, SensorDefinition definition, string reason, string firstBy, string secondBy, Desk desk)
    {
        var gap = sensor.Gap!;
        var hold = HoldId(sensor.Id, gap.Since);
        desk.Write(Actor(sensor), new SensorFact.SignalRestored(reason, firstBy, secondBy));
        foreach (var id in gap.Held)
            if (desk.Get<Batch>(id).Holds.ContainsKey(hold))
                desk.Write(new ActorId(ActorKind.Batch, id), new BatchFact.HoldLifted(hold, $"{definition.Id}: {reason}", firstBy, secondBy));
    }

    private static string HoldId(string sensor, DateTimeOffset since) => $"signal-lost/{sensor}/{Instant.Text(since)}";

    // An open hole whose data do not yet reach the present is lost already; it must not wake the law again and again.
    private static DateTimeOffset? StaleAt(Sensor sensor, Coverage coverage, TimeSpan? silenceMax, DateTimeOffset now)
    {
        var at = (coverage.Beyond?.To ?? coverage.ContinuousUntil) + silenceMax;
        return sensor.Gap is not null && at <= now ? null : at;
    }

    private static Refusal? FromItsSource(SensorCommand.ReportReadings report, Site site, Moment moment)
    {
        if (report.Origin == Origin.Paper)
            return report is { FirstBy: { } first, SecondBy: { } second }
                ? TwoPeople.Differ(site, first, second, "ORC-009").FirstOrDefault()
                : TwoPeople.Differ(site, report.FirstBy ?? "none", report.FirstBy ?? "none", "ORC-009").First();
        return PlantRules.SpeaksFor(site, moment, new ActorId(ActorKind.Sensor, report.Sensor));
    }

    private static Refusal? InTime(SensorCommand.ReportReadings report, DateTimeOffset now) =>
        report.Series.From > report.Series.To || report.Series.To > now + ClockDriftMax
            ? Refusal.Of("ORC-006", new Seen("sensor", report.Sensor), new Seen("happenedAt", report.Series.To), new Seen("now", now)).Remedied("correct-time")
            : null;

    private static ReadingSeries NotAhead(ReadingSeries series, DateTimeOffset now) => series with
    {
        From = Earlier(series.From, now),
        To = Earlier(series.To, now),
        LastAt = Earlier(series.LastAt, now),
    };

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static bool Contradicts(ReadingSeries series) =>
        series.Count < 1 || series.Min > series.Last || series.Last > series.Max || series.LastAt < series.From || series.LastAt > series.To || series.LargestGap < TimeSpan.Zero;

    private static ActorId Actor(Sensor sensor) => new(ActorKind.Sensor, sensor.Id);
}
