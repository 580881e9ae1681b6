using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client.Internal;

/// <summary>A request body of messages that the caller writes while the call runs.</summary>
internal sealed class RequestStream<T> : HttpContent, IClientStreamWriter<T>
    where T : class
{
    private static readonly MediaTypeHeaderValue Grpc = new(Names.ContentType);

    private readonly ClientCall _call;
    private readonly Action<T, PooledBuffer, WriteOptions?> _serialize;
    private readonly TaskCompletionSource<Stream> _body = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isWriting;
    private bool _isCompleted;

    internal RequestStream(ClientCall call, Action<T, PooledBuffer, WriteOptions?> serialize, WriteOptions? options)
    {
        _call = call;
        _serialize = serialize;
        WriteOptions = options;
        Headers.ContentType = Grpc;
    }

    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        cancellationToken.ThrowIfCancellationRequested();
        if (_isCompleted)
            throw new InvalidOperationException("Request stream has already been completed.");
        if (Interlocked.Exchange(ref _isWriting, 1) == 1)
            throw new InvalidOperationException("Can't write the message because the previous write is in progress.");
        try
        {
            using var cancelled = cancellationToken.UnsafeRegister(
                static call => ((ClientCall)call!).Cancel("Call canceled by the client."), _call);
            await WriteFrameAsync(message).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _isWriting, 0);
        }
    }

    public Task CompleteAsync()
    {
        if (Volatile.Read(ref _isWriting) == 1)
            throw new InvalidOperationException("Can't complete the client stream writer because the previous write is in progress.");
        _isCompleted = true;
        _completed.TrySetResult();
        return Task.CompletedTask;
    }

    /// <summary>Lets go of the transport, and of a write that waits for it, because the call is over.</summary>
    internal void Stop()
    {
        _body.TrySetCanceled();
        _completed.TrySetCanceled();
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // The server may want to speak first, so the headers do not wait for a message.
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (!_body.TrySetResult(stream))
            throw new InvalidOperationException("A stream of requests cannot be sent a second time.");
        await _completed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private async Task WriteFrameAsync(T message)
    {
        if (_call.IsOver)
            throw _call.Exception;
        var frame = new PooledBuffer();
        try
        {
            _serialize(message, frame, WriteOptions);
            var body = await _body.Task.ConfigureAwait(false);
            await body.WriteAsync(frame.Written).ConfigureAwait(false);
            if ((WriteOptions?.Flags & WriteFlags.BufferHint) != WriteFlags.BufferHint)
                await body.FlushAsync().ConfigureAwait(false);
            frame.Dispose();
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            // The response says why the server stopped reading; whoever reads it ends the call with that.
            throw _call.IsOver ? _call.Exception : new RpcException(StatusMapping.OfException("Error writing message.", exception));
        }
    }
}
