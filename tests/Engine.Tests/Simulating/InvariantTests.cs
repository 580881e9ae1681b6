using Orchestrator.Domain.Law;
using Orchestrator.Simulation;
using Orchestrator.Simulation.Check;
using Orchestrator.Simulation.Play;
using Xunit;

namespace Orchestrator.Engine.Tests.Simulating;

/// <summary>The checks of the simulation are checked: each finds what was falsified in a journal, and finds nothing in the lawful one beside it.</summary>
public sealed class InvariantTests
{
    private static readonly Scene Example = Scene.Example();

    /// <summary>By the number of an invariant: what breaks it, and the nearest thing that does not.</summary>
    public static TheoryData<string> Numbers => [.. Promises.Select(promise => promise.Id)];

    private static IEnumerable<Promise> Promises => Invariants.All().SelectMany(fold => fold.Promises);

    private static Dictionary<string, (Action<Forgery> Violation, Action<Forgery> Lawful)> Falsified { get; } =
        new[] { FalsifiedTurns.All, FalsifiedBatches.All, FalsifiedPeople.All, FalsifiedContainers.All, FalsifiedPlaces.All, FalsifiedDevices.All }.SelectMany(all => all).ToDictionary();

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_falsified_journal_is_found_out(string number) => Assert.NotEmpty(Judge(number, Falsified[number].Violation));

    [Theory]
    [MemberData(nameof(Numbers))]
    public void The_lawful_neighbour_of_what_was_falsified_is_not(string number) => Assert.Empty(Judge(number, Falsified[number].Lawful));

    [Fact]
    public void Every_invariant_has_a_number_of_its_own_and_a_journal_falsified_for_it() =>
        Assert.Equal(Falsified.Keys.Order(StringComparer.Ordinal), Promises.Select(promise => promise.Id).Order(StringComparer.Ordinal));

    [Fact]
    public void There_are_a_hundred_at_least_and_their_numbers_leave_no_gap() =>
        Assert.Equal(Enumerable.Range(1, Math.Max(100, Promises.Count())).Select(number => $"INV-{number:000}"), Promises.Select(promise => promise.Id).Order(StringComparer.Ordinal));

    [Fact]
    public void Each_is_said_in_both_languages_and_cites_what_exists() =>
        Assert.All(Promises, promise =>
        {
            Assert.Matches("[\u4e00-\u9fff]", promise.Zh);
            Assert.DoesNotMatch("[\u4e00-\u9fff]", promise.En.Replace("九(五)", "", StringComparison.Ordinal));
            Assert.True(promise.Requirement is "journal" or "product" or "readings" or "ISA-88" || promise.Requirement.StartsWith("ORC-", StringComparison.Ordinal) || LawBook.TryGet(promise.Requirement) is not null, promise.Requirement);
        });

    /// <summary>The page is made from the promises; with <c>ORCHESTRATOR_APPROVE=1</c> it is written anew.</summary>
    [Fact]
    public void The_page_of_invariants_says_what_the_code_promises()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Orchestrator.sln")))
            folder = Path.GetDirectoryName(folder)!;
        var page = Path.Combine(folder, "docs", "validation", "INVARIANTS.md");
        var text = InvariantPage.Text() + "\n";
        if (Environment.GetEnvironmentVariable("ORCHESTRATOR_APPROVE") == "1")
            File.WriteAllText(page, text);
        Assert.Equal(text, File.ReadAllText(page).ReplaceLineEndings("\n"));
    }

    private static List<string> Judge(string number, Action<Forgery> plant)
    {
        var fold = Invariants.All().Single(one => one.Promises.Any(promise => promise.Id == number));
        var forgery = new Forgery(Example);
        plant(forgery);
        forgery.ReadBy(fold);
        var judged = fold.Promises.Single(promise => promise.Id == number);
        Assert.True(judged.Checked > 0, $"nothing was there to check for {number}");
        return judged.Broken;
    }
}
