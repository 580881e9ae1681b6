using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Incubators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Segregation;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Check;

/// <summary>Incubators: a position a vessel, open cultures in chambers of their own, disinfection between.</summary>
internal sealed class ChambersAreApart : Fold
{
    private readonly Promise _free, _stands, _own, _open, _positive, _once, _container;
    private readonly MasterData _plant = new();
    private readonly Dictionary<(string Incubator, string Compartment, string Position), Vessel> _vessels = [];
    private readonly Dictionary<(string Incubator, string Compartment), string> _positives = [];
    private readonly Dictionary<string, PathogenStatus> _batches = new(StringComparer.Ordinal);

    public ChambersAreApart()
    {
        _free = Promised("INV-132", "GMP-9.5.6b", "a vessel is loaded at a position that is free", "容器放入培养箱的空位");
        _stands = Promised("INV-133", "GMP-9.5.6b", "a vessel is unloaded from where it stands", "容器从其所在位置取出");
        _own = Promised("INV-134", "GMP-9.5.6b", "a vessel stands at a position of its chamber, as the plant file has it", "容器位于工厂文件所列的腔室位置");
        _open = Promised("INV-135", "GMP-9.5.6c", "an open culture is loaded into no chamber with another batch in it, and nothing beside another's open culture", "开放培养不与他批同腔，他批开放培养旁不放任何容器");
        _positive = Promised("INV-136", "GMP-9.5.1b", "after positive material a chamber is disinfected before another batch's stands in it", "阳性材料之后腔室经消毒方可放他批");
        _once = Promised("INV-137", "GMP-9.5.6b", "a vessel stands at one position of one incubator", "一个容器只在一个培养箱的一个位置");
        _container = Promised("INV-138", "GMP-9.5.6b", "what is loaded is told to the container itself", "放入培养箱同时记于容器");
    }

    public override void Read(RecordedTurn turn, TurnBody body)
    {
        foreach (var (actor, fact) in body.Facts)
        {
            _plant.Read(actor, fact);
            switch (fact)
            {
                case BatchFact.DonorMaterialBound bound:
                    _batches[actor.Key] = bound.Pathogen;
                    break;
                case BatchFact.PathogenStatusChanged changed:
                    _batches[actor.Key] = changed.Pathogen;
                    break;
                case IncubatorFact.VesselLoaded loaded:
                    Load(turn, body, actor.Key, loaded);
                    break;
                case IncubatorFact.VesselUnloaded unloaded:
                    _stands.Demand(_vessels.Remove((actor.Key, unloaded.Compartment, unloaded.Position), out var stood) && stood.Container == unloaded.Container, turn, $"{unloaded.Container} is taken from {unloaded.Position} of {actor.Key}, where {stood?.Container ?? "nothing"} stands");
                    break;
                case IncubatorFact.UsedForPositive used:
                    _positives[(actor.Key, used.Compartment)] = used.Batch;
                    break;
                case IncubatorFact.Disinfected disinfected:
                    _positives.Remove((actor.Key, disinfected.Compartment));
                    break;
            }
        }
    }

    private void Load(RecordedTurn turn, TurnBody body, string incubator, IncubatorFact.VesselLoaded loaded)
    {
        var vessel = loaded.Vessel;
        _free.Demand(!_vessels.ContainsKey((incubator, loaded.Compartment, loaded.Position)), turn, $"{vessel.Container} is put at {loaded.Position} of {incubator}, where another stands");
        _once.Demand(_vessels.Values.All(other => other.Container != vessel.Container), turn, $"{vessel.Container} is put into {incubator} and stands in one already");
        _container.Demand(body.Facts.Any(written => written.Actor == new ActorId(ActorKind.Container, vessel.Container)), turn, $"{vessel.Container} is put into {incubator} and knows nothing of it");
        if (_plant.Plant is { } plant)
            _own.Demand(plant.Incubators.FirstOrDefault(one => one.Id == incubator)?.Compartments.FirstOrDefault(one => one.Id == loaded.Compartment)?.Positions.Contains(loaded.Position) == true, turn, $"{loaded.Position} is none of {incubator} {loaded.Compartment}");
        if (body.Command is not PlantCommand.ApproveOpening)
        {
            var beside = _vessels.Where(pair => pair.Key.Incubator == incubator && pair.Key.Compartment == loaded.Compartment && pair.Value.Batch != vessel.Batch).Select(pair => pair.Value).ToList();
            _open.Demand(beside.TrueForAll(other => vessel.Exposure == Exposure.Closed && other.Exposure == Exposure.Closed), turn, $"{vessel.Container} ({vessel.Exposure}) stands beside {string.Join(", ", beside.Select(other => $"{other.Container} ({other.Exposure})"))}");
            _positive.Demand(!_positives.TryGetValue((incubator, loaded.Compartment), out var positive) || positive == vessel.Batch || _batches.GetValueOrDefault(vessel.Batch) == PathogenStatus.Positive, turn, $"{vessel.Container} of {vessel.Batch} stands where {positive} stood, and nobody disinfected");
        }

        _vessels[(incubator, loaded.Compartment, loaded.Position)] = vessel;
    }
}
