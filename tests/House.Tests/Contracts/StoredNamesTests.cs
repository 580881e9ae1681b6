using System.Reflection;
using System.Text.RegularExpressions;
using Orchestrator.Domain.Kernel;
using Xunit;

namespace Orchestrator.House.Tests.Contracts;

/// <summary>What is stored is a contract: names of facts and commands are versioned, unique and never taken back.</summary>
public sealed partial class StoredNamesTests
{
    private static readonly Type[] Stored = typeof(Fact).Assembly.GetTypes().Where(type => !type.IsAbstract).ToArray();

    private static IEnumerable<(Type Type, string? Name)> Facts =>
        Stored.Where(type => type.IsAssignableTo(typeof(Fact))).Select(type => (type, type.GetCustomAttribute<FactNameAttribute>(inherit: false)?.Name));

    private static IEnumerable<(Type Type, string? Name)> Commands =>
        Stored.Where(type => type.IsAssignableTo(typeof(Command))).Select(type => (type, type.GetCustomAttribute<CommandNameAttribute>(inherit: false)?.Name));

    [Fact]
    public void Every_fact_has_a_versioned_name_of_its_own() => AssertNames(Facts, FactName());

    [Fact]
    public void Every_command_has_a_versioned_name_of_its_own() => AssertNames(Commands, CommandName());

    [Fact]
    public void A_fact_is_named_after_the_actor_it_belongs_to() =>
        Assert.All(Facts, fact => Assert.StartsWith(
            $"{Kebab(fact.Type.DeclaringType!.Name.Replace("Fact", "", StringComparison.Ordinal))}.", fact.Name, StringComparison.Ordinal));

    /// <summary>The list under review: a name that goes missing here is a journal that can no longer be read.</summary>
    [Fact]
    public void The_list_of_names_is_the_approved_one() =>
        Page.Matches(
            "tests/House.Tests/Contracts/Names.approved.txt",
            string.Concat(Facts.Concat(Commands).Select(stored => $"{stored.Name}\n").Order(StringComparer.Ordinal)));

    [Fact]
    public void Every_fact_has_its_golden_file() =>
        Findings.None(Facts.Select(fact => $"tests/Engine.Tests/Golden/{fact.Name}.json").Except(Tree.Files));

    private static void AssertNames(IEnumerable<(Type Type, string? Name)> stored, Regex shape)
    {
        Assert.NotEmpty(stored);
        Assert.All(stored, each => Assert.True(each.Name is not null && shape.IsMatch(each.Name), $"{each.Type} is stored as '{each.Name}'"));
        Findings.None(stored.GroupBy(each => each.Name).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    private static string Kebab(string name) => InnerCapital().Replace(name, "-$0").ToLowerInvariant();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex InnerCapital();

    [GeneratedRegex(@"^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*\.v[1-9][0-9]*$")]
    private static partial Regex FactName();

    [GeneratedRegex(@"^(manufacturing|equipment|plant|capacity|quality|clock|laboratory|traceability)\.[a-z]+(-[a-z]+)*\.v[1-9][0-9]*$")]
    private static partial Regex CommandName();
}
