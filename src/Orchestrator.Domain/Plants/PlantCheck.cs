using System.Collections.Immutable;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Plants;

/// <summary>
/// What is wrong with a plant document, or will follow from it: references, segregation by construction, and what the law
/// needs and does not find. Fields are named as in the plant file, list items by their place from 0.
/// </summary>
public static class PlantCheck
{
    public static IEnumerable<Finding> Of(PlantDocument plant)
    {
        ArgumentNullException.ThrowIfNull(plant);
        return [.. PlantReferences.Of(plant), .. Limits(plant), .. Air(plant), .. Isolators(plant), .. Incubators(plant), .. PlantNeeds.Of(plant)];
    }

    /// <summary>What two areas share that makes them one (AMB-02): air-handling units and airlocks.</summary>
    private static IEnumerable<string> Shared(AreaDefinition one, AreaDefinition other) =>
        one.AirHandlingUnits.Intersect(other.AirHandlingUnits)
            .Concat(Airlocks(one).Intersect(Airlocks(other)));

    private static IEnumerable<string> Airlocks(AreaDefinition area) => area.PersonnelAirlocks.Concat(area.MaterialAirlocks).Distinct();

    private static IEnumerable<Finding> Limits(PlantDocument plant)
    {
        foreach (var (sensor, at) in plant.Sensors.Numbered())
        {
            if (sensor.Low > sensor.High)
                yield return Error($"sensors[{at}].low", $"{sensor.Id} 的下限高于上限。", $"The low limit of {sensor.Id} is above its high limit.", "改正限度。", "Correct the limits.");
            if (sensor.Unit != Unit(sensor.Quantity))
            {
                yield return Error($"sensors[{at}].unit", $"{sensor.Quantity} 的单位应为 {Unit(sensor.Quantity)}。", $"The unit of {sensor.Quantity} is {Unit(sensor.Quantity)}.",
                    "换算限度并改写单位。", "Convert the limits and correct the unit.");
            }

            if ((sensor.Quantity == Quantity.PressureDifference) != (sensor.Against is not null))
            {
                yield return Error($"sensors[{at}].against", "压差（且仅压差）需要写明另一侧。", "A pressure difference, and nothing else, names its other side.",
                    "增加或删除 against。", "Add or remove \"against\".");
            }
        }

        foreach (var (assessment, at) in plant.RiskAssessments.Numbered().Where(one => one.Item.ValidFrom > one.Item.ValidUntil))
            yield return Error($"risk-assessments[{at}].valid-until", $"{assessment.Id} 在生效前已失效。", $"{assessment.Id} ends before it begins.", "改正日期。", "Correct the dates.");
        foreach (var (relaxation, at) in plant.Overrides.Numbered().Where(one => one.Item.ValidFrom > one.Item.ValidUntil))
            yield return Error($"overrides[{at}].valid-until", $"{relaxation.Id} 在生效前已失效。", $"{relaxation.Id} ends before it begins.", "改正日期。", "Correct the dates.");
        foreach (var (shift, at) in plant.Shifts.Numbered().Where(one => one.Item.Starts == one.Item.Ends))
            yield return Error($"shifts[{at}].ends", $"班次 {shift.Id} 的开始和结束相同。", $"The shift {shift.Id} begins and ends at the same time.", "改正时间。", "Correct the times.");
        foreach (var (product, at) in plant.Products.Numbered().Where(one => one.Item.Regime is not ("commercial" or "clinical-trial")))
        {
            yield return Error($"products[{at}].regime", $"{product.Id} 的类型应为 commercial 或 clinical-trial。", $"The regime of {product.Id} is commercial or clinical-trial.",
                "改正 regime。", "Correct the regime.", "GMP-3.1a");
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(plant.TimeZone, out _))
            yield return Error("time-zone", $"没有时区「{plant.TimeZone}」。", $"There is no time zone \"{plant.TimeZone}\".", "写 IANA 名称，例如 Asia/Shanghai。", "Write an IANA name, for example Asia/Shanghai.");
    }

    private static string Unit(Quantity quantity) => quantity switch
    {
        Quantity.PressureDifference => "Pa",
        Quantity.Temperature => "Cel",
        Quantity.Humidity => "%",
        Quantity.CarbonDioxide => "%",
        Quantity.Particles => "/m3",
        Quantity.AirHandling => "1",
        Quantity.Door => "1",
    };

    private static IEnumerable<Finding> Air(PlantDocument plant)
    {
        foreach (var (area, at) in plant.Areas.Numbered())
        {
            if (area.AirHandlingUnits.IsEmpty)
            {
                yield return Error($"areas[{at}].air-handling-units", $"区域 {area.Id} 没有空调机组。", $"The area {area.Id} has no air-handling unit.",
                    "写入服务于它的机组。", "Name the units that serve it.", area.Designation == AreaDesignation.PathogenDedicated ? "GMP-6.2c" : "GMP-13.5");
            }

            if (!Airlocks(area).Any())
            {
                yield return new Finding(FindingSeverity.WillRefuse, $"areas[{at}].personnel-airlocks", $"区域 {area.Id} 没有气锁间：按与其他所有区域同一生产区域判断。", $"The area {area.Id} has no airlock: it counts as one area with every other.",
                    "写入人员和物料的气锁间。", "Name its personnel and material airlocks.")
                { Rules = ["GMP-13.5"] };
            }

            foreach (var other in plant.Areas.Take(at))
            {
                var shared = string.Join(", ", Shared(area, other));
                if (shared.Length == 0)
                    continue;
                if (area.Designation != other.Designation)
                {
                    var positive = area.Designation == AreaDesignation.PathogenDedicated || other.Designation == AreaDesignation.PathogenDedicated;
                    yield return Error($"areas[{at}]", $"专用区域不得共用 {shared}：{other.Id} 与 {area.Id} 用途不同。", $"Dedicated areas may not share {shared}: {other.Id} and {area.Id} have different designations.",
                        "为专用区域配备独立的空调净化系统和通道。", "Give the dedicated area its own air handling and airlocks.", positive ? "GMP-6.2c" : "GMP-6.1c", "GMP-13.5");
                }
                else
                {
                    yield return new Finding(FindingSeverity.Note, $"areas[{at}]", $"{other.Id} 与 {area.Id} 共用 {shared}：按同一生产区域判断。", $"{other.Id} and {area.Id} share {shared}: they count as one area.",
                        "如应分开，配备独立的机组和通道。", "Give each its own if they are meant to be apart.")
                    { Rules = ["GMP-13.5"] };
                }
            }
        }
    }

    private static IEnumerable<Finding> Isolators(PlantDocument plant)
    {
        foreach (var (isolator, at) in plant.Isolators.Numbered())
        {
            var several = plant.Isolators.Count(other => other.Room == isolator.Room) > 1;
            var severity = several ? FindingSeverity.Error : FindingSeverity.WillRefuse;
            if (isolator.Exhaust == IsolatorExhaust.IntoRoom)
            {
                yield return new Finding(severity, $"isolators[{at}].exhaust", $"隔离器 {isolator.Id} 直接向操作间排风。", $"The isolator {isolator.Id} exhausts into the room.",
                    "改为管道排风。", "Duct its exhaust.")
                { Rules = ["GMP-9.5.5b"] };
            }

            if (isolator.Recirculates)
            {
                yield return new Finding(severity, $"isolators[{at}].recirculates", $"隔离器 {isolator.Id} 的排风循环利用。", $"The exhaust of the isolator {isolator.Id} is recirculated.",
                    "改为直排。", "Let it leave in a single pass.")
                { Rules = ["GMP-9.5.5c"] };
            }
        }
    }

    private static IEnumerable<Finding> Incubators(PlantDocument plant)
    {
        foreach (var (incubator, at) in plant.Incubators.Numbered())
        {
            if (!incubator.CanBeDisinfected)
            {
                yield return new Finding(FindingSeverity.WillRefuse, $"incubators[{at}].can-be-disinfected", $"培养箱 {incubator.Id} 不能消毒或灭菌：不得放入。", $"The incubator {incubator.Id} cannot be disinfected: nothing may be loaded.",
                    "更换培养箱。", "Replace it.")
                { Rules = ["GMP-9.5.6e"] };
            }

            if (incubator.Honeycomb ? incubator.Compartments.Length < 2 : incubator.Compartments.Length != 1)
            {
                yield return Error($"incubators[{at}].compartments", $"{incubator.Id}：蜂巢式至少两个隔室，普通培养箱恰好一个。", $"{incubator.Id}: a honeycomb has two compartments or more, a plain incubator exactly one.",
                    "改正 compartments 或 honeycomb。", "Correct compartments or honeycomb.", "GMP-9.5.6c");
            }

            foreach (var (compartment, place) in incubator.Compartments.Numbered().Where(one => one.Item.Positions.IsEmpty))
            {
                yield return Error($"incubators[{at}].compartments[{place}].positions", $"隔室 {compartment.Id} 没有位置。", $"The compartment {compartment.Id} has no position.",
                    "写入位置。", "Name its positions.", "GMP-9.5.6b");
            }
        }
    }

    internal static Finding Error(string field, string zh, string en, string fixZh, string fixEn, params ReadOnlySpan<string> rules) =>
        new(FindingSeverity.Error, field, zh, en, fixZh, fixEn) { Rules = [.. rules] };

    /// <summary>The items of a list with their place from 0, as field names count them.</summary>
    internal static IEnumerable<(T Item, int At)> Numbered<T>(this ImmutableArray<T> items) => items.Select((item, at) => (item, at));
}
