using System.Collections.Immutable;
using Orchestrator.Domain.Plants;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Orchestrator.Api.MasterData;

/// <summary>A piece of a YAML file and where it begins (line and column from 1).</summary>
public abstract record YamlNode(int Line, int Column);

/// <summary>A value; <see cref="Plain"/> when it stands without quotes.</summary>
public sealed record YamlValue(string Text, bool Plain, int Line, int Column) : YamlNode(Line, Column);

public sealed record YamlList(ImmutableArray<YamlNode> Items, int Line, int Column) : YamlNode(Line, Column);

public sealed record YamlMap(ImmutableArray<(YamlValue Key, YamlNode Value)> Pairs, int Line, int Column) : YamlNode(Line, Column);

/// <summary>
/// Reads the plain part of YAML that master data is written in: maps, lists and values, with the place of each. What makes
/// YAML dangerous or ambiguous (anchors, aliases, tags, duplicate keys, several documents, depth, size) is a finding, and
/// no input throws.
/// </summary>
public static class YamlTree
{
    /// <summary>Characters of a file (1 Mi).</summary>
    public const int LengthMax = 1 << 20;

    public const int DepthMax = 16;

    public const int NodesMax = 50_000;

    /// <summary>The root map, or null and the one finding that stopped the reading.</summary>
    public static (YamlMap? Root, Finding? Stopped) Read(string fileName, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > LengthMax)
        {
            return (null, Stop(fileName, 1, 1, "",
                $"文件有 {text.Length} 个字符，上限为 {LengthMax}。", $"The file has {text.Length} characters; the limit is {LengthMax}.",
                "拆分文件或删除无关内容。", "Split the file or remove what does not belong in it."));
        }

        if (Unwritable(fileName, text) is { } unwritable)
            return (null, unwritable);

        var parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
        try
        {
            return (new EventReader(fileName, parser).Document(), null);
        }
        catch (StoppedException stopped)
        {
            return (null, stopped.Finding);
        }
        catch (YamlException error)
        {
            return (null, Stop(fileName, (int)error.Start.Line, (int)error.Start.Column, "",
                $"不是有效的 YAML：{error.Message}", $"This is not valid YAML: {error.Message}",
                "检查缩进、冒号和引号。", "Check indentation, colons and quotes."));
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or IndexOutOfRangeException or FormatException or OverflowException)
        {
            // The YAML library meets some malformed texts with exceptions of its own; they are still the file's mistake.
            var at = parser.Current?.End ?? Mark.Empty;
            return (null, Stop(fileName, Math.Max(1, (int)at.Line), Math.Max(1, (int)at.Column), "",
                "不是有效的 YAML，错误在此处之后。", "This is not valid YAML; the mistake is after this place.",
                "检查缩进、冒号和引号。", "Check indentation, colons and quotes."));
        }
    }

    /// <summary>Control characters, and tabs where indentation is counted: YAML allows neither.</summary>
    private static Finding? Unwritable(string fileName, string text)
    {
        var (line, column, indenting) = (1, 1, true);
        foreach (var letter in text)
        {
            if (letter == '\t' && indenting)
            {
                return Stop(fileName, line, column, "", "缩进中有制表符。", "There is a tab in the indentation.",
                    "缩进只用空格。", "Indent with spaces only, never tabs.");
            }

            if (char.IsControl(letter) && letter is not ('\n' or '\r' or '\t'))
            {
                return Stop(fileName, line, column, "", $"有控制字符 U+{(int)letter:X4}。", $"There is a control character, U+{(int)letter:X4}.",
                    "删除该字符。", "Remove it.");
            }

            indenting = letter == '\n' || (indenting && letter == ' ');
            (line, column) = letter == '\n' ? (line + 1, 1) : (line, column + 1);
        }

        return null;
    }

    private static Finding Stop(string file, int line, int column, string field, string zh, string en, string fixZh, string fixEn) =>
        new(FindingSeverity.Error, field, zh, en, fixZh, fixEn) { File = file, Line = line, Column = column };

    /// <summary>Leaves the recursive reading at its first stop; never leaves <see cref="Read"/>.</summary>
    private sealed class StoppedException(Finding finding) : Exception
    {
        public Finding Finding { get; } = finding;
    }

    private sealed class EventReader(string fileName, Parser parser)
    {
        private int _nodes;

        public YamlMap Document()
        {
            Next<StreamStart>();
            if (parser.MoveNext() && parser.Current is StreamEnd)
                throw Refused(parser.Current, "", "文件是空的。", "The file is empty.", "从示例文件开始。", "Start from the example file.");

            parser.MoveNext();
            var root = Node("", 0);
            Next<DocumentEnd>();
            if (parser.MoveNext() && parser.Current is not StreamEnd)
            {
                throw Refused(parser.Current!, "", "一个文件里只能有一个文档。", "A file holds one document only.",
                    "删除第二个「---」及其后的内容。", "Remove the second \"---\" and what follows it.");
            }

            return root as YamlMap ?? throw Refused(root, "", "文件应由「字段: 值」组成。", "The file must consist of \"field: value\" lines.",
                "从示例文件开始。", "Start from the example file.");
        }

        private void Next<T>()
            where T : ParsingEvent
        {
            if (!parser.MoveNext() || parser.Current is not T)
                throw new InvalidOperationException($"The YAML parser did not answer {typeof(T).Name}.");
        }

        /// <summary>Reads the node whose first event is current.</summary>
        private YamlNode Node(string path, int depth)
        {
            var first = parser.Current!;
            if (++_nodes > NodesMax)
            {
                throw Refused(first, path, $"文件超过 {NodesMax} 个节点。", $"The file has more than {NodesMax} nodes.",
                    "拆分文件。", "Split the file.");
            }

            if (depth > DepthMax)
            {
                throw Refused(first, path, $"嵌套超过 {DepthMax} 层。", $"The nesting is deeper than {DepthMax} levels.",
                    "按示例文件的结构书写。", "Follow the structure of the example file.");
            }

            if (first is AnchorAlias || (first is NodeEvent { Anchor.IsEmpty: false }))
            {
                throw Refused(first, path, "不接受锚点（&）和别名（*）。", "Anchors (&) and aliases (*) are not accepted.",
                    "把值完整写出；以 & 或 * 开头的文字请加引号。", "Write the value out; quote text that begins with & or *.");
            }

            if (first is NodeEvent { Tag.IsEmpty: false })
            {
                throw Refused(first, path, "不接受标签（!）。", "Tags (!) are not accepted.",
                    "删除标签；以 ! 开头的文字请加引号。", "Remove the tag; quote text that begins with !.");
            }

            return first switch
            {
                Scalar value => new YamlValue(value.Value, value.Style == ScalarStyle.Plain, Line(first), Column(first)),
                SequenceStart => List(first, path, depth),
                MappingStart => Map(first, path, depth),
                _ => throw new InvalidOperationException($"The YAML parser answered {first.GetType().Name} where a node begins."),
            };
        }

        private YamlList List(ParsingEvent first, string path, int depth)
        {
            var items = ImmutableArray.CreateBuilder<YamlNode>();
            while (parser.MoveNext() && parser.Current is not SequenceEnd)
                items.Add(Node($"{path}[{items.Count}]", depth + 1));
            return new YamlList(items.ToImmutable(), Line(first), Column(first));
        }

        private YamlMap Map(ParsingEvent first, string path, int depth)
        {
            var pairs = ImmutableArray.CreateBuilder<(YamlValue, YamlNode)>();
            var seen = new Dictionary<string, int>(StringComparer.Ordinal);
            while (parser.MoveNext() && parser.Current is not MappingEnd)
            {
                var at = parser.Current!;
                if (Node(path, depth + 1) is not YamlValue key)
                {
                    throw Refused(at, path, "字段名应为文字。", "A field name must be text.",
                        "写成「字段: 值」；含 { 或 [ 的文字请加引号。", "Write \"field: value\"; quote text that contains { or [.");
                }

                var field = path.Length == 0 ? key.Text : $"{path}.{key.Text}";
                if (!seen.TryAdd(key.Text, key.Line))
                {
                    throw Refused(at, field, $"字段「{key.Text}」重复（第 {seen[key.Text]} 行已有）。",
                        $"The field \"{key.Text}\" is there twice (first in line {seen[key.Text]}).", "保留其中一个。", "Keep one of the two.");
                }

                parser.MoveNext();
                pairs.Add((key, Node(field, depth + 1)));
            }

            return new YamlMap(pairs.ToImmutable(), Line(first), Column(first));
        }

        private static int Line(ParsingEvent at) => (int)at.Start.Line;

        private static int Column(ParsingEvent at) => (int)at.Start.Column;

        private StoppedException Refused(ParsingEvent at, string field, string zh, string en, string fixZh, string fixEn) =>
            new(Stop(fileName, Line(at), Column(at), field, zh, en, fixZh, fixEn));

        private StoppedException Refused(YamlNode at, string field, string zh, string en, string fixZh, string fixEn) =>
            new(Stop(fileName, at.Line, at.Column, field, zh, en, fixZh, fixEn));
    }
}
