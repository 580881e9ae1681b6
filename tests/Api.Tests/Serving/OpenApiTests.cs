using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Orchestrator.Client;
using Orchestrator.V1;
using Xunit;

namespace Orchestrator.Api.Tests.Serving;

/// <summary>The document of the JSON door: valid OpenAPI, every call in it, and schemas that say what the door takes and gives.</summary>
public sealed class OpenApiTests(OpenServer server) : IClassFixture<OpenServer>
{
    private static readonly MethodDescriptor[] Calls =
        [.. Orchestrator.Client.Services.All.SelectMany(service => service.Methods).Where(method => !method.IsClientStreaming)];

    [Fact]
    public async Task It_is_served_to_anybody_at_its_address_as_JSON_and_says_which_OpenAPI_it_is()
    {
        using var response = await server.Web.GetAsync("/openapi.json");
        var document = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("3.1.", (string)document["openapi"]!, StringComparison.Ordinal);
        Assert.NotEmpty((string)document["info"]!["title"]!);
        Assert.NotEmpty((string)document["info"]!["version"]!);
    }

    [Fact]
    public async Task Every_call_that_the_door_answers_is_in_it_and_nothing_else()
    {
        var document = await Document();

        Assert.Equal(Calls.Select(call => $"/v1/{NameOf(call)}").Order(StringComparer.Ordinal), document["paths"]!.AsObject().Select(path => path.Key).Order(StringComparer.Ordinal));
        foreach (var path in document["paths"]!.AsObject())
        {
            var (status, body) = await server.Post(path.Key["/v1/".Length..], "{}", caller: null);
            Assert.True(status == 401, $"{path.Key} answers {status}: {body}");
        }
    }

    [Fact]
    public async Task Every_operation_has_its_own_id_a_body_and_answers_for_what_can_happen()
    {
        var operations = (await Document())["paths"]!.AsObject().Select(path => path.Value!["post"]!.AsObject()).ToList();

        Assert.Equal(operations.Count, operations.Select(operation => (string)operation["operationId"]!).Distinct(StringComparer.Ordinal).Count());
        Assert.All(operations, operation =>
        {
            Assert.NotNull(operation["requestBody"]!["content"]!["application/json"]!["schema"]!["$ref"]);
            var responses = operation["responses"]!.AsObject();
            Assert.All(responses, response => Assert.NotEmpty((string)response.Value!["description"]!));
            Assert.True(responses.ContainsKey("200") && responses.ContainsKey("400") && responses.ContainsKey("401") && responses.ContainsKey("403"));
        });
        Assert.All(Calls.Where(call => call.OutputType == Ruling.Descriptor), call => Assert.Contains(operations,
            operation => (string)operation["operationId"]! == NameOf(call).Replace('/', '_') && operation["responses"]!.AsObject().ContainsKey("422")));
    }

    [Fact]
    public async Task Every_reference_leads_to_a_schema_and_every_schema_is_referred_to()
    {
        var document = await Document();
        var schemas = document["components"]!["schemas"]!.AsObject().Select(schema => $"#/components/schemas/{schema.Key}").ToHashSet(StringComparer.Ordinal);
        var referred = References(document).ToHashSet(StringComparer.Ordinal);

        Assert.Subset(schemas, referred);
        Assert.Empty(schemas.Except(referred));
    }

    [Fact]
    public async Task What_the_parser_of_the_door_takes_is_what_the_schemas_say()
    {
        var schemas = (await Document())["components"]!["schemas"]!.AsObject();

        foreach (var call in Calls)
            foreach (var message in Reachable(call.InputType).Concat(Reachable(call.OutputType)).Distinct().Where(message => !message.FullName.StartsWith("google.protobuf.", StringComparison.Ordinal)))
                Assert.Equal(message.Fields.InDeclarationOrder().Select(field => field.JsonName).Order(StringComparer.Ordinal), schemas[message.FullName]!["properties"]!.AsObject().Select(property => property.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_example_made_from_the_schemas_alone_is_understood_by_every_call()
    {
        var document = await Document();

        foreach (var call in AnyCall.All)
        {
            var schema = document["paths"]![$"/v1/{call.Name}"]!["post"]!["requestBody"]!["content"]!["application/json"]!["schema"]!;
            var example = Example(schema, document, depth: 0)!.ToJsonString();
            var parsed = JsonParser.Default.Parse(example, call.Method.InputType);
            Assert.True(parsed.CalculateSize() > 0 || call.Method.InputType.Fields.InDeclarationOrder().Count == 0, $"{call.Name}: {example}");
        }
    }

    private async Task<JsonNode> Document() => JsonNode.Parse(await server.Web.GetStringAsync("/openapi.json"))!;

    private static string NameOf(MethodDescriptor call) => $"{char.ToLowerInvariant(call.Service.Name[0])}{call.Service.Name[1..]}/{call.Name}";

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject one => one.SelectMany(property => property is { Key: "$ref", Value: JsonValue value } ? [(string)value!] : References(property.Value)),
        JsonArray many => many.SelectMany(References),
        _ => [],
    };

    private static IEnumerable<MessageDescriptor> Reachable(MessageDescriptor message, HashSet<MessageDescriptor>? seen = null)
    {
        seen ??= [];
        return seen.Add(message)
            ? message.Fields.InDeclarationOrder().Where(field => field.FieldType == FieldType.Message && !field.IsMap).SelectMany(field => Reachable(field.MessageType, seen)).Prepend(message)
            : [];
    }

    /// <summary>A value of a schema: every property filled, one item in every list.</summary>
    private static JsonNode? Example(JsonNode schema, JsonNode document, int depth)
    {
        if (schema["$ref"] is { } reference)
            return Example(document["components"]!["schemas"]![((string)reference!)["#/components/schemas/".Length..]]!, document, depth + 1);
        if (schema["enum"] is JsonArray choices)
            return JsonValue.Create((string)choices[^1]!);
        var type = schema["type"] is JsonArray several ? (string)several[0]! : (string?)schema["type"];
        return (type, (string?)schema["format"]) switch
        {
            ("object", _) when depth < 8 => new JsonObject((schema["properties"]?.AsObject() ?? []).Select(property => KeyValuePair.Create(property.Key, Example(property.Value!, document, depth + 1)))),
            ("object", _) => new JsonObject(),
            ("array", _) => new JsonArray(Example(schema["items"]!, document, depth + 1)),
            ("boolean", _) => JsonValue.Create(true),
            ("integer" or "number", _) => JsonValue.Create(1),
            ("string", "date-time") => JsonValue.Create("2026-03-02T08:00:00+08:00"),
            ("string", "int64") => JsonValue.Create("1"),
            ("string", "byte") => JsonValue.Create("AA=="),
            ("string", _) => JsonValue.Create(schema["pattern"] is null ? "text" : "60s"),
            _ => null,
        };
    }
}
