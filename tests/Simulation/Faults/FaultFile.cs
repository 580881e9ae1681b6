using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using Orchestrator.Api.MasterData;
using Orchestrator.Domain.Plants;

namespace Orchestrator.Simulation.Faults;

/// <summary>
/// Reads a fault profile: <c>format</c>, <c>name</c>, <c>zh</c>, <c>en</c>, <c>scenes</c>, and under <c>faults</c> by name how many of a
/// million opportunities it takes (<c>perMillion</c>) and, for a fault that lasts, how long at most (<c>longest</c>, ISO 8601).
/// </summary>
public static class FaultFile
{
    public const string Format = "orchestrator-faults/1";

    private const int Million = 1_000_000;

    private static readonly TimeSpan LongestMax = TimeSpan.FromDays(1);

    public static FileReading<FaultProfile> Read(string fileName, string text)
    {
        var (root, stopped) = YamlTree.Read(fileName, text);
        if (root is null)
            return new FileReading<FaultProfile>(null, stopped is null ? [] : [stopped]);
        var reading = new Reading(fileName);
        var profile = reading.Profile(root);
        return new FileReading<FaultProfile>(reading.Findings.Count == 0 ? profile : null, [.. reading.Findings]);
    }

    private sealed class Reading(string fileName)
    {
        public List<Finding> Findings { get; } = [];

        public FaultProfile Profile(YamlMap root)
        {
            Known(root, "", "format", "name", "zh", "en", "scenes", "faults");
            if (Text(root, "format") is { } format && format.Text != Format)
                Wrong(format, "format", $"「{format.Text}」不是 {Format}。", $"\"{format.Text}\" is not {Format}.", $"写 format: {Format}。", $"Write format: {Format}.");
            var (name, zh, en) = (Text(root, "name")?.Text ?? "", Text(root, "zh")?.Text ?? "", Text(root, "en")?.Text ?? "");
            var scenes = Text(root, "scenes");
            if (scenes is { Text: not "true" and not "false" })
                Wrong(scenes, "scenes", $"「{scenes.Text}」不是 true 或 false。", $"\"{scenes.Text}\" is neither true nor false.", "写 true 或 false。", "Write true or false.");
            return new FaultProfile(name, zh, en, scenes?.Text == "true", Rates(root));
        }

        private ImmutableSortedDictionary<FaultKind, FaultRate> Rates(YamlMap root)
        {
            var rates = ImmutableSortedDictionary.CreateBuilder<FaultKind, FaultRate>();
            switch (Find(root, "faults"))
            {
                case null:
                    Missing(root, "faults");
                    break;
                case YamlMap faults:
                    foreach (var (key, value) in faults.Pairs)
                        if (FaultTable.Named(key.Text) is not { } row)
                            Wrong(key, $"faults.{key.Text}", $"没有名为「{key.Text}」的故障。", $"There is no fault named \"{key.Text}\".", $"已知的有：{Names}。", $"Known are: {Names}.");
                        else if (value is YamlMap rate)
                            rates[row.Kind] = Rate(row, rate);
                        else
                            Wrong(value, $"faults.{key.Text}", "此处应为 perMillion（及 longest）。", "perMillion (and longest) belong here.", "写 { perMillion: 100 }。", "Write { perMillion: 100 }.");
                    break;
                case YamlValue { Text: "" or "{}" or "~" or "null" }:
                    break;
                case var other:
                    Wrong(other, "faults", "此处应为各故障的表。", "A map of faults belongs here.", "写 faults: {} 表示没有故障。", "Write faults: {} for none.");
                    break;
            }

            return rates.ToImmutable();
        }

        private FaultRate Rate(FaultRow row, YamlMap rate)
        {
            var field = $"faults.{row.Name}";
            Known(rate, $"{field}.", "perMillion", "longest");
            var often = Text(rate, "perMillion", field);
            var perMillion = 0;
            if (often is not null && !(int.TryParse(often.Text, NumberStyles.None, CultureInfo.InvariantCulture, out perMillion) && perMillion <= Million))
                Wrong(often, $"{field}.perMillion", $"「{often.Text}」不是 0 至 {Million} 的整数。", $"\"{often.Text}\" is not an integer from 0 to {Million}.", "写百万次机会中的次数。", "Write how many of a million opportunities it takes.");
            var longest = Find(rate, "longest") as YamlValue;
            if (row.HasLength && longest is null)
                Wrong(rate, $"{field}.longest", $"缺少 {field}.longest：此故障会持续。", $"{field}.longest is missing: this fault lasts.", "写 longest: PT5S。", "Write longest: PT5S.");
            if (!row.HasLength && longest is not null)
                Wrong(longest, $"{field}.longest", "此故障没有持续时间。", "This fault has no length.", "删除 longest。", "Remove longest.");
            return new FaultRate(perMillion, longest is null ? TimeSpan.Zero : Length(longest, $"{field}.longest"));
        }

        private TimeSpan Length(YamlValue value, string field)
        {
            try
            {
                if (XmlConvert.ToTimeSpan(value.Text) is var span && span > TimeSpan.Zero && span <= LongestMax)
                    return span;
            }
            catch (Exception error) when (error is FormatException or OverflowException)
            {
                // Said below, as what is out of range is.
            }

            Wrong(value, field, $"「{value.Text}」不是至多一天的 ISO 8601 时长。", $"\"{value.Text}\" is no length of time in ISO 8601 of at most a day.", "例如 PT5S。", "For example PT5S.");
            return TimeSpan.Zero;
        }

        private static string Names => string.Join(' ', FaultTable.Rows.Select(row => row.Name));

        private static YamlNode? Find(YamlMap map, string name) => map.Pairs.FirstOrDefault(pair => pair.Key.Text == name).Value;

        private YamlValue? Text(YamlMap map, string name, string under = "")
        {
            var field = under.Length == 0 ? name : $"{under}.{name}";
            switch (Find(map, name))
            {
                case YamlValue { Text.Length: > 0 } value:
                    return value;
                case null:
                    Missing(map, field);
                    return null;
                case var other:
                    Wrong(other, field, "此处应为一个值。", "A value belongs here.", "写一个值。", "Write a value.");
                    return null;
            }
        }

        private void Known(YamlMap map, string under, params string[] names)
        {
            foreach (var (key, _) in map.Pairs)
                if (!names.Contains(key.Text))
                    Wrong(key, under + key.Text, $"不认识「{key.Text}」。", $"\"{key.Text}\" is not known here.", $"此处可有：{string.Join(' ', names)}。", $"Known here are: {string.Join(' ', names)}.");
        }

        private void Missing(YamlNode at, string field) => Wrong(at, field, $"缺少 {field}。", $"{field} is missing.", $"写 {field}。", $"Write {field}.");

        private void Wrong(YamlNode at, string field, string zh, string en, string fixZh, string fixEn) =>
            Findings.Add(new Finding(FindingSeverity.Error, field, zh, en, fixZh, fixEn) { File = fileName, Line = at.Line, Column = at.Column });
    }
}
