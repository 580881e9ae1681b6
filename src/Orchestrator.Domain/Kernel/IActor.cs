namespace Orchestrator.Domain.Kernel;

/// <summary>
/// The memory of one actor: an immutable record that facts evolve. What has never been written is <see cref="Nothing"/>,
/// which every rule must read as unknown and therefore as a reason to refuse.
/// </summary>
public interface IActor<TSelf> : IActor
    where TSelf : class, IActor<TSelf>
{
    static abstract ActorKind Kind { get; }

    /// <summary>The memory before the first fact.</summary>
    static abstract TSelf Nothing(string key);

    /// <summary>The memory after one more fact. A fact of another concept is a bug and throws.</summary>
    new TSelf Evolve(Fact fact);

    IActor IActor.Evolve(Fact fact) => Evolve(fact);
}

/// <summary>The memory of one actor, whatever its kind.</summary>
public interface IActor
{
    IActor Evolve(Fact fact);

    /// <summary>The instants at which this actor wants to be looked at again; functions of what is recorded, never timers.</summary>
    IEnumerable<Clock> Clocks => [];
}

/// <summary>A time limit or due date that runs for an actor (requirements, section E).</summary>
/// <param name="Id">Unique for the actor, for example <c>step-maximum/expand-1</c>.</param>
/// <param name="Due">When the law wants to look again (UTC).</param>
public readonly record struct Clock(string Id, DateTimeOffset Due);
