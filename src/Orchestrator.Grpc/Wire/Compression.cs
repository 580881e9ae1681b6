using System.Buffers;
using System.IO.Compression;
using Grpc.Core;

namespace Grpc.Wire;

/// <summary>The message encodings spoken: gzip, and deflate, which on the wire is the zlib format.</summary>
internal static class Compression
{
    internal const string Identity = "identity";
    internal const string Gzip = "gzip";
    internal const string Deflate = "deflate";

    /// <summary>The encodings either side offers to receive.</summary>
    internal const string Accepted = $"{Identity},{Gzip},{Deflate}";

    internal static bool IsSpoken(string encoding) => encoding is Gzip or Deflate or Identity;

    /// <summary>Whether a peer's list of accepted encodings has one of them.</summary>
    internal static bool IsIn(string accepted, string encoding)
    {
        foreach (var range in accepted.AsSpan().Split(','))
        {
            if (accepted.AsSpan(range).Trim().Equals(encoding, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    internal static void Compress(ReadOnlyMemory<byte> payload, string encoding, CompressionLevel level, PooledBuffer into)
    {
        using var target = new BufferStream(into);
        using Stream compressor = encoding == Gzip
            ? new GZipStream(target, level, leaveOpen: true)
            : new ZLibStream(target, level, leaveOpen: true);
        compressor.Write(payload.Span);
    }

    /// <summary>Decompresses one message, stopping at the limit so that a small frame cannot fill the memory.</summary>
    /// <exception cref="RpcException">Too large, or not what the encoding says.</exception>
    internal static void Decompress(in ReadOnlySequence<byte> payload, string encoding, int? limit, PooledBuffer into)
    {
        using var source = new MemoryStream(payload.ToArray(), writable: false);
        using Stream decompressor = encoding == Gzip
            ? new GZipStream(source, CompressionMode.Decompress)
            : new ZLibStream(source, CompressionMode.Decompress);
        try
        {
            while (decompressor.Read(into.GetSpan(4096)) is var read and > 0)
            {
                into.Advance(read);
                if (into.Length > limit)
                    throw Failure.TooLargeToReceive();
            }
        }
        catch (InvalidDataException broken)
        {
            throw Failure.Malformed($"A message is not valid {encoding}.", broken);
        }
    }

    private sealed class BufferStream(PooledBuffer buffer) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => buffer.Length;
        public override long Position { get => buffer.Length; set => throw new NotSupportedException(); }

        public override void Write(ReadOnlySpan<byte> bytes) => buffer.Write(bytes);
        public override void Write(byte[] array, int offset, int count) => buffer.Write(array.AsSpan(offset, count));
        public override void Flush()
        {
        }

        public override int Read(byte[] array, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
