using System.Security.Cryptography;
using Orchestrator.Domain;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;
using Orchestrator.Simulation.Play;

namespace Orchestrator.Simulation.Check;

/// <summary>The journal is whole: nothing is missing, doubled or altered.</summary>
internal sealed class OrderAndChain() : Invariant("INV-001", "journal", "positions are contiguous, ids unique, the hash chain whole", "序号连续，编号唯一，散列链完整")
{
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private long _position;
    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _hash = [];

    public override void Read(RecordedTurn turn, TurnBody body)
    {
        Demand(turn.Position == ++_position, turn, $"expected position {_position}");
        Demand(_ids.Add(turn.Id), turn, "recorded twice");
        _sha.AppendData(_hash);
        _sha.AppendData(turn.Body.Span);
        var expected = _sha.GetHashAndReset();
        Demand(turn.Hash.Span.SequenceEqual(expected), turn, "breaks the chain");
        _hash = expected;
    }
}

internal sealed class NothingAcknowledgedIsLost() : Invariant("INV-002", "journal", "every acknowledged ruling is recorded once, as it was answered", "每个已应答的裁定都恰有一条与应答一致的记录")
{
    private readonly Dictionary<string, (long Position, bool Granted)> _recorded = new(StringComparer.Ordinal);

    public override void Read(RecordedTurn turn, TurnBody body) => _recorded[turn.Id] = (turn.Position, body.Granted);

    public override void AtEnd(IReadOnlyDictionary<string, Answer.Ruled> acknowledged)
    {
        foreach (var (id, ruled) in acknowledged)
            Demand(_recorded.TryGetValue(id, out var recorded) && recorded == (ruled.Position, ruled.Turn.Granted),
                $"{id} was answered at {ruled.Position} and is not there");
    }
}

internal sealed class TimeNeverRunsBack() : Invariant("INV-003", "journal", "no turn precedes the one before it", "没有回合早于前一回合")
{
    private DateTimeOffset _last;

    public override void Read(RecordedTurn turn, TurnBody body)
    {
        Demand(body.At >= _last, turn, "precedes the turn before it");
        _last = body.At;
    }
}

/// <summary>Every member of a cast is named at the last write before the turn: nothing was decided on an old state.</summary>
internal sealed class NewestStatesDecide() : Invariant("INV-004", "journal", "every turn was decided on the newest state of its whole cast", "每个回合都依据其全部参与对象的最新状态作出")
{
    private readonly Dictionary<ActorId, string> _versions = [];

    public override void Read(RecordedTurn turn, TurnBody body)
    {
        foreach (var (actor, version) in body.Cast)
            Demand(_versions.GetValueOrDefault(actor, "") == version, turn, $"read {actor} at {version}");
        foreach (var (actor, _) in body.Facts)
        {
            Demand(body.Cast.Any(member => member.Actor == actor), turn, $"writes {actor} outside its cast");
            _versions[actor] = turn.WriteId;
        }
    }
}

/// <summary>
/// Folded from nothing, the journal gives the states that were decided on: asked again on them, the law gives every turn
/// the same refusals and the same facts.
/// </summary>
internal sealed class ReplayDecidesTheSame() : Invariant("INV-005", "journal", "replay from zero equals what was live: asked again, the law rules every turn alike", "从零重放与当时一致：再次询问，法对每个回合作出同样的裁定")
{
    private readonly Dictionary<ActorId, IActor> _states = [];

    public override void Read(RecordedTurn turn, TurnBody body)
    {
        var cast = new Cast(_states);
        var moment = new Moment(body.At, body.Caller, body.CommandId, Scene.AllRoles, body.Person);
        var decision = PlantLaw.Decide(body.Command, cast, moment);
        while (cast.Missing.Count > 0)
        {
            foreach (var actor in cast.Missing)
                _states.Add(actor, ActorKinds.Nothing(actor));
            cast = new Cast(_states);
            decision = PlantLaw.Decide(body.Command, cast, moment);
        }

        var again = TurnCodec.Seal(body with { Granted = decision.Granted, Refusals = decision.Refusals, Bases = decision.Bases, Facts = decision.Facts });
        Demand(again.WriteId == turn.WriteId, turn, "is ruled otherwise when it is asked again");
        Demand(cast.Read.Order().SequenceEqual(body.Cast.Select(member => member.Actor)), turn, "casts others than the law reads");
        foreach (var (actor, fact) in body.Facts)
            _states[actor] = _states.GetValueOrDefault(actor, ActorKinds.Nothing(actor)).Evolve(fact);
    }
}
