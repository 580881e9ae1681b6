using System.Security.Cryptography;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Engine.States;

/// <summary>An actor's memory after the last turn that wrote it.</summary>
/// <param name="Version">That turn's write id; empty for an actor never written.</param>
/// <param name="Position">That turn's position; 0 for an actor never written.</param>
public readonly record struct Recollection(ActorId Actor, IActor State, string Version, long Position)
{
    public static Recollection Nothing(ActorId actor) => new(actor, ActorKinds.Nothing(actor), "", 0);

    /// <summary>
    /// Goes on with the turns that wrote the actor since. Where a memory ends and which turn comes before which lies beside the
    /// turns, where it is not hashed; it is believed only because each turn is the one that its write id names and says itself at
    /// which write it read the actor.
    /// </summary>
    /// <param name="upTo">The last position to go on to.</param>
    /// <exception cref="InvalidDataException">The journal does not hold what it says; the message names the turn.</exception>
    public Recollection After(ActorHistory history, long upTo)
    {
        var reached = After(history.Turns.Where(turn => turn.Position <= upTo));
        return history.Position > upTo || (reached.Position == history.Position && reached.Version == history.Version)
            ? reached
            : throw new InvalidDataException($"the memory of {Actor} is not whole: it ends in turn {reached.Position}, which is not the write that it is said to end in");
    }

    /// <inheritdoc cref="After(ActorHistory, long)"/>
    public Recollection After(IEnumerable<RecordedTurn> turns)
    {
        var (state, version, position) = (State, Version, Position);
        foreach (var turn in turns)
        {
            if (turn.Position <= position)
                continue;
            var (read, facts) = TurnCodec.SaidOf(turn.Body, Actor);
            if (read != version)
                throw new InvalidDataException($"the memory of {Actor} is not whole: turn {turn.Position} does not go on from {(position == 0 ? "its beginning" : $"turn {position}")}");
            if (Convert.ToHexStringLower(SHA256.HashData(turn.Body.Span)) != turn.WriteId)
                throw new InvalidDataException($"turn {turn.Position} is not the one that its write id names");
            state = facts.Aggregate(state, (before, fact) => before.Evolve(fact));
            (version, position) = (turn.WriteId, turn.Position);
        }

        return new Recollection(Actor, state, version, position);
    }
}
