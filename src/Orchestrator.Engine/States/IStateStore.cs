using Orchestrator.Domain.Kernel;

namespace Orchestrator.Engine.States;

/// <summary>
/// What actors remembered at some turn of theirs, kept beside the turns so that a long life is not walked again. Nothing rests
/// on it: it may lag, be lost or be thrown away, and who reads it checks the seal and walks what is missing.
/// </summary>
public interface IStateStore
{
    /// <summary>The state kept for an actor under an edition, or null.</summary>
    Task<KeptState?> Find(string plant, string edition, ActorId actor, CancellationToken cancel);

    /// <summary>Every actor that was ever written, as of one instant, with the state kept for it under an edition.</summary>
    IAsyncEnumerable<StandingActor> Standing(string plant, string edition, CancellationToken cancel);

    /// <summary>Keeps states in place of older ones, or of those of another edition; a newer one stays.</summary>
    /// <exception cref="JournalException">The store failed; what was kept before is still there.</exception>
    Task Keep(string plant, string edition, IReadOnlyList<KeptState> states, CancellationToken cancel);
}

/// <summary>A store that keeps both a plant's turns and, beside them, what its actors remember.</summary>
public interface IPlantStore : IJournal, IStateStore;

/// <summary>A state as it is stored.</summary>
/// <param name="Position">The turn that made the actor so.</param>
/// <param name="Version">That turn's write id.</param>
/// <param name="State">The actor's memory as <see cref="StateCodec"/> writes it.</param>
/// <param name="Seal">What proves that a runner of this plant wrote it; 32 bytes.</param>
public sealed record KeptState(ActorId Actor, long Position, string Version, ReadOnlyMemory<byte> State, ReadOnlyMemory<byte> Seal);

/// <summary>An actor, the last turn that wrote it, and what is kept of it; null where nothing is.</summary>
public sealed record StandingActor(ActorId Actor, long Position, string Version, KeptState? Kept);
