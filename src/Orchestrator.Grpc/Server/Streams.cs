using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>The requests of one call as its service reads them.</summary>
internal sealed class RequestStream<T>(HttpServerCall call, Marshaller<T> marshaller) : IAsyncStreamReader<T>
    where T : class
{
    private T? _current;
    private bool _ended;

    public T Current => _current ?? throw new InvalidOperationException("No message has been read.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_ended)
            return false;
        _current = await call.ReadAsync(marshaller, cancellationToken);
        _ended = _current is null;
        return !_ended;
    }
}

/// <summary>The responses of one call as its service writes them; a write waits until the client has room.</summary>
internal sealed class ResponseStream<T>(HttpServerCall call, Marshaller<T> marshaller) : IServerStreamWriter<T>
    where T : class
{
    private Task _writing = Task.CompletedTask;

    public WriteOptions? WriteOptions
    {
        get => call.WriteOptions;
        set => call.WriteOptions = value;
    }

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    public Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);
        if (!_writing.IsCompleted)
            return Task.FromException(new InvalidOperationException("Can't write the message because the previous write is in progress."));
        try
        {
            call.Write(message, marshaller);
        }
        catch (Exception exception)
        {
            return Task.FromException(exception);
        }
        if ((WriteOptions?.Flags & WriteFlags.BufferHint) == WriteFlags.BufferHint)
            return Task.CompletedTask;
        var flush = call.FlushAsync(cancellationToken);
        return flush.IsCompletedSuccessfully ? Task.CompletedTask : _writing = flush.AsTask();
    }
}
