using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Orchestrator.Api.Doors;

/// <summary>
/// What every request's texts must be before anybody reads them: whole Unicode without control characters, and no longer than
/// a person would write. What is turned away here is no command and leaves no trace.
/// </summary>
public static class Decency
{
    /// <summary>Longest text in a field (UTF-16 units); only files are longer.</summary>
    public const int LengthMax = 4096;

    private static readonly ConcurrentDictionary<MessageDescriptor, ImmutableArray<FieldDescriptor>> Fields = new();

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: the first field that is not as it must be.</exception>
    public static void Check(IMessage message) => Check(message, "");

    private static void Check(IMessage message, string path)
    {
        foreach (var field in Fields.GetOrAdd(message.Descriptor, Texts))
        {
            var value = field.Accessor.GetValue(message);
            var name = path.Length == 0 ? field.Name : $"{path}.{field.Name}";
            switch (value)
            {
                case string text:
                    Check(text, name, field);
                    break;
                case IMessage part:
                    Check(part, name);
                    break;
                case System.Collections.IList many:
                    foreach (var one in many)
                    {
                        if (one is string text)
                            Check(text, name, field);
                        else if (one is IMessage part)
                            Check(part, name);
                    }

                    break;
            }
        }
    }

    private static void Check(string text, string name, FieldDescriptor field)
    {
        if (text.Length > LengthMax && field.ContainingType != V1.File.Descriptor)
            throw CommandDoor.Invalid(name, $"最多 {LengthMax} 个字符", $"write at most {LengthMax} characters");
        if (Placeholder.Is(text))
            throw CommandDoor.Invalid(name, "请由经办人填写", "whoever acts fills this in");
        for (var at = 0; at < text.Length;)
        {
            if (text[at] is >= ' ' and < '\u007f')
            {
                at++;
                continue;
            }

            if (Rune.DecodeFromUtf16(text.AsSpan(at), out var letter, out var length) != System.Buffers.OperationStatus.Done || letter == Rune.ReplacementChar)
                throw CommandDoor.Invalid(name, "请以 UTF-8 发送完整的 Unicode 文本；此处已损坏", "send whole Unicode text as UTF-8; this is damaged");
            if (Rune.IsControl(letter) && letter.Value is not ('\n' or '\r' or '\t'))
                throw CommandDoor.Invalid(name, $"请去掉控制字符 U+{letter.Value:X4}", $"leave out the control character U+{letter.Value:X4}");
            at += length;
        }
    }

    /// <summary>The fields of a message that are texts, or may hold some.</summary>
    private static ImmutableArray<FieldDescriptor> Texts(MessageDescriptor message) =>
        [.. message.Fields.InFieldNumberOrder().Where(field => field.FieldType is FieldType.String or FieldType.Message && !field.IsMap)];
}
