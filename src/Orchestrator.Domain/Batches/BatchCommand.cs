using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Batches;

/// <summary>What can be asked of, or reported about, one batch.</summary>
public abstract record BatchCommand(string Batch) : Command
{
    /// <summary>Creates the batch from an approved recipe version, for one therapy order (GMP-2, GMP-9.3.0).</summary>
    [CommandName("manufacturing.create-batch.v1")]
    public sealed record Create(string Batch, string Product, string Recipe, string RecipeVersion, string ChainOfIdentity, string DonorCode, BatchPurpose Purpose) : BatchCommand(Batch);

    /// <summary>Starts a step: the widest cast of all. Every input container is scanned for this start (GMP-9.7.3a).</summary>
    [CommandName("manufacturing.start-step.v1")]
    public sealed record StartStep(string Batch, string Step, StepPlace Place, ImmutableArray<AssignedOperator> Operators, string? Verifier, ImmutableArray<Scan> Scans) : BatchCommand(Batch);

    /// <summary>Starts a step again that ended, as often as the recipe declares.</summary>
    [CommandName("manufacturing.repeat-step.v1")]
    public sealed record RepeatStep(string Batch, string Step, string Reason, StepPlace Place, ImmutableArray<AssignedOperator> Operators, string? Verifier, ImmutableArray<Scan> Scans) : BatchCommand(Batch);

    /// <summary>Records an in-process check; a value out of range is recorded all the same and holds the batch (GMP-4.1.2b).</summary>
    [CommandName("manufacturing.record-check.v1")]
    public sealed record RecordCheck(string Batch, string Step, string Check, decimal Value, string Unit, string RecordedBy, string? Instrument) : BatchCommand(Batch);

    /// <summary>Brings a running step to its safe point; the hold clock runs from now on (GEN-4.3b).</summary>
    [CommandName("manufacturing.pause-step.v1")]
    public sealed record PauseStep(string Batch, string Step, string Reason, string By) : BatchCommand(Batch), IAlarm;

    /// <summary>Goes on with a paused step; checked like a start.</summary>
    [CommandName("manufacturing.resume-step.v1")]
    public sealed record ResumeStep(string Batch, string Step, string By) : BatchCommand(Batch);

    /// <summary>Ends a step that ran its course.</summary>
    [CommandName("manufacturing.complete-step.v1")]
    public sealed record CompleteStep(string Batch, string Step, string CompletedBy, string Terminal) : BatchCommand(Batch);

    /// <summary>Reports that a step was broken off and what became of the cells: recorded, never refused.</summary>
    [CommandName("manufacturing.abort-step.v1")]
    public sealed record AbortStep(string Batch, string Step, string Reason, Disposition Disposition, string By) : BatchCommand(Batch), IReport, IAlarm;

    /// <summary>Gives the batch up before its first step.</summary>
    [CommandName("manufacturing.cancel-batch.v1")]
    public sealed record Cancel(string Batch, string Reason) : BatchCommand(Batch);

    /// <summary>Ends manufacture before harvest; quality decides (GMP-5.1a).</summary>
    [CommandName("manufacturing.terminate-batch.v1")]
    public sealed record Terminate(string Batch, string Reason, Disposition Disposition) : BatchCommand(Batch);

    /// <summary>Destroys what is left of a terminated batch; two people (identity check 34).</summary>
    [CommandName("manufacturing.discard-batch.v1")]
    public sealed record Discard(string Batch, string Reason, string FirstBy, string SecondBy) : BatchCommand(Batch);

    /// <summary>Stops the batch by hand.</summary>
    [CommandName("manufacturing.place-hold.v1")]
    public sealed record PlaceHold(string Batch, string Hold, string Reason) : BatchCommand(Batch), IReport, IAlarm;

    /// <summary>Lifts a hold that quality may lift; identity, breach and signal holds have their own ways.</summary>
    [CommandName("manufacturing.lift-hold.v1")]
    public sealed record LiftHold(string Batch, string Hold, string Reason, string FirstBy, string SecondBy) : BatchCommand(Batch);

    /// <summary>Corrects a wrong entry: the old value stays visible, and what relied on it is evaluated again (readings: corrections).</summary>
    [CommandName("manufacturing.correct-check.v1")]
    public sealed record CorrectCheck(string Batch, string Step, string Check, decimal Value, string Unit, string Reason, string FirstBy, string SecondBy) : BatchCommand(Batch);
}

/// <summary>What becomes of cells whose step or batch did not end as planned.</summary>
public enum Disposition
{
    /// <summary>Kept in the step's declared safe state until quality decides.</summary>
    SafeState,

    /// <summary>Kept as retained material of a terminated batch.</summary>
    Retain,

    /// <summary>To be destroyed.</summary>
    Destroy,
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
