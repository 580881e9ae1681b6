using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Orchestrator.Domain.Kernel;

/// <summary>One thing the law saw when it decided: a name that <c>facts.json</c> labels in both languages, and its value.</summary>
[method: JsonConstructor]
public readonly record struct Seen(string Name, string Value)
{
    public Seen(string name, DateTimeOffset at)
        : this(name, Instant.Text(at))
    {
    }

    public Seen(string name, TimeSpan span)
        : this(name, Instant.Text(span))
    {
    }

    public Seen(string name, int count)
        : this(name, count.ToString(System.Globalization.CultureInfo.InvariantCulture))
    {
    }
}

/// <summary>What would make the command legal: a code of <c>remedies.json</c> and what to put in its sentence.</summary>
public sealed record Remedy(string Code, ImmutableArray<Seen> With);

/// <summary>
/// Why a command is refused: a value, never an exception. The rule is a requirement's id (or a numbered row of the
/// product's own tables, <c>ORC-nnn</c>); clause, 原文 and sentences are looked up by it in the law book.
/// </summary>
/// <param name="Rule">Requirement id, the refusal code.</param>
/// <param name="Seen">The facts the rule decided on.</param>
/// <param name="Remedies">What would make the command legal, the nearest first.</param>
/// <param name="EarliestLegal">The first instant (UTC) at which this rule would no longer refuse, where one can be computed.</param>
public sealed record Refusal(
    string Rule,
    ImmutableArray<Seen> Seen,
    ImmutableArray<Remedy> Remedies,
    DateTimeOffset? EarliestLegal = null)
{
    public static Refusal Of(string rule, params ReadOnlySpan<Seen> seen) => new(rule, [.. seen], []);

    public Refusal Remedied(string code, params ReadOnlySpan<Seen> with) =>
        this with { Remedies = Remedies.Add(new Remedy(code, [.. with])) };

    public Refusal LegalFrom(DateTimeOffset instant) => this with { EarliestLegal = instant };
}
