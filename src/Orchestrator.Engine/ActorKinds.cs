using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine.States;

namespace Orchestrator.Engine;

/// <summary>From an actor's address to its memory: what it was before the first fact, and after the facts of its turns.</summary>
public static class ActorKinds
{
    private static readonly FrozenDictionary<ActorKind, Func<string, IActor>> Makers = typeof(IActor).Assembly.GetTypes()
        .Where(type => type is { IsAbstract: false, IsInterface: false } && type.IsAssignableTo(typeof(IActor)))
        .Select(type => typeof(ActorKinds).GetMethod(nameof(Maker), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, null))
        .Cast<KeyValuePair<ActorKind, Func<string, IActor>>>()
        .ToFrozenDictionary(pair => pair.Key, pair => pair.Value);

    /// <summary>The kinds that have a memory in this build.</summary>
    public static IEnumerable<ActorKind> All => Makers.Keys;

    public static IActor Nothing(ActorId actor) => Makers[actor.Kind](actor.Key);

    /// <summary>The memory after every fact that these turns, oldest first, hold for the actor.</summary>
    /// <exception cref="InvalidDataException">A turn does not go on from the one before it.</exception>
    public static IActor Rebuild(ActorId actor, ImmutableArray<RecordedTurn> turns) => Recollection.Nothing(actor).After(turns).State;

    private static KeyValuePair<ActorKind, Func<string, IActor>> Maker<T>()
        where T : class, IActor<T> => new(T.Kind, T.Nothing);
}
