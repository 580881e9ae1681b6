using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Sensors;

namespace Orchestrator.Domain.Equipment;

/// <summary>Where a piece of equipment stands.</summary>
public enum EquipmentStatus
{
    Available,
    InUse,

    /// <summary>A batch was worked with on it and it was not cleaned since.</summary>
    ToBeCleaned,

    /// <summary>Out of service.</summary>
    Down,
}

/// <summary>The memory of one piece of equipment: a centrifuge, a pump, a freezer.</summary>
public sealed record Equipment(string Id) : IActor<Equipment>
{
    public static ActorKind Kind => ActorKind.Equipment;

    /// <summary>The batch it was last used for, until it is cleaned.</summary>
    public string? Batch { get; init; }

    public string? Step { get; init; }

    /// <summary>Why it is out of service; null while it is in service.</summary>
    public string? DownFor { get; init; }

    /// <summary>The last recorded calibration; the plant file's date counts beside it.</summary>
    public Calibration? Calibration { get; init; }

    public DateTimeOffset? IntegrityPassedAt { get; init; }

    public DateTimeOffset? IntegrityFailedAt { get; init; }

    public DateTimeOffset? RepairedAt { get; init; }

    /// <summary>Used for pathogen-positive material and not inactivated since (GMP-9.5.1b).</summary>
    public string? PositiveUse { get; init; }

    public DateTimeOffset? InactivatedAt { get; init; }

    /// <summary>The batches it was used for since the last inactivation, with when the last use of each began.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> SinceInactivation { get; init; } = ImmutableSortedDictionary<string, DateTimeOffset>.Empty;

    /// <summary>The batches worked on since the integrity check last passed (GMP-6.3d).</summary>
    public ImmutableSortedSet<string> SincePass { get; init; } = [];

    public EquipmentStatus Status =>
        DownFor is not null ? EquipmentStatus.Down
        : Step is not null ? EquipmentStatus.InUse
        : Batch is not null ? EquipmentStatus.ToBeCleaned
        : EquipmentStatus.Available;

    public static Equipment Nothing(string key) => new(key);

    public Equipment Evolve(Fact fact) => fact switch
    {
        EquipmentFact.StepStarted started => this with
        {
            Batch = started.Batch,
            Step = started.Step,
            PositiveUse = started.Positive ? started.Batch : PositiveUse,
            SincePass = SincePass.Add(started.Batch),
            SinceInactivation = SinceInactivation.SetItem(started.Batch, started.At),
        },
        EquipmentFact.StepEnded => this with { Step = null },
        EquipmentFact.Cleaned => this with { Batch = null },
        EquipmentFact.FoundUsedForPositive found => this with { PositiveUse = found.Batch },
        EquipmentFact.Inactivated inactivated => this with { PositiveUse = null, InactivatedAt = inactivated.At, SinceInactivation = SinceInactivation.Clear() },
        EquipmentFact.Calibrated calibrated => this with { Calibration = calibrated.Calibration },
        EquipmentFact.IntegrityChecked { Passed: true } check => this with { IntegrityPassedAt = check.At, IntegrityFailedAt = null, SincePass = Step is not null && Batch is { } inside ? [inside] : [] },
        EquipmentFact.IntegrityChecked check => this with { IntegrityFailedAt = check.At },
        EquipmentFact.Repaired repaired => this with { RepairedAt = repaired.At },
        EquipmentFact.TakenOutOfService down => this with { DownFor = down.Reason },
        EquipmentFact.ReturnedToService => this with { DownFor = null },
        _ => throw new ArgumentException($"{fact.GetType()} is no fact of equipment"),
    };
}
