using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Batches;

/// <summary>Where a batch stands; holds lie across it.</summary>
public enum BatchStatus
{
    /// <summary>Nobody has created it.</summary>
    Unknown,
    Created,
    InProcess,
    Harvested,

    /// <summary>Given up before its first step.</summary>
    Cancelled,

    /// <summary>Ended before harvest; its material awaits disposition.</summary>
    Terminated,

    /// <summary>Every container was destroyed.</summary>
    Discarded,
}

public enum BatchPurpose
{
    Commercial,
    Clinical,
    Validation,
}

/// <summary>The memory of one batch (批): one patient's product, bound to one recipe version for its life (GMP-9.1a).</summary>
public sealed record Batch(string Id) : IActor<Batch>
{
    public static ActorKind Kind => ActorKind.Batch;

    public BatchStatus Status { get; init; }

    public string Product { get; init; } = "";

    /// <summary>Key of the bound recipe version, <c>id@version</c>.</summary>
    public string Recipe { get; init; } = "";

    /// <summary>Chain-of-identity identifier of the therapy order.</summary>
    public string ChainOfIdentity { get; init; } = "";

    public string DonorCode { get; init; } = "";

    public BatchPurpose Purpose { get; init; }

    /// <summary>Donor material bound to the batch; empty until bound.</summary>
    public string DonorMaterial { get; init; } = "";

    public PathogenStatus Pathogen { get; init; } = PathogenStatus.Unknown;

    public ImmutableSortedSet<string> Agents { get; init; } = [];

    /// <summary>The newest execution of each step, by step.</summary>
    public ImmutableSortedDictionary<string, StepExecution> Steps { get; init; } = ImmutableSortedDictionary<string, StepExecution>.Empty;

    /// <summary>The executions that a repetition took the place of, in order: what becomes known late reaches them too.</summary>
    public ImmutableArray<StepExecution> EarlierSteps { get; init; } = [];

    /// <summary>Live containers of the batch.</summary>
    public ImmutableSortedSet<string> Containers { get; init; } = [];

    public ImmutableSortedDictionary<string, Hold> Holds { get; init; } = ImmutableSortedDictionary<string, Hold>.Empty;

    /// <summary>The hold clocks that run (GEN-4.3b), by the step that ended, was broken off or is paused: what came of it waits.</summary>
    public ImmutableSortedDictionary<string, RunningHold> HoldClocks { get; init; } = ImmutableSortedDictionary<string, RunningHold>.Empty;

    public DateTimeOffset? CreatedAt { get; init; }

    public IEnumerable<StepExecution> RunningSteps => Steps.Values.Where(step => step.Status is StepStatus.Running or StepStatus.Held);

    /// <summary>Every execution of every step.</summary>
    public IEnumerable<StepExecution> Executions => EarlierSteps.Concat(Steps.Values);

    public bool IsLive => Status is BatchStatus.Created or BatchStatus.InProcess;

    public IEnumerable<Clock> Clocks
    {
        get
        {
            foreach (var step in RunningSteps)
                if (step.MustEndBy is { } end)
                    yield return new Clock($"step-maximum/{step.Step}/{step.Attempt}", end);
            foreach (var hold in IsLive ? HoldClocks.Values : [])
                yield return new Clock($"hold/{hold.AfterStep}", hold.Due);
        }
    }

    public static Batch Nothing(string key) => new(key);

    public Batch Evolve(Fact fact) => fact switch
    {
        BatchFact.Created created => this with
        {
            Status = BatchStatus.Created,
            Product = created.Product,
            Recipe = created.Recipe,
            ChainOfIdentity = created.ChainOfIdentity,
            DonorCode = created.DonorCode,
            Purpose = created.Purpose,
            CreatedAt = created.At,
        },
        BatchFact.DonorMaterialBound bound => this with
        {
            DonorMaterial = bound.DonorMaterial,
            Pathogen = bound.Pathogen,
            Agents = [.. bound.Agents],
        },
        BatchFact.PathogenStatusChanged changed => this with { Pathogen = changed.Pathogen, Agents = [.. changed.Agents] },
        BatchFact.StepStarted started => this with
        {
            Status = BatchStatus.InProcess,
            EarlierSteps = Steps.TryGetValue(started.Execution.Step, out var before) ? EarlierSteps.Add(before) : EarlierSteps,
            Steps = Steps.SetItem(started.Execution.Step, started.Execution),
        },
        BatchFact.StepBecameOpen open => Steps[open.Step].Attempt == open.Attempt
            ? this with { Steps = Steps.SetItem(open.Step, Steps[open.Step] with { Exposure = Exposure.Open }) }
            : this with { EarlierSteps = [.. EarlierSteps.Select(step => step.Step == open.Step && step.Attempt == open.Attempt ? step with { Exposure = Exposure.Open } : step)] },
        BatchFact.StepChanged changed => this with { Steps = Steps.SetItem(changed.Step, Steps[changed.Step].After(changed)) },
        BatchFact.CheckRecorded check => this with { Steps = Steps.SetItem(check.Step, Steps[check.Step].With(check)) },
        BatchFact.StepMaterialCharged charged => this with { Steps = Steps.SetItem(charged.Step, Steps[charged.Step].With(charged)) },
        BatchFact.StepHandedOver handed => this with { Steps = Steps.SetItem(handed.Step, Steps[handed.Step].With(handed)) },
        BatchFact.StepActedOn acted => this with { Steps = Steps.SetItem(acted.Step, Steps[acted.Step].With(acted)) },
        BatchFact.HoldClockStarted clock => this with { HoldClocks = HoldClocks.SetItem(clock.Clock.AfterStep, clock.Clock) },
        BatchFact.HoldClockStopped stopped => this with { HoldClocks = HoldClocks.Remove(stopped.AfterStep) },
        BatchFact.EntryCorrected => this,
        BatchFact.ContainerAdded added => this with { Containers = Containers.Add(added.Container) },
        BatchFact.ContainerRemoved removed => this with { Containers = Containers.Remove(removed.Container) },
        BatchFact.HoldPlaced held => this with { Holds = Holds.SetItem(held.Hold.Id, held.Hold) },
        // Quality has looked at what the wait did to the cells: the clock that ran out is settled with its hold.
        BatchFact.HoldLifted lifted => this with { Holds = Holds.Remove(lifted.Hold), HoldClocks = HoldClocks.RemoveRange(HoldClocks.Values.Where(clock => clock.HoldId == lifted.Hold).Select(clock => clock.AfterStep)) },
        BatchFact.Harvested => this with { Status = BatchStatus.Harvested, HoldClocks = HoldClocks.Clear() },
        BatchFact.Cancelled => this with { Status = BatchStatus.Cancelled, HoldClocks = HoldClocks.Clear() },
        BatchFact.Terminated => this with { Status = BatchStatus.Terminated, HoldClocks = HoldClocks.Clear() },
        BatchFact.Discarded => this with { Status = BatchStatus.Discarded, HoldClocks = HoldClocks.Clear() },
        _ => throw new ArgumentException($"{fact.GetType()} is no fact of a batch"),
    };
}

/// <summary>A hold between steps that is running: cells wait under a validated condition for at most this long.</summary>
public sealed record RunningHold(string AfterStep, DateTimeOffset Since, DateTimeOffset Due, string Condition)
{
    /// <summary>The hold that lies on the batch once this clock has run out.</summary>
    public string HoldId => $"time-limit/after-{AfterStep}";
}
