using Orchestrator.Domain.Batches;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.DonorMaterials;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Materials;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Check;

/// <summary>Every container that a step takes in comes from the batch's own donor, through all its parents (GMP-9.7.3a).</summary>
internal sealed class NoOtherChainConsumed() : Invariant("INV-013", "GMP-9.7.3a", "no container of another chain of identity is consumed", "不使用其他身份链的容器")
{
    private readonly Dictionary<string, (string Donor, string Chain)> _containers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Donor, string Chain)> _batches = new(StringComparer.Ordinal);

    public override void Read(RecordedTurn turn, TurnBody body)
    {
        foreach (var (actor, fact) in body.Facts)
            switch (fact)
            {
                case BatchFact.Created created:
                    _batches[actor.Key] = (created.DonorCode, created.ChainOfIdentity);
                    break;
                case ContainerFact.Registered registered:
                    _containers[actor.Key] = (registered.DonorCode, registered.ChainOfIdentity);
                    foreach (var parent in registered.Parents)
                        Demand(_containers.GetValueOrDefault(parent) == _containers[actor.Key], turn, $"{actor.Key} comes from {parent} of another chain");
                    break;
                case ContainerFact.TakenIntoStep taken:
                    var batch = taken.Step[..taken.Step.IndexOf('/', StringComparison.Ordinal)];
                    Demand(_containers.TryGetValue(actor.Key, out var chain) && chain == _batches.GetValueOrDefault(batch), turn, $"{actor.Key} of another chain is taken into {taken.Step}");
                    break;
            }
    }
}

/// <summary>No step starts on a held batch or goes on, and nothing takes in, moves or changes what is under an identity hold (GMP-4.1.6, GMP-10.2b).</summary>
internal sealed class NothingHeldIsUsed() : Invariant("INV-014", "GMP-4.1.6", "nothing held is used", "被锁定的不得使用")
{
    private readonly Dictionary<ActorId, Dictionary<string, HoldKind>> _holds = [];

    public override void Read(RecordedTurn turn, TurnBody body)
    {
        foreach (var (actor, fact) in body.Facts)
        {
            var holds = _holds.TryGetValue(actor, out var known) ? known : _holds[actor] = [];
            switch (fact)
            {
                case BatchFact.StepStarted or ContainerFact.TakenIntoStep or BatchFact.StepChanged { Status: StepStatus.Running }:
                    Demand(holds.Count == 0, turn, $"{actor} is used while held by {string.Join(", ", holds.Keys)}");
                    break;
                case ContainerFact.TransferStarted or ContainerFact.Filled:
                    Demand(!holds.ContainsValue(HoldKind.Identity), turn, $"{actor} is used under an identity hold");
                    break;
                case BatchFact.HoldPlaced placed:
                    holds[placed.Hold.Id] = placed.Hold.Kind;
                    break;
                case ContainerFact.HoldPlaced placed:
                    holds[placed.Hold.Id] = placed.Hold.Kind;
                    break;
                case BatchFact.HoldLifted lifted:
                    holds.Remove(lifted.Hold);
                    break;
                case ContainerFact.HoldLifted lifted:
                    holds.Remove(lifted.Hold);
                    break;
            }
        }
    }
}

/// <summary>A single-use piece goes into one batch once (GMP-9.9); a donation is bound once and what is consumed, rejected or destroyed stays so (GMP-8.5a).</summary>
internal sealed class NothingUsedTwice() : Invariant("INV-015", "GMP-9.9", "nothing is used twice: kits, serials, donations, consumed containers", "套件、序列件、捐献物、已消耗的容器不重复使用")
{
    private readonly HashSet<string> _serials = new(StringComparer.Ordinal);
    private readonly HashSet<string> _kits = new(StringComparer.Ordinal);
    private readonly HashSet<string> _bound = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _gone = new(StringComparer.Ordinal);

    public override void Read(RecordedTurn turn, TurnBody body)
    {
        foreach (var (actor, fact) in body.Facts)
            switch (fact)
            {
                case MaterialLotFact.Charged { Serial: { } serial }:
                    Demand(_serials.Add($"{actor.Key}/{serial}"), turn, $"piece {serial} of {actor.Key} is charged twice");
                    break;
                case ClosedSystemFact.KitMounted mounted:
                    Demand(_kits.Add(mounted.Kit), turn, $"kit {mounted.Kit} is mounted twice");
                    break;
                case DonorMaterialFact.Bound:
                    Demand(_bound.Add(actor.Key), turn, $"{actor.Key} is bound twice");
                    break;
                case ContainerFact.Consumed or ContainerFact.Destroyed or ContainerFact.Rejected:
                    _gone.TryAdd(actor.Key, fact.GetType().Name);
                    break;
                case ContainerFact.TakenIntoStep:
                    Demand(!_gone.TryGetValue(actor.Key, out var why), turn, $"{actor.Key} is taken into a step after it was {why}");
                    break;
            }
    }
}
