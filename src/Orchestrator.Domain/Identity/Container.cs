using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Identity;

/// <summary>Where a container stands; its seal, its label and its holds lie across it.</summary>
public enum ContainerStatus
{
    /// <summary>Nobody has registered it.</summary>
    Unknown,

    /// <summary>Registered and awaiting its contents.</summary>
    Empty,

    /// <summary>Holds material and stands where its location says.</summary>
    Filled,

    /// <summary>Taken into a running step.</summary>
    InProcess,

    /// <summary>In a fixed position of a room or incubator.</summary>
    Parked,

    /// <summary>In a store.</summary>
    Stored,

    InTransfer,

    /// <summary>Used up by a step, a split or a merge.</summary>
    Consumed,

    /// <summary>Unfit: it can only be destroyed (GMP-8.5a, GMP-9.8c).</summary>
    Rejected,
    Destroyed,
}

/// <summary>What a container is for; sealed and labelled samples and waste may leave a running step (readings: one room per step).</summary>
public enum ContainerUse
{
    DonorMaterial,
    Product,
    Sample,
    Waste,
}

/// <summary>The memory of one container (容器): a bag, flask, vial or tube, and whose material it holds.</summary>
public sealed record Container(string Id) : IActor<Container>
{
    public static ActorKind Kind => ActorKind.Container;

    public ContainerStatus Status { get; init; }

    /// <summary>The kind that recipes name, for example <c>culture-chamber</c>.</summary>
    public string Type { get; init; } = "";

    public ContainerUse Use { get; init; }

    /// <summary>The batch it belongs to; empty for donor material that is not bound yet.</summary>
    public string Batch { get; init; } = "";

    public string ChainOfIdentity { get; init; } = "";

    /// <summary>The donor code at the root of its genealogy (GMP-9.7.4b).</summary>
    public string DonorCode { get; init; } = "";

    /// <summary>The donor material at the root of its genealogy.</summary>
    public string DonorMaterial { get; init; } = "";

    /// <summary>The containers its contents came from; empty for donor material.</summary>
    public ImmutableArray<string> Parents { get; init; } = [];

    /// <summary>The step execution that made it, or null.</summary>
    public Origination? MadeBy { get; init; }

    /// <summary>Inherited from its parents and never better than theirs (GMP-6.5d).</summary>
    public PathogenStatus Pathogen { get; init; } = PathogenStatus.Unknown;

    public ImmutableSortedSet<string> Agents { get; init; } = [];

    public Contents? Contents { get; init; }

    /// <summary>The one active label; empty while it carries none (GMP-9.7.1).</summary>
    public string Label { get; init; } = "";

    /// <summary>The verified seal, or null when it is open or was opened since.</summary>
    public Seal? Seal { get; init; }

    public Location Location { get; init; } = Location.Nowhere;

    /// <summary>The last appearance check before use, or null.</summary>
    public Appearance? BeforeUse { get; init; }

    /// <summary>The appearance check since the last filling, or null (GMP-9.8b).</summary>
    public Appearance? AfterFilling { get; init; }

    public DateTimeOffset? FilledAt { get; init; }

    /// <summary>The running step that has taken it in, as <c>batch/step</c>, or null.</summary>
    public string? InStep { get; init; }

    /// <summary>When the scan was made that the last step start relied on; an older one never serves again (GMP-9.7.3a).</summary>
    public DateTimeOffset? ScannedForUseAt { get; init; }

    /// <summary>The transfer it is in, or null.</summary>
    public string? Transfer { get; init; }

    /// <summary>The inactivation cycle that its contents have passed, or null (GMP-9.11a).</summary>
    public string? Inactivation { get; init; }

    public ImmutableSortedDictionary<string, ContainerHold> Holds { get; init; } = ImmutableSortedDictionary<string, ContainerHold>.Empty;

    public bool IsSealed => Seal is not null;

    /// <summary>True while it holds, or waits for, material that somebody may still work with.</summary>
    public bool IsLive => Status switch
    {
        ContainerStatus.Empty or ContainerStatus.Filled or ContainerStatus.InProcess or ContainerStatus.Parked or ContainerStatus.Stored or ContainerStatus.InTransfer => true,
        ContainerStatus.Unknown or ContainerStatus.Consumed or ContainerStatus.Rejected or ContainerStatus.Destroyed => false,
    };

    /// <summary>True when its contents are at hand: filled and standing somewhere known.</summary>
    public bool IsAtHand => Status is ContainerStatus.Filled or ContainerStatus.Parked or ContainerStatus.Stored;

    /// <summary>In the room with something in it, and in no recorded position of it: what another batch would meet there.</summary>
    public bool StandsLooseIn(string room) =>
        Status is ContainerStatus.Filled or ContainerStatus.InProcess && Location.Room == room && Location.Position is null && Location.Incubator is null;

    public static Container Nothing(string key) => new(key);

    public Container Evolve(Fact fact) => fact switch
    {
        ContainerFact.Registered registered => Registered(registered),
        ContainerFact.BoundToBatch bound => this with { Batch = bound.Batch },
        ContainerFact.Filled filled => this with { Status = ContainerStatus.Filled, Contents = filled.Contents, FilledAt = filled.At, AfterFilling = null, Seal = null },
        ContainerFact.ContentsChanged changed => this with { Contents = changed.Contents, Seal = changed.SealBroken ? null : Seal },
        ContainerFact.Labelled labelled => this with { Label = labelled.Label },
        ContainerFact.LabelRemoved => this with { Label = "" },
        ContainerFact.AppearanceChecked { Check.When: Inspection.BeforeUse } check => this with { BeforeUse = check.Check },
        ContainerFact.AppearanceChecked check => this with { AfterFilling = check.Check },
        ContainerFact.SealVerified seal => this with { Seal = seal.Seal },
        ContainerFact.TakenIntoStep taken => this with
        {
            Status = ContainerStatus.InProcess,
            InStep = taken.Step,
            ScannedForUseAt = taken.ScannedAt,
            Seal = taken.SealBroken ? null : Seal,
            Location = taken.Location,
        },
        ContainerFact.LetGoByStep => this with { Status = Location.Position is null ? ContainerStatus.Filled : ContainerStatus.Parked, InStep = null },
        ContainerFact.Parked parked => this with { Status = ContainerStatus.Parked, Location = parked.Location },
        ContainerFact.Taken taken => this with { Status = IsLive ? ContainerStatus.Filled : Status, Location = new Location(taken.Room, null, null) },
        ContainerFact.TransferStarted started => this with { Status = ContainerStatus.InTransfer, Transfer = started.Transfer },
        ContainerFact.TransferEnded ended => this with { Status = !IsLive ? Status : ended.Stored ? ContainerStatus.Stored : ended.Location.Position is null ? ContainerStatus.Filled : ContainerStatus.Parked, Transfer = null, Location = ended.Location },
        ContainerFact.Inactivated inactivated => this with { Inactivation = inactivated.Cycle },
        ContainerFact.PathogenStatusChanged changed => this with { Pathogen = changed.Pathogen, Agents = [.. changed.Agents] },
        ContainerFact.HoldPlaced held => this with { Holds = Holds.SetItem(held.Hold.Id, new ContainerHold(held.Hold, held.Containers, held.Batches)) },
        ContainerFact.HoldLifted lifted => this with { Holds = Holds.Remove(lifted.Hold) },
        ContainerFact.Consumed => this with { Status = ContainerStatus.Consumed, InStep = null },
        ContainerFact.Rejected => this with { Status = ContainerStatus.Rejected, InStep = null },
        ContainerFact.Destroyed => this with { Status = ContainerStatus.Destroyed, InStep = null },
        _ => throw new ArgumentException($"{fact.GetType()} is no fact of a container"),
    };

    private Container Registered(ContainerFact.Registered registered) => this with
    {
        Status = registered.Contents is null ? ContainerStatus.Empty : ContainerStatus.Filled,
        Type = registered.Type,
        Use = registered.Use,
        Batch = registered.Batch,
        ChainOfIdentity = registered.ChainOfIdentity,
        DonorCode = registered.DonorCode,
        DonorMaterial = registered.DonorMaterial,
        Parents = registered.Parents,
        MadeBy = registered.MadeBy,
        Pathogen = registered.Pathogen,
        Agents = [.. registered.Agents],
        Contents = registered.Contents,
        FilledAt = registered.Contents is null ? null : registered.At,
        Location = registered.Location,
    };
}

/// <summary>How much a container holds.</summary>
/// <param name="VolumeMl">Millilitres.</param>
/// <param name="Cells">Total cells in millions; null where nobody has counted.</param>
public sealed record Contents(decimal VolumeMl, decimal? Cells = null);

/// <summary>The recipe's output and the execution that a container came from; outside a step the output is empty.</summary>
/// <param name="Attempt">The execution's count, 0 outside a step.</param>
public sealed record Origination(string Step, int Attempt, string Output);

/// <summary>A seal that a second person has seen to be closed.</summary>
/// <param name="Method">For example <c>tube weld</c> or <c>tamper band 0042</c>.</param>
public sealed record Seal(string Method, string Performer, string Verifier, DateTimeOffset At);

/// <summary>Where a container stands.</summary>
/// <param name="Room">Room of the plant file; empty while unknown or under way.</param>
/// <param name="Position">A fixed position of the room or of the incubator.</param>
public sealed record Location(string Room, string? Position, string? Incubator)
{
    public static Location Nowhere { get; } = new("", null, null);
}

/// <summary>When an appearance check is made (GMP-9.8).</summary>
public enum Inspection
{
    BeforeUse,
    AfterFilling,
}

/// <summary>An appearance check; a defect class makes it a failed one.</summary>
public sealed record Appearance(Inspection When, string? Defect, string Inspector, DateTimeOffset At);

/// <summary>A hold on a container, and everyone it was placed on together with it.</summary>
public sealed record ContainerHold(Hold Hold, ImmutableArray<string> Containers, ImmutableArray<string> Batches);
