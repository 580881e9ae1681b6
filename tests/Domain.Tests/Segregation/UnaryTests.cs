using Orchestrator.Domain.Segregation;
using Xunit;

namespace Orchestrator.Domain.Tests.Segregation;

/// <summary>Holds the rows about the asking step alone, S-01 to S-09, to their edges.</summary>
public sealed class UnaryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly Party Negative = new Case(true, false, true, true, "same_room", false, false, false, false, true, false, true).Asking;
    private static readonly Party Positive = Negative with { Pathogen = PathogenStatus.Positive, Agents = ["HBV"] };
    private static readonly Party Unknown = Negative with { Pathogen = PathogenStatus.Unknown };
    private static readonly PressureLimit TenPascal = new(10m, TimeSpan.FromSeconds(30));
    private static readonly ClosureRecord Verified = new("KIT-1", Exposure.Closed, true, Opening.Never, false, null, null, true);

    [Proves("GMP-4.1.1", Proof.Grants)]
    [Proves("GMP-4.1.1", Proof.Refuses)]
    [Fact]
    public void Material_of_unknown_status_enters_no_area()
    {
        Assert.Equal("GMP-4.1.1", Unary.PathogenKnown(Unknown)!.RequirementIds[0]);
        Assert.Null(Unary.PathogenKnown(Negative));
        Assert.Null(Unary.PathogenKnown(Positive));
    }

    [Proves("GMP-6.2a", Proof.Grants)]
    [Proves("GMP-6.2a", Proof.Refuses)]
    [Theory]
    [InlineData(AreaDesignation.Cell, "GMP-6.2a")]
    [InlineData(AreaDesignation.Vector, "GMP-6.2a")]
    [InlineData(null, "GMP-6.2a")]
    [InlineData(AreaDesignation.PathogenDedicated, null)]
    public void A_positive_batch_works_only_in_a_dedicated_area(AreaDesignation? designation, string? refused)
    {
        Assert.Equal(refused, Unary.PositiveNeedsDedicatedArea(Positive, designation)?.RequirementIds[0]);
        Assert.Equal(refused, Unary.PositiveNeedsDedicatedArea(Positive with { Exposure = Exposure.Closed }, designation)?.RequirementIds[0]);
        Assert.Null(Unary.PositiveNeedsDedicatedArea(Negative, designation));
    }

    [Proves("GMP-6.2b", Proof.Grants)]
    [Proves("GMP-6.2b", Proof.Refuses)]
    [Fact]
    public void A_dedicated_area_takes_no_batch_that_is_not_positive()
    {
        Assert.Equal("GMP-6.2b", Unary.DedicatedAreaIsForPositive(Negative, AreaDesignation.PathogenDedicated)!.RequirementIds[0]);
        Assert.Equal("GMP-6.2b", Unary.DedicatedAreaIsForPositive(Unknown, AreaDesignation.PathogenDedicated)!.RequirementIds[0]);
        Assert.Null(Unary.DedicatedAreaIsForPositive(Positive, AreaDesignation.PathogenDedicated));
        Assert.Null(Unary.DedicatedAreaIsForPositive(Negative, AreaDesignation.Cell));
    }

    [Proves("GMP-6.2d", Proof.Grants)]
    [Proves("GMP-6.2d", Proof.Refuses)]
    [Theory]
    [InlineData(-12, 5, false)]
    [InlineData(-10, 30, false)]
    [InlineData(-9, 5, true)]
    [InlineData(2, 5, true)]
    [InlineData(-12, 31, true)]
    [InlineData(-12, -1, true)]
    [InlineData(null, 5, true)]
    [InlineData(-12, null, true)]
    public void A_positive_product_is_exposed_only_under_negative_pressure_freshly_read(int? pascal, int? ageSeconds, bool refused)
    {
        TimeSpan? age = ageSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        PressureReading[] adjoining = [new("corridor", -15m, TimeSpan.Zero), new("airlock", pascal, age)];

        Assert.Equal(refused ? "GMP-6.2d" : null, Unary.NegativePressure(Positive, adjoining, TenPascal)?.RequirementIds[0]);
        Assert.Null(Unary.NegativePressure(Positive with { Exposure = Exposure.Closed }, adjoining, TenPascal));
        Assert.Null(Unary.NegativePressure(Negative, adjoining, TenPascal));
    }

    [Fact]
    public void Without_a_limit_or_an_adjoining_space_no_room_is_under_negative_pressure()
    {
        PressureReading[] adjoining = [new("corridor", -50m, TimeSpan.Zero)];

        Assert.NotNull(Unary.NegativePressure(Positive, adjoining, new(null, TimeSpan.FromHours(1))));
        Assert.NotNull(Unary.NegativePressure(Positive, adjoining, new(10m, null)));
        Assert.NotNull(Unary.NegativePressure(Positive, adjoining, new(-60m, TimeSpan.FromHours(1))));
        Assert.NotNull(Unary.NegativePressure(Positive, [], TenPascal));
    }

    [Proves("GMP-6.4.0", Proof.Grants)]
    [Proves("GMP-6.4.0", Proof.Refuses)]
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(null, true)]
    public void A_location_below_the_required_grade_or_of_unknown_grade_is_refused(bool? sufficient, bool refused) =>
        Assert.Equal(refused ? "GMP-6.4.0" : null, Unary.Grade("R-1", "A in B", "A in C", sufficient)?.RequirementIds[0]);

    [Proves("GMP-6.1a", Proof.Grants)]
    [Proves("GMP-6.1a", Proof.Refuses)]
    [Theory]
    [InlineData(false, AreaDesignation.Cell, false)]
    [InlineData(false, AreaDesignation.PathogenDedicated, false)]
    [InlineData(false, AreaDesignation.Vector, true)]
    [InlineData(false, null, true)]
    [InlineData(true, AreaDesignation.Vector, false)]
    [InlineData(true, AreaDesignation.Cell, true)]
    [InlineData(true, AreaDesignation.PathogenDedicated, true)]
    [InlineData(true, null, true)]
    public void Vectors_and_cell_products_keep_to_their_own_areas(bool vector, AreaDesignation? designation, bool refused) =>
        Assert.Equal(refused ? "GMP-6.1a" : null, Unary.VectorApart(Negative, vector, designation)?.RequirementIds[0]);

    [Proves("GMP-13.7a", Proof.Grants)]
    [Proves("GMP-13.7b", Proof.Grants)]
    [Proves("GMP-13.7c", Proof.Grants)]
    [Proves("GMP-13.7d", Proof.Grants)]
    [Fact]
    public void A_closed_system_in_order_is_closed_and_an_open_or_punctured_one_is_what_it_says()
    {
        Assert.Equal(new EffectiveExposure(Exposure.Closed, null), Closure.Effective(Verified));
        Assert.Equal(Exposure.Closed, Closure.Effective(Verified with { Opening = Opening.Reclosed, ReclosedAfterCycle = true, ReclosureVerified = true }).Exposure);
        Assert.Equal(new EffectiveExposure(Exposure.Open, null), Closure.Effective(Verified with { Declared = Exposure.Open }));
        Assert.Equal(new EffectiveExposure(Exposure.ClosedPuncture, null), Closure.Effective(Verified with { Declared = Exposure.ClosedPuncture }));
    }

    [Proves("GMP-13.7a", Proof.Refuses)]
    [Proves("GMP-13.7b", Proof.Refuses)]
    [Proves("GMP-13.7c", Proof.Refuses)]
    [Proves("GMP-13.7d", Proof.Refuses)]
    [Fact]
    public void A_system_called_closed_counts_as_open_for_each_thing_that_speaks_against_it()
    {
        var reclosed = Verified with { Opening = Opening.Reclosed, ReclosedAfterCycle = true, ReclosureVerified = true };
        (ClosureRecord Record, string Rule)[] cases =
        [
            (Verified with { Validated = false }, "GMP-13.7a"),
            (Verified with { Validated = null }, "GMP-13.7a"),
            (Verified with { Opening = Opening.Open }, "GMP-13.7b"),
            (Verified with { Opening = null }, "GMP-13.7b"),
            (Verified with { Opening = Opening.Open, Breached = true }, "GMP-9.5.7a"),
            (reclosed with { ReclosedAfterCycle = false }, "GMP-13.7c"),
            (reclosed with { ReclosedAfterCycle = null }, "GMP-13.7c"),
            (reclosed with { ReclosureVerified = false }, "GMP-13.7d"),
            (Verified with { IntegrityInDate = false }, "GMP-6.3c"),
            (Verified with { IntegrityInDate = null }, "GMP-6.3c"),
        ];

        Assert.All(cases, each =>
        {
            var effective = Closure.Effective(each.Record);
            Assert.Equal((Exposure.Open, each.Rule), (effective.Exposure, Assert.Single(effective.Because!.RequirementIds)));
        });
    }

    [Proves("GMP-6.3c", Proof.Grants)]
    [Proves("GMP-6.3c", Proof.Refuses)]
    [Proves("GMP-9.5.5a", Proof.Grants)]
    [Proves("GMP-9.5.5a", Proof.Refuses)]
    [Fact]
    public void An_integrity_check_counts_until_its_period_ends_and_not_after_a_failure_or_repair()
    {
        var check = new IntegrityCheck("I-1", IsIsolator: true, Noon.AddDays(-30), TimeSpan.FromDays(30));
        IntegrityCheck[] lapsed =
        [
            check with { LastPassed = Noon.AddDays(-30).AddSeconds(-1) }, check with { LastPassed = Noon.AddSeconds(1) },
            check with { LastPassed = null }, check with { Period = null },
            check with { LastFailed = Noon.AddDays(-1) }, check with { LastFailed = check.LastPassed },
            check with { RepairedOrMoved = Noon.AddDays(-1) },
        ];

        Assert.Empty(Closure.Integrity([check, check with { LastFailed = Noon.AddDays(-40), RepairedOrMoved = Noon.AddDays(-31) }], Noon));
        Assert.Equal(lapsed.Length, Closure.Integrity(lapsed, Noon).Count());
        Assert.Equal("GMP-9.5.5a", Closure.Integrity([lapsed[0]], Noon).Single().RequirementIds[0]);
        Assert.Equal("GMP-6.3c", Closure.Integrity([lapsed[0] with { IsIsolator = false }], Noon).Single().RequirementIds[0]);
    }

    [Fact]
    public void A_room_never_used_needs_no_clearance() =>
        Assert.Empty(RoomClearance.Judge("B-1", new("R-1", [], null, []), Noon));

    [Proves("GMP-9.5.2c", Proof.Grants)]
    [Proves("GMP-9.5.2c", Proof.Refuses)]
    [Theory]
    [InlineData(true, "B-2", 5, 60, null)]
    [InlineData(true, "B-2", 0, 60, "GMP-9.5.2c")]
    [InlineData(true, "B-2", -10, 60, "GMP-9.5.2c")]
    [InlineData(false, "B-2", 5, 60, "GMP-9.5.2c")]
    [InlineData(true, "B-3", 5, 60, "GMP-9.5.2c")]
    [InlineData(true, "B-2", 5, -1, "GMP-9.5.2c")]
    [InlineData(true, "B-2", 5, null, "GMP-9.5.2c")]
    public void Another_batch_needs_a_changeover_clearance_newer_than_the_last_operation_and_in_date(
        bool changeover, string cleared, int minutesAfter, int? validMinutes, string? refused)
    {
        var ended = Noon.AddMinutes(-30);
        DateTimeOffset? until = validMinutes is { } minutes ? Noon.AddMinutes(minutes) : null;
        var past = new RoomPast("R-1", [new("B-2", ended)], null, [new(changeover, cleared, ended.AddMinutes(minutesAfter), until)]);

        Assert.Equal(refused, RoomClearance.Judge("B-1", past, Noon).SingleOrDefault()?.RequirementIds[0]);
    }

    [Proves("GMP-9.5.4c", Proof.Grants)]
    [Proves("GMP-9.5.4c", Proof.Refuses)]
    [Fact]
    public void The_same_batch_goes_on_after_a_step_clearance()
    {
        var ended = new PastOperation("B-1", Noon.AddMinutes(-30));
        var cleared = new ApprovedClearance(Changeover: false, "B-1", Noon.AddMinutes(-20), Noon.AddHours(8));

        Assert.Empty(RoomClearance.Judge("B-1", new("R-1", [], ended, [cleared]), Noon));
        Assert.Equal("GMP-9.5.4c", RoomClearance.Judge("B-1", new("R-1", [], ended, []), Noon).Single().RequirementIds[0]);
        Assert.Equal(
            ["GMP-9.5.2c"],
            RoomClearance.Judge("B-2", new("R-1", [], ended, [cleared]), Noon).SelectMany(ruling => ruling.RequirementIds));
    }
}
