using System.Collections.Immutable;

namespace Orchestrator.Domain.Kernel;

/// <summary>
/// Where one decision is made: the cast to read, the moment, and the sheets on which refusals and facts are collected.
/// All rules are evaluated before the outcome is known, so a refusal carries every reason at once.
/// </summary>
public sealed class Desk(Cast cast, Moment moment)
{
    private readonly List<Refusal> _refusals = [];
    private readonly List<Written> _facts = [];
    private readonly List<Written> _protective = [];
    private readonly List<Basis> _bases = [];

    public Cast Cast { get; } = cast;

    public Moment Moment { get; } = moment;

    public DateTimeOffset Now => Moment.Now;

    public bool Refused => _refusals.Count > 0;

    public T Get<T>(string key)
        where T : class, IActor<T> => Cast.Get<T>(key);

    /// <summary>Puts a rule's answer on the sheet; null means the rule is content.</summary>
    public Desk Check(Refusal? refusal)
    {
        if (refusal is not null && !_refusals.Exists(other => Same(other, refusal)))
            _refusals.Add(refusal);
        return this;
    }

    public Desk Check(IEnumerable<Refusal> refusals)
    {
        foreach (var refusal in refusals)
            Check(refusal);
        return this;
    }

    /// <summary>A fact that is recorded when the command is granted; one of an actor without a name is refused (ORC-019), a report's too.</summary>
    public void Write(ActorId actor, Fact fact)
    {
        if (IsNamed(actor))
            _facts.Add(new Written(actor, fact));
    }

    /// <summary>A hold or an alarm that is recorded even when the command is refused.</summary>
    public void Protect(ActorId actor, Fact fact)
    {
        if (IsNamed(actor))
            _protective.Add(new Written(actor, fact));
    }

    /// <summary>Whether such a fact of the actor is on the sheets already.</summary>
    public bool Says<T>(ActorId actor, Func<T, bool> such)
        where T : Fact => _protective.Concat(_facts).Any(written => written.Actor == actor && written.Fact is T fact && such(fact));

    /// <summary>Takes back what was to be written on the grant: it waits for somebody else.</summary>
    public void Wait() => _facts.Clear();

    /// <summary>Something the grant rests on: a reading, a verdict of the segregation table, an override.</summary>
    public void RestsOn(Basis basis) => _bases.Add(basis);

    /// <summary>Takes over what was ruled on a desk of its own: its facts stand whatever becomes of the rest, and the rest is ruled on them.</summary>
    public void Take(Decision ruled)
    {
        Check(ruled.Refusals);
        _protective.AddRange(ruled.Facts);
        _bases.AddRange(ruled.Bases);
        Cast.Evolve(ruled.Facts);
    }

    /// <summary>What it rests on so far.</summary>
    public IEnumerable<Basis> Bases => _bases;

    /// <summary>The outcome. When refused, only the protective facts remain.</summary>
    public Decision Close() => new(
        [.. _refusals],
        Refused ? [.. _protective] : [.. _facts, .. _protective],
        [.. _bases]);

    private bool IsNamed(ActorId actor)
    {
        if (actor.Key.Length == 0)
            Check(Refusal.Of("ORC-019", new Seen("field", actor.Kind.ToString())));
        return actor.Key.Length > 0;
    }

    private static bool Same(Refusal one, Refusal other) =>
        one.Rule == other.Rule && one.Seen.AsSpan().SequenceEqual(other.Seen.AsSpan());
}

/// <summary>What a decision rested on, frozen into the record (requirements 0.7.6): a kind and what was seen.</summary>
/// <param name="Kind"><c>reading</c>, <c>segregation</c>, <c>risk-assessment</c>, <c>override</c>, <c>media-fill</c> …</param>
public sealed record Basis(string Kind, ImmutableArray<Seen> Seen)
{
    public static Basis Of(string kind, params ReadOnlySpan<Seen> seen) => new(kind, [.. seen]);
}

/// <summary>The outcome of one command: granted when no rule refused.</summary>
public sealed record Decision(ImmutableArray<Refusal> Refusals, ImmutableArray<Written> Facts, ImmutableArray<Basis> Bases)
{
    public bool Granted => Refusals.IsEmpty;
}
