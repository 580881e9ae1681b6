using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Cabinets;

/// <summary>Where a biosafety cabinet stands.</summary>
public enum CabinetStatus
{
    /// <summary>Clean, and nobody's.</summary>
    Cleared,

    /// <summary>A step runs in it.</summary>
    Occupied,

    /// <summary>A batch has worked in it and it was not cleaned since.</summary>
    ToBeCleared,
}

/// <summary>The memory of one biosafety cabinet: one batch at a time, and cleaned before the next (GEN-4.1d, GEN-4.1e).</summary>
public sealed record Cabinet(string Id) : IActor<Cabinet>
{
    public static ActorKind Kind => ActorKind.Cabinet;

    /// <summary>The batch that has it, from its first step there until it is cleaned.</summary>
    public string? Batch { get; init; }

    public string? Step { get; init; }

    public DateTimeOffset? CleanedAt { get; init; }

    public CabinetStatus Status => Step is not null ? CabinetStatus.Occupied : Batch is not null ? CabinetStatus.ToBeCleared : CabinetStatus.Cleared;

    public static Cabinet Nothing(string key) => new(key);

    public Cabinet Evolve(Fact fact) => fact switch
    {
        CabinetFact.StepStarted started => this with { Batch = started.Batch, Step = started.Step },
        CabinetFact.StepEnded => this with { Step = null },
        CabinetFact.Cleared cleared => this with { Batch = null, CleanedAt = cleared.At },
        _ => throw new ArgumentException($"{fact.GetType()} is no fact of a cabinet"),
    };
}

/// <summary>What the journal keeps about one biosafety cabinet.</summary>
public abstract record CabinetFact : Fact
{
    [FactName("cabinet.step-started.v1")]
    public sealed record StepStarted(string Batch, string Step, DateTimeOffset At) : CabinetFact;

    [FactName("cabinet.step-ended.v1")]
    public sealed record StepEnded(string Batch, string Step, DateTimeOffset At) : CabinetFact;

    /// <summary>Cleaned and disinfected, and found clear of the batch by a second person.</summary>
    [FactName("cabinet.cleared.v1")]
    public sealed record Cleared(string Batch, string Agent, string Performer, string Verifier, DateTimeOffset At) : CabinetFact;
}
