using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Domain.Law;
using Orchestrator.Domain.Segregation;
using Xunit;

namespace Orchestrator.Domain.Tests.Segregation;

/// <summary>Holds the whole table together: its pages, its ids, the planner's view, and the strictest of any company.</summary>
public sealed class TableTests
{
    [Fact]
    public void The_table_reads_as_approved_in_English() => Approved.Matches(TablePage.Of(Language.En), "Table.en");

    [Fact]
    public void The_table_reads_as_approved_in_Chinese() => Approved.Matches(TablePage.Of(Language.Zh), "Table.zh-CN");

    [Fact]
    public void Every_row_and_measure_cites_requirements_of_the_law_book()
    {
        Assert.All(
            Table.Rows.SelectMany(row => row.Requirements).Concat(Table.Rows.Select(row => row.AssessmentRule).OfType<string>())
                .Concat(Measures.All.Select(member => member.Requirement)),
            id => Assert.NotNull(LawBook.TryGet(id)));
        Assert.Equal(
            Enumerable.Range(1, 47).Where(number => number != 39).Select(number => $"S-{number:D2}"),
            Table.Rows.Select(row => row.Id).Where(id => id != "default").Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_member_of_a_measure_set_quotes_the_guideline() =>
        Assert.All(Measures.All, member =>
        {
            var said = LawBook.All.Where(requirement => requirement.Clause.StartsWith("九(五)", StringComparison.Ordinal));
            Assert.Contains(said, requirement => requirement.Original.Contains(member.Zh, StringComparison.Ordinal) || member.Zh.Contains(requirement.Original, StringComparison.Ordinal));
        });

    [Fact]
    public void A_prohibition_is_cited_by_every_prohibited_ruling_and_by_no_refusal_that_can_be_overridden() =>
        Assert.All(Case.All.Select(each => each.Judge()), ruling =>
        {
            var prohibits = ruling.RequirementIds.Any(id => LawBook.Requirement(id).Prohibition);
            Assert.False(ruling.Overridable && prohibits, ruling.Name);
            Assert.False(ruling.Verdict == Verdict.Prohibited && (!prohibits || ruling.Overridable), ruling.Name);
        });

    [Fact]
    public void A_verdict_with_risk_assessment_requires_one_and_a_conditional_verdict_requires_measures() =>
        Assert.All(Case.All.Select(each => each.Judge()), ruling =>
        {
            var kinds = ruling.RequiredMeasures.Select(measure => measure.Kind).ToList();
            if (ruling.Verdict == Verdict.ConditionalWithRiskAssessment || ruling.IfOverridden == Verdict.ConditionalWithRiskAssessment)
                Assert.Contains(MeasureKind.RiskAssessment, kinds);
            if (ruling.Verdict is Verdict.Conditional or Verdict.ConditionalWithRiskAssessment)
                Assert.NotEqual(MeasureSet.None, ruling.Measures);
            Assert.All(
                Measures.All.Where(member => (member.Set & ruling.Measures) != 0 && !member.OpenCultureOnly),
                member => Assert.Contains(member, ruling.RequiredMeasures));
        });

    [Theory]
    //          same room: neither culture / one culture / both culture      different rooms: steps / cultures
    [InlineData(false, false, "same_room", "REFUSE", "COND", "COND", "COND", "COND")]
    [InlineData(false, false, "same_room_iso2", "COND", "COND", "COND", "COND", "COND")]
    [InlineData(true, false, "same_room", "REFUSE!", "REFUSE!", "REFUSE!", "COND+RA", "COND+RA")]
    [InlineData(true, true, "same_room", "REFUSE!", "REFUSE!", "REFUSE!", "REFUSE!", "REFUSE!")]
    [InlineData(false, true, "same_room", "REFUSE", "REFUSE", "REFUSE", "REFUSE", "REFUSE")]
    public void The_planners_view_of_two_negative_batches_holds(
        bool open, bool otherProduct, string room, string steps, string mixed, string cultures, string apart, string culturesApart)
    {
        string Say(string location, bool one, bool two) => TablePage.Name(
            new Case(open, false, !otherProduct, false, location, one, two, false, false, true, false, open).Judge().Verdict);

        Assert.Equal(
            [steps, mixed, mixed, cultures, apart, culturesApart, "ALLOW"],
            new[]
            {
                Say(room, false, false), Say(room, true, false), Say(room, false, true), Say(room, true, true),
                Say("diff_room", false, false), Say("diff_room", true, true), Say("diff_area", false, false),
            });
    }

    [Fact]
    public void Alone_in_an_area_nothing_stands_in_the_way()
    {
        var judgement = Table.Judge(Case.All[0].Asking, [], []);

        Assert.Equal(Verdict.Allow, judgement.Verdict);
        Assert.Empty(judgement.Rulings);
    }

    [Fact]
    public void In_any_company_the_strictest_ruling_decides_and_every_ruling_is_told()
    {
        var asking = new Case(false, false, true, true, "same_room", false, false, false, false, true, false, false).Asking;
        var company = Gen.Elements(Case.All.ToArray()).ListOf().Select(cases => cases.ToList());

        Check.QuickThrowOnFailure(Prop.ForAll(company.ToArbitrary(), cases =>
        {
            var neighbours = cases.Select(each => new Neighbour(each.Present, each.SameArea, each.Parallel)).ToList();
            var said = neighbours.Select(each => Pair.Judge(asking, each.Party, each.ParallelDeclared, each.SameArea)).ToList();
            TableRuling[] alone = Unary.PositiveNeedsDedicatedArea(cases.FirstOrDefault()?.Asking ?? asking, AreaDesignation.Cell) is { } ruling ? [ruling] : [];
            var judgement = Table.Judge(asking, neighbours, alone);

            Assert.Equal(said.Count + alone.Length, judgement.Rulings.Length);
            Assert.Equal(said.Concat(alone).Select(each => each.Verdict).Append(Verdict.Allow).Max(), judgement.Verdict);
            Assert.Equal(judgement.Rulings.Select(each => each.Verdict).OrderDescending(), judgement.Rulings.Select(each => each.Verdict));
            Assert.All(said.Where(each => !each.Refuses), each => Assert.Subset(judgement.RequiredMeasures.ToHashSet(), each.RequiredMeasures.ToHashSet()));
        }));
    }

    [Fact]
    public void What_a_ruling_saw_is_labelled_in_the_law_book()
    {
        var asking = Case.All[0].Asking with { Pathogen = PathogenStatus.Positive, Exposure = Exposure.Open };
        var at = DateTimeOffset.UnixEpoch;
        TableRuling?[] rulings =
        [
            .. Case.All.Select(each => each.Judge()),
            Unary.PathogenKnown(asking with { Pathogen = PathogenStatus.Unknown }),
            Unary.PositiveNeedsDedicatedArea(asking, null),
            Unary.DedicatedAreaIsForPositive(asking with { Pathogen = PathogenStatus.Unknown }, AreaDesignation.PathogenDedicated),
            Unary.NegativePressure(asking, [new("corridor", null, null)], new(null, null)),
            Unary.Grade("bench", "A in B", null, null),
            Unary.VectorApart(asking, true, null),
            Closure.Effective(new("kit", Exposure.Closed, null, Opening.Reclosed, null, null, null, null)).Because,
            Closure.Effective(new("kit", Exposure.Closed, null, null, true, null, null, null)).Because,
            .. Closure.Integrity([new("I-1", true, at, null, at, at), new("CP-1", false, null, null)], at),
            .. RoomClearance.Judge("B-1", new("R-1", [new("B-2", at)], new("B-1", at), []), at),
            .. Capacity.Judge(StepClass.NonCulture, [new(CapacityKind.LinesInArea, "A-1", 1, null)]),
            Capacity.Persons(new("R-1", 1, 1, null)),
            Containment.OnePort("R-1", "I-1", ["I-2"]),
            Containment.ExhaustAway(new("I-1", null, null)),
            Containment.OpenCulture(new(asking, null, [], [], true)),
            Containment.Disinfected("B-1", new("C-1", true, null, null, null), at),
            .. Events.Losses("B-1", Measures.All, new Dictionary<MeasureKind, MeasureState>()).Select(loss => loss.Ruling),
            .. Events.Breach(asking, [], _ => true).Rulings,
        ];

        Assert.All(rulings, Assert.NotNull);
        Assert.All(rulings.SelectMany(ruling => ruling!.Seen).Select(seen => seen.Name).Distinct(), name => Assert.Contains(name, LawBook.Facts.Keys));
    }
}
