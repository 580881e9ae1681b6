using System.Text.RegularExpressions;
using Xunit;

namespace Orchestrator.House.Tests.Documents;

/// <summary>What is written about the house stays true: links lead somewhere, files named exist, both languages say the same.</summary>
public sealed partial class DocumentTests
{
    public static TheoryData<string> Documents => [.. Tree.Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_leads_to_a_file_of_the_tree(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Tree.Root, document))!;

        Findings.None(Link().Matches(Tree.Text(document)).Select(match => match.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !Path.Exists(Path.Combine(folder, target))));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_file_that_is_named_exists(string document) =>
        Findings.None(NamedFile().Matches(Tree.Text(document)).Select(match => match.Groups[1].Value)
            .Where(name => !Tree.Files.Any(file => file == name || file.EndsWith($"/{name}", StringComparison.Ordinal) || file.EndsWith($".{name}", StringComparison.Ordinal))));

    [Fact]
    public void The_two_readmes_are_built_alike()
    {
        Assert.Equal(Skeleton("README.md"), Skeleton("README.zh-CN.md"));
        Assert.Equal(Commands("README.md"), Commands("README.zh-CN.md"));
    }

    [Fact]
    public void Decisions_are_numbered_without_a_gap_and_built_alike()
    {
        var decisions = Tree.Files.Where(file => file.StartsWith("docs/decisions/", StringComparison.Ordinal)).ToList();

        Assert.Equal(Enumerable.Range(1, decisions.Count).Select(number => $"{number:D4}-"), decisions.Select(file => Tree.Name(file)[..5]));
        Assert.All(decisions, file =>
        {
            Assert.Matches(@"^# \d+\. \S", Tree.Lines(file)[0]);
            Assert.Equal(["**Context.**", "**Decision.**", "**Consequences.**"], Part().Matches(Tree.Text(file)).Select(match => match.Value));
        });
    }

    // Headings by level, table rows and fences, in order; of the words nothing.
    private static IEnumerable<string> Skeleton(string file) => Tree.Lines(file)
        .Select(line => Frame().Match(line)).Where(match => match.Success).Select(match => match.Value.Trim());

    // Whatever a reader would type, and the answers that are the machine's.
    private static IEnumerable<string> Commands(string file) => Tree.Lines(file)
        .Where(line => Command().IsMatch(line)).Select(line => line.Split(" #")[0].TrimEnd());

    [GeneratedRegex(@"\]\(([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`((?:[\w.-]+/)*[\w-]+\.(?:cs|sql|proto|yaml|csproj|props))`")]
    private static partial Regex NamedFile();

    [GeneratedRegex(@"^(?:#+ |\||```)")]
    private static partial Regex Frame();

    [GeneratedRegex(@"^\s*(?:\./orchestrator|curl|export|mkdir|cat|\[\{)")]
    private static partial Regex Command();

    [GeneratedRegex(@"^\*\*\w+\.\*\*", RegexOptions.Multiline)]
    private static partial Regex Part();
}
