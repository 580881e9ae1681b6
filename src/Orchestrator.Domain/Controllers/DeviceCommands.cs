using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;

namespace Orchestrator.Domain.Controllers;

/// <summary>How the law tells devices to move to a state: a fact of their controller, once per turn and device, replacing what was not answered yet.</summary>
public static class DeviceCommands
{
    /// <summary>Addresses of the devices that take commands for a step.</summary>
    public static IEnumerable<string> DevicesOf(StepPlace place) => place.ClosedSystem is { } system ? [Address(ActorKind.ClosedSystem, system)] : [];

    /// <summary>The controller that speaks for a device, or null when the plant file names none.</summary>
    public static string? ControllerOf(Site site, string device) => site.ControllersOf(device).FirstOrDefault();

    /// <summary>Tells the devices of a running step.</summary>
    public static void Move(Desk desk, Site site, Batch batch, StepExecution execution, DeviceTarget target, string reason)
    {
        if (execution.ClosedSystem is { } system)
            Issue(desk, site, Address(ActorKind.ClosedSystem, system), target, reason, null, batch.Id, execution.Step);
    }

    /// <summary>Records the command; whoever holds the controller's session sends it. A device without a controller is moved by people.</summary>
    public static void Issue(Desk desk, Site site, string device, DeviceTarget target, string reason, string? program = null, string? batch = null, string? step = null)
    {
        if (ControllerOf(site, device) is not { } id)
            return;
        var actor = new ActorId(ActorKind.Controller, id);
        var command = new DeviceCommand($"{desk.Moment.Caller}/{desk.Moment.CommandId}#{device}", device, target, program, batch, step, reason, desk.Now, DeviceDelivery.Waiting);
        foreach (var earlier in desk.Get<Controller>(id).Outstanding.Values.Where(earlier => earlier.Device == device && earlier.Delivery != DeviceDelivery.InDoubt))
            desk.Write(actor, new ControllerFact.CommandSuperseded(earlier.Id, command.Id));
        desk.Write(actor, new ControllerFact.CommandIssued(command));
    }

    public static string Address(ActorKind kind, string key) => new ActorId(kind, key).ToString();
}
