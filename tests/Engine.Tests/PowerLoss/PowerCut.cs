namespace Orchestrator.Engine.Tests.PowerLoss;

/// <summary>What may be left of the calls that were not synced.</summary>
internal enum Survival
{
    /// <summary>Nothing that was not synced.</summary>
    Nothing,

    /// <summary>Everything, as after kill -9.</summary>
    Everything,

    /// <summary>Some writes and not others, whatever their order was; of some only a few sectors, of some a sector of rubbish.</summary>
    Some,
}

/// <summary>The files as they are when the power comes back.</summary>
internal static class PowerCut
{
    private const int Sector = 512;

    /// <param name="at">How many of the calls had been made.</param>
    public static Dictionary<string, byte[]> Image(IReadOnlyList<DiskCall> calls, int at, Survival survival, Random chance)
    {
        var durable = new Dictionary<int, Content>();
        var pending = new Dictionary<int, List<DiskCall>>();
        var directory = new Dictionary<string, int>(StringComparer.Ordinal);
        var links = new List<DiskCall>();
        foreach (var call in calls.Take(at))
        {
            switch (call)
            {
                case DiskCall.Linked linked:
                    (durable[linked.Inode], pending[linked.Inode]) = (new Content(), []);
                    links.Add(call);
                    break;
                case DiskCall.Unlinked:
                    links.Add(call);
                    break;
                case DiskCall.DirectorySynced:
                    links.ForEach(link => Apply(directory, link));
                    links.Clear();
                    break;
                case DiskCall.Written { Inode: var inode }:
                    pending[inode].Add(call);
                    break;
                case DiskCall.Truncated { Inode: var inode }:
                    pending[inode].Add(call);
                    break;
                case DiskCall.Synced { Inode: var inode }:
                    pending[inode].ForEach(durable[inode].Apply);
                    pending[inode].Clear();
                    break;
                case DiskCall.SyncFailed { Inode: var inode }:
                    pending[inode].Clear();
                    break;
            }
        }

        var odds = chance.NextDouble();
        foreach (var (inode, calls2) in pending)
            foreach (var call in calls2)
                if (survival == Survival.Everything || (survival == Survival.Some && chance.NextDouble() < odds))
                    durable[inode].Apply(survival == Survival.Everything ? call : Torn(call, chance));
        // A directory's changes reach the disk in their order.
        foreach (var link in links.Take(survival switch { Survival.Nothing => 0, Survival.Everything => links.Count, _ => chance.Next(links.Count + 1) }))
            Apply(directory, link);
        return directory.ToDictionary(name => name.Key, name => durable[name.Value].ToArray(), StringComparer.Ordinal);
    }

    private static void Apply(Dictionary<string, int> directory, DiskCall link)
    {
        if (link is DiskCall.Linked linked)
            directory[linked.Name] = linked.Inode;
        else if (link is DiskCall.Unlinked unlinked)
            directory.Remove(unlinked.Name);
    }

    /// <summary>Of a write that the power cut met: all of it, its first sectors, or all of it with one sector of rubbish.</summary>
    private static DiskCall Torn(DiskCall call, Random chance)
    {
        if (call is not DiskCall.Written written || chance.Next(2) == 0)
            return call;
        var sectors = (written.Bytes.Length + Sector - 1) / Sector;
        if (chance.Next(2) == 0)
            return written with { Bytes = written.Bytes[..Math.Min(written.Bytes.Length, chance.Next(sectors + 1) * Sector)] };
        var bytes = written.Bytes.ToArray();
        chance.NextBytes(bytes.AsSpan(chance.Next(sectors) * Sector) is var rest && rest.Length > Sector ? rest[..Sector] : rest);
        return written with { Bytes = bytes };
    }

    private sealed class Content
    {
        private byte[] _bytes = new byte[1 << 16];
        private int _length;

        public void Apply(DiskCall call)
        {
            if (call is DiskCall.Written written)
            {
                var end = (int)written.Offset + written.Bytes.Length;
                if (end > _bytes.Length)
                    Array.Resize(ref _bytes, Math.Max(end, _bytes.Length * 2));
                written.Bytes.CopyTo(_bytes, written.Offset);
                _length = Math.Max(_length, end);
            }
            else if (call is DiskCall.Truncated { Size: var size } && size < _length)
            {
                _bytes.AsSpan((int)size, _length - (int)size).Clear();
                _length = (int)size;
            }
        }

        public byte[] ToArray() => _bytes[.._length];
    }
}
