using System.Collections.Immutable;
using Orchestrator.Api.Doors;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Controllers;
using Orchestrator.Domain.Incubators;
using Orchestrator.Domain.Isolators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Sensors;
using Orchestrator.V1;
using DeviceCommand = Orchestrator.V1.DeviceCommand;
using DeviceOutcome = Orchestrator.V1.DeviceOutcome;
using DeviceTarget = Orchestrator.V1.DeviceTarget;
using ReadingQuality = Orchestrator.V1.ReadingQuality;

namespace Orchestrator.Api.Services;

/// <summary>Between the wire's shapes and the law's; this part: controllers, devices and readings.</summary>
public static partial class Wire
{
    private const int ReadingsMax = 10_000;

    /// <summary>The law's reports in one message of a controller.</summary>
    public static ImmutableArray<Command> Reports(string controller, Report report)
    {
        var reports = ImmutableArray.CreateBuilder<Command>();
        reports.AddRange(report.Readings.Select(readings => new SensorCommand.ReportReadings(readings.Sensor, Series(readings), Quality(readings.Quality), Origin(readings.Origin))));
        switch (report.EventCase)
        {
            case Report.EventOneofCase.State:
                reports.Add(new ControllerCommand.ReportState(controller, report.State.Device, report.State.Vocabulary, report.State.State, At(report.State.At, "state.at")));
                break;
            case Report.EventOneofCase.Badge:
                reports.Add(Badge(report.Badge));
                break;
            case Report.EventOneofCase.Breach:
                reports.Add(new ClosedSystemCommand.ReportBreach(report.Breach.System, report.Breach.Breach, report.Breach.Detection, At(report.Breach.At, "breach.at")));
                break;
            case Report.EventOneofCase.Outcome:
                reports.Add(new ControllerCommand.Acknowledge(controller, report.Outcome.Command, Outcome(report.Outcome.Outcome), report.Outcome.Detail, At(report.Outcome.At, "outcome.at")));
                break;
            case Report.EventOneofCase.Port:
                reports.Add(report.Port.Open ? new IsolatorCommand.ReportOpenPort(report.Port.Isolator, At(report.Port.At, "port.at")) : new IsolatorCommand.ClosePort(report.Port.Isolator));
                break;
            case Report.EventOneofCase.CompartmentClosed:
                reports.Add(new IncubatorCommand.CloseCompartment(report.CompartmentClosed.Incubator, report.CompartmentClosed.Compartment));
                break;
            case Report.EventOneofCase.None:
                break;
        }

        return reports.Count == 0 ? throw CommandDoor.Invalid("report", "请报告读数或事件", "report readings or an event") : reports.DrainToImmutable();
    }

    /// <summary>Single values are summed up as a controller would do it.</summary>
    public static ReadingSeries Series(ReadingsReport readings)
    {
        if (readings.Summary is { } summary)
        {
            return new ReadingSeries(
                At(summary.From, "summary.from"), At(summary.To, "summary.to"), summary.Count, Number(summary.Min, "summary.min"), Number(summary.Max, "summary.max"),
                Number(summary.Last, "summary.last"), At(summary.LastAt, "summary.last_at"), Span(summary.LargestGap, "summary.largest_gap"));
        }

        if (readings.Values.Count is 0 or > ReadingsMax)
            throw CommandDoor.Invalid("readings.values", $"请发送 1 至 {ReadingsMax} 个数值，或汇总值", $"send 1 to {ReadingsMax} values, or a summary");
        var values = readings.Values.Select(value => (At: At(value.At, "values.at"), Value: Number(value.Value, "values.value"))).OrderBy(value => value.At).ToList();
        var gap = values.Zip(values.Skip(1), (one, next) => next.At - one.At).DefaultIfEmpty(TimeSpan.Zero).Max();
        return new ReadingSeries(
            values[0].At, values[^1].At, values.Count, values.Min(value => value.Value), values.Max(value => value.Value), values[^1].Value, values[^1].At, gap);
    }

    public static Domain.Sensors.ReadingQuality Quality(ReadingQuality quality) =>
        quality == ReadingQuality.Good ? Domain.Sensors.ReadingQuality.Good : Domain.Sensors.ReadingQuality.Bad;

    public static Domain.Controllers.DeviceOutcome Outcome(DeviceOutcome outcome) => outcome switch
    {
        DeviceOutcome.Done => Domain.Controllers.DeviceOutcome.Done,
        DeviceOutcome.Failed => Domain.Controllers.DeviceOutcome.Failed,
        DeviceOutcome.Rejected => Domain.Controllers.DeviceOutcome.Rejected,
        _ => throw CommandDoor.NoneOf<DeviceOutcome>("outcome", "DONE", "FAILED", "REJECTED"),
    };

    public static Domain.Controllers.DeviceTarget Target(DeviceTarget target) => target switch
    {
        DeviceTarget.Prepared => Domain.Controllers.DeviceTarget.Prepared,
        DeviceTarget.Running => Domain.Controllers.DeviceTarget.Running,
        DeviceTarget.Held => Domain.Controllers.DeviceTarget.Held,
        DeviceTarget.SafeState => Domain.Controllers.DeviceTarget.SafeState,
        DeviceTarget.Idle => Domain.Controllers.DeviceTarget.Idle,
        DeviceTarget.Locked => Domain.Controllers.DeviceTarget.Locked,
        DeviceTarget.Unlocked => Domain.Controllers.DeviceTarget.Unlocked,
        _ => throw CommandDoor.NoneOf<DeviceTarget>("target", "PREPARED", "RUNNING", "HELD", "SAFE_STATE", "IDLE", "LOCKED", "UNLOCKED"),
    };

    public static DeviceCommand Command(Domain.Controllers.DeviceCommand command, long epoch) => new()
    {
        Id = command.Id,
        Device = command.Device,
        Target = command.Target switch
        {
            Domain.Controllers.DeviceTarget.Prepared => DeviceTarget.Prepared,
            Domain.Controllers.DeviceTarget.Running => DeviceTarget.Running,
            Domain.Controllers.DeviceTarget.Held => DeviceTarget.Held,
            Domain.Controllers.DeviceTarget.SafeState => DeviceTarget.SafeState,
            Domain.Controllers.DeviceTarget.Idle => DeviceTarget.Idle,
            Domain.Controllers.DeviceTarget.Locked => DeviceTarget.Locked,
            Domain.Controllers.DeviceTarget.Unlocked => DeviceTarget.Unlocked,
        },
        Program = command.Program ?? "",
        Batch = command.Batch ?? "",
        Step = command.Step ?? "",
        Reason = command.Reason,
        IssuedAt = Instant(command.IssuedAt),
        Epoch = epoch,
    };

    private static OperatorCommand Badge(BadgeRead badge)
    {
        var at = At(badge.At, "badge.at");
        return badge.Direction switch
        {
            BadgeDirection.In => new OperatorCommand.EnterRoom(badge.Operator, badge.Room, at, Optional(badge.Reader), Origin(badge.Origin)),
            BadgeDirection.Out => new OperatorCommand.LeaveRoom(badge.Operator, badge.Room, at, Optional(badge.Reader), Origin(badge.Origin)),
            _ => throw CommandDoor.NoneOf<BadgeDirection>("badge.direction", "IN", "OUT"),
        };
    }
}
