using Orchestrator.Api.Doors;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Segregation;
using Orchestrator.V1;
using StepPlace = Orchestrator.V1.StepPlace;

namespace Orchestrator.Api.NextActions;

/// <summary>Every start of a step that the plant has a place for; which of them is lawful is not decided here.</summary>
public static class StartCandidates
{
    /// <summary>Places tried for one step; a plant has fewer.</summary>
    private const int PlacesMax = 24;

    public static IEnumerable<Candidate> Of(Scene scene) =>
        scene.Recipe.Steps.Where(step => !scene.Batch.Steps.TryGetValue(step.Id, out var done) || (done.EndedAt is not null && step.RepeatsMax > 0))
            .SelectMany(step => Places(scene, step).Take(PlacesMax).Select(place => Start(scene, step, place)));

    private static Candidate Start(Scene scene, StepDefinition step, StepPlace place)
    {
        var room = scene.Site.Room(place.Room);
        var team = room is null ? scene.Asked.Operators : scene.Team(step, room);
        var verifier = scene.Asked.Verifier.Length > 0 ? scene.Asked.Verifier
            : team.FirstOrDefault(member => member.Role == "verifier")?.Operator ?? scene.Second(team.FirstOrDefault()?.Operator ?? "", "verifier", place.Room);
        var scans = scene.Scans(step, team.FirstOrDefault(member => member.Role != "verifier")?.Operator ?? scene.Person(place.Room)).ToList();
        if (scene.Batch.Steps.ContainsKey(step.Id))
        {
            return Candidate.Of("manufacturing/RepeatStep", step.Id,
                new RepeatStepRequest { Batch = scene.Batch.Id, Step = step.Id, Reason = Placeholder.Text, Place = place, Operators = { team }, Verifier = verifier, Scans = { scans } },
                "reason", "scans").In($"repeat/{step.Id}");
        }

        return Candidate.Of("manufacturing/StartStep", step.Id,
            new StartStepRequest { Batch = scene.Batch.Id, Step = step.Id, Place = place, Operators = { team }, Verifier = verifier, Scans = { scans } },
            scans.Count > 0 ? ["scans"] : []).In($"start/{step.Id}");
    }

    private static IEnumerable<StepPlace> Places(Scene scene, StepDefinition step) =>
        scene.Asked.Place is { } asked
            ? [asked]
            : from room in scene.Site.Document.Rooms
              where room.Use is RoomUse.Processing or RoomUse.Incubation
              from workplace in Workplaces(scene, step, room)
              from line in Lines(scene, step, workplace)
              select Equipped(scene, step, workplace, line);

    private static IEnumerable<StepPlace> Workplaces(Scene scene, StepDefinition step, RoomDefinition room)
    {
        var site = scene.Site;
        StepPlace Here() => new() { Room = room.Id, Terminal = room.Terminals.FirstOrDefault() ?? "" };
        // The batch's own kit is looked at first: where it is mounted, the work goes on.
        var systems = site.Document.ClosedSystems.Where(system => system.Room == room.Id && (step.EquipmentTypes.IsEmpty || step.EquipmentTypes.Contains(system.Type)))
            .OrderBy(system => scene.Picture.Get<ClosedSystem>(system.Id).Batch == scene.Batch.Id ? 0 : 1);
        return step.Workplace switch
        {
            Workplace.Room => [Here()],
            Workplace.ClosedSystem => systems.Select(system => { var place = Here(); place.ClosedSystem = system.Id; return place; }),
            Workplace.Isolator => site.IsolatorsIn(room.Id).Select(isolator => { var place = Here(); place.Isolator = isolator.Id; return place; }),
            Workplace.Cabinet => site.Document.Cabinets.Where(cabinet => cabinet.Room == room.Id).Select(cabinet => { var place = Here(); place.Cabinet = cabinet.Id; return place; }),
            Workplace.Incubator => site.IncubatorsIn(room.Id).SelectMany(incubator => incubator.Compartments.Select(compartment =>
            {
                var place = Here();
                (place.Incubator, place.Compartment) = (incubator.Id, compartment.Id);
                return place;
            })),
        };
    }

    private static IEnumerable<string> Lines(Scene scene, StepDefinition step, StepPlace place)
    {
        if (step.Class == StepClass.Culture)
            return [""];
        var lines = scene.Site.Document.Lines.Where(line => line.Rooms.Contains(place.Room) && (place.ClosedSystem.Length == 0 || line.Systems.Contains(place.ClosedSystem))).Select(line => line.Id).ToList();
        return lines.Count > 0 ? lines : [""];
    }

    private static StepPlace Equipped(Scene scene, StepDefinition step, StepPlace place, string line)
    {
        var equipped = place.Clone();
        equipped.Line = line;
        var here = scene.Site.Document.Equipment.Where(unit => unit.Room == place.Room).ToList();
        var provided = scene.Site.ClosedSystem(place.ClosedSystem)?.Type;
        equipped.Equipment.AddRange(step.EquipmentTypes.Where(type => type != provided).Select(type => here.FirstOrDefault(unit => unit.Type == type)?.Id).OfType<string>());
        return equipped;
    }
}
