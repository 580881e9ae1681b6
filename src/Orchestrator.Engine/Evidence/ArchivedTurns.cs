using System.Globalization;
using System.IO.Compression;

namespace Orchestrator.Engine.Evidence;

/// <summary>The turns of an archive, read one by one: each against its own hashes, the one before it, and the places that the manifest names.</summary>
internal sealed class ArchivedTurns(List<ArchiveFinding> findings, ArchiveManifest? manifest, IEnumerable<Checkpoint> checkpoints)
{
    private readonly ILookup<long, Checkpoint> _checkpoints = checkpoints.ToLookup(checkpoint => checkpoint.Position);
    private readonly int _before = findings.Count;

    public long Count { get; private set; }

    /// <summary>True where every turn of the archive was read and none is wrong.</summary>
    public bool AreWhole => Count > 0 && findings.Count == _before;

    /// <summary>Checkpoints that signed a turn of the archive as it is here.</summary>
    public int Agreeing { get; private set; }

    public void Read(ZipArchiveEntry? entry)
    {
        if (entry is null)
        {
            findings.Add(new ArchiveFinding(ArchiveFault.FileMissing, ArchiveForm.Turns, "there are no turns"));
            return;
        }

        try
        {
            Places(Checked(entry));
        }
        catch (Exception wrong) when (ArchiveForm.IsDamage(wrong))
        {
            findings.Add(new ArchiveFinding(ArchiveFault.FileAltered, ArchiveForm.Turns, wrong.Message));
        }
    }

    /// <summary>The turns again, for whoever replays them; none where anything is wrong with them.</summary>
    public IEnumerable<RecordedTurn> InOrder(ZipArchiveEntry? entry) => AreWhole && entry is not null ? Lines(entry).Select(line => ArchiveForm.ReadTurn(line)!.Turn) : [];

    /// <summary>The places of the turns in the order in which they stand, each turn looked at.</summary>
    private List<long> Checked(ZipArchiveEntry entry)
    {
        var places = new List<long>();
        ArchivedTurn? before = null;
        foreach (var line in Lines(entry))
        {
            Count++;
            var turn = ArchiveForm.ReadTurn(line);
            if (turn is null)
            {
                Add(ArchiveFault.TurnAltered, before is null ? 1 : before.Turn.Position + 1, $"line {Count} of {ArchiveForm.Turns} cannot be read");
                continue;
            }

            places.Add(turn.Turn.Position);
            Check(turn, line, before);
            Agree(turn.Turn);
            before = turn;
        }

        return places;
    }

    private void Check(ArchivedTurn read, ReadOnlyMemory<byte> line, ArchivedTurn? before)
    {
        var turn = read.Turn;
        if (ArchiveForm.Hash(turn.Body.Span) != turn.WriteId)
            Add(ArchiveFault.TurnAltered, turn.Position, "its body is not the one that its write id names");
        else if (!TurnCodec.Chain(read.Previous.Span, turn.Body.Span).AsSpan().SequenceEqual(turn.Hash.Span))
            Add(ArchiveFault.TurnAltered, turn.Position, "its hash is not that of its body and the turn before");
        else if (!ArchiveForm.TurnLine(turn, read.Previous.Span).AsSpan()[..^1].SequenceEqual(line.Span))
            Add(ArchiveFault.TurnAltered, turn.Position, "its line is written otherwise than archives are");
        else if (before is not null && before.Turn.Position + 1 == turn.Position && !before.Turn.Hash.Span.SequenceEqual(read.Previous.Span))
            Add(ArchiveFault.TurnAltered, turn.Position, "it does not follow the turn before it");
        else if (turn.Position == 1 && !read.Previous.IsEmpty)
            Add(ArchiveFault.TurnAltered, turn.Position, "it names a turn before the first");
    }

    private void Agree(RecordedTurn turn)
    {
        foreach (var checkpoint in _checkpoints[turn.Position])
        {
            if (checkpoint.Hash == Convert.ToHexStringLower(turn.Hash.Span))
                Agreeing++;
            else
                findings.Add(new ArchiveFinding(ArchiveFault.CheckpointDisagrees, turn.Position.ToString(CultureInfo.InvariantCulture), $"the checkpoint of {checkpoint.At:O} signed another turn"));
        }
    }

    /// <summary>Missing, added and moved turns, by the places that the manifest names, or else by the run from first to last.</summary>
    private void Places(List<long> places)
    {
        var sorted = places.Order().ToList();
        foreach (var twice in sorted.GroupBy(place => place).Where(group => group.Count() > 1))
            Add(ArchiveFault.TurnAdded, twice.Key, "it is there more than once");
        for (var at = 1; at < places.Count; at++)
            if (places[at] < places[at - 1])
                Add(ArchiveFault.TurnMoved, places[at], $"it stands behind turn {places[at - 1]}");

        var shall = Named() ?? (sorted.Count == 0 ? [] : [.. Enumerable.Range(0, (int)(sorted[^1] - sorted[0] + 1)).Select(offset => sorted[0] + offset)]);
        foreach (var missing in shall.Except(sorted))
            Add(ArchiveFault.TurnMissing, missing, "it is named and not there");
        foreach (var added in sorted.Except(shall))
            Add(ArchiveFault.TurnAdded, added, "it is there and not named");
    }

    private List<long>? Named()
    {
        try
        {
            return manifest is null ? null : [.. ArchiveForm.Positions(manifest.Positions)];
        }
        catch (InvalidDataException wrong)
        {
            findings.Add(new ArchiveFinding(ArchiveFault.FileAltered, ArchiveForm.Manifest, wrong.Message));
            return null;
        }
    }

    internal static IEnumerable<ReadOnlyMemory<byte>> Lines(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var rest = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (var read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            var from = 0;
            for (var end = Array.IndexOf(buffer, (byte)'\n', 0, read); end >= 0; end = Array.IndexOf(buffer, (byte)'\n', from, read - from))
            {
                rest.Write(buffer, from, end - from);
                yield return rest.ToArray();
                rest.SetLength(0);
                from = end + 1;
            }

            rest.Write(buffer, from, read - from);
        }

        if (rest.Length > 0)
            yield return rest.ToArray();
    }

    private void Add(ArchiveFault fault, long position, string detail) => findings.Add(new ArchiveFinding(fault, position.ToString(CultureInfo.InvariantCulture), detail));
}
