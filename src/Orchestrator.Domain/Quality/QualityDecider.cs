using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;

namespace Orchestrator.Domain.Quality;

/// <summary>What quality can do with its approvals, and when: the table, and the decision behind each of its cells.</summary>
public static class QualityDecider
{
    public static void Decide(QualityCommand command, Desk desk)
    {
        if (PlantRules.SiteOf(desk) is not { } site)
            return;
        desk.Check(Signed(command, site, desk.Moment))
            .Check(string.IsNullOrWhiteSpace(command.Reason) ? Refusal.Of("ORC-019", new Seen("field", "reason")) : null);
        switch (command)
        {
            case QualityCommand.RevokeRiskAssessment revoke:
                OfAssessment(revoke, revoke.RiskAssessment, new RiskAssessmentFact.Revoked(revoke.Reason, revoke.By, desk.Now), site, desk);
                break;
            case QualityCommand.ReopenRiskAssessment reopen:
                OfAssessment(reopen, reopen.RiskAssessment, new RiskAssessmentFact.Reopened(reopen.Reason, desk.Now), site, desk);
                break;
            case QualityCommand.ReinstateRiskAssessment reinstate:
                desk.Check(string.IsNullOrWhiteSpace(reinstate.Document) ? Refusal.Of("ORC-019", new Seen("field", "document")) : null);
                OfAssessment(reinstate, reinstate.RiskAssessment, new RiskAssessmentFact.Reinstated(reinstate.Document, reinstate.Reason, reinstate.FirstBy, reinstate.SecondBy), site, desk);
                break;
            case QualityCommand.RevokeOverride revoke:
                OfOverride(revoke, revoke.Override, new PolicyOverrideFact.Revoked(revoke.Reason, revoke.By, desk.Now), site, desk);
                break;
            case QualityCommand.ReinstateOverride reinstate:
                OfOverride(reinstate, reinstate.Override, new PolicyOverrideFact.Reinstated(reinstate.Reason, reinstate.FirstBy, reinstate.SecondBy), site, desk);
                break;
            case QualityCommand.WithdrawSignature withdraw:
                Withdraw(withdraw, desk);
                break;
            default:
                throw new ArgumentException($"no decision for {command.GetType()}");
        }
    }

    private static IEnumerable<Refusal> Signed(QualityCommand command, Site site, Moment moment) => command switch
    {
        QualityCommand.RevokeRiskAssessment revoke => TwoPeople.ByQuality(site, revoke.By, moment, "GMP-5.1a"),
        QualityCommand.ReopenRiskAssessment reopen => TwoPeople.ByQuality(site, reopen.By, moment, "GMP-5.1a"),
        QualityCommand.RevokeOverride revoke => TwoPeople.ByQuality(site, revoke.By, moment, "GMP-5.1a"),
        QualityCommand.WithdrawSignature withdraw => new[] { TwoPeople.Signs(moment, withdraw.By) }.OfType<Refusal>(),
        _ when Signing.TwoOf(command) is { } two => new[] { Holding.TwoPeopleOfQuality(site, "GMP-5.1a", two.First, two.Second, moment) }.OfType<Refusal>(),
        _ => throw new ArgumentException($"nobody signs {command.GetType()}"),
    };

    /// <summary>Whoever has signed and thinks better of it takes the signature back before the other gives theirs.</summary>
    private static void Withdraw(QualityCommand.WithdrawSignature withdraw, Desk desk)
    {
        var decision = desk.Get<JointDecision>(withdraw.Decision);
        desk.Check(decision.Command.Length == 0 ? Refusal.Of("ORC-001", new Seen("decision", withdraw.Decision)) : null)
            .Check(decision.Command.Length > 0 && decision.SignedBy != withdraw.By
                ? Refusal.Of("ORC-003", new Seen("decision", withdraw.Decision), new Seen("status", decision.SignedBy is null ? "signed by nobody" : "signed by another"), new Seen("person", withdraw.By))
                : null);
        desk.Write(new ActorId(ActorKind.JointDecision, withdraw.Decision), new JointDecisionFact.Withdrawn(withdraw.By, withdraw.Reason, desk.Now));
    }

#pragma warning disable format // A decision is a page: the columns are read downwards.
    private static bool Allows(ApprovalStatus status, QualityCommand command) => (status, command) switch
    {
        (ApprovalStatus.InForce or ApprovalStatus.Reopened, QualityCommand.RevokeRiskAssessment)    => true,
        (ApprovalStatus.InForce,                            QualityCommand.ReopenRiskAssessment)    => true,
        (ApprovalStatus.Reopened or ApprovalStatus.Revoked, QualityCommand.ReinstateRiskAssessment) => true,
        (ApprovalStatus.InForce,                            QualityCommand.RevokeOverride)          => true,
        (ApprovalStatus.Revoked,                            QualityCommand.ReinstateOverride)       => true,
        _ => false,
    };
#pragma warning restore format

    private static void OfAssessment(QualityCommand command, string id, RiskAssessmentFact fact, Site site, Desk desk)
    {
        var status = desk.Get<RiskAssessment>(id).Status;
        desk.Check(site.Document.RiskAssessments.Any(assessment => assessment.Id == id) ? null : Refusal.Of("ORC-001", new Seen("riskAssessment", id)))
            .Check(Allows(status, command) ? null : Refusal.Of("ORC-003", new Seen("riskAssessment", id), new Seen("status", status.ToString())));
        desk.Write(new ActorId(ActorKind.RiskAssessment, id), fact);
        if (!desk.Refused && command is QualityCommand.RevokeRiskAssessment or QualityCommand.ReopenRiskAssessment)
            Approvals.Lost(desk, site, id, status == ApprovalStatus.InForce ? "no longer in force" : "revoked");
    }

    private static void OfOverride(QualityCommand command, string id, PolicyOverrideFact fact, Site site, Desk desk)
    {
        var status = desk.Get<PolicyOverride>(id).Status;
        var definition = site.Document.Overrides.FirstOrDefault(relaxation => relaxation.Id == id);
        desk.Check(definition is null ? Refusal.Of("ORC-001", new Seen("override", id)) : null)
            .Check(Allows(status, command) ? null : Refusal.Of("ORC-003", new Seen("override", id), new Seen("status", status.ToString())));
        if (definition is not null && command is QualityCommand.ReinstateOverride)
            desk.Check(QualityRules.Flaws(site, definition, desk.Now));
        desk.Write(new ActorId(ActorKind.PolicyOverride, id), fact);
        if (!desk.Refused && command is QualityCommand.RevokeOverride)
            Approvals.Lost(desk, site, id, "no longer in force");
    }
}
