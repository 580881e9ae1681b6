using System.Text.RegularExpressions;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Law;
using Xunit;

namespace Orchestrator.Domain.Tests.Law;

/// <summary>Holds the law catalogue complete: every row, every count, both languages, and no place without its label.</summary>
public sealed partial class LawBookTests
{
    /// <summary>Section H of the requirements: prohibitions, for which no override exists.</summary>
    private static readonly string[] Prohibitions =
    [
        "GMP-5.3a", "GMP-5.3b", "GMP-7.1d", "GMP-9.5.2a", "GMP-9.5.2b", "GMP-9.5.2c", "GMP-9.5.3e", "GMP-9.5.3f",
        "GMP-9.5.5c", "GMP-10.2b", "CMC-4.2b", "CMC-9", "GEN-4.2.2c", "GEN-4.2.2d", "CLN-2.2d", "CLN-2.2j",
    ];

    [Fact]
    public void The_book_holds_418_requirements_with_unique_ids()
    {
        Assert.Equal(418, LawBook.All.Length);
        Assert.Equal(418, LawBook.All.Select(requirement => requirement.Id).Distinct().Count());
    }

    [Theory]
    [InlineData("004", "GMP-", 182, 9, 8, 10, 4, 22, 0)]
    [InlineData("001", "CMC-", 58, 4, 3, 1, 2, 21, 1)]
    [InlineData("000", "GEN-", 29, 4, 1, 2, 3, 9, 0)]
    [InlineData("002", "CLN-", 15, 3, 6, 2, 3, 1, 0)]
    [InlineData("003", "NCL-", 8, 0, 0, 0, 2, 3, 2)]
    public void Each_source_has_its_count_of_every_kind(
        string source, string prefix, int enforce, int record, int compute, int alert, int report, int master, int doc)
    {
        var rows = LawBook.All.Where(requirement => requirement.Source == source).ToList();
        int Of(RequirementKind kind) => rows.Count(requirement => requirement.Kind == kind);

        Assert.All(rows, requirement => Assert.StartsWith(prefix, requirement.Id, StringComparison.Ordinal));
        Assert.Equal(
            [enforce, record, compute, alert, report, master, doc],
            new[]
            {
                Of(RequirementKind.Enforce), Of(RequirementKind.Record), Of(RequirementKind.Compute), Of(RequirementKind.Alert),
                Of(RequirementKind.Report), Of(RequirementKind.Master), Of(RequirementKind.Doc),
            });
    }

    [Theory]
    [InlineData("004", 151, 63, 21)]
    [InlineData("001", 25, 43, 22)]
    [InlineData("000", 10, 29, 9)]
    [InlineData("002", 17, 12, 1)]
    [InlineData("003", 3, 7, 5)]
    public void Each_source_has_its_count_of_every_tier(string source, int first, int second, int third) =>
        Assert.Equal(
            [first, second, third],
            new[] { 1, 2, 3 }.Select(tier => LawBook.All.Count(requirement => requirement.Source == source && requirement.Tier == tier)));

    [Theory]
    [InlineData("B-1", "Scan the label of B-1 again.")]
    [InlineData("", "Scan the label of the container again.")]
    [InlineData("none", "Scan the label of the container again.")]
    public void A_remedy_whose_place_has_nothing_to_name_reads_as_a_sentence_all_the_same(string value, string expected) =>
        Assert.Equal(expected, LawBook.RemedyText("rescan-input", [new Seen("container", value)], Language.En));

    [Fact]
    public void Every_requirement_says_what_it_demands_in_both_languages_and_cites_its_phrase() =>
        Assert.All(LawBook.All, requirement =>
        {
            Assert.False(string.IsNullOrWhiteSpace(requirement.Clause));
            Assert.False(string.IsNullOrWhiteSpace(requirement.Modal));
            Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", requirement.Original);
            AssertBilingual(requirement.Zh, requirement.En);
            Assert.Equal('。', requirement.Zh[^1]);
            Assert.Equal('.', requirement.En[^1]);
            Assert.NotEqual(requirement.Original, requirement.Zh);
        });

    [Fact]
    public void No_two_requirements_share_a_sentence()
    {
        Assert.Empty(LawBook.All.GroupBy(requirement => requirement.Zh).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.Empty(LawBook.All.GroupBy(requirement => requirement.En).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Fact]
    public void Exactly_the_prohibitions_are_marked_as_such() =>
        Assert.Equal(
            Prohibitions.Order(StringComparer.Ordinal),
            LawBook.All.Where(requirement => requirement.Prohibition).Select(requirement => requirement.Id).Order(StringComparer.Ordinal));

    [Fact]
    public void A_requirement_is_found_by_its_refusal_code()
    {
        var rule = LawBook.Requirement("GMP-9.5.2b");

        Assert.Equal(("004", "九(五)2", "不得", RequirementKind.Enforce, 1, true), (rule.Source, rule.Clause, rule.Modal, rule.Kind, rule.Tier, rule.Prohibition));
        Assert.Equal("同一生产操作间内不得同时生产相同品种的不同批次细胞产品", rule.Original);
        Assert.Equal(rule.En, LawBook.Sentence("GMP-9.5.2b", Language.En));
        Assert.Equal(rule.Zh, LawBook.Sentence("GMP-9.5.2b", Language.Zh));
    }

    [Fact]
    public void An_id_that_is_not_in_the_book_is_a_bug()
    {
        Assert.Throws<KeyNotFoundException>(() => LawBook.Requirement("GMP-99"));
        Assert.Throws<KeyNotFoundException>(() => LawBook.Sentence("ORC-999", Language.En));
        Assert.Throws<KeyNotFoundException>(() => LawBook.FactLabel("nothing", Language.Zh));
        Assert.Throws<KeyNotFoundException>(() => LawBook.RemedyText("nothing", [], Language.En));
        Assert.Null(LawBook.TryGet("ORC-001"));
    }

    [Fact]
    public void Structural_refusals_are_numbered_without_a_gap_and_told_in_both_languages()
    {
        Assert.Equal(
            Enumerable.Range(1, LawBook.Structural.Count).Select(number => $"ORC-{number:D3}"),
            LawBook.Structural.Keys.Order(StringComparer.Ordinal));
        Assert.All(LawBook.Structural.Values, wording => AssertBilingual(wording.Zh, wording.En));
    }

    [Fact]
    public void Every_fact_has_a_camel_case_name_and_a_label_in_both_languages() =>
        Assert.All(LawBook.Facts, fact =>
        {
            Assert.Matches("^[a-z][a-zA-Z]*$", fact.Key);
            AssertBilingual(fact.Value.Zh, fact.Value.En);
        });

    [Fact]
    public void Every_place_in_a_remedy_is_a_labelled_fact_and_the_same_in_both_languages() =>
        Assert.All(LawBook.Remedies.Values, remedy =>
        {
            AssertBilingual(remedy.Zh, remedy.En);
            Assert.Equal(Places(remedy.Zh), Places(remedy.En));
            Assert.All(Places(remedy.En), place => Assert.Contains(place, LawBook.Facts.Keys));
        });

    [Fact]
    public void Every_remedy_names_its_call_as_service_and_method() =>
        Assert.All(
            LawBook.Remedies.Values.Where(remedy => remedy.Command is not null),
            remedy => Assert.Matches("^[a-z]+/[A-Z][A-Za-z]+$", remedy.Command));

    [Fact]
    public void A_remedy_is_told_with_its_places_filled()
    {
        Assert.Equal(
            "Perform the changeover clearance of R-101 after B-7 and have a second person verify it.",
            LawBook.RemedyText("clear-room", [new Seen("room", "R-101"), new Seen("batch", "B-7")], Language.En));
        Assert.Equal("manufacturing/VerifyClearance", LawBook.RemedyCommand("clear-room"));
    }

    [Fact]
    public void A_remedy_stays_readable_when_a_place_has_no_value()
    {
        Assert.Equal("Reserve the room for B-7 first.", LawBook.RemedyText("reserve-room", [new Seen("batch", "B-7")], Language.En));
        Assert.Equal("先为B-7预留操作间。", LawBook.RemedyText("reserve-room", [new Seen("batch", "B-7")], Language.Zh));
    }

    private static void AssertBilingual(string zh, string en)
    {
        Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", zh);
        Assert.Matches("[a-zA-Z]", en);
        Assert.DoesNotMatch(@"\p{IsCJKUnifiedIdeographs}", en);
        Assert.NotEqual(zh, en);
    }

    private static IEnumerable<string> Places(string sentence) =>
        Place().Matches(sentence).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Place();
}
