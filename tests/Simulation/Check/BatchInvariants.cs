using Orchestrator.Domain.Batches;
using Orchestrator.Domain.DonorMaterials;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Segregation;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Check;

/// <summary>The life of a batch: one beginning, one patient, one end.</summary>
internal sealed class BatchesLiveOnce : Fold
{
    private readonly Promise _created, _live, _cancelled, _discarded, _ended, _chain, _tied, _harvest, _bound, _known, _material, _inventory;
    private readonly Dictionary<string, Life> _batches = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _chains = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _ties = new(StringComparer.Ordinal);
    private readonly MasterData _plant = new();

    public BatchesLiveOnce()
    {
        _created = Promised("INV-039", "ORC-002", "a batch is created once, before anything else is written of it", "批只建立一次，且先于其他记录");
        _live = Promised("INV-040", "GMP-9.1a", "no step starts on a batch that was harvested, cancelled, terminated or discarded", "已收获、取消、终止或销毁的批不再开始工序");
        _cancelled = Promised("INV-041", "product", "only a batch without a step is cancelled", "只有未开始工序的批可取消");
        _discarded = Promised("INV-042", "GMP-8.5b", "a batch is discarded when no container of it is left", "无容器遗留时批方可销毁");
        _ended = Promised("INV-043", "product", "a terminated or harvested batch has no step running", "终止或收获的批没有进行中的工序");
        _chain = Promised("INV-044", "GMP-4.2.5", "a chain of identity is one batch's, unless that was cancelled", "身份链只属于一个批，除非该批已取消");
        _tied = Promised("INV-045", "GMP-11.2", "a donor code and a chain of identity belong together for ever", "供者编号与身份链终身对应");
        _harvest = Promised("INV-046", "GMP-9.1a", "a batch is harvested in the turn that completes its harvest step", "批在其收获工序完成的回合收获");
        _bound = Promised("INV-047", "product", "a step starts on a batch that donor material is bound to", "批绑定供者材料后方可开始工序");
        _known = Promised("INV-048", "GMP-4.2.4a", "a step starts on a batch whose pathogen status is known", "批的病原体状态已知后方可开始工序");
        _material = Promised("INV-049", "GEN-4.2.2f", "what is bound to a batch is the material of its own donor and chain", "绑定于批的是其本人供者和身份链的材料");
        _inventory = Promised("INV-050", "product", "a container joins a batch once, and leaves it only where it was", "容器只加入批一次，且仅从所在的批移出");
    }

    public override void Read(RecordedTurn turn, TurnBody body)
    {
        foreach (var (actor, fact) in body.Facts)
        {
            _plant.Read(actor, fact);
            switch (fact)
            {
                case BatchFact.Created created:
                    Create(turn, actor.Key, created);
                    break;
                case BatchFact batch:
                    _created.Demand(_batches.TryGetValue(actor.Key, out var life), turn, $"{TurnCodec.NameOf(fact)} of {actor.Key}, which nobody created");
                    if (life is not null)
                        Read(turn, body, actor.Key, life, batch);
                    break;
                case IdentityCodeFact.Tied tied:
                    _tied.Demand(_ties.TryAdd(actor.Key, tied.To) || _ties[actor.Key] == tied.To, turn, $"{actor.Key} is tied to {tied.To} and was to {_ties[actor.Key]}");
                    break;
                case DonorMaterialFact.Received received:
                    _donations[actor.Key] = (received.DonorCode, received.ChainOfIdentity);
                    break;
            }
        }
    }

    private readonly Dictionary<string, (string Donor, string Chain)> _donations = new(StringComparer.Ordinal);

    private void Create(RecordedTurn turn, string id, BatchFact.Created created)
    {
        _created.Demand(_batches.TryAdd(id, new Life(created)), turn, $"{id} is created again");
        var known = _chains.TryGetValue(created.ChainOfIdentity, out var other) && other != id && _batches[other].Status != BatchStatus.Cancelled;
        _chain.Demand(!known, turn, $"{id} has the chain of {other}");
        _chains[created.ChainOfIdentity] = id;
    }

    private void Read(RecordedTurn turn, TurnBody body, string id, Life life, BatchFact fact)
    {
        switch (fact)
        {
            case BatchFact.DonorMaterialBound bound:
                (life.Material, life.Pathogen) = (bound.DonorMaterial, bound.Pathogen);
                if (body.Command is not PlantCommand.ApproveOpening)
                    _material.Demand(_donations.TryGetValue(bound.DonorMaterial, out var donation) && donation == (life.Created.DonorCode, life.Created.ChainOfIdentity), turn, $"{bound.DonorMaterial} of another donor is bound to {id}");
                break;
            case BatchFact.PathogenStatusChanged changed:
                life.Pathogen = changed.Pathogen;
                break;
            case BatchFact.StepStarted started:
                _live.Demand(life.Status is BatchStatus.Created or BatchStatus.InProcess, turn, $"{started.Execution.Step} starts on {id}, which is {life.Status}");
                _bound.Demand(life.Material.Length > 0, turn, $"{started.Execution.Step} starts on {id} without material");
                _known.Demand(life.Pathogen != PathogenStatus.Unknown, turn, $"{started.Execution.Step} starts on {id}, whose pathogen status nobody knows");
                life.Status = BatchStatus.InProcess;
                life.Running.Add(started.Execution.Step);
                break;
            case BatchFact.StepChanged { Status: StepStatus.Complete or StepStatus.Aborted } ended:
                life.Running.Remove(ended.Step);
                break;
            case BatchFact.Harvested:
                _harvest.Demand(body.Facts.Any(written => written.Actor.Key == id && written.Fact is BatchFact.StepChanged { Status: StepStatus.Complete } done && _plant.Step(life.Created.Recipe, done.Step) is not { IsHarvest: false }), turn, $"{id} is harvested without its harvest");
                End(turn, id, life, BatchStatus.Harvested);
                break;
            case BatchFact.Terminated:
                End(turn, id, life, BatchStatus.Terminated);
                break;
            case BatchFact.Cancelled:
                _cancelled.Demand(life.Status == BatchStatus.Created, turn, $"{id} is cancelled and is {life.Status}");
                life.Status = BatchStatus.Cancelled;
                break;
            case BatchFact.Discarded:
                _discarded.Demand(life.Containers.Count == 0, turn, $"{id} is discarded and {string.Join(", ", life.Containers)} are left");
                life.Status = BatchStatus.Discarded;
                break;
            case BatchFact.ContainerAdded added:
                _inventory.Demand(life.Containers.Add(added.Container), turn, $"{added.Container} joins {id} again");
                break;
            case BatchFact.ContainerRemoved removed:
                _inventory.Demand(life.Containers.Remove(removed.Container), turn, $"{removed.Container} leaves {id} and was not in it");
                break;
        }
    }

    private void End(RecordedTurn turn, string id, Life life, BatchStatus status)
    {
        _ended.Demand(life.Running.Count == 0, turn, $"{id} is {status} while {string.Join(", ", life.Running)} runs");
        life.Status = status;
    }

    private sealed class Life(BatchFact.Created created)
    {
        public BatchFact.Created Created { get; } = created;

        public BatchStatus Status { get; set; } = BatchStatus.Created;

        public string Material { get; set; } = "";

        public PathogenStatus Pathogen { get; set; } = PathogenStatus.Unknown;

        public HashSet<string> Running { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Containers { get; } = new(StringComparer.Ordinal);
    }
}
