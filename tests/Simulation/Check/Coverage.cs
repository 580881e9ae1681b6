using System.Reflection;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Check;

/// <summary>How often each kind of command was granted, and each enforced requirement refused or held; what is missing was not simulated.</summary>
public sealed class Coverage
{
    private const BindingFlags Every = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>Every requirement that a function or a paragraph of the segregation table says it enforces, of those that a plant's command asks: how long records are kept is asked by whoever deletes one.</summary>
    public static IReadOnlyList<string> Enforced { get; } =
    [
        .. typeof(Fact).Assembly.GetTypes().Where(type => type.Namespace != typeof(Domain.Archives.RecordRetention).Namespace).SelectMany(type => type.GetMethods(Every)).SelectMany(method => method.GetCustomAttributes<EnforcesAttribute>()).Select(enforces => enforces.Requirement)
            .Concat(Table.Rows.SelectMany(row => row.Requirements.Append(row.AssessmentRule).OfType<string>()))
            .Concat(Measures.All.Select(member => member.Requirement))
            .Distinct().Order(StringComparer.Ordinal),
    ];

    public SortedDictionary<string, int> Granted { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, int> Refused { get; } = new(StringComparer.Ordinal);

    /// <summary>By requirement: refusals, holds placed under its name.</summary>
    public SortedDictionary<string, (int Refusals, int Holds)> Rules { get; } = new(StringComparer.Ordinal);

    public IEnumerable<string> NeverGranted => TurnCodec.CommandTypes.Select(pair => pair.Key).Except(Granted.Keys).Order(StringComparer.Ordinal);

    public IEnumerable<string> NeverRefused => Enforced.Where(id => !Rules.ContainsKey(id));

    public void Read(TurnBody body)
    {
        Count(body.Command, body.Granted);
        foreach (var rule in body.Refusals.SelectMany(RulesOf).Distinct())
            Rules[rule] = Rules.GetValueOrDefault(rule) is var (refusals, holds) ? (refusals + 1, holds) : (1, 0);
        foreach (var rule in body.Facts.SelectMany(written => Stops(written.Fact)).Distinct())
            Rules[rule] = Rules.GetValueOrDefault(rule) is var (refusals, holds) ? (refusals, holds + 1) : (0, 1);
    }

    public void Add(Coverage other)
    {
        foreach (var (name, count) in other.Granted)
            Granted[name] = Granted.GetValueOrDefault(name) + count;
        foreach (var (name, count) in other.Refused)
            Refused[name] = Refused.GetValueOrDefault(name) + count;
        foreach (var (rule, (refusals, holds)) in other.Rules)
            Rules[rule] = Rules.GetValueOrDefault(rule) is var (before, heldBefore) ? (before + refusals, heldBefore + holds) : (refusals, holds);
    }

    /// <summary>A report that a controller delivers counts as itself too.</summary>
    private void Count(Command command, bool granted)
    {
        var counts = granted ? Granted : Refused;
        var name = TurnCodec.NameOf(command);
        counts[name] = counts.GetValueOrDefault(name) + 1;
        if (command is Domain.Controllers.ControllerCommand.Deliver deliver)
            foreach (var report in deliver.Reports)
                Count(report, granted);
    }

    /// <summary>The requirement that refuses, and those of the segregation row it stands in: a row that refuses for a missing measure refuses for its own clause too.</summary>
    private static IEnumerable<string> RulesOf(Refusal refusal)
    {
        yield return refusal.Rule;
        string Seen(string name) => refusal.Seen.FirstOrDefault(seen => seen.Name == name).Value ?? "";
        foreach (var row in Seen("row").Split('+'))
            foreach (var requirement in Table.Rows.Where(known => known.Id == row).SelectMany(known => known.Requirements))
                yield return requirement;
        // Two areas by name that are judged as one.
        if (Seen("area") is { Length: > 0 } area && Seen("otherArea") is { Length: > 0 } other && area != other)
            yield return "GMP-13.5";
        // The lower grade is refused to what only counts as closed, by one function for two clauses.
        if (refusal.Rule == "GMP-6.3b")
            yield return "GMP-6.4.4.1";
    }

    /// <summary>What a fact stops or warns of: a hold by its rule, an alert by the requirement that asks for it.</summary>
    private static IEnumerable<string> Stops(Fact fact) => fact switch
    {
        BatchFact.HoldPlaced placed => [placed.Hold.Rule],
        ContainerFact.HoldPlaced placed => [placed.Hold.Rule],
        RoomFact.HoldPlaced placed => [placed.Hold.Rule],
        Domain.Lines.LineFact.MediaFillDueSoon => ["GMP-9.2.5c"],
        Domain.Quality.RiskAssessmentFact.Reopened => ["GEN-3a"],
        ContainerFact.Registered { Pathogen: PathogenStatus.Positive, Parents.IsEmpty: false } => ["GMP-6.5d"],
        _ => [],
    };
}
