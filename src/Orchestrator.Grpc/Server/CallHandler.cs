using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Serves one method: refuses what is no gRPC request, runs the call and gives it its ending.</summary>
internal abstract class CallHandler(IMethod method, MethodSettings settings)
{
    internal Task HandleAsync(HttpContext http)
    {
        if (!Names.IsGrpc(http.Request.ContentType))
        {
            var reason = http.Request.ContentType is null
                ? "Content-Type is missing from the request."
                : $"Content-Type '{http.Request.ContentType}' is not supported.";
            return Refuse(http, StatusCodes.Status415UnsupportedMediaType, reason);
        }
        if (!HttpProtocol.IsHttp2(http.Request.Protocol) && !HttpProtocol.IsHttp3(http.Request.Protocol))
        {
            http.Response.Headers.Upgrade = "HTTP/2";
            return Refuse(
                http, StatusCodes.Status426UpgradeRequired, $"Request protocol '{http.Request.Protocol}' is not supported.");
        }
        return RunAsync(http);
    }

    protected abstract Task InvokeAsync(HttpServerCall call);

    private async Task RunAsync(HttpContext http)
    {
        var call = new HttpServerCall(http, method, settings);
        try
        {
            call.Start();
            await InvokeAsync(call);
            call.Complete();
        }
        catch (Exception exception)
        {
            call.Fail(exception);
        }
        finally
        {
            await call.CloseAsync();
        }
    }

    private Task Refuse(HttpContext http, int httpStatus, string reason)
    {
        Log.Refused(settings.Logger, httpStatus, reason);
        http.Response.StatusCode = httpStatus;
        http.Response.Headers[Names.Status] = StatusMapping.Number(StatusCode.Internal);
        http.Response.Headers[Names.Message] = PercentEncoding.Encode(reason);
        return Task.CompletedTask;
    }
}

/// <summary>One request, one response.</summary>
internal sealed class UnaryHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, MethodSettings settings, UnaryServerMethod<TRequest, TResponse> run)
    : CallHandler(method, settings)
    where TRequest : class where TResponse : class
{
    private readonly UnaryServerMethod<TRequest, TResponse> _run = settings.Interceptors.Wrap(run);

    protected override async Task InvokeAsync(HttpServerCall call)
    {
        var request = await call.ReadOnlyMessageAsync(method.RequestMarshaller);
        call.WriteOnly(await _run(request, call), method.ResponseMarshaller);
    }
}

/// <summary>A stream of requests, one response.</summary>
internal sealed class ClientStreamingHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, MethodSettings settings, ClientStreamingServerMethod<TRequest, TResponse> run)
    : CallHandler(method, settings)
    where TRequest : class where TResponse : class
{
    private readonly ClientStreamingServerMethod<TRequest, TResponse> _run = settings.Interceptors.Wrap(run);

    protected override async Task InvokeAsync(HttpServerCall call) =>
        call.WriteOnly(
            await _run(new RequestStream<TRequest>(call, method.RequestMarshaller), call), method.ResponseMarshaller);
}

/// <summary>One request, a stream of responses.</summary>
internal sealed class ServerStreamingHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, MethodSettings settings, ServerStreamingServerMethod<TRequest, TResponse> run)
    : CallHandler(method, settings)
    where TRequest : class where TResponse : class
{
    private readonly ServerStreamingServerMethod<TRequest, TResponse> _run = settings.Interceptors.Wrap(run);

    protected override async Task InvokeAsync(HttpServerCall call)
    {
        var request = await call.ReadOnlyMessageAsync(method.RequestMarshaller);
        await _run(request, new ResponseStream<TResponse>(call, method.ResponseMarshaller), call);
    }
}

/// <summary>A stream each way.</summary>
internal sealed class DuplexStreamingHandler<TRequest, TResponse>(
    Method<TRequest, TResponse> method, MethodSettings settings, DuplexStreamingServerMethod<TRequest, TResponse> run)
    : CallHandler(method, settings)
    where TRequest : class where TResponse : class
{
    private readonly DuplexStreamingServerMethod<TRequest, TResponse> _run = settings.Interceptors.Wrap(run);

    protected override Task InvokeAsync(HttpServerCall call) => _run(
        new RequestStream<TRequest>(call, method.RequestMarshaller),
        new ResponseStream<TResponse>(call, method.ResponseMarshaller), call);
}
