namespace Orchestrator.Engine.Tests.PowerLoss;

/// <summary>A call that can fail.</summary>
internal enum IoKind
{
    Open,
    Read,
    Write,
    Truncate,
    Sync,
    Delete,
}

/// <summary>
/// A disk that remembers, beside the real files of one folder, what was written since it was last synced, and what the directory
/// was when it was. From that follows what a power loss at any call may leave.
/// </summary>
/// <param name="lies">A disk that calls everything synced and keeps it in its cache: the worst there is.</param>
internal sealed class Disk(bool lies = false)
{
    private static readonly int[] SqliteCodes = [14, 266, 778, 1546, 1034, 2570];
    private const int SqliteFull = 13;

    private readonly Lock _gate = new();
    private readonly List<DiskCall> _calls = [];
    private readonly Dictionary<string, int> _inodes = new(StringComparer.Ordinal);
    private int _lastInode;
    private readonly List<IoKind> _asked = [];

    /// <summary>Which call is to fail: told its number among all that can fail and what it is. Null when none is.</summary>
    public Func<int, IoKind, bool>? Fails { get; set; }

    /// <summary>Whether a write fails for want of room; otherwise for an error of the device.</summary>
    public bool IsFull { get; set; }

    /// <summary>What could have failed so far.</summary>
    public IReadOnlyList<IoKind> Asked
    {
        get
        {
            lock (_gate)
                return [.. _asked];
        }
    }

    public IReadOnlyList<DiskCall> Calls
    {
        get
        {
            lock (_gate)
                return [.. _calls];
        }
    }

    /// <summary>Notes that somebody was told something, at this point among the calls.</summary>
    public void Tell(string what) => Note(new DiskCall.Told(what));

    public int Fault(IoKind kind, string path)
    {
        lock (_gate)
        {
            _asked.Add(kind);
            if (Fails?.Invoke(_asked.Count, kind) != true)
                return 0;
            return IsFull && kind == IoKind.Write ? SqliteFull : SqliteCodes[(int)kind];
        }
    }

    public void Opened(string path, bool isNew)
    {
        lock (_gate)
        {
            if (!isNew && _inodes.ContainsKey(path))
                return;
            _inodes[path] = ++_lastInode;
            _calls.Add(new DiskCall.Linked(Path.GetFileName(path), _lastInode));
        }
    }

    public void Deleted(string path)
    {
        lock (_gate)
            if (_inodes.Remove(path))
                _calls.Add(new DiskCall.Unlinked(Path.GetFileName(path)));
    }

    public void DirectorySynced() => Note(lies ? new DiskCall.Told("lied") : new DiskCall.DirectorySynced());

    public void Written(string path, long offset, ReadOnlySpan<byte> bytes) => Note(new DiskCall.Written(_inodes[path], offset, bytes.ToArray()));

    public void Truncated(string path, long size) => Note(new DiskCall.Truncated(_inodes[path], size));

    public void Synced(string path, bool failed) => Note(lies ? new DiskCall.Told("lied") : failed ? new DiskCall.SyncFailed(_inodes[path]) : new DiskCall.Synced(_inodes[path]));

    /// <summary>Somebody wrote a whole file again past SQLite, and synced it.</summary>
    public void WrittenAgain(string path)
    {
        if (!File.Exists(path) || !_inodes.ContainsKey(path))
            return;
        Written(path, 0, File.ReadAllBytes(path));
        Synced(path, failed: false);
    }

    private void Note(DiskCall call)
    {
        lock (_gate)
            _calls.Add(call);
    }
}

/// <summary>What was done to a disk, in the order in which it was.</summary>
internal abstract record DiskCall
{
    /// <summary>A name came to stand for a new file.</summary>
    public sealed record Linked(string Name, int Inode) : DiskCall;

    public sealed record Unlinked(string Name) : DiskCall;

    public sealed record DirectorySynced : DiskCall;

    public sealed record Written(int Inode, long Offset, byte[] Bytes) : DiskCall;

    public sealed record Truncated(int Inode, long Size) : DiskCall;

    public sealed record Synced(int Inode) : DiskCall;

    /// <summary>The sync was answered with an error: what was not on the disk then is forgotten, and no later sync will bring it there.</summary>
    public sealed record SyncFailed(int Inode) : DiskCall;

    /// <summary>Not of the disk: what somebody was told at this point.</summary>
    public sealed record Told(string What) : DiskCall;
}
