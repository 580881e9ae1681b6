using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;

namespace Orchestrator.Engine.States;

/// <summary>
/// An actor's memory to bytes and back. Only for this build: what a state is made of is no contract, and states of another
/// edition are never read but rebuilt from the turns.
/// </summary>
public static class StateCodec
{
    // Defaults are written too: what is left out would come back as the initial value, which need not be the default.
    private static readonly JsonSerializerOptions Json = new(TurnCodec.Json) { Converters = { new SiteJson() } };

    private static readonly ConcurrentDictionary<ActorKind, Type> Types = new();

    /// <summary>Names the code that folds facts into states: the identity of the compiled domain and engine.</summary>
    public static string Edition { get; } =
        $"{typeof(IActor).Module.ModuleVersionId:N}/{typeof(StateCodec).Module.ModuleVersionId:N}";

    public static byte[] Bytes(IActor state) => JsonSerializer.SerializeToUtf8Bytes(state, state.GetType(), Json);

    /// <exception cref="JsonException">These bytes are no state of the actor's kind.</exception>
    public static IActor Open(ActorId actor, ReadOnlySpan<byte> state) =>
        (IActor)(JsonSerializer.Deserialize(state, Types.GetOrAdd(actor.Kind, static kind => ActorKinds.Nothing(new ActorId(kind, "-")).GetType()), Json)
            ?? throw new JsonException("a state cannot be null"));

    /// <summary>A site is its document with an index over it; the document alone is kept.</summary>
    private sealed class SiteJson : JsonConverter<Site>
    {
        public override Site Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            new(JsonSerializer.Deserialize<PlantDocument>(ref reader, options) ?? throw new JsonException("a site without its document"));

        public override void Write(Utf8JsonWriter writer, Site value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Document, options);
    }
}
