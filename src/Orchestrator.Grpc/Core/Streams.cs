namespace Grpc.Core;

/// <summary>Messages arriving in order.</summary>
public interface IAsyncStreamReader<out T>
{
    /// <summary>The message that the last successful <see cref="MoveNext"/> read.</summary>
    T Current { get; }

    /// <summary>Reads the next message; false at the orderly end of the stream.</summary>
    /// <exception cref="RpcException">On a client, when the call ended other than OK.</exception>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}

/// <summary>Messages leaving in order; one write at a time.</summary>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>Writes one message; completes when the transport has taken it, which is how a slow reader holds a fast writer back.</summary>
    Task WriteAsync(T message);

    /// <summary>Writes one message unless cancelled before the transport took it.</summary>
    Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
            throw new NotSupportedException("This stream's writes cannot be cancelled one by one.");
        return WriteAsync(message);
    }

    /// <summary>Options for the writes that follow; null for the defaults.</summary>
    WriteOptions? WriteOptions { get; set; }
}

/// <summary>A server's response stream. It ends when the service method returns.</summary>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>
{
}

/// <summary>A client's request stream.</summary>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Half-closes the call: the server sees the end of the requests, responses may still follow.</summary>
    Task CompleteAsync();
}
