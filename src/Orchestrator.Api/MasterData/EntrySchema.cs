using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.Api.MasterData;

/// <summary>Writes a file's shape as JSON Schema (draft 2020-12), so that editors and other programs can check files too.</summary>
internal sealed class EntrySchema
{
    private readonly JsonObject _properties = [];
    private readonly JsonArray _required = [];

    /// <summary>The whole schema as indented JSON with a final newline.</summary>
    public static string Of(string id, string title, Action<Entry> shape)
    {
        var root = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = $"urn:orchestrator:schema:{id}",
            ["title"] = title,
        };
        foreach (var (name, value) in Object(shape).ToArray())
            root[name] = value?.DeepClone();
        var options = new JsonSerializerOptions { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        return root.ToJsonString(options) + "\n";
    }

    public void AddValue(string name, string about, bool required, ValueKind kind) => Add(name, about, required, Value(kind));

    public void AddMany(string name, string about, ValueKind kind) =>
        Add(name, about, required: false, new JsonObject { ["type"] = "array", ["items"] = Value(kind) });

    public void AddById(string name, string about, ValueKind kind) => Add(name, about, required: false, ById(Value(kind)));

    public void AddEntry(string name, string about, bool required, Action<Entry> shape) => Add(name, about, required, Object(shape));

    public void AddEntries(string name, string about, Action<Entry> shape) =>
        Add(name, about, required: false, new JsonObject { ["type"] = "array", ["items"] = Object(shape) });

    public void AddEntriesById(string name, string about, Action<Entry> shape) => Add(name, about, required: false, ById(Object(shape)));

    private static JsonObject Object(Action<Entry> shape)
    {
        var schema = new EntrySchema();
        shape(new Entry(schema));
        var result = new JsonObject { ["type"] = "object", ["additionalProperties"] = false };
        if (schema._required.Count > 0)
            result["required"] = schema._required;
        result["properties"] = schema._properties;
        return result;
    }

    private static JsonObject ById(JsonObject value) => new()
    {
        ["type"] = "object",
        ["propertyNames"] = new JsonObject { ["pattern"] = Entry.IdPattern },
        ["additionalProperties"] = value,
    };

    private static JsonObject Value(ValueKind kind) => kind.Name switch
    {
        "id" => new JsonObject { ["type"] = "string", ["pattern"] = Entry.IdPattern },
        "address" => new JsonObject { ["type"] = "string", ["pattern"] = Entry.AddressPattern },
        "flag" => new JsonObject { ["type"] = "boolean" },
        "count" => new JsonObject { ["type"] = "integer", ["minimum"] = 0, ["maximum"] = 1_000_000 },
        "number" => new JsonObject { ["type"] = "number" },
        "date" => new JsonObject { ["type"] = "string", ["format"] = "date" },
        "instant" => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
        "time of day" => new JsonObject { ["type"] = "string", ["pattern"] = "^([01][0-9]|2[0-3]):[0-5][0-9]$" },
        "duration" => new JsonObject { ["type"] = "string", ["pattern"] = Entry.DurationPattern },
        "choice" => new JsonObject { ["enum"] = new JsonArray([.. kind.Choices!.Select(choice => (JsonNode)choice)]) },
        _ => new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = Entry.TextLengthMax },
    };

    private void Add(string name, string about, bool required, JsonObject value)
    {
        value.Insert(0, "description", about);
        _properties.Add(name, value);
        if (required)
            _required.Add(name);
    }
}
