using System.Net.Http.Headers;
using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using Orchestrator.V1;
using Xunit;

namespace Orchestrator.Api.Tests.Serving;

/// <summary>Whatever comes in over the wire that is no command gets a clear error that names the field, leaves no trace, and harms nobody else.</summary>
public sealed class HostileWireTests(OpenServer server) : IClassFixture<OpenServer>
{
    private static readonly Marshaller<byte[]> Raw = new(bytes => bytes, bytes => bytes);

    /// <summary>
    /// What bytes get that cannot be read as the message: INVALID_ARGUMENT where they are read and found indecent, INTERNAL as gRPC's
    /// specification has it, or UNKNOWN from grpc-dotnet, which decodes before it asks anything of ours.
    /// </summary>
    private static readonly StatusCode[] Unreadable = [StatusCode.InvalidArgument, StatusCode.Internal, StatusCode.Unknown];

    [Theory]
    [InlineData("""{"header":{"commandId":"h1"},"batch":5}""", "batch: send a string")]
    [InlineData("""{"header":{"commandId":"h1"},"batch":["B-1"]}""", "batch: send a string")]
    [InlineData("""{"header":"h1","batch":"B-1"}""", "header: send an object")]
    [InlineData("""{"header":{"commandId":"h1"},"batch":"B-1","colour":"red"}""", "colour: leave it out; CompleteStepRequest has the fields header, batch")]
    [InlineData("""{"header":{"commandId":"h1"},"batch":"B-1"} trailing""", "")]
    [InlineData("""{"header":{"commandId":"h1"},"batch":"B-1",}""", "")]
    [InlineData("""["not","an","object"]""", "body: send an object")]
    [InlineData("""{"header":{"commandId":"h1","dryRun":"yes"},"batch":"B-1"}""", "header.dryRun: send true or false")]
    [InlineData("null", "")]
    [InlineData("42", "")]
    [InlineData("{", "")]
    [InlineData("""{"batch":"B-1"}""", "header.command_id")]
    [InlineData("""{"header":{},"batch":"B-1"}""", "header.command_id")]
    [InlineData("""{"header":{"commandId":"a/b"},"batch":"B-1"}""", "header.command_id")]
    [InlineData("""{"header":{"commandId":"h1"},"batch":"B\u0000-1"}""", "batch: leave out the control character U+0000")]
    [InlineData("""{"header":{"commandId":"h1"},"batch":"B\u001b[31m"}""", "batch: leave out the control character U+001B")]
    [InlineData("""{"header":{"commandId":"h1"},"batch":"B\ud800"}""", "")]
    [InlineData("""{"header":{"commandId":"h1"},"batch":"B\ufffd"}""", "batch: send whole Unicode")]
    public async Task JSON_that_is_no_command_is_told_what_is_wrong_with_it(string json, string told)
    {
        var (status, body) = await server.Post("manufacturing/CompleteStep", json, "mes-1");

        Assert.Equal(400, status);
        Assert.Contains(told, body.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(body.GetProperty("details")[0].GetProperty("fieldViolations")[0].GetProperty("field").GetString()!);
        Assert.Equal(404, (await server.Post("manufacturing/Why", """{"caller":"mes-1","commandId":"h1"}""", "mes-1")).Status);
    }

    [Theory]
    [InlineData("1e999")]
    [InlineData("\"NaN\"")]
    [InlineData("\"Infinity\"")]
    [InlineData("1e15")]
    [InlineData("-1e300")]
    public async Task A_number_that_measures_nothing_is_refused_with_its_field(string value)
    {
        var (status, body) = await server.Post("manufacturing/RecordCheck", $$$"""{"header":{"commandId":"n1"},"batch":"B-1","step":"s","check":"c","value":{{{value}}},"unit":"1"}""", "mes-1");

        Assert.Equal(400, status);
        Assert.StartsWith("value: ", body.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(404, (await server.Post("manufacturing/Why", """{"caller":"mes-1","commandId":"n1"}""", "mes-1")).Status);
    }

    [Theory]
    [InlineData("""{"position":"99999999999999999999"}""")]
    [InlineData("""{"position":1.5}""")]
    [InlineData("""{"position":true}""")]
    public async Task An_integer_that_is_none_is_refused(string json)
    {
        var (status, body) = await server.Post("manufacturing/Why", json, "mes-1");

        Assert.Equal(400, status);
        Assert.StartsWith("position: send a whole number", body.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-03-01T10:00:00")]
    [InlineData("yesterday")]
    [InlineData("2026-03-01")]
    public async Task An_instant_without_an_offset_is_refused_with_its_field(string instant)
    {
        var (status, body) = await server.Post("manufacturing/StartStep", $$$"""{"header":{"commandId":"i1"},"batch":"B-1","scans":[{"at":"{{{instant}}}"}]}""", "mes-1");

        Assert.Equal(400, status);
        Assert.StartsWith("scans.at: send an instant with an offset", body.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task JSON_nested_a_hundred_thousand_deep_is_refused_and_the_server_goes_on()
    {
        foreach (var (open, close) in new[] { ("[", "]"), ("""{"header":""", "}"), ("""{"x":""", "}") })
        {
            var json = string.Concat(Enumerable.Repeat(open, 100_000)) + "1" + string.Concat(Enumerable.Repeat(close, 100_000));
            Assert.Equal(400, (await server.Post("manufacturing/CompleteStep", json, "mes-1")).Status);
        }

        Assert.Equal(200, (await server.Post("plant/GetPlant", "{}", "mes-1")).Status);
    }

    [Theory]
    [InlineData(new byte[] { 0xC3, 0x28 })]
    [InlineData(new byte[] { 0xFF, 0xFE })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    public async Task Bytes_that_are_no_UTF_8_are_refused_and_not_guessed_at(byte[] damaged)
    {
        byte[] json = [.. """{"header":{"commandId":"u1"},"batch":"B-"""u8, .. damaged, .. "\"}"u8];
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/manufacturing/CompleteStep") { Content = new ByteArrayContent(json) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TokenFile.TokenOf("mes-1"));

        using var response = await server.Web.SendAsync(request);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal(400, (int)response.StatusCode);
        Assert.NotEmpty(body.RootElement.GetProperty("message").GetString()!);
        var overGrpc = await Assert.ThrowsAsync<RpcException>(() => Call("Manufacturing", "CompleteStep", Message(2, [.. "B-"u8, .. damaged])));
        Assert.Contains(overGrpc.StatusCode, Unreadable);
    }

    [Fact]
    public async Task A_text_that_nobody_would_write_is_refused_with_its_field_over_both_doors()
    {
        var long_ = new string('x', 5000);
        var (status, body) = await server.Post("manufacturing/CancelBatch", $$$"""{"header":{"commandId":"l1"},"batch":"B-1","reason":"{{{long_}}}"}""", "mes-1");
        var overGrpc = await Assert.ThrowsAsync<RpcException>(async () => await new Manufacturing.ManufacturingClient(server.Channel).CancelBatchAsync(
            new CancelBatchRequest { Header = new CommandHeader { CommandId = "l1" }, Batch = "B-1", Reason = long_ }, TokenFile.As("mes-1"), OpenServer.Deadline));

        Assert.Equal(400, status);
        Assert.StartsWith("reason: ", body.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(StatusCode.InvalidArgument, overGrpc.StatusCode);
        Assert.StartsWith("reason: ", overGrpc.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_deep_in_a_list_is_named_by_its_way()
    {
        var (status, body) = await server.Post("manufacturing/StartStep",
            """{"header":{"commandId":"w1"},"batch":"B-1","step":"s","place":{"room":"R"},"scans":[{"input":"i","code":"\u0007","at":"2026-03-01T10:00:00Z"}]}""", "mes-1");

        Assert.Equal(400, status);
        Assert.StartsWith("scans.code: ", body.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0x0A })]
    [InlineData(new byte[] { 0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x07 })]
    public async Task Bytes_that_are_no_message_are_refused_over_gRPC(byte[] bytes)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => Call("Manufacturing", "CompleteStep", bytes));

        Assert.Contains(refused.StatusCode, Unreadable);
        Assert.Equal(200, (await server.Post("plant/GetPlant", "{}", "mes-1")).Status);
    }

    [Fact]
    public async Task Groups_nested_a_hundred_thousand_deep_are_refused_over_gRPC()
    {
        const byte startGroup = (15 << 3) | 3;
        var refused = await Assert.ThrowsAsync<RpcException>(() => Call("Manufacturing", "CompleteStep", [.. Enumerable.Repeat(startGroup, 100_000)]));

        Assert.Contains(refused.StatusCode, Unreadable);
        Assert.Equal(200, (await server.Post("plant/GetPlant", "{}", "mes-1")).Status);
    }

    [Fact]
    public async Task A_message_over_the_limit_is_refused_over_gRPC()
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => Call("Manufacturing", "CompleteStep", Message(2, new byte[ApiSetup.MessageSizeMax + 1])));

        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
    }

    [Fact]
    public async Task A_message_without_a_header_is_refused_over_gRPC_with_the_field()
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => Call("Manufacturing", "CompleteStep", Message(2, "B-1"u8.ToArray())));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.StartsWith("header.command_id: ", refused.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_choice_that_nobody_knows_is_refused_with_the_known_ones()
    {
        var request = new CreateBatchRequest { Header = new CommandHeader { CommandId = "c1" }, Batch = "B-1", Purpose = (BatchPurpose)77 };
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await new Manufacturing.ManufacturingClient(server.Channel).CreateBatchAsync(request, TokenFile.As("mes-1"), OpenServer.Deadline));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Contains("COMMERCIAL", refused.Status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: &a [x]\nb: *a\n", "Anchors")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[", "deeper than 16")]
    [InlineData("id: SH-01\nid: SH-02\n", "twice")]
    [InlineData("", "")]
    public async Task A_hostile_plant_or_recipe_file_is_an_error_with_file_line_and_fix_and_nothing_is_proposed(string text, string told)
    {
        var file = JsonSerializer.Serialize(new { name = "evil.yaml", text });
        var plant = await server.Post("plant/ProposeChange", $$$"""{"header":{"commandId":"f1"},"change":"C-9","effectiveFrom":"2026-03-01T10:00:00Z","plant":{{{file}}}}""", "planner");
        var recipe = await server.Post("plant/ProposeChange", $$$"""{"header":{"commandId":"f1"},"change":"C-9","effectiveFrom":"2026-03-01T10:00:00Z","recipes":[{{{file}}}]}""", "planner");

        foreach (var (status, body) in new[] { plant, recipe })
        {
            Assert.Equal(400, status);
            var finding = body.GetProperty("details")[0].GetProperty("findings")[0];
            Assert.Equal("evil.yaml", finding.GetProperty("file").GetString());
            Assert.Contains(told, finding.GetProperty("message").GetProperty("en").GetString(), StringComparison.Ordinal);
            Assert.NotEmpty(finding.GetProperty("fix").GetProperty("zh").GetString()!);
        }

        Assert.Equal(404, (await server.Post("manufacturing/Why", """{"caller":"planner","commandId":"f1"}""", "mes-1")).Status);
    }

    /// <summary>One length-delimited field as protobuf writes it.</summary>
    private static byte[] Message(int field, byte[] content)
    {
        using var stream = new MemoryStream();
        using var output = new CodedOutputStream(stream);
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(content));
        output.Flush();
        return stream.ToArray();
    }

    private async Task Call(string service, string method, byte[] bytes)
    {
        var call = new Method<byte[], byte[]>(MethodType.Unary, $"orchestrator.v1.{service}", method, Raw, Raw);
        await server.Channel.CreateCallInvoker().AsyncUnaryCall(call, null, new CallOptions(TokenFile.As("mes-1"), OpenServer.Deadline), bytes);
    }
}
