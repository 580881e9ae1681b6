using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Orchestrator.Api.Doors;
using Orchestrator.V1;

namespace Orchestrator.Api.Json;

/// <summary>
/// The JSON door as an OpenAPI 3.1 document, generated from the descriptors that the door itself is made of: a call or a
/// field that is not in the one is not in the other. Comments of the proto files are not among what descriptors carry at run
/// time, so the words of each call are those of its service.
/// </summary>
public sealed class OpenApi
{
    /// <summary>The messages that protobuf JSON writes in a shape of their own, as JSON Schema.</summary>
    private static readonly Dictionary<string, Func<JsonObject>> WellKnown = new(StringComparer.Ordinal)
    {
        [Timestamp.Descriptor.FullName] = () => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
        [Duration.Descriptor.FullName] = () => new JsonObject { ["type"] = "string", ["pattern"] = @"^-?\d+(\.\d{1,9})?s$", ["description"] = "Seconds, for example 5400s" },
        [Struct.Descriptor.FullName] = () => new JsonObject { ["type"] = "object", ["additionalProperties"] = true },
        [Value.Descriptor.FullName] = () => [],
        [Any.Descriptor.FullName] = () => new JsonObject { ["type"] = "object", ["required"] = new JsonArray("@type"), ["properties"] = new JsonObject { ["@type"] = Text() }, ["additionalProperties"] = true },
    };

    private readonly SortedDictionary<string, JsonNode> _schemas = new(StringComparer.Ordinal);

    private OpenApi()
    {
    }

    /// <summary>The document of every call that the door answers.</summary>
    /// <param name="version">The product's version.</param>
    public static JsonObject Document(IEnumerable<ServiceDescriptor> services, string version)
    {
        var writer = new OpenApi();
        var paths = new JsonObject();
        foreach (var method in services.SelectMany(service => service.Methods).Where(method => !method.IsClientStreaming))
            paths[$"/v1/{NameOf(method)}"] = new JsonObject { ["post"] = writer.Operation(method) };
        writer.Require(Google.Rpc.Status.Descriptor);
        writer.Require(CheckReply.Descriptor);
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Orchestrator",
                ["version"] = version,
                ["description"] = "Every unary and server-streaming call of the gRPC services as POST with protobuf JSON. Fields are lowerCamelCase; an unknown field is an error. 64-bit integers are strings. Commands carry header.commandId: the same id with the same command returns the first ruling.",
            },
            ["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject { ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" } },
                ["schemas"] = new JsonObject(writer._schemas.Select(schema => KeyValuePair.Create(schema.Key, (JsonNode?)schema.Value))),
            },
        };
    }

    private static string NameOf(MethodDescriptor method) => Access.NameOf($"/{method.Service.FullName}/{method.Name}");

    private JsonObject Operation(MethodDescriptor method)
    {
        var name = NameOf(method);
        var ruled = method.OutputType == Ruling.Descriptor;
        var answer = new JsonObject
        {
            ["description"] = method.IsServerStreaming ? "Server-sent events, one data line of JSON each" : ruled ? "Granted, or the answer of a dry run" : "The answer",
            ["content"] = new JsonObject { [method.IsServerStreaming ? "text/event-stream" : "application/json"] = new JsonObject { ["schema"] = Reference(method.OutputType) } },
        };
        var responses = new JsonObject { ["200"] = answer };
        if (ruled)
            responses["422"] = Error("Refused by the law: a Ruling with every reason is among the details; the refusal is recorded");
        foreach (var (code, what) in new[] { ("400", "The message makes no sense: the field and the fix are named; nothing was recorded"), ("401", "No token, or an unknown one"), ("403", "The token's roles may not call this") })
            responses[code] = Error(what);
        if (ruled)
            responses["409"] = Error("The command id was used for another command");
        responses["default"] = Error("Try again, or a bug; the code says which");
        return new JsonObject
        {
            ["operationId"] = name.Replace('/', '_'),
            ["tags"] = new JsonArray(name[..name.IndexOf('/')]),
            ["summary"] = $"{method.Service.FullName}/{method.Name}",
            ["description"] = $"Callers with one of the roles: {string.Join(", ", Access.RolesOf($"/{method.Service.FullName}/{method.Name}"))}.",
            ["requestBody"] = new JsonObject { ["required"] = true, ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = Reference(method.InputType) } } },
            ["responses"] = responses,
        };
    }

    private JsonObject Error(string what) => new()
    {
        ["description"] = what,
        ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = Reference(Google.Rpc.Status.Descriptor) } },
    };

    private JsonObject Reference(MessageDescriptor message)
    {
        if (WellKnown.TryGetValue(message.FullName, out var shape))
            return shape();
        Require(message);
        return new JsonObject { ["$ref"] = $"#/components/schemas/{message.FullName}" };
    }

    /// <summary>Puts a message's schema, and those it is made of, among the components.</summary>
    private void Require(MessageDescriptor message)
    {
        if (_schemas.ContainsKey(message.FullName))
            return;
        var properties = new JsonObject();
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        _schemas.Add(message.FullName, schema);
        foreach (var field in message.Fields.InFieldNumberOrder())
            properties[field.JsonName] = Field(field);
    }

    private JsonObject Field(FieldDescriptor field)
    {
        if (field.IsMap)
            return new JsonObject { ["type"] = "object", ["additionalProperties"] = Single(field.MessageType.FindFieldByNumber(2)) };
        return field.IsRepeated ? new JsonObject { ["type"] = "array", ["items"] = Single(field) } : Single(field);
    }

    private JsonObject Single(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message => Reference(field.MessageType),
        FieldType.Enum => Choice(field.EnumType),
        FieldType.Bool => new JsonObject { ["type"] = "boolean" },
        FieldType.String => Text(),
        FieldType.Bytes => new JsonObject { ["type"] = "string", ["format"] = "byte" },
        FieldType.Double or FieldType.Float => new JsonObject { ["type"] = "number" },
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 or FieldType.UInt64 or FieldType.Fixed64 => new JsonObject { ["type"] = new JsonArray("string", "integer"), ["format"] = "int64" },
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 or FieldType.UInt32 or FieldType.Fixed32 => new JsonObject { ["type"] = "integer", ["format"] = "int32" },
        _ => throw new NotSupportedException($"{field.FullName} is of a kind that has no JSON"),
    };

    private static JsonObject Choice(EnumDescriptor choice) =>
        new() { ["type"] = "string", ["enum"] = new JsonArray([.. choice.Values.Select(value => (JsonNode)JsonValue.Create(value.Name))]) };

    private static JsonObject Text() => new() { ["type"] = "string" };
}
