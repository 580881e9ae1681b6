using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Play;

/// <summary>Where a step could run: what the recipe's workplace asks for, staying where the batch already is.</summary>
public static class Places
{
    public static StepPlace? For(Scene scene, Picture now, Batch batch, StepDefinition step, string area, StepPlace? last, Random chance)
    {
        var site = scene.Site;
        if (step.Workplace == Workplace.ClosedSystem)
        {
            var system = last?.ClosedSystem is { } used && site.ClosedSystem(used)?.Type is { } type && step.EquipmentTypes.Contains(type)
                ? site.ClosedSystem(used)
                : Free(scene, now, batch, step, area, chance);
            return system is null ? null : In(site, step, system.Room, place => place with { ClosedSystem = system.Id });
        }

        var rooms = site.RoomsOf(area).Where(room => Holds(site, room, step.Workplace)).ToArray();
        if (rooms.Length == 0)
            return null;
        var chosen = rooms[chance.Next(rooms.Length)].Id;
        return In(site, step, chosen, place => step.Workplace switch
        {
            Workplace.Isolator => place with { Isolator = site.IsolatorsIn(chosen).First().Id },
            Workplace.Cabinet => place with { Cabinet = scene.Plant.Cabinets.First(cabinet => cabinet.Room == chosen).Id },
            Workplace.Incubator => site.IncubatorsIn(chosen).First() is var incubator
                ? place with { Incubator = incubator.Id, Compartment = incubator.Compartments[0].Id, Position = incubator.Compartments[0].Positions[0] }
                : place,
            Workplace.Room or Workplace.ClosedSystem => place,
        });
    }

    private static ClosedSystemDefinition? Free(Scene scene, Picture now, Batch batch, StepDefinition step, string area, Random chance)
    {
        var taken = scene.Plant.Rooms.SelectMany(room => now.Get<Room>(room.Id).Running.Values).Where(running => running.Batch != batch.Id).Select(running => running.System).ToHashSet();
        var free = scene.Plant.ClosedSystems
            .Where(system => step.EquipmentTypes.Contains(system.Type) && scene.Site.Room(system.Room)?.Area == area && !taken.Contains(system.Id)).ToArray();
        return free.Length == 0 ? null : free[chance.Next(free.Length)];
    }

    private static bool Holds(Site site, RoomDefinition room, Workplace workplace) => workplace switch
    {
        Workplace.Room => room.Use == RoomUse.Processing,
        Workplace.ClosedSystem => site.Document.ClosedSystems.Any(system => system.Room == room.Id),
        Workplace.Isolator => site.IsolatorsIn(room.Id).Any(),
        Workplace.Cabinet => site.Document.Cabinets.Any(cabinet => cabinet.Room == room.Id),
        Workplace.Incubator => site.IncubatorsIn(room.Id).Any(),
    };

    private static StepPlace In(Site site, StepDefinition step, string room, Func<StepPlace, StepPlace> more)
    {
        var line = step.Class == StepClass.Culture ? null : site.Document.Lines.FirstOrDefault(line => line.Rooms.Contains(room))?.Id;
        var equipment = site.Document.Equipment.Where(unit => unit.Room == room && step.EquipmentTypes.Contains(unit.Type)).Select(unit => unit.Id);
        return more(new StepPlace(room, line, null, null, null, null, null, null, [.. equipment], site.Room(room)?.Terminals.FirstOrDefault() ?? ""));
    }
}
