using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Incubators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Batches;

/// <summary>
/// Who is present beside a step, as the segregation table meets them: steps that run, rooms that were not cleared since
/// (uncleared counts as present), kits in which cells wait, and vessels in positions and incubators. Other areas
/// do not bear on it (S-10) and are not asked: what a plant has elsewhere neither slows a start nor makes it decide again.
/// </summary>
public static class Neighbourhood
{
    public static IEnumerable<Neighbour> Of(Desk desk, Site site, Batch batch, string area, StepDefinition? asking)
    {
        // Corridors, airlocks and stores are passed through sealed and are occupied by nobody (readings: occupation).
        foreach (var definition in site.RoomsJoinedWith(area).Where(room => room.Use is RoomUse.Processing or RoomUse.Incubation))
        {
            var room = desk.Get<Room>(definition.Id);
            var atWork = room.Running.Values.Select(step => step.Batch).ToHashSet(StringComparer.Ordinal);
            foreach (var running in room.Running.Values.Where(step => step.Batch != batch.Id || step.Step != asking?.Id))
                if (PartyOf(desk, definition, running) is { } party)
                    yield return new Neighbour(party, SameArea: true, running.Batch == batch.Id && Parallel(desk, batch, asking, running.Step));
            foreach (var occupation in room.Occupations.Values.Where(present => present.Batch != batch.Id && !atWork.Contains(present.Batch)))
                if (PartyOf(desk, definition, occupation) is { } party)
                    yield return new Neighbour(party, SameArea: true);
            foreach (var parked in room.Positions.Values.Where(vessel => vessel.Batch != batch.Id && !room.Occupations.ContainsKey(vessel.Batch)))
                if (PartyOf(desk, definition, parked.Batch, Exposure.Closed, StepClass.Culture) is { } party)
                    yield return new Neighbour(party, SameArea: true);
            foreach (var (owner, exposure) in ClosedSystemRules.WaitingIn(desk, site, definition.Id).Where(kit => kit.Batch != batch.Id))
                if (PartyOf(desk, definition, owner, exposure, StepClass.Culture) is { } party)
                    yield return new Neighbour(party, SameArea: true);
            foreach (var party in InIncubators(desk, site, definition).Where(vessel => vessel.Batch != batch.Id))
                yield return new Neighbour(party, SameArea: true);
        }
    }

    /// <summary>The step that asks, as the table meets it.</summary>
    public static Party Asking(StepStart start) => new()
    {
        Batch = start.Batch.Id,
        Product = start.Batch.Product,
        Area = start.Area.Id,
        Room = start.Room.Id,
        Exposure = start.Effective,
        Step = start.Step.Class,
        Pathogen = start.Batch.Pathogen,
        Agents = start.Batch.Agents,
        ProcessHasOpenStep = start.Recipe.HasOpenStep || start.Effective != Exposure.Closed,
        Isolator = start.Place.Isolator,
        Incubator = start.Place.Incubator,
        Compartment = start.Place.Compartment,
        IncubatorDivided = start.Place.Incubator is { } incubator && start.Site.Incubator(incubator)?.Honeycomb == true,
    };

    /// <summary>A step that runs, as the table meets it; null while nobody knows its batch.</summary>
    public static Party? PartyOf(Desk desk, RoomDefinition room, RunningStep running)
    {
        if (PartyOf(desk, room, running.Batch, running.Exposure, running.Class) is not { } party)
            return null;
        var site = desk.Get<Plant>(ActorId.Plant.Key).Site;
        return desk.Get<Batch>(running.Batch).Steps.TryGetValue(running.Step, out var execution)
            ? party with
            {
                Exposure = execution.Exposure,
                Isolator = execution.Isolator,
                Incubator = execution.Incubator,
                Compartment = execution.Compartment,
                IncubatorDivided = execution.Incubator is { } incubator && site?.Incubator(incubator)?.Honeycomb == true,
            }
            : party with { Isolator = running.Isolator };
    }

    /// <summary>
    /// A batch that is still in the room without a running step, as its last step there left it. One that has only brought
    /// its material in counts as closed: material enters sealed or not at all (GMP-9.5.3c).
    /// </summary>
    private static Party? PartyOf(Desk desk, RoomDefinition room, Occupation occupation)
    {
        var last = desk.Get<Batch>(occupation.Batch).Steps.Values.Where(step => step.Room == room.Id && step.EndedAt is not null).MaxBy(step => step.EndedAt);
        return PartyOf(desk, room, occupation.Batch, occupation.LastExposure ?? Exposure.Closed, StepClass.NonCulture) is { } party
            ? party with { Isolator = last?.Isolator }
            : null;
    }

    private static Party? PartyOf(Desk desk, RoomDefinition room, string occupant, Exposure exposure, StepClass step)
    {
        var batch = desk.Get<Batch>(occupant);
        var recipe = desk.Get<Recipe>(batch.Recipe);
        return new Party
        {
            Batch = occupant,
            Product = batch.Product,
            Area = room.Area,
            Room = room.Id,
            Exposure = exposure,
            Step = step,
            Pathogen = batch.Pathogen,
            Agents = batch.Agents,
            ProcessHasOpenStep = recipe.Document?.HasOpenStep != false || exposure != Exposure.Closed,
        };
    }

    // A vessel stays an occupant for as long as it stands there, also between its culture and the next step; while its culture
    // runs and counts as open as the vessel is, that step stands for it.
    private static IEnumerable<Party> InIncubators(Desk desk, Site site, RoomDefinition room) =>
        from definition in site.IncubatorsIn(room.Id)
        from compartment in desk.Get<Incubator>(definition.Id).Compartments.Values
        from vessel in compartment.Vessels.Values
        where !desk.Get<Batch>(vessel.Batch).RunningSteps.Any(step => step.Incubator == definition.Id && (vessel.Exposure == Exposure.Closed || step.Exposure == Exposure.Open))
        let party = PartyOf(desk, room, vessel.Batch, vessel.Exposure, StepClass.Culture)
        where party is not null
        select party with { Incubator = definition.Id, Compartment = compartment.Id, IncubatorDivided = definition.Honeycomb };

    private static bool Parallel(Desk desk, Batch batch, StepDefinition? asking, string other) =>
        asking is not null && (asking.ParallelWith.Contains(other) || desk.Get<Recipe>(batch.Recipe).Step(other)?.ParallelWith.Contains(asking.Id) == true);
}
