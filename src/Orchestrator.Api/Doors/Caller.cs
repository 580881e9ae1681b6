using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
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
    private readonly FrozenDictionary<string, Caller> _byHash;

    private Callers(FrozenDictionary<string, Caller> byHash) => _byHash = byHash;

    /// <summary>Reads <c>[{"name","sha256","roles":[…],"person"?}]</c>.</summary>
    /// <exception cref="InvalidDataException">The file is no such list; the message names the entry.</exception>
    public static Callers Read(string json)
    {
        try
        {
            var entries = JsonSerializer.Deserialize<List<Entry>>(json, JsonSerializerOptions.Web) ?? [];
            return new Callers(entries.ToFrozenDictionary(
                entry => entry.Sha256.ToLowerInvariant(),
                entry => new Caller(entry.Name, [.. entry.Roles], entry.Person)));
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException or NullReferenceException)
        {
            throw new InvalidDataException($"the token file must be a list of {{name, sha256, roles, person?}}: {wrong.Message}", wrong);
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
            : throw new RpcException(new Status(StatusCode.Unauthenticated, "send authorization: Bearer <token>; the token must be in the server's token file"));
    }

    private sealed record Entry(string Name, string Sha256, string[] Roles, string? Person);
}
