using Orchestrator.Domain.Batches;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;

namespace Orchestrator.Domain.Controllers;

/// <summary>Who may do what with a controller, and when. What it delivers is answered by the part of the law that owns it.</summary>
public static class ControllerDecider
{
    /// <param name="law">The whole law, for the reports a controller delivers.</param>
    public static void Decide(ControllerCommand command, Desk desk, Action<Command, Desk> law)
    {
        var controller = desk.Get<Controller>(command.Controller);
        if (PlantRules.SiteOf(desk) is not { } site)
            return;
        if (!Possible(controller.Status, command))
        {
            desk.Check(Refusal.Of("ORC-003", new Seen("controller", controller.Id), new Seen("status", controller.Status.ToString()), new Seen("command", command.GetType().Name))
                .Remedied("reconnect-controller", new Seen("controller", controller.Id)));
            return;
        }

        switch (command)
        {
            case ControllerCommand.Connect connect:
                Connect(connect, controller, site, desk);
                break;
            case ControllerCommand.Disconnect disconnect:
                desk.Check(ControllerRules.IsItself(site, controller.Id, desk.Moment)).Check(ControllerRules.HoldsTheSession(controller, disconnect.Epoch));
                desk.Write(Actor(controller), new ControllerFact.Disconnected(disconnect.Epoch, desk.Now));
                Doubt(controller, desk);
                break;
            case ControllerCommand.Deliver deliver:
                Deliver(deliver, controller, site, desk, law);
                break;
            case ControllerCommand.ReportState report:
                Report(report, controller, site, desk);
                break;
            case ControllerCommand.Acknowledge acknowledge:
                Acknowledge(acknowledge, controller, site, desk);
                break;
            case ControllerCommand.MarkSent sent:
                desk.Check(ControllerRules.IsItself(site, controller.Id, desk.Moment)).Check(ControllerRules.HoldsTheSession(controller, sent.Epoch));
                foreach (var id in sent.Commands.Where(id => controller.Outstanding.TryGetValue(id, out var known) && known.Delivery == DeviceDelivery.Waiting))
                    desk.Write(Actor(controller), new ControllerFact.CommandSent(id, sent.Epoch, desk.Now));
                break;
            case ControllerCommand.CommandDevice order:
                desk.Check(TwoPeople.Known(site, order.By))
                    .Check(DeviceCommands.ControllerOf(site, order.Device) == controller.Id ? null : Refusal.Of("ORC-005", new Seen("controller", controller.Id), new Seen("actor", order.Device)));
                DeviceCommands.Issue(desk, site, order.Device, order.Target, $"{order.By}: {order.Reason}");
                break;
            case ControllerCommand.ResolveCommand resolve:
                desk.Check(TwoPeople.Known(site, resolve.By)).Check(IsInDoubt(controller, resolve.Command));
                desk.Write(Actor(controller), new ControllerFact.CommandResolved(resolve.Command, resolve.Outcome, resolve.Reason, resolve.By, desk.Now));
                break;
            default:
                throw new ArgumentException($"no decision for {command.GetType()}");
        }
    }

    /// <summary>The table: true where the command is possible at all.</summary>
    public static bool Possible(ControllerStatus status, ControllerCommand command)
    {
#pragma warning disable format // A decision is a page: the columns are read downwards.
        //                                                    Unknown Connected Disconnected
        return command switch
        {
            ControllerCommand.Connect        => In(status, true,  true,  true),
            ControllerCommand.Disconnect     => In(status, false, true,  true),
            ControllerCommand.Deliver        => In(status, false, true,  false),
            ControllerCommand.ReportState    => In(status, false, true,  false),
            ControllerCommand.Acknowledge    => In(status, false, true,  false),
            ControllerCommand.MarkSent       => In(status, false, true,  false),
            ControllerCommand.CommandDevice  => In(status, true,  true,  true),
            ControllerCommand.ResolveCommand => In(status, false, true,  true),
            _ => false,
        };
#pragma warning restore format
    }

    private static bool In(ControllerStatus status, bool unknown, bool connected, bool disconnected) => status switch
    {
        ControllerStatus.Unknown => unknown,
        ControllerStatus.Connected => connected,
        ControllerStatus.Disconnected => disconnected,
    };

    private static void Connect(ControllerCommand.Connect connect, Controller controller, Site site, Desk desk)
    {
        desk.Check(ControllerRules.IsItself(site, controller.Id, desk.Moment));
        foreach (var device in connect.Devices)
            desk.Check(ActorId.TryParse(device, out var actor) ? PlantRules.SpeaksFor(site, desk.Moment, actor) : Refusal.Of("ORC-005", new Seen("controller", controller.Id), new Seen("actor", device)));
        Doubt(controller, desk);
        desk.Write(Actor(controller), new ControllerFact.Connected(controller.Epoch + 1, connect.Devices, connect.Deduplicates, desk.Now));
    }

    /// <summary>What was sent once and not answered before the session ended: nobody knows whether the device acted.</summary>
    private static void Doubt(Controller controller, Desk desk)
    {
        foreach (var command in controller.Outstanding.Values.Where(command => command.Delivery == DeviceDelivery.Sent))
            desk.Write(Actor(controller), new ControllerFact.CommandInDoubt(command.Id, desk.Now));
    }

    private static void Deliver(ControllerCommand.Deliver deliver, Controller controller, Site site, Desk desk, Action<Command, Desk> law)
    {
        desk.Check(ControllerRules.IsItself(site, controller.Id, desk.Moment)).Check(ControllerRules.HoldsTheSession(controller, deliver.Epoch));
        if (desk.Refused || deliver.Sequence <= controller.LastSequence)
            return;

        // The number counts as dealt with whatever is ruled on the reports, or the controller would send them for ever.
        desk.Protect(Actor(controller), new ControllerFact.SequenceReached(deliver.Sequence));
        foreach (var report in deliver.Reports)
            Rule(report, site, desk, law);
    }

    // What has happened is recorded: a report that is refused takes none of those that came with it along.
    private static void Rule(Command report, Site site, Desk desk, Action<Command, Desk> law)
    {
        var own = new Desk(desk.Cast, desk.Moment);
        if (!own.Check(ControllerRules.MaySpeak(site, desk.Moment, report)).Refused)
            law(report, own);
        desk.Take(own.Close());
    }

    private static void Report(ControllerCommand.ReportState report, Controller controller, Site site, Desk desk)
    {
        desk.Check(ControllerRules.MaySpeak(site, desk.Moment, report)).Check(ControllerRules.StateIsKnown(report));
        if (desk.Refused)
            return;
        desk.Write(Actor(controller), new ControllerFact.StateReported(report.Device, new DeviceState(report.Vocabulary, report.State, report.At)));
        if (DeviceVocabulary.Find(report.Vocabulary, report.State) is DeviceCondition.Stopped or DeviceCondition.Aborted
            && ActorId.TryParse(report.Device, out var device) && device.Kind == ActorKind.ClosedSystem
            && desk.Get<ClosedSystem>(device.Key) is { Batch: { } batch, Step: { } step })
            Hold(desk, batch, $"device-stopped/{device.Key}/{step}", $"{report.Device} reports {report.State} while {step} runs");
    }

    private static void Acknowledge(ControllerCommand.Acknowledge acknowledge, Controller controller, Site site, Desk desk)
    {
        desk.Check(ControllerRules.IsItself(site, controller.Id, desk.Moment));
        if (!controller.Outstanding.TryGetValue(acknowledge.Command, out var command))
            return;
        desk.Write(Actor(controller), new ControllerFact.CommandAcknowledged(command.Id, acknowledge.Outcome, acknowledge.Detail, acknowledge.At));
        if (acknowledge.Outcome != DeviceOutcome.Done && command.Batch is { } batch)
            Hold(desk, batch, $"device-command/{command.Id}", $"{command.Device} did not go to {command.Target}: {acknowledge.Outcome} {acknowledge.Detail}".TrimEnd());
    }

    private static void Hold(Desk desk, string batch, string id, string reason)
    {
        var held = desk.Get<Batch>(batch);
        if (held.IsLive)
            BatchClocks.Hold(desk, held, new Hold(id, HoldKind.Deviation, "GMP-10.2b", reason, desk.Now));
    }

    private static Refusal? IsInDoubt(Controller controller, string command) =>
        controller.Outstanding.TryGetValue(command, out var known) && known.Delivery == DeviceDelivery.InDoubt
            ? null
            : Refusal.Of("ORC-001", new Seen("controller", controller.Id), new Seen("command", command));

    private static ActorId Actor(Controller controller) => new(ActorKind.Controller, controller.Id);
}
