using System.Text.RegularExpressions;
using Orchestrator.Domain.Law;
using Xunit;

namespace Orchestrator.Domain.Tests.Law;

/// <summary>Reads the source of the domain for the codes it uses: a refusal nobody can put into words must not be written.</summary>
public sealed partial class LawBookUsageTests
{
    [Fact]
    public void Every_code_the_domain_refuses_with_has_a_sentence() =>
        AssertInBook(RuleCode(), rule => LawBook.TryGet(rule) is not null || LawBook.Structural.ContainsKey(rule));

    [Fact]
    public void Every_fact_the_domain_shows_has_a_label() => AssertInBook(FactName(), LawBook.Facts.ContainsKey);

    [Fact]
    public void Every_remedy_the_domain_offers_has_a_sentence() => AssertInBook(RemedyCode(), LawBook.Remedies.ContainsKey);

    private static void AssertInBook(Regex use, Func<string, bool> inBook)
    {
        var uses = Sources()
            .SelectMany(file => use.Matches(File.ReadAllText(file)).Select(match => $"{match.Groups[1].Value} ({Path.GetFileName(file)})"))
            .Distinct()
            .ToList();

        Assert.NotEmpty(uses);
        Assert.DoesNotContain(uses, found => !inBook(found[..found.IndexOf(' ', StringComparison.Ordinal)]));
    }

    private static IEnumerable<string> Sources()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Orchestrator.sln")))
            root = root.Parent ?? throw new DirectoryNotFoundException("The tests run outside the repository.");

        return Directory.EnumerateFiles(Path.Combine(root.FullName, "src", "Orchestrator.Domain"), "*.cs", SearchOption.AllDirectories);
    }

    [GeneratedRegex("""Refusal\.Of\(\s*"([^"]+)""")]
    private static partial Regex RuleCode();

    [GeneratedRegex("""new Seen\(\s*"([^"]+)""")]
    private static partial Regex FactName();

    [GeneratedRegex("""Remedied\(\s*"([^"]+)""")]
    private static partial Regex RemedyCode();
}
