using System.IO.Compression;
using System.Text.Json;

namespace Orchestrator.Engine.Evidence;

/// <summary>
/// Checks an archive with nothing but the file: its signature first, which any altered bit breaks; then, so that people learn
/// what was done to it, file by file and turn by turn.
/// </summary>
public sealed class ArchiveVerifier
{
    private readonly List<ArchiveFinding> _findings = [];
    private readonly FileStream _file;

    private ArchiveVerifier(FileStream file) => _file = file;

    /// <param name="trusted">The fingerprint of the first key, hex, as it was noted elsewhere; null to trust the archive's own list.</param>
    /// <param name="redecide">The law to ask again about every ruling of its edition; null not to ask.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ArchiveVerdict Verify(string path, string? trusted = null, DecideCommand? redecide = null)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return new ArchiveVerifier(file).Run(trusted, redecide);
    }

    private ArchiveVerdict Run(string? trusted, DecideCommand? redecide)
    {
        var signature = ReadSignature();
        if (signature is null)
            Add(ArchiveFault.NotAnArchive, "", "the file does not end in a signature as archives are written");
        using var zip = OpenZip();
        if (zip is null)
            return new ArchiveVerdict(null, null, null, 0, 0, [.. _findings]);

        var keys = ReadKeys(zip);
        if (signature is { } signed)
            CheckSignature(keys, signed.Key, signed.Signature);
        if (keys is not null && trusted is not null && !string.Equals(trusted, keys.Fingerprint, StringComparison.OrdinalIgnoreCase))
            Add(ArchiveFault.NotTrusted, ArchiveForm.Keys, $"the first key has the fingerprint {keys.Fingerprint}");
        var manifest = ReadManifest(zip);
        var checkpoints = keys is null ? [] : ReadCheckpoints(zip, keys);
        var turns = new ArchivedTurns(_findings, manifest, checkpoints);
        turns.Read(zip.GetEntry(ArchiveForm.Turns));
        if (manifest is not null)
            CheckFiles(zip, manifest);
        var redecision = redecide is not null && manifest?.Scope.Kind == ArchiveKind.Plant && turns.AreWhole ? new Redecision(redecide) : null;
        redecision?.Run(turns.InOrder(zip.GetEntry(ArchiveForm.Turns)), _findings);
        return new ArchiveVerdict(manifest, keys?.Fingerprint, signature?.Key, turns.Count, turns.Agreeing, [.. _findings], redecision?.Equal, redecision?.OtherEditions ?? 0);
    }

    private (string Key, string Signature)? ReadSignature()
    {
        if (_file.Length < ArchiveForm.SignatureLength)
            return null;
        var line = new byte[ArchiveForm.SignatureLength];
        _file.Seek(-line.Length, SeekOrigin.End);
        _file.ReadExactly(line);
        return ArchiveForm.ReadSignature(line);
    }

    private void CheckSignature(PublicKeys? keys, string key, string signature)
    {
        var digest = ArchiveWriter.Digest(_file, _file.Length - ArchiveForm.SignatureLength);
        if (keys is null || !keys.VerifiesDigest(key, digest, signature))
            Add(ArchiveFault.SignatureWrong, "", keys is not null && keys.Knows(key) ? $"the signature by key {key} is not over these bytes" : $"key {key} is not in the archive's list of keys");
    }

    private ZipArchive? OpenZip()
    {
        try
        {
            return new ZipArchive(_file, ZipArchiveMode.Read, leaveOpen: true) is { Entries.Count: > 0 } zip ? zip : null;
        }
        catch (Exception wrong) when (ArchiveForm.IsDamage(wrong))
        {
            Add(ArchiveFault.NotAnArchive, "", wrong.Message);
            return null;
        }
    }

    private PublicKeys? ReadKeys(ZipArchive zip)
    {
        try
        {
            if (Bytes(zip, ArchiveForm.Keys) is { } text)
                return PublicKeys.Read(text);
            Add(ArchiveFault.FileMissing, ArchiveForm.Keys, "there is no list of keys");
        }
        catch (Exception wrong) when (ArchiveForm.IsDamage(wrong))
        {
            Add(ArchiveFault.KeysBroken, ArchiveForm.Keys, wrong.Message);
        }

        return null;
    }

    private ArchiveManifest? ReadManifest(ZipArchive zip)
    {
        try
        {
            if (Bytes(zip, ArchiveForm.Manifest) is not { } text)
            {
                Add(ArchiveFault.FileMissing, ArchiveForm.Manifest, "there is no manifest");
                return null;
            }

            var manifest = JsonSerializer.Deserialize<ArchiveManifest>(text, TurnCodec.Json);
            if (manifest?.Format == ArchiveForm.Format)
                return manifest;
            Add(ArchiveFault.FileAltered, ArchiveForm.Manifest, $"its format is not {ArchiveForm.Format}");
        }
        catch (Exception wrong) when (wrong is JsonException || ArchiveForm.IsDamage(wrong))
        {
            Add(ArchiveFault.FileAltered, ArchiveForm.Manifest, wrong.Message);
        }

        return null;
    }

    private List<Checkpoint> ReadCheckpoints(ZipArchive zip, PublicKeys keys)
    {
        try
        {
            return Checkpoint.ReadAll(Bytes(zip, ArchiveForm.Checkpoints) ?? [], keys);
        }
        catch (Exception wrong) when (ArchiveForm.IsDamage(wrong))
        {
            Add(ArchiveFault.CheckpointBroken, ArchiveForm.Checkpoints, wrong.Message);
            return [];
        }
    }

    private void CheckFiles(ZipArchive zip, ArchiveManifest manifest)
    {
        var present = zip.Entries.Select(entry => entry.FullName).Where(name => name != ArchiveForm.Manifest).ToList();
        foreach (var added in present.Except(manifest.Contents.Select(content => content.Name), StringComparer.Ordinal))
            Add(ArchiveFault.FileAdded, added, "it is not in the manifest");
        foreach (var twice in present.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1))
            Add(ArchiveFault.FileAdded, twice.Key, "it is there more than once");
        foreach (var content in manifest.Contents)
        {
            if (zip.GetEntry(content.Name) is not { } entry)
                Add(ArchiveFault.FileMissing, content.Name, "it is in the manifest");
            else if (ContentOf(entry) is { } read && (read.Length != content.Length || read.Hash != content.Hash))
                Add(ArchiveFault.FileAltered, content.Name, "it is not what the manifest says");
        }
    }

    private ArchiveContent? ContentOf(ZipArchiveEntry entry)
    {
        try
        {
            using var bytes = entry.Open();
            using var hashed = new HashingStream(Stream.Null);
            bytes.CopyTo(hashed);
            return hashed.As(entry.FullName);
        }
        catch (Exception wrong) when (ArchiveForm.IsDamage(wrong))
        {
            Add(ArchiveFault.FileAltered, entry.FullName, wrong.Message);
            return null;
        }
    }

    private static byte[]? Bytes(ZipArchive zip, string name)
    {
        if (zip.GetEntry(name) is not { } entry)
            return null;
        using var stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private void Add(ArchiveFault fault, string where, string detail) => _findings.Add(new ArchiveFinding(fault, where, detail));
}
