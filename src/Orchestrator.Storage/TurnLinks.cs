using System.Text.Encodings.Web;
using System.Text.Json;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Storage;

/// <summary>Each written actor's previous position (0 for none), as every store keeps it beside a turn: one actor's memory is a walk along them.</summary>
internal static class TurnLinks
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(IEnumerable<(ActorId Actor, long Previous)> links) =>
        JsonSerializer.Serialize(links.ToDictionary(link => link.Actor.ToString(), link => link.Previous), Readable);

    public static Dictionary<string, long> Read(string text) => JsonSerializer.Deserialize<Dictionary<string, long>>(text, Readable)!;
}
