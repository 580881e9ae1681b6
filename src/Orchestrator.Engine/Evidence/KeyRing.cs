using System.Security.Cryptography;

namespace Orchestrator.Engine.Evidence;

/// <summary>
/// The key that signs, in a folder kept apart from every database: <c>keys.json</c> with all public keys, and the private one
/// of the last. A private key is destroyed when the next is endorsed, so what was signed before cannot be signed anew.
/// </summary>
public sealed class KeyRing : IDisposable
{
    /// <summary>Hex digits of a signature: two numbers of 32 bytes.</summary>
    internal const int SignatureDigits = 128;

    private const string ListName = "keys.json";

    private readonly string _folder;
    private ECDsa _signer;

    private KeyRing(string folder, PublicKeys keys, ECDsa signer)
    {
        _folder = folder;
        Public = keys;
        _signer = signer;
    }

    public PublicKeys Public { get; private set; }

    /// <summary>The key that signs now.</summary>
    public string Current => Public.Keys[^1].Id;

    /// <summary>Makes the first key of a folder.</summary>
    /// <exception cref="InvalidDataException">The folder has keys already.</exception>
    public static KeyRing Create(string folder, DateTimeOffset now)
    {
        if (File.Exists(Path.Combine(folder, ListName)))
            throw new InvalidDataException($"{folder} has keys already; the next one is made by rotating");
        Directory.CreateDirectory(folder);
        var signer = NewKey();
        var key = Endorse(signer, signer, IdOf(signer), now);
        var keys = PublicKeys.Of([key]);
        Keep(folder, key.Id, signer);
        Replace(Path.Combine(folder, ListName), keys.Text());
        return new KeyRing(folder, keys, signer);
    }

    /// <exception cref="InvalidDataException">There are no keys, the list is broken, or the private key is missing or another.</exception>
    public static KeyRing Open(string folder)
    {
        var list = Path.Combine(folder, ListName);
        if (!File.Exists(list))
            throw new InvalidDataException($"{folder} has no {ListName}; make the first key with: orchestrator keys create --keys {folder}");
        var keys = PublicKeys.Read(File.ReadAllBytes(list));
        var current = keys.Keys[^1].Id;
        var path = PrivatePath(folder, current);
        if (!File.Exists(path))
            throw new InvalidDataException($"{path} is missing: nothing can be signed with key {current}");
        var signer = ECDsa.Create();
        try
        {
            signer.ImportFromPem(File.ReadAllText(path));
        }
        catch (Exception wrong) when (wrong is ArgumentException or CryptographicException)
        {
            signer.Dispose();
            throw new InvalidDataException($"{path} holds no private key: {wrong.Message}", wrong);
        }

        if (IdOf(signer) == current)
            return new KeyRing(folder, keys, signer);
        signer.Dispose();
        throw new InvalidDataException($"{path} holds another key than {current}");
    }

    /// <summary>Makes the next key, endorsed by the current one, whose private half is then destroyed.</summary>
    public void Rotate(DateTimeOffset now)
    {
        var next = NewKey();
        var key = Endorse(next, _signer, Current, now);
        var keys = PublicKeys.Of(Public.Keys.Add(key));
        var old = PrivatePath(_folder, Current);
        Keep(_folder, key.Id, next);
        Replace(Path.Combine(_folder, ListName), keys.Text());
        File.Delete(old);
        _signer.Dispose();
        (_signer, Public) = (next, keys);
    }

    /// <summary>The current key's signature, lower-case hex.</summary>
    public string Sign(ReadOnlySpan<byte> data) => Convert.ToHexStringLower(_signer.SignData(data, HashAlgorithmName.SHA256));

    /// <summary>The current key's signature over a SHA-256 digest, lower-case hex.</summary>
    public string SignDigest(ReadOnlySpan<byte> digest) => Convert.ToHexStringLower(_signer.SignHash(digest));

    /// <summary>A secret of 32 bytes that only the holder of the current private key can work out, another one for each purpose.</summary>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _signer.ExportParameters(includePrivateParameters: true).D!, 32, info: System.Text.Encoding.UTF8.GetBytes(purpose));

    public void Dispose() => _signer.Dispose();

    private static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static string IdOf(ECDsa key) => PublicKeys.IdOf(key.ExportSubjectPublicKeyInfo());

    private static PublicKey Endorse(ECDsa key, ECDsa by, string byId, DateTimeOffset now)
    {
        var plain = new PublicKey(IdOf(key), Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()), now, byId, "");
        return plain with { Endorsement = Convert.ToHexStringLower(by.SignData(plain.Endorsed(), HashAlgorithmName.SHA256)) };
    }

    private static string PrivatePath(string folder, string id) => Path.Combine(folder, $"{id}.pem");

    private static void Keep(string folder, string id, ECDsa key)
    {
        var path = PrivatePath(folder, id);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        file.Flush(flushToDisk: true);
    }

    // Written beside and renamed: a crash leaves the old list or the new one.
    private static void Replace(string path, byte[] text)
    {
        var beside = $"{path}.new";
        using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write))
        {
            file.Write(text);
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }
}
