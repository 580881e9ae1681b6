using System.Globalization;
using Orchestrator.Domain.Cabinets;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Incubators;
using Orchestrator.Domain.Isolators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Lines;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Plants;

/// <summary>
/// What a new plant file would take from under those who are there: the use, area, designation or existence of a place, and
/// where a piece of equipment stands. The rules read such things of what is present, which a file does not move.
/// </summary>
internal static class Uprooting
{
    public static IEnumerable<Refusal> Of(Desk desk, Site site, string change, PlantDocument shall)
    {
        foreach (var difference in PlantDiff.Between(site.Document, shall).Where(Uproots))
        {
            if (Present(desk, site, difference.Actor) is { } present)
            {
                yield return Refusal.Of("ORC-015", new Seen("document", change), new Seen("actor", difference.Actor.ToString()), new Seen("field", difference.Field.Length > 0 ? difference.Field : "existence"), new Seen("present", present))
                    .Remedied("free-before-change", new Seen("actor", difference.Actor.ToString()), new Seen("document", change));
            }
        }

        foreach (var refusal in Redesignated(desk, site, shall))
            yield return refusal;
    }

    /// <summary>
    /// GMP-6.2b: an area dedicated to pathogen-positive material is given another use only after its rooms were disinfected
    /// since the last work in them and environmental monitoring has passed since the disinfection; the same holds for a room that
    /// leaves such an area. The approval is the change's own.
    /// </summary>
    [Enforces("GMP-6.2b")]
    private static IEnumerable<Refusal> Redesignated(Desk desk, Site site, PlantDocument shall) =>
        from area in site.Document.Areas
        where area.Designation == AreaDesignation.PathogenDedicated
        from room in site.RoomsOf(area.Id)
        where room.Use is RoomUse.Processing or RoomUse.Incubation
        let other = shall.Areas.FirstOrDefault(other => other.Id == shall.Rooms.FirstOrDefault(moved => moved.Id == room.Id)?.Area)
        where other is not null && other.Designation != area.Designation
        from refusal in new[] { Decontaminated(desk, area, room), Monitored(desk, site, other, room) }
        where refusal is not null
        select refusal;

    private static Refusal? Decontaminated(Desk desk, AreaDefinition area, RoomDefinition definition)
    {
        var room = desk.Get<Room>(definition.Id);
        var last = room.UnclearedSteps.Values.Select(step => (DateTimeOffset?)step.EndedAt).Concat(room.Clearances.Values.Select(clearance => clearance.LastOperation)).Concat(room.Occupations.Values.Select(occupation => occupation.LastOperation)).Max();
        return room.DisinfectedAt is { } done && !(done < last)
            ? null
            : Refusal.Of("GMP-6.2b", new Seen("area", area.Id), new Seen("room", room.Id), new Seen("disinfectedAt", room.DisinfectedAt is { } at ? Instant.Text(at) : "none"), new Seen("lastOperationAt", last is { } ended ? Instant.Text(ended) : "none"))
                .Remedied("disinfect-room", new Seen("room", room.Id));
    }

    private static Refusal? Monitored(Desk desk, Site site, AreaDefinition shall, RoomDefinition definition)
    {
        var disinfected = desk.Get<Room>(definition.Id).DisinfectedAt;
        var passed = shall.Monitoring?.PassedOn;
        return passed is { } day && day <= site.DateOf(desk.Now) && !(disinfected is { } done && day < site.DateOf(done))
            ? null
            : Refusal.Of("GMP-6.2b", new Seen("area", shall.Id), new Seen("room", definition.Id), new Seen("report", shall.Monitoring?.Report ?? "none"), new Seen("passedOn", passed?.ToString("O", CultureInfo.InvariantCulture) ?? "none"), new Seen("disinfectedAt", disinfected is { } at ? Instant.Text(at) : "none"))
                .Remedied("monitor-area", new Seen("area", shall.Id));
    }

    private static bool Uproots(PlantDifference difference) => difference.Before is not null && (difference.Field.Length == 0 || difference.Actor.Kind switch
    {
        ActorKind.Room => difference.Field is "use" or "area",
        ActorKind.Area => difference.Field is "designation",
        ActorKind.Line => difference.Field is "area",
        ActorKind.Incubator when difference.After is null => difference.Field.StartsWith("compartments", StringComparison.Ordinal),
        ActorKind.Isolator or ActorKind.Cabinet or ActorKind.Incubator or ActorKind.ClosedSystem or ActorKind.Equipment => difference.Field is "room",
        _ => false,
    });

    /// <summary>Who or what is there now, or null: a batch, a vessel, or a person.</summary>
    private static string? Present(Desk desk, Site site, ActorId actor) => actor.Kind switch
    {
        ActorKind.Room => InRoom(desk.Get<Room>(actor.Key)),
        ActorKind.Area => site.RoomsOf(actor.Key).Select(room => InRoom(desk.Get<Room>(room.Id))).FirstOrDefault(present => present is not null),
        ActorKind.Line => desk.Get<Line>(actor.Key).Running.Keys.FirstOrDefault(),
        ActorKind.Isolator => desk.Get<Isolator>(actor.Key).Batch,
        ActorKind.Cabinet => desk.Get<Cabinet>(actor.Key) is { Step: not null } cabinet ? cabinet.Batch : null,
        ActorKind.Incubator => desk.Get<Incubator>(actor.Key).Batches.FirstOrDefault(),
        ActorKind.ClosedSystem => desk.Get<ClosedSystem>(actor.Key).Batch,
        ActorKind.Equipment => desk.Get<Equipment.Equipment>(actor.Key) is { Step: not null } unit ? unit.Batch : null,
        _ => null,
    };

    private static string? InRoom(Room room) =>
        room.Running.Keys.Concat(room.Occupations.Keys).Concat(room.Positions.Values.Select(vessel => vessel.Container)).Concat(room.Persons.Keys).FirstOrDefault() ?? room.ReservedFor;
}
