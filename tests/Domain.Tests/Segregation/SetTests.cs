using Orchestrator.Domain.Segregation;
using Xunit;

namespace Orchestrator.Domain.Tests.Segregation;

/// <summary>Holds the rows over sets and events, S-40 to S-47, to their edges.</summary>
public sealed class SetTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly Party Asking = new Case(false, false, true, true, "same_room", false, false, false, false, true, false, false).Asking;

    [Proves("GMP-9.3.2a", Proof.Grants)]
    [Proves("GMP-9.3.2a", Proof.Refuses)]
    [Theory]
    [InlineData(2, 3, false)]
    [InlineData(3, 3, true)]
    [InlineData(0, null, false)]
    [InlineData(1, null, true)]
    [InlineData(0, 0, true)]
    public void One_more_line_is_allowed_up_to_the_validated_maximum_which_is_one_if_none_is_validated(int atWork, int? max, bool refused) =>
        Assert.Equal(
            refused ? "GMP-9.3.2a" : null,
            Capacity.Judge(StepClass.NonCulture, [new(CapacityKind.LinesInArea, "A-1", atWork, max)]).SingleOrDefault()?.RequirementIds[0]);

    [Fact]
    public void A_culture_holds_no_line_and_is_limited_by_the_validated_number_of_cultures()
    {
        CapacityClaim[] claims = [new(CapacityKind.LinesInArea, "A-1", 5, 5), new(CapacityKind.CulturesInArea, "A-1", 8, 8)];

        Assert.Equal("CulturesInArea", Capacity.Judge(StepClass.Culture, claims).Single().Seen[0].Value);
        Assert.Equal("LinesInArea", Capacity.Judge(StepClass.NonCulture, claims).Single().Seen[0].Value);
    }

    [Proves("CMC-5.3b", Proof.Grants)]
    [Fact]
    public void A_stage_takes_batches_up_to_its_validated_maximum() =>
        Assert.Empty(Capacity.Judge(StepClass.NonCulture, [new(CapacityKind.BatchesAtStage, "expansion", 2, 3)]));

    [Proves("CMC-5.3b", Proof.Refuses)]
    [Fact]
    public void Every_maximum_that_would_be_exceeded_is_told_by_its_own_rule() =>
        Assert.Equal(
            ["GMP-9.3.2a", "CMC-5.3b"],
            Capacity.Judge(StepClass.Culture, [new(CapacityKind.IsolatorsInRoom, "R-1", 2, 2), new(CapacityKind.BatchesAtStage, "expansion", 3, 3)])
                .Select(ruling => ruling.RequirementIds[0]));

    [Proves("GMP-9.3.2d", Proof.Grants)]
    [Proves("GMP-9.3.2d", Proof.Refuses)]
    [Theory]
    [InlineData(3, 1, 4, false)]
    [InlineData(4, 0, 4, false)]
    [InlineData(4, 1, 4, true)]
    [InlineData(0, 1, null, false)]
    [InlineData(1, 1, null, true)]
    public void Persons_enter_up_to_the_validated_number(int inside, int entering, int? max, bool refused) =>
        Assert.Equal(
            refused ? "GMP-9.3.2d" : null,
            Capacity.Persons(new("R-1", inside, entering, max))?.RequirementIds[0]);

    [Proves("GMP-9.5.5d", Proof.Grants)]
    [Proves("GMP-9.5.5d", Proof.Refuses)]
    [Fact]
    public void A_second_port_of_the_room_waits()
    {
        Assert.Null(Containment.OnePort("R-1", "I-1", []));
        Assert.Null(Containment.OnePort("R-1", "I-1", ["I-1"]));
        Assert.Equal("GMP-9.5.5d", Containment.OnePort("R-1", "I-2", ["I-1"])!.RequirementIds[0]);
    }

    [Proves("GMP-9.5.5b", Proof.Grants)]
    [Proves("GMP-9.5.5b", Proof.Refuses)]
    [Proves("GMP-9.5.5c", Proof.Grants)]
    [Proves("GMP-9.5.5c", Proof.Refuses)]
    [Fact]
    public void An_isolator_exhausts_out_of_the_room_and_once()
    {
        Assert.Null(Containment.ExhaustAway(new("I-1", IntoRoom: false, Recirculated: false)));
        Assert.Equal("GMP-9.5.5b", string.Join(",", Containment.ExhaustAway(new("I-1", true, false))!.RequirementIds));
        Assert.Equal("GMP-9.5.5c", string.Join(",", Containment.ExhaustAway(new("I-1", false, true))!.RequirementIds));
        Assert.Equal("GMP-9.5.5b,GMP-9.5.5c", string.Join(",", Containment.ExhaustAway(new("I-1", null, null))!.RequirementIds));
    }

    [Proves("GMP-9.5.6g", Proof.Grants)]
    [Proves("GMP-9.5.6g", Proof.Refuses)]
    [Fact]
    public void An_open_culture_is_opened_by_the_batch_that_holds_the_room_with_nothing_else_open()
    {
        var opening = new CultureOpening(Asking, "B-1", [], ["B-2"], OnlyLoadOrUnload: true);
        var beside = Containment.OpenCulture(opening)!;

        Assert.Equal((Verdict.ConditionalWithRiskAssessment, MeasureSet.M6), (beside.Verdict, beside.Measures));
        Assert.Contains(beside.RequiredMeasures, measure => measure.Kind == MeasureKind.RiskAssessment);
        Assert.Null(Containment.OpenCulture(opening with { OthersParked = [], OnlyLoadOrUnload = false }));
        CultureOpening[] refused =
        [
            opening with { RoomHeldBy = null }, opening with { RoomHeldBy = "B-2" }, opening with { OtherOpenings = ["C-2"] },
            opening with { OnlyLoadOrUnload = false }, opening with { OthersParked = [], RoomHeldBy = null },
        ];
        Assert.All(refused, each =>
        {
            var ruling = Containment.OpenCulture(each)!;
            Assert.Equal((Verdict.Refuse, "GMP-9.5.6g"), (ruling.Verdict, ruling.RequirementIds[0]));
        });
    }

    [Proves("GMP-9.5.6e", Proof.Grants)]
    [Proves("GMP-9.5.6e", Proof.Refuses)]
    [Fact]
    public void A_chamber_is_loaded_only_when_disinfected_in_date_and_since_another_batchs_open_culture()
    {
        var chamber = new ChamberHygiene("C-1", true, Noon.AddDays(-7), TimeSpan.FromDays(7), new("B-2", Noon.AddDays(-8)));
        ChamberHygiene[] refused =
        [
            chamber with { CanBeDisinfected = false }, chamber with { LastDisinfected = null }, chamber with { Period = null },
            chamber with { LastDisinfected = Noon.AddDays(-7).AddSeconds(-1) }, chamber with { LastDisinfected = Noon.AddSeconds(1) },
            chamber with { LastOpenCulture = new("B-2", Noon.AddDays(-7)) },
        ];

        Assert.Null(Containment.Disinfected("B-1", chamber, Noon));
        Assert.Null(Containment.Disinfected("B-1", chamber with { LastOpenCulture = new("B-1", Noon) }, Noon));
        Assert.All(refused, each => Assert.Equal("GMP-9.5.6e", Containment.Disinfected("B-1", each, Noon)!.RequirementIds[0]));
    }

    [Proves("GMP-9.5.0", Proof.Grants)]
    [Proves("GMP-9.5.0", Proof.Refuses)]
    [Fact]
    public void A_measure_out_of_limits_holds_the_running_act_and_a_lost_signal_lets_it_reach_its_safe_point()
    {
        var required = Measures.Of(MeasureSet.M3, openCulture: false);
        var states = required.ToDictionary(member => member.Kind, _ => MeasureState.InEffect);
        Assert.Empty(Events.Losses("B-1", required, states));

        states[MeasureKind.PressureDifference] = MeasureState.NotInEffect;
        states[MeasureKind.Disinfection] = MeasureState.SignalLost;
        states.Remove(MeasureKind.UnidirectionalTransfer);

        Assert.Equal(
            [("GMP-9.5.3d", true, false), ("GMP-9.5.3g", false, true), ("GMP-9.5.3h", false, true)],
            Events.Losses("B-1", required, states).Select(loss => (loss.Ruling.RequirementIds[0], loss.HoldsRunningAct, loss.LiftsItself)));
    }

    [Proves("GMP-9.5.7a", Proof.Refuses)]
    [Proves("GMP-9.5.7b", Proof.Grants)]
    [Fact]
    public void A_breach_alone_in_the_room_holds_its_own_batch()
    {
        var outcome = Events.Breach(Asking, [], _ => false);

        Assert.Equal(["B-1"], outcome.Held);
        Assert.Equal("GMP-9.5.7a", outcome.Rulings.Single().RequirementIds[0]);
    }

    [Proves("GMP-9.5.7b", Proof.Refuses)]
    [Fact]
    public void A_leak_in_a_shared_incubator_holds_every_batch_in_it()
    {
        var culture = new Case(false, false, true, false, "inc_shared", true, true, false, false, true, false, false);
        var outcome = Events.Breach(culture.Asking, [new(culture.Present, true), new(culture.Present with { Batch = "B-3" }, true)], _ => true);

        Assert.Equal(["B-1", "B-2", "B-3"], outcome.Held);
        Assert.Equal(["S-22", "S-22"], outcome.Rulings.Skip(1).Select(ruling => ruling.Row));
    }

    [Theory]
    [InlineData(true, "B-1")]
    [InlineData(false, "B-1,B-2")]
    public void After_a_breach_a_batch_in_another_room_goes_on_only_while_what_it_now_needs_is_in_effect(bool inEffect, string held)
    {
        var apart = new Case(false, false, true, false, "diff_room", false, false, false, false, true, false, false);
        var outcome = Events.Breach(apart.Asking, [new(apart.Present, true), new(apart.Present with { Batch = "B-9", Area = "A-9" }, false)], _ => inEffect);

        Assert.Equal(held, string.Join(",", outcome.Held));
    }
}
