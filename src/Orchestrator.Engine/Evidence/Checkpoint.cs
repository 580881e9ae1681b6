using System.Security.Cryptography;
using System.Text.Json;

namespace Orchestrator.Engine.Evidence;

/// <summary>
/// A signed statement that a plant's journal ended in this turn at this instant. It lies apart from the journal: whoever
/// rewrites or rolls back the journal, chain and all, cannot rewrite it.
/// </summary>
/// <param name="Hash">The chain's hash at the turn, hex.</param>
/// <param name="Previous">SHA-256 over the line before it, hex; empty for the first.</param>
/// <param name="Statement">Why the journal may end earlier than an older checkpoint says (a proven restore), and who says so; null otherwise.</param>
/// <param name="Key">The key that signed.</param>
/// <param name="Signature">Over the line with an empty signature, hex.</param>
public sealed record Checkpoint(string Plant, long Position, string Hash, DateTimeOffset At, string Previous, string? Statement, string Key, string Signature)
{
    /// <summary>The line as it is kept, without its end.</summary>
    public byte[] Line() => JsonSerializer.SerializeToUtf8Bytes(this, TurnCodec.Json);

    /// <summary>Signs that a plant's journal ended in a turn.</summary>
    /// <param name="before">The line before, or null.</param>
    public static Checkpoint Signed(KeyRing keys, string plant, RecordedTurn turn, DateTimeOffset at, byte[]? before, string? statement)
    {
        var plain = new Checkpoint(plant, turn.Position, Convert.ToHexStringLower(turn.Hash.Span), at, before is null ? "" : Convert.ToHexStringLower(SHA256.HashData(before)), statement, keys.Current, "");
        return plain with { Signature = keys.Sign(plain.Line()) };
    }

    /// <summary>Reads checkpoints, one a line, and checks each against the one before and its signature.</summary>
    /// <exception cref="InvalidDataException">The message names the first line that does not hold.</exception>
    public static List<Checkpoint> ReadAll(ReadOnlySpan<byte> text, PublicKeys keys)
    {
        var read = new List<Checkpoint>();
        byte[]? before = null;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            if (line.IsEmpty)
                continue;
            var checkpoint = Parse(line, read.Count + 1);
            if (!checkpoint.Line().AsSpan().SequenceEqual(line))
                throw Broken(read.Count + 1, "is written otherwise than it was signed");
            if (checkpoint.Previous != (before is null ? "" : Convert.ToHexStringLower(SHA256.HashData(before))))
                throw Broken(read.Count + 1, "does not follow the one before it");
            if (!keys.Verifies(checkpoint.Key, (checkpoint with { Signature = "" }).Line(), checkpoint.Signature))
                throw Broken(read.Count + 1, $"is not signed by key {checkpoint.Key}");
            if (checkpoint.Statement is null && read.Count > 0 && checkpoint.Position < read[^1].Position)
                throw Broken(read.Count + 1, "goes back without a statement");
            read.Add(checkpoint);
            before = line.ToArray();
        }

        return read;
    }

    private static Checkpoint Parse(ReadOnlySpan<byte> line, int number)
    {
        try
        {
            return JsonSerializer.Deserialize<Checkpoint>(line, TurnCodec.Json) ?? throw Broken(number, "is empty");
        }
        catch (JsonException wrong)
        {
            throw Broken(number, $"cannot be read: {wrong.Message}");
        }
    }

    private static InvalidDataException Broken(int number, string how) => new($"checkpoint {number} {how}");
}
