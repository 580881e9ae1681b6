using Grpc.Health.V1;
using Orchestrator.Host;
using Xunit;

namespace Orchestrator.Api.Tests.Serving;

/// <summary>A server that cannot serve takes the plant over from nobody: who types the command twice stops no production.</summary>
public sealed class TakingOverTests(OpenServer server) : IClassFixture<OpenServer>
{
    [Theory]
    [InlineData("--grpc-port")]
    [InlineData("--web-port")]
    public async Task A_port_in_use_is_named_and_the_server_that_has_it_goes_on(string option)
    {
        var options = option == "--grpc-port" ? server.Options with { GrpcPort = server.Grpc.Port } : server.Options with { WebPort = server.Web.BaseAddress!.Port };

        var refused = await Assert.ThrowsAsync<UsageException>(() => Server.Start(options, CancellationToken.None));

        Assert.StartsWith($"{option}: port ", refused.Message, StringComparison.Ordinal);
        await Rules();
    }

    [Fact]
    public async Task A_token_file_that_is_missing_or_unreadable_is_found_before_the_plant_is_taken_over()
    {
        var missing = await Assert.ThrowsAsync<UsageException>(() => Server.Start(server.Options with { Tokens = "nowhere.json" }, CancellationToken.None));
        await Assert.ThrowsAsync<InvalidDataException>(() => Server.Start(server.Options with { Tokens = typeof(Server).Assembly.Location }, CancellationToken.None));

        Assert.StartsWith("--tokens: there is no file", missing.Message, StringComparison.Ordinal);
        await Rules();
    }

    [Fact]
    public async Task A_server_that_lost_its_plant_to_a_newer_one_says_on_every_door_that_it_serves_no_more()
    {
        var older = new OpenServer();
        await older.InitializeAsync();
        var health = new Health.HealthClient(older.Channel);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await health.CheckAsync(new HealthCheckRequest())).Status);

        await using (await Server.Start(older.Options, CancellationToken.None))
        {
            var (status, _) = await older.Post("manufacturing/CancelBatch", """{"header": {"commandId": "late"}, "batch": "B-1", "reason": "none"}""", "mes-1");

            Assert.Equal(503, status);
            using var ready = await older.Web.GetAsync(new Uri("/health/ready", UriKind.Relative));
            Assert.Equal(503, (int)ready.StatusCode);
            Assert.True(SpinWait.SpinUntil(() => health.Check(new HealthCheckRequest()).Status == HealthCheckResponse.Types.ServingStatus.NotServing, OpenServer.Patience));
        }

        await older.DisposeAsync();
    }

    /// <summary>The server rules: only the owner of the plant writes even a refusal.</summary>
    private async Task Rules()
    {
        var (status, body) = await server.Post("manufacturing/CancelBatch", $$"""{"header": {"commandId": "c-{{Guid.NewGuid():N}}"}, "batch": "B-1", "reason": "none"}""", "mes-1");

        Assert.Equal((422, 9), (status, body.GetProperty("code").GetInt32()));
    }
}
