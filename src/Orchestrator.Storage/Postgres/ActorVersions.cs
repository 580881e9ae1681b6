using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;

namespace Orchestrator.Storage.Postgres;

/// <summary>
/// Versions that an append has read or written, for the next one: true for as long as the plant's locked head is the one that
/// they were true under, because no actor moves without it. A version of an actor never written is empty, at position 0.
/// </summary>
internal sealed class ActorVersions
{
    /// <summary>Beyond so many it begins anew; a busy hour touches far fewer.</summary>
    private const int Max = 100_000;

    private readonly Dictionary<ActorId, (string Version, long Position)> _known = [];
    private Head? _head;

    public IEnumerable<ActorId> Unknown(IEnumerable<ActorId> actors) => actors.Where(actor => !_known.ContainsKey(actor));

    public (string Version, long Position) Of(ActorId actor) => _known.GetValueOrDefault(actor, ("", 0));

    /// <summary>The head that what is known was true under, where it is the lease's and says all that a cast asks for; else null.</summary>
    public Head? Under(Lease lease, IEnumerable<ActorId> cast) =>
        _head is { MovedTo: null } head && head.Epoch == lease.Epoch && cast.All(_known.ContainsKey) ? head : null;

    /// <summary>True where what is known was true under this head; otherwise forgets it.</summary>
    public bool HoldUnder(Head head)
    {
        if (head.Hash.AsSpan().SequenceEqual(_head?.Hash))
            return true;
        _known.Clear();
        return false;
    }

    /// <summary>What the database said of these actors under the locked head; whoever it did not name was never written.</summary>
    public void Learn(IEnumerable<ActorId> asked, IReadOnlyDictionary<string, (string Version, long Position)> said)
    {
        foreach (var actor in asked)
            _known[actor] = said.GetValueOrDefault(actor.ToString(), ("", 0));
    }

    /// <summary>What a committed append, or one that wrote nothing, leaves behind.</summary>
    public void GoOn(Flush flush)
    {
        if (_known.Count > Max)
            _known.Clear();
        foreach (var (actor, moved) in flush.Moved)
            _known[actor] = moved;
        _head = flush.Head;
    }
}
