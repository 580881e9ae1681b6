using System.Buffers;
using System.Buffers.Binary;
using Grpc.Core;

namespace Grpc.Wire;

/// <summary>Finds frames in received bytes and deserializes them, refusing what breaks the framing or exceeds the limit.</summary>
internal sealed class FrameReader(string? encoding, int? limit) : DeserializationContext
{
    private ReadOnlySequence<byte> _payload;

    public override int PayloadLength => (int)_payload.Length;

    public override byte[] PayloadAsNewBuffer() => _payload.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => _payload;

    /// <summary>Reads one message from the front of a buffer when it is there whole, and moves the buffer's start behind it.</summary>
    /// <param name="missing">How many bytes the buffer must hold before another try is worth it.</param>
    /// <exception cref="RpcException">The bytes are no frame, or a larger one than allowed.</exception>
    internal bool TryRead<T>(ref ReadOnlySequence<byte> buffer, Marshaller<T> marshaller, out T message, out int missing)
    {
        message = default!;
        missing = FrameWriter.HeaderSize;
        if (buffer.Length < FrameWriter.HeaderSize)
            return false;

        var (compressed, length) = ReadHeader(buffer);
        missing += length;
        if (buffer.Length - FrameWriter.HeaderSize < length)
            return false;

        var payload = buffer.Slice(FrameWriter.HeaderSize, length);
        message = compressed ? Decompressed(payload, marshaller) : Deserialized(payload, marshaller);
        buffer = buffer.Slice(payload.End);
        return true;
    }

    private (bool Compressed, int Length) ReadHeader(in ReadOnlySequence<byte> buffer)
    {
        Span<byte> header = stackalloc byte[FrameWriter.HeaderSize];
        buffer.Slice(0, FrameWriter.HeaderSize).CopyTo(header);

        var compressed = header[0] switch
        {
            0 => false,
            1 when encoding is null or Compression.Identity =>
                throw Failure.Malformed("A message is marked compressed, but no grpc-encoding was announced."),
            1 when !Compression.IsSpoken(encoding) => throw Failure.Malformed($"Unsupported grpc-encoding value '{encoding}'."),
            1 => true,
            _ => throw Failure.Malformed("A message's compressed flag is neither 0 nor 1."),
        };
        var length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        if (length > (limit ?? Array.MaxLength - FrameWriter.HeaderSize))
            throw Failure.TooLargeToReceive();
        return (compressed, (int)length);
    }

    private T Decompressed<T>(in ReadOnlySequence<byte> payload, Marshaller<T> marshaller)
    {
        using var plain = new PooledBuffer(Math.Max((int)payload.Length * 2, 256));
        Compression.Decompress(payload, encoding!, limit, plain);
        return Deserialized(new ReadOnlySequence<byte>(plain.Written), marshaller);
    }

    private T Deserialized<T>(in ReadOnlySequence<byte> payload, Marshaller<T> marshaller)
    {
        _payload = payload;
        try
        {
            return marshaller.ContextualDeserializer(this);
        }
        catch (Exception broken) when (broken is not RpcException)
        {
            throw Failure.Malformed("A message could not be deserialized.", broken);
        }
        finally
        {
            _payload = default;
        }
    }
}
