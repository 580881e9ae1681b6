using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Controllers;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Play;

/// <summary>
/// Commands by chance: one made up from the names that the plant knows, or a sensible one with something in it exchanged.
/// Most make no sense, which is the point; what they are is decided by the seed alone.
/// </summary>
public sealed class Whim(Stage stage)
{
    private const int DepthMax = 4;

    private static readonly Type[] Kinds = [.. TurnCodec.CommandTypes.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value)
        .Where(type => type != typeof(PlantCommand.ProposeChange) && type != typeof(PlantCommand.ProposeOpening) && type != typeof(WakeUp))];

    private static readonly Type[] Reports = [.. Kinds.Where(type => type != typeof(ControllerCommand.Deliver))];

    private static readonly Dictionary<string, ActorKind> KindsByName = new(StringComparer.Ordinal)
    {
        ["batch"] = ActorKind.Batch,
        ["container"] = ActorKind.Container,
        ["label"] = ActorKind.Label,
        ["oldLabel"] = ActorKind.Label,
        ["newLabel"] = ActorKind.Label,
        ["code"] = ActorKind.Label,
        ["vessel"] = ActorKind.Label,
        ["lot"] = ActorKind.MaterialLot,
        ["donorMaterial"] = ActorKind.DonorMaterial,
        ["clearance"] = ActorKind.Clearance,
        ["transfer"] = ActorKind.Transfer,
    };

    private static readonly HashSet<string> PersonNames = new(StringComparer.Ordinal)
    {
        "operator", "by", "performer", "verifier", "witness", "firstBy", "secondBy", "recordedBy", "completedBy", "receivedBy", "inspector", "first", "second", "approvedBy", "liftedBy", "reportedBy",
    };

    private readonly Random _chance = stage.Chance;
    private Dictionary<ActorKind, string[]> _known = [];
    private long _knownAt = -1;

    public Command Any() => (Command)Make(Kinds[_chance.Next(Kinds.Length)], "", 0)!;

    /// <summary>The same command with one thing in it exchanged.</summary>
    public Command Twisted(Command command) => (Command)Twist(command, 0);

    private object Twist(object record, int depth)
    {
        var constructor = record.GetType().GetConstructors().MaxBy(one => one.GetParameters().Length)!;
        var parameters = constructor.GetParameters();
        var values = parameters.Select(parameter => record.GetType().GetProperty(parameter.Name!, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)!.GetValue(record)).ToArray();
        if (parameters.Length == 0)
            return record;
        var at = _chance.Next(parameters.Length);
        values[at] = Exchanged(values[at], parameters[at], depth);
        return constructor.Invoke(values);
    }

    private object? Exchanged(object? value, ParameterInfo parameter, int depth)
    {
        if (value is not null && depth < DepthMax && IsRecord(parameter.ParameterType) && !IsDocument(parameter.ParameterType) && _chance.Next(4) > 0)
            return Twist(value, depth + 1);
        if (value is IList { Count: > 0 } list && Item(parameter.ParameterType) is { } item && IsRecord(item) && !IsDocument(item) && _chance.Next(3) > 0)
        {
            var items = list.Cast<object>().ToArray();
            var at = _chance.Next(items.Length);
            items[at] = Twist(items[at], depth + 1);
            return Array(item, items);
        }

        // Documents come out of files that were read and checked; nobody can send half of one.
        return IsDocument(Item(parameter.ParameterType) ?? parameter.ParameterType) ? value : Make(parameter.ParameterType, parameter.Name!, depth);
    }

    private object? Make(Type type, string name, int depth)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return _chance.Next(3) == 0 ? null : Make(inner, name, depth);
        if (type == typeof(string))
            return Text(char.ToLowerInvariant(name[0]) + name[1..]);
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(_chance.Next(Enum.GetValues(type).Length));
        if (type == typeof(bool))
            return _chance.Next(2) == 0;
        if (type == typeof(int))
            return _chance.Next(-1, 4);
        if (type == typeof(long))
            return (long)_chance.Next(-1, 5);
        if (type == typeof(decimal))
            return (decimal)_chance.Next(-5, 300);
        if (type == typeof(double))
            return (double)_chance.Next(1, 300);
        if (type == typeof(TimeSpan))
            return TimeSpan.FromMinutes(_chance.Next(-5, 60));
        if (type == typeof(DateTimeOffset))
            return stage.At + TimeSpan.FromMinutes(_chance.Next(-600, 20));
        if (type == typeof(DateOnly))
            return DateOnly.FromDateTime(stage.At.DateTime).AddDays(_chance.Next(-300, 300));
        if (type == typeof(Command))
            return Make(Reports[_chance.Next(Reports.Length)], "", depth + 1);
        if (Item(type) is { } item)
            return Array(item, [.. Enumerable.Range(0, _chance.Next(3)).Select(_ => Make(item, name, depth + 1)!)]);
        if (type == typeof(ActorId))
            return new ActorId(ActorKind.Batch, Text("batch"));
        var constructor = type.GetConstructors().MaxBy(one => one.GetParameters().Length)!;
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter => Make(parameter.ParameterType, parameter.Name!, depth + 1))]);
    }

    private string Text(string name)
    {
        if (_chance.Next(25) == 0)
            return "";
        if (_chance.Next(25) == 0)
            return "NOBODY-KNOWS";
        var plant = stage.Site.Document;
        if (PersonNames.Contains(name))
            return One(plant.People, person => person.Id);
        if (KindsByName.TryGetValue(name, out var kind))
            return Known(kind);
        return name switch
        {
            "room" => One(plant.Rooms, room => room.Id),
            "area" => One(plant.Areas, area => area.Id),
            "line" => One(plant.Lines, line => line.Id),
            "shift" => One(plant.Shifts, shift => shift.Id),
            "isolator" => One(plant.Isolators, isolator => isolator.Id),
            "cabinet" => One(plant.Cabinets, cabinet => cabinet.Id),
            "closedSystem" or "system" => One(plant.ClosedSystems, system => system.Id),
            "incubator" => One(plant.Incubators, incubator => incubator.Id),
            "compartment" => One(plant.Incubators, incubator => One(incubator.Compartments, compartment => compartment.Id)),
            "position" or "positionCode" => One(plant.Rooms.SelectMany(room => room.Positions).Concat(plant.Incubators.SelectMany(incubator => incubator.Compartments).SelectMany(compartment => compartment.Positions)), position => position),
            "equipment" => One(plant.Equipment, unit => unit.Id),
            "terminal" or "reader" => One(plant.Rooms.SelectMany(room => room.Terminals), terminal => terminal),
            "sensor" => One(plant.Sensors, sensor => sensor.Id),
            "controller" => One(plant.Controllers, controller => controller.Id),
            "device" => One(plant.ClosedSystems, system => $"closed-system/{system.Id}"),
            "material" or "what" => One(plant.Materials, material => material.Id),
            "product" => One(plant.Products, product => product.Id),
            "recipe" => One(stage.Scene.Recipes, recipe => recipe.Id),
            "recipeVersion" => "1.0",
            "step" or "safeStateOf" => One(stage.Scene.Recipes.SelectMany(recipe => recipe.Steps), step => step.Id),
            "check" => One(stage.Scene.Recipes.SelectMany(recipe => recipe.Steps).SelectMany(step => step.Checks), check => check.Name),
            "input" => One(stage.Scene.Recipes.SelectMany(recipe => recipe.Steps).SelectMany(step => step.Inputs), input => input.Name),
            "output" => One(stage.Scene.Recipes.SelectMany(recipe => recipe.Steps).SelectMany(step => step.Outputs), output => output.Name),
            "unit" => "%",
            "role" => _chance.Next(2) == 0 ? "operator" : "verifier",
            "chainOfIdentity" or "donorCode" => stage.Now.Get<Batch>(Known(ActorKind.Batch)) is var batch && name == "donorCode" ? batch.DonorCode : batch.ChainOfIdentity,
            "hold" => stage.Now.Get<Batch>(Known(ActorKind.Batch)).Holds.Keys.FirstOrDefault() ?? "manual/none",
            "riskAssessment" => One(plant.RiskAssessments, assessment => assessment.Id),
            "override" => One(plant.Overrides, one => one.Id),
            "defect" => "particle",
            "checkCharacter" => "7",
            _ => $"{name}-{_chance.Next(100)}",
        };
    }

    private string Known(ActorKind kind)
    {
        if (_knownAt != stage.Now.Position)
        {
            _known = stage.Now.Actors.Keys.GroupBy(actor => actor.Kind).ToDictionary(group => group.Key, group => group.Select(actor => actor.Key).Order(StringComparer.Ordinal).ToArray());
            _knownAt = stage.Now.Position;
        }

        return _known.TryGetValue(kind, out var keys) ? keys[_chance.Next(keys.Length)] : "none-yet";
    }

    private string One<T>(IEnumerable<T> all, Func<T, string> text)
    {
        var list = all as IReadOnlyList<T> ?? [.. all];
        return list.Count == 0 ? "none" : text(list[_chance.Next(list.Count)]);
    }

    private static bool IsRecord(Type type) => type.IsClass && type != typeof(string) && !typeof(IEnumerable).IsAssignableFrom(type) && type.Namespace?.StartsWith("Orchestrator", StringComparison.Ordinal) == true && !type.IsAbstract;

    private static bool IsDocument(Type type) => IsRecord(type) && type.GetConstructors().All(constructor => constructor.GetParameters().Length == 0);

    private static Type? Item(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) ? type.GetGenericArguments()[0] : null;

    private static object Array(Type item, object[] items)
    {
        var typed = System.Array.CreateInstance(item, items.Length);
        items.CopyTo(typed, 0);
        return typeof(System.Runtime.InteropServices.ImmutableCollectionsMarshal).GetMethod("AsImmutableArray")!.MakeGenericMethod(item).Invoke(null, [typed])!;
    }
}
