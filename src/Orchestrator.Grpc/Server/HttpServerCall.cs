using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>One call on the server: the request it came in, its deadline, and the one ending it gets.</summary>
internal sealed partial class HttpServerCall(HttpContext http, IMethod method, MethodSettings settings) : ServerCallContext
{
    /// <summary>Held while bytes or the ending are put into the response, so that the deadline never cuts a frame in two.</summary>
    private readonly Lock _gate = new();

    private readonly FrameWriter _writer = new();
    private FrameReader _frames = null!;
    private Metadata? _requestHeaders;
    private Metadata? _responseTrailers;
    private AuthContext? _auth;
    private CancellationTokenSource? _cancellation;
    private DeadlineTimer? _deadlineTimer;
    private Task? _deadlineEnding;
    private string? _responseEncoding;
    private bool _wroteMessage;
    private bool _ended;

    internal HttpContext Http => http;

    private bool IsGone => http.RequestAborted.IsCancellationRequested;

    /// <summary>Reads the call's headers and starts its deadline.</summary>
    /// <exception cref="RpcException">The request's encoding is not spoken here.</exception>
    internal void Start()
    {
        LiftHttpLimits();
        var headers = http.Request.Headers;
        http.Response.ContentType = Names.ContentType;

        var encoding = headers[Names.Encoding].ToString();
        if (encoding.Length > 0 && !Compression.IsSpoken(encoding))
        {
            http.Response.Headers[Names.AcceptEncoding] = Compression.Accepted;
            throw new RpcException(new Status(
                StatusCode.Unimplemented, $"Unsupported grpc-encoding value '{encoding}'. Supported encodings: {Compression.Accepted}"));
        }
        _frames = new FrameReader(encoding.Length == 0 ? null : encoding, settings.MaxReceive);
        if (settings.ResponseEncoding is { } response && Compression.IsIn(headers[Names.AcceptEncoding].ToString(), response))
            EncodeResponse(response);

        if (headers[Names.Timeout] is { Count: 1 } timeout && Timeouts.TryDecode(timeout.ToString(), out var wait))
            StartDeadline(wait);
    }

    /// <summary>Ends a call whose method returned.</summary>
    internal void Complete()
    {
        lock (_gate)
        {
            if (_ended)
                return;
            _ended = true;
            WriteEnding(_status, _responseTrailers);
        }
    }

    /// <summary>Ends a call whose method, or the reading of its request, threw.</summary>
    internal void Fail(Exception exception)
    {
        var gone = IsGone;
        lock (_gate)
        {
            if (_ended)
            {
                Log.ThrewAfterEnd(settings.Logger, exception, method.FullName);
                return;
            }
            _ended = true;
            var status = StatusOf(exception, gone);
            if (exception is RpcException { Trailers.Count: > 0 } rpc && !ReferenceEquals(rpc.Trailers, _responseTrailers))
            {
                foreach (var entry in rpc.Trailers)
                    ResponseTrailersCore.Add(entry);
            }
            if (!gone)
                WriteEnding(status, _responseTrailers);
        }
    }

    /// <summary>Waits until an ending the deadline began is out; the request must not be torn down before.</summary>
    internal async ValueTask CloseAsync()
    {
        if (_deadlineTimer is not null)
            await _deadlineTimer.DisposeAsync();
        if (_deadlineEnding is not null)
            await _deadlineEnding;
        _cancellation?.Dispose();
    }

    private Status StatusOf(Exception exception, bool gone)
    {
        switch (exception)
        {
            case RpcException rpc:
                // A status is an answer like any other; only what lies behind it, if anything, is worth a stack.
                Log.Failed(settings.Logger, rpc.Status.DebugException, method.FullName, rpc.StatusCode, rpc.Status.Detail);
                return rpc.Status;
            case var _ when gone:
                Log.Gone(settings.Logger, exception, method.FullName);
                return new Status(StatusCode.Cancelled, "Call canceled by the client.", exception);
            case BadHttpRequestException:
                Log.Failed(settings.Logger, exception, method.FullName, StatusCode.ResourceExhausted, exception.Message);
                return new Status(StatusCode.ResourceExhausted, "The request exceeds the server's HTTP limits.", exception);
            default:
                Log.Threw(settings.Logger, exception, method.FullName);
                return settings.Unforeseen(exception);
        }
    }

    /// <summary>Puts the status where the client looks for it: behind the messages, or in the headers when there is nothing else.</summary>
    private void WriteEnding(Status status, Metadata? trailers)
    {
        var response = http.Response;
        var target = response.HasStarted || _wroteMessage
            ? http.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers
            : response.Headers;
        if (trailers is not null)
        {
            try
            {
                Translation.Write(trailers, target);
            }
            catch (InvalidOperationException unfit)
            {
                // What no header can carry, e.g. text that is not ASCII, must not pass for an answer given in full.
                Log.Threw(settings.Logger, unfit, method.FullName);
                status = settings.Unforeseen(unfit);
            }
        }
        target[Names.Status] = StatusMapping.Number(status.StatusCode);
        if (!string.IsNullOrEmpty(status.Detail))
            target[Names.Message] = PercentEncoding.Encode(status.Detail);
    }

    private void EncodeResponse(string encoding)
    {
        if (!Compression.IsSpoken(encoding))
            throw new InvalidOperationException($"Responses cannot be compressed as '{encoding}'; spoken are {Compression.Accepted}.");
        _responseEncoding = encoding == Compression.Identity ? null : encoding;
        http.Response.Headers[Names.Encoding] = encoding;
    }

    /// <summary>Message limits are the service's; HTTP's limits on a body's size and speed would end long streams.</summary>
    private void LiftHttpLimits()
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        if (method.Type is MethodType.ClientStreaming or MethodType.DuplexStreaming
            && http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
    }

    private void StartDeadline(TimeSpan wait)
    {
        _deadline = wait < DateTime.MaxValue - DateTime.UtcNow ? DateTime.UtcNow + wait : DateTime.MaxValue;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        _deadlineTimer = new DeadlineTimer(_deadline, OnDeadline);
    }

    private void OnDeadline()
    {
        lock (_gate)
        {
            if (_ended)
                return;
            _ended = true;
            WriteEnding(new Status(StatusCode.DeadlineExceeded, "Deadline Exceeded"), _responseTrailers);
            _deadlineEnding = EndAtDeadlineAsync();
        }
        Log.DeadlineExceeded(settings.Logger, method.FullName);
        _cancellation!.Cancel();
    }

    /// <summary>Answers while the method may still run, then resets the stream so that whatever it still reads or writes stops.</summary>
    private async Task EndAtDeadlineAsync()
    {
        try
        {
            await http.Response.CompleteAsync();
            http.Features.Get<IHttpResetFeature>()?.Reset(errorCode: 0);
        }
        catch (Exception broken)
        {
            Log.ThrewAfterEnd(settings.Logger, broken, method.FullName);
        }
    }
}
