using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;

namespace Orchestrator.Simulation.Check;

/// <summary>The plant file and the recipes as the journal has them, for folds that judge by them.</summary>
internal sealed class MasterData
{
    private readonly Dictionary<string, PlantChange> _changes = new(StringComparer.Ordinal);
    private TimeZoneInfo _zone = TimeZoneInfo.Utc;

    /// <summary>Null until the first change took effect.</summary>
    public PlantDocument? Plant { get; private set; }

    /// <summary>By <c>id@version</c>.</summary>
    public Dictionary<string, RecipeDocument> Recipes { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, RoomDefinition> Rooms { get; private set; } = [];

    public Dictionary<string, PersonDefinition> People { get; private set; } = [];

    public void Read(ActorId actor, Fact fact)
    {
        switch (fact)
        {
            case PlantFact.ChangeProposed proposed:
                _changes[proposed.Change.Id] = proposed.Change;
                break;
            case PlantFact.ChangeTookEffect effect when _changes.TryGetValue(effect.Change, out var change) && change.Plant is { } plant:
                Plant = plant;
                _zone = TimeZoneInfo.FindSystemTimeZoneById(plant.TimeZone);
                Rooms = plant.Rooms.ToDictionary(room => room.Id, StringComparer.Ordinal);
                People = plant.People.ToDictionary(person => person.Id, StringComparer.Ordinal);
                break;
            case RecipeFact.Approved approved:
                Recipes[actor.Key] = approved.Document;
                break;
        }
    }

    /// <summary>The calendar date of the plant.</summary>
    public DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, _zone).DateTime);

    public bool HasRole(string person, string role) => Plant is null || (People.TryGetValue(person, out var known) && known.Roles.Contains(role));

    public StepDefinition? Step(string recipe, string step) => Recipes.TryGetValue(recipe, out var document) ? document.Steps.FirstOrDefault(one => one.Id == step) : null;
}
