using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Quality;

/// <summary>What quality asks of the approvals that conditional grants rest on; each by two of its people, with a reason.</summary>
public abstract record QualityCommand(string Reason, string FirstBy, string SecondBy) : Command
{
    [CommandName("quality.revoke-risk-assessment.v1")]
    public sealed record RevokeRiskAssessment(string RiskAssessment, string Reason, string FirstBy, string SecondBy) : QualityCommand(Reason, FirstBy, SecondBy);

    /// <summary>Puts it in question after an event that it did not foresee (GEN-3a).</summary>
    [CommandName("quality.reopen-risk-assessment.v1")]
    public sealed record ReopenRiskAssessment(string RiskAssessment, string Reason, string FirstBy, string SecondBy) : QualityCommand(Reason, FirstBy, SecondBy);

    /// <param name="Document">The review that found it still good.</param>
    [CommandName("quality.reinstate-risk-assessment.v1")]
    public sealed record ReinstateRiskAssessment(string RiskAssessment, string Document, string Reason, string FirstBy, string SecondBy) : QualityCommand(Reason, FirstBy, SecondBy);

    [CommandName("quality.revoke-override.v1")]
    public sealed record RevokeOverride(string Override, string Reason, string FirstBy, string SecondBy) : QualityCommand(Reason, FirstBy, SecondBy);

    [CommandName("quality.reinstate-override.v1")]
    public sealed record ReinstateOverride(string Override, string Reason, string FirstBy, string SecondBy) : QualityCommand(Reason, FirstBy, SecondBy);
}
