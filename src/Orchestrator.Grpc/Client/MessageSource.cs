using System.Buffers;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client.Internal;

/// <summary>Messages from a response body, in a buffer that is given back when the body ends or breaks.</summary>
internal sealed class MessageSource(Stream body, FrameReader frames)
{
    /// <summary>Buffer space is added as bytes arrive, not because a frame's header promises them.</summary>
    private const int LargestStep = 1024 * 1024;

    private readonly PooledBuffer _buffer = new(4096);
    private int _start;

    /// <summary>The next message; null at the end of the body.</summary>
    /// <exception cref="RpcException">The bytes are malformed or too large.</exception>
    internal async ValueTask<T?> ReadAsync<T>(Marshaller<T> marshaller, CancellationToken cancellation)
        where T : class
    {
        try
        {
            while (true)
            {
                var unread = new ReadOnlySequence<byte>(_buffer.Written[_start..]);
                if (frames.TryRead(ref unread, marshaller, out var message, out var needed))
                {
                    _start = _buffer.Length - (int)unread.Length;
                    return message;
                }
                _buffer.Discard(_start);
                _start = 0;
                var room = _buffer.GetMemory(Math.Min(needed - _buffer.Length, LargestStep));
                var read = await body.ReadAsync(room, cancellation).ConfigureAwait(false);
                if (read == 0)
                    break;
                _buffer.Advance(read);
            }
        }
        catch
        {
            _buffer.Dispose();
            throw;
        }
        var isWhole = _buffer.Length == 0;
        _buffer.Dispose();
        return isWhole ? null : throw Failure.Incomplete();
    }
}
