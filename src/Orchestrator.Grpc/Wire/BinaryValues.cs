using Grpc.Core;

namespace Grpc.Wire;

/// <summary>Metadata values as header text: bytes under <c>-bin</c> keys travel as base64, with or without padding.</summary>
internal static class BinaryValues
{
    internal static string Text(Metadata.Entry entry) => entry.IsBinary ? Convert.ToBase64String(entry.Bytes) : entry.Value;

    /// <summary>Adds one header's value; several binary values may be joined by commas.</summary>
    internal static void Add(Metadata metadata, string name, string value)
    {
        if (!Metadata.Entry.IsKey(name))
            return;
        if (!name.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase))
        {
            metadata.Add(name, value);
            return;
        }
        foreach (var range in value.AsSpan().Split(','))
            metadata.Add(name, Decode(value.AsSpan(range).Trim()));
    }

    private static byte[] Decode(ReadOnlySpan<char> text)
    {
        Span<char> padding = ['=', '=', '='];
        var padded = string.Concat(text, padding[..((4 - (text.Length % 4)) % 4)]);
        try
        {
            return Convert.FromBase64String(padded);
        }
        catch (FormatException broken)
        {
            throw Failure.Malformed("A binary metadata value is not valid base64.", broken);
        }
    }
}
