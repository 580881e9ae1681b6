namespace Orchestrator.Histories;

/// <summary>All that is known from outside about one plant's life: what its journal holds and what its clients saw.</summary>
/// <param name="Turns">Every row of the plant's journal in the order of its positions, as the store gives them.</param>
/// <param name="Events">What clients sent and heard, in the order of their instants.</param>
public sealed record History(IReadOnlyList<TurnRow> Turns, IReadOnlyList<ClientEvent> Events)
{
    /// <summary>The store's table of actors, where it is to be compared with a replay from zero; null where it is not.</summary>
    public IReadOnlyList<ActorRow>? Actors { get; init; }

    /// <summary>
    /// Decisions that were made, recorded or not, where somebody noted them: with them a read of an attempt that was given up is
    /// told from a read of an attempt that was replaced.
    /// </summary>
    public IReadOnlyList<Attempt> Attempts { get; init; } = [];

    /// <summary>Callers whose every command is among the events: a turn of theirs that nobody sent is invented.</summary>
    public IReadOnlySet<string> WatchedCallers { get; init; } = new HashSet<string>();
}

/// <summary>A row of the journal.</summary>
/// <param name="Hash">SHA-256 over the previous row's hash followed by the body, as stored.</param>
/// <param name="Body">The turn as JSON, byte for byte.</param>
public sealed record TurnRow(long Position, string Id, string WriteId, ReadOnlyMemory<byte> Hash, ReadOnlyMemory<byte> Body)
{
    /// <summary>Each written actor's previous position as the store keeps it beside the turn; null where it is not to be compared.</summary>
    public IReadOnlyDictionary<string, long>? Links { get; init; }
}

/// <summary>A row of the store's table of actors.</summary>
public sealed record ActorRow(string Actor, string Version, long Position);

/// <summary>A decision under a turn's id and the write id it would have had.</summary>
public sealed record Attempt(string TurnId, string WriteId);

/// <summary>Something a client did or heard.</summary>
/// <param name="Instant">On one clock for all clients that never runs back, in nanoseconds.</param>
/// <param name="Sending">Unique for each sending; the same command sent twice is two sendings of one turn id.</param>
public abstract record ClientEvent(long Instant, string Sending, string TurnId)
{
    /// <summary>Noted before the first byte left.</summary>
    /// <param name="Payload">The client's own mark of what it asks: equal exactly when the commands are equal.</param>
    public sealed record Sent(long Instant, string Sending, string TurnId, string Payload) : ClientEvent(Instant, Sending, TurnId);

    /// <summary>The plant ruled.</summary>
    public sealed record Ruled(long Instant, string Sending, string TurnId, long Position, bool Granted, bool Repeated) : ClientEvent(Instant, Sending, TurnId);

    /// <summary>The server said that there is no ruling: nothing of this sending is recorded, and nothing will be.</summary>
    public sealed record Denied(long Instant, string Sending, string TurnId, string Why) : ClientEvent(Instant, Sending, TurnId);

    /// <summary>The server said that the id was used before for another command.</summary>
    public sealed record UsedForAnother(long Instant, string Sending, string TurnId) : ClientEvent(Instant, Sending, TurnId);

    /// <summary>No answer came: the command is in doubt.</summary>
    public sealed record Lost(long Instant, string Sending, string TurnId, string Why) : ClientEvent(Instant, Sending, TurnId);
}
