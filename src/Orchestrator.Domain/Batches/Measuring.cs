using System.Collections.Immutable;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Incubators;
using Orchestrator.Domain.Isolators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Orchestrator.Domain.Sensors;

namespace Orchestrator.Domain.Batches;

/// <summary>
/// Where each measure of 004 九(五)3 to 6 stands at this instant, from what rooms, sensors, people, containers, isolators and
/// incubators have recorded. A risk assessment is quality's and is not judged here.
/// </summary>
public static class Measuring
{
    /// <summary>Every measure as it bears on a step that asks to start.</summary>
    public static IReadOnlyDictionary<MeasureKind, MeasureState> Of(Desk desk, StepStart start)
    {
        var work = new Work(start.Site, start.Batch, start.Step, start.Room, start.Area);
        var states = InRoom(desk, start.Site, start.Room, start.Batch.Id);
        states[MeasureKind.NoCrossRoomWork] = Of(start.Room.Terminals.Contains(start.Place.Terminal) && Rooms(start).All(room => room == start.Room.Id));
        ByPeople(states, desk, work, start.Command.Operators, start.Command.Verifier);
        if (start.Place.Isolator is { } isolator && start.Site.Isolator(isolator) is { } definition)
            foreach (var (kind, state) in InIsolator(desk, start.Site, definition))
                states[kind] = state;
        if (start.Place.Incubator is { } incubator && start.Site.Incubator(incubator) is { } chamber)
            foreach (var (kind, state) in InCulture(desk, start.Site, chamber, start.Place.Compartment ?? "", start.Batch.Id))
                states[kind] = state;
        else if (start.Step.Class == StepClass.Culture)
        {
            // A kit's chamber is the batch's own: nothing else can be taken for it or stand in it, and it comes sterile.
            states[MeasureKind.MixUpPrevention] = states[MeasureKind.PhysicalSeparation] = states[MeasureKind.ChamberDisinfection] =
                Of(start.Place.ClosedSystem is not null || start.Place.Isolator is not null);
        }

        return states;
    }

    /// <summary>Every measure of room and people as it bears on a step that runs: it was granted in one room and stays there.</summary>
    public static IReadOnlyDictionary<MeasureKind, MeasureState> Of(Desk desk, Work work, StepExecution running)
    {
        var states = InRoom(desk, work.Site, work.Room, work.Batch.Id);
        states[MeasureKind.NoCrossRoomWork] = MeasureState.InEffect;
        ByPeople(states, desk, work, running.Operators, running.Verifier);
        return states;
    }

    /// <summary>The measures that belong to a room and to how a batch's material moves in it.</summary>
    public static Dictionary<MeasureKind, MeasureState> InRoom(Desk desk, Site site, RoomDefinition definition, string batch)
    {
        var room = desk.Get<Room>(definition.Id);
        return new Dictionary<MeasureKind, MeasureState>
        {
            [MeasureKind.SealedTransfer] = Of(!UnsealedUnderWay(desk, batch).Any()),
            [MeasureKind.PressureDifference] = SensorRules.State(desk, site, site.SensorsOf(new ActorId(ActorKind.Room, room.Id), Quantity.PressureDifference)),
            [MeasureKind.Disinfection] = Of(RoomRules.Disinfected(site, room, desk.Now) is null),
            [MeasureKind.UnidirectionalTransfer] = Of(site.Area(definition.Area)?.Routes.Any(route => route.From == room.Id || route.To == room.Id) == true),
            [MeasureKind.PromptClearance] = Of(room.Uncleared is null),
            [MeasureKind.AlternatingWork] = Of(!Unparked(desk, room, batch).Any()),
            [MeasureKind.FixedPositions] = Of(!definition.Positions.IsEmpty && !Unparked(desk, room, batch).Any()),
        };
    }

    /// <summary>M6: its own position, its own compartment or incubator, and a clean chamber.</summary>
    public static Dictionary<MeasureKind, MeasureState> InCulture(Desk desk, Site site, IncubatorDefinition definition, string compartment, string batch)
    {
        var incubator = desk.Get<Incubator>(definition.Id);
        var chamber = incubator.At(compartment);
        var positions = definition.Compartments.FirstOrDefault(known => known.Id == compartment)?.Positions ?? [];
        var alone = definition.Honeycomb ? chamber.Vessels.Values.All(vessel => vessel.Batch == batch) : incubator.Batches.All(other => other == batch);
        return new Dictionary<MeasureKind, MeasureState>
        {
            [MeasureKind.MixUpPrevention] = Of(chamber.Vessels.Values.Any(vessel => vessel.Batch == batch) || positions.Any(position => !chamber.Vessels.ContainsKey(position))),
            [MeasureKind.PhysicalSeparation] = Of(alone),
            [MeasureKind.ChamberDisinfection] = Of(!IncubatorRules.Disinfected(site, definition, incubator, compartment, batch, desk.Now).Any()),
        };
    }

    public static MeasureState Of(bool inEffect) => inEffect ? MeasureState.InEffect : MeasureState.NotInEffect;

    /// <summary>M5: tests in date, exhaust away and not used again, one port open at a time.</summary>
    private static Dictionary<MeasureKind, MeasureState> InIsolator(Desk desk, Site site, IsolatorDefinition definition)
    {
        var isolator = desk.Get<Isolator>(definition.Id);
        var air = site.Room(definition.Room) is { } room ? SensorRules.State(desk, site, site.SensorsOf(new ActorId(ActorKind.Area, room.Area), Quantity.AirHandling)) : MeasureState.SignalLost;
        return new Dictionary<MeasureKind, MeasureState>
        {
            [MeasureKind.IntegrityInDate] = Of(!IsolatorRules.Integrity(site, isolator, desk.Now).Any()),
            [MeasureKind.NoExhaustIntoRoom] = Of(definition.Exhaust == IsolatorExhaust.Ducted),
            [MeasureKind.NoRecirculation] = definition.Recirculates ? MeasureState.NotInEffect : air,
            [MeasureKind.AlternatingWork] = Of(!IsolatorRules.OnePort(desk.Get<Room>(definition.Room), isolator).Any()),
            [MeasureKind.Disinfection] = Of(IsolatorRules.CycleInDate(site, isolator, desk.Now) is null),
        };
    }

    private static IEnumerable<Container> UnsealedUnderWay(Desk desk, string batch) =>
        IdentityRules.ContainersOf(desk, desk.Get<Batch>(batch)).Where(container => container is { Status: ContainerStatus.InTransfer, IsSealed: false });

    // Product of another batch that is neither in a fixed position nor inside its own step stands in the way of alternating work.
    private static IEnumerable<Container> Unparked(Desk desk, Room room, string batch) =>
        room.Occupations.Keys.Where(other => other != batch)
            .SelectMany(other => IdentityRules.ContainersOf(desk, desk.Get<Batch>(other)))
            .Where(container => container.Location.Room == room.Id && container.Location.Position is null
                && container is { Use: ContainerUse.Product or ContainerUse.DonorMaterial, Status: ContainerStatus.Filled });

    private static void ByPeople(Dictionary<MeasureKind, MeasureState> states, Desk desk, Work work, ImmutableArray<AssignedOperator> operators, string? verifier)
    {
        var direct = operators.Select(member => desk.Get<Operator>(member.Operator)).ToList();
        var strangers = TeamRules.NobodyElse(desk, work, [.. operators.Select(member => member.Operator), .. verifier is null ? Array.Empty<string>() : [verifier]]);
        states[MeasureKind.NoCrossingOperators] = Of(!direct.SelectMany(person => TeamRules.NotCrossing(work, person)).Any());
        states[MeasureKind.PersonControl] = Of(!strangers.Concat(direct.SelectMany(person => TeamRules.OneBatchAtATime(work, person))).Any());
    }

    private static IEnumerable<string?> Rooms(StepStart start)
    {
        var place = start.Place;
        if (place.Isolator is { } isolator)
            yield return start.Site.Isolator(isolator)?.Room;
        if (place.Cabinet is { } cabinet)
            yield return start.Site.Cabinet(cabinet)?.Room;
        if (place.ClosedSystem is { } system)
            yield return start.Site.ClosedSystem(system)?.Room;
        if (place.Incubator is { } incubator)
            yield return start.Site.Incubator(incubator)?.Room;
        foreach (var equipment in place.Equipment)
            yield return start.Site.Equipment(equipment)?.Room;
    }
}
