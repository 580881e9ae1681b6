using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;
using Orchestrator.Api.Tests.Equipment;
using Orchestrator.V1;
using Xunit;

namespace Orchestrator.Api.Tests.Serving;

/// <summary>A server that stops does not wait for those who would listen for ever: it tells them to come back, and goes.</summary>
public sealed class ClosingTests
{
    /// <summary>A host gives up on open calls after 30 s; whoever needs as long was not told.</summary>
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Every_open_stream_ends_with_unavailable_and_the_server_stops()
    {
        var server = new OpenServer();
        await server.InitializeAsync();
        await server.Apply();
        using var feed = new Manufacturing.ManufacturingClient(server.Channel).Watch(new WatchRequest(), TokenFile.As("supervisor"));
        using var capacity = new Capacity.CapacityClient(server.Channel).WatchCapacity(new WatchCapacityRequest(), TokenFile.As("supervisor"));
        using var health = new Health.HealthClient(server.Channel).Watch(new HealthCheckRequest());
        using var reflection = new ServerReflection.ServerReflectionClient(server.Channel).ServerReflectionInfo();
        await reflection.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "*" });
        using var events = await Events(server);
        using var controller = await TestController.Connect(server, "BMS-1");
        foreach (var begun in new[] { feed.ResponseStream.MoveNext(default), capacity.ResponseStream.MoveNext(default), health.ResponseStream.MoveNext(default), reflection.ResponseStream.MoveNext(default) })
            Assert.True(await begun);

        var stopping = server.Stop();

        Assert.Equal(StatusCode.Unavailable, await EndOf(feed.ResponseStream));
        Assert.Equal(StatusCode.Unavailable, await EndOf(capacity.ResponseStream));
        Assert.Equal(StatusCode.Unavailable, await EndOf(health.ResponseStream));
        Assert.Equal(StatusCode.Unavailable, await EndOf(reflection.ResponseStream));
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(controller.Next)).StatusCode);
        Assert.Contains($"\"code\": {(int)StatusCode.Unavailable}", await events.Content.ReadAsStringAsync().WaitAsync(Generous), StringComparison.Ordinal);
        await stopping.WaitAsync(Generous);
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_server_that_is_asked_to_stop_is_not_ready_from_that_instant()
    {
        var server = new OpenServer();
        await server.InitializeAsync();
        using (var ready = await server.Web.GetAsync(new Uri("/health/ready", UriKind.Relative)))
            Assert.Equal(HttpStatusCode.OK, ready.StatusCode);

        server.AskToStop();

        using (var ready = await server.Web.GetAsync(new Uri("/health/ready", UriKind.Relative)))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        var health = await new Health.HealthClient(server.Channel).CheckAsync(new HealthCheckRequest(), deadline: OpenServer.Deadline);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, health.Status);
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_round_that_waits_for_players_keeps_no_demonstration_from_stopping()
    {
        var server = new OpenServer("SH-01", "2026-03-01T18:00+08:00");
        await server.InitializeAsync();
        var demo = new Demo.DemoClient(server.Channel);
        using var player = demo.Join(TokenFile.As("mes-1"));
        await player.RequestStream.WriteAsync(new Ack { Participant = "mes-1", Stage = 1 });
        Assert.True(await player.ResponseStream.MoveNext(default));
        var round = new AdvanceRequest { To = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 3, 1, 11, 0, 0, TimeSpan.Zero)), Participants = { "mes-1" } };
        var advance = demo.AdvanceAsync(round, TokenFile.As("conductor")).ResponseAsync;
        Assert.True(await player.ResponseStream.MoveNext(default));

        var stopping = server.Stop();

        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => advance.WaitAsync(Generous))).StatusCode);
        Assert.Equal(StatusCode.Unavailable, await EndOf(player.ResponseStream));
        await stopping.WaitAsync(Generous);
        await server.DisposeAsync();
    }

    private static async Task<StatusCode> EndOf<T>(IAsyncStreamReader<T> stream)
    {
        using var patience = new CancellationTokenSource(Generous);
        return (await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await stream.MoveNext(patience.Token))
                continue;
        })).StatusCode;
    }

    /// <summary>The feed as server-sent events, once it has begun.</summary>
    private static async Task<HttpResponseMessage> Events(OpenServer server)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/manufacturing/Watch") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TokenFile.TokenOf("supervisor"));
        return await server.Web.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
