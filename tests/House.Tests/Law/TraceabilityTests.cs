using System.Reflection;
using System.Text.RegularExpressions;
using Orchestrator.Domain.Law;
using Orchestrator.Domain.Segregation;
using Orchestrator.Domain.Tests;
using Xunit;

namespace Orchestrator.House.Tests.Law;

/// <summary>From the clause to the function to the proof and back, without a gap.</summary>
public sealed partial class TraceabilityTests
{
    /// <summary>Codes that tests use because they are in no book.</summary>
    private static readonly string[] Nobodys = ["GMP-99", "ORC-999"];

    private static IEnumerable<string> Enforced => Traces.Functions.Select(functions => functions.Key).Order(StringComparer.Ordinal);

    [Fact]
    public void What_a_function_enforces_is_in_the_law_book() =>
        Findings.None(Enforced.Where(id => LawBook.TryGet(id) is null));

    [Fact]
    public void Every_enforced_requirement_has_a_proof_that_grants() => Findings.None(Unproven(Proof.Grants));

    [Fact]
    public void Every_enforced_requirement_has_a_proof_that_refuses() => Findings.None(Unproven(Proof.Refuses));

    [Fact]
    public void What_is_enforced_in_part_says_in_both_languages_what_is_missing() =>
        Findings.None(Traces.Gaps.SelectMany(gaps => gaps).Where(gap => string.IsNullOrWhiteSpace(gap.Lacks) || string.IsNullOrWhiteSpace(gap.LacksZh)).Select(gap => gap.Requirement));

    [Fact]
    public void What_a_test_proves_is_enforced() =>
        Findings.None(Traces.Proofs.Select(proofs => proofs.Key).Except(Enforced).Order(StringComparer.Ordinal));

    /// <summary>A code in a string of the domain refuses or holds somewhere; a function there says that it enforces it.</summary>
    [Fact]
    public void What_the_domain_refuses_by_is_said_to_be_enforced() =>
        Findings.None(Tree.Sources("src/Orchestrator.Domain").Except(Traces.FileChecks)
            .SelectMany(file => Traces.QuotedRequirement().Matches(Tree.Text(file)).Select(match => match.Groups[1].Value).Distinct().Select(id => (id, file)))
            .Where(named => LawBook.TryGet(named.id) is not null && !Traces.Functions[named.id].Any())
            .Select(named => $"{named.id} in {named.file}"));

    [Fact]
    public void A_proof_is_a_test_that_runs() =>
        Findings.None(Traces.Proofs.SelectMany(proofs => proofs).Where(proof => !proof.Runs).Select(proof => proof.Name));

    /// <summary>The requirements count from S-01 to S-47 and give no row the number 39; what no row names is refused by default.</summary>
    [Fact]
    public void The_segregation_table_has_every_row_and_a_refusal_for_the_rest() =>
        Assert.Equal(
            [.. Enumerable.Range(1, 47).Except([39]).Select(number => $"S-{number:D2}"), "default"],
            Table.Rows.Select(row => row.Id).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Every_row_of_the_segregation_table_has_a_test() =>
        Findings.None(Table.Rows.Where(row => !RulesPage.ProofsOf(row.Id).Any()).Select(row => row.Id).Distinct());

    [Fact]
    public void No_test_is_skipped() =>
        Findings.None(((Assembly[])[typeof(World).Assembly, typeof(TraceabilityTests).Assembly]).SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttribute<FactAttribute>() is { Skip: not null })
            .Select(method => method.Name));

    /// <summary>Also where an id is not an argument of an attribute or a refusal: in a table, a wire comment, a plant file.</summary>
    [Fact]
    public void Every_requirement_named_anywhere_in_the_tree_exists() =>
        Findings.None(Tree.Files
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".proto", StringComparison.Ordinal)
                || file.EndsWith(".yaml", StringComparison.Ordinal) || file.EndsWith(".md", StringComparison.Ordinal))
            .SelectMany(file => RequirementId().Matches(Tree.Text(file)).Select(match => match.Value).Distinct()
                .Where(id => !Nobodys.Contains(id) && LawBook.TryGet(id) is null && !LawBook.Structural.ContainsKey(id) && !LawBook.All.Any(rule => IsPart(rule.Id, id)))
                .Select(id => $"{id} in {file}")));

    private static IEnumerable<string> Unproven(Proof proof) =>
        Enforced.Where(id => !Traces.Proofs[id].Any(by => by.Proof == proof)).Select(id => $"{id} ({string.Join(", ", Traces.Functions[id])})");

    // A clause may be named whole: GMP-9.5 stands for GMP-9.5.0 to GMP-9.5.7b, GMP-9.5.2 for its parts a to c.
    private static bool IsPart(string rule, string clause) =>
        rule.StartsWith(clause, StringComparison.Ordinal) && rule.Length > clause.Length && (rule[clause.Length] == '.' || char.IsLower(rule[clause.Length]));

    [GeneratedRegex(@"\b(?:GMP|CMC|GEN|CLN|NCL|ORC)-(?:[A-Z]{2}-)?\d+(?:\.\d+)*[a-z]?\b")]
    private static partial Regex RequirementId();
}
