using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orchestrator.Domain;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;
using Orchestrator.Simulation.Play;

namespace Orchestrator.Simulation.Check;

/// <summary>The journal is whole: nothing is missing, doubled or altered.</summary>
internal sealed class OrderAndChain() : Invariant("INV-01", "journal", "positions are contiguous, ids unique, the hash chain whole")
{
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private long _position;
    private byte[] _hash = [];

    public override void Read(RecordedTurn turn, TurnBody body)
    {
        Demand(turn.Position == ++_position, turn, $"expected position {_position}");
        Demand(_ids.Add(turn.Id), turn, "recorded twice");
        var expected = SHA256.HashData([.. _hash, .. turn.Body.Span]);
        Demand(turn.Hash.Span.SequenceEqual(expected), turn, "breaks the chain");
        _hash = expected;
    }
}

internal sealed class NothingAcknowledgedIsLost() : Invariant("INV-02", "journal", "every acknowledged ruling is recorded once, as it was answered")
{
    private readonly Dictionary<string, (long Position, bool Granted)> _recorded = new(StringComparer.Ordinal);

    public override void Read(RecordedTurn turn, TurnBody body) => _recorded[turn.Id] = (turn.Position, body.Granted);

    public override void AtEnd(IReadOnlyDictionary<string, Answer.Ruled> acknowledged)
    {
        foreach (var (id, ruled) in acknowledged)
            Demand(_recorded.TryGetValue(id, out var recorded) && recorded == (ruled.Position, ruled.Turn.Granted),
                string.Create(CultureInfo.InvariantCulture, $"{id} was answered at {ruled.Position} and is not there"));
    }
}

internal sealed class TimeNeverRunsBack() : Invariant("INV-03", "journal", "no turn precedes the one before it")
{
    private DateTimeOffset _last;

    public override void Read(RecordedTurn turn, TurnBody body)
    {
        Demand(body.At >= _last, turn, "precedes the turn before it");
        _last = body.At;
    }
}

/// <summary>Every member of a cast is named at the last write before the turn: nothing was decided on an old state.</summary>
internal sealed class NewestStatesDecide() : Invariant("INV-04", "journal", "every turn was decided on the newest state of its whole cast")
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
internal sealed class ReplayDecidesTheSame() : Invariant("INV-05", "journal", "replay from zero equals what was live: asked again, the law rules every turn alike")
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

        Demand(Text(body.Refusals, body.Facts) == Text(decision.Refusals, decision.Facts), turn, "is ruled otherwise when it is asked again");
        foreach (var (actor, fact) in body.Facts)
            _states[actor] = _states.GetValueOrDefault(actor, ActorKinds.Nothing(actor)).Evolve(fact);
    }

    private static string Text(IEnumerable<Refusal> refusals, IEnumerable<Written> facts)
    {
        var text = new StringBuilder();
        foreach (var refusal in refusals)
            text.AppendLine(JsonSerializer.Serialize(refusal, TurnCodec.Json));
        foreach (var written in facts)
            text.AppendLine(JsonSerializer.Serialize(written, TurnCodec.Json));
        return text.ToString();
    }
}
