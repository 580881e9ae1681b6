using System.Collections.Immutable;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Materials;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Plants;

/// <summary>
/// What was true before the product kept the memory: evidence on paper or in an older system, brought in once. Every entry
/// names the document it stands in and two people, the one who entered it and the one who compared it with the document.
/// </summary>
public sealed record OpeningBalance
{
    public required string Plant { get; init; }

    /// <summary>Document id and version under which the balance was approved.</summary>
    public required string Document { get; init; }

    /// <summary>The instant the balance describes; nothing in it is newer.</summary>
    public required DateTimeOffset AsOf { get; init; }

    public ImmutableArray<PastMediaFill> MediaFills { get; init; } = [];

    public ImmutableArray<PastProof> Qualifications { get; init; } = [];

    public ImmutableArray<PastProof> Calibrations { get; init; } = [];

    public ImmutableArray<PastCheck> IntegrityChecks { get; init; } = [];

    public ImmutableArray<PastDisinfection> Disinfections { get; init; } = [];

    public ImmutableArray<PastClearance> Clearances { get; init; } = [];

    public ImmutableArray<ReleasedLot> Lots { get; init; } = [];

    public ImmutableArray<BatchUnderWay> Batches { get; init; } = [];
}

/// <summary>Where an entry stands on paper, who entered it and who compared it; the two are different people.</summary>
public sealed record Evidence(string Document, string EnteredBy, string VerifiedBy);

public enum MediaFillResult
{
    Passed,
    Failed,
    Aborted,
}

/// <summary>A media fill (无菌工艺模拟试验) of one line by one shift; its clock runs from the date it was performed (AMB-18).</summary>
public sealed record PastMediaFill
{
    public required string Id { get; init; }

    public required string Line { get; init; }

    public required string Shift { get; init; }

    /// <summary>The plant's calendar date it began on; a night shift belongs to the day it begins.</summary>
    public required DateOnly Date { get; init; }

    public required MediaFillResult Result { get; init; }

    /// <summary>Units filled; at least one batch each time.</summary>
    public required int Units { get; init; }

    /// <summary>True for one of the runs that first validated the line (GMP-9.2.5a).</summary>
    public bool Initial { get; init; }

    public ImmutableArray<string> Participants { get; init; } = [];

    /// <summary>The operations it simulated; empty means all that the line's protocol names.</summary>
    public ImmutableArray<string> Operations { get; init; } = [];

    public required Evidence Evidence { get; init; }
}

/// <summary>A qualification or calibration of a person, room or piece of equipment.</summary>
/// <param name="Of">Address, for example <c>operator/OP-01</c> or <c>closed-system/CP-01</c>.</param>
/// <param name="Until">Last day it holds.</param>
public sealed record PastProof(string Of, DateOnly On, DateOnly Until, Evidence Evidence);

/// <summary>An integrity check of a closed system or an isolator (GMP-6.3c, GMP-9.5.5a).</summary>
public sealed record PastCheck(string Of, DateTimeOffset At, string Method, bool Passed, Evidence Evidence);

/// <summary>A disinfection of a room or an incubator chamber, or a decontamination cycle of an isolator.</summary>
public sealed record PastDisinfection(string Of, DateTimeOffset At, string Cycle, string Agent, Evidence Evidence);

/// <summary>The state a room was left in: cleared for whoever comes next, or within one batch.</summary>
public sealed record PastClearance(string Id, string Room, ClearanceScope Scope, DateTimeOffset At, Evidence Evidence);

/// <summary>A lot in store, with the certificate it was released on (GMP-3.2b).</summary>
/// <param name="Composition">What its certificates say of what the law asks about; null where nobody stated it, and then it is not brought in.</param>
/// <param name="DonorCode">The donor of autologous serum or plasma; null for everything else.</param>
public sealed record ReleasedLot(string Id, string Material, DateOnly ExpiresOn, string Certificate, ImmutableArray<Composition>? Composition, string? DonorCode, Evidence Evidence);

/// <summary>A batch that began before: how far it is, and where its vessels are.</summary>
public sealed record BatchUnderWay
{
    public required string Id { get; init; }

    public required string Product { get; init; }

    public required string Recipe { get; init; }

    public required string RecipeVersion { get; init; }

    public required BatchPurpose Purpose { get; init; }

    /// <summary>Chain-of-identity identifier of the therapy order.</summary>
    public required string ChainOfIdentity { get; init; }

    public required string DonorCode { get; init; }

    public required string DonorMaterial { get; init; }

    public required PathogenStatus Pathogen { get; init; }

    public ImmutableArray<StepUnderWay> Steps { get; init; } = [];

    public ImmutableArray<VesselUnderWay> Vessels { get; init; } = [];

    public required Evidence Evidence { get; init; }
}

/// <summary>A step already done or running; <paramref name="EndedAt"/> is null while it runs.</summary>
/// <param name="System">The closed system, isolator, cabinet or incubator it runs on.</param>
public sealed record StepUnderWay(string Step, string Room, string? System, DateTimeOffset StartedAt, DateTimeOffset? EndedAt);

/// <summary>A container of a batch and where it is: a position of a room or incubator, or the system it is mounted on.</summary>
/// <param name="Label">The code of the label it bears, as on paper.</param>
public sealed record VesselUnderWay(string Container, string Kind, string Label, string At);
