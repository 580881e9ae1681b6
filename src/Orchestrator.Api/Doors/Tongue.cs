using Grpc.Core;

namespace Orchestrator.Api.Doors;

/// <summary>
/// The language in which the caller of the call under way is told what is no ruling. Rulings carry both languages and have
/// no need of it; the law never sees it.
/// </summary>
public static class Tongue
{
    /// <summary>HTTP's header, and the metadata of the same name.</summary>
    public const string Header = "accept-language";

    private static readonly AsyncLocal<bool> Chinese = new();

    /// <summary>From here on the call is answered in the language its caller prefers.</summary>
    public static void Of(ServerCallContext context) => Of(context.RequestHeaders.GetValue(Header));

    /// <param name="accepted">As HTTP writes it (RFC 9110, section 12.5.4), for example <c>zh-CN,zh;q=0.9,en;q=0.8</c>.</param>
    public static void Of(string? accepted) => Chinese.Value = PrefersChinese(accepted);

    /// <summary>A text in the caller's language; English where none is named that is spoken here.</summary>
    public static string Say(string zh, string en) => Chinese.Value ? zh : en;

    private static bool PrefersChinese(string? accepted) => (accepted ?? "").Split(',')
        .Select(range => range.Split(';', StringSplitOptions.TrimEntries))
        .Select(parts => (Language: parts[0], Weight: parts.Length > 1 && parts[1].StartsWith("q=", StringComparison.Ordinal)
            && double.TryParse(parts[1].AsSpan(2), System.Globalization.CultureInfo.InvariantCulture, out var weight) ? weight : 1))
        .Where(range => range.Weight > 0 && (Is(range.Language, "zh") || Is(range.Language, "en")))
        .OrderByDescending(range => range.Weight)
        .FirstOrDefault().Language is { } first && Is(first, "zh");

    private static bool Is(string range, string language) =>
        range.Equals(language, StringComparison.OrdinalIgnoreCase) || range.StartsWith($"{language}-", StringComparison.OrdinalIgnoreCase);
}
