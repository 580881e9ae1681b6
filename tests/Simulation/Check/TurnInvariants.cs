using System.Reflection;
using System.Security.Cryptography;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Controllers;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Quality;
using Orchestrator.Domain.Rooms;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Check;

/// <summary>Each turn by itself: its id, its hashes, its cast, and what a refusal may write.</summary>
internal sealed class TurnsAreWhole : Fold
{
    private static readonly Dictionary<Type, Func<Fact, DateTimeOffset>?> Instants = [];

    private readonly Promise _payload, _id, _write, _cast, _outcome, _protective, _instant, _founded, _kind, _rule, _earliest, _law, _order;
    private long _turns;

    public TurnsAreWhole()
    {
        _payload = Promised("INV-017", "journal", "a turn's payload hash is that of its command", "回合的载荷散列就是其指令的散列");
        _id = Promised("INV-018", "journal", "a turn's id is its caller's name and command id", "回合编号由调用方和指令编号组成");
        _write = Promised("INV-019", "journal", "a turn's write id is the SHA-256 of its stored bytes", "回合的写入编号是其所存字节的 SHA-256");
        _cast = Promised("INV-020", "journal", "a cast names each actor once, in address order", "参与对象按地址排序且各出现一次");
        _outcome = Promised("INV-021", "journal", "a refusal gives reasons, and a grant has none", "拒绝必有理由，准予没有");
        _protective = Promised("INV-022", "journal", "a refused turn writes nothing but holds and alarms", "被拒绝的回合除锁定和报警外什么都不写");
        _instant = Promised("INV-023", "ORC-006", "no fact lies in the future of the turn that records it", "事实不晚于记录它的回合");
        _founded = Promised("INV-024", "journal", "the first turn that writes founds the plant, and no other does", "第一个写入的回合建立工厂，且仅此一次");
        _kind = Promised("INV-025", "journal", "a fact belongs to an actor of its own kind, and the actor has a name", "事实属于同类且有名称的对象");
        _rule = Promised("INV-026", "journal", "each refusal names a rule and what was seen or missing", "每个拒绝都写明规则及所见");
        _earliest = Promised("INV-027", "journal", "an earliest legal instant lies after the refusal", "最早合法时刻晚于拒绝");
        _law = Promised("INV-028", "journal", "a turn names the edition of the law that ruled", "回合写明裁定所依的法的版本");
        _order = Promised("INV-029", "journal", "what is written was read: nobody is written outside the cast", "所写者必为所读者：不写参与对象之外的对象");
    }

    public override void Read(RecordedTurn turn, TurnBody body)
    {
        _payload.Demand(body.Payload == TurnCodec.PayloadHash(body.Command), turn, "its payload hash is another command's");
        _id.Demand(turn.Id == $"{body.Caller}/{body.CommandId}", turn, $"its body says {body.Caller}/{body.CommandId}");
        _write.Demand(turn.WriteId == Convert.ToHexStringLower(SHA256.HashData(turn.Body.Span)), turn, "its write id is not the hash of its bytes");
        for (var at = 1; at < body.Cast.Length; at++)
            _cast.Demand(body.Cast[at - 1].Actor.CompareTo(body.Cast[at].Actor) < 0, turn, $"casts {body.Cast[at].Actor} after {body.Cast[at - 1].Actor}");
        _outcome.Demand(body.Granted == body.Refusals.IsEmpty, turn, $"is {(body.Granted ? "granted" : "refused")} with {body.Refusals.Length} reasons");
        _law.Demand(body.Law.Length > 0, turn, "names no law");
        foreach (var refusal in body.Refusals)
        {
            _rule.Demand(refusal.Rule.Length > 0 && refusal.Rule.Contains('-', StringComparison.Ordinal) && refusal.Seen.All(seen => seen.Name.Length > 0), turn, $"refuses by \"{refusal.Rule}\"");
            if (refusal.EarliestLegal is { } earliest)
                _earliest.Demand(earliest >= body.At, turn, $"{refusal.Rule} would be legal at {earliest}, before {body.At}");
        }

        foreach (var (actor, fact) in body.Facts)
            Read(turn, body, actor, fact);
        if (!body.Facts.IsEmpty)
            _turns++;
    }

    private void Read(RecordedTurn turn, TurnBody body, ActorId actor, Fact fact)
    {
        if (!body.Granted && body.Command is not ControllerCommand.Deliver)
            _protective.Demand(Protects(fact), turn, $"is refused and writes {TurnCodec.NameOf(fact)}");
        if (InstantOf(fact) is { } at)
            _instant.Demand(at <= body.At, turn, $"{TurnCodec.NameOf(fact)} happened at {at}");
        _founded.Demand((fact is PlantFact.Founded) == (_turns == 0), turn, fact is PlantFact.Founded ? "founds the plant again" : "writes before the plant was founded");
        _kind.Demand(actor.Key.Length > 0 && actor.ToString().StartsWith(TurnCodec.NameOf(fact).Split('.')[0] + "/", StringComparison.Ordinal), turn, $"{TurnCodec.NameOf(fact)} of {actor}");
        _order.Demand(body.Cast.Any(member => member.Actor == actor), turn, $"writes {actor}, which it has not read");
    }

    /// <summary>What stops, holds or warns.</summary>
    private static bool Protects(Fact fact) => fact is BatchFact.HoldPlaced or ContainerFact.HoldPlaced or RoomFact.HoldPlaced or LabelFact.Voided or RiskAssessmentFact.Reopened;

    /// <summary>When it happened, by its own word; what devices say of their own clocks is not asked.</summary>
    private static DateTimeOffset? InstantOf(Fact fact)
    {
        if (fact is ControllerFact)
            return null;
        var type = fact.GetType();
        lock (Instants)
        {
            if (!Instants.TryGetValue(type, out var get))
                Instants[type] = get = type.GetProperty("At", BindingFlags.Public | BindingFlags.Instance) is { } property && property.PropertyType == typeof(DateTimeOffset)
                    ? one => (DateTimeOffset)property.GetValue(one)!
                    : null;
            return get?.Invoke(fact);
        }
    }
}
