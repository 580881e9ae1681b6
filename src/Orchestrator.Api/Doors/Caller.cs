using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Grpc.Core;

namespace Orchestrator.Api.Doors;

/// <summary>Who asks, as the connection proved it.</summary>
/// <param name="Name">Unique in the plant; half of every turn's id.</param>
/// <param name="Roles"><c>mes</c>, <c>equipment</c>, <c>supervisor</c>, <c>quality</c>, <c>engineer</c>, <c>demo</c>.</param>
/// <param name="Person">The person of the plant file the token belongs to, or null for a system.</param>
public sealed record Caller(string Name, ImmutableSortedSet<string> Roles, string? Person);

/// <summary>
/// The token file: who may call, by the SHA-256 of their bearer token, so that reading the file lets nobody in.
/// </summary>
public sealed class Callers
{
    /// <summary>SHA-256 in hexadecimal (digits).</summary>
    private const int HashLength = 64;

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
    };

    private readonly FrozenDictionary<string, Caller> _byHash;

    private Callers(FrozenDictionary<string, Caller> byHash) => _byHash = byHash;

    /// <summary>Reads <c>[{"name","sha256","roles":[…],"person"?}]</c>.</summary>
    /// <exception cref="InvalidDataException">The file is no such list, or an entry contradicts itself or another; the message names every one.</exception>
    public static Callers Read(string json)
    {
        List<Entry?> entries;
        try
        {
            entries = JsonSerializer.Deserialize<List<Entry?>>(json, Strict) ?? [];
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException(Tongue.Say("令牌文件须为 {name, sha256, roles, person?} 的列表：", "the token file must be a list of {name, sha256, roles, person?}: ") + (wrong.Path is { } path ? $"{path}: " : "") + wrong.Message, wrong);
        }

        var faults = Faults(entries).ToList();
        if (faults.Count > 0)
            throw new InvalidDataException($"{Tongue.Say("令牌文件", "the token file")}: {string.Join("; ", faults)}");
        return new Callers(entries.ToFrozenDictionary(
            entry => entry!.Sha256!.ToLowerInvariant(),
            entry => new Caller(entry!.Name!, [.. entry.Roles!], string.IsNullOrEmpty(entry.Person) ? null : entry.Person)));
    }

    private static IEnumerable<string> Faults(List<Entry?> entries)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var hashes = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var at = 0; at < entries.Count; at++)
        {
            var entry = entries[at];
            var which = string.IsNullOrWhiteSpace(entry?.Name) ? Tongue.Say($"第 {at + 1} 项", $"entry {at + 1}") : entry.Name;
            if (string.IsNullOrWhiteSpace(entry?.Name))
                yield return $"{which} {Tongue.Say("没有 name", "has no name")}";
            else if (!names.Add(entry.Name))
                yield return $"{which} {Tongue.Say("出现两次", "stands there twice")}";
            if (entry?.Sha256 is not { } hash || hash.Length != HashLength || !hash.All(char.IsAsciiHexDigit))
                yield return Tongue.Say($"{which} 的 sha256 须为其令牌 SHA-256 的 {HashLength} 位十六进制数字", $"{which} needs as sha256 the {HashLength} hexadecimal digits of its token's SHA-256");
            else if (!hashes.Add(hash))
                yield return $"{which} {Tongue.Say("与另一项的令牌相同", "has the token of another entry")}";
            if (entry?.Roles is null)
                yield return $"{which} {Tongue.Say("没有 roles", "has no roles")}";
            foreach (var role in (entry?.Roles ?? []).Except(Access.Roles))
                yield return Tongue.Say($"{which} 的角色「{role}」不存在；可用的有：{string.Join("、", Access.Roles)}", $"{which} has the role \"{role}\"; there are {string.Join(", ", Access.Roles)}");
        }
    }

    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    public Caller? Find(string token) => _byHash.GetValueOrDefault(HashOf(token));

    /// <summary>The caller of a call, from its bearer token.</summary>
    /// <exception cref="RpcException">UNAUTHENTICATED: no token, or one that nobody knows.</exception>
    public Caller Of(ServerCallContext context)
    {
        var header = context.RequestHeaders.GetValue("authorization") ?? "";
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && Find(header["Bearer ".Length..].Trim()) is { } caller
            ? caller
            : throw CommandDoor.Told(StatusCode.Unauthenticated, "请发送 authorization: Bearer <令牌>；该令牌须在服务器的令牌文件中", "send authorization: Bearer <token>; the token must be in the server's token file");
    }

    private sealed record Entry(string? Name, string? Sha256, string[]? Roles, string? Person);
}
