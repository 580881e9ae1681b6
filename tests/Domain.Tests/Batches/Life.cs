using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Tests.Batches;

/// <summary>One batch of the small plant on its way, for the rules that its own memory and its recipe decide.</summary>
internal sealed class Life
{
    public const string Id = "B-1";

    public Life(RecipeDocument? recipe = null) => World = World.Of(SmallPlant.Document, recipe ?? SmallRecipe.Document);

    public World World { get; }

    public Batch Batch => World.State<Batch>(Id);

    public static BatchCommand.Create Create { get; } = new(Id, "CART-19", "CART", "1", "COI-1", "DONOR-1", BatchPurpose.Commercial);

    /// <summary>Created and bound to screened material; nothing has run.</summary>
    public Life Created()
    {
        World.Must(Create);
        return Told(new BatchFact.DonorMaterialBound("DM-1", PathogenStatus.NegativeScreened, []));
    }

    public Life Told(BatchFact fact)
    {
        World.Given<Batch>(Id, fact);
        return this;
    }

    /// <summary>The step runs from now on, where who may start it is not the question.</summary>
    public Life Runs(string step)
    {
        var definition = SmallRecipe.StepOf(step);
        foreach (var waited in Batch.HoldClocks.Keys.Where(waited => waited == step || definition.After.Contains(waited)))
            Told(new BatchFact.HoldClockStopped(waited));
        return Told(new BatchFact.StepStarted(new StepExecution
        {
            Step = step,
            Attempt = 1,
            Status = StepStatus.Running,
            Area = "AREA-G",
            Room = "R-101",
            Class = definition.Class,
            Exposure = definition.Exposure,
            StartedAt = World.Now,
            EarliestEnd = World.Now + definition.DurationMin,
            MustEndBy = World.Now + definition.DurationMax,
        }));
    }

    /// <summary>The step has run and its hold time runs since.</summary>
    public Life Completed(string step) =>
        (Batch.Steps.ContainsKey(step) ? this : Runs(step))
            .Told(new BatchFact.StepChanged(step, StepStatus.Complete, World.Now))
            .Told(new BatchFact.HoldClockStarted(Running.HoldAfter(SmallRecipe.StepOf(step), World.Now)));

    public Life After(TimeSpan span)
    {
        World.After(span);
        return this;
    }

    /// <summary>The rules by which the batch and its recipe refuse a start of this step now.</summary>
    public string[] Start(string step, int attempt = 1, string terminal = "T-101", string? line = "L-1") =>
        World.Rules(World.Play(desk => desk.Check(BatchRules.ForStepStart(desk, StartOf(step, terminal, line), attempt))));

    public StepStart StartOf(string step, string terminal = "T-101", string? line = "L-1")
    {
        var site = World.State<Plant>("plant").Site!;
        var recipe = World.State<Recipe>(SmallRecipe.Key);
        var place = new StepPlace("R-101", line, null, "BSC-1", "PROC-1", null, null, null, [], terminal);
        return new StepStart(
            new BatchCommand.StartStep(Id, step, place, [], null, []), site, Batch, recipe.Document!, recipe.Step(step)!, site.Room("R-101")!, site.Area("AREA-G")!)
        {
            Effective = recipe.Step(step)!.Exposure,
        };
    }
}
