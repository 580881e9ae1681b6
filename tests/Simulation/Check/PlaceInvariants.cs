using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Cabinets;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Equipment;
using Orchestrator.Domain.Isolators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Lines;
using Orchestrator.Domain.Plants;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Check;

/// <summary>What a step runs on is clean, in order, and one batch's: isolators, cabinets, closed systems, equipment, lines.</summary>
internal sealed class PlacesAreClean : Fold
{
    private readonly Promise _isolatorOne, _cycle, _tests, _port, _cabinetOne, _cabinetClean, _kit, _kitOnce, _closure, _systemOne, _systemClean, _equipmentOne, _equipmentClean, _down, _calibrated, _inactivated, _repaired, _line, _suspended, _paired;
    private readonly MasterData _plant = new();
    private readonly Dictionary<string, Box> _isolators = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string? Batch, string? Step)> _cabinets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Machine> _systems = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Machine> _equipment = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<(string Batch, string Step)>> _lines = new(StringComparer.Ordinal);
    private readonly HashSet<string> _stopped = new(StringComparer.Ordinal);

    public PlacesAreClean()
    {
        _isolatorOne = Promised("INV-112", "GMP-9.5.5d", "an isolator is one batch's until its interior is cleared", "隔离器内部清场前只属于一个批");
        _cycle = Promised("INV-113", "GMP-9.5.5e", "a batch's first step in an isolator follows a passed cycle", "批在隔离器内的首道工序之前有合格的灭菌循环");
        _tests = Promised("INV-114", "GMP-9.5.5a", "no step starts in an isolator whose last leak or glove test failed", "泄漏或手套测试最近一次不合格的隔离器不开始工序");
        _port = Promised("INV-115", "GMP-6.4.4.2", "no step starts in an isolator whose port is open", "传递门打开的隔离器不开始工序");
        _cabinetOne = Promised("INV-116", "GEN-4.1d", "a cabinet holds one step at a time", "安全柜内同时只有一道工序");
        _cabinetClean = Promised("INV-117", "GEN-4.1e", "a cabinet is cleared before another batch works in it", "安全柜清场后他批方可使用");
        _kit = Promised("INV-118", "GEN-4.1e", "a step runs in a closed system with a kit of its own batch", "工序在装有本批套件的密闭系统中进行");
        _kitOnce = Promised("INV-119", "product", "a kit is mounted where none is, and taken off where it is", "套件装于空位，从所装处卸下");
        _closure = Promised("INV-120", "GMP-13.7a", "a step that counts as closed runs in a system whose closure was verified since its kit was mounted", "按密闭计的工序在装套件后已核实密闭的系统中进行");
        _systemOne = Promised("INV-121", "product", "a closed system runs one step at a time", "密闭系统同时只运行一道工序");
        _systemClean = Promised("INV-122", "GEN-4.1e", "a closed system is cleaned before another batch's kit is mounted", "密闭系统清洁后方可装他批套件");
        _equipmentOne = Promised("INV-123", "ORC-015", "equipment runs one step at a time", "设备同时只用于一道工序");
        _equipmentClean = Promised("INV-124", "GEN-4.1e", "equipment is cleaned before another batch uses it", "设备清洁后他批方可使用");
        _down = Promised("INV-125", "ORC-011", "equipment out of service starts no step", "停用的设备不开始工序");
        _calibrated = Promised("INV-126", "product", "equipment whose last calibration failed or ran out starts no step", "校准不合格或过期的设备不开始工序");
        _inactivated = Promised("INV-127", "GMP-9.5.1b", "equipment used for positive material is inactivated before another batch uses it", "用于阳性材料的设备灭活后他批方可使用");
        _repaired = Promised("INV-128", "GMP-6.3c", "equipment that was repaired or failed its check passes one before it is used", "修理后或检查不合格的设备检查合格后方可使用");
        _line = Promised("INV-129", "GMP-9.3.2a", "a line runs steps of one batch at a time", "生产线同时只运行一个批的工序");
        _suspended = Promised("INV-130", "GMP-9.2.5d", "only a suspended line is reinstated", "只恢复已暂停的生产线");
        _paired = Promised("INV-131", "GMP-9.5.4c", "a step starts at once in everything it names", "工序在其所列的一切设施中同时开始");
    }

    public override void Read(RecordedTurn turn, TurnBody body)
    {
        foreach (var (actor, fact) in body.Facts)
        {
            _plant.Read(actor, fact);
            switch (fact)
            {
                case IsolatorFact isolator:
                    Read(turn, body, actor.Key, Of(_isolators, actor.Key), isolator);
                    break;
                case CabinetFact cabinet:
                    Read(turn, actor.Key, cabinet);
                    break;
                case ClosedSystemFact system:
                    Read(turn, body, actor.Key, Of(_systems, actor.Key), system);
                    break;
                case EquipmentFact equipment:
                    Read(turn, body, actor.Key, Of(_equipment, actor.Key), equipment);
                    break;
                case LineFact line:
                    Read(turn, actor.Key, line);
                    break;
                case BatchFact.StepStarted started when body.Command is not PlantCommand.ApproveOpening:
                    Pair(turn, body, actor.Key, started.Execution);
                    break;
            }
        }
    }

    private void Pair(RecordedTurn turn, TurnBody body, string batch, StepExecution step)
    {
        bool Has(ActorKind kind, string? id, Func<Fact, bool> starts) => id is null || body.Facts.Any(written => written.Actor == new ActorId(kind, id) && starts(written.Fact));
        _paired.Demand(
            Has(ActorKind.Isolator, step.Isolator, fact => fact is IsolatorFact.StepStarted { Batch: var of } && of == batch)
            && Has(ActorKind.Cabinet, step.Cabinet, fact => fact is CabinetFact.StepStarted { Batch: var of } && of == batch)
            && Has(ActorKind.ClosedSystem, step.ClosedSystem, fact => fact is ClosedSystemFact.StepStarted { Batch: var of } && of == batch)
            && Has(ActorKind.Line, step.Line, fact => fact is LineFact.StepStarted { Step.Batch: var of } && of == batch)
            && step.Equipment.All(unit => Has(ActorKind.Equipment, unit, fact => fact is EquipmentFact.StepStarted { Batch: var of } && of == batch)),
            turn, $"{batch}/{step.Step} starts, and not in everything it names");
        if (step is { ClosedSystem: { } system, Exposure: Domain.Segregation.Exposure.Closed, Isolator: null })
            _closure.Demand(Of(_systems, system).Verified, turn, $"{batch}/{step.Step} counts as closed in {system}, whose closure nobody verified");
    }

    private void Read(RecordedTurn turn, TurnBody body, string id, Box box, IsolatorFact fact)
    {
        switch (fact)
        {
            case IsolatorFact.Decontaminated done:
                box.Cycled = done.Passed;
                break;
            case IsolatorFact.DecontaminationStarted:
                box.Cycled = false;
                break;
            case IsolatorFact.IntegrityTested tested:
                if (tested.Passed)
                    box.Failed.Remove(tested.Test);
                else
                    box.Failed.Add(tested.Test);
                break;
            case IsolatorFact.PortOpened opened:
                _isolatorOne.Demand(opened.Batch is null || box.Batch is null || box.Batch == opened.Batch, turn, $"{id} of {box.Batch} is opened for {opened.Batch}");
                box.Open = true;
                if (opened.Batch is null)
                    box.Cycled = false;
                else
                    box.Batch ??= opened.Batch;
                break;
            case IsolatorFact.PortClosed:
                box.Open = false;
                break;
            case IsolatorFact.StepStarted started when body.Command is PlantCommand.ApproveOpening:
                box.Batch = started.Batch;
                break;
            case IsolatorFact.StepStarted started:
                _isolatorOne.Demand(box.Batch is null || box.Batch == started.Batch, turn, $"{started.Batch} works in {id} of {box.Batch}");
                _cycle.Demand(box.Cycled, turn, $"{started.Batch} works in {id}, which was not decontaminated");
                _tests.Demand(box.Failed.Count == 0, turn, $"{started.Batch} works in {id}, whose test failed");
                _port.Demand(!box.Open, turn, $"{started.Batch} works in {id}, whose port is open");
                box.Batch = started.Batch;
                break;
            case IsolatorFact.InteriorCleared:
                (box.Batch, box.Cycled) = (null, false);
                break;
        }
    }

    private void Read(RecordedTurn turn, string id, CabinetFact fact)
    {
        var (batch, step) = _cabinets.GetValueOrDefault(id);
        switch (fact)
        {
            case CabinetFact.StepStarted started:
                _cabinetOne.Demand(step is null, turn, $"{started.Batch} works in {id}, where {step} runs");
                _cabinetClean.Demand(batch is null || batch == started.Batch, turn, $"{started.Batch} works in {id}, not cleared of {batch}");
                _cabinets[id] = (started.Batch, started.Step);
                break;
            case CabinetFact.StepEnded:
                _cabinets[id] = (batch, null);
                break;
            case CabinetFact.Cleared:
                _cabinets[id] = (null, null);
                break;
        }
    }

    private void Read(RecordedTurn turn, TurnBody body, string id, Machine system, ClosedSystemFact fact)
    {
        switch (fact)
        {
            case ClosedSystemFact.KitMounted mounted:
                _kitOnce.Demand(system.Kit is null, turn, $"{mounted.Kit} is mounted on {id}, which has {system.Kit}");
                _systemClean.Demand(system.Batch is null || system.Batch == mounted.Batch, turn, $"{id} is not cleaned after {system.Batch}, and {mounted.Batch} mounts a kit");
                (system.Kit, system.KitOf, system.Verified) = (mounted.Kit, mounted.Batch, false);
                break;
            case ClosedSystemFact.KitUnmounted unmounted:
                _kitOnce.Demand(system.Kit == unmounted.Kit, turn, $"{unmounted.Kit} is taken off {id}, which has {system.Kit ?? "none"}");
                (system.Batch, system.Kit, system.KitOf, system.Verified) = (system.KitOf, null, null, false);
                break;
            case ClosedSystemFact.ClosureVerified verified:
                system.Verified = verified.Passed;
                break;
            case ClosedSystemFact.Cleaned:
                system.Batch = null;
                break;
            case ClosedSystemFact.StepStarted started:
                _kit.Demand(system.KitOf == started.Batch, turn, $"{started.Batch} runs in {id}, which has a kit of {system.KitOf ?? "nobody"}");
                _systemOne.Demand(system.Step is null, turn, $"{started.Batch}/{started.Step} starts in {id}, where {system.Step} runs");
                system.Step = started.Step;
                break;
            case ClosedSystemFact.StepEnded:
                system.Step = null;
                break;
        }
    }

    private void Read(RecordedTurn turn, TurnBody body, string id, Machine unit, EquipmentFact fact)
    {
        switch (fact)
        {
            case EquipmentFact.StepStarted started:
                _equipmentOne.Demand(unit.Step is null, turn, $"{started.Batch}/{started.Step} uses {id}, on which {unit.Step} runs");
                _equipmentClean.Demand(unit.Batch is null || unit.Batch == started.Batch, turn, $"{started.Batch} uses {id}, not cleaned of {unit.Batch}");
                _down.Demand(!unit.Down, turn, $"{started.Batch} uses {id}, which is out of service");
                _inactivated.Demand(unit.Positive is null || unit.Positive == started.Batch, turn, $"{started.Batch} uses {id}, not inactivated after {unit.Positive}");
                _repaired.Demand(!unit.Doubtful, turn, $"{started.Batch} uses {id}, which has passed no check since");
                var file = _plant.Plant?.Equipment.FirstOrDefault(one => one.Id == id)?.CalibratedUntil;
                var until = unit.CalibratedUntil is { } recorded && !(recorded < file) ? recorded : file;
                _calibrated.Demand(!unit.CalibrationFailed && (until is null ? _plant.Plant is null : _plant.Day(body.At) <= until), turn, $"{started.Batch} uses {id}, calibrated until {until?.ToString("O", System.Globalization.CultureInfo.InvariantCulture) ?? "never"}");
                (unit.Batch, unit.Step) = (started.Batch, started.Step);
                unit.Positive = started.Positive ? started.Batch : unit.Positive;
                break;
            case EquipmentFact.StepEnded:
                unit.Step = null;
                break;
            case EquipmentFact.Cleaned:
                unit.Batch = null;
                break;
            case EquipmentFact.FoundUsedForPositive found:
                unit.Positive = found.Batch;
                break;
            case EquipmentFact.Inactivated:
                unit.Positive = null;
                break;
            case EquipmentFact.Calibrated calibrated:
                (unit.CalibrationFailed, unit.CalibratedUntil) = (!calibrated.Calibration.Passed, calibrated.Calibration.ValidUntil);
                break;
            case EquipmentFact.IntegrityChecked checkedUp:
                unit.Doubtful = !checkedUp.Passed;
                break;
            case EquipmentFact.Repaired:
                unit.Doubtful = true;
                break;
            case EquipmentFact.TakenOutOfService:
                unit.Down = true;
                break;
            case EquipmentFact.ReturnedToService:
                unit.Down = false;
                break;
        }
    }

    private void Read(RecordedTurn turn, string id, LineFact fact)
    {
        var running = Of(_lines, id);
        switch (fact)
        {
            case LineFact.StepStarted started:
                _line.Demand(running.All(step => step.Batch == started.Step.Batch), turn, $"{started.Step.Batch} works on {id} beside {string.Join(", ", running.Select(step => step.Batch))}");
                running.Add((started.Step.Batch, started.Step.Step));
                break;
            case LineFact.StepEnded ended:
                running.Remove((ended.Batch, ended.Step));
                break;
            case LineFact.Suspended:
                _stopped.Add(id);
                break;
            case LineFact.Reinstated:
                _suspended.Demand(_stopped.Remove(id), turn, $"{id} is reinstated and was not suspended");
                break;
        }
    }

    private static T Of<T>(Dictionary<string, T> all, string id)
        where T : new()
    {
        if (!all.TryGetValue(id, out var one))
            all[id] = one = new T();
        return one;
    }

    private sealed class Box
    {
        public string? Batch { get; set; }

        public bool Cycled { get; set; }

        public bool Open { get; set; }

        public HashSet<IntegrityTest> Failed { get; } = [];
    }

    private sealed class Machine
    {
        public string? Batch { get; set; }

        public string? Step { get; set; }

        public string? Kit { get; set; }

        public string? KitOf { get; set; }

        public bool Verified { get; set; }

        public string? Positive { get; set; }

        public bool Down { get; set; }

        public bool Doubtful { get; set; }

        public bool CalibrationFailed { get; set; }

        public DateOnly? CalibratedUntil { get; set; }
    }
}
