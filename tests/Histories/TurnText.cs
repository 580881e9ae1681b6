using System.Security.Cryptography;
using System.Text.Json;

namespace Orchestrator.Histories;

/// <summary>What a check needs of a turn's body, read from its JSON with nothing but the format's own words.</summary>
/// <param name="Payload">As the body says it: SHA-256 of the canonical command, hex.</param>
/// <param name="CommandHash">SHA-256 of the command's bytes as they stand in the body, hex.</param>
/// <param name="Cast">Each member with the version it was read at; empty for an actor never written.</param>
/// <param name="Writes">The actors that facts belong to, each once, in the order of their first facts.</param>
internal sealed record TurnText(string Id, string Payload, string CommandHash, bool Granted, (string Actor, string Version)[] Cast, string[] Writes)
{
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="KeyNotFoundException">It lacks a member that every turn has.</exception>
    public static TurnText Read(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var turn = document.RootElement;
        return new TurnText(
            $"{turn.GetProperty("caller").GetString()}/{turn.GetProperty("commandId").GetString()}",
            turn.GetProperty("payload").GetString()!,
            Hex(SHA256.HashData(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(turn.GetProperty("command")))),
            turn.GetProperty("granted").GetBoolean(),
            [.. turn.GetProperty("cast").EnumerateArray().Select(member => (member[0].GetString()!, member[1].GetString()!))],
            [.. turn.GetProperty("facts").EnumerateArray().Select(written => written.GetProperty("actor").GetString()!).Distinct(StringComparer.Ordinal)]);
    }

    public static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
