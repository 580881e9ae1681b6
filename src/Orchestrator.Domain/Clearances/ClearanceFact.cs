using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Rooms;

namespace Orchestrator.Domain.Clearances;

/// <summary>What the journal keeps about one line clearance.</summary>
public abstract record ClearanceFact : Fact
{
    [FactName("clearance.performed.v1")]
    public sealed record Performed(
        string Room, ClearanceScope Scope, string Batch, ImmutableArray<ClearanceAnswer> Answers, string Performer, DateTimeOffset At) : ClearanceFact;

    [FactName("clearance.approved.v1")]
    public sealed record Approved(string Verifier, DateTimeOffset At, DateTimeOffset? ValidUntil) : ClearanceFact;

    [FactName("clearance.rejected.v1")]
    public sealed record Rejected(string Verifier, string Reason, DateTimeOffset At) : ClearanceFact;

    /// <summary>A start has relied on it; no other can.</summary>
    [FactName("clearance.used.v1")]
    public sealed record Used(string Step, DateTimeOffset At) : ClearanceFact;

    [FactName("clearance.expired.v1")]
    public sealed record Expired(DateTimeOffset At) : ClearanceFact;
}
