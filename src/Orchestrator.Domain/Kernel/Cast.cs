using System.Runtime.InteropServices;

namespace Orchestrator.Domain.Kernel;

/// <summary>
/// Everyone a decision touches. The law reads actors through the cast; an actor that has not been brought in yet reads as
/// unknown and is noted as <see cref="Missing"/>, so the engine can bring it and ask again. What the law has read is
/// therefore exactly the cast of the turn, and no second list of it exists that could drift.
/// </summary>
public sealed class Cast(IReadOnlyDictionary<ActorId, IActor> present)
{
    private readonly List<ActorId> _missing = [];

    // Everyone read, as the next reading finds them; null for one who is not present.
    private readonly Dictionary<ActorId, IActor?> _read = [];

    /// <summary>Every actor the law has read, in no order.</summary>
    public IReadOnlyCollection<ActorId> Read => _read.Keys;

    /// <summary>The actors read that were not present; a decision made while any is missing is void.</summary>
    public IReadOnlyList<ActorId> Missing => _missing;

    /// <summary>The memory of one actor; <c>Nothing</c> when it was never written or is not present yet. Without a key there is no actor, and none joins the cast.</summary>
    public T Get<T>(string key)
        where T : class, IActor<T>
    {
        if (key.Length == 0)
            return T.Nothing(key);
        var id = new ActorId(T.Kind, key);
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_read, id, out var before);
        if (!before && present.TryGetValue(id, out known!) is false)
        {
            known = null;
            _missing.Add(id);
        }

        return known is null ? T.Nothing(key) : (T)known;
    }

    /// <summary>What is read from now on has these facts in it already: of several things that are told in one turn, the later is ruled on what the earlier left.</summary>
    internal void Evolve(IEnumerable<Written> facts)
    {
        foreach (var (id, fact) in facts)
            if ((_read.TryGetValue(id, out var actor) || present.TryGetValue(id, out actor)) && actor is not null)
                _read[id] = actor.Evolve(fact);
    }
}
