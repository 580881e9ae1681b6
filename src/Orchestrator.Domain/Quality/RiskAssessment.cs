using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Quality;

/// <summary>Where an approval of the plant file stands; its text, scope and dates are master data.</summary>
public enum ApprovalStatus
{
    /// <summary>As the plant file says.</summary>
    InForce,

    /// <summary>An event has put it in question; nothing is granted on it until it is reviewed.</summary>
    Reopened,

    /// <summary>Taken back by quality.</summary>
    Revoked,
}

/// <summary>The memory of one risk assessment of the plant file: whether it may still be relied on (GEN-3a).</summary>
public sealed record RiskAssessment(string Id) : IActor<RiskAssessment>
{
    public static ActorKind Kind => ActorKind.RiskAssessment;

    public ApprovalStatus Status { get; init; }

    /// <summary>Why it is not in force, or null.</summary>
    public string? Reason { get; init; }

    public static RiskAssessment Nothing(string key) => new(key);

    public RiskAssessment Evolve(Fact fact) => fact switch
    {
        RiskAssessmentFact.Reopened reopened => this with { Status = ApprovalStatus.Reopened, Reason = reopened.Cause },
        RiskAssessmentFact.Revoked revoked => this with { Status = ApprovalStatus.Revoked, Reason = revoked.Reason },
        RiskAssessmentFact.Reinstated => this with { Status = ApprovalStatus.InForce, Reason = null },
        _ => throw new ArgumentException($"{fact.GetType()} is no fact of a risk assessment"),
    };
}

/// <summary>What the journal keeps about one risk assessment.</summary>
public abstract record RiskAssessmentFact : Fact
{
    /// <summary>Something happened that it did not foresee: contamination, mix-up, breach, a trend.</summary>
    [FactName("risk-assessment.reopened.v1")]
    public sealed record Reopened(string Cause, DateTimeOffset At) : RiskAssessmentFact;

    [FactName("risk-assessment.revoked.v1")]
    public sealed record Revoked(string Reason, string By, DateTimeOffset At) : RiskAssessmentFact;

    /// <param name="Document">The review that it rests on now.</param>
    [FactName("risk-assessment.reinstated.v1")]
    public sealed record Reinstated(string Document, string Reason, string FirstBy, string SecondBy) : RiskAssessmentFact;
}
