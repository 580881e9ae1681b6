using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Api.Tests.Schedule;

/// <summary>
/// Lays one batch out from its first minute: the recipe's steps on their planned durations, and around them what the law
/// wants of a room: material in and out, clearance before, between and after.
/// </summary>
internal sealed class BatchLayout
{
    private static readonly TimeSpan Gap = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Move = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Clear = TimeSpan.FromMinutes(15);

    private readonly PlantDocument _plant;
    private readonly RecipeDocument _recipe;
    private readonly PatientOrder _order;
    private readonly Places _places;
    private readonly List<PlannedJob> _jobs = [];
    private readonly List<Block> _blocks = [];
    private readonly Dictionary<string, string> _where = [];
    private readonly SortedSet<string> _rooms = [];
    private readonly SortedSet<string> _operations = [];
    private DateTimeOffset _now;
    private DateTimeOffset? _blockFrom;

    private BatchLayout(PlantDocument plant, RecipeDocument recipe, PatientOrder order, Places places, DateTimeOffset start)
    {
        (_plant, _recipe, _order, _places, _now) = (plant, recipe, order, places, start);
    }

    public IReadOnlyList<PlannedJob> Jobs => _jobs;

    public IReadOnlyList<Block> Blocks => _blocks;

    public static BatchLayout Of(PlantDocument plant, RecipeDocument recipe, PatientOrder order, Places places, DateTimeOffset start)
    {
        var layout = new BatchLayout(plant, recipe, order, places, start);
        layout.Receive();
        string? previous = null;
        foreach (var step in recipe.Steps)
        {
            var room = layout.RoomOf(step);
            if (step.Class == StepClass.Culture)
            {
                layout.Culture(step, room);
                previous = null;
            }
            else
            {
                layout.Attended(step, room, previous);
                previous = room;
            }
        }

        layout.Clearance(previous!, "changeover", layout.Resources(recipe.Steps[^1]));
        layout.CloseBlock();
        return layout;
    }

    private void Receive()
    {
        _blockFrom = _now;
        Add(Masters.Batch, $"Create {_order.Batch} and bind its donor material", Move + Gap,
            [("room", _places.StoreIn)],
            [new PlannedMaterial("leukapheresis", "donor-material", "leukapheresis-bag", DonorBag, null, Produced: false)],
            [
                Text("product", _recipe.Product), Text("recipe", _recipe.Id), Text("recipe-version", _recipe.Version), Text("purpose", "commercial"),
                Text("chain-of-identity", $"COI-{_order.Batch}"), Text("donor-code", $"D-{_order.Batch}"), Text("donor-material", $"DM-{_order.Batch}"),
                Text("pathogen", _order.Agent is null ? "negative-screened" : "positive"), .. _order.Agent is null ? (PlannedParameter[])[] : [Text("agent", _order.Agent)],
            ]);
        _where[DonorBag] = _places.StoreIn;
    }

    private string DonorBag => $"{_order.Batch}-LEUKAPHERESIS";

    private void Attended(StepDefinition step, string room, string? previous)
    {
        _blockFrom ??= _now;
        _operations.Add(step.Operation);
        if (previous == room)
            Clearance(room, "step", []);
        else
            Clearance(room, "before", []);
        foreach (var container in Containers(step).Where(container => _where[container] != room).ToArray())
        {
            var from = _where[container];
            Transfer([container], from, room);
            if (from != _places.StoreIn)
                Clearance(from, "changeover", previous is null ? [] : Resources(_recipe.Steps[_recipe.Steps.IndexOf(step) - 1]));
        }

        Step(step, room);
        foreach (var output in step.Outputs)
            _where[Container(output)] = room;
        var leaving = step.Outputs.Where(output => output.IsSample || step.IsHarvest).Select(Container).ToArray();
        if (leaving.Length > 0)
            Transfer(leaving, room, _places.StoreOut);
    }

    /// <summary>
    /// Ends a block: the vessel goes where it rests, the culture starts, and the room is cleared out for another batch. A
    /// mounted kit is in its place only once the culture runs in it, so its room gets a clearance of the step before.
    /// </summary>
    private void Culture(StepDefinition step, string room)
    {
        var container = Containers(step).Single();
        var from = _where[container];
        if (from == room)
            Clearance(room, "step", []);
        else
        {
            if (!_jobs.Any(job => job.Start >= _blockFrom && job.Master == Masters.Clearance && job.Used("room") == room))
                Clearance(room, "before", []);
            Transfer([container], from, room);
            Clearance(from, "changeover", Resources(_recipe.Steps[_recipe.Steps.IndexOf(step) - 1]));
        }

        Step(step, room);
        var end = _now;
        _now = _jobs[^1].Start;
        if (from == room)
            Clearance(room, "changeover", []);
        CloseBlock();
        _now = end;
    }

    private void Step(StepDefinition step, string room)
    {
        Place? place = step.Workplace switch
        {
            Workplace.ClosedSystem => new("closed-system", _places.System!),
            Workplace.Cabinet => new("cabinet", _places.Cabinet!),
            Workplace.Isolator => new("isolator", _places.Isolator!),
            Workplace.Incubator => new("incubator", IncubatorId(step)),
            _ => null,
        };
        var definition = _plant.Rooms.First(one => one.Id == room);
        List<(string, string)> equipment = [("room", room)];
        if (step.Class == StepClass.NonCulture)
            equipment.Add(("line", LineOf(room)));
        if (place is not null)
            equipment.Add((place.Use, place.Id));
        if (Incubator(step) is { } compartment)
            equipment.AddRange([("compartment", compartment.Id), ("position", compartment.Positions[0])]);
        equipment.AddRange(_plant.Equipment.Where(one => one.Room == room && step.EquipmentTypes.Contains(one.Type)).Select(one => ("equipment", one.Id)));
        equipment.Add(("terminal", definition.Terminals[0]));
        Add($"{_recipe.Id}/{step.Id}", step.Name, step.DurationPlanned, equipment,
            [.. step.Inputs.Select(Input), .. step.Outputs.Select(output => new PlannedMaterial(output.Name, output.IsSample ? "sample" : step.IsHarvest ? "product" : "intermediate", output.ContainerKind, Container(output), null, Produced: true))],
            [.. step.Checks.Select(Check)], attended: step.Class == StepClass.NonCulture, version: _recipe.Version);
    }

    private sealed record Place(string Use, string Id);

    private void Transfer(string[] containers, string from, string to)
    {
        Add(Masters.Transfer, $"Move {string.Join(", ", containers)} from {from} to {to}", Move, [("from", from), ("to", to)],
            [.. containers.Select(container => new PlannedMaterial("sealed-container", "container", "container", container, null, Produced: false))], []);
        foreach (var container in containers)
            _where[container] = to;
    }

    private void Clearance(string room, string scope, (string, string)[] resources) =>
        Add(Masters.Clearance, $"Clear {room}", Clear, [("room", room), .. resources], [], [Text("scope", scope), Text("cleared-batch", _order.Batch)]);

    private void Add(string master, string description, TimeSpan duration, IEnumerable<(string, string)> equipment, ImmutableArray<PlannedMaterial> materials, ImmutableArray<PlannedParameter> parameters, bool attended = true, string? version = null)
    {
        _now += Gap;
        _jobs.Add(new PlannedJob
        {
            Batch = _order.Batch,
            Master = master,
            Version = version,
            Description = description,
            Start = _now,
            End = _now + duration,
            People = attended ? [("operator", ""), ("verifier", "")] : [],
            Equipment = [.. equipment],
            Materials = materials,
            Parameters = parameters,
        });
        foreach (var (use, id) in equipment.Where(one => one.Item1 is "room" or "from" or "to"))
            _rooms.Add(id);
        _now += duration;
    }

    private void CloseBlock()
    {
        _blocks.Add(new Block(_blockFrom!.Value, _now + Gap, [.. _rooms], [.. _operations]));
        _blockFrom = null;
        _rooms.Clear();
        _operations.Clear();
    }

    private (string, string)[] Resources(StepDefinition step) => step.Workplace switch
    {
        Workplace.ClosedSystem => [("closed-system", _places.System!)],
        Workplace.Cabinet => [("cabinet", _places.Cabinet!), .. _plant.Equipment.Where(one => step.EquipmentTypes.Contains(one.Type) && one.Room == RoomOf(step)).Select(one => ("equipment", one.Id))],
        Workplace.Isolator => [("isolator", _places.Isolator!)],
        _ => [],
    };

    private string RoomOf(StepDefinition step) => step.Workplace switch
    {
        Workplace.ClosedSystem => _plant.ClosedSystems.First(one => one.Id == _places.System).Room,
        Workplace.Cabinet => _plant.Cabinets.First(one => one.Id == _places.Cabinet).Room,
        Workplace.Isolator => _plant.Isolators.First(one => one.Id == _places.Isolator).Room,
        Workplace.Incubator => _plant.Incubators.First(one => one.Id == IncubatorId(step)).Room,
        _ => throw new InvalidOperationException($"{step.Id} has no workplace the planner knows"),
    };

    private string IncubatorId(StepDefinition step) => (step.Exposure == Exposure.Closed ? _places.ClosedIncubator : _places.OpenIncubator)!;

    private CompartmentDefinition? Incubator(StepDefinition step) =>
        step.Workplace == Workplace.Incubator ? _plant.Incubators.First(one => one.Id == IncubatorId(step)).Compartments[0] : null;

    private string LineOf(string room) => _plant.Lines.First(line => line.Rooms.Contains(room)).Id;

    private string Container(OutputDefinition output) => $"{_order.Batch}-{(output.IsSample ? output.Name : output.ContainerKind).ToUpperInvariant()}";

    private IEnumerable<string> Containers(StepDefinition step) =>
        step.Inputs.Where(input => input.Kind is InputKind.DonorMaterial or InputKind.Intermediate).Select(input => Input(input).Lot);

    private PlannedMaterial Input(InputDefinition input) => input.Kind switch
    {
        InputKind.DonorMaterial => new(input.Name, "donor-material", input.What, DonorBag, null, Produced: false),
        InputKind.Intermediate => new(input.Name, "intermediate", input.What, $"{_order.Batch}-{input.What.ToUpperInvariant()}", null, Produced: false),
        InputKind.Vector => new(input.Name, "vector", input.What, $"{input.What}-2601", null, Produced: false),
        InputKind.Reagent => new(input.Name, "reagent", input.What, $"{input.What}-2601", null, Produced: false),
        InputKind.SingleUseKit => new(input.Name, "single-use-kit", input.What, $"{input.What}-2601", $"{input.What}-{_order.Batch}-{input.Name.ToUpperInvariant()}", Produced: false),
        _ => throw new InvalidOperationException($"{input.Kind} is no input"),
    };

    private static PlannedParameter Text(string name, string value) => new(name, "", [("value", value)]);

    /// <summary>The range of a check and the value planned with: the middle of what is acceptable.</summary>
    private static PlannedParameter Check(CheckDefinition check)
    {
        var planned = (check.Low, check.High) switch
        {
            ({ } low, { } high) => (low + high) / 2,
            ({ } low, null) => check.Unit == "%" ? (low + 100) / 2 : low * 1.5m,
            (null, { } high) => high / 2,
            _ => 0,
        };
        List<(string, string)> values = [];
        if (check.Low is { } least)
            values.Add(("low", least.ToString(CultureInfo.InvariantCulture)));
        if (check.High is { } most)
            values.Add(("high", most.ToString(CultureInfo.InvariantCulture)));
        values.Add(("planned", planned.ToString("0.##", CultureInfo.InvariantCulture)));
        return new PlannedParameter(check.Name, check.Unit, [.. values]);
    }
}
