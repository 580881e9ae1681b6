namespace Orchestrator.Engine.Evidence;

/// <summary>The checkpoints of one plant: a file of lines that only grows, in a folder kept apart from the journal.</summary>
public sealed class CheckpointLog : IDisposable
{
    private readonly KeyRing _keys;
    private readonly string _plant;
    private readonly FileStream _file;
    private byte[]? _last;

    private CheckpointLog(KeyRing keys, string plant, FileStream file, List<Checkpoint> known)
    {
        _keys = keys;
        _plant = plant;
        _file = file;
        Last = known.LastOrDefault();
        _last = Last?.Line();
    }

    public Checkpoint? Last { get; private set; }

    /// <summary>Opens or begins the plant's file; a line that a crash left half written was promised to nobody and is cut off.</summary>
    /// <exception cref="InvalidDataException">A checkpoint does not hold; the message names file and line.</exception>
    public static CheckpointLog Open(string folder, string plant, KeyRing keys)
    {
        Directory.CreateDirectory(folder);
        var path = PathOf(folder, plant);
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            var text = new byte[file.Length];
            file.ReadExactly(text);
            var whole = text.AsSpan(0, text.AsSpan().LastIndexOf((byte)'\n') + 1);
            file.SetLength(whole.Length);
            return new CheckpointLog(keys, plant, file, Read(whole, keys.Public, path, plant));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public static string PathOf(string folder, string plant) => Path.Combine(folder, $"{plant}.checkpoints.jsonl");

    /// <summary>The whole lines of the plant's file, also while a server adds to it: one that is half written is not yet a checkpoint.</summary>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    public static byte[] Text(string folder, string plant)
    {
        using var file = new FileStream(PathOf(folder, plant), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var text = new byte[file.Length];
        file.ReadExactly(text);
        return text[..(text.AsSpan().LastIndexOf((byte)'\n') + 1)];
    }

    /// <summary>Signs that the journal ends in this turn; durable when it returns.</summary>
    public Checkpoint Add(RecordedTurn turn, DateTimeOffset at, string? statement = null)
    {
        var checkpoint = Checkpoint.Signed(_keys, _plant, turn, at, _last, statement);
        var line = checkpoint.Line();
        _file.Seek(0, SeekOrigin.End);
        _file.Write([.. line, (byte)'\n']);
        _file.Flush(flushToDisk: true);
        (Last, _last) = (checkpoint, line);
        return checkpoint;
    }

    /// <summary>
    /// Whether the journal still holds what was signed last: the same turn at the same place. The chain carries it to every
    /// turn before.
    /// </summary>
    /// <exception cref="TamperedException">It does not: the journal was rolled back or rewritten.</exception>
    public async Task Agree(IJournal journal, CancellationToken cancel)
    {
        if (Last is not { } last)
            return;
        await foreach (var turn in journal.ReadAll(_plant, last.Position - 1, cancel))
        {
            if (turn.Position == last.Position && Convert.ToHexStringLower(turn.Hash.Span) == last.Hash)
                return;
            throw new TamperedException(last, turn.Position);
        }

        throw new TamperedException(last, null);
    }

    public void Dispose() => _file.Dispose();

    private static List<Checkpoint> Read(ReadOnlySpan<byte> text, PublicKeys keys, string path, string plant)
    {
        try
        {
            var read = Checkpoint.ReadAll(text, keys);
            return read.TrueForAll(checkpoint => checkpoint.Plant == plant) ? read : throw new InvalidDataException($"a checkpoint is of another plant than {plant}");
        }
        catch (InvalidDataException wrong)
        {
            throw new InvalidDataException($"{path}: {wrong.Message}", wrong);
        }
    }
}

/// <summary>The journal does not hold what a checkpoint says it held.</summary>
/// <param name="found">The place of the turn that stands there now, or null where the journal ends before.</param>
public sealed class TamperedException(Checkpoint checkpoint, long? found)
    : Exception(found is null
        ? $"the journal of {checkpoint.Plant} ends before turn {checkpoint.Position}, which checkpoint of {checkpoint.At:O} signed: it was rolled back"
        : $"turn {checkpoint.Position} of {checkpoint.Plant} is not the one that the checkpoint of {checkpoint.At:O} signed: the journal was rewritten")
{
    public Checkpoint Checkpoint { get; } = checkpoint;

    /// <summary>True where the journal ends too early; false where it says something else.</summary>
    public bool RolledBack { get; } = found is null;
}
