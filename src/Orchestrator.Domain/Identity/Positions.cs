using Orchestrator.Domain.Incubators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Rooms;

namespace Orchestrator.Domain.Identity;

/// <summary>The fixed positions of rooms and incubators, as far as a container that is no more gives its own back.</summary>
internal static class Positions
{
    public static void GiveBack(Desk desk, Container container, string by)
    {
        var room = desk.Get<Room>(container.Location.Room);
        if (container.Location is { Position: { } position, Incubator: null } && room.Positions.TryGetValue(position, out var parked) && parked.Container == container.Id)
            desk.Write(new ActorId(ActorKind.Room, room.Id), new RoomFact.VesselTaken(position, container.Id));
        if (container.Location.Incubator is { } incubator && desk.Get<Incubator>(incubator).Find(container.Id) is { } stood)
            desk.Write(new ActorId(ActorKind.Incubator, incubator), new IncubatorFact.VesselUnloaded(stood.Compartment, stood.Position, container.Id, by, desk.Now));
    }
}
