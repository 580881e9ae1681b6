using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Rooms;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Check;

/// <summary>Holds lie once, are lifted where they lie, by the command of their kind, and stop what they hold.</summary>
internal sealed class HoldsHold : Fold
{
    private readonly Promise _lies, _once, _named, _identity, _room, _quality, _shared;
    private readonly MasterData _plant = new();
    private readonly Dictionary<(ActorId Actor, string Hold), Hold> _holds = [];

    public HoldsHold()
    {
        _lies = Promised("INV-139", "ORC-011", "only a hold that lies is lifted", "只解除存在的锁定");
        _once = Promised("INV-140", "journal", "the same cause does not hold the same batch twice at once", "同一原因不同时锁定同一批两次");
        _named = Promised("INV-141", "journal", "a hold names its id, its rule, its reason and an instant not to come", "锁定写明编号、规则、原因和不晚于当时的时刻");
        _identity = Promised("INV-142", "GMP-4.1.6", "an identity hold is lifted by a reconciliation and nothing else", "身份锁定只能经核对解除");
        _room = Promised("INV-143", "GMP-9.6d", "no step starts in a held room", "被锁定的房间不开始工序");
        _quality = Promised("INV-144", "GMP-5.1a", "holds on rooms and containers are lifted by two people of quality", "房间和容器的锁定由质量部门两人解除");
        _shared = Promised("INV-145", "GMP-4.1.6", "what holds a container holds everybody it names", "锁定容器即锁定其所列的全部容器和批");
    }

    public override void Read(RecordedTurn turn, TurnBody body)
    {
        foreach (var (actor, fact) in body.Facts)
        {
            _plant.Read(actor, fact);
            switch (fact)
            {
                case BatchFact.HoldPlaced placed:
                    _once.Demand(!_holds.ContainsKey((actor, placed.Hold.Id)), turn, $"{placed.Hold.Id} holds {actor} already");
                    Place(turn, body, actor, placed.Hold);
                    break;
                case RoomFact.HoldPlaced placed:
                    Place(turn, body, actor, placed.Hold);
                    break;
                case ContainerFact.HoldPlaced placed:
                    Place(turn, body, actor, placed.Hold);
                    foreach (var other in placed.Containers)
                        _shared.Demand(Lies(body, new ActorId(ActorKind.Container, other), placed.Hold.Id), turn, $"{placed.Hold.Id} names {other} and does not hold it");
                    break;
                case BatchFact.HoldLifted lifted:
                    Lift(turn, body, actor, lifted.Hold);
                    break;
                case RoomFact.HoldLifted lifted:
                    Judge(turn, lifted.Hold, lifted.FirstBy, lifted.SecondBy);
                    Lift(turn, body, actor, lifted.Hold);
                    break;
                case ContainerFact.HoldLifted lifted:
                    Judge(turn, lifted.Hold, lifted.FirstBy, lifted.SecondBy);
                    Lift(turn, body, actor, lifted.Hold);
                    break;
                case RoomFact.StepStarted { UsesClearance: true } started:
                    _room.Demand(!_holds.Keys.Any(key => key.Actor == actor), turn, $"{started.Step.Batch} starts in {actor}, which is held");
                    break;
            }
        }
    }

    private void Judge(RecordedTurn turn, string hold, string first, string second) =>
        _quality.Demand(first != second && _plant.HasRole(first, "quality") && _plant.HasRole(second, "quality"), turn, $"{first} and {second} lift {hold}");

    private void Place(RecordedTurn turn, TurnBody body, ActorId actor, Hold hold)
    {
        _named.Demand(hold.Id.Length > 0 && hold.Rule.Length > 0 && hold.Reason.Length > 0 && hold.Since <= body.At, turn, $"{actor} is held by \"{hold.Id}\" since {hold.Since}: \"{hold.Rule}\" \"{hold.Reason}\"");
        _holds[(actor, hold.Id)] = hold;
    }

    private void Lift(RecordedTurn turn, TurnBody body, ActorId actor, string id)
    {
        var lay = _holds.Remove((actor, id), out var hold);
        _lies.Demand(lay, turn, $"{id} is lifted from {actor} and does not lie");
        if (hold?.Kind == HoldKind.Identity)
            _identity.Demand(body.Command is ContainerCommand.LiftIdentityHold, turn, $"{id} is lifted from {actor} by {TurnCodec.NameOf(body.Command)}");
    }

    private bool Lies(TurnBody body, ActorId actor, string hold) =>
        _holds.ContainsKey((actor, hold)) || body.Facts.Any(written => written.Actor == actor && written.Fact is ContainerFact.HoldPlaced placed && placed.Hold.Id == hold);
}
