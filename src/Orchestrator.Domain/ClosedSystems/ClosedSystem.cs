using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.ClosedSystems;

/// <summary>Where a closed system stands with the kit that is mounted on it.</summary>
public enum ClosedSystemStatus
{
    /// <summary>No kit is mounted.</summary>
    New,

    /// <summary>A kit is mounted and nobody has shown that it is closed.</summary>
    Installed,

    /// <summary>The kit was checked and found closed; no step runs.</summary>
    ClosedVerified,

    /// <summary>A step runs in it, closed.</summary>
    InUse,

    /// <summary>Opened on purpose, or by a connection that does not keep it closed.</summary>
    Opened,

    /// <summary>Closed again as validated, and checked (GMP-13.7c, GMP-13.7d).</summary>
    Reclosed,

    /// <summary>Opened or leaking by accident; the emergency measure is not recorded yet (GMP-9.5.7a).</summary>
    Breached,

    /// <summary>The emergency measure is recorded and quality's decision is awaited.</summary>
    Held,

    /// <summary>The kit was discarded; a new one may be mounted.</summary>
    Discarded,
}

/// <summary>The memory of one closed cell processor, or another system that is closed by validation (004 十三(七)).</summary>
public sealed record ClosedSystem(string Id) : IActor<ClosedSystem>
{
    public static ActorKind Kind => ActorKind.ClosedSystem;

    public ClosedSystemStatus Status { get; init; }

    /// <summary>The batch whose kit is mounted, or null.</summary>
    public string? Batch { get; init; }

    /// <summary>The step that runs in it, or null.</summary>
    public string? Step { get; init; }

    /// <summary>Serial of the mounted kit, or null.</summary>
    public string? Kit { get; init; }

    /// <summary>Serials that were mounted here; a single-use kit is mounted once (GMP-9.9).</summary>
    public ImmutableSortedSet<string> UsedKits { get; init; } = [];

    /// <summary>The batch whose kit was taken off and after which nobody has cleaned, or null (GEN-4.1e).</summary>
    public string? ToBeCleanedAfter { get; init; }

    public DateTimeOffset? IntegrityPassedAt { get; init; }

    /// <summary>The last failed integrity check that no pass has answered, or null.</summary>
    public DateTimeOffset? IntegrityFailedAt { get; init; }

    public DateTimeOffset? RepairedAt { get; init; }

    /// <summary>The batches that were worked on since the integrity check last passed (GMP-6.3d).</summary>
    public ImmutableSortedSet<string> SincePass { get; init; } = [];

    /// <summary>Where and when it was opened, until it is closed again.</summary>
    public OpenedSystem? Opening { get; init; }

    /// <summary>A breach that quality has not decided on, or null.</summary>
    public Breach? Breach { get; init; }

    public IEnumerable<Clock> Clocks =>
        Breach is { MeasureBy: { } due, Measure: null, Overdue: false } breach ? [new Clock($"breach-measure/{breach.Id}", due)] : [];

    public static ClosedSystem Nothing(string key) => new(key);

    public ClosedSystem Evolve(Fact fact) => fact switch
    {
        ClosedSystemFact.KitMounted mounted => this with { Status = ClosedSystemStatus.Installed, Batch = mounted.Batch, Kit = mounted.Kit, UsedKits = UsedKits.Add(mounted.Kit), Opening = null },
        ClosedSystemFact.ClosureVerified { Passed: true } => this with { Status = ClosedSystemStatus.ClosedVerified },
        ClosedSystemFact.ClosureVerified => this,
        ClosedSystemFact.IntegrityChecked { Passed: true } check => this with { IntegrityPassedAt = check.At, IntegrityFailedAt = null, SincePass = Step is not null && Batch is { } inside ? [inside] : [] },
        ClosedSystemFact.IntegrityChecked check => this with { IntegrityFailedAt = check.At },
        ClosedSystemFact.Repaired repaired => this with { RepairedAt = repaired.At },
        ClosedSystemFact.Connected => this,
        ClosedSystemFact.Opened opened => this with { Status = ClosedSystemStatus.Opened, Opening = opened.Opening },
        ClosedSystemFact.Reclosed => this with { Status = ClosedSystemStatus.Reclosed, Opening = null },
        ClosedSystemFact.StepStarted started => this with
        {
            Step = started.Step,
            Status = Status is ClosedSystemStatus.ClosedVerified or ClosedSystemStatus.Reclosed ? ClosedSystemStatus.InUse : Status,
            SincePass = SincePass.Add(started.Batch),
        },
        ClosedSystemFact.StepEnded => this with { Step = null, Status = Status == ClosedSystemStatus.InUse ? ClosedSystemStatus.ClosedVerified : Status },
        ClosedSystemFact.Breached breached => this with { Status = ClosedSystemStatus.Breached, Breach = breached.Breach, Opening = breached.Opening },
        ClosedSystemFact.EmergencyMeasureRecorded measure => this with { Status = ClosedSystemStatus.Held, Breach = Breach! with { Measure = measure.Measure } },
        ClosedSystemFact.EmergencyMeasureOverdue => this with { Breach = Breach! with { Overdue = true } },
        ClosedSystemFact.BreachAssessed { Decision: BreachDecision.Continue } => this with { Status = ClosedSystemStatus.Opened, Breach = null },
        ClosedSystemFact.BreachAssessed => Bare(ClosedSystemStatus.Discarded) with { Breach = null },
        ClosedSystemFact.KitUnmounted => Bare(ClosedSystemStatus.New),
        ClosedSystemFact.Cleaned => this with { ToBeCleanedAfter = null },
        _ => throw new ArgumentException($"{fact.GetType()} is no fact of a closed system"),
    };

    private ClosedSystem Bare(ClosedSystemStatus status) =>
        this with { Status = status, Kit = null, ToBeCleanedAfter = Batch ?? ToBeCleanedAfter, Batch = null, Opening = null };
}

/// <summary>An opening: when, and whether what surrounded it was sterile (grade A in B, GMP-13.7c).</summary>
public sealed record OpenedSystem(DateTimeOffset At, bool InSterileEnvironment, string Reason);

/// <summary>An unexpected opening or leak.</summary>
/// <param name="MeasureBy">When the emergency measure must be recorded (clock 21); null while the site sets no limit.</param>
/// <param name="Batch">The batch that was in the system; null when none was.</param>
public sealed record Breach(string Id, string Detection, DateTimeOffset At, DateTimeOffset? MeasureBy, string? Batch, string? Step, string? Measure = null, bool Overdue = false);

/// <summary>Quality's decision on a breach.</summary>
public enum BreachDecision
{
    /// <summary>The batch goes on; the system counts as open until it is closed again as validated.</summary>
    Continue,

    /// <summary>The kit is discarded and the batch's material awaits disposition.</summary>
    Discard,
}

/// <summary>How something is brought into a closed system (GMP-13.7b).</summary>
public enum ConnectionType
{
    SterileConnector,
    SterileWeld,
    ClosedTransfer,

    /// <summary>A spike, a luer, a syringe: anything that exposes.</summary>
    Exposing,
}
