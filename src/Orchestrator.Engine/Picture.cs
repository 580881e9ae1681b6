using System.Collections;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Engine;

/// <summary>Every actor of a plant after one turn.</summary>
/// <param name="Position">The last turn folded in; 0 before the first.</param>
/// <param name="At">That turn's instant.</param>
public sealed record Picture(long Position, DateTimeOffset? At, Actors Actors)
{
    public static Picture Empty { get; } = new(0, null, Actors.None);

    public T Get<T>(string key)
        where T : class, IActor<T> =>
        Actors.TryGetValue(new ActorId(T.Kind, key), out var actor) ? (T)actor : T.Nothing(key);

    /// <summary>Every actor of one kind, in address order.</summary>
    public IEnumerable<KeyValuePair<string, T>> All<T>()
        where T : class, IActor<T> =>
        Actors.Of(T.Kind).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new KeyValuePair<string, T>(pair.Key, (T)pair.Value));

    /// <summary>A cast over this picture: the law may be asked about the past and nothing is ever missing.</summary>
    public Cast Cast() => new(new Everyone(Actors));

    private sealed class Everyone(Actors actors) : IReadOnlyDictionary<ActorId, IActor>
    {
        public IActor this[ActorId key] => actors.TryGetValue(key, out var actor) ? actor : ActorKinds.Nothing(key);

        public IEnumerable<ActorId> Keys => actors.Select(pair => pair.Key);

        public IEnumerable<IActor> Values => actors.Select(pair => pair.Value);

        public int Count => actors.Count;

        public bool ContainsKey(ActorId key) => true;

        public bool TryGetValue(ActorId key, out IActor value)
        {
            value = this[key];
            return true;
        }

        public IEnumerator<KeyValuePair<ActorId, IActor>> GetEnumerator() => actors.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
