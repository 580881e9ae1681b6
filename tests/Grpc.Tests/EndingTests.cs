using System.Net;
using System.Net.Sockets;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Grpc.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Orchestrator.GrpcTests;

/// <summary>How calls end that are cancelled, late, slow or still under way when something else ends, on both sides of the wire.</summary>
public sealed class EndingTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly Metadata Waiting = new() { { InteropService.Misbehave, "wait" } };
    private readonly OwnServer _server = new();

    public Task InitializeAsync() => _server.StartAsync(_ => { });

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_cancelled_call_is_cancelled_on_the_server_too()
    {
        using var cancellation = new CancellationTokenSource();
        using var call = _server.Client.EmptyCallAsync(new Empty(), Waiting, cancellationToken: cancellation.Token);
        await _server.Calls.Waiting.Task.WaitAsync(Patience);
        await cancellation.CancelAsync();

        var cancelled = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);

        Assert.Equal(StatusCode.Cancelled, cancelled.StatusCode);
        await _server.Calls.Cancelled.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_disposed_call_is_cancelled_on_the_server_too()
    {
        var call = _server.Client.EmptyCallAsync(new Empty(), Waiting);
        await _server.Calls.Waiting.Task.WaitAsync(Patience);
        call.Dispose();

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).StatusCode);
        await _server.Calls.Cancelled.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_deadline_cancels_the_service()
    {
        var late = await Assert.ThrowsAsync<RpcException>(
            () => _server.Client.EmptyCallAsync(new Empty(), Waiting, DateTime.UtcNow.AddMilliseconds(200)).ResponseAsync);

        Assert.Equal(StatusCode.DeadlineExceeded, late.StatusCode);
        await _server.Calls.Cancelled.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_deadline_is_answered_even_if_the_service_ignores_it()
    {
        var response = await new RawRequest(_server.Address, "/grpc.testing.TestService/EmptyCall")
            .With("grpc-timeout", "100m").With(InteropService.Misbehave, "ignore-deadline")
            .SendAsync(RawRequest.Frame(0, [])).WaitAsync(Patience);

        Assert.Equal("4", response.GrpcStatus);
        _server.Calls.Released.TrySetResult();
        Assert.Equal(new Empty(), await _server.Client.EmptyCallAsync(new Empty()));
    }

    [Fact]
    public async Task A_deadline_that_has_passed_ends_the_call_before_it_is_sent()
    {
        using var call = _server.Client.EmptyCallAsync(new Empty(), deadline: DateTime.UtcNow.AddSeconds(-1));

        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).StatusCode);
    }

    [Fact]
    public async Task A_deadline_in_local_time_is_a_mistake()
    {
        var local = DateTime.SpecifyKind(DateTime.UtcNow.AddHours(1), DateTimeKind.Local);

        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await _server.Client.EmptyCallAsync(new Empty(), deadline: local));
    }

    [Fact]
    public async Task A_channel_may_throw_cancellations_as_such()
    {
        using var channel = _server.Open(new GrpcChannelOptions { ThrowOperationCanceledOnCancellation = true });
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new TestService.TestServiceClient(channel).EmptyCallAsync(new Empty(), cancellationToken: cancelled.Token).ResponseAsync);
    }

    [Fact]
    public async Task A_disposed_channel_ends_its_calls()
    {
        var channel = _server.Open(new GrpcChannelOptions());
        using var call = new TestService.TestServiceClient(channel).EmptyCallAsync(new Empty(), Waiting);
        await _server.Calls.Waiting.Task.WaitAsync(Patience);
        channel.Dispose();

        await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.WaitAsync(Patience));
        await _server.Calls.Cancelled.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_stream_read_under_a_cancelled_token_ends_the_call()
    {
        using var call = _server.Client.FullDuplexCall();
        using var cancellation = new CancellationTokenSource();
        var reading = call.ResponseStream.MoveNext(cancellation.Token);
        await cancellation.CancelAsync();

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => reading)).StatusCode);
    }

    [Fact]
    public async Task Writing_to_a_call_that_the_server_ended_throws_its_status()
    {
        using var call = _server.Client.FullDuplexCall();
        await call.RequestStream.WriteAsync(new StreamingOutputCallRequest
        {
            ResponseStatus = new EchoStatus { Code = (int)StatusCode.FailedPrecondition, Message = "enough" },
        });
        var ended = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());

        var refused = await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(new StreamingOutputCallRequest()));

        Assert.Equal((StatusCode.FailedPrecondition, "enough"), (ended.StatusCode, ended.Status.Detail));
        Assert.Equal((StatusCode.FailedPrecondition, "enough"), (refused.StatusCode, refused.Status.Detail));
    }

    [Fact]
    public async Task Writing_after_the_half_close_is_a_mistake()
    {
        using var call = _server.Client.StreamingInputCall();
        await call.RequestStream.CompleteAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => call.RequestStream.WriteAsync(new StreamingInputCallRequest()));
        Assert.Equal(0, (await call).AggregatedPayloadSize);
    }

    [Fact]
    public async Task A_call_tells_its_status_only_when_it_has_one()
    {
        using var call = _server.Client.EmptyCallAsync(new Empty(), Waiting);

        Assert.Throws<InvalidOperationException>(() => call.GetStatus());
        Assert.Throws<InvalidOperationException>(() => call.GetTrailers());
        call.Dispose();
        await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task A_reader_that_stops_holds_the_writer_back()
    {
        const int Messages = 400;
        var request = InteropSpec.Wanting([.. Enumerable.Repeat(100_000, Messages)]);
        using var call = _server.Client.StreamingOutputCall(request);
        Assert.True(await call.ResponseStream.MoveNext());

        var written = await SettledAsync(() => _server.Calls.MessagesWritten);

        Assert.InRange(written, 1, Messages / 2);
        Assert.Equal(Messages - 1, await call.ResponseStream.ReadAllAsync().CountAsync());
    }

    [Fact]
    public async Task Calls_cut_off_at_any_moment_never_touch_the_bytes_of_others()
    {
        var echo = new Metadata { { InteropService.Misbehave, "echo" } };
        var cutOff = 0;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(CallAgainAndAgainAsync));
        Assert.InRange(cutOff, 1, 16 * 100);

        async Task CallAgainAndAgainAsync(int seed)
        {
            var random = new Random(seed);
            for (var i = 0; i < 200; i++)
            {
                var sent = new byte[random.Next(1, 60_000)];
                random.NextBytes(sent);
                using var cancellation = new CancellationTokenSource();
                using var call = _server.Client.UnaryCallAsync(
                    new SimpleRequest { Payload = new Payload { Body = ByteString.CopyFrom(sent) } }, echo,
                    cancellationToken: cancellation.Token);
                if (i % 2 == 0)
                    cancellation.CancelAfter(TimeSpan.FromMicroseconds(random.Next(0, 2000)));
                try
                {
                    Assert.True((await call.ResponseAsync.WaitAsync(Patience)).Payload.Body.Span.SequenceEqual(sent));
                }
                catch (RpcException) when (i % 2 == 0)
                {
                    // Usually CANCELLED; grpc-dotnet calls one that is cancelled while its headers arrive INTERNAL.
                    Interlocked.Increment(ref cutOff);
                }
            }
        }
    }

    [Fact]
    public async Task A_call_may_wait_for_its_server()
    {
        using var reserved = new TcpListener(IPAddress.Loopback, 0);
        reserved.Start();
        var port = ((IPEndPoint)reserved.LocalEndpoint).Port;
        reserved.Stop();
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
        using var call = new TestService.TestServiceClient(channel).UnaryCallAsync(
            new SimpleRequest { ResponseSize = 3 }, new CallOptions(deadline: DateTime.UtcNow + Patience).WithWaitForReady());
        Assert.False(call.ResponseAsync.IsCompleted);

        var late = new OwnServer();
        await late.StartAsync(_ => { }, builder => builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2)));

        Assert.Equal(3, (await call).Payload.Body.Length);
        await late.DisposeAsync();
    }

    [Fact]
    public async Task Health_is_watched_as_it_changes()
    {
        var health = new Health.HealthClient(_server.Channel);
        Assert.Equal(ServingStatus.Serving, (await health.CheckAsync(new HealthCheckRequest())).Status);
        using var watch = health.Watch(new HealthCheckRequest { Service = "new" });

        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync());
        _server.Health.SetStatus("new", ServingStatus.Serving);
        Assert.Equal(ServingStatus.Serving, await NextAsync());
        _server.Health.SetStatus("new", ServingStatus.NotServing);
        Assert.Equal(ServingStatus.NotServing, await NextAsync());
        _server.Health.ClearStatus("new");
        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync());
        Assert.Equal(
            StatusCode.NotFound,
            (await Assert.ThrowsAsync<RpcException>(() => health.CheckAsync(new HealthCheckRequest { Service = "new" }).ResponseAsync)).StatusCode);

        async Task<ServingStatus> NextAsync()
        {
            Assert.True(await watch.ResponseStream.MoveNext().WaitAsync(Patience));
            return watch.ResponseStream.Current.Status;
        }
    }

    /// <summary>A count that no longer grows, because whoever makes it grow waits for us.</summary>
    private static async Task<int> SettledAsync(Func<int> count)
    {
        var last = -1;
        while (count() is var now && now != last)
        {
            last = now;
            await Task.Delay(100);
        }
        return last;
    }
}
