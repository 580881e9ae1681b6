using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Plants;

/// <summary>Whether everything a plant document names is there: ids once only, references to what exists and fits.</summary>
internal static class PlantReferences
{
    public static IEnumerable<Finding> Of(PlantDocument plant)
    {
        var ids = Named(plant).ToArray();
        return [.. Twice(ids.Select(one => (one.Id.Key, one.Field))), .. Twice(plant.Shifts.Select((one, at) => (one.Id, $"shifts[{at}].id"))), .. Twice(plant.Materials.Select((one, at) => (one.Id, $"materials[{at}].id"))), .. Rooms(plant), .. Standing(plant), .. Sensors(plant, ids), .. Lines(plant), .. People(plant), .. Scopes(plant)];
    }

    /// <summary>Every id of the document with its kind and field: one code must never mean two things (GMP-4.1.6).</summary>
    internal static IEnumerable<(ActorId Id, string Field)> Named(PlantDocument plant) =>
    [
        .. All(ActorKind.Area, "areas", plant.Areas, one => one.Id),
        .. All(ActorKind.Room, "rooms", plant.Rooms, one => one.Id),
        .. All(ActorKind.Isolator, "isolators", plant.Isolators, one => one.Id),
        .. All(ActorKind.Cabinet, "cabinets", plant.Cabinets, one => one.Id),
        .. All(ActorKind.Incubator, "incubators", plant.Incubators, one => one.Id),
        .. All(ActorKind.ClosedSystem, "closed-systems", plant.ClosedSystems, one => one.Id),
        .. All(ActorKind.Equipment, "equipment", plant.Equipment, one => one.Id),
        .. All(ActorKind.Sensor, "sensors", plant.Sensors, one => one.Id),
        .. All(ActorKind.Line, "lines", plant.Lines, one => one.Id),
        .. All(ActorKind.Operator, "people", plant.People, one => one.Id),
        .. All(ActorKind.Product, "products", plant.Products, one => one.Id),
        .. All(ActorKind.Controller, "controllers", plant.Controllers, one => one.Id),
        .. All(ActorKind.RiskAssessment, "risk-assessments", plant.RiskAssessments, one => one.Id),
        .. All(ActorKind.PolicyOverride, "overrides", plant.Overrides, one => one.Id),
    ];

    private static IEnumerable<(ActorId Id, string Field)> All<T>(ActorKind kind, string list, ImmutableArray<T> items, Func<T, string> id) =>
        items.Numbered().Select(one => (new ActorId(kind, id(one.Item)), $"{list}[{one.At}].id"));

    private static IEnumerable<Finding> Twice(IEnumerable<(string Id, string Field)> ids)
    {
        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (id, field) in ids)
        {
            if (!seen.TryAdd(id, field))
            {
                yield return PlantCheck.Error(field, $"编号「{id}」重复（也用于 {seen[id]}）。", $"The id \"{id}\" is used twice (also by {seen[id]}).",
                    "为每个对象取唯一的编号。", "Give each thing an id of its own.", "GMP-4.1.6");
            }
        }
    }

    private static IEnumerable<Finding> Rooms(PlantDocument plant)
    {
        var rooms = plant.Rooms.GroupBy(room => room.Id).ToDictionary(group => group.Key, group => group.First());
        foreach (var (room, at) in plant.Rooms.Numbered())
        {
            if (!plant.Areas.Any(area => area.Id == room.Area))
                yield return Unknown($"rooms[{at}].area", room.Area, "区域", "area");
            foreach (var (side, place) in room.Adjoining.Numbered())
            {
                if (!rooms.TryGetValue(side, out var other))
                    yield return Unknown($"rooms[{at}].adjoining[{place}]", side, "操作间", "room");
                else if (!other.Adjoining.Contains(room.Id))
                {
                    yield return PlantCheck.Error($"rooms[{at}].adjoining[{place}]", $"{side} 没有把 {room.Id} 列为相邻。", $"{side} does not name {room.Id} as adjoining.",
                        "相邻应双向写明。", "Adjoining is mutual: name it in both rooms.", "GMP-6.2d");
                }
            }
        }

        foreach (var (area, at) in plant.Areas.Numbered())
        {
            foreach (var airlock in area.PersonnelAirlocks.Concat(area.MaterialAirlocks))
            {
                if (!rooms.TryGetValue(airlock, out var room) || room.Use != RoomUse.Airlock)
                    yield return Unknown($"areas[{at}]", airlock, "气锁间（use: airlock）", "airlock (a room with use: airlock)");
            }

            foreach (var (route, place) in area.Routes.Numbered())
            {
                foreach (var end in new[] { route.From, route.To }.Where(end => !rooms.ContainsKey(end)))
                    yield return Unknown($"areas[{at}].routes[{place}]", end, "操作间", "room");
            }
        }
    }

    private static IEnumerable<Finding> Standing(PlantDocument plant)
    {
        IEnumerable<(string Field, string Room)> standing =
        [
            .. plant.Isolators.Numbered().Select(one => ($"isolators[{one.At}].room", one.Item.Room)),
            .. plant.Cabinets.Numbered().Select(one => ($"cabinets[{one.At}].room", one.Item.Room)),
            .. plant.Incubators.Numbered().Select(one => ($"incubators[{one.At}].room", one.Item.Room)),
            .. plant.ClosedSystems.Numbered().Select(one => ($"closed-systems[{one.At}].room", one.Item.Room)),
            .. plant.Equipment.Numbered().Select(one => ($"equipment[{one.At}].room", one.Item.Room)),
        ];
        return standing.Where(one => !plant.Rooms.Any(room => room.Id == one.Room)).Select(one => Unknown(one.Field, one.Room, "操作间", "room"));
    }

    private static IEnumerable<Finding> Sensors(PlantDocument plant, (ActorId Id, string Field)[] ids)
    {
        var known = ids.Select(one => one.Id.ToString()).ToHashSet(StringComparer.Ordinal);
        foreach (var (sensor, at) in plant.Sensors.Numbered())
        {
            if (!known.Contains(sensor.Of))
                yield return Unknown($"sensors[{at}].of", sensor.Of, "对象", "thing");
            if (sensor.Against is not null && !known.Contains($"room/{sensor.Against}"))
                yield return Unknown($"sensors[{at}].against", sensor.Against, "操作间", "room");
        }

        foreach (var (controller, at) in plant.Controllers.Numbered())
        {
            foreach (var (address, place) in controller.SpeaksFor.Numbered().Where(one => !known.Contains(one.Item)))
                yield return Unknown($"controllers[{at}].speaks-for[{place}]", address, "对象", "thing");
        }
    }

    private static IEnumerable<Finding> Lines(PlantDocument plant)
    {
        IEnumerable<(string Id, string Room)> systems =
        [
            .. plant.ClosedSystems.Select(one => (one.Id, one.Room)), .. plant.Isolators.Select(one => (one.Id, one.Room)),
            .. plant.Cabinets.Select(one => (one.Id, one.Room)), .. plant.Equipment.Select(one => (one.Id, one.Room)),
            .. plant.Incubators.Select(one => (one.Id, one.Room)),
        ];
        foreach (var (line, at) in plant.Lines.Numbered())
        {
            if (!plant.Areas.Any(area => area.Id == line.Area))
                yield return Unknown($"lines[{at}].area", line.Area, "区域", "area");
            foreach (var (id, place) in line.Rooms.Numbered().Where(one => !plant.Rooms.Any(room => room.Id == one.Item && room.Area == line.Area)))
                yield return Unknown($"lines[{at}].rooms[{place}]", id, $"区域 {line.Area} 的操作间", $"room of the area {line.Area}");
            foreach (var (id, place) in line.Systems.Numbered().Where(one => !systems.Any(system => system.Id == one.Item && line.Rooms.Contains(system.Room))))
                yield return Unknown($"lines[{at}].systems[{place}]", id, $"生产线 {line.Id} 操作间内的设备", $"equipment in the rooms of the line {line.Id}");
        }
    }

    private static IEnumerable<Finding> People(PlantDocument plant) =>
        from one in plant.People.Numbered()
        where one.Item.Shift is not null && !plant.Shifts.Any(shift => shift.Id == one.Item.Shift)
        select Unknown($"people[{one.At}].shift", one.Item.Shift!, "班次", "shift");

    private static IEnumerable<Finding> Scopes(PlantDocument plant)
    {
        foreach (var (assessment, at) in plant.RiskAssessments.Numbered())
        {
            foreach (var id in assessment.Products.Where(id => !plant.Products.Any(product => product.Id == id)))
                yield return Unknown($"risk-assessments[{at}].products", id, "品种", "product");
            foreach (var id in assessment.Areas.Where(id => !plant.Areas.Any(area => area.Id == id)))
                yield return Unknown($"risk-assessments[{at}].areas", id, "区域", "area");
            foreach (var id in assessment.Rooms.Where(id => !plant.Rooms.Any(room => room.Id == id)))
                yield return Unknown($"risk-assessments[{at}].rooms", id, "操作间", "room");
            if (!plant.People.Any(person => person.Id == assessment.ApprovedBy))
                yield return Unknown($"risk-assessments[{at}].approved-by", assessment.ApprovedBy, "人员", "person");
        }

        foreach (var (relaxation, at) in plant.Overrides.Numbered())
        {
            foreach (var id in relaxation.Products.Where(id => !plant.Products.Any(product => product.Id == id)))
                yield return Unknown($"overrides[{at}].products", id, "品种", "product");
            foreach (var id in relaxation.Areas.Where(id => !plant.Areas.Any(area => area.Id == id)))
                yield return Unknown($"overrides[{at}].areas", id, "区域", "area");
            if (!plant.People.Any(person => person.Id == relaxation.ApprovedBy))
                yield return Unknown($"overrides[{at}].approved-by", relaxation.ApprovedBy, "人员", "person");
        }

        foreach (var (product, at) in plant.Products.Numbered())
        {
            if (product.VectorConstruct is not null && !plant.Materials.Any(material => material.Construct == product.VectorConstruct))
                yield return Unknown($"products[{at}].vector-construct", product.VectorConstruct, "带此构建体的物料", "material with this construct");
        }
    }

    internal static Finding Unknown(string field, string id, string zh, string en) =>
        PlantCheck.Error(field, $"没有名为「{id}」的{zh}。", $"There is no {en} called \"{id}\".", $"改正编号，或增加该{zh}。", $"Correct the id, or add the {en}.");
}
