using Orchestrator.Domain.Batches;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Incubators;
using Orchestrator.Domain.Isolators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Sensors;

namespace Orchestrator.Domain.Controllers;

/// <summary>The rules of controllers and their devices: whose session counts, of what they may speak, and what a lost answer stops.</summary>
public static class ControllerRules
{
    /// <summary>A controller speaks for itself: the caller is the controller, and the plant file knows it.</summary>
    public static Refusal? IsItself(Site site, string controller, Moment moment) =>
        site.Document.Controllers.Any(known => known.Id == controller) && moment.Caller == controller
            ? null
            : Refusal.Of("ORC-008", new Seen("caller", moment.Caller), new Seen("controller", controller)).Remedied("ask-authorised-caller", new Seen("requiredCallerRole", "equipment"));

    /// <summary>ORC-010: only the newest session reports and takes commands.</summary>
    public static Refusal? HoldsTheSession(Controller controller, long epoch) =>
        epoch == controller.Epoch
            ? null
            : Refusal.Of("ORC-010",
                new Seen("controller", controller.Id), new Seen("epoch", epoch.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                new Seen("expectedEpoch", controller.Epoch.ToString(System.Globalization.CultureInfo.InvariantCulture)))
                .Remedied("reconnect-controller", new Seen("controller", controller.Id));

    /// <summary>What it reports is of an actor that the plant file lets it speak for.</summary>
    public static Refusal? MaySpeak(Site site, Moment moment, Command report) => report switch
    {
        ControllerCommand.Acknowledge => null,
        _ when Subject(report) is { } subject => PlantRules.SpeaksFor(site, moment, subject),
        _ => Refusal.Of("ORC-008", new Seen("caller", moment.Caller), new Seen("command", report.GetType().Name)).Remedied("ask-authorised-caller", new Seen("requiredCallerRole", "mes")),
    };

    /// <summary>The actor a report is about; null for what no controller tells.</summary>
    public static ActorId? Subject(Command report) => report switch
    {
        SensorCommand.ReportReadings readings => new ActorId(ActorKind.Sensor, readings.Sensor),
        ClosedSystemCommand.ReportBreach breach => new ActorId(ActorKind.ClosedSystem, breach.System),
        IsolatorCommand.ClosePort port => new ActorId(ActorKind.Isolator, port.Isolator),
        IsolatorCommand.ReportOpenPort port => new ActorId(ActorKind.Isolator, port.Isolator),
        IncubatorCommand.CloseCompartment door => new ActorId(ActorKind.Incubator, door.Incubator),
        OperatorCommand.EnterRoom badge => new ActorId(ActorKind.Room, badge.Room),
        OperatorCommand.LeaveRoom badge => new ActorId(ActorKind.Room, badge.Room),
        OperatorCommand.ReportPresence badge => new ActorId(ActorKind.Room, badge.Room),
        ControllerCommand.ReportState state => ActorId.TryParse(state.Device, out var device) ? device : null,
        _ => null,
    };

    /// <summary>ORC-021: a state is a word of a known vocabulary; a bare number tells nobody anything.</summary>
    public static Refusal? StateIsKnown(ControllerCommand.ReportState report) =>
        DeviceVocabulary.Find(report.Vocabulary, report.State) is not null
            ? null
            : Refusal.Of("ORC-021", new Seen("actor", report.Device), new Seen("status", report.State), new Seen("vocabulary", report.Vocabulary), new Seen("expected", string.Join(", ", DeviceVocabulary.Names)))
                .Remedied("name-vocabulary");

    /// <summary>ORC-020: while nobody knows what a device did, nothing new starts on it.</summary>
    public static IEnumerable<Refusal> ForStepStart(Desk desk, StepStart start) =>
        DeviceCommands.DevicesOf(start.Place).SelectMany(device => InDoubt(desk, start.Site, device));

    /// <summary>ORC-020: commands to one device whose outcome nobody knows.</summary>
    /// <param name="device">Its address, for example <c>closed-system/CP-01</c>.</param>
    public static IEnumerable<Refusal> InDoubt(Desk desk, Site site, string device)
    {
        if (DeviceCommands.ControllerOf(site, device) is not { } id)
            yield break;
        foreach (var command in desk.Get<Controller>(id).Outstanding.Values.Where(command => command.Device == device && command.Delivery == DeviceDelivery.InDoubt))
        {
            yield return Refusal.Of("ORC-020", new Seen("actor", device), new Seen("controller", id), new Seen("command", command.Id), new Seen("since", command.IssuedAt))
                .Remedied("resolve-device-command", new Seen("controller", id), new Seen("actor", device));
        }
    }

    /// <summary>The devices of a step are told to run its operation.</summary>
    public static void OnStepStart(Desk desk, StepStart start)
    {
        foreach (var device in DeviceCommands.DevicesOf(start.Place))
            DeviceCommands.Issue(desk, start.Site, device, DeviceTarget.Running, $"step {start.Step.Id} starts", start.Step.Operation, start.Batch.Id, start.Step.Id);
    }

    /// <summary>The devices of a step that ended are told to rest; after an abort they keep the cells safe.</summary>
    public static void OnStepEnd(Desk desk, StepEnd end) => DeviceCommands.Move(
        desk, end.Site, end.Batch, end.Execution, end.Completed ? DeviceTarget.Idle : DeviceTarget.SafeState, $"step {end.Step.Id} {(end.Completed ? "ends" : "was aborted")}");
}
