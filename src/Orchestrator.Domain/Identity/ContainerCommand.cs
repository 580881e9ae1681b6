using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Identity;

/// <summary>What can be asked of one container.</summary>
public abstract record ContainerCommand(string Container) : Command
{
    /// <summary>Registers an empty container for an output that the running step declares; whose material it will hold follows from the step's inputs.</summary>
    [CommandName("manufacturing.register-container.v1")]
    public sealed record Register(string Container, string Batch, string Step, string Output, string By) : ContainerCommand(Container);

    /// <summary>Registers a container of waste that the running step has made, filled and still to be labelled and sealed.</summary>
    [CommandName("manufacturing.collect-waste.v1")]
    public sealed record CollectWaste(string Container, string Batch, string Step, string Type, Contents Contents, string By) : ContainerCommand(Container);

    [CommandName("manufacturing.fill-container.v1")]
    public sealed record Fill(string Container, Contents Contents, string By) : ContainerCommand(Container);

    /// <summary>Records how the container looks before use or after filling; a defect class rejects it (GMP-9.8c).</summary>
    [CommandName("manufacturing.record-appearance.v1")]
    public sealed record RecordAppearance(string Container, Inspection When, string? Defect, string Inspector) : ContainerCommand(Container);

    /// <summary>Closes the container; the second person has seen that it is closed.</summary>
    [CommandName("manufacturing.seal-container.v1")]
    public sealed record Close(string Container, string Method, string Performer, string Verifier) : ContainerCommand(Container);

    /// <summary>Divides the contents; the parts belong to the same batch and carry labels of their own before anything else is done with them.</summary>
    /// <param name="Rest">What stays behind; null when the container is empty now and consumed.</param>
    /// <param name="Method">How the contents leave it; what nobody says was done in the open.</param>
    [CommandName("manufacturing.split-container.v1")]
    public sealed record Split(string Container, string Code, ImmutableArray<Part> Parts, Contents? Rest, string By, SamplingMethod Method = SamplingMethod.Opened) : ContainerCommand(Container);

    /// <summary>Brings containers of one batch together in a new one (AMB-29).</summary>
    /// <param name="Method">How the contents leave each of them; what nobody says was done in the open.</param>
    [CommandName("manufacturing.merge-containers.v1")]
    public sealed record Merge(string Container, ImmutableArray<ScannedContainer> From, Contents Contents, string By, SamplingMethod Method = SamplingMethod.Opened) : ContainerCommand(Container);

    /// <summary>Takes a sample into a container of its own.</summary>
    [CommandName("manufacturing.take-sample.v1")]
    public sealed record TakeSample(string Container, string Code, Part Sample, SamplingMethod Method, Contents Rest, string By) : ContainerCommand(Container);

    /// <summary>Puts the container at a fixed position of the room it is in; both codes are scanned (GMP-9.5.4f, GMP-9.5.4g).</summary>
    [CommandName("manufacturing.park-container.v1")]
    public sealed record Park(string Container, string Code, string Position, string PositionCode, string By) : ContainerCommand(Container);

    /// <summary>Records the completed inactivation of waste where it lies (GMP-9.11a).</summary>
    /// <param name="Indicator">The indicator's reading as it was read; anything but <c>pass</c> is a failed cycle.</param>
    [CommandName("manufacturing.record-inactivation.v1")]
    public sealed record RecordInactivation(string Container, string Cycle, string Indicator, string By) : ContainerCommand(Container);

    [CommandName("manufacturing.discard-container.v1")]
    public sealed record Discard(string Container, string Reason, string Procedure, string First, string Second) : ContainerCommand(Container);

    /// <summary>Lifts an identity hold from everyone it lies on, after quality has reconciled the containers (readings).</summary>
    [CommandName("manufacturing.lift-identity-hold.v1")]
    public sealed record LiftIdentityHold(string Container, string Hold, string Reason, string Reconciliation, string First, string Second) : ContainerCommand(Container);

    /// <summary>Lifts a hold of another kind.</summary>
    [CommandName("manufacturing.lift-container-hold.v1")]
    public sealed record LiftHold(string Container, string Hold, string Reason, string Document, string First, string Second) : ContainerCommand(Container);
}

/// <summary>A container that a split, a merge or a sampling fills.</summary>
/// <param name="Container">Its new id.</param>
/// <param name="Type">The kind that recipes name.</param>
public sealed record Part(string Container, string Type, Contents Contents);

/// <summary>A container and the code that was read from it.</summary>
public sealed record ScannedContainer(string Container, string Code);

/// <summary>How a sample or a part leaves its container; a needle through the wall opens it for the segregation table (AMB-44).</summary>
public enum SamplingMethod
{
    /// <summary>Through a welded or needleless closed path.</summary>
    ClosedPath,

    /// <summary>With a needle through a port or the wall.</summary>
    Puncture,
    Opened,
}
