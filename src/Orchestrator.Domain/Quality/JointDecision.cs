using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Quality;

/// <summary>
/// The memory of one decision that two people take together (双人决定): the same command, on the same circumstances, signed by each
/// of them in a turn of their own. It takes effect with the second signature; until then nothing has changed.
/// </summary>
public sealed record JointDecision(string Id) : IActor<JointDecision>
{
    public static ActorKind Kind => ActorKind.JointDecision;

    /// <summary>The command's stored name; empty while nobody has signed.</summary>
    public string Command { get; init; } = "";

    /// <summary>What is decided and on what circumstances, word for word.</summary>
    public ImmutableArray<Seen> Said { get; init; } = [];

    /// <summary>Who has signed and waits for the other, or null.</summary>
    public string? SignedBy { get; init; }

    /// <summary>Whose signature it waits for; empty while it waits for nobody's.</summary>
    public string Awaits { get; init; } = "";

    public static JointDecision Nothing(string key) => new(key);

    public JointDecision Evolve(Fact fact) => fact switch
    {
        JointDecisionFact.Signed signed => this with { Command = signed.Command, Said = signed.Said, SignedBy = signed.By, Awaits = signed.Awaits },
        JointDecisionFact.TookEffect or JointDecisionFact.Withdrawn => this with { SignedBy = null, Awaits = "" },
        _ => throw new ArgumentException($"{fact.GetType()} is no fact of a joint decision"),
    };
}

/// <summary>What the journal keeps about one joint decision.</summary>
public abstract record JointDecisionFact : Fact
{
    /// <summary>The first of the two has signed.</summary>
    [FactName("joint-decision.signed.v1")]
    public sealed record Signed(string Command, ImmutableArray<Seen> Said, string By, string Awaits, DateTimeOffset At) : JointDecisionFact;

    /// <summary>The second has signed the same, and it was done.</summary>
    [FactName("joint-decision.took-effect.v1")]
    public sealed record TookEffect(string By, DateTimeOffset At) : JointDecisionFact;

    /// <summary>Whoever had signed took the signature back.</summary>
    [FactName("joint-decision.withdrawn.v1")]
    public sealed record Withdrawn(string By, string Reason, DateTimeOffset At) : JointDecisionFact;
}
