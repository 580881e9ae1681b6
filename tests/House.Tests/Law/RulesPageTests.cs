using Orchestrator.Domain.Law;
using Xunit;

namespace Orchestrator.House.Tests.Law;

/// <summary>The page of all rules says what the code does today, and leaves no requirement out.</summary>
public sealed class RulesPageTests
{
    [Fact]
    public void The_page_in_the_tree_is_what_the_code_and_the_tests_say() => Page.Matches("docs/RULES.md", RulesPage.Text());

    [Fact]
    public void Every_requirement_has_its_line()
    {
        var lines = RulesPage.Text().Split('\n');

        Assert.All(LawBook.All, rule => Assert.Single(lines, line => line.StartsWith($"| {rule.Id} | {rule.Clause} |", StringComparison.Ordinal)));
    }
}
