using System.Collections.Frozen;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Orchestrator.Api.Doors;

namespace Orchestrator.Api.Json;

/// <summary>
/// The same services for browsers, curl and systems that lack gRPC: <c>POST /v1/{service}/{Method}</c> with protobuf
/// JSON in and out, and server-sent events where a method streams. The methods are those the services bind for gRPC, so
/// neither door can answer what the other would not. Fields nobody knows and instants without an offset are refused.
/// </summary>
public sealed class JsonDoor(Gate gate, Closing closing, ILogger<JsonDoor> log) : ServiceBinderBase
{
    /// <summary>How long a caller waits for one answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>How deep JSON may nest before it is refused as hostile.</summary>
    private const int DepthMax = 32;

    /// <summary>UTF-8 that stops at a damaged byte instead of guessing.</summary>
    private static readonly System.Text.UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly JsonParser Parser = new(new JsonParser.Settings(DepthMax));

    private readonly Dictionary<string, Func<HttpContext, Task>> _methods = new(StringComparer.Ordinal);

    /// <summary>Every method of the bound services answers from here on; everything else below <c>/v1</c> is not found.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var methods = _methods.ToFrozenDictionary(StringComparer.Ordinal);
        routes.Map("/v1/{service}/{method}", http =>
        {
            Tongue.Of(http.Request.Headers.AcceptLanguage.ToString());
            var name = $"{http.Request.RouteValues["service"]}/{http.Request.RouteValues["method"]}";
            if (!methods.TryGetValue(name, out var method))
                return Answer(http, CommandDoor.Missing($"没有 {name} 这个方法；GET /openapi.json 列出全部", $"no method {name}; GET /openapi.json lists them"));
            if (HttpMethods.IsPost(http.Request.Method))
                return method(http);
            http.Response.Headers.Allow = HttpMethods.Post;
            return Answer(http, StatusCodes.Status405MethodNotAllowed, WebStatus.BodyOf(CommandDoor.Told(StatusCode.Unimplemented, $"请以 POST 发送 {name}，请求为 JSON", $"send {name} with POST and its request as JSON")));
        });
        routes.MapFallback("{*path}", http =>
        {
            Tongue.Of(http.Request.Headers.AcceptLanguage.ToString());
            return Answer(http, CommandDoor.Missing("此处没有内容：POST /v1/{服务}/{方法}，GET /openapi.json，GET /health/ready", "there is nothing here: POST /v1/{service}/{Method}, GET /openapi.json, GET /health/ready"));
        });
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) =>
        _methods.Add(Access.NameOf(method.FullName), http => Guarded(http, async () =>
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
            patience.CancelAfter(Patience);
            var call = new JsonCall(http, method.FullName, Patience, patience.Token);
            gate.Admit(call);
            var request = await Read<TRequest>(http);
            try
            {
                var response = await Gate.Reading(() => handler!(request, call));
                await Answer(http, StatusCodes.Status200OK, JsonFormatter.Default.Format((IMessage)response));
            }
            catch (OperationCanceledException) when (patience.IsCancellationRequested && !http.RequestAborted.IsCancellationRequested)
            {
                throw CommandDoor.Told(StatusCode.DeadlineExceeded, $"{Patience.TotalSeconds} 秒内没有应答；请以同一编号重发同一指令", $"no answer within {Patience.TotalSeconds} s; send the same command again under the same id");
            }
        }));

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
        _methods.Add(Access.NameOf(method.FullName), http => Guarded(http, async () =>
        {
            var call = new JsonCall(http, method.FullName, Timeout.InfiniteTimeSpan, http.RequestAborted);
            gate.Admit(call);
            var request = await Read<TRequest>(http);
            await using var events = new EventStream<TResponse>(http);
            try
            {
                await closing.Serve(events, call, (responses, open) => Gate.Reading(() => handler!(request, responses, open)));
            }
            catch (RpcException failure) when (http.Response.HasStarted)
            {
                await events.Fail(WebStatus.BodyOf(failure));
            }
        }));

    // Two-way streams need HTTP/2 and stay with gRPC.
    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) =>
        AddStream(method.FullName);

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
        AddStream(method.FullName);

    private void AddStream(string path) => _methods.Add(Access.NameOf(path), http =>
        Answer(http, CommandDoor.Told(StatusCode.Unimplemented, $"{Access.NameOf(path)} 为双向流：请经 gRPC 调用", $"{Access.NameOf(path)} streams both ways: call it over gRPC")));

    private static async Task<TRequest> Read<TRequest>(HttpContext http)
        where TRequest : class
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = ApiSetup.MessageSizeMax;
        var text = "";
        var message = ((IMessage)Activator.CreateInstance<TRequest>()).Descriptor;
        try
        {
            using var reader = new StreamReader(http.Request.Body, Strict, detectEncodingFromByteOrderMarks: false);
            text = await reader.ReadToEndAsync(http.RequestAborted);
            var request = Parser.Parse(text.Length == 0 ? "{}" : text, message);
            Decency.Check(request);
            return (TRequest)request;
        }
        catch (BadHttpRequestException large) when (large.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw CommandDoor.Told(StatusCode.ResourceExhausted, $"一条消息最多 {ApiSetup.MessageSizeMax} 字节", $"a message has at most {ApiSetup.MessageSizeMax} bytes");
        }
        catch (Exception wrong) when (wrong is InvalidProtocolBufferException or InvalidJsonException or FormatException or OverflowException or ArgumentException)
        {
            throw Misfit.In(text, message) is var (field, fix)
                ? CommandDoor.Invalid(field, fix.Zh, fix.En)
                : CommandDoor.Invalid("body", $"请以 protobuf JSON 发送该方法的请求：{wrong.Message}", $"send the method's request as protobuf JSON: {wrong.Message}");
        }
    }

    private async Task Guarded(HttpContext http, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (RpcException failure)
        {
            await Answer(http, failure);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for an answer any more.
        }
        catch (Exception bug) when (bug is not OutOfMemoryException && !http.Response.HasStarted)
        {
            Failed(log, http.Request.Path, bug);
            await Answer(http, CommandDoor.Told(StatusCode.Internal, "服务器内部错误；详情见服务器日志", "an error of ours; the server's log has it"));
        }
    }

    private static Task Answer(HttpContext http, RpcException failure) => Answer(http, WebStatus.CodeOf(failure.StatusCode), WebStatus.BodyOf(failure));

    private static Task Answer(HttpContext http, int code, string json)
    {
        http.Response.StatusCode = code;
        http.Response.ContentType = "application/json; charset=utf-8";
        return http.Response.WriteAsync(json, http.RequestAborted);
    }

    private static readonly Action<ILogger, string, Exception?> LogFailed =
        LoggerMessage.Define<string>(LogLevel.Error, new EventId(1, nameof(Failed)), "{Path} failed");

    private static void Failed(ILogger log, PathString path, Exception bug) => LogFailed(log, path.Value ?? "", bug);
}
