using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client.Internal;

/// <summary>One call on the client, whatever its messages: its request, its response's headers, and the one ending it gets.</summary>
internal abstract class ClientCall : IDisposable
{
    private static readonly string UserAgent = $"grpc-dotnet-orchestrator/0.1 (.NET {Environment.Version})";

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly CancellationTokenRegistration _byCaller;
    private readonly CancellationTokenRegistration _byShutdown;
    private readonly DeadlineTimer? _deadline;
    private readonly IMethod _method;
    private volatile Ending? _ending;
    private HttpResponseMessage? _response;
    private Task<bool> _opening = null!;

    protected ClientCall(GrpcChannel channel, IMethod method, string? host, CallOptions options)
    {
        if (options.Deadline is { Kind: not DateTimeKind.Utc } local && local != DateTime.MinValue && local != DateTime.MaxValue)
            throw new InvalidOperationException("A deadline is an instant in UTC, or DateTime.MinValue or MaxValue.");
        Channel = channel;
        Options = options;
        _method = method;
        Request = new HttpRequestMessage(HttpMethod.Post, channel.UriOf(method))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        Request.Headers.Host = host;
        AddHeaders(Request.Headers);

        _byShutdown = channel.Shutdown.UnsafeRegister(static call => ((ClientCall)call!).Cancel("The channel was disposed."), this);
        _byCaller = options.CancellationToken.UnsafeRegister(
            static call => ((ClientCall)call!).Cancel("Call canceled by the client."), this);
        if (options.Deadline is { } deadline && deadline != DateTime.MaxValue)
        {
            Request.Headers.TryAddWithoutValidation(Names.Timeout, Timeouts.Encode(deadline - DateTime.UtcNow));
            if (deadline <= DateTime.UtcNow)
                OnDeadline();
            else
                _deadline = new DeadlineTimer(deadline, OnDeadline);
        }
        if (IsOver)
            Detach();
    }

    /// <exception cref="InvalidOperationException">The call has not ended.</exception>
    internal Status Status =>
        _ending?.Status ?? throw new InvalidOperationException("Unable to get the status because the call is not complete.");

    /// <exception cref="InvalidOperationException">The call has not ended.</exception>
    internal Metadata Trailers =>
        _ending?.Trailers ?? throw new InvalidOperationException("Unable to get the trailers because the call is not complete.");

    internal bool IsOver => _ending is not null;

    /// <summary>What the ending throws.</summary>
    internal Exception Exception
    {
        get
        {
            var rpc = new RpcException(Status, Trailers);
            return Channel.Options.ThrowOperationCanceledOnCancellation
                && Status.StatusCode is StatusCode.Cancelled or StatusCode.DeadlineExceeded
                ? new OperationCanceledException(Status.Detail, rpc)
                : rpc;
        }
    }

    protected GrpcChannel Channel { get; }

    protected CallOptions Options { get; }

    protected HttpRequestMessage Request { get; }

    /// <summary>How requests are compressed; null for not at all.</summary>
    protected string? RequestEncoding { get; private set; }

    protected CancellationToken Cancellation => _cancellation.Token;

    internal async Task<Metadata> HeadersAsync()
    {
        await _opening.ConfigureAwait(false);
        return _response is null ? throw Exception : ReadHeaders(_response.Headers);
    }

    internal void Cancel(string detail) => End(new Status(StatusCode.Cancelled, detail), Metadata.Empty);

    public void Dispose() => Cancel("gRPC call disposed.");

    /// <summary>Sends the request; the task tells whether messages may follow in <see cref="OpenBodyAsync"/>.</summary>
    protected Task<bool> Open(HttpContent content)
    {
        Request.Content = content;
        return _opening = OpenAsync();
    }

    protected async ValueTask<MessageSource> OpenBodyAsync(int? limit)
    {
        var body = await _response!.Content.ReadAsStreamAsync(Cancellation).ConfigureAwait(false);
        return new MessageSource(body, new FrameReader(First(_response.Headers, Names.Encoding), limit));
    }

    /// <summary>Ends a call whose response body was read to its end, with the status in its trailers.</summary>
    /// <param name="isMessageOwed">Whether a message should have come before a good ending.</param>
    protected void EndWithTrailers(bool isMessageOwed)
    {
        var trailers = _response!.TrailingHeaders;
        var status = ReadStatus(trailers) ?? new Status(StatusCode.Unknown, "No grpc-status found on response.");
        if (isMessageOwed && status.StatusCode == StatusCode.OK)
            status = new Status(StatusCode.Internal, "The call succeeded without a response message.");
        End(status, ReadHeaders(trailers));
    }

    protected void EndWith(string happening, Exception exception) => End(
        exception is RpcException rpc ? rpc.Status : StatusMapping.OfException(happening, exception), Metadata.Empty);

    /// <summary>Gives the call its ending unless it has one, and stops whatever still runs.</summary>
    protected void End(Status status, Metadata trailers)
    {
        lock (_gate)
        {
            if (IsOver)
                return;
            _ending = new Ending(status, trailers);
        }
        _cancellation.Cancel();
        _response?.Dispose();
        OnEnd();
        Detach();
    }

    /// <summary>Lets go of writers that wait for the transport.</summary>
    protected abstract void OnEnd();

    private void OnDeadline() => End(new Status(StatusCode.DeadlineExceeded, ""), Metadata.Empty);

    private void Detach()
    {
        _byCaller.Unregister();
        _byShutdown.Unregister();
        _deadline?.Dispose();
    }

    private async Task<bool> OpenAsync()
    {
        if (IsOver)
            return false;
        try
        {
            await AddCredentialsAsync().ConfigureAwait(false);
            var response = await SendAsync().ConfigureAwait(false);
            lock (_gate)
                _response = response;
            if (IsOver)
                response.Dispose();
            else if (Refusal(response) is { } refusal)
                End(refusal, ReadHeaders(response.Headers));
        }
        catch (Exception exception)
        {
            EndWith("Error starting gRPC call.", exception);
        }
        return !IsOver;
    }

    /// <summary>Sends the request; a call that waits for its server tries again until there is a connection.</summary>
    private async ValueTask<HttpResponseMessage> SendAsync()
    {
        for (var pause = FirstPause; ; pause = pause < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await Channel.SendAsync(Request, Cancellation).ConfigureAwait(false);
            }
            catch (HttpRequestException failure) when (
                Options.IsWaitForReady && Channel.Options.HttpClient is null
                && failure.HttpRequestError is (HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError))
            {
                await Task.Delay(pause, Cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The ending of a response that has no messages: a status in its headers, or no gRPC at all.</summary>
    private static Status? Refusal(HttpResponseMessage response)
    {
        if (ReadStatus(response.Headers) is { } status)
            return status;
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return new Status(
                StatusMapping.OfHttp(response.StatusCode), $"Bad gRPC response. HTTP status code: {(int)response.StatusCode}");
        }
        var contentType = response.Content.Headers.ContentType?.ToString();
        return Names.IsGrpc(contentType)
            ? null
            : new Status(StatusCode.Unknown, $"Bad gRPC response. Invalid content-type value: {contentType ?? "(none)"}");
    }

    private static Status? ReadStatus(HttpHeaders headers) => First(headers, Names.Status) is not { } number
        ? null
        : new Status(StatusMapping.Parse(number), PercentEncoding.Decode(First(headers, Names.Message) ?? ""));

    private static string? First(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static Metadata ReadHeaders(HttpHeaders headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers.NonValidated)
        {
            if (Names.IsProtocol(name))
                continue;
            foreach (var value in values)
                BinaryValues.Add(metadata, name, value);
        }
        return metadata;
    }

    private void AddHeaders(HttpRequestHeaders headers)
    {
        headers.TryAddWithoutValidation("TE", "trailers");
        headers.TryAddWithoutValidation("User-Agent", UserAgent);
        headers.TryAddWithoutValidation(Names.AcceptEncoding, Compression.Accepted);
        foreach (var entry in Options.Headers ?? Metadata.Empty)
        {
            if (entry.Key != Names.RequestCompression)
                headers.TryAddWithoutValidation(entry.Key, BinaryValues.Text(entry));
            else if (!Compression.IsSpoken(entry.Value))
                throw new InvalidOperationException($"Could not find compression provider for '{entry.Value}'.");
            else if (entry.Value != Compression.Identity)
                headers.TryAddWithoutValidation(Names.Encoding, RequestEncoding = entry.Value);
        }
    }

    private async ValueTask AddCredentialsAsync()
    {
        if (!Channel.SendsCredentials || (Options.Credentials ?? Channel.Options.Credentials?.OnEveryCall) is null)
            return;
        var url = $"{Channel.Address.GetLeftPart(UriPartial.Authority)}/{_method.ServiceName}";
        var context = new AuthInterceptorContext(url, _method.Name, Cancellation);
        var metadata = new Metadata();
        foreach (var credentials in new[] { Options.Credentials, Channel.Options.Credentials?.OnEveryCall })
        {
            if (credentials is not null)
                await credentials.AddTo(metadata, context).ConfigureAwait(false);
        }
        foreach (var entry in metadata)
            Request.Headers.TryAddWithoutValidation(entry.Key, BinaryValues.Text(entry));
    }

    private sealed record Ending(Status Status, Metadata Trailers);
}
