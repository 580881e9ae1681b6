using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.DonorMaterials;

/// <summary>What the journal keeps about one collection of donor material.</summary>
public abstract record DonorMaterialFact : Fact
{
    [FactName("donor-material.received.v1")]
    public sealed record Received(string DonorCode, string ChainOfIdentity, string Container, string Room, string ReceivedBy, string Verifier, DateTimeOffset At) : DonorMaterialFact;

    /// <summary>Quality has decided on the donor's results; the document names them.</summary>
    [FactName("donor-material.pathogen-status-set.v1")]
    public sealed record PathogenStatusSet(PathogenStatus Pathogen, ImmutableArray<string> Agents, string Document, string By, DateTimeOffset At) : DonorMaterialFact;

    [FactName("donor-material.accepted.v1")]
    public sealed record Accepted(string Document, string By, DateTimeOffset At) : DonorMaterialFact;

    [FactName("donor-material.rejected.v1")]
    public sealed record Rejected(string Reason, string By, DateTimeOffset At) : DonorMaterialFact;

    [FactName("donor-material.bound.v1")]
    public sealed record Bound(string Batch, string Performer, string Verifier, DateTimeOffset At) : DonorMaterialFact;
}
