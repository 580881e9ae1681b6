using Grpc.Core;
using Grpc.Testing;
using Xunit;

namespace Orchestrator.GrpcTests;

/// <summary>The published interoperability cases, asked by our client of whatever server fills the spec.</summary>
public abstract class InteropSpec
{
    private static readonly int[] RequestSizes = [27182, 8, 1828, 45904];
    private static readonly int[] ResponseSizes = [31415, 9, 2653, 58979];

    /// <summary>A client of a server that serves the interoperability service.</summary>
    internal abstract TestService.TestServiceClient Client { get; }

    internal abstract ChannelBase Channel { get; }

    [PeerFact]
    public async Task Empty_unary() => Assert.Equal(new Empty(), await Client.EmptyCallAsync(new Empty()));

    [PeerFact]
    public void Empty_unary_blocking() => Assert.Equal(new Empty(), Client.EmptyCall(new Empty()));

    [PeerFact]
    public async Task Large_unary()
    {
        var response = await Client.UnaryCallAsync(
            new SimpleRequest { ResponseSize = 314159, Payload = InteropService.Zeros(271828) });

        Assert.Equal(InteropService.Zeros(314159), response.Payload);
    }

    [PeerFact]
    public async Task Client_streaming()
    {
        using var call = Client.StreamingInputCall();
        foreach (var size in RequestSizes)
            await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = InteropService.Zeros(size) });
        await call.RequestStream.CompleteAsync();

        Assert.Equal(74922, (await call).AggregatedPayloadSize);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [PeerFact]
    public async Task Server_streaming()
    {
        using var call = Client.StreamingOutputCall(Wanting(ResponseSizes));
        var sizes = new List<int>();
        await foreach (var response in call.ResponseStream.ReadAllAsync())
            sizes.Add(response.Payload.Body.Length);

        Assert.Equal(ResponseSizes, sizes);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [PeerFact]
    public async Task Ping_pong()
    {
        using var call = Client.FullDuplexCall();
        foreach (var (request, response) in RequestSizes.Zip(ResponseSizes))
        {
            var message = Wanting(response);
            message.Payload = InteropService.Zeros(request);
            await call.RequestStream.WriteAsync(message);
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(response, call.ResponseStream.Current.Payload.Body.Length);
        }
        await call.RequestStream.CompleteAsync();

        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [PeerFact]
    public async Task Empty_stream()
    {
        using var call = Client.FullDuplexCall();
        await call.RequestStream.CompleteAsync();

        Assert.False(await call.ResponseStream.MoveNext());
    }

    [PeerFact]
    public async Task Responses_after_the_half_close_still_arrive()
    {
        using var call = Client.HalfDuplexCall();
        foreach (var size in ResponseSizes)
            await call.RequestStream.WriteAsync(Wanting(size));
        await call.RequestStream.CompleteAsync();

        Assert.Equal(ResponseSizes.Length, await call.ResponseStream.ReadAllAsync().CountAsync());
    }

    [PeerTheory]
    [InlineData("test status message")]
    [InlineData("\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n")]
    [InlineData("100% 拒绝")]
    public async Task Status_code_and_message(string message)
    {
        var status = new EchoStatus { Code = (int)StatusCode.Unknown, Message = message };

        var unary = await Assert.ThrowsAsync<RpcException>(
            () => Client.UnaryCallAsync(new SimpleRequest { ResponseStatus = status }).ResponseAsync);
        Assert.Equal((StatusCode.Unknown, message), (unary.StatusCode, unary.Status.Detail));

        using var call = Client.FullDuplexCall();
        await call.RequestStream.WriteAsync(new StreamingOutputCallRequest { ResponseStatus = status });
        await call.RequestStream.CompleteAsync();
        var duplex = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        Assert.Equal((StatusCode.Unknown, message), (duplex.StatusCode, duplex.Status.Detail));
        Assert.Equal(StatusCode.Unknown, call.GetStatus().StatusCode);
    }

    [PeerFact]
    public async Task Custom_metadata()
    {
        byte[] trailing = [0xab, 0xab, 0xab];
        var headers = new Metadata
        {
            { InteropService.EchoInitial, "test_initial_metadata_value" }, { InteropService.EchoTrailing, trailing },
        };

        using var unary = Client.UnaryCallAsync(new SimpleRequest { ResponseSize = 1 }, headers);
        Assert.Equal("test_initial_metadata_value", (await unary.ResponseHeadersAsync).GetValue(InteropService.EchoInitial));
        await unary;
        Assert.Equal(trailing, unary.GetTrailers().GetValueBytes(InteropService.EchoTrailing));

        using var duplex = Client.FullDuplexCall(headers);
        Assert.Equal("test_initial_metadata_value", (await duplex.ResponseHeadersAsync).GetValue(InteropService.EchoInitial));
        await duplex.RequestStream.CompleteAsync();
        Assert.False(await duplex.ResponseStream.MoveNext());
        Assert.Equal(trailing, duplex.GetTrailers().GetValueBytes(InteropService.EchoTrailing));
    }

    [PeerFact]
    public async Task Unimplemented_method()
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => Client.UnimplementedCallAsync(new Empty()).ResponseAsync);

        Assert.Equal(StatusCode.Unimplemented, refused.StatusCode);
    }

    [PeerFact]
    public async Task Unimplemented_service()
    {
        var client = new UnimplementedService.UnimplementedServiceClient(Channel);

        var refused = await Assert.ThrowsAsync<RpcException>(() => client.UnimplementedCallAsync(new Empty()).ResponseAsync);

        Assert.Equal(StatusCode.Unimplemented, refused.StatusCode);
    }

    [PeerFact]
    public async Task Cancel_after_begin()
    {
        using var cancellation = new CancellationTokenSource();
        using var call = Client.StreamingInputCall(cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();

        var cancelled = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);

        Assert.Equal(StatusCode.Cancelled, cancelled.StatusCode);
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
    }

    [PeerFact]
    public async Task Cancel_after_first_response()
    {
        using var cancellation = new CancellationTokenSource();
        using var call = Client.FullDuplexCall(cancellationToken: cancellation.Token);
        await call.RequestStream.WriteAsync(Wanting(31415));
        Assert.True(await call.ResponseStream.MoveNext());
        await cancellation.CancelAsync();

        var cancelled = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());

        Assert.Equal(StatusCode.Cancelled, cancelled.StatusCode);
    }

    [PeerFact]
    public async Task Timeout_on_sleeping_server()
    {
        using var call = Client.FullDuplexCall(deadline: DateTime.UtcNow.AddMilliseconds(1));
        try
        {
            await call.RequestStream.WriteAsync(new StreamingOutputCallRequest { Payload = InteropService.Zeros(27182) });
        }
        catch (RpcException)
        {
            // The deadline may pass before the request is out; the status below is the same.
        }

        var late = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());

        Assert.Equal(StatusCode.DeadlineExceeded, late.StatusCode);
    }

    [PeerTheory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Client_compressed_unary_and_streaming(string encoding)
    {
        var headers = new Metadata { { "grpc-internal-encoding-request", encoding } };
        var expected = new BoolValue { Value = true };

        var response = await Client.UnaryCallAsync(
            new SimpleRequest { ExpectCompressed = expected, ResponseSize = 314159, Payload = InteropService.Zeros(271828) }, headers);
        Assert.Equal(314159, response.Payload.Body.Length);

        using var call = Client.StreamingInputCall(headers);
        await call.RequestStream.WriteAsync(
            new StreamingInputCallRequest { ExpectCompressed = expected, Payload = InteropService.Zeros(27182) });
        call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
        await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = InteropService.Zeros(45904) });
        await call.RequestStream.CompleteAsync();
        Assert.Equal(73086, (await call).AggregatedPayloadSize);
    }

    [PeerFact]
    public async Task Server_compressed_unary_and_streaming()
    {
        var response = await Client.UnaryCallAsync(
            new SimpleRequest { ResponseCompressed = new BoolValue { Value = true }, ResponseSize = 314159 });
        Assert.Equal(314159, response.Payload.Body.Length);

        var request = Wanting(31415, 92653);
        request.ResponseParameters[0].Compressed = new BoolValue { Value = true };
        using var call = Client.StreamingOutputCall(request);
        var sizes = await call.ResponseStream.ReadAllAsync().Select(each => each.Payload.Body.Length).ToListAsync();
        Assert.Equal([31415, 92653], sizes);
    }

    internal static StreamingOutputCallRequest Wanting(params int[] sizes) =>
        new() { ResponseParameters = { sizes.Select(size => new ResponseParameters { Size = size }) } };
}

/// <summary>Our client against our server.</summary>
public sealed class OwnServerInterop(OwnServer server) : InteropSpec, IClassFixture<OwnServer>
{
    internal override TestService.TestServiceClient Client => server.Client;

    internal override ChannelBase Channel => server.Channel;
}
