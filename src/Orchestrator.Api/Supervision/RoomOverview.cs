using Orchestrator.Domain.Clearances;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Orchestrator.V1;
using Wire = Orchestrator.Api.Services.Wire;

namespace Orchestrator.Api.Supervision;

/// <summary>One room as a supervisor sees it, with what stands in it.</summary>
public static class RoomOverview
{
    public static RoomCapacity Of(Overview plant, RoomDefinition definition)
    {
        var room = plant.Desk.Get<Room>(definition.Id);
        var view = new RoomCapacity
        {
            Room = room.Id,
            Name = definition.Name,
            Area = definition.Area,
            Use = definition.Use.ToString(),
            Grade = definition.Grade.ToString(),
            Status = room.Status.ToString(),
            Persons = room.Persons.Count,
            PersonsMax = definition.PersonsMax?.Count ?? 1,
        };
        view.Occupied.AddRange(Occupants(plant, room));
        if (definition.Use is not (RoomUse.Processing or RoomUse.Incubation))
            return view;

        var uncleared = Overview.Told(RoomRules.Cleared(plant.Desk, plant.Site, room, NextBatch(room), isolator: null)).ToList();
        view.Waiting.AddRange(Waiting(plant, room, uncleared));
        view.Blocked.AddRange(Overview.Told(RoomRules.Standing(plant.Desk, plant.Site, definition, room)));
        if (plant.Site.Area(definition.Area) is { Designation: AreaDesignation.PathogenDedicated } dedicated)
            view.Blocked.AddRange(Overview.Told(RoomRules.AirRuns(plant.Desk, plant.Site, dedicated)));
        // A clearance that nobody used in time blocks the room although nothing in it waits.
        if (room.Uncleared is null && room.Occupations.Count <= 1)
            view.Blocked.AddRange(uncleared);
        view.Parts.AddRange(PlaceOverview.In(plant, room.Id));
        return view;
    }

    /// <summary>For whom the room is asked about: the batch that has it or reserved it; nobody's name is a batch that was never here.</summary>
    private static string NextBatch(Room room) =>
        room.Uncleared?.Batch ?? (room.Occupations.Count == 1 ? room.Occupations.Keys.Single() : room.ReservedFor ?? "");

    private static IEnumerable<Occupant> Occupants(Overview plant, Room room)
    {
        foreach (var step in room.Running.Values)
            yield return plant.Running(step.Batch, step.Step, step.StartedAt);
        foreach (var occupation in room.Occupations.Values.Where(occupation => room.Running.Values.All(step => step.Batch != occupation.Batch)))
            yield return new Occupant { Kind = "batch", Batch = occupation.Batch, Since = Wire.Instant(occupation.Since) };
        foreach (var (position, vessel) in room.Positions)
            yield return new Occupant { Kind = "vessel", Batch = vessel.Batch, Container = vessel.Container, Position = position, Since = Wire.Instant(vessel.Since) };
    }

    private static IEnumerable<Waiting> Waiting(Overview plant, Room room, IReadOnlyCollection<Refusal> uncleared)
    {
        if (room.ReservedFor is { } batch)
            yield return new Waiting { Kind = "reserved", Batch = batch, Refused = { Some(RoomRules.NotReservedForAnother(room, "")) } };
        foreach (var left in room.UnclearedSteps.Values)
            yield return new Waiting { Kind = "uncleared", Batch = left.Batch, Step = left.Step, Since = Wire.Instant(left.EndedAt), Due = Wire.Instant(left.ClearBy), Refused = { uncleared } };
        foreach (var (_, clearance) in plant.Picture.All<Clearance>().Where(pair => pair.Value is { Status: ClearanceStatus.Performed } one && one.Room == room.Id))
            yield return new Waiting { Kind = "unverified", Batch = clearance.Batch, Since = Wire.Instant(clearance.PerformedAt) };
    }

    private static IEnumerable<Refusal> Some(Domain.Kernel.Refusal? refusal) => refusal is null ? [] : [Doors.Words.Of(refusal)];
}
