using System.Collections.Immutable;
using Orchestrator.Domain.Law;
using Orchestrator.Domain.Segregation;
using Xunit;

namespace Orchestrator.Domain.Tests.Segregation;

/// <summary>Holds what the table grants and refuses, sentence by sentence of 004 九(五), once measures and overrides are weighed.</summary>
public sealed class TableRefusalsTests
{
    private static readonly Case Apart = new(false, false, true, false, "diff_room", false, false, false, false, true, false, false);
    private static readonly Case Together = Apart with { Location = "same_room" };
    private static readonly Case Cultures = Apart with { Location = "inc_shared", AskingCulture = true, PresentCulture = true };
    private static readonly Case OneBatch = Apart with { SameBatch = true };
    private static readonly ImmutableSortedSet<string> NoOverride = [];
    private static readonly ImmutableDictionary<MeasureKind, MeasureState> AllInEffect =
        Enum.GetValues<MeasureKind>().ToImmutableDictionary(kind => kind, _ => MeasureState.InEffect);
    private static readonly ImmutableDictionary<MeasureKind, MeasureState> NoAssessment = AllInEffect.Remove(MeasureKind.RiskAssessment);

    [Fact]
    [Proves("GMP-9.5.1a", Proof.Grants)]
    [Proves("GMP-9.5.1a", Proof.Refuses)]
    public void A_positive_batch_shares_an_area_with_no_other_not_even_closed()
    {
        Assert.Equal("GMP-9.5.1a", Codes(Apart with { AskingPositive = true }));
        Assert.Equal("GMP-9.5.1a", Codes(Cultures with { AskingPositive = true }));
        Assert.Equal("", Codes(Apart with { AskingPositive = true, Location = "diff_area" }));
    }

    [Fact]
    [Proves("GMP-9.5.2a", Proof.Grants)]
    [Proves("GMP-9.5.2a", Proof.Refuses)]
    public void Two_products_share_no_area_while_one_is_open()
    {
        Assert.Equal("GMP-9.5.2a", Codes(Open(Apart) with { SameProduct = false }));
        Assert.Equal("", Codes(Open(Apart) with { SameProduct = false, Location = "diff_area" }));
    }

    [Fact]
    [Proves("GMP-9.5.2b", Proof.Grants)]
    [Proves("GMP-9.5.2b", Proof.Refuses)]
    public void A_second_batch_in_an_open_room_is_refused()
    {
        Assert.Equal("GMP-9.5.2b", Codes(Open(Together)));
        Assert.Equal("GMP-9.5.2b", Codes(Open(Together).Turned()));
        Assert.Equal("GMP-9.5.6c,GMP-9.5.2b", Codes(Open(Together) with { AskingCulture = true, PresentCulture = true }));
        Assert.Equal("", Codes(Open(Apart)));
    }

    [Fact]
    [Proves("GMP-9.5.3a", Proof.Grants)]
    [Proves("GMP-9.5.3b", Proof.Grants)]
    [Proves("GMP-9.5.3b", Proof.Refuses)]
    public void Batches_in_two_rooms_need_a_risk_assessment_as_soon_as_any_step_of_either_process_is_open()
    {
        Assert.Equal("", Codes(Apart, measures: NoAssessment));
        Assert.Equal("GMP-9.5.3b", Codes(Apart with { OpenStepInProcess = true }, measures: NoAssessment));
        Assert.Equal("GMP-9.5.3b", Codes(Open(Apart), measures: NoAssessment));
        Assert.Equal("", Codes(Open(Apart)));
    }

    [Fact]
    [Proves("GMP-9.5.3a", Proof.Refuses)]
    public void Closed_batches_in_two_rooms_are_refused_for_each_measure_that_is_not_in_effect() =>
        Assert.Equal(
            "GMP-9.5.4d,GMP-9.5.4g",
            Codes(Apart, measures: AllInEffect.SetItem(MeasureKind.PressureDifference, MeasureState.SignalLost).Remove(MeasureKind.FixedPositions)));

    [Fact]
    [Proves("GMP-9.5.3e", Proof.Grants)]
    [Proves("GMP-9.5.3e", Proof.Refuses)]
    public void One_batch_is_worked_on_openly_in_two_rooms_only_if_its_recipe_declares_it()
    {
        Assert.Equal("GMP-9.5.3e", Codes(Open(OneBatch)));
        Assert.Equal("", Codes(Open(OneBatch) with { Parallel = true }));
    }

    [Fact]
    [Proves("GMP-9.5.4a", Proof.Grants)]
    [Proves("GMP-9.5.4a", Proof.Refuses)]
    public void Two_closed_steps_do_not_run_in_one_room_unless_an_override_stands()
    {
        Assert.Equal("GMP-9.5.4a", Codes(Together));
        Assert.Equal("GMP-9.5.4a", Codes(OneBatch with { Location = "same_room" }));
        Assert.Equal("", Codes(OneBatch with { Location = "same_room", Parallel = true }));
        Assert.Equal("", Codes(Together, overridden: ["GMP-9.5.4a"]));
        Assert.Equal("GMP-9.5.4f", Codes(Together, ["GMP-9.5.4a"], AllInEffect.Remove(MeasureKind.AlternatingWork)));
    }

    [Fact]
    [Proves("GMP-9.5.4b", Proof.Grants)]
    [Proves("GMP-9.5.4b", Proof.Refuses)]
    public void A_closed_step_runs_beside_closed_cultures_but_not_beside_another_step()
    {
        Assert.Equal("", Codes(Together with { PresentCulture = true }));
        Assert.Equal("GMP-9.5.4a", Codes(Together));
    }

    [Fact]
    [Proves("GMP-9.5.4x", Proof.Grants)]
    [Proves("GMP-9.5.4x", Proof.Refuses)]
    public void Two_closed_products_share_an_area_only_under_an_override_with_risk_assessment_and_never_a_room()
    {
        var apart = Apart with { SameProduct = false };
        Assert.Equal("GMP-9.5.4x", Codes(apart));
        Assert.Equal("", Codes(apart, overridden: ["GMP-9.5.4x"]));
        Assert.Equal("GMP-9.5.4x", Codes(apart, ["GMP-9.5.4x"], NoAssessment));
        Assert.Equal("GMP-9.5.4x", Codes(Together with { SameProduct = false }, overridden: ["GMP-9.5.4x"]));
    }

    [Fact]
    [Proves("GMP-9.5.5f", Proof.Grants)]
    [Proves("GMP-9.5.5f", Proof.Refuses)]
    public void Two_steps_share_a_room_only_when_each_has_its_own_isolator()
    {
        Assert.Equal("", Codes(Together with { Location = "same_room_iso2" }));
        Assert.Equal("GMP-9.5.5f", Codes(Together with { Location = "same_room_iso1" }));
        Assert.Equal("GMP-9.5.5d", Codes(Together with { Location = "same_isolator" }));
    }

    [Fact]
    [Proves("GMP-9.5.6a", Proof.Grants)]
    [Proves("GMP-9.5.6a", Proof.Refuses)]
    public void Closed_cultures_share_an_incubator_and_products_do_not()
    {
        Assert.Equal("", Codes(Cultures));
        Assert.Equal("GMP-9.5.4x", Codes(Cultures with { SameProduct = false }));
    }

    [Fact]
    [Proves("GMP-9.5.6c", Proof.Grants)]
    [Proves("GMP-9.5.6c", Proof.Refuses)]
    public void Open_cultures_share_an_incubator_only_in_compartments()
    {
        Assert.Equal("GMP-9.5.6c", Codes(Open(Cultures)));
        Assert.Equal("", Codes(Open(Cultures) with { Location = "inc_compartments" }));
    }

    [Fact]
    [Proves("GMP-9.5.6d", Proof.Grants)]
    [Proves("GMP-9.5.6d", Proof.Refuses)]
    [Proves("GMP-9.5.6f", Proof.Grants)]
    [Proves("GMP-9.5.6f", Proof.Refuses)]
    public void Open_cultures_in_their_own_incubators_need_a_risk_assessment()
    {
        Assert.Equal("", Codes(Open(Cultures) with { Location = "inc_other_room" }));
        Assert.Equal("", Codes(Open(Cultures) with { Location = "inc_same_room" }));
        Assert.Equal("GMP-9.5.6f", Codes(Open(Cultures) with { Location = "inc_same_room" }, measures: NoAssessment));
        Assert.Equal("GMP-9.5.6f", Codes(Open(Cultures) with { Location = "inc_other_room" }, measures: NoAssessment));
    }

    [Fact]
    [Proves("GMP-7.9a", Proof.Grants)]
    [Proves("GMP-7.9a", Proof.Refuses)]
    public void Positive_batches_are_kept_from_each_other_and_each_reason_needs_its_own_override()
    {
        var positive = Together with { AskingPositive = true, PresentPositive = true };
        Assert.Equal("GMP-7.9a,GMP-9.5.4a", Codes(positive));
        Assert.Equal("GMP-9.5.4a", Codes(positive, overridden: ["GMP-7.9a"]));
        Assert.Equal("", Codes(positive, overridden: ["GMP-7.9a", "GMP-9.5.4a"]));
        Assert.Equal("GMP-7.9a,GMP-9.5.2b", Codes(Open(positive), overridden: ["GMP-7.9a", "GMP-9.5.2b"]));
        Assert.Equal("", Codes(positive with { Location = "diff_room" }));
    }

    [Fact]
    public void Every_refusing_ruling_refuses_by_a_code_of_the_law_book_and_names_known_remedies() =>
        Assert.All(Case.All.Where(each => each.Judge().Refuses), each =>
        {
            var refusals = TableRefusals.Of(each.Judge(), NoOverride, AllInEffect);
            Assert.NotEmpty(refusals);
            Assert.All(refusals, refusal =>
            {
                Assert.NotNull(LawBook.TryGet(refusal.Rule));
                Assert.All(refusal.Seen, seen => Assert.Contains(seen.Name, LawBook.Facts.Keys));
                Assert.All(refusal.Remedies, remedy => Assert.NotEmpty(LawBook.RemedyText(remedy.Code, remedy.With, Language.En)));
            });
        });

    [Fact]
    public void A_refusal_tells_the_row_and_a_way_out()
    {
        var refusal = TableRefusals.Of(Together.Judge(), NoOverride, AllInEffect).Single();

        Assert.Equal(("row", "S-37"), (refusal.Seen[0].Name, refusal.Seen[0].Value));
        Assert.Equal(["choose-other-room", "wait-for-step-end", "use-own-isolator", "activate-override"], refusal.Remedies.Select(remedy => remedy.Code));
    }

    [Fact]
    public void A_clearance_is_asked_for_after_the_batch_that_was_there_before()
    {
        var ruling = RoomClearance.Judge("B-1", new("R-1", [new("B-2", DateTimeOffset.UnixEpoch)], null, []), DateTimeOffset.UnixEpoch).Single();
        var remedy = TableRefusals.Of(ruling, NoOverride, AllInEffect).Single().Remedies.Single();

        Assert.Equal(
            "Perform the changeover clearance of R-1 after B-2 and have a second person verify it.",
            LawBook.RemedyText(remedy.Code, remedy.With, Language.En));
    }

    private static Case Open(Case each) => each with { AskingOpen = true, OpenStepInProcess = true };

    private static string Codes(
        Case each, ImmutableSortedSet<string>? overridden = null, ImmutableDictionary<MeasureKind, MeasureState>? measures = null) =>
        string.Join(",", TableRefusals.Of(each.Judge(), overridden ?? NoOverride, measures ?? AllInEffect).Select(refusal => refusal.Rule));
}
