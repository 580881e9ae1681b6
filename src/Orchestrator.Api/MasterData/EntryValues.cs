using System.Globalization;
using System.Text.RegularExpressions;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Api.MasterData;

/// <summary>How the single values of a master-data file are read: each answers the value, or null after a finding.</summary>
public sealed partial class Entry
{
    internal const int TextLengthMax = 1000;

    internal const string IdPattern = @"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$";

    internal const string AddressPattern = @"^[a-z-]+/[A-Za-z0-9][A-Za-z0-9._-]{0,63}$";

    internal const string DurationPattern = @"^P(?=.)(?:(\d{1,3})W|(?:(\d{1,5})D)?(?:T(?=.)(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,7})S)?)?)$";

    [GeneratedRegex(IdPattern, RegexOptions.CultureInvariant)]
    private static partial Regex IdShape();

    [GeneratedRegex(DurationPattern, RegexOptions.CultureInvariant)]
    private static partial Regex DurationShape();

    private string? ReadId(YamlValue value, string field) => IdShape().IsMatch(value.Text)
        ? value.Text
        : Wrong(value, field, $"「{Shown(value)}」不是有效的编号。", $"\"{Shown(value)}\" is not a valid id.",
            "用字母、数字、点、下划线、连字符，最长 64。", "Use letters, digits, dot, underscore and hyphen, 64 at most.");

    private string? ReadText(YamlValue value, string field)
    {
        if (value.Text.Length > TextLengthMax || value.Text.Any(char.IsControl) || string.IsNullOrWhiteSpace(value.Text))
        {
            return Wrong(value, field, $"文字应为 1 到 {TextLengthMax} 个可见字符。", $"Text has 1 to {TextLengthMax} visible characters.",
                "缩短，或删除控制字符。", "Shorten it, or remove control characters.");
        }

        return value.Text;
    }

    private string? ReadAddress(YamlValue value, string field)
    {
        if (ActorId.TryParse(value.Text, out var id) && IdShape().IsMatch(id.Key))
            return value.Text;
        return Wrong(value, field, $"「{Shown(value)}」不是地址。", $"\"{Shown(value)}\" is not an address.",
            "写成「类别/编号」，例如 room/R-101。", "Write \"kind/id\", for example room/R-101.");
    }

    private bool? ReadFlag(YamlValue value, string field)
    {
        if (value.Text is "true" or "false")
            return value.Text == "true";
        Wrong(value, field, $"「{Shown(value)}」不是 true 或 false。", $"\"{Shown(value)}\" is neither true nor false.", "写 true 或 false。", "Write true or false.");
        return null;
    }

    private int? ReadCount(YamlValue value, string field)
    {
        if (int.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 1_000_000)
            return count;
        Wrong(value, field, $"「{Shown(value)}」不是 0 到 1000000 的整数。", $"\"{Shown(value)}\" is not a whole number from 0 to 1000000.", "写整数。", "Write a whole number.");
        return null;
    }

    private decimal? ReadNumber(YamlValue value, string field)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (value.Text.Length <= 20 && decimal.TryParse(value.Text, Style, CultureInfo.InvariantCulture, out var number))
            return number;
        Wrong(value, field, $"「{Shown(value)}」不是数。", $"\"{Shown(value)}\" is not a number.", "写十进制数，小数点用「.」。", "Write a decimal number with a point.");
        return null;
    }

    private DateOnly? ReadDate(YamlValue value, string field)
    {
        if (DateOnly.TryParseExact(value.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return date;
        Wrong(value, field, $"「{Shown(value)}」不是日期。", $"\"{Shown(value)}\" is not a date.", "写成 2026-03-31。", "Write it as 2026-03-31.");
        return null;
    }

    private DateTimeOffset? ReadInstant(YamlValue value, string field)
    {
        string[] shapes = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK"];
        var offset = value.Text.EndsWith('Z') || value.Text.LastIndexOfAny(['+', '-']) > value.Text.IndexOf('T', StringComparison.Ordinal);
        if (offset && value.Text.Contains('T', StringComparison.Ordinal)
            && DateTimeOffset.TryParseExact(value.Text, shapes, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant))
        {
            return instant.ToUniversalTime();
        }

        Wrong(value, field, $"「{Shown(value)}」不是带时差的时刻。", $"\"{Shown(value)}\" is not an instant with an offset.",
            "写成 2026-03-31T08:00+08:00。", "Write it as 2026-03-31T08:00+08:00.");
        return null;
    }

    private TimeOnly? ReadTimeOfDay(YamlValue value, string field)
    {
        if (TimeOnly.TryParseExact(value.Text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return time;
        Wrong(value, field, $"「{Shown(value)}」不是时间。", $"\"{Shown(value)}\" is not a time of day.", "写成 \"07:30\"（加引号）。", "Write it as \"07:30\", in quotes.");
        return null;
    }

    private TimeSpan? ReadDuration(YamlValue value, string field)
    {
        var match = DurationShape().Match(value.Text);
        if (match.Success)
        {
            long Part(int group) => match.Groups[group].Success ? long.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : 0;
            return TimeSpan.FromSeconds((((Part(1) * 7) + Part(2)) * 86_400) + (Part(3) * 3_600) + (Part(4) * 60) + Part(5));
        }

        Wrong(value, field, $"「{Shown(value)}」不是时长。", $"\"{Shown(value)}\" is not a length of time.",
            "按 ISO 8601 写，不用年和月：P12D、PT1H30M。", "Write ISO 8601 without years and months: P12D, PT1H30M.");
        return null;
    }

    private T? ReadChoice<T>(YamlValue value, string field)
        where T : struct, Enum
    {
        var at = Array.IndexOf(Choices<T>(), value.Text);
        if (at >= 0)
            return Enum.GetValues<T>()[at];
        Wrong(value, field, $"「{Shown(value)}」不在可选值之内。", $"\"{Shown(value)}\" is not one of the choices.",
            $"可选：{string.Join("、", Choices<T>())}。", $"Choose one of: {string.Join(", ", Choices<T>())}.");
        return null;
    }

    private static string Shown(YamlValue value) =>
        new([.. value.Text.Take(60).Select(letter => char.IsControl(letter) ? '?' : letter)]);

    private string? Wrong(YamlNode at, string field, string zh, string en, string fixZh, string fixEn)
    {
        _file!.Error(at, field, zh, en, fixZh, fixEn);
        return null;
    }
}

/// <summary>What a single value looks like: for the published schema, and as the hint in "is missing".</summary>
internal sealed record ValueKind(string Name, string ZhExample, string EnExample, string[]? Choices = null)
{
    public static ValueKind Id { get; } = new("id", "编号，例如 R-101", "an id, for example R-101");

    public static ValueKind Text { get; } = new("text", "一行文字", "a line of text");

    public static ValueKind Address { get; } = new("address", "地址，例如 room/R-101", "an address, for example room/R-101");

    public static ValueKind Flag { get; } = new("flag", "true 或 false", "true or false");

    public static ValueKind Count { get; } = new("count", "整数", "a whole number");

    public static ValueKind Number { get; } = new("number", "数", "a number");

    public static ValueKind Date { get; } = new("date", "日期，例如 2026-03-31", "a date, for example 2026-03-31");

    public static ValueKind Instant { get; } = new("instant", "带时差的时刻，例如 2026-03-31T08:00+08:00", "an instant with its offset, for example 2026-03-31T08:00+08:00");

    public static ValueKind TimeOfDay { get; } = new("time of day", "时间，例如 \"07:30\"", "a time of day, for example \"07:30\"");

    public static ValueKind Duration { get; } = new("duration", "时长，例如 PT30M", "a length of time, for example PT30M");

    public static ValueKind Choice(string[] choices) =>
        new("choice", string.Join("、", choices) + " 之一", "one of " + string.Join(", ", choices), choices);
}
