using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Orchestrator.Domain.Transfers;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Check;

/// <summary>Containers: one beginning, one label, one place, one end.</summary>
internal sealed class ContainersAreKept : Fold
{
    private readonly Promise _once, _code, _batch, _pathogen, _label, _dead, _rejected, _labelled, _transferOnce, _transferTold, _oneBatch, _late, _lateHolds, _free, _stands, _arrives, _given, _full;
    private readonly Dictionary<string, Kept> _containers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TransferFact.Started> _transfers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _arrived = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Room, string Position), string> _positions = [];
    private readonly Dictionary<string, PathogenStatus> _batches = new(StringComparer.Ordinal);

    public ContainersAreKept()
    {
        _once = Promised("INV-085", "ORC-002", "a container is registered once, before anything else is written of it", "容器只登记一次，且先于其他记录");
        _code = Promised("INV-086", "product", "a code is issued once in the whole plant", "编码在全厂只发放一次");
        _batch = Promised("INV-087", "GMP-9.1a", "what is derived belongs to the batch of what it comes from", "派生容器与其来源属于同一批");
        _pathogen = Promised("INV-088", "GMP-6.5d", "what comes from positive material is positive", "来自阳性材料的即为阳性");
        _label = Promised("INV-089", "product", "a container bears one label at a time", "容器同时只有一个标签");
        _dead = Promised("INV-090", "GMP-8.5a", "nothing is done with a container after it was destroyed", "容器销毁后不再有任何操作");
        _rejected = Promised("INV-091", "GMP-8.5a", "what was rejected goes nowhere but to its destruction", "不合格品只能销毁");
        _labelled = Promised("INV-092", "GMP-9.7.2", "no step takes in a container without a label", "无标签的容器不进入工序");
        _full = Promised("INV-093", "product", "no step takes in a container that is empty or used up", "空的或用尽的容器不进入工序");
        _transferOnce = Promised("INV-094", "GMP-9.10b", "a transfer starts once and arrives once, after it started", "转运只开始一次、到达一次，先开始后到达");
        _transferTold = Promised("INV-095", "GMP-13.6", "what a transfer carries is known to be under way, and comes out of no other", "转运所载容器均记为在途，且不在其他转运中");
        _oneBatch = Promised("INV-096", "GEN-4.1f", "a transfer carries containers of one batch", "一次转运只载同一批的容器");
        _late = Promised("INV-097", "GMP-9.10b", "a transfer is late exactly when it arrives after it was due", "转运迟到当且仅当晚于时限到达");
        _lateHolds = Promised("INV-098", "GMP-9.10b", "what arrives late is held", "迟到的容器被锁定");
        _free = Promised("INV-099", "product", "a vessel is parked at a position that is free", "容器停放于空位");
        _stands = Promised("INV-100", "product", "a vessel is taken from where it stands", "容器从其所在位置取走");
        _arrives = Promised("INV-101", "GMP-13.6", "what was under way comes out where its transfer ends", "在途容器在转运终点出现");
        _given = Promised("INV-102", "product", "what a step lets go was in it", "工序释放的容器确在其中");
    }

    public override void Read(RecordedTurn turn, TurnBody body)
    {
        foreach (var (actor, fact) in body.Facts)
            switch (fact)
            {
                case ContainerFact container:
                    Read(turn, body, actor.Key, container);
                    break;
                case IdentityCodeFact.Issued:
                    _code.Demand(_codes.Add(actor.Key), turn, $"{actor.Key} is issued again");
                    break;
                case TransferFact.Started started:
                    _transferOnce.Demand(_transfers.TryAdd(actor.Key, started), turn, $"{actor.Key} starts again");
                    _oneBatch.Demand(started.Containers.All(id => !_containers.TryGetValue(id, out var known) || known.Batch == started.Batch), turn, $"{actor.Key} carries containers of several batches");
                    _transferTold.Demand(started.Containers.All(id => body.Facts.Any(written => written.Actor == new ActorId(ActorKind.Container, id) && written.Fact is ContainerFact.TransferStarted)), turn, $"{actor.Key} carries what knows nothing of it");
                    break;
                case TransferFact.Arrived arrived:
                    Arrive(turn, body, actor.Key, arrived);
                    break;
                case RoomFact.VesselParked parked:
                    _free.Demand(_positions.TryAdd((actor.Key, parked.Position), parked.Container) || _positions[(actor.Key, parked.Position)] == parked.Container, turn, $"{parked.Container} is parked at {parked.Position} of {actor.Key}, where {_positions[(actor.Key, parked.Position)]} stands");
                    break;
                case RoomFact.VesselTaken taken:
                    _stands.Demand(_positions.Remove((actor.Key, taken.Position), out var stood) && stood == taken.Container, turn, $"{taken.Container} is taken from {taken.Position} of {actor.Key}, where {stood ?? "nothing"} stands");
                    break;
                case BatchFact.DonorMaterialBound bound:
                    _batches[actor.Key] = bound.Pathogen;
                    break;
                case BatchFact.PathogenStatusChanged changed:
                    _batches[actor.Key] = changed.Pathogen;
                    break;
            }
    }

    private void Arrive(RecordedTurn turn, TurnBody body, string id, TransferFact.Arrived arrived)
    {
        var known = _transfers.TryGetValue(id, out var started);
        _transferOnce.Demand(known && _arrived.Add(id), turn, $"{id} arrives again, or never started");
        if (started is null)
            return;
        _late.Demand(arrived.Late == (started.Due < arrived.At), turn, $"{id} was due at {started.Due} and is {(arrived.Late ? "late" : "in time")} at {arrived.At}");
        if (arrived.Late)
            _lateHolds.Demand(started.Containers.All(container => _containers.TryGetValue(container, out var kept) && (kept.Holds.Contains($"transfer/{id}") || body.Facts.Any(written => written.Actor.Key == container && written.Fact is ContainerFact.HoldPlaced placed && placed.Hold.Id == $"transfer/{id}"))), turn, $"{id} is late and holds nobody");
    }

    private void Read(RecordedTurn turn, TurnBody body, string id, ContainerFact fact)
    {
        if (fact is ContainerFact.Registered registered)
        {
            Register(turn, body, id, registered);
            return;
        }

        _once.Demand(_containers.TryGetValue(id, out var kept), turn, $"{TurnCodec.NameOf(fact)} of {id}, which nobody registered");
        if (kept is null)
            return;
        _dead.Demand(!kept.Destroyed || fact is ContainerFact.PathogenStatusChanged or ContainerFact.HoldPlaced or ContainerFact.HoldLifted, turn, $"{TurnCodec.NameOf(fact)} of {id}, which was destroyed");
        if (fact is ContainerFact.TransferStarted or ContainerFact.TakenIntoStep or ContainerFact.Parked or ContainerFact.Filled or ContainerFact.Taken)
            _rejected.Demand(!kept.Rejected, turn, $"{TurnCodec.NameOf(fact)} of {id}, which was rejected");
        switch (fact)
        {
            case ContainerFact.BoundToBatch bound:
                kept.Batch = bound.Batch;
                break;
            case ContainerFact.Labelled labelled:
                _label.Demand(kept.Label is null, turn, $"{id} is labelled {labelled.Label} and bears {kept.Label}");
                kept.Label = labelled.Label;
                break;
            case ContainerFact.LabelRemoved removed:
                _label.Demand(kept.Label == removed.Label, turn, $"{removed.Label} is taken off {id}, which bears {kept.Label ?? "none"}");
                kept.Label = null;
                break;
            case ContainerFact.Filled:
                kept.Empty = false;
                break;
            case ContainerFact.TakenIntoStep taken:
                _labelled.Demand(kept.Label is not null, turn, $"{id} is taken into {taken.Step} without a label");
                _full.Demand(!kept.Empty && !kept.Consumed, turn, $"{id} is taken into {taken.Step} and holds nothing");
                kept.Step = taken.Step;
                break;
            case ContainerFact.LetGoByStep let:
                _given.Demand(kept.Step == let.Step, turn, $"{let.Step} lets {id} go, which is in {kept.Step ?? "none"}");
                kept.Step = null;
                break;
            case ContainerFact.TransferStarted started:
                _transferTold.Demand(kept.Transfer is null, turn, $"{id} goes with {started.Transfer} and is under way with {kept.Transfer}");
                kept.Transfer = started.Transfer;
                break;
            case ContainerFact.TransferEnded ended:
                _arrives.Demand(kept.Transfer == ended.Transfer && _transfers.TryGetValue(ended.Transfer, out var transfer) && transfer.To.Room == ended.Location.Room, turn, $"{id} comes out of {ended.Transfer} in {ended.Location.Room}");
                kept.Transfer = null;
                break;
            case ContainerFact.HoldPlaced placed:
                kept.Holds.Add(placed.Hold.Id);
                break;
            case ContainerFact.Consumed:
                kept.Consumed = true;
                break;
            case ContainerFact.Rejected:
                kept.Rejected = true;
                break;
            case ContainerFact.Destroyed:
                kept.Destroyed = true;
                break;
            case ContainerFact.PathogenStatusChanged changed:
                kept.Pathogen = changed.Pathogen;
                break;
        }
    }

    private void Register(RecordedTurn turn, TurnBody body, string id, ContainerFact.Registered registered)
    {
        _once.Demand(_containers.TryAdd(id, new Kept { Batch = registered.Batch, Pathogen = registered.Pathogen, Empty = registered.Contents is null }), turn, $"{id} is registered again");
        foreach (var parent in registered.Parents)
            if (_containers.TryGetValue(parent, out var from))
            {
                _batch.Demand(from.Batch == registered.Batch, turn, $"{id} of {registered.Batch} comes from {parent} of {from.Batch}");
                _pathogen.Demand(from.Pathogen != PathogenStatus.Positive || registered.Pathogen == PathogenStatus.Positive, turn, $"{id} comes from {parent}, which is positive, and is {registered.Pathogen}");
            }

        if (body.Command is not PlantCommand.ApproveOpening && _batches.TryGetValue(registered.Batch, out var status))
            _pathogen.Demand(status != PathogenStatus.Positive || registered.Pathogen == PathogenStatus.Positive, turn, $"{id} is of {registered.Batch}, which is positive, and is {registered.Pathogen}");
    }

    private sealed class Kept
    {
        public string Batch { get; set; } = "";

        public PathogenStatus Pathogen { get; set; }

        public string? Label { get; set; }

        public string? Step { get; set; }

        public string? Transfer { get; set; }

        public bool Empty { get; set; }

        public bool Consumed { get; set; }

        public bool Rejected { get; set; }

        public bool Destroyed { get; set; }

        public HashSet<string> Holds { get; } = new(StringComparer.Ordinal);
    }
}
