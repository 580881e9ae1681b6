using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Quality;

/// <summary>The memory of one override of the plant file: whether a default rule may still be relaxed by it (GMP-1).</summary>
public sealed record PolicyOverride(string Id) : IActor<PolicyOverride>
{
    public static ActorKind Kind => ActorKind.PolicyOverride;

    public ApprovalStatus Status { get; init; }

    public string? Reason { get; init; }

    public static PolicyOverride Nothing(string key) => new(key);

    public PolicyOverride Evolve(Fact fact) => fact switch
    {
        PolicyOverrideFact.Revoked revoked => this with { Status = ApprovalStatus.Revoked, Reason = revoked.Reason },
        PolicyOverrideFact.Reinstated => this with { Status = ApprovalStatus.InForce, Reason = null },
        _ => throw new ArgumentException($"{fact.GetType()} is no fact of an override"),
    };
}

/// <summary>What the journal keeps about one override.</summary>
public abstract record PolicyOverrideFact : Fact
{
    [FactName("policy-override.revoked.v1")]
    public sealed record Revoked(string Reason, string By, DateTimeOffset At) : PolicyOverrideFact;

    [FactName("policy-override.reinstated.v1")]
    public sealed record Reinstated(string Reason, string FirstBy, string SecondBy) : PolicyOverrideFact;
}
