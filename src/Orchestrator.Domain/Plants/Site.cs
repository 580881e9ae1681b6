using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Plants;

/// <summary>The plant file in force, ready to be looked things up in; unknown ids answer null.</summary>
public sealed class Site(PlantDocument document)
{
    private readonly FrozenDictionary<string, AreaDefinition> _areas = document.Areas.ToFrozenDictionary(area => area.Id);
    private readonly FrozenDictionary<string, RoomDefinition> _rooms = document.Rooms.ToFrozenDictionary(room => room.Id);
    private readonly FrozenDictionary<string, IsolatorDefinition> _isolators = document.Isolators.ToFrozenDictionary(isolator => isolator.Id);
    private readonly FrozenDictionary<string, CabinetDefinition> _cabinets = document.Cabinets.ToFrozenDictionary(cabinet => cabinet.Id);
    private readonly FrozenDictionary<string, IncubatorDefinition> _incubators = document.Incubators.ToFrozenDictionary(incubator => incubator.Id);
    private readonly FrozenDictionary<string, ClosedSystemDefinition> _systems = document.ClosedSystems.ToFrozenDictionary(system => system.Id);
    private readonly FrozenDictionary<string, EquipmentDefinition> _equipment = document.Equipment.ToFrozenDictionary(equipment => equipment.Id);
    private readonly FrozenDictionary<string, SensorDefinition> _sensors = document.Sensors.ToFrozenDictionary(sensor => sensor.Id);
    private readonly FrozenDictionary<string, LineDefinition> _lines = document.Lines.ToFrozenDictionary(line => line.Id);
    private readonly FrozenDictionary<string, ShiftDefinition> _shifts = document.Shifts.ToFrozenDictionary(shift => shift.Id);
    private readonly FrozenDictionary<string, PersonDefinition> _people = document.People.ToFrozenDictionary(person => person.Id);
    private readonly FrozenDictionary<string, ProductDefinition> _products = document.Products.ToFrozenDictionary(product => product.Id);
    private readonly FrozenDictionary<string, MaterialDefinition> _materials = document.Materials.ToFrozenDictionary(material => material.Id);

    private readonly ILookup<string, RoomDefinition> _roomsOf = document.Rooms.ToLookup(room => room.Area);
    private readonly ILookup<string, IncubatorDefinition> _incubatorsIn = document.Incubators.ToLookup(incubator => incubator.Room);
    private readonly ILookup<string, IsolatorDefinition> _isolatorsIn = document.Isolators.ToLookup(isolator => isolator.Room);
    private readonly ILookup<string, ClosedSystemDefinition> _systemsIn = document.ClosedSystems.ToLookup(system => system.Room);
    private readonly ILookup<(string Of, Quantity Quantity), SensorDefinition> _sensorsOf = document.Sensors.ToLookup(sensor => (sensor.Of, sensor.Quantity));
    private readonly ILookup<string, RoomDefinition> _byTerminal = document.Rooms.SelectMany(room => room.Terminals, (room, terminal) => (room, terminal)).ToLookup(pair => pair.terminal, pair => pair.room);
    private readonly ILookup<string, string> _controllersOf = document.Controllers.SelectMany(controller => controller.SpeaksFor, (controller, address) => (controller, address)).ToLookup(pair => pair.address, pair => pair.controller.Id);
    private readonly SegregationArea _segregation = new([.. document.Areas.Select(area => new AreaRoutes(area.Id, [.. area.AirHandlingUnits], [.. area.PersonnelAirlocks, .. area.MaterialAirlocks]))]);
    private readonly ConcurrentDictionary<string, Joined> _joined = new(StringComparer.Ordinal);

    public PlantDocument Document { get; } = document;

    public SiteParameters Parameters => Document.Parameters;

    /// <summary>The plant's zone; dates of the law (half-years, validity) are dates of it.</summary>
    public TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById(document.TimeZone);

    public AreaDefinition? Area(string id) => _areas.GetValueOrDefault(id);

    public RoomDefinition? Room(string id) => _rooms.GetValueOrDefault(id);

    public IsolatorDefinition? Isolator(string id) => _isolators.GetValueOrDefault(id);

    public CabinetDefinition? Cabinet(string id) => _cabinets.GetValueOrDefault(id);

    public IncubatorDefinition? Incubator(string id) => _incubators.GetValueOrDefault(id);

    public ClosedSystemDefinition? ClosedSystem(string id) => _systems.GetValueOrDefault(id);

    public EquipmentDefinition? Equipment(string id) => _equipment.GetValueOrDefault(id);

    public SensorDefinition? Sensor(string id) => _sensors.GetValueOrDefault(id);

    public LineDefinition? Line(string id) => _lines.GetValueOrDefault(id);

    public ShiftDefinition? Shift(string id) => _shifts.GetValueOrDefault(id);

    public PersonDefinition? Person(string id) => _people.GetValueOrDefault(id);

    public ProductDefinition? Product(string id) => _products.GetValueOrDefault(id);

    public MaterialDefinition? Material(string id) => _materials.GetValueOrDefault(id);

    /// <summary>Whether two named areas are one for segregation (GMP-13.5, AMB-02).</summary>
    public bool OneArea(string one, string other) => _segregation.Same(one, other);

    /// <summary>The area and every other that its air or its airlocks make the same one (GMP-13.5, AMB-02).</summary>
    public ImmutableArray<AreaDefinition> AreasJoinedWith(string area) => JoinedWith(area).Areas;

    /// <summary>The rooms of these areas, in the order of the plant file.</summary>
    public ImmutableArray<RoomDefinition> RoomsJoinedWith(string area) => JoinedWith(area).Rooms;

    public IEnumerable<RoomDefinition> RoomsOf(string area) => _roomsOf[area];

    public IEnumerable<IncubatorDefinition> IncubatorsIn(string room) => _incubatorsIn[room];

    public IEnumerable<IsolatorDefinition> IsolatorsIn(string room) => _isolatorsIn[room];

    public IEnumerable<ClosedSystemDefinition> ClosedSystemsIn(string room) => _systemsIn[room];

    /// <summary>The room that a terminal or badge reader speaks for.</summary>
    public RoomDefinition? RoomOfTerminal(string terminal) => _byTerminal[terminal].FirstOrDefault();

    /// <summary>The controllers that may speak for an address, in the order of the plant file.</summary>
    public IEnumerable<string> ControllersOf(string address) => _controllersOf[address];

    /// <summary>The sensors that measure an actor, for example the pressure differences of <c>room/R-101</c>.</summary>
    public IEnumerable<SensorDefinition> SensorsOf(ActorId measured, Quantity quantity) => _sensorsOf[(measured.ToString(), quantity)];

    /// <summary>The calendar date of an instant in the plant's zone.</summary>
    public DateOnly DateOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);

    /// <summary>The first instant after a date, in the plant's zone: a document valid until a date is valid before this.</summary>
    public DateTimeOffset EndOf(DateOnly date)
    {
        var midnight = date.AddDays(1).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    private Joined JoinedWith(string area) => _joined.GetOrAdd(area, asked => new Joined(
        [.. Document.Areas.Where(other => OneArea(asked, other.Id))], [.. Document.Rooms.Where(room => OneArea(asked, room.Area))]));

    private sealed record Joined(ImmutableArray<AreaDefinition> Areas, ImmutableArray<RoomDefinition> Rooms);
}
