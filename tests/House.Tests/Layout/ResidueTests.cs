using System.Text.RegularExpressions;
using Xunit;

namespace Orchestrator.House.Tests.Layout;

/// <summary>Nothing in the tree speaks of the day or the machine it was written on.</summary>
public sealed partial class ResidueTests
{
    /// <summary>Published schemas and code of others, kept byte for byte.</summary>
    private static readonly string[] NotOurs = ["tests/Api.Tests/B2mml/"];

    public static TheoryData<string> Places => [.. Tree.Files.Select(file => file.Split('/')[0]).Distinct()];

    [Theory]
    [MemberData(nameof(Places))]
    public void Nothing_is_left_for_another_day(string place) => AssertNowhere(place, Postponed());

    [Theory]
    [MemberData(nameof(Places))]
    public void No_path_of_a_machine_is_written_down(string place) => AssertNowhere(place, MachinePath());

    [Theory]
    [MemberData(nameof(Places))]
    public void No_package_registry_is_written_down(string place) => AssertNowhere(place, Registry());

    [Theory]
    [MemberData(nameof(Places))]
    public void No_word_tells_how_the_text_was_made(string place) => AssertNowhere(place, MadeBy());

    [Fact]
    public void No_plan_and_no_hand_off_is_kept_in_the_tree() =>
        Findings.None(Tree.Files.Where(file => PlanName().IsMatch(Tree.Name(file))));

    private static void AssertNowhere(string place, Regex words)
    {
        var found = Tree.Files.Where(file => file.Split('/')[0] == place && !NotOurs.Any(folder => file.StartsWith(folder, StringComparison.Ordinal)))
            .SelectMany(file => Tree.Lines(file).Select((line, at) => (line, where: $"{file}:{at + 1}")).Where(line => words.IsMatch(line.line)))
            .Select(line => $"{line.where}: {line.line.Trim()}");
        Findings.None(found);
    }

    // Each pattern is written so that it does not find itself.
    [GeneratedRegex(@"\b(?:TO[D]O|FIX[M]E|XX[X]|HA[C]K|WI[P])\b")]
    private static partial Regex Postponed();

    [GeneratedRegex(@"(?<![\w.])/(?:work|home|root|Users|mnt)/\w|[A-Z]:\\(?:Users|work)")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"nuget[.]org|npmjs[.]|pypi[.]org|pythonhosted[.]|artifac[t]ory|/api/v3/index[.]json", RegexOptions.IgnoreCase)]
    private static partial Regex Registry();

    [GeneratedRegex(@"\b(?:language[ ]model|AI[- ](?:generated|assistant|written)|coding (?:agent|assistant)|generated (?:with|by) (?:an? )?(?:AI|assistant|model)|co-authored[-]by)\b", RegexOptions.IgnoreCase)]
    private static partial Regex MadeBy();

    [GeneratedRegex(@"^(?:PLAN|HANDOFF|HAND-OFF|NOTES|ROADMAP|CHANGELOG|STATUS|PROGRESS)(?:\.(?:md|txt|rst))?$", RegexOptions.IgnoreCase)]
    private static partial Regex PlanName();
}
