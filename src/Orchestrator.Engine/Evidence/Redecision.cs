using System.Globalization;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Engine.Evidence;

/// <summary>Makes every ruling of a whole record again, from the record alone, and compares: what the law was asked, on whom, and what came of it.</summary>
internal sealed class Redecision(DecideCommand decide)
{
    private readonly Dictionary<ActorId, IActor> _states = [];
    private readonly Dictionary<ActorId, string> _versions = [];

    /// <summary>Rulings that came out the same.</summary>
    public long Equal { get; private set; }

    /// <summary>Rulings of another edition of the law; what they recorded is taken as it stands.</summary>
    public long OtherEditions { get; private set; }

    public void Run(IEnumerable<RecordedTurn> turns, List<ArchiveFinding> findings)
    {
        foreach (var turn in turns)
        {
            var body = TurnCodec.Open(turn.Body.Span);
            if (Elsewhere(body) is { } actor)
                findings.Add(new ArchiveFinding(ArchiveFault.RulingDiffers, turn.Position.ToString(CultureInfo.InvariantCulture), $"ruled on {actor} otherwise than the turn before it had left it"));
            else if (body.Law != LawEdition.Current)
                OtherEditions++;
            else if (Differs(body) is { } how)
                findings.Add(new ArchiveFinding(ArchiveFault.RulingDiffers, turn.Position.ToString(CultureInfo.InvariantCulture), how));
            else
                Equal++;
            foreach (var (written, fact) in body.Facts)
            {
                _states[written] = _states.GetValueOrDefault(written, ActorKinds.Nothing(written)).Evolve(fact);
                _versions[written] = turn.WriteId;
            }
        }
    }

    /// <summary>The first of the cast that was not read at its last write; null where all were, as every append demands.</summary>
    private ActorId? Elsewhere(TurnBody body)
    {
        foreach (var (actor, version) in body.Cast)
            if (_versions.GetValueOrDefault(actor, "") != version)
                return actor;
        return null;
    }

    private string? Differs(TurnBody body)
    {
        var decision = Decide(body);
        var again = body with { Granted = decision.Granted, Refusals = decision.Refusals, Bases = decision.Bases, Facts = decision.Facts };
        if (TurnCodec.Seal(again).WriteId == TurnCodec.Seal(body).WriteId)
            return null;
        return decision.Granted == body.Granted
            ? $"{(body.Granted ? "granted" : "refused")} both times, with other reasons, grounds or facts"
            : $"recorded as {(body.Granted ? "granted" : "refused")}, and now {(decision.Granted ? "granted" : $"refused by {string.Join(", ", decision.Refusals.Select(refusal => refusal.Rule))}")}";
    }

    private Decision Decide(TurnBody body)
    {
        // No rule asks for the roles of the caller, which the record does not keep: they open doors, not decisions.
        var moment = new Moment(body.At, body.Caller, body.CommandId, new HashSet<string>(), body.Person);
        while (true)
        {
            var cast = new Cast(_states);
            var decision = decide(body.Command, cast, moment);
            if (cast.Missing.Count == 0)
                return decision;
            foreach (var actor in cast.Missing)
                _states.Add(actor, ActorKinds.Nothing(actor));
        }
    }
}
