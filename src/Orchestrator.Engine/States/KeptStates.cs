using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Engine.States;

/// <summary>
/// The kept states of one plant as a runner may rely on them: of this build's edition, whole, sealed with the plant's secret,
/// and about a turn that the journal still holds. Anything else is as if it were not there.
/// </summary>
public sealed class KeptStates(IJournal journal, IStateStore store, string plant, SealSecret secret)
{
    /// <summary>How many actors without a useful state are walked one by one before reading everything is cheaper.</summary>
    private const int WalkedMin = 1000;

    private const int TurnsPerWalk = 10;

    private readonly string _edition = $"{StateCodec.Edition}/{secret.Name}";

    /// <summary>Called with a state that does not bear this plant's seal; it was not used.</summary>
    public event Action<ActorId>? Rejected;

    /// <summary>An actor as the journal has it now: from its kept state and the turns since.</summary>
    public async Task<Recollection> Recall(ActorId actor, CancellationToken cancel) =>
        await Continue(actor, await store.Find(plant, _edition, actor, cancel), long.MaxValue, cancel);

    /// <summary>Every actor of the plant as it was after a turn; null where so little is kept that folding every turn is cheaper.</summary>
    /// <param name="upTo">A position that the journal has reached.</param>
    /// <param name="progress">Called with the number of actors brought back so far.</param>
    /// <param name="walked">Called with every actor that had no state of that turn, and could have one now.</param>
    public async Task<Actors?> RecallAll(long upTo, Action<int> progress, CancellationToken cancel, Action<Recollection>? walked = null)
    {
        var walksMax = Math.Max(WalkedMin, upTo / TurnsPerWalk);
        var actors = new Actors.Builder();
        var behind = new List<StandingActor>();
        await foreach (var standing in store.Standing(plant, _edition, cancel))
        {
            if (standing.Kept is { } kept && kept.Position == standing.Position && kept.Position <= upTo && kept.Version == standing.Version && Trusted(kept) is { } state)
                actors[standing.Actor] = state;
            else
                behind.Add(standing);
            if (behind.Count > walksMax)
                return null;
            progress(actors.Count);
        }

        foreach (var standing in behind)
        {
            if (await Continue(standing.Actor, standing.Kept, upTo, cancel) is { Position: > 0 } recalled)
            {
                actors[recalled.Actor] = recalled.State;
                walked?.Invoke(recalled);
            }

            progress(actors.Count);
        }

        return actors.Build();
    }

    /// <inheritdoc cref="ActorEnds.Demand"/>
    public Task Demand(ActorEnds ends, long upTo, CancellationToken cancel) => ends.Demand(journal, store, plant, upTo, cancel);

    /// <summary>Keeps what actors remember.</summary>
    /// <param name="states">Each as it is after the turn at its position.</param>
    public Task Keep(IReadOnlyCollection<Recollection> states, CancellationToken cancel)
    {
        var kept = new List<KeptState>(states.Count);
        foreach (var (actor, state, version, position) in states)
        {
            var bytes = StateCodec.Bytes(state);
            kept.Add(new KeptState(actor, position, version, bytes, Seal(actor, position, version, bytes)));
        }

        return store.Keep(plant, _edition, kept, cancel);
    }

    private async Task<Recollection> Continue(ActorId actor, KeptState? kept, long upTo, CancellationToken cancel)
    {
        if (kept is not null && kept.Position <= upTo && Trusted(kept) is { } state)
        {
            var since = await journal.ReadActor(plant, actor, kept.Position, cancel);
            if (since.Turns is [var anchor, ..] && anchor.Position == kept.Position && anchor.WriteId == kept.Version)
                return new Recollection(actor, state, kept.Version, kept.Position).After(since, upTo);
        }

        return Recollection.Nothing(actor).After(await journal.ReadActor(plant, actor, 0, cancel), upTo);
    }

    private IActor? Trusted(KeptState kept)
    {
        if (CryptographicOperations.FixedTimeEquals(Seal(kept.Actor, kept.Position, kept.Version, kept.State.Span), kept.Seal.Span) && Opened(kept) is { } state)
            return state;
        Rejected?.Invoke(kept.Actor);
        return null;
    }

    /// <summary>Null where a seal that anybody could make is on what is no state.</summary>
    private static IActor? Opened(KeptState kept)
    {
        try
        {
            return StateCodec.Open(kept.Actor, kept.State.Span);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private byte[] Seal(ActorId actor, long position, string version, ReadOnlySpan<byte> state)
    {
        using var seal = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret.Bytes.Span);
        Span<byte> number = stackalloc byte[sizeof(long)];
        foreach (var text in (ReadOnlySpan<string>)[plant, _edition, actor.ToString(), version])
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt64BigEndian(number, bytes.Length);
            seal.AppendData(number);
            seal.AppendData(bytes);
        }

        BinaryPrimitives.WriteInt64BigEndian(number, position);
        seal.AppendData(number);
        seal.AppendData(state);
        return seal.GetHashAndReset();
    }
}

/// <summary>What the seals of kept states are made with.</summary>
/// <param name="Name">Tells states of one secret from those of another, so that a new key makes old states absent, not suspect.</param>
/// <param name="Bytes">
/// Empty for a server without keys: a seal then proves only that the bytes are whole. A server that signs derives it from its
/// key, so that who can write to the database cannot make up a state.
/// </param>
public sealed record SealSecret(string Name, ReadOnlyMemory<byte> Bytes)
{
    public static SealSecret None { get; } = new("-", default);
}
