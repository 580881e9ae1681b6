using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Controllers;

/// <summary>Where an equipment controller stands with the plant.</summary>
public enum ControllerStatus
{
    /// <summary>It has never registered.</summary>
    Unknown,
    Connected,
    Disconnected,
}

/// <summary>
/// The memory of one equipment controller: who holds its session, how far its reports are recorded, what its devices last
/// said, and the commands that are not acknowledged yet.
/// </summary>
public sealed record Controller(string Id) : IActor<Controller>
{
    /// <summary>Of how many sessions it is known which reports were theirs.</summary>
    public const int SessionsMax = 64;

    public static ActorKind Kind => ActorKind.Controller;

    public ControllerStatus Status { get; init; }

    /// <summary>Rises with every registration; what comes under an older one is refused (ORC-010).</summary>
    public long Epoch { get; init; }

    /// <summary>True when its devices know a command they have seen, so that it may be sent again.</summary>
    public bool Deduplicates { get; init; }

    public DateTimeOffset? Since { get; init; }

    /// <summary>The number of the last report that was ruled on; a report is recorded once, however often it arrives.</summary>
    public long LastSequence { get; init; }

    /// <summary>Which sessions' reports the numbers up to the last belong to, oldest first; the newest sessions only.</summary>
    public ImmutableArray<SessionReports> Reports { get; init; } = [];

    /// <summary>What each device last reported of itself, by address.</summary>
    public ImmutableSortedDictionary<string, DeviceState> Devices { get; init; } = ImmutableSortedDictionary<string, DeviceState>.Empty;

    /// <summary>Commands without an acknowledgement, by id.</summary>
    public ImmutableSortedDictionary<string, DeviceCommand> Outstanding { get; init; } = ImmutableSortedDictionary<string, DeviceCommand>.Empty;

    public static Controller Nothing(string key) => new(key);

    public Controller Evolve(Fact fact) => fact switch
    {
        ControllerFact.Connected connected => this with
        {
            Status = ControllerStatus.Connected,
            Epoch = connected.Epoch,
            Deduplicates = connected.Deduplicates,
            Since = connected.At,
        },
        ControllerFact.Disconnected gone => this with { Status = ControllerStatus.Disconnected, Since = gone.At },
        ControllerFact.SequenceReached reached => this with { LastSequence = reached.Sequence, Reports = With(reached.Sequence) },
        ControllerFact.StateReported reported => this with { Devices = Devices.SetItem(reported.Device, reported.State) },
        ControllerFact.CommandIssued issued => this with { Outstanding = Outstanding.SetItem(issued.Command.Id, issued.Command) },
        ControllerFact.CommandSent sent => With(sent.Command, DeviceDelivery.Sent),
        ControllerFact.CommandInDoubt doubt => With(doubt.Command, DeviceDelivery.InDoubt),
        ControllerFact.CommandAcknowledged acknowledged => this with { Outstanding = Outstanding.Remove(acknowledged.Command) },
        ControllerFact.CommandSuperseded superseded => this with { Outstanding = Outstanding.Remove(superseded.Command) },
        ControllerFact.CommandResolved resolved => this with { Outstanding = Outstanding.Remove(resolved.Command) },
        _ => throw new ArgumentException($"{fact.GetType()} is no fact of a controller"),
    };

    /// <summary>The epoch under which a number was ruled on, if it ever was; null for one to come, and for one that is older than this memory.</summary>
    public long? EpochOf(long sequence) =>
        sequence <= LastSequence && Reports.LastOrDefault(session => session.From <= sequence) is { Epoch: > 0 } session ? session.Epoch : null;

    private ImmutableArray<SessionReports> With(long sequence)
    {
        if (!Reports.IsEmpty && Reports[^1].Epoch == Epoch)
            return Reports;
        var reports = Reports.Add(new SessionReports(Epoch, sequence));
        return reports.Length > SessionsMax ? reports.RemoveAt(0) : reports;
    }

    private Controller With(string command, DeviceDelivery delivery) =>
        Outstanding.TryGetValue(command, out var known) ? this with { Outstanding = Outstanding.SetItem(command, known with { Delivery = delivery }) } : this;
}

/// <summary>The reports of one session: from a number on, up to where the next session's begin.</summary>
public readonly record struct SessionReports(long Epoch, long From);

/// <summary>What a device reported of itself, in the words of a vocabulary.</summary>
/// <param name="Vocabulary">For example <c>PackML</c>; without it a state means nothing.</param>
public sealed record DeviceState(string Vocabulary, string State, DateTimeOffset At);

/// <summary>A state that a device is told to move to; commands never toggle.</summary>
public enum DeviceTarget
{
    /// <summary>Ready for the step it is told of.</summary>
    Prepared,
    Running,

    /// <summary>Stopped where it can go on.</summary>
    Held,

    /// <summary>The cells are where the step declares them safe.</summary>
    SafeState,
    Idle,
    Locked,
    Unlocked,
}

/// <summary>How far a device command has come.</summary>
public enum DeviceDelivery
{
    /// <summary>Recorded, and to be sent by whoever holds the session; sent again until it is acknowledged.</summary>
    Waiting,

    /// <summary>Sent once to a device that cannot recognise a repetition.</summary>
    Sent,

    /// <summary>Its answer was lost: a person must look at the device.</summary>
    InDoubt,
}

/// <summary>A command to a device: a recorded fact before it is sent, and sent only under this id.</summary>
/// <param name="Id">The turn that issued it and its number there; the same for ever.</param>
/// <param name="Device">Address, for example <c>closed-system/CP-01</c>.</param>
/// <param name="Program">What to run, in the recipe's name of the operation; null where the target says it all.</param>
public sealed record DeviceCommand(
    string Id, string Device, DeviceTarget Target, string? Program, string? Batch, string? Step, string Reason, DateTimeOffset IssuedAt, DeviceDelivery Delivery);
