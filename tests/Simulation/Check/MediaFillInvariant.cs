using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Lines;
using Orchestrator.Domain.Plants;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Check;

/// <summary>
/// An aseptic step starts on a line, is handed over there or goes on there only while every shift at work has passed a media
/// fill of that line in the last half-year of calendar dates and none has failed since, and while the line is not suspended
/// (GMP-9.2.5b, GMP-9.2.5d).
/// </summary>
internal sealed class NoLapsedMediaFill() : Invariant("INV-009", "GMP-9.2.5b", "no lapsed media fill is relied on", "不依赖已失效的模拟灌装")
{
    private const int MonthsMax = 6;
    private readonly Dictionary<(string Line, string Shift), DateOnly> _passed = [];
    private readonly HashSet<string> _suspended = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PlantChange> _changes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Batch, string Step), StepExecution> _steps = [];
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
                case LineFact.MediaFillRecorded recorded:
                    Note(actor.Key, recorded.Fill);
                    break;
                case LineFact.Suspended:
                    _suspended.Add(actor.Key);
                    break;
                case LineFact.Reinstated:
                    _suspended.Remove(actor.Key);
                    break;
                case BatchFact.StepStarted started:
                    _steps[(actor.Key, started.Execution.Step)] = started.Execution;
                    Rely(turn, started.Execution, body.At);
                    break;
                case BatchFact.StepHandedOver handed when _steps.TryGetValue((actor.Key, handed.Step), out var before):
                    _steps[(actor.Key, handed.Step)] = before with { Operators = handed.Operators };
                    Rely(turn, _steps[(actor.Key, handed.Step)], body.At);
                    break;
                case BatchFact.StepChanged { Status: StepStatus.Running } again when _steps.TryGetValue((actor.Key, again.Step), out var held):
                    Rely(turn, held, body.At);
                    break;
            }
    }

    private void Note(string line, MediaFill fill)
    {
        var key = (line, fill.Shift);
        if (fill.Result == MediaFillResult.Passed && (!_passed.TryGetValue(key, out var last) || fill.Date > last))
            _passed[key] = fill.Date;
        else if (fill.Result == MediaFillResult.Failed && _passed.TryGetValue(key, out last) && fill.Date >= last)
            _passed.Remove(key);
    }

    private void Rely(RecordedTurn turn, StepExecution step, DateTimeOffset at)
    {
        if (step.Line is not { } line || _plant is not { } plant)
            return;
        Demand(!_suspended.Contains(line), turn, $"{step.Step} on {line}, which is suspended");
        var local = TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(plant.TimeZone)).DateTime;
        foreach (var shift in step.Operators.Select(one => plant.People.FirstOrDefault(person => person.Id == one.Operator)?.Shift).OfType<string>().Distinct())
        {
            // A night shift belongs to the day it begins (readings: shift).
            var rostered = plant.Shifts.First(one => one.Id == shift);
            var overnight = rostered.Starts > rostered.Ends && TimeOnly.FromDateTime(local) < rostered.Starts;
            var today = DateOnly.FromDateTime(overnight ? local.AddDays(-1) : local);
            Demand(_passed.TryGetValue((line, shift), out var passed) && today <= passed.AddMonths(MonthsMax), turn, $"{step.Step} on {line} by {shift}, whose last passed media fill is of {passed}");
        }
    }
}
