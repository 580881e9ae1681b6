using System.Collections.Immutable;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Transfers;

/// <summary>Where a transfer stands.</summary>
public enum TransferStatus
{
    /// <summary>Nobody has started it.</summary>
    Unknown,
    Started,
    Arrived,

    /// <summary>Arrived after its time limit; what it carried is held (GMP-9.10b).</summary>
    Late,
}

/// <summary>The memory of one internal transfer (转运): containers of one batch, from one room or store to another.</summary>
public sealed record Transfer(string Id) : IActor<Transfer>
{
    public static ActorKind Kind => ActorKind.Transfer;

    public TransferStatus Status { get; init; }

    /// <summary>The batch whose containers it carries; empty for donor material that is not bound yet.</summary>
    public string Batch { get; init; } = "";

    public ImmutableArray<string> Containers { get; init; } = [];

    public string From { get; init; } = "";

    public Location To { get; init; } = Location.Nowhere;

    public string StartedBy { get; init; } = "";

    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The latest instant of arrival (clock 16).</summary>
    public DateTimeOffset? Due { get; init; }

    public DateTimeOffset? ArrivedAt { get; init; }

    public IEnumerable<Clock> Clocks => Status == TransferStatus.Started && Due is { } due ? [new Clock("transfer", due)] : [];

    public static Transfer Nothing(string key) => new(key);

    public Transfer Evolve(Fact fact) => fact switch
    {
        TransferFact.Started started => this with
        {
            Status = TransferStatus.Started,
            Batch = started.Batch,
            Containers = started.Containers,
            From = started.From,
            To = started.To,
            StartedBy = started.By,
            StartedAt = started.At,
            Due = started.Due,
        },
        TransferFact.Arrived arrived => this with { Status = arrived.Late ? TransferStatus.Late : TransferStatus.Arrived, ArrivedAt = arrived.At },
        _ => throw new ArgumentException($"{fact.GetType()} is no fact of a transfer"),
    };
}

/// <summary>What the journal keeps about one transfer.</summary>
public abstract record TransferFact : Fact
{
    /// <param name="SafeStateOf">The step whose declared safe state the cells are brought to, or null for an ordinary transfer.</param>
    [FactName("transfer.started.v1")]
    public sealed record Started(string Batch, ImmutableArray<string> Containers, string From, Location To, string? SafeStateOf, string By, DateTimeOffset At, DateTimeOffset Due) : TransferFact;

    [FactName("transfer.arrived.v1")]
    public sealed record Arrived(string By, bool Late, DateTimeOffset At) : TransferFact;
}
