using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Engine;

/// <summary>
/// Turns to bytes and back: JSON with names that are contracts. A command and a fact carry their stored name beside
/// their data; an unknown name or a member that does not fit throws, because a record that is half understood is not read.
/// </summary>
public static class TurnCodec
{
    private static readonly FrozenDictionary<string, Type> Facts =
        Named<Fact, FactNameAttribute>(attribute => attribute.Name);

    private static readonly FrozenDictionary<Type, string> FactNames = Facts.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    private static readonly FrozenDictionary<string, Type> Commands =
        Named<Command, CommandNameAttribute>(attribute => attribute.Name);

    private static readonly FrozenDictionary<Type, string> CommandNames = Commands.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>How everything stored is written: camel case, enums by name, readable Chinese; nulls are said aloud, so that nothing missing passes for nothing there, nothing derived.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        // What can be derived is not stored: a derived member in the record could come to differ from its source.
        IgnoreReadOnlyProperties = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
            new ActorIdJson(),
            new InstantJson(),
            new CastMemberJson(),
            new WrittenJson(),
            new CommandJson(),
        },
    };

    public static IEnumerable<string> FactNameList => Facts.Keys;

    public static IEnumerable<KeyValuePair<string, Type>> CommandTypes => Commands;

    public static string NameOf(Fact fact) => FactNames[fact.GetType()];

    public static string NameOf(Command command) => CommandNames[command.GetType()];

    /// <summary>The turn that a body makes: bytes, write id and cast.</summary>
    public static Turn Seal(TurnBody body)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, Json);
        return new Turn(
            $"{body.Caller}/{body.CommandId}",
            Convert.ToHexStringLower(SHA256.HashData(bytes)),
            body.Cast,
            [.. body.Facts.Select(written => written.Actor).Distinct()],
            body.At,
            bytes);
    }

    public static TurnBody Open(ReadOnlySpan<byte> body) =>
        JsonSerializer.Deserialize<TurnBody>(body, Json) ?? throw new JsonException("a turn cannot be null");

    /// <summary>
    /// What a turn says of one actor, without making anything of the rest: a turn may write a hundred actors, and each of
    /// them is brought back by itself.
    /// </summary>
    /// <returns>The write at which the turn read the actor, null where it is not in the cast; and its facts about it.</returns>
    public static (string? Read, ImmutableArray<Fact> Facts) SaidOf(ReadOnlyMemory<byte> body, ActorId actor)
    {
        using var document = JsonDocument.Parse(body);
        var address = actor.ToString();
        string? read = null;
        foreach (var member in document.RootElement.GetProperty("cast").EnumerateArray())
            if (member[0].ValueEquals(address))
                read = member[1].GetString();
        return (read,
        [
            .. from written in document.RootElement.GetProperty("facts").EnumerateArray()
               where written.GetProperty("actor").ValueEquals(address)
               select (Fact)Tagged(written, "fact", Facts, Json),
        ]);
    }

    /// <summary>SHA-256 over the canonical command, hex: the same for every door the command came through.</summary>
    public static string PayloadHash(Command command) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(command, Json)));

    /// <summary>The hash of a turn in the chain.</summary>
    public static byte[] Chain(ReadOnlySpan<byte> previous, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous);
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    private static FrozenDictionary<string, Type> Named<TBase, TAttribute>(Func<TAttribute, string> name)
        where TAttribute : Attribute =>
        typeof(TBase).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(TBase)))
            .ToFrozenDictionary(
                type => name(type.GetCustomAttribute<TAttribute>()
                    ?? throw new InvalidOperationException($"{type.FullName} has no stored name")),
                type => type);

    private sealed class ActorIdJson : JsonConverter<ActorId>
    {
        public override ActorId Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            ActorId.TryParse(reader.GetString() ?? "", out var id) ? id : throw new JsonException("not an actor's address");

        public override void Write(Utf8JsonWriter writer, ActorId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }

    private sealed class InstantJson : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture));
    }

    private sealed class CastMemberJson : JsonConverter<CastMember>
    {
        public override CastMember Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            reader.Read();
            var actor = ActorId.TryParse(reader.GetString() ?? "", out var id) ? id : throw new JsonException("not an actor's address");
            reader.Read();
            var member = new CastMember(actor, reader.GetString() ?? "");
            reader.Read();
            return member;
        }

        public override void Write(Utf8JsonWriter writer, CastMember value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(value.Actor.ToString());
            writer.WriteStringValue(value.Version);
            writer.WriteEndArray();
        }
    }

    private sealed class WrittenJson : JsonConverter<Written>
    {
        public override Written Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            var actor = root.GetProperty("actor").Deserialize<ActorId>(options);
            return new Written(actor, (Fact)Tagged(root, "fact", Facts, options));
        }

        public override void Write(Utf8JsonWriter writer, Written value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("actor", value.Actor.ToString());
            WriteTagged(writer, "fact", NameOf(value.Fact), value.Fact, options);
            writer.WriteEndObject();
        }
    }

    private sealed class CommandJson : JsonConverter<Command>
    {
        public override Command Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return (Command)Tagged(document.RootElement, "command", Commands, options);
        }

        public override void Write(Utf8JsonWriter writer, Command value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            WriteTagged(writer, "command", NameOf(value), value, options);
            writer.WriteEndObject();
        }
    }

    private static object Tagged(JsonElement root, string tag, FrozenDictionary<string, Type> types, JsonSerializerOptions options)
    {
        var name = root.GetProperty(tag).GetString() ?? "";
        return types.TryGetValue(name, out var type)
            ? root.GetProperty("data").Deserialize(type, options) ?? throw new JsonException($"{name} without data")
            : throw new JsonException($"unknown {tag} {name}");
    }

    private static void WriteTagged(Utf8JsonWriter writer, string tag, string name, object value, JsonSerializerOptions options)
    {
        writer.WriteString(tag, name);
        writer.WritePropertyName("data");
        JsonSerializer.Serialize(writer, value, value.GetType(), options);
    }
}
