using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>Starts calls of a channel.</summary>
internal sealed class HttpCallInvoker(GrpcChannel channel) : CallInvoker
{
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        using var call = AsyncUnaryCall(method, host, options, request);
        return call.ResponseAsync.GetAwaiter().GetResult();
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new ClientCall<TRequest, TResponse>(channel, method, host, options);
        return new AsyncUnaryCall<TResponse>(
            call.SendOnlyAsync(request),
            static state => ((ClientCall)state).HeadersAsync(), static state => ((ClientCall)state).Status,
            static state => ((ClientCall)state).Trailers, static state => ((ClientCall)state).Dispose(), call);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new ClientCall<TRequest, TResponse>(channel, method, host, options);
        call.Send(request);
        return new AsyncServerStreamingCall<TResponse>(
            call,
            static state => ((ClientCall)state).HeadersAsync(), static state => ((ClientCall)state).Status,
            static state => ((ClientCall)state).Trailers, static state => ((ClientCall)state).Dispose(), call);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var call = new ClientCall<TRequest, TResponse>(channel, method, host, options);
        var requests = call.SendStream();
        return new AsyncClientStreamingCall<TRequest, TResponse>(
            requests, call.ReadOnlyAsync(),
            static state => ((ClientCall)state).HeadersAsync(), static state => ((ClientCall)state).Status,
            static state => ((ClientCall)state).Trailers, static state => ((ClientCall)state).Dispose(), call);
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var call = new ClientCall<TRequest, TResponse>(channel, method, host, options);
        return new AsyncDuplexStreamingCall<TRequest, TResponse>(
            call.SendStream(), call,
            static state => ((ClientCall)state).HeadersAsync(), static state => ((ClientCall)state).Status,
            static state => ((ClientCall)state).Trailers, static state => ((ClientCall)state).Dispose(), call);
    }
}
