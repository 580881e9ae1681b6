namespace Orchestrator.Domain.Kernel;

/// <summary>Why something is held; the kind decides who may lift it and how.</summary>
public enum HoldKind
{
    /// <summary>Codes did not match: lifted by quality reconciliation, two people, with reason (GMP-4.1.6).</summary>
    Identity,

    /// <summary>A closed system was opened or leaked: lifted by a closed risk assessment with quality's decision (GMP-9.5.7a).</summary>
    Breach,

    /// <summary>A time limit ran out (GMP-4.2.3b, GEN-4.3b).</summary>
    TimeLimit,

    /// <summary>A value lies outside its approved range, or is missing (GMP-4.1.2b).</summary>
    OutOfRange,

    /// <summary>A measure that the grant rested on was lost (GMP-9.5.0, S-46).</summary>
    MeasureLost,

    /// <summary>The live signal was lost; lifts itself when buffered readings close the gap within limits (readings).</summary>
    SignalLost,

    /// <summary>Something earlier that it relied on turned out wrong (requirements 0.7.8).</summary>
    LateKnowledge,

    /// <summary>Reported after the fact, and the law would have refused it.</summary>
    Deviation,

    /// <summary>Contamination is suspected or confirmed (GMP-4.1.5, GMP-9.6d).</summary>
    Contamination,

    /// <summary>Placed by hand.</summary>
    Manual,
}

/// <summary>A sticky stop: it survives restarts and is lifted only by the command its kind names.</summary>
/// <param name="Id">Unique for the actor it lies on; made of the kind and what caused it, so the same cause never holds twice.</param>
/// <param name="Rule">The requirement that demands it.</param>
/// <param name="Reason">What happened, in the words of the report or the names of what was seen.</param>
public sealed record Hold(string Id, HoldKind Kind, string Rule, string Reason, DateTimeOffset Since)
{
    /// <summary>The hold under an id that is free beside those that lie already; null where the same was told before.</summary>
    public Hold? Beside(IReadOnlyDictionary<string, Hold> lying)
    {
        for (var (id, number) = (Id, 2); ; id = $"{Id}#{number++}")
        {
            if (!lying.TryGetValue(id, out var known))
                return this with { Id = id };
            if (known.Kind == Kind && known.Reason == Reason)
                return null;
        }
    }
}
