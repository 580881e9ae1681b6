using System.Net;
using System.Net.Http.Headers;
using Grpc.Wire;

namespace Grpc.Net.Client.Internal;

/// <summary>A request body of one message, serialized before the call starts so that the caller may change the message at once.</summary>
internal sealed class MessageContent : HttpContent
{
    private static readonly MediaTypeHeaderValue Grpc = new(Names.ContentType);
    private bool _isSending;

    internal MessageContent() => Headers.ContentType = Grpc;

    internal PooledBuffer Frame { get; } = new();

    /// <summary>
    /// Gives the memory back after a call that succeeded. After one that did not, or was answered early, the transport may still
    /// be reading it, and it is left to the collector.
    /// </summary>
    internal void Release()
    {
        if (!Volatile.Read(ref _isSending))
            Frame.Dispose();
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _isSending, true);
        await stream.WriteAsync(Frame.Written, cancellationToken).ConfigureAwait(false);
        Volatile.Write(ref _isSending, false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = Frame.Length;
        return true;
    }
}
