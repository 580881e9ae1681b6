using System.Reflection;
using System.Text.RegularExpressions;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Segregation;
using Orchestrator.Domain.Tests;
using Xunit;

namespace Orchestrator.House.Tests.Law;

/// <summary>Where each requirement is enforced and by which tests it is proven, read from the assemblies.</summary>
internal static partial class Traces
{
    private static readonly BindingFlags Every =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>The functions, and the paragraphs of the segregation table, that enforce a requirement; by requirement id.</summary>
    public static ILookup<string, string> Functions { get; } = Marked().Concat(Rows()).Concat(MeasureRows()).Distinct()
        .ToLookup(pair => pair.Requirement, pair => pair.Function, StringComparer.Ordinal);

    /// <summary>What is not enforced yet of a requirement that some function enforces; by requirement id.</summary>
    public static ILookup<string, EnforcesAttribute> Gaps { get; } = typeof(Fact).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(Every))
        .SelectMany(method => method.GetCustomAttributes<EnforcesAttribute>())
        .Where(enforces => enforces.Lacks is not null || enforces.LacksZh is not null)
        .ToLookup(enforces => enforces.Requirement, StringComparer.Ordinal);

    /// <summary>The tests that prove a requirement; by requirement id.</summary>
    public static ILookup<string, ProvenBy> Proofs { get; } = TestAssemblies().SelectMany(assembly => assembly.GetTypes())
        .SelectMany(type => type.GetMethods(Every))
        .SelectMany(method => method.GetCustomAttributes<ProvesAttribute>().Select(proves => (proves.Requirement, Test: new ProvenBy(method, proves.Proof))))
        .ToLookup(pair => pair.Requirement, pair => pair.Test, StringComparer.Ordinal);

    /// <summary>Which member of which table a paragraph is; by row number.</summary>
    public static ILookup<string, string> RowMembers { get; } = Table.Rows
        .ToLookup(row => row.Id, row => MemberOf(row), StringComparer.Ordinal);

    /// <summary>The tests whose source names a row of the segregation table; by row number.</summary>
    public static ILookup<string, string> RowTests { get; } = Tree.Sources("tests/Domain.Tests/Segregation").SelectMany(NamedRows).Distinct()
        .ToLookup(pair => pair.Row, pair => pair.Test, StringComparer.Ordinal);

    /// <summary>How many vectors of the requirements' table expect a row; by row number.</summary>
    public static IReadOnlyDictionary<string, int> RowVectors { get; } = Tree.Lines("tests/Domain.Tests/Segregation/vectors.csv").Skip(1)
        .SelectMany(line => line.Split(',')[^2].Split('+'))
        .CountBy(row => row).ToDictionary(StringComparer.Ordinal);

    /// <summary>Sources that look at a plant file or a recipe before it is in force.</summary>
    public static IReadOnlyList<string> FileChecks { get; } =
    [
        .. Tree.Sources("src/Orchestrator.Domain").Where(file => FileCheckName().IsMatch(file)),
    ];

    /// <summary>The file checks that cite a requirement, each by its type; by requirement id.</summary>
    public static ILookup<string, string> Checks { get; } = FileChecks
        .SelectMany(file => QuotedRequirement().Matches(Tree.Text(file)).Select(match => (Requirement: match.Groups[1].Value, Check: Path.GetFileNameWithoutExtension(file))))
        .Distinct().ToLookup(pair => pair.Requirement, pair => pair.Check, StringComparer.Ordinal);

    private static IEnumerable<Assembly> TestAssemblies() =>
        [typeof(World).Assembly, Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, "Api.Tests.dll"))];

    private static IEnumerable<(string Requirement, string Function)> Marked() => typeof(Fact).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(Every))
        .SelectMany(method => method.GetCustomAttributes<EnforcesAttribute>()
            .Select(enforces => (enforces.Requirement, $"{method.DeclaringType!.Name}.{method.Name}")));

    private static IEnumerable<(string Requirement, string Function)> Rows() => Table.Rows
        .SelectMany(row => row.Requirements.Append(row.AssessmentRule).OfType<string>().Select(requirement => (requirement, $"{MemberOf(row)} ({row.Id})")));

    private static IEnumerable<(string Requirement, string Function)> MeasureRows() =>
        Measures.All.Select(member => (member.Requirement, $"Measures.{member.Set}"));

    private static string MemberOf(TableRow row)
    {
        foreach (var table in (Type[])[typeof(UnaryTable), typeof(PairTable), typeof(SetTable)])
        {
            foreach (var property in table.GetProperties(BindingFlags.Public | BindingFlags.Static))
            {
                if (ReferenceEquals(property.GetValue(null), row))
                    return $"{table.Name}.{property.Name}";
            }
        }

        return $"{nameof(PairTable)}.{nameof(PairTable.Rows)}";
    }

    private static IEnumerable<(string Row, string Test)> NamedRows(string file)
    {
        var text = Tree.Text(file);
        var tests = TestName().Matches(text);
        return RowName().Matches(text).SelectMany(row => tests.LastOrDefault(test => test.Index < row.Index) is { } test
            ? [(row.Value.Trim('"'), $"{Path.GetFileNameWithoutExtension(file)}.{test.Groups[1].Value}")]
            : Enumerable.Empty<(string, string)>());
    }

    [GeneratedRegex(@"""((?:GMP|CMC|GEN|CLN|NCL)-(?:[A-Z]{2}-)?\d+(?:\.\w+)*)""")]
    public static partial Regex QuotedRequirement();

    [GeneratedRegex(@"/(?:Plant|Recipe|Opening)(?:Check|Needs|References|Fit)\.cs$")]
    private static partial Regex FileCheckName();

    [GeneratedRegex(@"S-\d\d|(?<=Row == )""default""")]
    private static partial Regex RowName();

    [GeneratedRegex(@"public (?:async Task|void) ([A-Z]\w+)\(")]
    private static partial Regex TestName();
}

/// <summary>A test that proves a requirement one way.</summary>
internal sealed record ProvenBy(MethodInfo Method, Proof Proof)
{
    public string Name => $"{Method.DeclaringType!.Name}.{Method.Name}";

    /// <summary>Whether a runner would run it: it is a fact or a theory, and nothing skips it.</summary>
    public bool Runs => Method.GetCustomAttribute<FactAttribute>() is { Skip: null };
}
