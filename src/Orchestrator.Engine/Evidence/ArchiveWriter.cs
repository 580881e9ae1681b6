using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Schema;
using Orchestrator.Domain.Law;

namespace Orchestrator.Engine.Evidence;

/// <summary>
/// Writes a plant, a batch or a patient's code from the journal into one file that says of itself what it is: a ZIP of plain text
/// (nothing in it is compressed, so that a damaged place stays one place), every file in it hashed in the manifest, and the
/// whole of it signed in the comment at its end.
/// </summary>
public sealed class ArchiveWriter
{
    /// <summary>ZIP knows no dates before 1980; the files carry none of their own, so that the same record gives the same archive.</summary>
    private static readonly DateTimeOffset NoDate = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly IJournal _journal;
    private readonly string _plant;
    private readonly KeyRing _keys;
    private readonly string _madeBy;
    private readonly TimeProvider _time;
    private readonly List<ArchiveContent> _contents = [];
    private readonly SortedDictionary<string, Type> _schemas = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _cited = new(StringComparer.Ordinal);

    /// <param name="madeBy">Name and version of the software that writes.</param>
    public ArchiveWriter(IJournal journal, string plant, KeyRing keys, string madeBy, TimeProvider time)
    {
        _journal = journal;
        _plant = plant;
        _keys = keys;
        _madeBy = madeBy;
        _time = time;
    }

    /// <summary>Writes the archive; a file of that name must not be there yet.</summary>
    /// <param name="checkpoints">The plant's checkpoints as they are kept, or null where there are none.</param>
    /// <exception cref="InvalidDataException">The journal holds nothing of the scope, or its chain is broken; no file is left.</exception>
    public async Task<ArchiveManifest> Write(string path, ArchiveScope scope, byte[]? checkpoints, CancellationToken cancel)
    {
        _contents.Clear();
        _schemas.Clear();
        _cited.Clear();
        var reach = new ArchiveReach(scope);
        var head = await Learn(reach, scope, cancel);
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite);
        try
        {
            await using (file)
            {
                var manifest = await Fill(file, scope, reach, head, checkpoints, cancel);
                Sign(file);
                file.Flush(flushToDisk: true);
                return manifest;
            }
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private async Task<long> Learn(ArchiveReach reach, ArchiveScope scope, CancellationToken cancel)
    {
        var head = 0L;
        await foreach (var turn in _journal.ReadAll(_plant, 0, cancel))
        {
            head = turn.Position;
            reach.Learn(TurnCodec.Open(turn.Body.Span));
        }

        return reach.Found ? head : throw new InvalidDataException($"plant {_plant}: the journal holds nothing of {scope.Kind.ToString().ToLowerInvariant()} {scope.Id}");
    }

    private async Task<ArchiveManifest> Fill(FileStream file, ArchiveScope scope, ArchiveReach reach, long head, byte[]? checkpoints, CancellationToken cancel)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
        zip.Comment = ArchiveForm.SignatureLine(new string('0', 16), new string('0', KeyRing.SignatureDigits));
        Add(zip, "README.txt", Encoding.UTF8.GetBytes(ArchiveWords.ReadMe));
        Add(zip, ArchiveForm.Keys, _keys.Public.Text());
        if (checkpoints is not null)
            Add(zip, ArchiveForm.Checkpoints, checkpoints);
        var positions = await Turns(zip, reach, head, cancel);
        await Pages(zip, reach, head, scope, cancel);
        foreach (var (name, type) in _schemas)
            Add(zip, $"schemas/{name}.schema.json", JsonSerializer.SerializeToUtf8Bytes(TurnCodec.Json.GetJsonSchemaAsNode(type), TurnCodec.Json));
        if (_cited.Count > 0)
            Add(zip, "law/requirements.json", JsonSerializer.SerializeToUtf8Bytes(_cited.Select(LawBook.TryGet).Where(requirement => requirement is not null), TurnCodec.Json));
        var manifest = new ArchiveManifest(
            ArchiveForm.Format, _plant, scope, _time.GetUtcNow(), _madeBy, positions.Count, head, ArchiveForm.Runs(positions), [.. _contents]);
        Add(zip, ArchiveForm.Manifest, JsonSerializer.SerializeToUtf8Bytes(manifest, TurnCodec.Json));
        return manifest;
    }

    private async Task<List<long>> Turns(ZipArchive zip, ArchiveReach reach, long head, CancellationToken cancel)
    {
        var positions = new List<long>();
        using var lines = Entry(zip, ArchiveForm.Turns);
        ReadOnlyMemory<byte> previous = default;
        await foreach (var turn in _journal.ReadAll(_plant, 0, cancel))
        {
            if (turn.Position > head)
                break;
            if (!TurnCodec.Chain(previous.Span, turn.Body.Span).AsSpan().SequenceEqual(turn.Hash.Span))
                throw new InvalidDataException($"plant {_plant}: the journal is not whole: the chain breaks at turn {turn.Position}");
            if (reach.Holds(TurnCodec.Open(turn.Body.Span)))
            {
                lines.Write(ArchiveForm.TurnLine(turn, previous.Span));
                positions.Add(turn.Position);
            }

            previous = turn.Hash;
        }

        _contents.Add(lines.As(ArchiveForm.Turns));
        return positions;
    }

    private async Task Pages(ZipArchive zip, ArchiveReach reach, long head, ArchiveScope scope, CancellationToken cancel)
    {
        var names = new List<(string Name, long First, long Last)>();
        var page = new ArchivePage(_plant, scope);
        await foreach (var turn in _journal.ReadAll(_plant, 0, cancel))
        {
            if (turn.Position > head)
                break;
            var body = TurnCodec.Open(turn.Body.Span);
            if (!reach.Holds(body))
                continue;
            Note(body);
            page.Add(turn, body);
            if (page.IsFull)
                Turn();
        }

        if (!page.IsEmpty)
            Turn();
        Add(zip, "index.html", ArchivePage.Index(_plant, scope, names));

        void Turn()
        {
            var name = $"pages/{names.Count + 1:00000}.html";
            names.Add((name, page.First, page.Last));
            Add(zip, name, page.Close());
        }
    }

    /// <summary>What is needed to read the turn: the schemas of what it holds, and the requirements that it cites.</summary>
    private void Note(TurnBody body)
    {
        _schemas[$"commands/{TurnCodec.NameOf(body.Command)}"] = body.Command.GetType();
        foreach (var (_, fact) in body.Facts)
            _schemas[$"facts/{TurnCodec.NameOf(fact)}"] = fact.GetType();
        _cited.UnionWith(body.Refusals.Select(refusal => refusal.Rule));
    }

    private void Add(ZipArchive zip, string name, byte[] bytes)
    {
        using var entry = Entry(zip, name);
        entry.Write(bytes);
        _contents.Add(entry.As(name));
    }

    private static HashingStream Entry(ZipArchive zip, string name)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = NoDate;
        return new HashingStream(entry.Open());
    }

    /// <summary>Puts the signature over every byte before it in the place that was kept for it.</summary>
    private void Sign(FileStream file)
    {
        var length = file.Length - ArchiveForm.SignatureLength;
        var signature = _keys.SignDigest(Digest(file, length));
        file.Seek(length, SeekOrigin.Begin);
        file.Write(Encoding.ASCII.GetBytes(ArchiveForm.SignatureLine(_keys.Current, signature)));
    }

    /// <summary>SHA-256 over the first bytes of a file.</summary>
    internal static byte[] Digest(Stream file, long length)
    {
        file.Seek(0, SeekOrigin.Begin);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        for (var left = length; left > 0;)
        {
            var read = file.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0)
                throw new EndOfStreamException("the file became shorter while it was read");
            hash.AppendData(buffer, 0, read);
            left -= read;
        }

        return hash.GetHashAndReset();
    }
}
