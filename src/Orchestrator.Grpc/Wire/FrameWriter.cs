using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Grpc.Core;

namespace Grpc.Wire;

/// <summary>
/// Serializes messages as length-prefixed frames straight into a sink. A message of declared length is written where it will be
/// sent from; nothing reaches the sink when serialization fails midway.
/// </summary>
internal sealed class FrameWriter : SerializationContext, IBufferWriter<byte>
{
    /// <summary>One byte that says whether the payload is compressed, four for its length.</summary>
    internal const int HeaderSize = 5;

    private IBufferWriter<byte> _sink = null!;
    private string? _encoding;
    private CompressionLevel _level;
    private int? _limit;
    private int _declared;
    private int _written;
    private Memory<byte> _frame;
    private PooledBuffer? _buffer;
    private State _state;

    private enum State
    {
        Nothing,
        InPlace,
        Buffered,
        Complete,
    }

    /// <param name="encoding">How to compress the payload; null for not at all.</param>
    /// <param name="limit">The largest payload in bytes, before compression.</param>
    internal void Write<T>(
        T message, Marshaller<T> marshaller, IBufferWriter<byte> sink, string? encoding, CompressionLevel level, int? limit)
    {
        _sink = sink;
        _encoding = encoding;
        _level = level;
        _limit = limit;
        _declared = -1;
        _state = State.Nothing;
        try
        {
            marshaller.ContextualSerializer(message, this);
            if (_state != State.Complete)
                throw new InvalidOperationException("The marshaller did not complete the message.");
        }
        finally
        {
            _frame = default;
            _buffer?.Dispose();
            _buffer = null;
        }
    }

    public override void SetPayloadLength(int payloadLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(payloadLength);
        Check(payloadLength);
        _declared = payloadLength;
    }

    public override IBufferWriter<byte> GetBufferWriter()
    {
        switch (_state)
        {
            case State.Nothing when _declared >= 0 && _encoding is null:
                _frame = _sink.GetMemory(HeaderSize + _declared);
                _written = 0;
                _state = State.InPlace;
                return this;
            case State.Nothing:
                _state = State.Buffered;
                return _buffer = new PooledBuffer(Math.Max(_declared, 256));
            case State.InPlace:
                return this;
            case State.Buffered:
                return _buffer!;
            case State.Complete:
            default:
                throw new InvalidOperationException("The message is already complete.");
        }
    }

    public override void Complete()
    {
        switch (_state)
        {
            case State.InPlace when _written != _declared:
                throw new InvalidOperationException($"The marshaller declared {_declared} bytes and wrote {_written}.");
            case State.InPlace:
                WriteHeader(_frame.Span, compressed: false, _declared);
                _sink.Advance(HeaderSize + _declared);
                _state = State.Complete;
                break;
            case State.Buffered:
                Send(_buffer!.Written);
                break;
            case State.Nothing:
            case State.Complete:
            default:
                throw new InvalidOperationException("There is no message under way.");
        }
    }

    public override void Complete(byte[] payload)
    {
        if (_state != State.Nothing)
            throw new InvalidOperationException("There is a message under way.");
        Send(payload);
    }

    void IBufferWriter<byte>.Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _frame.Length - HeaderSize - _written);
        _written += count;
    }

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint)
    {
        var free = _frame[(HeaderSize + _written)..];
        return free.Length >= Math.Max(1, sizeHint)
            ? free
            : throw new InvalidOperationException($"The marshaller declared {_declared} bytes and wants to write more.");
    }

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint) => ((IBufferWriter<byte>)this).GetMemory(sizeHint).Span;

    private void Send(ReadOnlyMemory<byte> payload)
    {
        Check(payload.Length);
        if (_encoding is null || payload.IsEmpty)
        {
            // An empty payload stays as it is: compressed by .NET it has not even a header, and other decoders refuse that.
            Frame(payload.Span, compressed: false);
        }
        else
        {
            using var compressed = new PooledBuffer(Math.Max(payload.Length / 2, 256));
            Compression.Compress(payload, _encoding, _level, compressed);
            Frame(compressed.Written.Span, compressed: true);
        }
        _state = State.Complete;
    }

    private void Frame(ReadOnlySpan<byte> payload, bool compressed)
    {
        var frame = _sink.GetSpan(HeaderSize + payload.Length);
        WriteHeader(frame, compressed, payload.Length);
        payload.CopyTo(frame[HeaderSize..]);
        _sink.Advance(HeaderSize + payload.Length);
    }

    private static void WriteHeader(Span<byte> frame, bool compressed, int length)
    {
        frame[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(frame[1..], length);
    }

    private void Check(int length)
    {
        if (length > _limit)
            throw Failure.TooLargeToSend();
    }
}
