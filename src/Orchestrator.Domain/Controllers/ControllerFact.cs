using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Controllers;

/// <summary>What the journal keeps about one equipment controller.</summary>
public abstract record ControllerFact : Fact
{
    /// <summary>A session began under a new epoch.</summary>
    [FactName("controller.connected.v1")]
    public sealed record Connected(long Epoch, ImmutableArray<string> Devices, bool Deduplicates, DateTimeOffset At) : ControllerFact;

    [FactName("controller.disconnected.v1")]
    public sealed record Disconnected(long Epoch, DateTimeOffset At) : ControllerFact;

    /// <summary>Every report up to this number has been ruled on and may be forgotten by the controller.</summary>
    [FactName("controller.sequence-reached.v1")]
    public sealed record SequenceReached(long Sequence) : ControllerFact;

    [FactName("controller.state-reported.v1")]
    public sealed record StateReported(string Device, DeviceState State) : ControllerFact;

    /// <summary>A command to a device; from this turn on it may be sent.</summary>
    [FactName("controller.command-issued.v1")]
    public sealed record CommandIssued(DeviceCommand Command) : ControllerFact;

    [FactName("controller.command-sent.v1")]
    public sealed record CommandSent(string Command, long Epoch, DateTimeOffset At) : ControllerFact;

    [FactName("controller.command-acknowledged.v1")]
    public sealed record CommandAcknowledged(string Command, DeviceOutcome Outcome, string Detail, DateTimeOffset At) : ControllerFact;

    /// <summary>The session ended before the only sending of the command was answered.</summary>
    [FactName("controller.command-in-doubt.v1")]
    public sealed record CommandInDoubt(string Command, DateTimeOffset At) : ControllerFact;

    /// <summary>A person has looked, and the doubt is over.</summary>
    [FactName("controller.command-resolved.v1")]
    public sealed record CommandResolved(string Command, DeviceOutcome Outcome, string Reason, string By, DateTimeOffset At) : ControllerFact;

    /// <summary>A later command to the same device took its place before it was answered.</summary>
    [FactName("controller.command-superseded.v1")]
    public sealed record CommandSuperseded(string Command, string By) : ControllerFact;
}
