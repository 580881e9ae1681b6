using System.Net;
using System.Text;
using Xunit;

namespace Orchestrator.Api.Tests.Serving;

/// <summary>The same services through JSON over HTTP/1.1, as curl and browsers use them.</summary>
public sealed class JsonDoorTests(OpenServer server) : IClassFixture<OpenServer>
{
    [Fact]
    public async Task A_command_is_granted_and_its_second_sending_has_the_same_ruling()
    {
        const string found = """{"header":{"commandId":"json-found"},"plant":"SH-01","time":"TIME_MODE_REAL"}""";

        var first = await server.Post("plant/Found", found, "engineer");
        var second = await server.Post("plant/Found", found, "engineer");

        Assert.Equal(200, first.Status);
        Assert.True(first.Body.GetProperty("granted").GetBoolean());
        Assert.True(second.Body.GetProperty("repeated").GetBoolean());
        Assert.Equal(first.Body.GetProperty("position").GetString(), second.Body.GetProperty("position").GetString());
    }

    [Fact]
    public async Task A_refusal_is_422_with_the_ruling_and_its_rule_in_the_body()
    {
        var (status, body) = await server.Post("manufacturing/CompleteStep", """{"header":{"commandId":"json-complete"},"batch":"B-0","step":"s"}""", "mes-1");

        Assert.Equal(422, status);
        Assert.Equal(9, body.GetProperty("code").GetInt32());
        var ruling = body.GetProperty("details")[0];
        Assert.Equal("type.googleapis.com/orchestrator.v1.Ruling", ruling.GetProperty("@type").GetString());
        Assert.Contains(ruling.GetProperty("refusals").EnumerateArray(), refusal => refusal.GetProperty("rule").GetString() == "ORC-001");
    }

    [Theory]
    [InlineData("""{"header":{"commandId":"x1"},"batch":"B-1","colour":"red"}""", "mes-1", 400)]
    [InlineData("""{"header":{"commandId":"x2"},"batch":""", "mes-1", 400)]
    [InlineData("""{"header":{"commandId":"white space"},"batch":"B-1"}""", "mes-1", 400)]
    [InlineData("""{"header":{"commandId":"x3"},"batch":"B-1"}""", null, 401)]
    [InlineData("""{"header":{"commandId":"x4"},"batch":"B-1"}""", "devices", 403)]
    [InlineData("""{"header":{"commandId":"x5"},"batch":"B-1"}""", "nobody", 403)]
    public async Task What_is_no_command_of_an_admitted_caller_leaves_no_trace(string json, string? caller, int expected)
    {
        var (status, _) = await server.Post("manufacturing/CompleteStep", json, caller);
        var (why, _) = await server.Post("manufacturing/Why", """{"caller":"mes-1","commandId":"x1"}""", "supervisor");

        Assert.Equal(expected, status);
        Assert.Equal(404, why);
    }

    [Theory]
    [InlineData("2026-03-01T10:00:00", 400)]
    [InlineData("2026-03-01T10:00:00+08:00", 422)]
    public async Task An_instant_without_an_offset_is_refused_before_the_law_sees_it(string instant, int expected)
    {
        var json = $$"""{"header":{"commandId":"start-{{expected}}"},"batch":"B-1","step":"s","place":{"room":"R"},"scans":[{"input":"i","at":"{{instant}}"}]}""";

        var (status, _) = await server.Post("manufacturing/StartStep", json, "mes-1");

        Assert.Equal(expected, status);
    }

    [Fact]
    public async Task A_message_beyond_the_limit_is_refused()
    {
        var (status, _) = await server.Post("plant/Check", $$$"""{"plant":{"name":"p","text":"{{{new string('x', ApiSetup.MessageSizeMax)}}}"}}""", "engineer");

        Assert.Equal(429, status);
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_ruled_and_is_answered_with_200()
    {
        var (status, body) = await server.Post("manufacturing/CompleteStep", """{"header":{"commandId":"dry","dryRun":true},"batch":"B-0","step":"s"}""", "mes-1");
        var (why, _) = await server.Post("manufacturing/Why", """{"caller":"mes-1","commandId":"dry"}""", "supervisor");

        Assert.Equal(200, status);
        Assert.False(body.GetProperty("granted").GetBoolean());
        Assert.NotEmpty(body.GetProperty("refusals").EnumerateArray());
        Assert.Equal(404, why);
    }

    [Fact]
    public async Task The_feed_arrives_as_server_sent_events_from_a_position_on()
    {
        await server.Post("plant/Found", """{"header":{"commandId":"json-found"},"plant":"SH-01","time":"TIME_MODE_REAL"}""", "engineer");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/manufacturing/Watch") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", TokenFile.TokenOf("supervisor"));

        using var response = await server.Web.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var line = await reader.ReadLineAsync().WaitAsync(OpenServer.Patience);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("data: {", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/plant/Found", 405)]
    [InlineData("/", 404)]
    [InlineData("/v2/plant", 404)]
    public async Task What_is_not_asked_with_POST_or_is_nowhere_is_told_so_in_JSON(string path, int expected)
    {
        using var response = await server.Web.GetAsync(new Uri(path, UriKind.Relative));
        using var body = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal(expected, (int)response.StatusCode);
        Assert.Contains("POST", body.RootElement.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.8", "/v1/manufacturing/GetBatch", "没有批次 B-0")]
    [InlineData("en;q=0.5, zh;q=0.4", "/v1/manufacturing/GetBatch", "no batch B-0")]
    [InlineData("fr", "/v1/manufacturing/GetBatch", "no batch B-0")]
    [InlineData("zh", "/v1/manufacturing/Invent", "没有 manufacturing/Invent 这个方法")]
    [InlineData("zh", "/v1/manufacturing/CompleteStep", "header.command_id: 每条指令须有")]
    public async Task What_is_no_ruling_is_told_in_the_language_that_the_caller_accepts(string languages, string path, string expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent("""{"batch":"B-0"}""", Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", TokenFile.TokenOf("mes-1"));
        request.Headers.TryAddWithoutValidation("Accept-Language", languages);

        using var response = await server.Web.SendAsync(request);
        using var body = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        Assert.StartsWith(expected, body.RootElement.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_method_is_not_found_and_says_where_they_are_listed()
    {
        var (status, body) = await server.Post("manufacturing/Invent", "{}", "mes-1");

        Assert.Equal(404, status);
        Assert.Contains("openapi.json", body.GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
