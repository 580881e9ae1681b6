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

    /// <summary>A step has run in the mounted kit: cells are in it until it is taken off.</summary>
    public bool CarriesCells { get; init; }

    /// <summary>Every kit that was mounted here, in order: it is used once (GMP-9.9), and what becomes known late finds whose it was.</summary>
    public ImmutableArray<Mounting> Mountings { get; init; } = [];

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

    /// <summary>The breaches that quality has not decided on, by id.</summary>
    public ImmutableSortedDictionary<string, Breach> Breaches { get; init; } = ImmutableSortedDictionary<string, Breach>.Empty;

    public bool IsBreached => !Breaches.IsEmpty;

    public IEnumerable<Clock> Clocks =>
        from breach in Breaches.Values
        where breach is { MeasureBy: not null, Measure: null, Overdue: false }
        select new Clock($"breach-measure/{breach.Id}", breach.MeasureBy!.Value);

    public static ClosedSystem Nothing(string key) => new(key);

    /// <summary>Whose kit was mounted at some time since <paramref name="since"/>: what opened then may have opened under each of them.</summary>
    public IEnumerable<string> BatchesSince(DateTimeOffset since) =>
        Mountings.Where(mounting => !(mounting.TakenOffAt < since)).Select(mounting => mounting.Batch).Distinct();

    public ClosedSystem Evolve(Fact fact) => fact switch
    {
        ClosedSystemFact.KitMounted mounted => this with { Status = ClosedSystemStatus.Installed, Batch = mounted.Batch, Kit = mounted.Kit, Mountings = Mountings.Add(new Mounting(mounted.Batch, mounted.Kit, mounted.At, null)), Opening = null },
        ClosedSystemFact.ClosureVerified { Passed: true } => this with { Status = ClosedSystemStatus.ClosedVerified },
        ClosedSystemFact.ClosureVerified => this with { Status = ClosedSystemStatus.Installed },
        ClosedSystemFact.IntegrityChecked { Passed: true } check => this with { IntegrityPassedAt = check.At, IntegrityFailedAt = null, SincePass = Step is not null && Batch is { } inside ? [inside] : [] },
        ClosedSystemFact.IntegrityChecked check => this with { IntegrityFailedAt = check.At },
        ClosedSystemFact.Repaired repaired => this with { RepairedAt = repaired.At },
        ClosedSystemFact.Connected => this,
        ClosedSystemFact.Opened opened => this with { Status = ClosedSystemStatus.Opened, Opening = opened.Opening },
        ClosedSystemFact.Reclosed => this with { Status = ClosedSystemStatus.Reclosed, Opening = null },
        ClosedSystemFact.StepStarted started => this with
        {
            Step = started.Step,
            CarriesCells = true,
            Status = Status is ClosedSystemStatus.ClosedVerified or ClosedSystemStatus.Reclosed ? ClosedSystemStatus.InUse : Status,
            SincePass = SincePass.Add(started.Batch),
        },
        ClosedSystemFact.StepEnded => this with { Step = null, Status = Status == ClosedSystemStatus.InUse ? ClosedSystemStatus.ClosedVerified : Status },
        ClosedSystemFact.Breached breached => this with { Status = ClosedSystemStatus.Breached, Breaches = Breaches.SetItem(breached.Breach.Id, breached.Breach), Opening = breached.Opening },
        ClosedSystemFact.EmergencyMeasureRecorded recorded => this with
        {
            Status = ClosedSystemStatus.Held,
            Breaches = Breaches.ToImmutableSortedDictionary(known => known.Key, known => known.Value with { Measure = known.Value.Measure ?? recorded.Measure }),
        },
        ClosedSystemFact.EmergencyMeasureOverdue overdue => this with { Breaches = Breaches.SetItem(overdue.Breach, Breaches[overdue.Breach] with { Overdue = true }) },
        ClosedSystemFact.BreachAssessed { Decision: BreachDecision.Continue } when Kit is not null => Assessed() with { Status = ClosedSystemStatus.Opened },
        ClosedSystemFact.BreachAssessed { Decision: BreachDecision.Continue } => Assessed() with { Status = ClosedSystemStatus.New, Opening = null },
        ClosedSystemFact.BreachAssessed assessed => Bare(ClosedSystemStatus.Discarded, assessed.At).Assessed(),
        ClosedSystemFact.KitUnmounted unmounted => Bare(ClosedSystemStatus.New, unmounted.At),
        ClosedSystemFact.Cleaned => this with { ToBeCleanedAfter = null },
        _ => throw new ArgumentException($"{fact.GetType()} is no fact of a closed system"),
    };

    private ClosedSystem Assessed() => this with { Breaches = Breaches.Clear() };

    private ClosedSystem Bare(ClosedSystemStatus status, DateTimeOffset at) => this with
    {
        Status = status,
        Kit = null,
        CarriesCells = false,
        Mountings = Kit is null ? Mountings : Mountings.SetItem(Mountings.Length - 1, Mountings[^1] with { TakenOffAt = at }),
        ToBeCleanedAfter = Batch ?? ToBeCleanedAfter,
        Batch = null,
        Opening = null,
    };
}

/// <summary>A kit on the system, and whose.</summary>
/// <param name="TakenOffAt">Null while it is mounted.</param>
public sealed record Mounting(string Batch, string Kit, DateTimeOffset At, DateTimeOffset? TakenOffAt);

/// <summary>An opening: when, and whether what surrounded it was sterile (grade A in B, GMP-13.7c).</summary>
public sealed record OpenedSystem(DateTimeOffset At, bool InSterileEnvironment, string Reason);

/// <summary>An unexpected opening or leak.</summary>
/// <param name="MeasureBy">When the emergency measure must be recorded (clock 21); null while the site sets no limit.</param>
/// <param name="Batches">The batches whose kit was mounted at some time since the opening; empty when none was.</param>
public sealed record Breach(string Id, string Detection, DateTimeOffset At, DateTimeOffset? MeasureBy, ImmutableSortedSet<string> Batches, string? Measure = null, bool Overdue = false);

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
