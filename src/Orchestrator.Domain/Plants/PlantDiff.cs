using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Plants;

/// <summary>One difference between two plant documents; null where the value is absent on that side.</summary>
/// <param name="Actor">The actor it touches: whoever relies on that actor is affected.</param>
/// <param name="Field">As the plant file names it; empty when the whole entry came or went.</param>
public sealed record PlantDifference(ActorId Actor, string Field, string? Before, string? After)
{
    public override string ToString() => (Before, After) switch
    {
        (null, _) => $"+ {Actor} {Field} {After}".TrimEnd(),
        (_, null) => $"- {Actor} {Field} {Before}".TrimEnd(),
        _ => $"~ {Actor} {Field}: {Before} -> {After}",
    };
}

/// <summary>What changes between two plant documents, actor by actor and field by field, in address order.</summary>
public static class PlantDiff
{
    private static readonly JsonSerializerOptions Shape = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.KebabCaseLower,
        Converters = { new JsonStringEnumConverter(), new DurationConverter() },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The lists of the document whose entries are actors of their own; everything else belongs to the plant.</summary>
    private static readonly ImmutableSortedDictionary<string, ActorKind> Kinds = new Dictionary<string, ActorKind>
    {
        ["areas"] = ActorKind.Area,
        ["rooms"] = ActorKind.Room,
        ["isolators"] = ActorKind.Isolator,
        ["cabinets"] = ActorKind.Cabinet,
        ["incubators"] = ActorKind.Incubator,
        ["closed-systems"] = ActorKind.ClosedSystem,
        ["equipment"] = ActorKind.Equipment,
        ["sensors"] = ActorKind.Sensor,
        ["lines"] = ActorKind.Line,
        ["people"] = ActorKind.Operator,
        ["products"] = ActorKind.Product,
        ["controllers"] = ActorKind.Controller,
        ["risk-assessments"] = ActorKind.RiskAssessment,
        ["overrides"] = ActorKind.PolicyOverride,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <param name="before">The document in force; null when there is none yet.</param>
    public static ImmutableArray<PlantDifference> Between(PlantDocument? before, PlantDocument after)
    {
        ArgumentNullException.ThrowIfNull(after);
        var (old, now) = (Flat(before), Flat(after));
        var oldActors = old.Keys.Select(key => key.Actor).ToHashSet();
        var nowActors = now.Keys.Select(key => key.Actor).ToHashSet();
        IEnumerable<PlantDifference> whole =
        [
            .. nowActors.Except(oldActors).Select(actor => new PlantDifference(actor, "", null, "")),
            .. oldActors.Except(nowActors).Select(actor => new PlantDifference(actor, "", "", null)),
        ];
        var fields = from key in old.Keys.Union(now.Keys)
                     where oldActors.Contains(key.Actor) && nowActors.Contains(key.Actor)
                     let was = old.GetValueOrDefault(key)
                     let shall = now.GetValueOrDefault(key)
                     where was != shall
                     select new PlantDifference(key.Actor, key.Field, was, shall);
        return [.. whole.Concat(fields).OrderBy(one => one.Actor).ThenBy(one => one.Field, StringComparer.Ordinal)];
    }

    private static Dictionary<(ActorId Actor, string Field), string> Flat(PlantDocument? document)
    {
        var flat = new Dictionary<(ActorId, string), string>();
        foreach (var (name, value) in document is null ? [] : JsonSerializer.SerializeToNode(document, Shape)!.AsObject())
        {
            if (!Kinds.TryGetValue(name, out var kind))
            {
                Flatten(ActorId.Plant, name, value, flat);
                continue;
            }

            foreach (var item in value!.AsArray().Select(item => item!.AsObject()))
            {
                foreach (var (field, inner) in item)
                    Flatten(new ActorId(kind, (string)item["id"]!), field, inner, flat);
            }
        }

        return flat;
    }

    /// <summary>Objects become dotted names, entries with an id are named by it, other lists are one value.</summary>
    private static void Flatten(ActorId actor, string field, JsonNode? value, Dictionary<(ActorId, string), string> flat)
    {
        switch (value)
        {
            case null:
                break;
            case JsonObject entry:
                foreach (var (name, inner) in entry)
                    Flatten(actor, $"{field}.{name}", inner, flat);
                break;
            case JsonArray list when list.Count > 0 && list.All(item => item is JsonObject entry && entry.ContainsKey("id")):
                foreach (var item in list.Select(item => item!.AsObject()))
                    Flatten(actor, $"{field}[{(string)item["id"]!}]", Without(item, "id"), flat);
                break;
            case JsonArray list:
                if (list.Count > 0)
                    flat[(actor, field)] = string.Join("; ", list.Select(item => item is JsonObject entry ? string.Join(" ", entry.Select(pair => pair.Value?.ToString())) : item?.ToString()));
                break;
            default:
                flat[(actor, field)] = value.ToString();
                break;
        }
    }

    private static JsonObject Without(JsonObject entry, string name)
    {
        var rest = entry.DeepClone().AsObject();
        rest.Remove(name);
        return rest;
    }

    /// <summary>Durations as plant files write them (ISO 8601), for example <c>PT10M</c>.</summary>
    private sealed class DurationConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteStringValue(System.Xml.XmlConvert.ToString(value));
    }
}
