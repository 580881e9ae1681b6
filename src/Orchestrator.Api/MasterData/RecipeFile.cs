using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Api.MasterData;

/// <summary>The master-recipe file: text that a process engineer reviews, read into the document the law understands.</summary>
public static class RecipeFile
{
    private const string Format = "orchestrator-recipe/1";

    /// <summary>Reads and checks a recipe; against a plant too when one is given. Never throws at what is in the text.</summary>
    public static FileReading<RecipeDocument> Read(string fileName, string text, PlantDocument? plant = null) =>
        FileText.Read(fileName, text, Recipe, recipe => RecipeCheck.Of(recipe, plant));

    /// <summary>The file's shape as JSON Schema.</summary>
    public static string Schema() => EntrySchema.Of("recipe", "Orchestrator master recipe", entry => Recipe(entry));

    private static RecipeDocument Recipe(Entry e)
    {
        e.Format(Format);
        return new RecipeDocument
        {
            Id = e.Id("id", "The recipe."),
            Version = e.Text("version", "Its version; a batch keeps the version it began with."),
            Product = e.Id("product", "The product it makes, as the plant file names it."),
            Name = e.Text("name", "Name for people."),
            Document = e.Text("document", "Approved manufacturing procedure: document id and version."),
            Specification = e.Text("specification", "Specification the product is tested against."),
            ProcessValidation = e.OptionalText("process-validation", "Report of the passed process validation; none means no commercial batch."),
            EffectiveFrom = e.Date("effective-from", "First day a batch may be created with it."),
            EffectiveUntil = e.OptionalDate("effective-until", "Last day a batch may be created with it."),
            Source = e.OptionalText("source", "Where the process is published."),
            Steps = e.Entries("steps", "The steps in reading order; \"after\" gives the order that binds.", Step),
        };
    }

    private static StepDefinition Step(Entry e) => new()
    {
        Id = e.Id("id", "The step."),
        Name = e.Text("name", "Name for people."),
        Operation = e.Id("operation", "The operation that media fills and authorisations refer to."),
        Stage = e.Id("stage", "The stage whose simultaneous batches were validated."),
        Class = e.Choice<StepClass>("class", "Culture is unattended incubation in a closed vessel or instrument; all else is not."),
        Exposure = e.Choice<Exposure>("exposure", "How far the product meets its surroundings."),
        OpenJustification = e.OptionalText("open-justification", "Why an open or punctured step is needed; required for one."),
        Grade = e.Choice<Grade>("grade", "Grade of the working zone."),
        Background = e.Choice<Grade>("background", "Grade of the room around it."),
        Aseptic = e.OptionalFlag("aseptic", "Whether media fills and aseptic qualification bind; true when left out.", otherwise: true),
        After = e.Ids("after", "Steps that must be complete."),
        ParallelWith = e.Ids("parallel-with", "Steps of the same batch that may run at the same time."),
        Roles = e.CountsById("roles", "How many people of which role work on it directly."),
        EquipmentTypes = e.Ids("equipment-types", "Types of equipment or closed system it runs on."),
        Workplace = e.OptionalChoice("workplace", "Where its vessels are; room when left out.", Workplace.Room),
        UnattendedPhases = e.Texts("unattended-phases", "Phases of a culture that run by themselves and make no new connection."),
        Inputs = e.Entries("inputs", "What it takes in.", Input),
        Outputs = e.Entries("outputs", "What it makes.", Output),
        DurationMin = e.Duration("duration-min", "Shortest duration; an earlier end is refused."),
        DurationPlanned = e.Duration("duration-planned", "Duration planned with."),
        DurationMax = e.Duration("duration-max", "Longest duration; beyond it the batch is held."),
        HoldAfter = e.OptionalEntry("hold-after", "How long and how the cells may wait for the next step; none means not at all.", Hold),
        Checks = e.Entries("checks", "In-process checks.", Check),
        RepeatsMax = e.OptionalCount("repeats-max", "How often it may be repeated; 0 when left out.") ?? 0,
        SafeState = e.Text("safe-state", "Where the cells are safe when the step cannot go on."),
        IsHarvest = e.OptionalFlag("harvest", "Whether its end is the harvest; false when left out.", otherwise: false),
    };

    private static InputDefinition Input(Entry e) => new()
    {
        Name = e.Id("name", "The input."),
        Kind = e.Choice<InputKind>("kind", "Material of the batch, or a lot."),
        What = e.Id("what", "Material id of a lot, or container kind of the batch's own material."),
    };

    private static OutputDefinition Output(Entry e) => new(
        e.Id("name", "The output."),
        e.Id("container", "Kind of container."),
        e.OptionalFlag("sample", "Whether it is a sample; false when left out.", otherwise: false));

    private static HoldDefinition Hold(Entry e) => new(
        e.Duration("max", "Longest hold."),
        e.Text("condition", "The validated condition."),
        e.Text("study", "The study that proves it."));

    private static CheckDefinition Check(Entry e) => new()
    {
        Name = e.Id("name", "What is measured."),
        Unit = e.Text("unit", "UCUM unit."),
        Low = e.OptionalNumber("low", "Lowest acceptable value."),
        High = e.OptionalNumber("high", "Highest acceptable value."),
        Required = e.OptionalFlag("required", "Whether the step cannot be completed without it; true when left out.", otherwise: true),
    };
}
