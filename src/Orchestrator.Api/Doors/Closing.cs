using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Hosting;

namespace Orchestrator.Api.Doors;

/// <summary>
/// Ends every stream when the server stops, whichever door it came through: whoever listens or reports hears UNAVAILABLE at
/// once and opens the stream again where a server answers. Single calls are finished.
/// </summary>
public sealed class Closing(IHostApplicationLifetime lifetime) : Interceptor
{
    /// <summary>Where grpc-dotnet looks for the request of a call whose context is not its own.</summary>
    private const string HttpKey = "__HttpContext";

    /// <summary>How long a message that is on its way may still take; a write cut short would break the stream without a word.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    /// <summary>Cancelled when the server is asked to stop.</summary>
    public CancellationToken Stopping => lifetime.ApplicationStopping;

    /// <summary>Serves a stream until it ends or the server stops.</summary>
    /// <param name="stream">Gets the responses and the call with a token that is cancelled in either case.</param>
    /// <exception cref="RpcException">UNAVAILABLE: the server stops.</exception>
    public async Task Serve<T>(IServerStreamWriter<T> responses, ServerCallContext context, Func<IServerStreamWriter<T>, ServerCallContext, Task> stream)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        using var stopping = lifetime.ApplicationStopping.Register(() => late.CancelAfter(LastWords));
        await WhileOpen(context.CancellationToken, async ends =>
        {
            await stream(new Responses<T>(responses, late.Token), new Call(context, ends));
            return true;
        });
        if (Closes(context.CancellationToken))
            throw Closed();
    }

    /// <summary>Work that waits for others and would keep a server from stopping.</summary>
    /// <param name="call">Cancelled when nobody waits for the work any more.</param>
    /// <exception cref="RpcException">UNAVAILABLE: the server stops.</exception>
    public async Task<T> WhileOpen<T>(CancellationToken call, Func<CancellationToken, Task<T>> work)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(call, lifetime.ApplicationStopping);
        try
        {
            return await work(ends.Token);
        }
        catch (OperationCanceledException) when (Closes(call))
        {
            throw Closed();
        }
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        Serve(responseStream, OverHttp(context), (responses, call) => continuation(request, responses, call));

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        WhileOpen(context.CancellationToken, ends => continuation(new Requests<TRequest>(requestStream, ends), new Call(OverHttp(context), ends)));

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        Serve(responseStream, OverHttp(context), (responses, call) => continuation(new Requests<TRequest>(requestStream, call.CancellationToken), responses, call));

    private bool Closes(CancellationToken call) => lifetime.ApplicationStopping.IsCancellationRequested && !call.IsCancellationRequested;

    private static RpcException Closed() => CommandDoor.Told(StatusCode.Unavailable, "服务器正在停止；请重新打开该流", "the server is stopping; open the stream again");

    private static ServerCallContext OverHttp(ServerCallContext context)
    {
        context.UserState[HttpKey] = context.GetHttpContext();
        return context;
    }

    /// <summary>The same requests; whoever waits for the next one without a token hears of the end all the same.</summary>
    private sealed class Requests<T>(IAsyncStreamReader<T> inner, CancellationToken ends) : IAsyncStreamReader<T>
    {
        public T Current => inner.Current;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, ends);
            return await inner.MoveNext(either.Token);
        }
    }

    /// <summary>The same responses; a message that was begun is finished although the stream is to end.</summary>
    private sealed class Responses<T>(IServerStreamWriter<T> inner, CancellationToken late) : IServerStreamWriter<T>
    {
        public WriteOptions? WriteOptions
        {
            get => inner.WriteOptions;
            set => inner.WriteOptions = value;
        }

        public Task WriteAsync(T message) => inner.WriteAsync(message, late);

        public async Task WriteAsync(T message, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await inner.WriteAsync(message, late);
        }
    }

    /// <summary>The same call with another token.</summary>
    private sealed class Call(ServerCallContext inner, CancellationToken ends) : ServerCallContext
    {
        protected override string MethodCore => inner.Method;

        protected override string HostCore => inner.Host;

        protected override string PeerCore => inner.Peer;

        protected override DateTime DeadlineCore => inner.Deadline;

        protected override Metadata RequestHeadersCore => inner.RequestHeaders;

        protected override CancellationToken CancellationTokenCore => ends;

        protected override Metadata ResponseTrailersCore => inner.ResponseTrailers;

        protected override Status StatusCore
        {
            get => inner.Status;
            set => inner.Status = value;
        }

        protected override WriteOptions? WriteOptionsCore
        {
            get => inner.WriteOptions;
            set => inner.WriteOptions = value;
        }

        protected override AuthContext AuthContextCore => inner.AuthContext;

        protected override IDictionary<object, object> UserStateCore => inner.UserState;

        protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders) => inner.WriteResponseHeadersAsync(responseHeaders);

        protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) => inner.CreatePropagationToken(options);
    }
}
