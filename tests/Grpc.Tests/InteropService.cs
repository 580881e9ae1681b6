using Google.Protobuf;
using Grpc.Core;
using Grpc.Testing;
using Any = Google.Protobuf.WellKnownTypes.Any;
using Status = Grpc.Core.Status;

namespace Orchestrator.GrpcTests;

/// <summary>The service of the published interoperability cases, and of what else the tests ask a server to do, as ordinary service code.</summary>
internal sealed class InteropService(CallCount calls) : TestService.TestServiceBase
{
    internal const string EchoInitial = "x-grpc-test-echo-initial";
    internal const string EchoTrailing = "x-grpc-test-echo-trailing-bin";

    /// <summary>A request header that names what the service should do instead of answering.</summary>
    internal const string Misbehave = "x-misbehave";

    public override async Task<Empty> EmptyCall(Empty request, ServerCallContext context)
    {
#if PUBLISHED_PACKAGES
        // grpc-dotnet marks an empty message as compressed but sends no gzip header with it, which grpc-js refuses.
        context.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
#endif
        switch (context.RequestHeaders.GetValue(Misbehave))
        {
            case "throw":
                throw new InvalidOperationException("a secret of the server's");
            case "rich":
                throw RichError().ToRpcException();
            case "wait":
                await calls.WaitForCancellationAsync(context);
                break;
            case "ignore-deadline":
                await calls.Released.Task;
                break;
            case "unfit-trailer":
                context.ResponseTrailers.Add("x-batch", "批次");
                break;
            case "null":
                return null!;
            default:
                break;
        }
        return new Empty();
    }

    public override async Task<SimpleResponse> UnaryCall(SimpleRequest request, ServerCallContext context)
    {
        await EchoMetadataAsync(context);
        RequireCompression(request.ExpectCompressed, context);
        ThrowIfAsked(request.ResponseStatus);
        context.WriteOptions = Compressed(request.ResponseCompressed);
        return new SimpleResponse
        {
            Payload = context.RequestHeaders.GetValue(Misbehave) == "echo" ? request.Payload : Zeros(request.ResponseSize),
            Username = request.FillUsername ? context.Peer : "",
        };
    }

    public override async Task StreamingOutputCall(
        StreamingOutputCallRequest request, IServerStreamWriter<StreamingOutputCallResponse> responseStream, ServerCallContext context)
    {
        await EchoMetadataAsync(context);
        await RespondAsync(request, responseStream, context);
        ThrowIfAsked(request.ResponseStatus);
    }

    public override async Task<StreamingInputCallResponse> StreamingInputCall(
        IAsyncStreamReader<StreamingInputCallRequest> requestStream, ServerCallContext context)
    {
        await EchoMetadataAsync(context);
        var size = 0;
        await foreach (var request in requestStream.ReadAllAsync())
        {
            RequireCompression(request.ExpectCompressed, context);
            size += request.Payload.Body.Length;
        }
        return new StreamingInputCallResponse { AggregatedPayloadSize = size };
    }

    public override async Task FullDuplexCall(
        IAsyncStreamReader<StreamingOutputCallRequest> requestStream,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream, ServerCallContext context)
    {
        await EchoMetadataAsync(context);
        await foreach (var request in requestStream.ReadAllAsync())
        {
            ThrowIfAsked(request.ResponseStatus);
            await RespondAsync(request, responseStream, context);
        }
    }

    public override async Task HalfDuplexCall(
        IAsyncStreamReader<StreamingOutputCallRequest> requestStream,
        IServerStreamWriter<StreamingOutputCallResponse> responseStream, ServerCallContext context)
    {
        var requests = new List<StreamingOutputCallRequest>();
        await foreach (var request in requestStream.ReadAllAsync())
            requests.Add(request);
        foreach (var request in requests)
            await RespondAsync(request, responseStream, context);
    }

    internal static Payload Zeros(int size) => new() { Body = UnsafeByteOperations.UnsafeWrap(new byte[size]) };

    internal static Google.Rpc.Status RichError() => new()
    {
        Code = (int)StatusCode.FailedPrecondition,
        Message = "房间里有另一个病人的批次",
        Details =
        {
            Any.Pack(new Google.Rpc.ErrorInfo { Reason = "GMP-9.5.2b", Domain = "orchestrator", Metadata = { ["room"] = "R-101" } }),
        },
    };

    private async Task RespondAsync(
        StreamingOutputCallRequest request, IServerStreamWriter<StreamingOutputCallResponse> responses, ServerCallContext context)
    {
        foreach (var parameters in request.ResponseParameters)
        {
            if (parameters.IntervalUs > 0)
                await Task.Delay(TimeSpan.FromMicroseconds(parameters.IntervalUs), context.CancellationToken);
            responses.WriteOptions = Compressed(parameters.Compressed);
            await responses.WriteAsync(new StreamingOutputCallResponse { Payload = Zeros(parameters.Size) });
            calls.Written();
        }
    }

    private static async Task EchoMetadataAsync(ServerCallContext context)
    {
        if (context.RequestHeaders.GetValueBytes(EchoTrailing) is { } trailing)
            context.ResponseTrailers.Add(EchoTrailing, trailing);
        if (context.RequestHeaders.GetValue(EchoInitial) is { } initial)
            await context.WriteResponseHeadersAsync(new Metadata { { EchoInitial, initial } });
    }

    private static WriteOptions Compressed(BoolValue? wanted) => new(wanted is { Value: true } ? 0 : WriteFlags.NoCompress);

    private static void RequireCompression(BoolValue? expected, ServerCallContext context)
    {
        var encoding = context.GetHttpContext().Request.Headers["grpc-encoding"].ToString();
        if (expected is { Value: true } && encoding is "" or "identity")
            throw new RpcException(new Status(StatusCode.InvalidArgument, "The request is not compressed."));
    }

    private static void ThrowIfAsked(EchoStatus? status)
    {
        if (status is not null)
            throw new RpcException(new Status((StatusCode)status.Code, status.Message));
    }
}

/// <summary>What tests want to know of the calls inside a server.</summary>
internal sealed class CallCount
{
    private int _written;

    /// <summary>Completed by the service when a waiting call was cancelled.</summary>
    internal TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completed by the service when a call waits.</summary>
    internal TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completed by a test to let go of calls that do not look at their cancellation.</summary>
    internal TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How many stream messages were taken by the transport.</summary>
    internal int MessagesWritten => Volatile.Read(ref _written);

    internal void Written() => Interlocked.Increment(ref _written);

    internal async Task WaitForCancellationAsync(ServerCallContext context)
    {
        Waiting.TrySetResult();
        try
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
        finally
        {
            Cancelled.TrySetResult();
        }
    }
}
