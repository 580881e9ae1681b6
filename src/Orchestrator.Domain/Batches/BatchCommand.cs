using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Batches;

/// <summary>What can be asked of one batch.</summary>
public abstract record BatchCommand(string Batch) : Command
{
    [CommandName("manufacturing.create-batch.v1")]
    public sealed record Create(string Batch, string Product, string Recipe, string RecipeVersion, string ChainOfIdentity, string DonorCode, BatchPurpose Purpose) : BatchCommand(Batch);

    /// <summary>Starts a step: the widest cast of all. Every input container is scanned for this start (GMP-9.7.3a).</summary>
    [CommandName("manufacturing.start-step.v1")]
    public sealed record StartStep(string Batch, string Step, StepPlace Place, ImmutableArray<AssignedOperator> Operators, string? Verifier, ImmutableArray<Scan> Scans) : BatchCommand(Batch);

    /// <summary>Records an in-process check; out of range holds the batch, and is recorded all the same.</summary>
    [CommandName("manufacturing.record-check.v1")]
    public sealed record RecordCheck(string Batch, string Step, string Check, decimal Value, string Unit, string RecordedBy, string? Instrument) : BatchCommand(Batch);

    [CommandName("manufacturing.complete-step.v1")]
    public sealed record CompleteStep(string Batch, string Step, string CompletedBy, string Terminal) : BatchCommand(Batch);
}

/// <summary>Where a step runs and on what.</summary>
/// <param name="Terminal">The terminal the command was given at; it must belong to the room (不得跨越房间操作, GMP-9.5.3e).</param>
public sealed record StepPlace(
    string Room, string? Line, string? Isolator, string? Cabinet, string? ClosedSystem, string? Incubator, string? Compartment, string? Position, ImmutableArray<string> Equipment, string Terminal);

/// <summary>One reading of a code on a container, made for one step: what was read, by whom, when.</summary>
/// <param name="Input">The recipe's name of the input the container is for.</param>
/// <param name="Container">The container that is meant.</param>
/// <param name="Code">What the scanner read.</param>
public sealed record Scan(string Input, string Container, string Code, string By, DateTimeOffset At);
