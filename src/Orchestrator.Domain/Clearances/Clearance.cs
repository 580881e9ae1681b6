using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Rooms;

namespace Orchestrator.Domain.Clearances;

/// <summary>Where a line clearance stands.</summary>
public enum ClearanceStatus
{
    /// <summary>Not performed yet.</summary>
    Open,

    /// <summary>Performed by one person, and not seen by a second.</summary>
    Performed,

    /// <summary>Verified: the next start in the room may rely on it, once.</summary>
    Approved,
    Rejected,

    /// <summary>Its validity ran out before any start used it.</summary>
    Expired,
}

/// <summary>The memory of one line clearance (清场) of a room.</summary>
public sealed record Clearance(string Id) : IActor<Clearance>
{
    public static ActorKind Kind => ActorKind.Clearance;

    public ClearanceStatus Status { get; init; }

    public string Room { get; init; } = "";

    public ClearanceScope Scope { get; init; }

    /// <summary>The batch that is cleared up after, or cleared out.</summary>
    public string Batch { get; init; } = "";

    public ImmutableArray<ClearanceAnswer> Answers { get; init; } = [];

    public string Performer { get; init; } = "";

    public DateTimeOffset? PerformedAt { get; init; }

    public string Verifier { get; init; } = "";

    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>The step start that relied on it, as <c>batch/step</c>, or null.</summary>
    public string? UsedBy { get; init; }

    public IEnumerable<Clock> Clocks =>
        this is { Status: ClearanceStatus.Approved, UsedBy: null, ValidUntil: { } until } ? [new Clock("validity", until)] : [];

    public static Clearance Nothing(string key) => new(key);

    public Clearance Evolve(Fact fact) => fact switch
    {
        ClearanceFact.Performed performed => this with
        {
            Status = ClearanceStatus.Performed,
            Room = performed.Room,
            Scope = performed.Scope,
            Batch = performed.Batch,
            Answers = performed.Answers,
            Performer = performed.Performer,
            PerformedAt = performed.At,
        },
        ClearanceFact.Approved approved => this with { Status = ClearanceStatus.Approved, Verifier = approved.Verifier, ValidUntil = approved.ValidUntil },
        ClearanceFact.Rejected rejected => this with { Status = ClearanceStatus.Rejected, Verifier = rejected.Verifier },
        ClearanceFact.Used used => this with { UsedBy = used.Step },
        ClearanceFact.Expired => this with { Status = ClearanceStatus.Expired },
        _ => throw new ArgumentException($"{fact.GetType()} is no fact of a clearance"),
    };
}

/// <summary>What a clearance looks at: nothing of the batch is left there (AMB-49, identity check 33).</summary>
public enum ClearanceItem
{
    Materials,
    Labels,
    Printer,
    Documents,
    Screens,
    Waste,
    Surfaces,
}

/// <summary>The performer's answer to one item of the checklist.</summary>
/// <param name="Clear">True when nothing of the batch is left there.</param>
public sealed record ClearanceAnswer(ClearanceItem Item, bool Clear, string? Remark = null);
