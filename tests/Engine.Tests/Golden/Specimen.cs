using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Engine.Tests.Golden;

/// <summary>Makes one value of any stored type with every member filled, the same in every run: text is the member's name, collections hold one element.</summary>
internal static class Specimen
{
    public static object Of(Type type) => Of(type, type.Name, []);

    private static object Of(Type type, string name, ImmutableHashSet<Type> within)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Simple(type, name) is { } simple)
            return simple;
        if (type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)))
            return Collection(type, name, within);
        if (type.IsAbstract)
            type = type.Assembly.GetTypes().Where(each => !each.IsAbstract && each.IsAssignableTo(type)).MinBy(each => each.FullName, StringComparer.Ordinal)!;
        return Filled(type, within.Add(type));
    }

    private static object? Simple(Type type, string name) =>
        type == typeof(string) ? $"{char.ToLowerInvariant(name[0])}{name[1..]}-1"
        : type == typeof(DateTimeOffset) ? new DateTimeOffset(2026, 3, 2, 1, 2, 3, TimeSpan.Zero).AddTicks(4)
        : type == typeof(TimeSpan) ? new TimeSpan(1, 2, 3, 4)
        : type == typeof(DateOnly) ? new DateOnly(2026, 3, 2)
        : type == typeof(TimeOnly) ? new TimeOnly(8, 30)
        : type == typeof(ActorId) ? new ActorId(ActorKind.Room, "R-101")
        : type == typeof(bool) ? true
        : type == typeof(decimal) ? 1.25m
        : type.IsEnum ? Enum.GetValues(type).Cast<object>().Last()
        : type.IsPrimitive ? Convert.ChangeType(7, type, System.Globalization.CultureInfo.InvariantCulture)
        : null;

    // A type that holds itself ends in an empty collection.
    private static object Collection(Type type, string name, ImmutableHashSet<Type> within)
    {
        var elements = type.GetGenericArguments();
        var maker = type.Name switch
        {
            "ImmutableArray`1" => typeof(ImmutableArray),
            "ImmutableList`1" => typeof(ImmutableList),
            "ImmutableSortedSet`1" => typeof(ImmutableSortedSet),
            "ImmutableSortedDictionary`2" => typeof(ImmutableSortedDictionary),
            "ImmutableDictionary`2" => typeof(ImmutableDictionary),
            _ => throw new NotSupportedException($"{type} is not a collection that facts are made of"),
        };
        if (elements.Any(within.Contains))
            return type.GetField("Empty", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        if (elements.Length == 1)
            return Create(maker, elements, Of(elements[0], name, within));
        var empty = Create(maker, elements);
        return type.GetMethod("SetItem")!.Invoke(empty, [Of(elements[0], "key", within), Of(elements[1], name, within)])!;
    }

    private static object Create(Type maker, Type[] elements, params object[] arguments) =>
        maker.GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Single(method => method.Name == "Create" && method.GetGenericArguments().Length == elements.Length
                && method.GetParameters().Length == arguments.Length
                && method.GetParameters().All(parameter => parameter.ParameterType.IsGenericParameter))
            .MakeGenericMethod(elements).Invoke(null, arguments)!;

    private static object Filled(Type type, ImmutableHashSet<Type> within)
    {
        var constructor = type.GetConstructors(BindingFlags.Public | BindingFlags.Instance)
            .Where(each => each.GetParameters() is not [{ ParameterType: var only }] || only != type)
            .MaxBy(each => each.GetCustomAttribute<System.Text.Json.Serialization.JsonConstructorAttribute>() is null ? each.GetParameters().Length : int.MaxValue)!;
        var parameters = constructor.GetParameters();
        var value = constructor.Invoke([.. parameters.Select(parameter => Of(parameter.ParameterType, parameter.Name!, within))]);
        foreach (var property in type.GetProperties().Where(property => property.SetMethod is { IsPublic: true } set
            && set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit))
            && parameters.All(parameter => parameter.Name != property.Name)))
            property.SetValue(value, Of(property.PropertyType, property.Name, within));
        return value;
    }
}
