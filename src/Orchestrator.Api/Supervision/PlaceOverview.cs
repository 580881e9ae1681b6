using Orchestrator.Domain.Cabinets;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Controllers;
using Orchestrator.Domain.Equipment;
using Orchestrator.Domain.Incubators;
using Orchestrator.Domain.Isolators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.V1;
using Refusal = Orchestrator.Domain.Kernel.Refusal;
using Wire = Orchestrator.Api.Services.Wire;

namespace Orchestrator.Api.Supervision;

/// <summary>What stands in a room, each with who has it, what it waits for and what blocks it.</summary>
public static class PlaceOverview
{
    public static IEnumerable<PlaceCapacity> In(Overview plant, string room) =>
    [
        .. plant.Site.IsolatorsIn(room).Select(definition => Isolator(plant, definition)),
        .. plant.Site.Document.Cabinets.Where(cabinet => cabinet.Room == room).Select(definition => Cabinet(plant, definition)),
        .. plant.Site.IncubatorsIn(room).SelectMany(definition => definition.Compartments.Select(compartment => Chamber(plant, definition, compartment))),
        .. plant.Site.Document.ClosedSystems.Where(system => system.Room == room).Select(definition => System(plant, definition)),
        .. plant.Site.Document.Equipment.Where(unit => unit.Room == room).Select(definition => Unit(plant, definition)),
    ];

    private static PlaceCapacity Isolator(Overview plant, IsolatorDefinition definition)
    {
        var isolator = plant.Desk.Get<Isolator>(definition.Id);
        var view = Place(ActorKind.Isolator, isolator.Id, isolator.Status, IsolatorRules.Standing(plant.Desk, plant.Site, definition, isolator));
        if (isolator.Batch is { } batch)
            view.Occupied.Add(Has(batch, isolator.Step));
        else if (IsolatorRules.CycledBetweenBatches(isolator, "") is { } uncycled)
            view.Waiting.Add(Waits("undecontaminated", "", null, uncycled));
        return view;
    }

    private static PlaceCapacity Cabinet(Overview plant, CabinetDefinition definition)
    {
        var cabinet = plant.Desk.Get<Cabinet>(definition.Id);
        var view = Place(ActorKind.Cabinet, cabinet.Id, cabinet.Status, CabinetRules.Standing(plant.Site, definition, plant.Desk.Now));
        if (cabinet.Step is not null)
            view.Occupied.Add(Has(cabinet.Batch ?? "", cabinet.Step));
        else if (CabinetRules.ClearedBetweenBatches(cabinet, "") is { } unclean)
            view.Waiting.Add(Waits("uncleaned", cabinet.Batch!, null, unclean));
        return view;
    }

    private static PlaceCapacity Chamber(Overview plant, IncubatorDefinition definition, CompartmentDefinition compartment)
    {
        var incubator = plant.Desk.Get<Incubator>(definition.Id);
        var chamber = incubator.At(compartment.Id);
        var batch = chamber.Vessels.Values.Select(vessel => vessel.Batch).FirstOrDefault() ?? "";
        var view = Place(ActorKind.Incubator, definition.Id, chamber.Status, IncubatorRules.Fit(plant.Desk, plant.Site, definition, incubator, compartment.Id, batch));
        view.Compartment = compartment.Id;
        view.Positions = compartment.Positions.Length;
        view.PositionsFree = compartment.Positions.Count(position => !chamber.Vessels.ContainsKey(position));
        view.Occupied.AddRange(chamber.Vessels.Select(vessel => new Occupant
        {
            Kind = "vessel",
            Batch = vessel.Value.Batch,
            Container = vessel.Value.Container,
            Position = vessel.Key,
            Since = Wire.Instant(vessel.Value.Since),
        }));
        return view;
    }

    private static PlaceCapacity System(Overview plant, ClosedSystemDefinition definition)
    {
        var system = plant.Desk.Get<ClosedSystem>(definition.Id);
        var address = new ActorId(ActorKind.ClosedSystem, system.Id);
        var view = Place(address.Kind, system.Id, system.Status,
            ClosedSystemRules.Standing(plant.Desk, plant.Site, definition, system).Concat(ControllerRules.InDoubt(plant.Desk, plant.Site, address.ToString())));
        if (system.Batch is { } batch)
            view.Occupied.Add(Has(batch, system.Step, "kit"));
        if (ClosedSystemRules.CleanedFor(system, "") is { } unclean)
            view.Waiting.Add(Waits("uncleaned", system.ToBeCleanedAfter!, null, unclean));
        return view;
    }

    private static PlaceCapacity Unit(Overview plant, EquipmentDefinition definition)
    {
        var unit = plant.Desk.Get<Domain.Equipment.Equipment>(definition.Id);
        var view = Place(ActorKind.Equipment, unit.Id, unit.Status, EquipmentRules.Standing(plant.Site, definition, unit, plant.Desk.Now));
        if (unit.Step is not null)
            view.Occupied.Add(Has(unit.Batch ?? "", unit.Step));
        else if (EquipmentRules.CleanedBetweenBatches(unit, "") is { } unclean)
            view.Waiting.Add(Waits("uncleaned", unit.Batch!, null, unclean));
        return view;
    }

    private static PlaceCapacity Place<TStatus>(ActorKind kind, string id, TStatus status, IEnumerable<Refusal> blocked)
        where TStatus : struct, Enum
    {
        var view = new PlaceCapacity { Place = new ActorId(kind, id).ToString(), Status = status.ToString() };
        view.Blocked.AddRange(Overview.Told(blocked));
        return view;
    }

    private static Occupant Has(string batch, string? step, string otherwise = "batch") =>
        new() { Kind = step is null ? otherwise : "step", Batch = batch, Step = step ?? "" };

    private static Waiting Waits(string kind, string batch, DateTimeOffset? since, Refusal refusal) =>
        new() { Kind = kind, Batch = batch, Since = Wire.Instant(since), Refused = { Overview.Told([refusal]) } };
}
