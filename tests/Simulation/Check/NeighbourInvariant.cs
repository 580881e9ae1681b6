using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Quality;
using Orchestrator.Domain.Segregation;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Check;

/// <summary>
/// 004 九(五) read a second time: whenever a step starts or goes on, it is held against every other batch at work in the
/// plant. Only what is forbidden outright, or forbidden without a risk assessment, is demanded here; the table of the
/// domain is not asked.
/// </summary>
internal sealed class NeighboursAreApart() : Invariant("INV-016", "GMP-4.2.4a", "every pair of neighbours may be neighbours (004 九(五))", "相邻的每两批都允许相邻（004 九(五)）")
{
    private readonly Dictionary<string, BatchFact.Created> _batches = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (PathogenStatus Status, HashSet<string> Agents)> _pathogens = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Batch, string Step), StepExecution> _running = [];
    private readonly HashSet<string> _assessmentsOut = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PlantChange> _changes = new(StringComparer.Ordinal);
    private PlantDocument? _plant;

    public override void Read(RecordedTurn turn, TurnBody body)
    {
        foreach (var (actor, fact) in body.Facts)
            switch (fact)
            {
                case PlantFact.ChangeProposed proposed:
                    _changes[proposed.Change.Id] = proposed.Change;
                    break;
                case PlantFact.ChangeTookEffect effect:
                    _plant = _changes[effect.Change].Plant ?? _plant;
                    break;
                case RiskAssessmentFact.Revoked or RiskAssessmentFact.Reopened:
                    _assessmentsOut.Add(actor.Key);
                    break;
                case RiskAssessmentFact.Reinstated:
                    _assessmentsOut.Remove(actor.Key);
                    break;
                case BatchFact.Created created:
                    _batches[actor.Key] = created;
                    break;
                case BatchFact.DonorMaterialBound bound:
                    _pathogens[actor.Key] = (bound.Pathogen, [.. bound.Agents]);
                    break;
                case BatchFact.PathogenStatusChanged changed:
                    _pathogens[actor.Key] = (changed.Pathogen, [.. changed.Agents]);
                    break;
                case BatchFact.StepStarted started:
                    Judge(turn, actor.Key, started.Execution, body.At);
                    _running[(actor.Key, started.Execution.Step)] = started.Execution;
                    break;
                case BatchFact.StepBecameOpen open when _running.TryGetValue((actor.Key, open.Step), out var exposed):
                    _running[(actor.Key, open.Step)] = exposed with { Exposure = Exposure.Open };
                    break;
                case BatchFact.StepChanged changed when _running.TryGetValue((actor.Key, changed.Step), out var step):
                    if (changed.Status is StepStatus.Complete or StepStatus.Aborted)
                        _running.Remove((actor.Key, changed.Step));
                    else
                        _running[(actor.Key, changed.Step)] = step with { Status = changed.Status };
                    if (changed.Status == StepStatus.Running && step.Status == StepStatus.Held)
                        Judge(turn, actor.Key, _running[(actor.Key, changed.Step)], body.At);
                    break;
            }
    }

    private void Judge(RecordedTurn turn, string batch, StepExecution step, DateTimeOffset at)
    {
        if (_plant is not { } plant)
            return;
        Demand(Fits(plant, step.Area, StatusOf(batch)), turn, $"{batch} ({StatusOf(batch)}) is worked on in {step.Area}");
        foreach (var ((other, _), beside) in _running)
            if (other != batch && SameArea(plant, step.Area, beside.Area))
                foreach (var (rule, kept) in Pair(plant, (batch, step), (other, beside), at))
                    Demand(kept, turn, $"{batch}/{step.Step} ({step.Exposure}, {step.Room}) beside {other}/{beside.Step} ({beside.Exposure}, {beside.Room}): {rule}");
    }

    /// <summary>The paragraphs that hold for two batches in one area, each with whether it is kept.</summary>
    private IEnumerable<(string Rule, bool Kept)> Pair(PlantDocument plant, (string Batch, StepExecution Step) one, (string Batch, StepExecution Step) other, DateTimeOffset at)
    {
        var (a, b) = (one.Step, other.Step);
        var (positive, otherPositive) = (StatusOf(one.Batch) == PathogenStatus.Positive, StatusOf(other.Batch) == PathogenStatus.Positive);
        var sameRoom = a.Room == b.Room;
        var open = a.Exposure != Exposure.Closed || b.Exposure != Exposure.Closed;
        var cultures = a.Class == StepClass.Culture && b.Class == StepClass.Culture;
        var sameProduct = _batches.GetValueOrDefault(one.Batch)?.Product == _batches.GetValueOrDefault(other.Batch)?.Product;

        yield return ("GMP-9.5.1a positive beside not positive", positive == otherPositive);
        yield return ("GMP-7.9a two positive batches in one room", !(positive && otherPositive && sameRoom));
        yield return ("GMP-7.9a two agents in one area", !(positive && otherPositive) || _pathogens[one.Batch].Agents.SetEquals(_pathogens[other.Batch].Agents));
        yield return ("GMP-9.5.2a another product beside an open step", !open || sameProduct);
        yield return ("GMP-9.5.4x another product in one room", !sameRoom || sameProduct);
        yield return ("GMP-9.5.5d one isolator", a.Isolator is null || a.Isolator != b.Isolator);
        yield return ("GEN-4.1d one cabinet", a.Cabinet is null || a.Cabinet != b.Cabinet);
        if (sameRoom && !cultures)
            yield return ("GMP-9.5.2b another batch in an open room", !open);
        if (sameRoom && a.Class == StepClass.NonCulture && b.Class == StepClass.NonCulture)
            yield return ("GMP-9.5.4a two steps in one room", a.Isolator is not null && b.Isolator is not null);
        if (sameRoom && cultures && open)
            yield return ("GMP-9.5.6c an open culture without its own chamber", a.Incubator is not null && b.Incubator is not null && (a.Incubator != b.Incubator || (a.Compartment != b.Compartment && Divided(plant, a.Incubator))));
        if (open || (positive && otherPositive))
            yield return ("GMP-9.5.3b without a risk assessment", Assessed(plant, a, b, at));
    }

    private PathogenStatus StatusOf(string batch) => _pathogens.TryGetValue(batch, out var known) ? known.Status : PathogenStatus.Unknown;

    private static bool Fits(PlantDocument plant, string area, PathogenStatus status) =>
        status != PathogenStatus.Unknown
        && (status == PathogenStatus.Positive) == (plant.Areas.First(one => one.Id == area).Designation == AreaDesignation.PathogenDedicated);

    private static bool Divided(PlantDocument plant, string incubator) => plant.Incubators.First(one => one.Id == incubator).Honeycomb;

    private static bool SameArea(PlantDocument plant, string one, string other)
    {
        var (a, b) = (plant.Areas.First(area => area.Id == one), plant.Areas.First(area => area.Id == other));
        return one == other || a.AirHandlingUnits.Intersect(b.AirHandlingUnits).Any()
            || a.PersonnelAirlocks.Intersect(b.PersonnelAirlocks).Any() || a.MaterialAirlocks.Intersect(b.MaterialAirlocks).Any();
    }

    private bool Assessed(PlantDocument plant, StepExecution one, StepExecution other, DateTimeOffset at)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(plant.TimeZone)).DateTime);
        return plant.RiskAssessments.Any(assessment => !_assessmentsOut.Contains(assessment.Id)
            && assessment.ValidFrom <= today && today <= assessment.ValidUntil
            && assessment.Areas.Contains(one.Area) && assessment.Areas.Contains(other.Area)
            && (assessment.Rooms.IsEmpty || (assessment.Rooms.Contains(one.Room) && assessment.Rooms.Contains(other.Room))));
    }
}
