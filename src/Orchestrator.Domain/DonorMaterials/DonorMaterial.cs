using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.DonorMaterials;

/// <summary>Where a collection of donor material stands inside the plant.</summary>
public enum DonorMaterialStatus
{
    /// <summary>Nobody has received it.</summary>
    Unknown,

    /// <summary>In receiving quarantine.</summary>
    Received,

    /// <summary>Quality has released it for production.</summary>
    Accepted,

    /// <summary>Bound to its batch, for ever (GEN-4.2.2f).</summary>
    Bound,
    Rejected,
}

/// <summary>The memory of one collection of donor material (供者材料); its key is its donation identification number.</summary>
public sealed record DonorMaterial(string Id) : IActor<DonorMaterial>
{
    public static ActorKind Kind => ActorKind.DonorMaterial;

    public DonorMaterialStatus Status { get; init; }

    public string DonorCode { get; init; } = "";

    public string ChainOfIdentity { get; init; } = "";

    /// <summary>The container it came in.</summary>
    public string Container { get; init; } = "";

    /// <summary>The batch it is bound to; empty until then.</summary>
    public string Batch { get; init; } = "";

    public PathogenStatus Pathogen { get; init; } = PathogenStatus.Unknown;

    public ImmutableSortedSet<string> Agents { get; init; } = [];

    public static DonorMaterial Nothing(string key) => new(key);

    public DonorMaterial Evolve(Fact fact) => fact switch
    {
        DonorMaterialFact.Received received => this with
        {
            Status = DonorMaterialStatus.Received,
            DonorCode = received.DonorCode,
            ChainOfIdentity = received.ChainOfIdentity,
            Container = received.Container,
        },
        DonorMaterialFact.PathogenStatusSet set => this with { Pathogen = set.Pathogen, Agents = [.. set.Agents] },
        DonorMaterialFact.Accepted => this with { Status = DonorMaterialStatus.Accepted },
        DonorMaterialFact.Rejected => this with { Status = DonorMaterialStatus.Rejected },
        DonorMaterialFact.Bound bound => this with { Status = DonorMaterialStatus.Bound, Batch = bound.Batch },
        _ => throw new ArgumentException($"{fact.GetType()} is no fact of donor material"),
    };
}
