using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Engine;

/// <summary>A command with who gave it, as it enters an engine.</summary>
/// <param name="Command">What is asked or reported.</param>
/// <param name="Caller">The name the connection proved.</param>
/// <param name="CommandId">The caller's own id of this command; the same id with the same command is the same command.</param>
/// <param name="Roles">What the caller's token allows.</param>
/// <param name="Person">The operator id behind the token, where it belongs to a person.</param>
public sealed record Order(Command Command, string Caller, string CommandId, ImmutableSortedSet<string> Roles, string? Person = null)
{
    public string TurnId => $"{Caller}/{CommandId}";
}

/// <summary>What an engine answers to an order.</summary>
public abstract record Answer
{
    private Answer()
    {
    }

    /// <summary>The law has ruled and the ruling is durable (or, for a dry run, would have been given).</summary>
    /// <param name="Position">Where in the journal it stands; 0 for a dry run.</param>
    /// <param name="First">False when an earlier sending of the same command had this ruling already.</param>
    public sealed record Ruled(long Position, TurnBody Turn, bool First) : Answer;

    /// <summary>The command id was used before for something else; nothing was written.</summary>
    public sealed record OtherPayload(string TurnId) : Answer;

    /// <summary>No ruling: nothing was recorded and the same id may be tried again.</summary>
    public sealed record NoRuling(NoRulingReason Reason) : Answer;
}

/// <summary>Why an engine gave no ruling.</summary>
public enum NoRulingReason
{
    /// <summary>Too much is waiting, of everybody or of this caller; try again after a pause.</summary>
    Overloaded,

    /// <summary>Whoever asked has given up before it was decided; nothing was recorded.</summary>
    GivenUp,

    /// <summary>The store does not answer.</summary>
    StoreUnavailable,

    /// <summary>This machine's clock and the store's are too far apart: no limit can be judged here until one is set right.</summary>
    ClockOff,

    /// <summary>The actors moved on at each of four attempts.</summary>
    Contended,

    /// <summary>Another process owns the plant now.</summary>
    NotOwner,

    /// <summary>The engine is shutting down.</summary>
    Stopping,
}
