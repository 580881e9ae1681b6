using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Batches;

/// <summary>What the journal keeps about one batch.</summary>
public abstract record BatchFact : Fact
{
    [FactName("batch.created.v1")]
    public sealed record Created(string Product, string Recipe, string ChainOfIdentity, string DonorCode, BatchPurpose Purpose, DateTimeOffset At) : BatchFact;

    [FactName("batch.donor-material-bound.v1")]
    public sealed record DonorMaterialBound(string DonorMaterial, PathogenStatus Pathogen, ImmutableArray<string> Agents) : BatchFact;

    [FactName("batch.pathogen-status-changed.v1")]
    public sealed record PathogenStatusChanged(PathogenStatus Pathogen, ImmutableArray<string> Agents, string Cause) : BatchFact;

    [FactName("batch.step-started.v1")]
    public sealed record StepStarted(StepExecution Execution) : BatchFact;

    /// <summary>A step was held, went on, was completed or aborted.</summary>
    [FactName("batch.step-changed.v1")]
    public sealed record StepChanged(string Step, StepStatus Status, DateTimeOffset At, string? Reason = null) : BatchFact;

    /// <summary>A step that runs, or has ended, counts as open: what it ran in was found open (S-47).</summary>
    [FactName("batch.step-became-open.v1")]
    public sealed record StepBecameOpen(string Step, int Attempt, DateTimeOffset At, string Reason) : BatchFact;

    /// <summary>Somebody who is not among its operators had a hand in the step.</summary>
    [FactName("batch.step-acted-on.v1")]
    public sealed record StepActedOn(string Step, string Person, DateTimeOffset At) : BatchFact;

    [FactName("batch.check-recorded.v1")]
    public sealed record CheckRecorded(string Step, RecordedCheck Check) : BatchFact;

    [FactName("batch.step-material-charged.v1")]
    public sealed record StepMaterialCharged(string Step, string Lot, string Input, string Container) : BatchFact;

    [FactName("batch.step-handed-over.v1")]
    public sealed record StepHandedOver(string Step, ImmutableArray<AssignedOperator> Operators, string? Shift, string Outgoing, string Incoming, string OpenPoints, DateTimeOffset At) : BatchFact;

    [FactName("batch.hold-clock-started.v1")]
    public sealed record HoldClockStarted(RunningHold Clock) : BatchFact;

    /// <summary>What waited goes on: the step itself, or one that follows it.</summary>
    [FactName("batch.hold-clock-stopped.v1")]
    public sealed record HoldClockStopped(string AfterStep) : BatchFact;

    /// <summary>A wrong entry was corrected by two people; both values stay visible.</summary>
    [FactName("batch.entry-corrected.v1")]
    public sealed record EntryCorrected(string Step, string Check, decimal Was, decimal Is, string Reason, string FirstBy, string SecondBy) : BatchFact;

    [FactName("batch.container-added.v1")]
    public sealed record ContainerAdded(string Container) : BatchFact;

    [FactName("batch.container-removed.v1")]
    public sealed record ContainerRemoved(string Container, string Why) : BatchFact;

    [FactName("batch.hold-placed.v1")]
    public sealed record HoldPlaced(Hold Hold) : BatchFact;

    [FactName("batch.hold-lifted.v1")]
    public sealed record HoldLifted(string Hold, string Reason, string FirstBy, string SecondBy) : BatchFact;

    [FactName("batch.harvested.v1")]
    public sealed record Harvested(DateTimeOffset At) : BatchFact;

    [FactName("batch.cancelled.v1")]
    public sealed record Cancelled(string Reason) : BatchFact;

    [FactName("batch.terminated.v1")]
    public sealed record Terminated(string Reason, string Disposition) : BatchFact;

    [FactName("batch.discarded.v1")]
    public sealed record Discarded(string Reason, string FirstBy, string SecondBy) : BatchFact;
}
