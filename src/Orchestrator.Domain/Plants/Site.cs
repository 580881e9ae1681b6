using System.Collections.Frozen;
using Orchestrator.Domain.Kernel;

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

    public IEnumerable<RoomDefinition> RoomsOf(string area) => Document.Rooms.Where(room => room.Area == area);

    public IEnumerable<IncubatorDefinition> IncubatorsIn(string room) => Document.Incubators.Where(incubator => incubator.Room == room);

    public IEnumerable<IsolatorDefinition> IsolatorsIn(string room) => Document.Isolators.Where(isolator => isolator.Room == room);

    /// <summary>The sensors that measure an actor, for example the pressure differences of <c>room/R-101</c>.</summary>
    public IEnumerable<SensorDefinition> SensorsOf(ActorId measured, Quantity quantity)
    {
        var address = measured.ToString();
        return Document.Sensors.Where(sensor => sensor.Quantity == quantity && sensor.Of == address);
    }

    /// <summary>The calendar date of an instant in the plant's zone.</summary>
    public DateOnly DateOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);

    /// <summary>The first instant after a date, in the plant's zone: a document valid until a date is valid before this.</summary>
    public DateTimeOffset EndOf(DateOnly date)
    {
        var midnight = date.AddDays(1).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Zone.GetUtcOffset(midnight)).ToUniversalTime();
    }
}
