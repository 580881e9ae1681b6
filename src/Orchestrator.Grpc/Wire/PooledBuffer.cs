using System.Buffers;

namespace Grpc.Wire;

/// <summary>A growing run of bytes in an array borrowed from the pool; give it back with <see cref="Dispose"/>.</summary>
internal sealed class PooledBuffer(int capacity = 256) : IBufferWriter<byte>, IDisposable
{
    private byte[] _array = ArrayPool<byte>.Shared.Rent(capacity);

    internal int Length { get; private set; }

    internal ReadOnlyMemory<byte> Written => _array.AsMemory(0, Length);

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _array.Length - Length);
        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(Math.Max(1, sizeHint));
        return _array.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    internal void Clear() => Length = 0;

    /// <summary>Drops bytes from the front.</summary>
    internal void Discard(int count)
    {
        Length -= count;
        if (Length > 0)
            Buffer.BlockCopy(_array, count, _array, 0, Length);
    }

    public void Dispose()
    {
        if (_array.Length == 0)
            return;
        ArrayPool<byte>.Shared.Return(_array);
        _array = [];
        Length = 0;
    }

    private void Grow(int free)
    {
        if (_array.Length - Length >= free)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(Length + free), (int)Math.Min(2L * _array.Length, Array.MaxLength)));
        Buffer.BlockCopy(_array, 0, larger, 0, Length);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }
}
