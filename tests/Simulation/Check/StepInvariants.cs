using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Check;

/// <summary>Steps run in the recipe's order, once at a time, where and as long as the recipe says.</summary>
internal sealed class StepsFollowTheRecipe : Fold
{
    private readonly Promise _open, _attempt, _moves, _order, _repeats, _early, _late, _area, _exposure, _room, _qualified, _required, _range, _corrected, _aborted, _waits, _stopped, _runOut, _started, _ended;
    private readonly MasterData _plant = new();
    private readonly Dictionary<string, string> _recipes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Batch, string Step), StepExecution> _steps = [];
    private readonly Dictionary<(string Batch, string Step), RunningHold> _clocks = [];
    private readonly HashSet<(string Batch, string Hold)> _holds = [];

    public StepsFollowTheRecipe()
    {
        _open = Promised("INV-051", "GMP-9.1a", "no step starts while it is running", "进行中的工序不再次开始");
        _attempt = Promised("INV-052", "GMP-9.1a", "the executions of a step are counted without a gap", "工序的各次执行连续计数");
        _moves = Promised("INV-053", "ISA-88", "a step is paused, resumed, completed and aborted only from where that is possible", "工序的暂停、恢复、完成、中止都从允许的状态进行");
        _order = Promised("INV-054", "GMP-9.1a", "a step starts when the steps before it are complete", "前序工序完成后工序方可开始");
        _repeats = Promised("INV-055", "GMP-9.1a", "a step is repeated no more often than the recipe declares", "工序重复不超过规程所定次数");
        _early = Promised("INV-056", "product", "no step completes before its least duration", "工序不早于最短时限完成");
        _late = Promised("INV-057", "GMP-4.2.3c", "a step that completes after its longest duration has its batch held", "超过最长时限完成的工序，其批被锁定");
        _area = Promised("INV-058", "GMP-4.2.4a", "a step runs in a room of the plant file and in that room's area", "工序在工厂文件所列房间及其区域内进行");
        _exposure = Promised("INV-059", "GMP-13.7a", "no step counts as more closed than its recipe says", "工序的密闭程度不高于规程");
        _room = Promised("INV-060", "product", "no attended step runs in an airlock, a corridor or a store", "有人操作的工序不在气锁、走廊或库内进行");
        _qualified = Promised("INV-061", "product", "no step starts in a room whose qualification has lapsed", "确认失效的房间不开始工序");
        _required = Promised("INV-062", "GMP-4.1.2b", "a step completes with every required check, or its batch is held", "工序完成时必需的检查齐全，否则批被锁定");
        _range = Promised("INV-063", "GMP-4.1.2b", "a value outside its range holds the batch", "超出范围的值使批被锁定");
        _corrected = Promised("INV-064", "readings", "a value that stands is changed only by a correction of two people", "已记录的值只能由两人更正");
        _aborted = Promised("INV-065", "GMP-10.2b", "a step that is aborted holds its batch, unless that has ended", "中止的工序使其批被锁定，除非批已终止");
        _waits = Promised("INV-066", "GEN-4.3b", "what was paused or broken off waits under a clock", "暂停或中止后的等待有时限");
        _stopped = Promised("INV-067", "GEN-4.3b", "only a clock that runs is stopped", "只停止正在运行的时限");
        _runOut = Promised("INV-068", "GEN-4.3b", "no step starts after a hold of what it follows has run out", "前序的保存时限届满后不开始工序");
        _started = Promised("INV-069", "GMP-9.5.4c", "a step starts in its batch and in its room at once", "工序同时在批和房间中开始");
        _ended = Promised("INV-070", "GMP-9.5.4c", "a step that ends in its batch ends in its room", "工序在批中结束时在房间中也结束");
    }

    public override void Read(RecordedTurn turn, TurnBody body)
    {
        foreach (var (actor, fact) in body.Facts)
        {
            _plant.Read(actor, fact);
            switch (fact)
            {
                case BatchFact.Created created:
                    _recipes[actor.Key] = created.Recipe;
                    break;
                case BatchFact.HoldPlaced placed:
                    _holds.Add((actor.Key, placed.Hold.Id));
                    break;
                case BatchFact.StepStarted started:
                    Start(turn, body, actor.Key, started.Execution);
                    break;
                case BatchFact.StepBecameOpen open when _steps.TryGetValue((actor.Key, open.Step), out var exposed):
                    _steps[(actor.Key, open.Step)] = exposed with { Exposure = Exposure.Open };
                    break;
                case BatchFact.CheckRecorded check:
                    Check(turn, body, actor, check);
                    break;
                case BatchFact.StepChanged changed:
                    Change(turn, body, actor.Key, changed);
                    break;
                case BatchFact.HoldClockStarted clock:
                    _clocks[(actor.Key, clock.Clock.AfterStep)] = clock.Clock;
                    break;
                case BatchFact.HoldClockStopped stopped:
                    _stopped.Demand(_clocks.Remove((actor.Key, stopped.AfterStep)), turn, $"the wait after {stopped.AfterStep} of {actor.Key} is stopped and does not run");
                    break;
                case BatchFact.HoldLifted lifted:
                    foreach (var (key, clock) in _clocks.Where(pair => pair.Key.Batch == actor.Key && pair.Value.HoldId == lifted.Hold).ToList())
                        _clocks.Remove(key);
                    break;
                case BatchFact.Harvested or BatchFact.Cancelled or BatchFact.Terminated or BatchFact.Discarded:
                    foreach (var key in _clocks.Keys.Where(key => key.Batch == actor.Key).ToList())
                        _clocks.Remove(key);
                    break;
            }
        }
    }

    private void Start(RecordedTurn turn, TurnBody body, string batch, StepExecution step)
    {
        var known = _steps.TryGetValue((batch, step.Step), out var before);
        _open.Demand(!known || before!.Status is StepStatus.Complete or StepStatus.Aborted, turn, $"{batch}/{step.Step} starts while it is {before?.Status}");
        _attempt.Demand(step.Attempt == (known ? before!.Attempt + 1 : 1), turn, $"{batch}/{step.Step} starts as number {step.Attempt}");
        var opening = body.Command is PlantCommand.ApproveOpening;
        if (!opening && _recipes.TryGetValue(batch, out var recipe) && _plant.Step(recipe, step.Step) is { } definition)
            Judge(turn, batch, step, definition);
        if (!opening && _plant.Plant is not null)
        {
            var room = _plant.Rooms.GetValueOrDefault(step.Room);
            _area.Demand(room is not null && room.Area == step.Area, turn, $"{batch}/{step.Step} runs in {step.Room} of {step.Area}");
            _room.Demand(step.Class == StepClass.Culture || room?.Use is RoomUse.Processing or RoomUse.Incubation, turn, $"{batch}/{step.Step} runs in {step.Room}, which is for {room?.Use}");
            _qualified.Demand(room?.QualifiedUntil is { } until && _plant.Day(body.At) <= until, turn, $"{batch}/{step.Step} starts in {step.Room}, qualified until {room?.QualifiedUntil}");
        }

        _started.Demand(opening || body.Facts.Any(written => written.Actor.Key == step.Room && written.Fact is RoomFact.StepStarted there && there.Step.Batch == batch && there.Step.Step == step.Step), turn, $"{batch}/{step.Step} starts and not in {step.Room}");
        _steps[(batch, step.Step)] = step;
    }

    private void Judge(RecordedTurn turn, string batch, StepExecution step, StepDefinition definition)
    {
        foreach (var after in definition.After)
        {
            _order.Demand(_steps.TryGetValue((batch, after), out var done) && done.Status == StepStatus.Complete, turn, $"{batch}/{step.Step} starts before {after} is complete");
            if (_clocks.TryGetValue((batch, after), out var clock))
                _runOut.Demand(clock.Due >= step.StartedAt, turn, $"{batch}/{step.Step} starts after the wait that ended at {clock.Due}");
        }

        _repeats.Demand(step.Attempt <= definition.RepeatsMax + 1, turn, $"{batch}/{step.Step} runs for the {step.Attempt}. time");
        _exposure.Demand(definition.Exposure == Exposure.Closed || step.Exposure != Exposure.Closed || step.Isolator is not null, turn, $"{batch}/{step.Step} is {definition.Exposure} and counts as {step.Exposure}");
    }

    private void Check(RecordedTurn turn, TurnBody body, ActorId actor, BatchFact.CheckRecorded recorded)
    {
        var (batch, check) = (actor.Key, recorded.Check);
        if (!_steps.TryGetValue((batch, recorded.Step), out var step))
            return;
        if (step.Checks.ContainsKey(check.Name))
            _corrected.Demand(body.Facts.Any(written => written.Actor == actor && written.Fact is BatchFact.EntryCorrected corrected && corrected.Step == recorded.Step && corrected.Check == check.Name), turn, $"{check.Name} of {batch}/{recorded.Step} is written over");
        _range.Demand(check.InRange || _holds.Contains((batch, $"out-of-range/{recorded.Step}/{check.Name}")) || body.Facts.Any(written => written.Actor == actor && written.Fact is BatchFact.HoldPlaced { Hold.Kind: HoldKind.OutOfRange }), turn, $"{check.Name} = {check.Value} of {batch}/{recorded.Step} holds nobody");
        _steps[(batch, recorded.Step)] = step with { Checks = step.Checks.SetItem(check.Name, check) };
    }

    private void Change(RecordedTurn turn, TurnBody body, string batch, BatchFact.StepChanged changed)
    {
        if (!_steps.TryGetValue((batch, changed.Step), out var step))
        {
            _moves.Demand(kept: false, turn, $"{batch}/{changed.Step} is {changed.Status} and never started");
            return;
        }

        var possible = changed.Status switch
        {
            StepStatus.Held or StepStatus.Complete => step.Status == StepStatus.Running,
            StepStatus.Running => step.Status == StepStatus.Held,
            StepStatus.Aborted => step.Status is StepStatus.Running or StepStatus.Held,
        };
        _moves.Demand(possible, turn, $"{batch}/{changed.Step} is {changed.Status} and was {step.Status}");
        _steps[(batch, changed.Step)] = step with { Status = changed.Status };
        if (body.Command is PlantCommand.ApproveOpening)
            return;
        bool Holds(Func<Hold, bool> which) => body.Facts.Any(written => written.Actor.Key == batch && written.Fact is BatchFact.HoldPlaced placed && which(placed.Hold));
        if (changed.Status == StepStatus.Complete)
        {
            _early.Demand(!(changed.At < step.EarliestEnd), turn, $"{batch}/{changed.Step} completes before {step.EarliestEnd}");
            if (changed.At > step.MustEndBy)
                _late.Demand(_holds.Contains((batch, $"time-limit/{step.Step}/{step.Attempt}")) || Holds(hold => hold.Kind == HoldKind.TimeLimit), turn, $"{batch}/{changed.Step} completes after {step.MustEndBy} and holds nobody");
            if (_recipes.TryGetValue(batch, out var recipe))
                foreach (var check in _plant.Step(recipe, changed.Step)?.Checks.Where(check => check.Required) ?? [])
                    _required.Demand(step.Checks.ContainsKey(check.Name) || _holds.Any(hold => hold.Batch == batch && hold.Hold.Contains(check.Name, StringComparison.Ordinal)) || Holds(hold => hold.Id.Contains(check.Name, StringComparison.Ordinal)), turn, $"{batch}/{changed.Step} completes without {check.Name}");
        }

        var over = body.Facts.Any(written => written.Actor.Key == batch && written.Fact is BatchFact.Terminated);
        if (changed.Status == StepStatus.Aborted)
            _aborted.Demand(over || Holds(hold => hold.Id == $"aborted/{step.Step}/{step.Attempt}") || _holds.Contains((batch, $"aborted/{step.Step}/{step.Attempt}")), turn, $"{batch}/{changed.Step} is aborted and holds nobody");
        if (changed.Status is StepStatus.Aborted or StepStatus.Held)
            _waits.Demand(over || _clocks.ContainsKey((batch, step.Step)) || body.Facts.Any(written => written.Actor.Key == batch && written.Fact is BatchFact.HoldClockStarted clock && clock.Clock.AfterStep == step.Step), turn, $"{batch}/{changed.Step} is {changed.Status} and nothing waits");
        if (changed.Status is StepStatus.Aborted or StepStatus.Complete)
            _ended.Demand(body.Facts.Any(written => written.Actor.Key == step.Room && written.Fact is RoomFact.StepEnded there && there.Batch == batch && there.Step == step.Step), turn, $"{batch}/{changed.Step} ends and not in {step.Room}");
    }
}
