namespace Orchestrator.Histories;

/// <summary>What is wrong with a history.</summary>
/// <param name="TurnId">The turn it shows at.</param>
/// <param name="Position">Where that turn is recorded; 0 where it is not.</param>
/// <param name="Finding">What was expected and what is there.</param>
public sealed record Anomaly(AnomalyKind Kind, string TurnId, long Position, string Finding)
{
    public override string ToString() => $"{Kind} at turn {Position} ({TurnId}): {Finding}";
}

/// <summary>The ways in which a plant can have lied; where the literature has a name for one, it stands beside it.</summary>
public enum AnomalyKind
{
    /// <summary>Positions are not 1, 2, 3, …</summary>
    Gap,

    /// <summary>The hash is not that of the previous hash and the body.</summary>
    BrokenChain,

    /// <summary>The write id is not the SHA-256 of the body.</summary>
    ForgedWriteId,

    /// <summary>The row's id is not its body's caller and command id.</summary>
    Misnamed,

    /// <summary>The payload's hash is not that of the command beside it.</summary>
    UnboundPayload,

    /// <summary>Two rows have one id.</summary>
    RecordedTwice,

    /// <summary>An actor stands twice in a cast.</summary>
    CastTwice,

    /// <summary>A fact belongs to an actor outside the cast: written blindly (a dirty write, G0).</summary>
    WriteOutsideCast,

    /// <summary>An actor was only read, at a version that was no longer its last.</summary>
    StaleRead,

    /// <summary>An actor was read at an old version and written: what was written between is overwritten unseen.</summary>
    LostUpdate,

    /// <summary>Two turns each read what the other writes, and one did not see the other's write (G2, across casts).</summary>
    WriteSkew,

    /// <summary>A version that only this turn or a later one wrote (a cycle of reads, G1c).</summary>
    FutureRead,

    /// <summary>A version of a turn that was never recorded (G1a).</summary>
    AbortedRead,

    /// <summary>A version of an attempt in whose place another attempt of the same turn was recorded (G1b).</summary>
    IntermediateRead,

    /// <summary>A version of a turn that did not write that actor.</summary>
    MisattributedRead,

    /// <summary>A turn precedes one that had been answered before it was sent (not strict).</summary>
    RealTime,

    /// <summary>A ruling was answered and is not recorded.</summary>
    LostAcknowledgement,

    /// <summary>A ruling was answered with another position or outcome than is recorded.</summary>
    ChangedAnswer,

    /// <summary>Two sendings of one command were answered with different rulings.</summary>
    ChangedRuling,

    /// <summary>One id was ruled on for two different commands, or said to be another's when it was not.</summary>
    ChangedPayload,

    /// <summary>A ruling was called the first although it had been answered before.</summary>
    FirstTwice,

    /// <summary>Every sending was answered with no ruling, and the turn is recorded.</summary>
    FalseDenial,

    /// <summary>A turn of a watched caller that nobody sent.</summary>
    Invented,

    /// <summary>An answer to what was never sent, or before it was.</summary>
    AnswerBeforeQuestion,

    /// <summary>The clients' events are not in the order of their instants.</summary>
    DisorderedEvents,

    /// <summary>The store's actor, or a link beside a turn, is not what a replay from zero gives.</summary>
    ActorDiffers,
}
