namespace Grpc.Core;

/// <summary>Hints for one message written to a stream.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>More follows at once, so the message need not be flushed.</summary>
    BufferHint = 0x1,

    /// <summary>Do not compress the message even where the call is compressed.</summary>
    NoCompress = 0x2,
}

/// <summary>Options for writing messages.</summary>
public class WriteOptions
{
    public static readonly WriteOptions Default = new();

    public WriteOptions(WriteFlags flags = default) => Flags = flags;

    public WriteFlags Flags { get; }
}
