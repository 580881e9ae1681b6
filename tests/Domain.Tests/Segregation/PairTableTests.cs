using System.Text;
using Orchestrator.Domain.Segregation;
using Xunit;

namespace Orchestrator.Domain.Tests.Segregation;

/// <summary>Walks the whole input space of the pair table: total, symmetric, and never looser for more danger.</summary>
public sealed class PairTableTests
{
    [Fact]
    public void Every_reachable_combination_is_named_by_a_row() =>
        Assert.All(Case.All.Where(each => each.Reachable), each => Assert.NotEqual("default", each.Judge().Row));

    [Fact]
    public void What_no_row_names_is_a_batch_that_contradicts_itself_and_is_refused()
    {
        var unnamed = Facts().Where(facts => Pair.Judge(facts).Row == "default").ToList();

        Assert.NotEmpty(unnamed);
        Assert.All(unnamed, facts =>
        {
            Assert.Equal(Likeness.Same, facts.Batch);
            Assert.True(facts.Product == Likeness.Different || (facts.Pathogen & PathogenPair.Equal) == 0);
            Assert.Equal(Verdict.Refuse, Pair.Judge(facts).Verdict);
            Assert.False(Pair.Judge(facts).Overridable);
        });
    }

    [Fact]
    public void Every_paragraph_is_reached() =>
        Assert.Equal(
            PairTable.Rows,
            Facts().Select(facts => PairTable.Rows.FirstOrDefault(row => row.Matches(facts))).OfType<PairRow>().Distinct()
                .OrderBy(row => PairTable.Rows.IndexOf(row)));

    [Fact]
    public void The_answer_is_the_same_whoever_asks() =>
        Assert.All(Case.All, each =>
        {
            var turned = Pair.Judge(each.Present, each.Asking, each.Parallel, each.SameArea);
            Assert.Equal(Said(each.Judge()), Said(turned));
        });

    [Fact]
    public void Opening_a_system_never_loosens_the_verdict() =>
        Assert.All(Case.All, each =>
        {
            Assert.True(Strictness(each with { AskingOpen = true }) >= Strictness(each), each.ToString());
            Assert.True(Strictness(each with { PresentOpen = true }) >= Strictness(each), each.ToString());
        });

    [Fact]
    public void A_puncture_counts_as_open() =>
        Assert.All(Case.All.Where(each => each.AskingOpen), each =>
        {
            var punctured = each.Asking with { Exposure = Exposure.ClosedPuncture };
            Assert.Equal(Said(each.Judge()), Said(Pair.Judge(punctured, each.Present, each.Parallel, each.SameArea)));
        });

    [Fact]
    public void An_open_step_elsewhere_in_the_process_never_loosens_the_verdict() =>
        Assert.All(Case.All, each => Assert.True(Strictness(each with { OpenStepInProcess = true }) >= Strictness(each), each.ToString()));

    [Fact]
    public void An_open_step_in_either_process_is_enough() =>
        Assert.All(Case.All.Where(each => each.OpenStepInProcess), each =>
        {
            var present = each.Present with { ProcessHasOpenStep = false };
            Assert.Equal(Said(each.Judge()), Said(Pair.Judge(each.Asking, present, each.Parallel, each.SameArea)));
        });

    [Fact]
    public void A_pathogen_never_loosens_the_verdict_between_two_batches() =>
        Assert.All(Case.All.Where(each => !each.SameBatch), each =>
        {
            var negative = each with { AskingPositive = false, PresentPositive = false };
            Assert.True(Strictness(each) >= Strictness(negative), each.ToString());
        });

    [Fact]
    public void An_unknown_status_is_refused_wherever_a_known_one_might_be() =>
        Assert.All(Case.All.Where(each => each.SameArea && !each.SameBatch), each =>
        {
            var unknown = each.Present with { Pathogen = PathogenStatus.Unknown, Agents = [] };
            var ruling = Pair.Judge(each.Asking, unknown, each.Parallel, each.SameArea);
            Assert.Equal(("S-01", "GMP-4.1.1"), (ruling.Row, ruling.RequirementIds[0]));
            Assert.True(ruling.Refuses && !ruling.Overridable);
        });

    [Fact]
    public void Two_positive_batches_whose_agents_are_not_named_count_as_different()
    {
        var each = new Case(false, false, true, false, "diff_room", false, false, true, true, true, false, false);
        var ruling = Pair.Judge(each.Asking with { Agents = [] }, each.Present with { Agents = [] }, false, true);

        Assert.Equal("S-12", ruling.Row);
    }

    [Fact]
    public void Another_product_is_never_easier_company_than_the_same() =>
        Assert.All(Case.All.Where(each => each.SameProduct), each =>
            Assert.True(Strictness(each with { SameProduct = false }) >= Strictness(each), each.ToString()));

    [Fact]
    public void Two_batches_further_apart_never_meet_a_stricter_verdict() =>
        Assert.All(Case.All.Where(each => !each.SameBatch), each =>
        {
            Assert.Equal(Verdict.Allow, Strictness(each with { Location = "diff_area" }));
            var apart = each with { Location = "diff_room" };
            if (each.SameArea)
                Assert.True(Strictness(apart) <= Strictness(each), each.ToString());
            Assert.True(Strictness(each with { Location = "same_room_iso2" }) <= Strictness(each with { Location = "same_isolator" }));
            Assert.True(Strictness(each with { Location = "inc_same_room" }) <= Strictness(each with { Location = "inc_shared" }));
            Assert.True(Strictness(each with { Location = "inc_compartments" }) <= Strictness(each with { Location = "inc_shared" }));
        });

    // The table itself is stricter with one batch in two rooms than in one: work across rooms is what 九(五)3 forbids.
    [Fact]
    public void Only_one_batch_worked_on_in_two_rooms_is_judged_more_strictly_apart_than_together()
    {
        var stricter = Case.All
            .Where(each => each.Reachable && Strictness(each with { Location = "diff_room" }) > Strictness(each) && each.SameArea)
            .Select(each => $"{each.Judge().Row} → {(each with { Location = "diff_room" }).Judge().Row}")
            .Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(["S-16 → S-20", "S-19 → S-17"], stricter);
    }

    [Fact]
    public void A_party_whose_data_contradict_each_other_counts_as_the_nearer_one()
    {
        var each = new Case(true, true, true, false, "inc_shared", true, true, false, false, true, false, true);
        var elsewhere = each.Present with { Area = "A-9", Room = "R-9" };

        Assert.Equal("S-22", Pair.Judge(each.Asking, elsewhere, false, sameArea: false).Row);
        Assert.Equal("S-24", Pair.Judge(each.Asking, elsewhere with { Area = "A-1", Incubator = "N-9" }, false, sameArea: false).Row);
    }

    [Fact]
    public void Compartments_count_only_in_an_incubator_that_is_physically_divided()
    {
        var each = new Case(true, true, true, false, "inc_compartments", true, true, false, false, true, false, true);

        Assert.Equal("S-23", each.Judge().Row);
        Assert.Equal("S-22", Pair.Judge(each.Asking, each.Present with { IncubatorDivided = false }, false, true).Row);
        Assert.Equal("S-22", Pair.Judge(each.Asking, each.Present with { Compartment = "C-1" }, false, true).Row);
        Assert.Equal("S-22", Pair.Judge(each.Asking, each.Present with { Compartment = null }, false, true).Row);
    }

    [Fact]
    public void Two_batches_behind_one_isolator_wall_are_not_parted_by_an_incubator_inside_it()
    {
        var open = new Case(true, true, true, false, "inc_compartments", true, true, false, false, true, false, true);
        var closed = open with { AskingOpen = false, PresentOpen = false };

        Assert.Equal("S-26", Pair.Judge(open.Asking with { Isolator = "I-1" }, open.Present with { Isolator = "I-1" }, false, true).Row);
        Assert.Equal("S-32", Pair.Judge(closed.Asking with { Isolator = "I-1" }, closed.Present with { Isolator = "I-1" }, false, true).Row);
    }

    [Fact]
    public void The_rows_share_out_the_input_space_as_approved()
    {
        var page = new StringBuilder("row          verdict   all  reachable\n");
        foreach (var row in Case.All.GroupBy(each => (each.Judge().Name, each.Judge().Verdict)).OrderBy(row => row.Key.Name, StringComparer.Ordinal))
            page.Append($"{row.Key.Name,-13}{TablePage.Name(row.Key.Verdict),-8}{row.Count(),5}{row.Count(each => each.Reachable),11}\n");
        page.Append($"{"",-13}{"",-8}{Case.All.Length,5}{Case.All.Count(each => each.Reachable),11}\n");

        Approved.Matches(page.ToString(), "Rows");
    }

    private static Verdict Strictness(Case each) => each.Judge().Verdict;

    private static object Said(TableRuling ruling) => (
        ruling.Name, ruling.Verdict, ruling.Measures, ruling.IfOverridden, ruling.Clause,
        string.Join(",", ruling.RequirementIds), string.Join(",", ruling.RequiredMeasures.Select(measure => measure.Requirement)));

    private static IEnumerable<PairFacts> Facts() =>
        from system in Single<Systems>()
        from product in Single<Likeness>()
        from batch in Single<Likeness>()
        from place in Single<Places>()
        from steps in Single<StepPair>()
        from pathogen in Single<PathogenPair>()
        from enclosure in Single<Enclosures>()
        from parallel in Single<Branches>()
        from open in new[] { false, true }
        select new PairFacts(system, product, batch, place, steps, pathogen, enclosure, parallel, open);

    private static IEnumerable<T> Single<T>()
        where T : struct, Enum => Enum.GetValues<T>().Where(value => int.PopCount(Convert.ToInt32(value)) == 1);
}
