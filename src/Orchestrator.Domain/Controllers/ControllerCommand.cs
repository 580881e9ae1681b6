using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Controllers;

/// <summary>What an equipment controller tells, and what people ask of its devices.</summary>
public abstract record ControllerCommand(string Controller) : Command
{
    /// <summary>Registers: a new session that shuts out every earlier one.</summary>
    /// <param name="Devices">Addresses it will report of; the plant file says which it may.</param>
    [CommandName("equipment.connect.v1")]
    public sealed record Connect(string Controller, ImmutableArray<string> Devices, bool Deduplicates) : ControllerCommand(Controller);

    /// <summary>The session's connection has ended.</summary>
    [CommandName("equipment.disconnect.v1")]
    public sealed record Disconnect(string Controller, long Epoch) : ControllerCommand(Controller), IReport;

    /// <summary>Reports of the session under the controller's own number; a number that is recorded is not recorded again.</summary>
    /// <param name="Reports">In the order in which they happened; each is ruled on by itself.</param>
    [CommandName("equipment.deliver.v1")]
    public sealed record Deliver(string Controller, long Epoch, long Sequence, ImmutableArray<Command> Reports) : ControllerCommand(Controller);

    /// <summary>A device's state, in the words of a named vocabulary.</summary>
    [CommandName("equipment.report-state.v1")]
    public sealed record ReportState(string Controller, string Device, string Vocabulary, string State, DateTimeOffset At) : ControllerCommand(Controller), IReport;

    /// <summary>What became of a device command.</summary>
    [CommandName("equipment.acknowledge-command.v1")]
    public sealed record Acknowledge(string Controller, string Command, DeviceOutcome Outcome, string Detail, DateTimeOffset At) : ControllerCommand(Controller), IReport;

    /// <summary>Records that commands are about to be sent to devices that cannot recognise a repetition.</summary>
    [CommandName("equipment.mark-sent.v1")]
    public sealed record MarkSent(string Controller, long Epoch, ImmutableArray<string> Commands) : ControllerCommand(Controller);

    /// <summary>A person tells a device to move to a state.</summary>
    [CommandName("equipment.command-device.v1")]
    public sealed record CommandDevice(string Controller, string Device, DeviceTarget Target, string Reason, string By) : ControllerCommand(Controller);

    /// <summary>A person has looked at the device and says what became of a command whose answer was lost.</summary>
    [CommandName("equipment.resolve-command.v1")]
    public sealed record ResolveCommand(string Controller, string Command, DeviceOutcome Outcome, string Reason, string By) : ControllerCommand(Controller);
}

/// <summary>What became of a device command.</summary>
public enum DeviceOutcome
{
    Done,

    /// <summary>The device tried and could not.</summary>
    Failed,

    /// <summary>The device did not try.</summary>
    Rejected,
}
