using System.Text;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Quality;
using Xunit;

namespace Orchestrator.Domain.Tests.Quality;

/// <summary>Renders what each command does to an approval in each status, by asking the law itself.</summary>
public sealed class QualityTableTests
{
    private static readonly QualityCommand[] Commands =
    [
        new QualityCommand.RevokeRiskAssessment("RA-1", "audit", "quality-1"),
        new QualityCommand.ReopenRiskAssessment("RA-1", "trend", "quality-1"),
        new QualityCommand.ReinstateRiskAssessment("RA-1", "QRA-1 v2", "reviewed", "quality-1", "quality-2"),
        new QualityCommand.RevokeOverride("OV-1", "audit", "quality-1"),
        new QualityCommand.ReinstateOverride("OV-1", "closed", "quality-1", "quality-2"),
        new QualityCommand.WithdrawSignature("JD-1", "second thoughts", "quality-1"),
    ];

    [Fact]
    public void The_table_of_approvals_is_the_approved_one()
    {
        var page = new StringBuilder();
        foreach (var status in Enum.GetValues<ApprovalStatus>())
        {
            page.AppendLine(status.ToString());
            foreach (var command in Commands)
            {
                var decision = In(status).GiveBoth(command);
                page.AppendLine($"  {command.GetType().Name,-26}{(decision.Granted ? string.Join(", ", decision.Facts.Where(written => written.Actor.Kind != ActorKind.JointDecision).Select(written => written.Fact.GetType().Name)) : $"refused {string.Join(", ", World.Rules(decision))}")}");
            }
        }

        Approved.Matches(page.ToString().Replace("\r", "", StringComparison.Ordinal), "Quality");
    }

    [Fact]
    public void Every_command_stands_in_the_table() =>
        Assert.Equal(typeof(QualityCommand).GetNestedTypes().Select(type => type.Name).Order(), Commands.Select(command => command.GetType().Name).Order());

    private static World In(ApprovalStatus status)
    {
        var world = World.Of(SmallPlant.Document with
        {
            Overrides = [new OverrideDefinition { Id = "OV-1", Rule = "GMP-9.5.4a", Document = "JUS-1 v1", ApprovedBy = "quality-1", ValidFrom = new DateOnly(2026, 1, 1), ValidUntil = new DateOnly(2026, 12, 31), Products = ["CART-19"], Areas = ["AREA-G"] }],
        });
        return status switch
        {
            ApprovalStatus.InForce => world,
            ApprovalStatus.Reopened => world.Given<RiskAssessment>("RA-1", new RiskAssessmentFact.Reopened("trend", world.Now)),
            ApprovalStatus.Revoked => world.Given<RiskAssessment>("RA-1", new RiskAssessmentFact.Revoked("audit", "quality-1", world.Now)).Given<PolicyOverride>("OV-1", new PolicyOverrideFact.Revoked("audit", "quality-1", world.Now)),
        };
    }
}
