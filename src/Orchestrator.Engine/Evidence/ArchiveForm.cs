using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Orchestrator.Engine.Evidence;

/// <summary>What an archive says of itself, in <c>manifest.json</c>.</summary>
/// <param name="Format">Always <see cref="ArchiveForm.Format"/>.</param>
/// <param name="Head">The last turn of the journal when it was made.</param>
/// <param name="Positions">The turns it holds, in order, as <c>first-last</c> or a single number.</param>
/// <param name="Contents">Every other file in it.</param>
public sealed record ArchiveManifest(
    string Format, string Plant, ArchiveScope Scope, DateTimeOffset MadeAt, string MadeBy, long Turns, long Head, ImmutableArray<string> Positions, ImmutableArray<ArchiveContent> Contents);

/// <summary>One file of an archive and the SHA-256 over it, hex.</summary>
public sealed record ArchiveContent(string Name, long Length, string Hash);

/// <summary>How an archive is written: the names in it, and the two lines that its strength rests on.</summary>
public static class ArchiveForm
{
    public const string Format = "orchestrator-archive/1";
    public const string Manifest = "manifest.json";
    public const string Turns = "turns.jsonl";
    public const string Keys = "keys.json";
    public const string Checkpoints = "checkpoints.jsonl";

    private const string SignaturePrefix = "orchestrator-signature:v1 key=";
    private const string SignatureMiddle = " sig=";
    private const int KeyDigits = 16;

    /// <summary>The bytes at the end of every archive (the comment of the ZIP file): who signed everything before them.</summary>
    public static readonly int SignatureLength = SignaturePrefix.Length + KeyDigits + SignatureMiddle.Length + KeyRing.SignatureDigits + 1;

    private static readonly byte[] BodyMark = ",\"body\":"u8.ToArray();

    public static string SignatureLine(string key, string signature) => $"{SignaturePrefix}{key}{SignatureMiddle}{signature}\n";

    /// <summary>Key and signature of a line that is written exactly as <see cref="SignatureLine"/> writes it; null for any other.</summary>
    public static (string Key, string Signature)? ReadSignature(ReadOnlySpan<byte> line)
    {
        if (line.Length != SignatureLength)
            return null;
        var text = Encoding.Latin1.GetString(line);
        var key = text.Substring(SignaturePrefix.Length, KeyDigits);
        var signature = text.Substring(SignaturePrefix.Length + KeyDigits + SignatureMiddle.Length, KeyRing.SignatureDigits);
        return SignatureLine(key, signature) == text ? (key, signature) : null;
    }

    /// <summary>One turn as a line: where it stands in the chain, and its body byte for byte as it is hashed.</summary>
    public static byte[] TurnLine(RecordedTurn turn, ReadOnlySpan<byte> previous)
    {
        var head = string.Create(CultureInfo.InvariantCulture,
            $"{{\"position\":{turn.Position},\"id\":{JsonSerializer.Serialize(turn.Id, TurnCodec.Json)},\"writeId\":\"{turn.WriteId}\",\"previous\":\"{Convert.ToHexStringLower(previous)}\",\"hash\":\"{Convert.ToHexStringLower(turn.Hash.Span)}\"");
        return [.. Encoding.UTF8.GetBytes(head), .. BodyMark, .. turn.Body.Span, (byte)'}', (byte)'\n'];
    }

    /// <summary>The turn of a line (without its end), or null where the line is none.</summary>
    public static ArchivedTurn? ReadTurn(ReadOnlyMemory<byte> line)
    {
        // The mark holds a quotation mark that no string inside JSON can hold unescaped, so its first place is the right one.
        var mark = line.Span.IndexOf(BodyMark);
        if (mark < 0 || line.Span[^1] != (byte)'}')
            return null;
        try
        {
            using var head = JsonDocument.Parse(new[] { line[..mark].ToArray(), "}"u8.ToArray() }.SelectMany(part => part).ToArray());
            var root = head.RootElement;
            return new ArchivedTurn(
                new RecordedTurn(
                    root.GetProperty("position").GetInt64(), root.GetProperty("id").GetString()!, root.GetProperty("writeId").GetString()!,
                    line[(mark + BodyMark.Length)..^1], Convert.FromHexString(root.GetProperty("hash").GetString()!)),
                Convert.FromHexString(root.GetProperty("previous").GetString()!));
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or FormatException or InvalidOperationException or ArgumentNullException)
        {
            return null;
        }
    }

    /// <summary>Runs of positions, <c>1-7</c> or <c>9</c>.</summary>
    public static ImmutableArray<string> Runs(IEnumerable<long> positions)
    {
        var runs = ImmutableArray.CreateBuilder<string>();
        (long First, long Last)? run = null;
        foreach (var position in positions)
        {
            if (run is { } known && position == known.Last + 1)
            {
                run = (known.First, position);
                continue;
            }

            Add();
            run = (position, position);
        }

        Add();
        return runs.ToImmutable();

        void Add()
        {
            if (run is { } ended)
                runs.Add(ended.First == ended.Last ? ended.First.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{ended.First}-{ended.Last}"));
        }
    }

    /// <exception cref="InvalidDataException">A run is none.</exception>
    public static IEnumerable<long> Positions(IEnumerable<string> runs)
    {
        foreach (var run in runs)
        {
            var ends = run.Split('-');
            if (ends.Length > 2 || !long.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first) || !long.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last))
                throw new InvalidDataException($"{Manifest}: {run} is no run of positions");
            for (var position = first; position <= last; position++)
                yield return position;
        }
    }

    /// <summary>What reading a damaged ZIP file throws.</summary>
    internal static bool IsDamage(Exception exception) => exception is InvalidDataException or IOException or NotSupportedException or ArgumentException;

    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

/// <summary>A turn as an archive holds it: with the hash of the turn before it, which may not be in the archive.</summary>
public sealed record ArchivedTurn(RecordedTurn Turn, ReadOnlyMemory<byte> Previous);
