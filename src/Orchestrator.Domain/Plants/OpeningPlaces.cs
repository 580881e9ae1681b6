using Orchestrator.Domain.Identity;

namespace Orchestrator.Domain.Plants;

/// <summary>Where the vessels of an opening balance stand: a position of an incubator, a position of a room, or the closed system they are mounted on.</summary>
internal static class OpeningPlaces
{
    /// <summary>The place a name stands for, or null. Room and position; with them the incubator's compartment, or the closed system.</summary>
    public static (Location Location, string? Compartment, string? System)? Find(PlantDocument plant, string at)
    {
        foreach (var incubator in plant.Incubators)
            foreach (var compartment in incubator.Compartments.Where(compartment => compartment.Positions.Contains(at)))
                return (new Location(incubator.Room, at, incubator.Id), compartment.Id, null);
        if (plant.Rooms.FirstOrDefault(room => room.Positions.Contains(at)) is { } parked)
            return (new Location(parked.Id, at, null), null, null);
        return plant.ClosedSystems.FirstOrDefault(system => system.Id == at) is { } mounted ? (new Location(mounted.Room, null, null), null, mounted.Id) : null;
    }

    /// <summary>Every vessel stands somewhere that exists, alone at its position, and every step ran where its system stands.</summary>
    public static IEnumerable<Finding> Of(OpeningBalance balance, PlantDocument plant)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (batch, at) in balance.Batches.Numbered())
        {
            foreach (var (vessel, place) in batch.Vessels.Numbered())
            {
                var field = $"batches[{at}].vessels[{place}]";
                if (Find(plant, vessel.At) is not { } found)
                    yield return PlantReferences.Unknown($"{field}.at", vessel.At, "位置", "place");
                else if (found.System is null && !taken.Add(vessel.At))
                    yield return PlantCheck.Error($"{field}.at", $"位置 {vessel.At} 已有另一容器。", $"Another vessel stands at {vessel.At}.", "改正位置。", "Correct the place.", "GMP-9.5.6b");
                if (string.IsNullOrWhiteSpace(vessel.Label))
                    yield return PlantCheck.Error($"{field}.label", $"没有写明 {vessel.Container} 的标签。", $"The label of {vessel.Container} is not named.", "写入纸面标签的编号。", "Give the code of the label on paper.", "GMP-11.2");
            }

            foreach (var (step, place) in batch.Steps.Numbered())
            {
                if (step.EndedAt < step.StartedAt)
                    yield return PlantCheck.Error($"batches[{at}].steps[{place}].ended-at", "结束早于开始。", "It ends before it starts.", "改正时间。", "Correct the times.");
                if (step.System is { } system && RoomOf(plant, system) != step.Room)
                    yield return PlantReferences.Unknown($"batches[{at}].steps[{place}].system", system, $"{step.Room} 内的设备", $"equipment of {step.Room}");
            }
        }
    }

    private static string? RoomOf(PlantDocument plant, string id) =>
        plant.ClosedSystems.FirstOrDefault(one => one.Id == id)?.Room ?? plant.Incubators.FirstOrDefault(one => one.Id == id)?.Room
        ?? plant.Isolators.FirstOrDefault(one => one.Id == id)?.Room ?? plant.Cabinets.FirstOrDefault(one => one.Id == id)?.Room;
}
