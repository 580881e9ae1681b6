using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Engine;
using Orchestrator.V1;
using Plant = Orchestrator.Domain.Plants.Plant;
using PlantView = Orchestrator.V1.PlantView;
using TimeMode = Orchestrator.Domain.Plants.TimeMode;

namespace Orchestrator.Api.Services;

/// <summary>The plant in force as lists of choices need it, in the words of the wire.</summary>
public static class PlantViews
{
    public static PlantView Of(Picture picture)
    {
        var plant = picture.Get<Plant>("plant");
        var view = new PlantView
        {
            Position = picture.Position,
            Plant = plant.Id,
            LastTurnAt = Wire.Instant(picture.At),
            Time = !plant.Founded ? V1.TimeMode.Unspecified : plant.Time switch
            {
                TimeMode.Real => V1.TimeMode.Real,
                TimeMode.Demo => V1.TimeMode.Demo,
            },
        };
        view.Changes.AddRange(plant.Changes.Values.Select(change => new WaitingChange
        {
            Change = change.Id,
            ProposedBy = change.ProposedBy,
            ProposedAt = Wire.Instant(change.ProposedAt),
            EffectiveFrom = Wire.Instant(change.EffectiveFrom),
            ApprovedBy = plant.Approvals.GetValueOrDefault(change.Id, ""),
        }));
        view.Openings.AddRange(plant.Openings.Select(opening => new WaitingOpening { Opening = opening.Key, ProposedBy = opening.Value.By, Document = opening.Value.Balance.Document }));
        view.Recipes.AddRange(picture.All<Recipe>().Where(recipe => recipe.Value is { Document: not null, Withdrawn: false }).Select(recipe => recipe.Key));
        if (plant.Site?.Document is { } document)
            Fill(view, document);
        return view;
    }

    private static void Fill(PlantView view, PlantDocument document)
    {
        view.Name = document.Name;
        view.TimeZone = document.TimeZone;
        view.Document = document.Document;
        view.Rooms.AddRange(document.Rooms.Select(room => new NamedThing { Id = room.Id, Name = room.Name, Of = room.Area }));
        view.Lines.AddRange(document.Lines.Select(line => new NamedThing { Id = line.Id, Of = line.Area }));
        view.Shifts.AddRange(document.Shifts.Select(shift => new NamedThing { Id = shift.Id, Name = $"{shift.Starts:HH:mm}-{shift.Ends:HH:mm}" }));
        view.People.AddRange(document.People.Select(person => new NamedThing { Id = person.Id, Name = person.Name, Of = person.Shift ?? "" }));
        view.Controllers.AddRange(document.Controllers.Select(controller => new NamedThing { Id = controller.Id }));
    }
}
