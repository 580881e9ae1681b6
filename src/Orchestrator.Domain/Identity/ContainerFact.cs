using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Identity;

/// <summary>What the journal keeps about one container.</summary>
public abstract record ContainerFact : Fact
{
    /// <summary>The container is known from now on; without contents it waits to be filled.</summary>
    [FactName("container.registered.v1")]
    public sealed record Registered(
        string Type,
        ContainerUse Use,
        string Batch,
        string ChainOfIdentity,
        string DonorCode,
        string DonorMaterial,
        ImmutableArray<string> Parents,
        Origination? MadeBy,
        PathogenStatus Pathogen,
        ImmutableArray<string> Agents,
        Contents? Contents,
        Location Location,
        DateTimeOffset At) : ContainerFact;

    [FactName("container.bound-to-batch.v1")]
    public sealed record BoundToBatch(string Batch) : ContainerFact;

    [FactName("container.filled.v1")]
    public sealed record Filled(Contents Contents, string By, DateTimeOffset At) : ContainerFact;

    [FactName("container.contents-changed.v1")]
    public sealed record ContentsChanged(Contents Contents, bool SealBroken, string Cause) : ContainerFact;

    [FactName("container.labelled.v1")]
    public sealed record Labelled(string Label) : ContainerFact;

    [FactName("container.label-removed.v1")]
    public sealed record LabelRemoved(string Label) : ContainerFact;

    [FactName("container.appearance-checked.v1")]
    public sealed record AppearanceChecked(Appearance Check) : ContainerFact;

    [FactName("container.seal-verified.v1")]
    public sealed record SealVerified(Seal Seal) : ContainerFact;

    /// <summary>A step has taken it in, on a scan made for that start; unattended culture leaves its seal as it is.</summary>
    [FactName("container.taken-into-step.v1")]
    public sealed record TakenIntoStep(string Step, Location Location, DateTimeOffset ScannedAt, bool SealBroken) : ContainerFact;

    /// <summary>The step has ended and the container goes on with what it holds.</summary>
    [FactName("container.let-go-by-step.v1")]
    public sealed record LetGoByStep(string Step) : ContainerFact;

    /// <summary>Put at a fixed position of a room or of an incubator.</summary>
    [FactName("container.parked.v1")]
    public sealed record Parked(Location Location, DateTimeOffset At) : ContainerFact;

    /// <summary>Taken from its fixed position and at hand in the room.</summary>
    [FactName("container.taken.v1")]
    public sealed record Taken(string Room, DateTimeOffset At) : ContainerFact;

    [FactName("container.transfer-started.v1")]
    public sealed record TransferStarted(string Transfer) : ContainerFact;

    [FactName("container.transfer-ended.v1")]
    public sealed record TransferEnded(string Transfer, Location Location, bool Stored) : ContainerFact;

    [FactName("container.inactivated.v1")]
    public sealed record Inactivated(string Cycle, string Room, string By, DateTimeOffset At) : ContainerFact;

    [FactName("container.pathogen-status-changed.v1")]
    public sealed record PathogenStatusChanged(PathogenStatus Pathogen, ImmutableArray<string> Agents, string Cause) : ContainerFact;

    /// <summary>A hold lies on this container and on everyone named with it; lifting it lifts it from all.</summary>
    [FactName("container.hold-placed.v1")]
    public sealed record HoldPlaced(Hold Hold, ImmutableArray<string> Containers, ImmutableArray<string> Batches) : ContainerFact;

    [FactName("container.hold-lifted.v1")]
    public sealed record HoldLifted(string Hold, string Reason, string Document, string FirstBy, string SecondBy) : ContainerFact;

    /// <summary>Its contents are used up, by a step, a split or a merge.</summary>
    [FactName("container.consumed.v1")]
    public sealed record Consumed(string Cause, DateTimeOffset At) : ContainerFact;

    [FactName("container.rejected.v1")]
    public sealed record Rejected(string Reason, DateTimeOffset At) : ContainerFact;

    [FactName("container.destroyed.v1")]
    public sealed record Destroyed(string Reason, string Procedure, string FirstBy, string SecondBy, DateTimeOffset At) : ContainerFact;
}
