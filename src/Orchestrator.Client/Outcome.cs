using Orchestrator.V1;

namespace Orchestrator.Client;

/// <summary>What became of a command: the plant ruled on it, one way or the other. Anything else is an exception of the call.</summary>
/// <param name="Ruling">The ruling with its position, instant, bases and, when refused, every reason at once.</param>
public abstract record Outcome(Ruling Ruling)
{
    /// <summary>True when an earlier sending of the same command had this ruling already.</summary>
    public bool Repeated => Ruling.Repeated;

    /// <summary>Recorded, with everything it changed.</summary>
    public sealed record Granted(Ruling Ruling) : Outcome(Ruling);

    /// <summary>Refused: each reason names its rule, clause, facts and what would make the command legal.</summary>
    public sealed record Refused(Ruling Ruling) : Outcome(Ruling)
    {
        public IReadOnlyList<Refusal> Reasons => Ruling.Refusals;
    }

    /// <summary>Reads a ruling that came with status OK: a grant, or the answer of a dry run.</summary>
    public static Outcome Of(Ruling ruling)
    {
        ArgumentNullException.ThrowIfNull(ruling);
        return ruling.Granted ? new Granted(ruling) : new Refused(ruling);
    }
}
