using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Batches;

/// <summary>
/// Everything one step start is about, looked up once, for the rules of every concept it touches. Each concept answers in
/// <c>…Rules.ForStepStart(desk, start)</c> with all its refusals, and writes its own facts in <c>…Rules.OnStepStart</c>.
/// </summary>
public sealed record StepStart(BatchCommand.StartStep Command, Site Site, Batch Batch, RecipeDocument Recipe, StepDefinition Step, RoomDefinition Room, AreaDefinition Area)
{
    public StepPlace Place => Command.Place;

    /// <summary>The exposure as it counts for the law: a system that is not validated, not closed or breached makes the step open (S-06).</summary>
    public required Exposure Effective { get; init; }

    /// <summary>Recorded once the start is granted, also for the rules that write on it.</summary>
    public string Key => RunningStep.KeyOf(Batch.Id, Step.Id);
}

/// <summary>A step that ends: what every concept it touched needs to let go of it in <c>…Rules.OnStepEnd</c>.</summary>
/// <param name="Completed">False when it was aborted.</param>
public sealed record StepEnd(Site Site, Batch Batch, StepDefinition Step, StepExecution Execution, bool Completed, DateTimeOffset At);
