using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Testing;
using Xunit;

namespace Orchestrator.GrpcTests;

/// <summary>A server of @grpc/grpc-js with the interoperability service, on a free loopback port.</summary>
public sealed class NodeServer : IAsyncLifetime
{
    private Peer? _peer;
    private GrpcChannel? _channel;
    private SkipException? _skip;

    internal GrpcChannel Channel => _skip is null ? _channel! : throw _skip;

    public async Task InitializeAsync()
    {
        try
        {
            _peer = Peer.Node("server.cjs", Peer.WriteDescriptors("NodeServer.protoset", TestReflection.Descriptor));
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            var port = await _peer.Output.ReadLineAsync(patience.Token);
            _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
        }
        catch (SkipException skip)
        {
            _skip = skip;
        }
    }

    public Task DisposeAsync()
    {
        _channel?.Dispose();
        _peer?.Dispose();
        return Task.CompletedTask;
    }
}

/// <summary>Our client against a server we did not write.</summary>
public sealed class NodeServerInterop(NodeServer server) : InteropSpec, IClassFixture<NodeServer>
{
    internal override TestService.TestServiceClient Client => new(server.Channel);

    internal override ChannelBase Channel => server.Channel;

    [PeerFact]
    public async Task A_deadline_on_a_unary_call_ends_it()
    {
        var waiting = new Metadata { { InteropService.Misbehave, "wait" } };

        var late = await Assert.ThrowsAsync<RpcException>(
            () => Client.EmptyCallAsync(new Empty(), waiting, DateTime.UtcNow.AddMilliseconds(100)).ResponseAsync);

        Assert.Equal(StatusCode.DeadlineExceeded, late.StatusCode);
    }

    [PeerFact]
    public async Task A_status_after_messages_arrives_after_them()
    {
        var request = Wanting(1, 2, 3);
        request.ResponseStatus = new EchoStatus { Code = (int)StatusCode.FailedPrecondition, Message = "enough" };
        using var call = Client.StreamingOutputCall(request);
        for (var size = 1; size <= 3; size++)
        {
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(size, call.ResponseStream.Current.Payload.Body.Length);
        }

        var refused = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());

        Assert.Equal((StatusCode.FailedPrecondition, "enough"), (refused.StatusCode, refused.Status.Detail));
    }
}
