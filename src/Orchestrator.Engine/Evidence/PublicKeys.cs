using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Orchestrator.Engine.Evidence;

/// <summary>One key as everybody may know it.</summary>
/// <param name="Id">The first 16 hex digits of the SHA-256 over the key.</param>
/// <param name="Key">The public key (ECDSA P-256), SubjectPublicKeyInfo in base64.</param>
/// <param name="From">Since when it signs.</param>
/// <param name="EndorsedBy">The key before it; the first endorses itself.</param>
/// <param name="Endorsement">That key's signature over the four members above, hex.</param>
public sealed record PublicKey(string Id, string Key, DateTimeOffset From, string EndorsedBy, string Endorsement)
{
    /// <summary>What the key before it signs.</summary>
    internal byte[] Endorsed() =>
        Encoding.UTF8.GetBytes($"orchestrator-key:v1\n{Id}\n{Key}\n{From.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)}\n{EndorsedBy}\n");
}

/// <summary>
/// Every key that ever signed for an organisation, oldest first, each endorsed by the one before: whoever trusts the first
/// fingerprint trusts them all.
/// </summary>
public sealed class PublicKeys
{
    private static readonly JsonSerializerOptions Json = new(TurnCodec.Json) { WriteIndented = true };

    private readonly ImmutableDictionary<string, byte[]> _byId;

    private PublicKeys(ImmutableArray<PublicKey> keys)
    {
        Keys = keys;
        _byId = keys.ToImmutableDictionary(key => key.Id, key => Convert.FromBase64String(key.Key));
    }

    public ImmutableArray<PublicKey> Keys { get; }

    /// <summary>SHA-256 over the first key, hex: what people compare with the paper that quality keeps.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(_byId[Keys[0].Id]));

    /// <exception cref="InvalidDataException">The list is none, or a key in it is not endorsed by the one before; the message names it.</exception>
    public static PublicKeys Of(ImmutableArray<PublicKey> keys)
    {
        if (keys.IsDefaultOrEmpty)
            throw new InvalidDataException("the list of keys is empty");
        for (var at = 0; at < keys.Length; at++)
        {
            var (key, before) = (keys[at], keys[Math.Max(at - 1, 0)]);
            var bytes = Bytes(key);
            if (IdOf(bytes) != key.Id || keys.Take(at).Any(earlier => earlier.Id == key.Id))
                throw new InvalidDataException($"key {key.Id}: the id is not that of the key");
            if (key.EndorsedBy != before.Id || key.From < before.From || !Signed(Bytes(before), key.Endorsed(), key.Endorsement))
                throw new InvalidDataException($"key {key.Id} is not endorsed by {before.Id}");
        }

        return new PublicKeys(keys);
    }

    /// <exception cref="InvalidDataException">As <see cref="Of"/>, or the text is no list of keys.</exception>
    public static PublicKeys Read(ReadOnlySpan<byte> text)
    {
        try
        {
            return Of(JsonSerializer.Deserialize<ImmutableArray<PublicKey>>(text, Json));
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException($"the list of keys cannot be read: {wrong.Message}", wrong);
        }
    }

    public byte[] Text() => JsonSerializer.SerializeToUtf8Bytes(Keys, Json);

    public bool Knows(string key) => _byId.ContainsKey(key);

    /// <param name="signature">Lower-case hex; nothing else passes, so that a signature has one spelling.</param>
    public bool Verifies(string key, ReadOnlySpan<byte> data, string signature) =>
        _byId.TryGetValue(key, out var bytes) && Signed(bytes, data, signature);

    /// <summary>As <see cref="Verifies"/>, of a SHA-256 digest that was taken already.</summary>
    public bool VerifiesDigest(string key, ReadOnlySpan<byte> digest, string signature) =>
        _byId.TryGetValue(key, out var bytes) && SignedDigest(bytes, digest, signature);

    internal static string IdOf(ReadOnlySpan<byte> publicKey) => Convert.ToHexStringLower(SHA256.HashData(publicKey))[..16];

    private static byte[] Bytes(PublicKey key)
    {
        try
        {
            var bytes = Convert.FromBase64String(key.Key);
            return Convert.ToBase64String(bytes) == key.Key ? bytes : throw new FormatException("written otherwise than it is read");
        }
        catch (FormatException wrong)
        {
            throw new InvalidDataException($"key {key.Id} cannot be read: {wrong.Message}", wrong);
        }
    }

    private static bool Signed(byte[] publicKey, ReadOnlySpan<byte> data, string signature) => SignedDigest(publicKey, SHA256.HashData(data), signature);

    private static bool SignedDigest(byte[] publicKey, ReadOnlySpan<byte> digest, string signature)
    {
        if (signature.Length != KeyRing.SignatureDigits || signature.Any(digit => !char.IsAsciiHexDigitLower(digit)))
            return false;
        try
        {
            using var verifier = ECDsa.Create();
            verifier.ImportSubjectPublicKeyInfo(publicKey, out _);
            return verifier.VerifyHash(digest, Convert.FromHexString(signature));
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
