using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Engine;

/// <summary>Actors with their memories, kind by kind: a list of rooms does not walk over a million labels. Never changed, only succeeded.</summary>
public sealed class Actors : IReadOnlyCollection<KeyValuePair<ActorId, IActor>>
{
    private static readonly ImmutableDictionary<string, IActor> Nobody = ImmutableDictionary.Create<string, IActor>(StringComparer.Ordinal);

    private readonly ImmutableDictionary<string, IActor>[] _kinds;

    private Actors(ImmutableDictionary<string, IActor>[] kinds) => _kinds = kinds;

    public static Actors None { get; } = new([.. Enum.GetValues<ActorKind>().Select(_ => Nobody)]);

    public int Count => _kinds.Sum(kind => kind.Count);

    public IEnumerable<ActorId> Keys => this.Select(pair => pair.Key);

    /// <exception cref="KeyNotFoundException">Nobody has written the actor.</exception>
    public IActor this[ActorId actor] => _kinds[(int)actor.Kind][actor.Key];

    public bool TryGetValue(ActorId actor, [MaybeNullWhen(false)] out IActor state) => _kinds[(int)actor.Kind].TryGetValue(actor.Key, out state);

    /// <summary>The actors of one kind by their keys, in no order.</summary>
    public IReadOnlyDictionary<string, IActor> Of(ActorKind kind) => _kinds[(int)kind];

    /// <summary>The same with these actors as given.</summary>
    public Actors With(IEnumerable<KeyValuePair<ActorId, IActor>> changed)
    {
        var kinds = (ImmutableDictionary<string, IActor>[])_kinds.Clone();
        foreach (var (actor, state) in changed)
            kinds[(int)actor.Kind] = kinds[(int)actor.Kind].SetItem(actor.Key, state);
        return new Actors(kinds);
    }

    /// <summary>The same after some more facts, in their order.</summary>
    public Actors After(IEnumerable<Written> facts)
    {
        var evolved = new Dictionary<ActorId, IActor>();
        foreach (var (actor, fact) in facts)
            evolved[actor] = (evolved.GetValueOrDefault(actor) ?? (TryGetValue(actor, out var before) ? before : ActorKinds.Nothing(actor))).Evolve(fact);
        return With(evolved);
    }

    public IEnumerator<KeyValuePair<ActorId, IActor>> GetEnumerator() =>
        _kinds.SelectMany((kind, number) => kind.Select(pair => KeyValuePair.Create(new ActorId((ActorKind)number, pair.Key), pair.Value))).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Gathers many at once.</summary>
    public sealed class Builder
    {
        private readonly ImmutableDictionary<string, IActor>.Builder[] _kinds = [.. None._kinds.Select(kind => kind.ToBuilder())];

        public int Count { get; private set; }

        public IActor this[ActorId actor]
        {
            set
            {
                var kind = _kinds[(int)actor.Kind];
                var before = kind.Count;
                kind[actor.Key] = value;
                Count += kind.Count - before;
            }
        }

        public bool TryGetValue(ActorId actor, [MaybeNullWhen(false)] out IActor state) => _kinds[(int)actor.Kind].TryGetValue(actor.Key, out state);

        public Actors Build() => new([.. _kinds.Select(kind => kind.ToImmutable())]);
    }
}
