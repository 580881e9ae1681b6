using Orchestrator.Domain.Batches;
using Orchestrator.Domain.DonorMaterials;
using Orchestrator.Domain.Materials;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Segregation;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Check;

/// <summary>Materials: received, released, in date, of the product, and charged to a step that runs.</summary>
internal sealed class MaterialsAreReleased : Fold
{
    private readonly Promise _received, _released, _date, _running, _construct, _serum, _lactam, _told, _donorOnce, _accepted, _refused, _status, _item, _changed;
    private readonly MasterData _plant = new();
    private readonly Dictionary<string, (MaterialLotFact.Received Lot, MaterialLotStatus Status)> _lots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BatchFact.Created> _batches = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Batch, string Step), StepStatus> _steps = [];
    private readonly Dictionary<string, (DonorMaterialStatus Status, PathogenStatus Pathogen)> _donations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _items = new(StringComparer.Ordinal);

    public MaterialsAreReleased()
    {
        _received = Promised("INV-159", "ORC-002", "a lot is received once, before anything else is written of it", "物料批只接收一次，且先于其他记录");
        _released = Promised("INV-160", "GMP-8.2c", "only a released lot is charged", "只投放已放行的物料批");
        _date = Promised("INV-161", "product", "no lot is charged after its last day", "物料过期后不投放");
        _running = Promised("INV-162", "CMC-3.7.3a", "material is charged to a step that runs", "物料投入进行中的工序");
        _construct = Promised("INV-163", "GMP-13.3", "a vector carries the construct of the product it is charged to", "载体的构建体与所投品种一致");
        _serum = Promised("INV-164", "GEN-4.2.2c", "serum or plasma of a donor goes to that donor's batch", "供者的血清或血浆只用于其本人的批");
        _lactam = Promised("INV-165", "CMC-4.2b", "nothing with a beta-lactam is charged", "不投放含 β-内酰胺类的物料");
        _told = Promised("INV-166", "CMC-3.7.3a", "what is charged is told to the batch's step", "投料同时记于批的工序");
        _donorOnce = Promised("INV-167", "product", "a donation is received once, before anything else is written of it", "供者材料只接收一次，且先于其他记录");
        _accepted = Promised("INV-168", "product", "only accepted material is bound to a batch", "只有已接受的供者材料才绑定于批");
        _refused = Promised("INV-169", "GMP-8.5a", "rejected material is never accepted or bound", "已拒收的供者材料不再接受或绑定");
        _status = Promised("INV-170", "GMP-6.5d", "a batch has the pathogen status of the material that is bound to it", "批的病原体状态与所绑定材料一致");
        _item = Promised("INV-171", "GMP-9.9", "a single-use piece serves one batch", "一次性物件只用于一个批");
        _changed = Promised("INV-172", "GMP-8.2c", "a lot is released or rejected after it was received, and never released after it was rejected", "物料批接收后放行或拒收，拒收后不再放行");
    }

    public override void Read(RecordedTurn turn, TurnBody body)
    {
        foreach (var (actor, fact) in body.Facts)
        {
            _plant.Read(actor, fact);
            switch (fact)
            {
                case BatchFact.Created created:
                    _batches[actor.Key] = created;
                    break;
                case BatchFact.StepStarted started:
                    _steps[(actor.Key, started.Execution.Step)] = StepStatus.Running;
                    break;
                case BatchFact.StepChanged changed:
                    _steps[(actor.Key, changed.Step)] = changed.Status;
                    break;
                case MaterialLotFact lot:
                    Read(turn, body, actor.Key, lot);
                    break;
                case SingleUseItemFact item:
                    var batch = item is SingleUseItemFact.Mounted mounted ? mounted.Batch : ((SingleUseItemFact.Charged)item).Batch;
                    _item.Demand(_items.TryAdd(actor.Key, batch) || _items[actor.Key] == batch, turn, $"{actor.Key} was used for {_items[actor.Key]} and is for {batch}");
                    break;
                case DonorMaterialFact donation:
                    Read(turn, body, actor.Key, donation);
                    break;
            }
        }
    }

    private void Read(RecordedTurn turn, TurnBody body, string id, MaterialLotFact fact)
    {
        var known = _lots.TryGetValue(id, out var lot);
        _received.Demand(known != fact is MaterialLotFact.Received, turn, $"{TurnCodec.NameOf(fact)} of {id}");
        switch (fact)
        {
            case MaterialLotFact.Received received:
                _lots[id] = (received, MaterialLotStatus.Quarantine);
                break;
            case MaterialLotFact.Released:
                _changed.Demand(lot.Status == MaterialLotStatus.Quarantine, turn, $"{id} is released and is {lot.Status}");
                _lots[id] = lot with { Status = MaterialLotStatus.Released };
                break;
            case MaterialLotFact.Rejected:
                _changed.Demand(known, turn, $"{id} is rejected and was never received");
                _lots[id] = lot with { Status = MaterialLotStatus.Rejected };
                break;
            case MaterialLotFact.Charged charged:
                Charge(turn, body, id, lot, charged);
                break;
        }
    }

    private void Charge(RecordedTurn turn, TurnBody body, string id, (MaterialLotFact.Received Lot, MaterialLotStatus Status) lot, MaterialLotFact.Charged charged)
    {
        _released.Demand(lot.Status == MaterialLotStatus.Released, turn, $"{id} is charged and is {lot.Status}");
        _running.Demand(_steps.GetValueOrDefault((charged.Batch, charged.Step), StepStatus.Aborted) is StepStatus.Running or StepStatus.Held, turn, $"{id} is charged to {charged.Batch}/{charged.Step}, which does not run");
        _told.Demand(body.Facts.Any(written => written.Actor.Key == charged.Batch && written.Fact is BatchFact.StepMaterialCharged told && told.Lot == id), turn, $"{id} is charged to {charged.Batch}, which knows nothing of it");
        if (lot.Lot is null)
            return;
        _date.Demand(_plant.Plant is null || _plant.Day(body.At) <= lot.Lot.ExpiresOn, turn, $"{id} is charged and was good until {lot.Lot.ExpiresOn.ToString("O", System.Globalization.CultureInfo.InvariantCulture)}");
        _lactam.Demand(!lot.Lot.Composition.Contains(Composition.BetaLactam), turn, $"{id} is charged and holds a beta-lactam");
        if (!_batches.TryGetValue(charged.Batch, out var batch))
            return;
        _serum.Demand(lot.Lot.DonorCode.Length == 0 ? !lot.Lot.Composition.Contains(Composition.HumanSerumOrPlasma) : lot.Lot.DonorCode == batch.DonorCode, turn, $"{id} of {lot.Lot.DonorCode} is charged to {charged.Batch} of {batch.DonorCode}");
        if (_plant.Plant?.Materials.FirstOrDefault(material => material.Id == lot.Lot.Material)?.Construct is { } construct)
            _construct.Demand(construct == _plant.Plant.Products.FirstOrDefault(product => product.Id == batch.Product)?.VectorConstruct, turn, $"{id} carries {construct} and is charged to {batch.Product}");
    }

    private void Read(RecordedTurn turn, TurnBody body, string id, DonorMaterialFact fact)
    {
        var known = _donations.TryGetValue(id, out var donation);
        _donorOnce.Demand(known != fact is DonorMaterialFact.Received, turn, $"{TurnCodec.NameOf(fact)} of {id}");
        switch (fact)
        {
            case DonorMaterialFact.Received:
                donation = (DonorMaterialStatus.Received, PathogenStatus.Unknown);
                break;
            case DonorMaterialFact.PathogenStatusSet set:
                donation.Pathogen = set.Pathogen;
                break;
            case DonorMaterialFact.Accepted:
                _refused.Demand(donation.Status != DonorMaterialStatus.Rejected, turn, $"{id} is accepted and was rejected");
                donation.Status = DonorMaterialStatus.Accepted;
                break;
            case DonorMaterialFact.Rejected:
                donation.Status = DonorMaterialStatus.Rejected;
                break;
            case DonorMaterialFact.Bound bound:
                _refused.Demand(donation.Status != DonorMaterialStatus.Rejected, turn, $"{id} is bound and was rejected");
                _accepted.Demand(donation.Status == DonorMaterialStatus.Accepted || body.Command is PlantCommand.ApproveOpening, turn, $"{id} is bound and is {donation.Status}");
                _status.Demand(body.Facts.Any(written => written.Actor.Key == bound.Batch && written.Fact is BatchFact.DonorMaterialBound told && told.Pathogen == donation.Pathogen), turn, $"{id} is {donation.Pathogen}, and {bound.Batch} is told otherwise");
                donation.Status = DonorMaterialStatus.Bound;
                break;
        }

        _donations[id] = donation;
    }
}
