using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Quality;

/// <summary>
/// What quality asks of the approvals that conditional grants rest on, with a reason. One of its people may stop what rests on
/// one, at once; only two put it in force again.
/// </summary>
public abstract record QualityCommand(string Reason) : Command
{
    [CommandName("quality.revoke-risk-assessment.v1")]
    public sealed record RevokeRiskAssessment(string RiskAssessment, string Reason, string By) : QualityCommand(Reason), IAlarm;

    /// <summary>Puts it in question after an event that it did not foresee (GEN-3a).</summary>
    [CommandName("quality.reopen-risk-assessment.v1")]
    public sealed record ReopenRiskAssessment(string RiskAssessment, string Reason, string By) : QualityCommand(Reason), IAlarm;

    /// <param name="Document">The review that found it still good.</param>
    [CommandName("quality.reinstate-risk-assessment.v1")]
    public sealed record ReinstateRiskAssessment(string RiskAssessment, string Document, string Reason, string FirstBy, string SecondBy) : QualityCommand(Reason);

    [CommandName("quality.revoke-override.v1")]
    public sealed record RevokeOverride(string Override, string Reason, string By) : QualityCommand(Reason), IAlarm;

    [CommandName("quality.reinstate-override.v1")]
    public sealed record ReinstateOverride(string Override, string Reason, string FirstBy, string SecondBy) : QualityCommand(Reason);

    /// <summary>Takes back one's own signature while the other's is awaited.</summary>
    /// <param name="Decision">The joint decision, as the ruling on the first signature names it.</param>
    [CommandName("quality.withdraw-signature.v1")]
    public sealed record WithdrawSignature(string Decision, string Reason, string By) : QualityCommand(Reason);
}
