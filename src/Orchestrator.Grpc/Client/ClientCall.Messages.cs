using System.IO.Compression;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client.Internal;

/// <summary>A call's messages in and out.</summary>
internal sealed class ClientCall<TRequest, TResponse>(
    GrpcChannel channel, Method<TRequest, TResponse> method, string? host, CallOptions options)
    : ClientCall(channel, method, host, options), IAsyncStreamReader<TResponse>
    where TRequest : class where TResponse : class
{
    private readonly FrameWriter _writer = new();
    private Task<bool> _opening = null!;
    private MessageContent? _content;
    private RequestStream<TRequest>? _requests;
    private MessageSource? _source;
    private TResponse? _current;
    private int _isReading;

    public TResponse Current => _current ?? throw new InvalidOperationException("No message has been read.");

    /// <summary>Sends the only request and reads the only response.</summary>
    internal Task<TResponse> SendOnlyAsync(TRequest request)
    {
        Send(request);
        return ReadOnlyAsync();
    }

    /// <summary>Sends the only request.</summary>
    internal void Send(TRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        _content = new MessageContent();
        try
        {
            Write(request, _content.Frame, Options.WriteOptions);
        }
        catch (Exception exception)
        {
            EndWith("Error starting gRPC call.", exception);
        }
        _opening = Open(_content);
    }

    /// <summary>Starts the call and gives the stream its requests go into.</summary>
    internal RequestStream<TRequest> SendStream()
    {
        _requests = new RequestStream<TRequest>(this, Write, Options.WriteOptions);
        _opening = Open(_requests);
        return _requests;
    }

    /// <summary>Reads the only response.</summary>
    internal async Task<TResponse> ReadOnlyAsync()
    {
        var only = await ReadAsync(isOwed: true).ConfigureAwait(false);
        if (only is not null && await ReadAsync().ConfigureAwait(false) is not null)
            End(new Status(StatusCode.Internal, "Unexpected data after finished reading message."), Metadata.Empty);
        if (Status.StatusCode != StatusCode.OK)
            throw Exception;
        _content?.Release();
        return only!;
    }

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isReading, 1) == 1)
            throw new InvalidOperationException("Can't read the next message because the previous read is still in progress.");
        try
        {
            using var cancelled = cancellationToken.UnsafeRegister(
                static call => ((ClientCall)call!).Cancel("Call canceled by the client."), this);
            _current = await ReadAsync().ConfigureAwait(false);
            if (_current is null && Status.StatusCode != StatusCode.OK)
                throw Exception;
            return _current is not null;
        }
        finally
        {
            Volatile.Write(ref _isReading, 0);
        }
    }

    protected override void OnEnd() => _requests?.Stop();

    /// <summary>The next response; null when the call has ended, however it did.</summary>
    /// <param name="isOwed">Whether ending well instead would be an error.</param>
    private async ValueTask<TResponse?> ReadAsync(bool isOwed = false)
    {
        if (!await _opening.ConfigureAwait(false) || IsOver)
            return null;
        try
        {
            _source ??= await OpenBodyAsync(Channel.Options.MaxReceiveMessageSize).ConfigureAwait(false);
            if (await _source.ReadAsync(method.ResponseMarshaller, Cancellation).ConfigureAwait(false) is { } message)
                return message;
            EndWithTrailers(isOwed);
        }
        catch (Exception exception)
        {
            EndWith("Error reading next message.", exception);
        }
        return null;
    }

    private void Write(TRequest message, PooledBuffer into, WriteOptions? writeOptions)
    {
        var isPlain = (writeOptions?.Flags & WriteFlags.NoCompress) == WriteFlags.NoCompress;
        _writer.Write(
            message, method.RequestMarshaller, into, isPlain ? null : RequestEncoding, CompressionLevel.Fastest,
            Channel.Options.MaxSendMessageSize);
    }
}
