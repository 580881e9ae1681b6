using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Engine;

/// <summary>
/// The actors a runner has in memory, with the versions they were read at. Who was not asked for since so many others were
/// brought in is let go; a journal's check makes that safe at any moment, and the next cast brings them back.
/// </summary>
/// <param name="max">How many may be resident; half of them stay for certain.</param>
internal sealed class Residents(int max) : IReadOnlyDictionary<ActorId, IActor>
{
    private Dictionary<ActorId, Resident> _recent = [];
    private Dictionary<ActorId, Resident> _earlier = [];

    public int Count => _recent.Count + _earlier.Count;

    public IEnumerable<ActorId> Keys => _recent.Keys.Concat(_earlier.Keys);

    public IEnumerable<IActor> Values => _recent.Values.Concat(_earlier.Values).Select(resident => resident.State);

    public IActor this[ActorId key] => Find(key)?.State ?? throw new KeyNotFoundException(key.ToString());

    /// <exception cref="KeyNotFoundException">The actor is not resident.</exception>
    public string VersionOf(ActorId actor) => Find(actor)?.Version ?? throw new KeyNotFoundException(actor.ToString());

    public bool ContainsKey(ActorId key) => Find(key) is not null;

    public bool TryGetValue(ActorId key, [MaybeNullWhen(false)] out IActor value)
    {
        value = Find(key)?.State;
        return value is not null;
    }

    public void Set(ActorId actor, IActor state, string version)
    {
        if (_earlier.Count > 0)
            _earlier.Remove(actor);
        _recent[actor] = new Resident(state, version);
        if (_recent.Count > max / 2)
            (_earlier, _recent) = (_recent, []);
    }

    public void Remove(ActorId actor)
    {
        _recent.Remove(actor);
        _earlier.Remove(actor);
    }

    public IEnumerator<KeyValuePair<ActorId, IActor>> GetEnumerator() =>
        _recent.Concat(_earlier).Select(pair => KeyValuePair.Create(pair.Key, pair.Value.State)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Resident? Find(ActorId actor)
    {
        if (_recent.TryGetValue(actor, out var resident))
            return resident;
        if (!_earlier.TryGetValue(actor, out resident))
            return null;
        // Moves up, so that whoever is asked for stays; the cast of one decision is far smaller than half of the room.
        Set(actor, resident.State, resident.Version);
        return resident;
    }

    private readonly record struct Resident(IActor State, string Version);
}
