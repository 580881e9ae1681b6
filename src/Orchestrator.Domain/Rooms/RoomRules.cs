using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Segregation;
using Orchestrator.Domain.Sensors;

namespace Orchestrator.Domain.Rooms;

/// <summary>What a room must be before a step may start in it.</summary>
public static class RoomRules
{
    public static IEnumerable<Refusal> ForStepStart(Desk desk, StepStart start)
    {
        var room = desk.Get<Room>(start.Room.Id);
        return
        [
            .. Some(NotReservedForAnother(room, start.Batch.Id)),
            .. Standing(desk, start.Site, start.Room, room),
            .. Cleared(desk, start.Site, room, start.Batch.Id, start.Place.Isolator),
            .. RoomGrade.ForStepStart(start),
            .. NegativePressure(desk, start),
            .. AirHandling(desk, start),
        ];
    }

    /// <summary>What a paused step is asked again; its clearance and its place in the room are its own since the start.</summary>
    public static IEnumerable<Refusal> ForStepResume(Desk desk, StepStart start) =>
    [
        .. Standing(desk, start.Site, start.Room, desk.Get<Room>(start.Room.Id)),
        .. RoomGrade.ForStepStart(start),
        .. NegativePressure(desk, start),
        .. AirHandling(desk, start),
    ];

    /// <summary>What stands in the way of any step here, whichever batch asks.</summary>
    public static IEnumerable<Refusal> Standing(Desk desk, Site site, RoomDefinition definition, Room room)
    {
        var address = new ActorId(ActorKind.Room, room.Id);
        return
        [
            .. NotHeld(room),
            .. Some(PlantRules.Qualified(site, "room", room.Id, definition.QualifiedUntil, desk.Now)),
            .. SensorRules.Live(desk, site, address, Quantity.PressureDifference, "GMP-6.4.0"),
            .. SensorRules.Live(desk, site, address, Quantity.Particles, "GMP-6.4.0"),
            .. Some(Disinfected(site, room, desk.Now)),
        ];
    }

    /// <summary>A room that is kept for a batch is no other's.</summary>
    public static Refusal? NotReservedForAnother(Room room, string batch) =>
        room.ReservedFor is { } other && other != batch
            ? Refusal.Of("ORC-015", new Seen("room", room.Id), new Seen("batch", batch), new Seen("reservedFor", other))
                .Remedied("release-reservation", new Seen("reservedFor", other), new Seen("room", room.Id)).Remedied("choose-other-room")
            : null;

    /// <summary>GMP-9.6d with 0.7.9: nothing starts in a held room, whatever the hold is for.</summary>
    [Enforces("GMP-9.6d", Lacks = "results of environmental monitoring and the flag on exposed batches; only a hold that a person placed is", LacksZh = "环境监测结果，以及受影响批次的标记；只执行由人员设置的锁定")]
    public static IEnumerable<Refusal> NotHeld(Room room) => room.Holds.Values.Select(hold =>
        Refusal.Of(hold.Rule, new Seen("room", room.Id), new Seen("hold", hold.Id), new Seen("holdKind", hold.Kind.ToString()), new Seen("reason", hold.Reason), new Seen("heldSince", hold.Since))
            .Remedied(hold.Kind == HoldKind.Breach ? "close-breach-assessment" : "lift-room-hold", new Seen("reason", hold.Reason), new Seen("hold", hold.Id), new Seen("room", room.Id), new Seen("breach", hold.Id)));

    /// <summary>
    /// GMP-9.5.2c and GMP-9.5.4c (S-08): the room was cleared since the last step, and out of every other batch that worked
    /// in it; the clearance is in its validity and no other start has used it. Batches that work in isolators of their own
    /// share the room, so between them the clearance after each step is enough.
    /// </summary>
    /// <param name="isolator">The isolator that the batch will work in, or null.</param>
    [Enforces("GMP-9.5.2c")]
    [Enforces("GMP-9.5.4c")]
    public static IEnumerable<Refusal> Cleared(Desk desk, Site site, Room room, string batch, string? isolator)
    {
        var unused = room.UsedBy(batch).ToList();
        // Where no operation is on record there is nothing to clear: such a clearance ages no more than a room that was never used.
        var cleared = unused.Where(clearance => clearance.LastOperation is not null).Select(clearance => (clearance.Scope, Operation: new PastOperation(clearance.Batch, clearance.LastOperation!.Value))).ToList();
        var others = room.Occupations.Values
            .Where(past => past.Batch != batch && past.LastOperation is not null && !ApartInIsolators(past, isolator))
            .Select(past => new PastOperation(past.Batch, past.LastOperation!.Value));
        var history = new RoomPast(
            room.Id,
            [.. others, .. cleared.Where(past => past.Scope == ClearanceScope.Changeover && past.Operation.Batch != batch).Select(past => past.Operation)],
            room.Uncleared is { } uncleared ? new PastOperation(uncleared.Batch, uncleared.EndedAt) : cleared.Select(past => past.Operation).MaxBy(past => past.EndedAt),
            [.. unused.Select(clearance => new ApprovedClearance(clearance.Scope == ClearanceScope.Changeover, clearance.Batch, clearance.At, clearance.ValidUntil))])
        {
            Apart = [.. room.Occupations.Values.Where(past => ApartInIsolators(past, isolator)).Select(past => past.Batch)],
        };

        var rulings = RoomClearance.Judge(batch, history, desk.Now).ToList();
        foreach (var used in rulings.Count == 0 ? unused : [])
            desk.RestsOn(Basis.Of("clearance", new Seen("clearance", used.Id), new Seen("clearanceScope", used.Scope.ToString()), new Seen("clearedAt", used.At)));
        if (rulings.Count > 0 && unused.Exists(clearance => clearance.ValidUntil is null) && PlantRules.Missing(site.Parameters.ClearanceValidity, rulings[0].RequirementIds[0], "clearanceValidity") is { } missing)
            yield return missing;
        foreach (var refusal in rulings.SelectMany(ruling => TableRefusals.Of(ruling)))
            yield return refusal;
    }

    /// <summary>GMP-6.2d (S-04): where a pathogen-positive product is exposed, the room reads below every adjoining space.</summary>
    [Enforces("GMP-6.2d")]
    public static IEnumerable<Refusal> NegativePressure(Desk desk, StepStart start)
    {
        var asking = Neighbourhood.Asking(start);
        if (asking.Pathogen != PathogenStatus.Positive || !asking.IsOpen)
            return [];
        var sensors = start.Site.SensorsOf(new ActorId(ActorKind.Room, start.Room.Id), Quantity.PressureDifference).ToList();
        var readings = start.Room.Adjoining.Select(space => Against(desk, start.Site, space, sensors.FirstOrDefault(sensor => sensor.Against == space))).ToList();
        return TableRefusals.Of(Unary.NegativePressure(asking, readings, new PressureLimit(start.Site.Parameters.NegativePressureMin, start.Site.Parameters.ReadingAgeMax)));
    }

    /// <summary>GMP-6.2c: a pathogen-positive step needs its area's own air handling to run, as read now.</summary>
    [Enforces("GMP-6.2c")]
    public static IEnumerable<Refusal> AirHandling(Desk desk, StepStart start) =>
        start.Batch.Pathogen == PathogenStatus.Positive ? AirRuns(desk, start.Site, start.Area) : [];

    /// <summary>The area's own air handling runs, as read now.</summary>
    public static IEnumerable<Refusal> AirRuns(Desk desk, Site site, AreaDefinition area) =>
        SensorRules.Live(desk, site, new ActorId(ActorKind.Area, area.Id), Quantity.AirHandling, "GMP-6.2c");

    /// <summary>GMP-9.5.3g: the room's disinfection is in date.</summary>
    [Enforces("GMP-9.5.3g")]
    public static Refusal? Disinfected(Site site, Room room, DateTimeOffset now) =>
        PlantRules.Missing(site.Parameters.RoomDisinfectionPeriod, "GMP-9.5.3g", "roomDisinfectionPeriod")
        ?? (room.DisinfectedAt + site.Parameters.RoomDisinfectionPeriod >= now
            ? null
            : Refusal.Of("GMP-9.5.3g", new Seen("room", room.Id), new Seen("disinfection", room.DisinfectedAt is { } at ? Instant.Text(at) : "none"), new Seen("period", site.Parameters.RoomDisinfectionPeriod!.Value))
                .Remedied("disinfect-room", new Seen("room", room.Id)));

    /// <summary>The row that a reservation asks first: an area dedicated to pathogens for what is positive, and for nothing else.</summary>
    [Enforces("GMP-6.2a")]
    [Enforces("GMP-6.2b")]
    public static IEnumerable<Refusal> AreaFitsPathogen(Batch batch, RoomDefinition room, AreaDefinition area)
    {
        var asking = new Party
        {
            Batch = batch.Id,
            Product = batch.Product,
            Area = area.Id,
            Room = room.Id,
            Exposure = Exposure.Closed,
            Step = StepClass.NonCulture,
            Pathogen = batch.Pathogen,
            Agents = batch.Agents,
            ProcessHasOpenStep = false,
        };
        return [.. TableRefusals.Of(Unary.PositiveNeedsDedicatedArea(asking, area.Designation)), .. TableRefusals.Of(Unary.DedicatedAreaIsForPositive(asking, area.Designation))];
    }

    private static bool ApartInIsolators(Occupation past, string? isolator) =>
        past.Isolator is not null && isolator is not null && past.Isolator != isolator;

    private static PressureReading Against(Desk desk, Site site, string space, SensorDefinition? sensor)
    {
        if (sensor is null || SensorRules.Fresh(desk, site, sensor, "GMP-6.2d") is not null)
            return new PressureReading(space, null, null);
        var reading = desk.Get<Sensor>(sensor.Id).Last!;
        return new PressureReading(space, reading.Value, desk.Now - reading.At);
    }

    private static IEnumerable<Refusal> Some(Refusal? refusal) => refusal is null ? [] : [refusal];
}
