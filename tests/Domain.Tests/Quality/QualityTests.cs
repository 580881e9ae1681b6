using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Quality;
using Xunit;

namespace Orchestrator.Domain.Tests.Quality;

/// <summary>Proves which approvals a decision may rest on, and that a prohibition is never relaxed.</summary>
public sealed class QualityTests
{
    private static readonly DateOnly Start = new(2026, 1, 1);
    private static readonly DateOnly End = new(2026, 3, 2);

    private static readonly OverrideDefinition Alternating = new()
    {
        Id = "OV-1",
        Rule = "GMP-9.5.4a",
        Document = "JUS-1 v1",
        ApprovedBy = "quality-1",
        ValidFrom = Start,
        ValidUntil = End,
        Products = ["CART-19"],
        Areas = ["AREA-G"],
    };

    private static readonly RiskAssessmentDefinition Scoped = SmallPlant.Document.RiskAssessments[0] with { Rooms = ["R-101", "R-102"], Rows = ["S-27"] };

    [Fact]
    [Proves("GMP-9.5.3b", Proof.Grants)]
    public void A_risk_assessment_in_force_carries_the_grant_and_is_cited()
    {
        Assert.True(Carries(World.Of(SmallPlant.Document), "CART-19", "AREA-G", ["R-101", "R-102"], out var decision));
        Assert.Contains(new Seen("riskAssessment", "RA-1"), Assert.Single(decision.Bases).Seen);
    }

    [Theory]
    [Proves("GMP-9.5.3b", Proof.Refuses)]
    [InlineData("CART-BCMA", "AREA-G", "R-101", "S-27")]
    [InlineData("CART-19", "AREA-P", "R-101", "S-27")]
    [InlineData("CART-19", "AREA-G", "INC-1", "S-27")]
    [InlineData("CART-19", "AREA-G", "R-101", "S-23")]
    public void Outside_its_scope_a_risk_assessment_carries_nothing(string product, string area, string room, string row)
    {
        var world = World.Of(SmallPlant.Document with { RiskAssessments = [Scoped] });

        Assert.False(Carries(world, product, area, [room], out _, row));
        Assert.True(Carries(world, "CART-19", "AREA-G", ["R-101", "R-102"], out _));
    }

    [Theory]
    [Proves("GMP-9.5.3b", Proof.Refuses)]
    [InlineData("2026-03-02T15:59:59Z", true)]
    [InlineData("2026-03-02T16:00:00Z", false)]
    public void A_risk_assessment_ends_with_its_last_day(string at, bool granted)
    {
        var world = World.Of(SmallPlant.Document with { RiskAssessments = [Scoped with { ValidUntil = End }] });

        Assert.Equal(granted, Carries(world.At(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture)), "CART-19", "AREA-G", ["R-101"], out _));
    }

    [Fact]
    [Proves("GMP-9.5.3b", Proof.Refuses)]
    public void A_risk_assessment_that_nobody_of_quality_approved_carries_nothing() =>
        Assert.False(Carries(World.Of(SmallPlant.Document with { RiskAssessments = [Scoped with { ApprovedBy = "op-1" }] }), "CART-19", "AREA-G", ["R-101"], out _));

    [Fact]
    [Proves("GEN-3a", Proof.Refuses)]
    public void An_event_reopens_the_assessments_of_its_product_and_area()
    {
        var world = World.Of(SmallPlant.Document);

        world.Play(desk => QualityRules.Reopen(desk, desk.Get<Plant>("plant").Site!, "CART-19", "AREA-G", "mix-up of B-1"));

        Assert.False(Carries(world, "CART-19", "AREA-G", ["R-101"], out _));
    }

    [Fact]
    [Proves("GEN-3a", Proof.Grants)]
    public void An_event_elsewhere_reopens_nothing()
    {
        var world = World.Of(SmallPlant.Document);

        Assert.Empty(world.Play(desk => QualityRules.Reopen(desk, desk.Get<Plant>("plant").Site!, "CART-19", "AREA-P", "mix-up of B-1")).Facts);
    }

    [Fact]
    public void After_its_review_an_assessment_is_in_force_again()
    {
        var world = World.Of(SmallPlant.Document);
        world.As("quality-1").Must(new QualityCommand.ReopenRiskAssessment("RA-1", "trend", "quality-1"));
        Assert.False(Carries(world, "CART-19", "AREA-G", ["R-101"], out _));

        world.MustBoth(new QualityCommand.ReinstateRiskAssessment("RA-1", "QRA-1 v2", "reviewed", "quality-1", "quality-2"));

        Assert.True(Carries(world, "CART-19", "AREA-G", ["R-101"], out _));
    }

    [Fact]
    [Proves("GMP-1", Proof.Grants)]
    public void An_override_in_force_relaxes_its_rule_and_is_cited()
    {
        var decision = Relaxed(With(Alternating), "GMP-9.5.4a", out var id);

        Assert.Equal("OV-1", id);
        Assert.Equal("override", Assert.Single(decision.Bases).Kind);
    }

    [Fact]
    [Proves("GMP-1", Proof.Refuses)]
    public void A_prohibition_is_never_relaxed()
    {
        Relaxed(With(Alternating with { Rule = "GMP-9.5.2a" }), "GMP-9.5.2a", out var id);

        Assert.Null(id);
    }

    [Fact]
    [Proves("GMP-1", Proof.Refuses)]
    public void An_override_without_document_scope_approver_or_date_relaxes_nothing()
    {
        OverrideDefinition[] flawed =
        [
            Alternating with { Document = " " }, Alternating with { Products = [] }, Alternating with { Areas = [] }, Alternating with { ApprovedBy = "engineer-1" },
            Alternating with { ValidUntil = new DateOnly(2026, 3, 1) }, Alternating with { ValidFrom = new DateOnly(2026, 3, 3) }, Alternating with { Rule = "no-such-rule" },
        ];

        Assert.All(flawed, relaxation =>
        {
            Relaxed(With(relaxation), relaxation.Rule, out var id);
            Assert.Null(id);
        });
    }

    [Fact]
    [Proves("GMP-1", Proof.Refuses)]
    public void A_revoked_override_relaxes_nothing_until_it_is_reinstated()
    {
        var world = With(Alternating);
        world.As("quality-1").Must(new QualityCommand.RevokeOverride("OV-1", "audit", "quality-1"));
        Relaxed(world, "GMP-9.5.4a", out var revoked);

        world.MustBoth(new QualityCommand.ReinstateOverride("OV-1", "closed", "quality-1", "quality-2"));
        Relaxed(world, "GMP-9.5.4a", out var reinstated);

        Assert.Equal((null, "OV-1"), (revoked, reinstated));
    }

    [Fact]
    [Proves("GMP-1", Proof.Refuses)]
    public void An_expired_override_is_not_reinstated()
    {
        var world = With(Alternating);
        world.As("quality-1").Must(new QualityCommand.RevokeOverride("OV-1", "audit", "quality-1"));

        world.After(TimeSpan.FromDays(1)).Refused(new QualityCommand.ReinstateOverride("OV-1", "closed", "quality-1", "quality-2"), "GMP-1");
    }

    [Theory]
    [InlineData("quality-1", "quality-1", null, "GMP-5.1a")]
    [InlineData("quality-1", "op-1", null, "GMP-5.1a")]
    [InlineData("quality-1", "quality-2", "engineer-1", "GMP-5.1a")]
    public void Two_people_of_quality_decide_and_one_of_them_asks(string first, string second, string? asking, string rule) =>
        With(Alternating).As(asking).Refused(new QualityCommand.ReinstateOverride("OV-1", "closed", first, second), rule);

    [Theory]
    [InlineData("op-1", "op-1", "GMP-5.1a")]
    [InlineData("op-1", "quality-1", "ORC-008")]
    [InlineData(null, "quality-1", "ORC-008")]
    public void One_of_quality_stops_what_rests_on_an_approval_and_in_their_own_name(string? asking, string by, string rule)
    {
        QualityCommand[] stops = [new QualityCommand.RevokeRiskAssessment("RA-1", "audit", by), new QualityCommand.ReopenRiskAssessment("RA-1", "trend", by), new QualityCommand.RevokeOverride("OV-1", "audit", by)];

        Assert.All(stops, stop => With(Alternating).As(asking).Refused(stop, rule));
    }

    [Fact]
    public void An_approval_that_the_plant_file_does_not_know_is_refused()
    {
        var world = With(Alternating);

        world.Refused(new QualityCommand.RevokeRiskAssessment("RA-9", "audit", "quality-1"), "ORC-001");
        world.Refused(new QualityCommand.RevokeOverride("OV-9", "audit", "quality-1"), "ORC-001");
    }

    [Theory]
    [InlineData("CART-19", true)]
    [InlineData("CART-BCMA", false)]
    [Proves("GMP-1", Proof.Grants)]
    [Proves("GMP-1", Proof.Refuses)]
    public void An_override_covers_both_products_that_stand_side_by_side(string beside, bool covers)
    {
        string? found = null;
        With(Alternating).Play(desk => found = QualityRules.OverrideFor(desk, desk.Get<Plant>("plant").Site!, "GMP-9.5.4a", new Scope(["CART-19", beside], ["AREA-G"])));

        Assert.Equal(covers, found is not null);
    }

    private static World With(OverrideDefinition relaxation) => World.Of(SmallPlant.Document with { Overrides = [relaxation] });

    private static bool Carries(World world, string product, string area, string[] rooms, out Decision decision, string row = "S-27")
    {
        string? found = null;
        decision = world.Play(desk => found = QualityRules.RiskAssessmentFor(desk, desk.Get<Plant>("plant").Site!, Scope.Of(product, area), rooms, row));
        return found is not null;
    }

    private static Decision Relaxed(World world, string rule, out string? id)
    {
        string? found = null;
        var decision = world.Play(desk => found = QualityRules.OverrideFor(desk, desk.Get<Plant>("plant").Site!, rule, Scope.Of("CART-19", "AREA-G")));
        id = found;
        return decision;
    }
}
