using System.Text.Json;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Orchestrator.Domain.Law;

namespace Orchestrator.Api.Json;

/// <summary>Finds the field of a JSON request that does not fit its message, once the parser has turned the request down.</summary>
public static class Misfit
{
    /// <summary>The way to the first field that is unknown or of another kind, with what belongs there; null when the JSON itself is broken.</summary>
    public static (string Field, Wording Fix)? In(string json, MessageDescriptor message)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Of(document.RootElement, message, "");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static (string Field, Wording Fix)? Of(JsonElement element, MessageDescriptor message, string path)
    {
        if (message.File.Package == "google.protobuf")
            return WellKnown(element, message, path);
        if (element.ValueKind != JsonValueKind.Object)
            return (path.Length == 0 ? "body" : path, new Wording("请发送对象", "send an object"));
        var known = message.Fields.InDeclarationOrder().SelectMany(field => new[] { (field.JsonName, field), (field.Name, field) }).DistinctBy(pair => pair.Item1).ToDictionary(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            var name = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            if (!known.TryGetValue(property.Name, out var field))
                return (name, new Wording($"请去掉；{message.Name} 的字段有：{string.Join("、", message.Fields.InFieldNumberOrder().Select(one => one.JsonName))}", $"leave it out; {message.Name} has the fields {string.Join(", ", message.Fields.InFieldNumberOrder().Select(one => one.JsonName))}"));
            if (property.Value.ValueKind != JsonValueKind.Null && Of(property.Value, field, name) is { } wrong)
                return wrong;
        }

        return null;
    }

    private static (string Field, Wording Fix)? Of(JsonElement value, FieldDescriptor field, string name)
    {
        if (field.IsMap || !field.IsRepeated)
            return Single(value, field, name);
        if (value.ValueKind != JsonValueKind.Array)
            return (name, new Wording("请发送列表", "send a list"));
        foreach (var one in value.EnumerateArray())
            if (Single(one, field, name) is { } wrong)
                return wrong;
        return null;
    }

    private static (string Field, Wording Fix)? Single(JsonElement value, FieldDescriptor field, string name) => field.FieldType switch
    {
        FieldType.Message => Of(value, field.MessageType, name),
        FieldType.String or FieldType.Bytes => value.ValueKind == JsonValueKind.String ? null : (name, new Wording("请发送字符串", "send a string")),
        FieldType.Bool => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : (name, new Wording("请发送 true 或 false", "send true or false")),
        FieldType.Enum => value.ValueKind == JsonValueKind.String && field.EnumType.FindValueByName(value.GetString()!) is not null
            ? null
            : (name, new Wording($"请从以下各项中选择：{string.Join("、", Offered(field.EnumType))}", $"send one of {string.Join(", ", Offered(field.EnumType))}")),
        FieldType.Double or FieldType.Float => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? null : (name, new Wording("请发送有限数", "send a finite number")),
        _ => long.TryParse(value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText(), System.Globalization.CultureInfo.InvariantCulture, out _) ? null : (name, new Wording("请发送整数", "send a whole number")),
    };

    /// <summary>What a person may choose: a value that stands for none said is no choice.</summary>
    private static IEnumerable<string> Offered(EnumDescriptor type) => type.Values.Select(one => one.Name).Where(name => !name.EndsWith("_UNSPECIFIED", StringComparison.Ordinal));

    private static (string Field, Wording Fix)? WellKnown(JsonElement value, MessageDescriptor message, string name) =>
        message.FullName == Timestamp.Descriptor.FullName
            ? value.ValueKind == JsonValueKind.String && HasOffset(value.GetString()!) ? null : (name, new Wording("请发送带时区的时刻，例如 2026-03-02T08:00:00+08:00", "send an instant with an offset, for example 2026-03-02T08:00:00+08:00"))
            : message.FullName == Duration.Descriptor.FullName && value.ValueKind != JsonValueKind.String ? (name, new Wording("请发送以秒计的时长，例如 5400s", "send a length of time in seconds, for example 5400s")) : null;

    private static bool HasOffset(string text) => text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
}
