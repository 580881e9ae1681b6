using Orchestrator.Domain.Batches;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Lines;
using Orchestrator.Domain.Quality;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Tests.Batches;
using Xunit;

namespace Orchestrator.Domain.Tests.Quality;

/// <summary>What two people decide takes effect with the second signature, and each signs with a token of their own.</summary>
public sealed class SigningTests
{
    private static readonly BatchCommand.LiftHold Lift = new(Life.Id, "manual/odd-smell", "solvent in the corridor", "quality-1", "quality-2");

    [Theory]
    [InlineData("quality-1", "quality-2")]
    [InlineData("quality-2", "quality-1")]
    [Proves("GMP-10.2b", Proof.Grants)]
    public void The_first_signature_changes_nothing_and_the_second_does_it_in_either_order(string first, string second)
    {
        var life = Held();

        var signed = life.World.As(first).Must(Lift);
        Assert.NotEmpty(life.Batch.Holds);
        Assert.Equal(second, Assert.IsType<JointDecisionFact.Signed>(Assert.Single(signed.Facts).Fact).Awaits);
        Assert.Equal("signature-awaited", Assert.Single(signed.Bases).Kind);

        life.World.As(second).Must(Lift);
        Assert.Empty(life.Batch.Holds);
    }

    [Fact]
    [Proves("GMP-10.2b", Proof.Refuses)]
    public void Nobody_signs_twice()
    {
        var life = Held();
        life.World.As("quality-1").Must(Lift);

        var again = life.World.Must(Lift);

        Assert.Empty(again.Facts);
        Assert.NotEmpty(life.Batch.Holds);
    }

    [Fact]
    [Proves("GMP-10.2b", Proof.Refuses)]
    public void A_machine_signs_for_nobody()
    {
        var refusal = Held().World.As(null).Refused(Lift, "GMP-10.2b");

        Assert.Equal("sign-in-person", Assert.Single(refusal.Remedies).Code);
    }

    [Fact]
    [Proves("GMP-10.2b", Proof.Refuses)]
    public void Another_reason_is_another_decision()
    {
        var life = Held();
        life.World.As("quality-1").Must(Lift);

        life.World.As("quality-2").Must(Lift with { Reason = "never mind" });

        Assert.NotEmpty(life.Batch.Holds);
    }

    [Fact]
    [Proves("GMP-10.2b", Proof.Refuses)]
    public void A_signature_for_one_hold_does_not_lift_a_later_one_of_the_same_name()
    {
        var life = Held();
        life.World.As("quality-1").Must(Lift);
        life.World.MustBoth(Lift with { Reason = "looked at by both" });
        life.World.After(TimeSpan.FromHours(1)).Must(new BatchCommand.PlaceHold(Life.Id, "odd-smell", "again"));

        life.World.As("quality-2").Must(Lift);

        Assert.NotEmpty(life.Batch.Holds);
    }

    [Fact]
    public void The_same_words_decide_again_when_both_sign_again()
    {
        var world = World.Of(SmallPlant.Document, SmallRecipe.Document);
        var revoke = new QualityCommand.RevokeRiskAssessment("RA-1", "audit", "quality-1");
        var reinstate = new QualityCommand.ReinstateRiskAssessment("RA-1", "QRA-1 v2", "reviewed", "quality-1", "quality-2");
        world.As("quality-1").Must(revoke);
        world.MustBoth(reinstate);
        world.As("quality-1").Must(revoke);

        world.As("quality-2").Must(reinstate);
        Assert.Equal(ApprovalStatus.Revoked, world.State<RiskAssessment>("RA-1").Status);

        world.As("quality-1").Must(reinstate);
        Assert.Equal(ApprovalStatus.InForce, world.State<RiskAssessment>("RA-1").Status);
    }

    [Fact]
    public void What_stops_something_waits_for_nobody()
    {
        var world = World.Of(SmallPlant.Document, SmallRecipe.Document);

        world.As("quality-1").Must(new QualityCommand.RevokeRiskAssessment("RA-1", "audit", "quality-1"));
        world.As("quality-2").Must(new LineCommand.Suspend("L-1", "trend", "quality-2"));

        Assert.Equal(ApprovalStatus.Revoked, world.State<RiskAssessment>("RA-1").Status);
        Assert.Equal(LineStatus.Suspended, world.State<Line>("L-1").Status);
    }

    [Fact]
    [Proves("GMP-10.2b", Proof.Refuses)]
    public void A_signature_that_was_taken_back_waits_for_nobody_and_may_be_given_again()
    {
        var life = Held();
        var decision = DecisionOf(life.World.As("quality-1").Must(Lift));
        life.World.Must(new QualityCommand.WithdrawSignature(decision, "the corridor was not aired", "quality-1"));

        life.World.As("quality-2").Must(Lift);
        Assert.NotEmpty(life.Batch.Holds);

        life.World.As("quality-1").Must(Lift);
        Assert.Empty(life.Batch.Holds);
    }

    [Theory]
    [InlineData("quality-1", "quality-2", "ORC-008")]
    [InlineData("quality-2", "quality-2", "ORC-003")]
    [InlineData(null, "quality-1", "ORC-008")]
    public void Nobody_takes_back_the_signature_of_another(string? asking, string by, string rule)
    {
        var life = Held();
        var decision = DecisionOf(life.World.As("quality-1").Must(Lift));

        life.World.As(asking).Refused(new QualityCommand.WithdrawSignature(decision, "second thoughts", by), rule);

        life.World.As("quality-2").Must(Lift);
        Assert.Empty(life.Batch.Holds);
    }

    [Theory]
    [InlineData("no-such-decision", "second thoughts", "ORC-001")]
    [InlineData("", "second thoughts", "ORC-001")]
    [InlineData(null, " ", "ORC-019")]
    public void A_withdrawal_names_a_decision_and_a_reason(string? decision, string reason, string rule)
    {
        var life = Held();
        var waiting = DecisionOf(life.World.As("quality-1").Must(Lift));

        life.World.Refused(new QualityCommand.WithdrawSignature(decision ?? waiting, reason, "quality-1"), rule);
    }

    [Fact]
    public void What_has_taken_effect_is_not_taken_back()
    {
        var life = Held();
        var decision = DecisionOf(life.World.As("quality-1").Must(Lift));
        life.World.As("quality-2").Must(Lift);

        life.World.As("quality-1").Refused(new QualityCommand.WithdrawSignature(decision, "second thoughts", "quality-1"), "ORC-003");
    }

    [Theory]
    [InlineData("", "small", "")]
    [InlineData("RA-9", " ", "")]
    [InlineData("RA-1", "small", "reinstate-risk-assessment")]
    [InlineData("RA-9", "small", null)]
    [Proves("GMP-9.5.7a", Proof.Refuses)]
    [Proves("GMP-9.5.7a", Proof.Grants)]
    public void A_breach_is_decided_on_a_named_assessment_that_is_in_force_where_the_plant_knows_it(string assessment, string reason, string? remedy)
    {
        var world = World.Of(SmallPlant.Document, SmallRecipe.Document);
        world.Given<RiskAssessment>("RA-1", new RiskAssessmentFact.Reopened("the breach", world.Now));
        world.Must(new ClosedSystemCommand.ReportBreach("PROC-1", "BR-1", "leak", world.Now));
        world.Must(new ClosedSystemCommand.RecordEmergencyMeasure("PROC-1", "line clamped", "op-1"));
        var assess = new ClosedSystemCommand.AssessBreach("PROC-1", assessment, BreachDecision.Continue, reason, "quality-1", "quality-2");

        if (remedy is null)
            world.MustBoth(assess);
        else
            Assert.Contains(world.As("quality-1").Refused(assess, "GMP-9.5.7a").Remedies, offered => remedy.Length == 0 || offered.Code == remedy);

        Assert.Equal(remedy is not null, world.State<Room>("R-101").Holds.Any());
    }

    [Fact]
    public void Every_command_that_two_people_sign_is_in_the_table_of_signatures()
    {
        var named = typeof(Command).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Command)) && !type.IsAbstract && typeof(IReport).IsAssignableFrom(type) is false)
            .Where(type => type.GetProperty("FirstBy") is not null || type.GetProperty("First") is not null)
            .Where(type => type.Name is not "CorrectCheck" and not "Discard" || type.DeclaringType == typeof(BatchCommand) && type.Name == "Discard");

        Assert.All(named, type =>
        {
            var command = (Command)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);
            Assert.True(Signing.NeedsTwo(command), $"{type} names two people and takes effect with one");
        });
    }

    private static string DecisionOf(Decision signed) =>
        Assert.Single(signed.Bases, basis => basis.Kind == "signature-awaited").Seen.Single(seen => seen.Name == "decision").Value;

    private static Life Held()
    {
        var life = new Life().Created();
        life.World.Must(new BatchCommand.PlaceHold(Life.Id, "odd-smell", "reported by op-1"));
        return life;
    }
}
