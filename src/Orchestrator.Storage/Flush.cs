using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;

namespace Orchestrator.Storage;

/// <summary>
/// One append while the plant's head is locked: judges turn by turn against what the store holds and what this append has
/// added before, and gathers what is to be written. The stores differ only in how they look things up and write them down.
/// </summary>
/// <param name="find">The recorded turn of an id, or null.</param>
/// <param name="versionOf">An actor's version and position as the store holds them; empty and 0 for one never written.</param>
internal sealed class Flush(Lease lease, Head? head, Func<string, RecordedTurn?> find, Func<ActorId, (string Version, long Position)> versionOf)
{
    private readonly Dictionary<string, RecordedTurn> _added = new(StringComparer.Ordinal);
    private readonly Dictionary<ActorId, (string Version, long Position)> _moved = [];
    private readonly List<NewTurn> _turns = [];

    /// <exception cref="JournalException">The lease's epoch is not the plant's, or the plant was moved away.</exception>
    public Head Head { get; private set; } = Head.Demand(head, lease).StillHere(lease.Plant);

    /// <summary>The head that the append began under.</summary>
    public Head Before { get; } = head!;

    /// <summary>The rows to insert, in order.</summary>
    public IReadOnlyList<NewTurn> Turns => _turns;

    /// <summary>Every actor written, with its newest version and position.</summary>
    public IReadOnlyDictionary<ActorId, (string Version, long Position)> Moved => _moved;

    public Receipt Append(Turn turn)
    {
        if ((_added.GetValueOrDefault(turn.Id) ?? find(turn.Id)) is { } already)
            return new Receipt.Already(already);

        var moved = ImmutableArray.CreateBuilder<ActorId>();
        foreach (var (actor, version) in turn.Cast)
            if (VersionOf(actor).Version != version)
                moved.Add(actor);
        if (moved.Count > 0)
            return new Receipt.Stale(moved.ToImmutable());

        var links = TurnLinks.Text(turn.Writes.Select(actor => (actor, VersionOf(actor).Position)));
        var recorded = new RecordedTurn(Head.Position + 1, turn.Id, turn.WriteId, turn.Body, TurnCodec.Chain(Head.Hash, turn.Body.Span));
        Head = Head with { Position = recorded.Position, Hash = recorded.Hash.ToArray(), LastTurnAt = turn.At };
        _turns.Add(new NewTurn(recorded, links));
        _added.Add(turn.Id, recorded);
        foreach (var actor in turn.Writes)
            _moved[actor] = (turn.WriteId, recorded.Position);
        return new Receipt.Recorded(recorded.Position);
    }

    private (string Version, long Position) VersionOf(ActorId actor) => _moved.TryGetValue(actor, out var here) ? here : versionOf(actor);
}

/// <summary>A turn to be written, with the links that go beside it.</summary>
internal sealed record NewTurn(RecordedTurn Turn, string Links);
