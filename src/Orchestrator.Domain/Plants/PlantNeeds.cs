using System.Collections.Immutable;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Plants;

/// <summary>
/// What the law needs of a plant file and the file lacks: each piece is reported with the rules that will refuse for want
/// of it, because an unknown value never grants.
/// </summary>
internal static class PlantNeeds
{
    /// <summary>One site parameter: its name in the file, how it is read, and the rules that refuse without it.</summary>
    internal sealed record Parameter(string Field, string Zh, string En, Func<SiteParameters, bool> Given, ImmutableArray<string> Rules);

    /// <summary>Every site parameter; a test holds it complete.</summary>
    internal static ImmutableArray<Parameter> Parameters { get; } =
    [
        new("reading-age-max", "凡依据实时读数的开始", "every start that rests on a live reading", p => p.ReadingAgeMax is not null, ["GMP-6.4.0", "GMP-6.2d", "GMP-9.5.3d", "GMP-9.5.4d"]),
        new("temperature-gap-max", "温度数据有缺口的判断", "what rests on a gapless temperature record", p => p.TemperatureGapMax is not null, ["GMP-4.2.3a"]),
        new("clearance-validity", "清场后的每次开始", "every start after a clearance", p => p.ClearanceValidity is not null, ["GMP-9.5.2c", "GMP-9.5.4c"]),
        new("clearance-within", "及时清场的提醒", "the alert of an overdue clearance", p => p.ClearanceWithin is not null, ["GMP-9.5.4c"]),
        new("scan-age-max", "凡投入材料的开始", "every start that takes material in", p => p.ScanAgeMax is not null, ["GMP-9.7.3a"]),
        new("closed-system-integrity-period", "密闭系统上的每次开始", "every start on a closed system", p => p.ClosedSystemIntegrityPeriod is not null, ["GMP-6.3c"]),
        new("isolator-integrity-period", "隔离器内的每次开始", "every start in an isolator", p => p.IsolatorIntegrityPeriod is not null, ["GMP-9.5.5a"]),
        new("isolator-cycle-validity", "隔离器内的每次开始", "every start in an isolator", p => p.IsolatorCycleValidity is not null, ["GMP-6.4.4.2", "GMP-9.5.5e"]),
        new("incubator-disinfection-period", "每次放入培养箱", "every load of an incubator", p => p.IncubatorDisinfectionPeriod is not null, ["GMP-9.5.6e"]),
        new("room-disinfection-period", "需要「灭菌与消毒」措施的开始", "every start that needs the measure \"disinfected\"", p => p.RoomDisinfectionPeriod is not null, ["GMP-9.5.3g", "GMP-9.5.4h"]),
        new("decontamination-validity", "载体人员进入细胞产品区域", "entry of vector staff into a cell-product area", p => p.DecontaminationValidity is not null, ["GMP-5.3a"]),
        new("pathogen-exclusion", "接触病原体阳性材料后进入其他区域", "entry elsewhere after contact with pathogen-positive material", p => p.PathogenExclusion is not null, ["GMP-5.3b"]),
        new("negative-pressure-min", "病原体阳性材料的开放操作", "open work on pathogen-positive material", p => p.NegativePressureMin is not null, ["GMP-6.2d"]),
        new("initial-media-fills", "每条生产线的无菌操作", "aseptic work on every line", p => p.InitialMediaFills is not null, ["GMP-9.2.5a"]),
        new("warning-lead", "到期前的提醒", "warnings before due dates", p => p.WarningLead is not null, ["GMP-4.2.3c", "GMP-9.2.5c"]),
        new("breach-measure-within", "密闭系统破损后的继续", "going on after a breach", p => p.BreachMeasureWithin is not null, ["GMP-9.5.7a"]),
        new("step-heartbeat-max", "步骤沉默的提醒", "the alert of a silent step", p => p.StepHeartbeatMax is not null, ["GEN-4.3a"]),
        new("transfer-max", "没有规定时限的内部转运", "internal transfers without a limit of their own", p => p.TransferMax is not null, ["GMP-9.10b"]),
    ];

    public static IEnumerable<Finding> Of(PlantDocument plant) =>
        [.. MissingParameters(plant), .. Dates(plant), .. Sensors(plant), .. People(plant), .. Places(plant)];

    private static IEnumerable<Finding> MissingParameters(PlantDocument plant) =>
        from parameter in Parameters
        where !parameter.Given(plant.Parameters)
        select WillRefuse($"parameters.{parameter.Field}",
            $"缺少工厂参数「{parameter.Field}」：{parameter.Zh}将被拒绝。", $"The site parameter \"{parameter.Field}\" is missing: {parameter.En} will be refused.",
            "由质量部门确定数值并写入。", "Have quality set the figure and write it here.", [.. parameter.Rules]);

    private static IEnumerable<Finding> Dates(PlantDocument plant)
    {
        foreach (var (room, at) in plant.Rooms.Numbered())
        {
            if (room.Use is RoomUse.Processing or RoomUse.Incubation && room.QualifiedUntil is null)
                yield return NoDate($"rooms[{at}].qualified-until", room.Id, "GMP-6.4.0");
        }

        foreach (var (isolator, at) in plant.Isolators.Numbered().Where(one => one.Item.QualifiedUntil is null))
            yield return NoDate($"isolators[{at}].qualified-until", isolator.Id, "GMP-6.4.0");
        foreach (var (cabinet, at) in plant.Cabinets.Numbered().Where(one => one.Item.QualifiedUntil is null))
            yield return NoDate($"cabinets[{at}].qualified-until", cabinet.Id, "GMP-6.4.0");
        foreach (var (incubator, at) in plant.Incubators.Numbered().Where(one => one.Item.QualifiedUntil is null))
            yield return NoDate($"incubators[{at}].qualified-until", incubator.Id, "GMP-6.4.0");
        foreach (var (sensor, at) in plant.Sensors.Numbered().Where(one => one.Item.CalibratedUntil is null))
            yield return NoDate($"sensors[{at}].calibrated-until", sensor.Id, "GMP-4.2.3a");
        foreach (var (system, at) in plant.ClosedSystems.Numbered())
        {
            if (system.QualifiedUntil is null)
                yield return NoDate($"closed-systems[{at}].qualified-until", system.Id, "GMP-6.4.0");
            if (system.CalibratedUntil is null)
                yield return NoDate($"closed-systems[{at}].calibrated-until", system.Id, "GMP-4.2.3a");
            if (system.ClosureValidation is null)
            {
                yield return WillRefuse($"closed-systems[{at}].closure-validation",
                    $"{system.Id} 没有密闭性验证报告：按开放系统判断。", $"{system.Id} has no closure validation: it counts as open.",
                    "写入密闭性验证报告编号。", "Name the closure validation report.", "GMP-13.7a");
            }
        }

        foreach (var (equipment, at) in plant.Equipment.Numbered())
        {
            if (equipment.QualifiedUntil is null)
                yield return NoDate($"equipment[{at}].qualified-until", equipment.Id, "GMP-6.4.0");
            if (equipment.CalibratedUntil is null)
                yield return NoDate($"equipment[{at}].calibrated-until", equipment.Id, "GMP-4.2.3a");
        }
    }

    private static IEnumerable<Finding> Sensors(PlantDocument plant)
    {
        bool Measured(string of, Quantity quantity, string? against = null) => plant.Sensors.Any(sensor =>
            sensor.Of == of && sensor.Quantity == quantity && (against is null || sensor.Against == against));

        Finding Unmeasured(string field, string of, Quantity quantity, string? against, params ReadOnlySpan<string> rules) =>
            WillRefuse(field,
                $"{of}{(against is null ? "" : $" 对 {against}")} 没有 {quantity} 传感器：需要其读数的操作将被拒绝。",
                $"No sensor measures {quantity} of {of}{(against is null ? "" : $" against {against}")}: what needs its reading will be refused.",
                "在 sensors 中增加一个传感器。", "Add a sensor under \"sensors\".", rules);

        var dedicated = plant.Areas.Where(area => area.Designation == AreaDesignation.PathogenDedicated).Select(area => area.Id).ToHashSet();
        foreach (var (area, at) in plant.Areas.Numbered())
        {
            if (!Measured($"area/{area.Id}", Quantity.AirHandling))
                yield return Unmeasured($"areas[{at}]", $"area/{area.Id}", Quantity.AirHandling, null, "GMP-6.2c", "GMP-9.5.5c");
        }

        foreach (var (room, at) in plant.Rooms.Numbered().Where(one => one.Item.Use is RoomUse.Processing or RoomUse.Incubation))
        {
            var address = $"room/{room.Id}";
            if (!Measured(address, Quantity.PressureDifference))
                yield return Unmeasured($"rooms[{at}]", address, Quantity.PressureDifference, null, "GMP-9.5.3d", "GMP-9.5.4d", "GMP-6.4.0");
            if (!Measured(address, Quantity.Particles))
                yield return Unmeasured($"rooms[{at}]", address, Quantity.Particles, null, "GMP-6.4.0");
            foreach (var side in room.Adjoining.Where(_ => dedicated.Contains(room.Area) && room.Use == RoomUse.Processing))
            {
                if (!Measured(address, Quantity.PressureDifference, side))
                    yield return Unmeasured($"rooms[{at}].adjoining", address, Quantity.PressureDifference, side, "GMP-6.2d");
            }
        }

        foreach (var (incubator, at) in plant.Incubators.Numbered())
        {
            if (!Measured($"incubator/{incubator.Id}", Quantity.Temperature))
                yield return Unmeasured($"incubators[{at}]", $"incubator/{incubator.Id}", Quantity.Temperature, null, "GMP-4.2.3a");
        }

        foreach (var (sensor, at) in plant.Sensors.Numbered())
        {
            if (sensor.Low is null && sensor.High is null)
            {
                yield return WillRefuse($"sensors[{at}]", $"{sensor.Id} 没有限度：读数不能判为合格。", $"{sensor.Id} has no limits: no reading of it can be within them.",
                    "写入 low 和（或）high。", "Give low, high or both.", "GMP-6.4.0", "GMP-9.5.3d");
            }

            if (!plant.Controllers.Any(controller => controller.SpeaksFor.Contains($"sensor/{sensor.Id}")))
            {
                yield return WillRefuse($"sensors[{at}]", $"没有控制器上报 {sensor.Id}：读数将始终失效。", $"No controller speaks for {sensor.Id}: its reading will always be stale.",
                    "在 controllers 的 speaks-for 中写入 sensor/…。", "Name it under \"speaks-for\" of a controller.", "GMP-6.4.0", "GMP-9.5.3d");
            }
        }
    }

    private static IEnumerable<Finding> People(PlantDocument plant)
    {
        var dedicated = plant.Areas.Where(area => area.Designation == AreaDesignation.PathogenDedicated).Select(area => area.Id).ToHashSet();
        foreach (var (person, at) in plant.People.Numbered())
        {
            var field = $"people[{at}]";
            if (!person.Trainings.ContainsKey("biosafety"))
            {
                yield return WillRefuse($"{field}.trainings", $"{person.Id} 没有生物安全培训：不得进入生产区域。", $"{person.Id} has no biosafety training and may enter no area.",
                    "写入 biosafety 及有效期。", "Add biosafety and until when it holds.", "GMP-5.2a", "GMP-5.2b");
            }

            if (person.Authorisations.IsEmpty)
            {
                yield return WillRefuse($"{field}.authorisations", $"{person.Id} 没有任何授权：不得进入或操作。", $"{person.Id} is authorised for nothing and may neither enter nor work.",
                    "写入区域和操作的授权。", "Add the areas and operations.", "GMP-5.2a");
            }

            if (person.Authorisations.Keys.Any(dedicated.Contains) && !person.Trainings.ContainsKey("pathogen"))
            {
                yield return WillRefuse($"{field}.trainings", $"{person.Id} 获准进入病原体专用区域，但没有病原体模块培训。", $"{person.Id} is authorised for a pathogen-dedicated area without the pathogen module.",
                    "写入 pathogen 及有效期。", "Add pathogen and until when it holds.", "GMP-5.2c");
            }

            if (!person.Roles.Contains("operator"))
                continue;
            if (person.Shift is null)
            {
                yield return WillRefuse($"{field}.shift", $"操作员 {person.Id} 没有班次：没有属于其班次的培养基模拟灌装。", $"The operator {person.Id} has no shift: no media fill can be that of the shift.",
                    "写入班次。", "Name the shift.", "GMP-9.2.5b");
            }

            if (person.AsepticUntil is null)
            {
                yield return WillRefuse($"{field}.aseptic-until", $"操作员 {person.Id} 没有无菌操作资质。", $"The operator {person.Id} has no aseptic qualification.",
                    "写入 aseptic-until。", "Give aseptic-until.", "GEN-4.1c");
            }
        }
    }

    private static IEnumerable<Finding> Places(PlantDocument plant)
    {
        foreach (var (area, at) in plant.Areas.Numbered())
        {
            if (area.Routes.IsEmpty)
            {
                yield return WillRefuse($"areas[{at}].routes", $"区域 {area.Id} 没有单向流路线：转运将被拒绝。", $"The area {area.Id} has no routes: transfers will be refused.",
                    "写入 routes。", "Give its routes.", "GMP-9.5.3h", "GMP-9.5.4h");
            }

            if (area.LinesMax is null)
                yield return CountsAsOne($"areas[{at}].lines-max", area.Id, "GMP-9.3.2a");
            if (area.CulturesMax is null)
                yield return CountsAsOne($"areas[{at}].cultures-max", area.Id, "GMP-9.3.2a");
        }

        foreach (var (room, at) in plant.Rooms.Numbered())
        {
            if (room.PersonsMax is null && room.Use is RoomUse.Processing or RoomUse.Incubation)
                yield return CountsAsOne($"rooms[{at}].persons-max", room.Id, "GMP-9.3.2d");
            if (room.IsolatorsMax is null && plant.Isolators.Count(isolator => isolator.Room == room.Id) > 1)
                yield return CountsAsOne($"rooms[{at}].isolators-max", room.Id, "GMP-9.3.2a");
        }

        foreach (var (line, at) in plant.Lines.Numbered().Where(one => one.Item.SimulatedOperations.IsEmpty))
        {
            yield return WillRefuse($"lines[{at}].simulated-operations", $"生产线 {line.Id} 没有模拟过的操作：开放操作将被拒绝。", $"The line {line.Id} names no simulated operation: open work on it will be refused.",
                "写入培养基模拟灌装覆盖的操作。", "Name the operations its media fills simulate.", "GMP-9.2.1");
        }
    }

    private static Finding NoDate(string field, string id, string rule) => WillRefuse(field,
        $"{id} 没有有效期：视为已过期。", $"{id} has no end date here: it counts as lapsed.", "写入有效期的最后一天。", "Give the last day it holds.", rule);

    private static Finding CountsAsOne(string field, string id, string rule) =>
        new(FindingSeverity.Note, field, $"{id} 没有经验证的最大数：按 1 计。", $"{id} has no validated maximum: it counts as 1.",
            "如已验证，写入 count 和 report。", "Give count and report if it was validated.")
        { Rules = [rule] };

    private static Finding WillRefuse(string field, string zh, string en, string fixZh, string fixEn, params ReadOnlySpan<string> rules) =>
        new(FindingSeverity.WillRefuse, field, zh, en, fixZh, fixEn) { Rules = [.. rules] };
}
