using System.Text.RegularExpressions;
using Xunit;

namespace Orchestrator.House.Tests.Layout;

/// <summary>Every source file says what it is for, is short enough to be read and long enough to be worth opening.</summary>
public sealed partial class SourceFileTests
{
    private const int LinesMax = 450;

    /// <summary>Of all source files, how many may have fewer than 30 lines.</summary>
    private const double ShortShareMax = 0.25;

    /// <summary>Its types carry the names of the packages' own.</summary>
    private const string StandIn = "src/Orchestrator.Grpc/";

    private static IEnumerable<string> AllSources => Tree.Sources("src").Concat(Tree.Sources("tests"));

    [Fact]
    public void No_source_file_has_more_than_450_lines() =>
        Findings.None(AllSources.Select(file => (file, Tree.Lines(file).Length)).Where(file => file.Length > LinesMax));

    [Fact]
    public void The_house_is_built_of_rooms_neither_of_halls_nor_of_dust()
    {
        var lengths = Tree.Sources("src").Select(file => Tree.Lines(file).Length).Order().ToList();

        Assert.InRange(lengths[lengths.Count / 2], 45, 110);
        Assert.InRange(lengths.Count(length => length < 30) / (double)lengths.Count, 0, ShortShareMax);
    }

    [Fact]
    public void Every_source_file_opens_with_what_it_is_for() =>
        Findings.None(AllSources.Where(file =>
        {
            var text = Tree.Text(file);
            var first = FirstType().Match(text);
            return first.Success && !text[..first.Index].TrimEnd().Split('\n')[^1].StartsWith("///", StringComparison.Ordinal);
        }));

    [Fact]
    public void No_type_is_named_for_what_it_is_not() =>
        Findings.None(AllSources.Where(file => !file.StartsWith(StandIn, StringComparison.Ordinal)).SelectMany(file => DeclaredTypes(Tree.Text(file)).Where(name => ForbiddenName().IsMatch(name)).Select(name => $"{name} in {file}")));

    [Fact]
    public void No_doc_comment_stands_on_nothing() =>
        Findings.None(AllSources.SelectMany(file => EmptySummary().Matches(Tree.Text(file)).Select(_ => file)));

    /// <summary>The names of all types that a source declares, nested ones included.</summary>
    private static IEnumerable<string> DeclaredTypes(string source) => TypeName().Matches(source).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"^(?:\[[^\n]*\]\n)*(?:(?:public|internal|file|static|sealed|abstract|partial|readonly|unsafe)\s+)*(?:class|record|struct|interface|enum|delegate)\b", RegexOptions.Multiline)]
    private static partial Regex FirstType();

    [GeneratedRegex(@"^\s*(?:(?:public|internal|private|protected|file|static|sealed|abstract|partial|readonly)\s+)*(?:class|record(?:\s+struct|\s+class)?|struct|interface|enum)\s+([A-Z]\w*)", RegexOptions.Multiline)]
    private static partial Regex TypeName();

    [GeneratedRegex(@"(?:Manager|Helpers?|Utils?|Utilities|Impl|Dto|Base)$")]
    private static partial Regex ForbiddenName();

    [GeneratedRegex(@"<summary>\s*(?:///\s*)*</summary>")]
    private static partial Regex EmptySummary();
}
