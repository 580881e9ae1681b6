using System.Collections.Immutable;
using System.Text;

namespace Orchestrator.Domain.Identity;

/// <summary>A GS1 element string: application identifiers and their data, as scanned with FNC1 or as printed with brackets.</summary>
/// <param name="Elements">Identifier and data, in the order read.</param>
public sealed record ElementString(ImmutableArray<(string Identifier, string Data)> Elements)
{
    /// <summary>How FNC1 is written: some scanners send GS (29), test data and manuals write a caret.</summary>
    private const char Separator = '^';

    /// <summary>Data lengths that the standard predefines, by the first two digits of the identifier; all others end at FNC1.</summary>
    private static readonly ImmutableDictionary<string, int> Predefined = new Dictionary<string, int>
    {
        ["00"] = 18,
        ["01"] = 14,
        ["02"] = 14,
        ["03"] = 14,
        ["04"] = 16,
        ["11"] = 6,
        ["12"] = 6,
        ["13"] = 6,
        ["14"] = 6,
        ["15"] = 6,
        ["16"] = 6,
        ["17"] = 6,
        ["18"] = 6,
        ["19"] = 6,
        ["20"] = 2,
        ["31"] = 6,
        ["32"] = 6,
        ["33"] = 6,
        ["34"] = 6,
        ["35"] = 6,
        ["36"] = 6,
        ["41"] = 13,
    }.ToImmutableDictionary();

    /// <summary>The data under an identifier, or null: <c>01</c> is the trade item, <c>10</c> the lot, <c>17</c> the expiry, <c>21</c> the serial.</summary>
    public string? this[string identifier] => Elements.FirstOrDefault(element => element.Identifier == identifier).Data;

    /// <summary>As a scanner sends it: FNC1 first, and after each element of open length that another follows.</summary>
    public string Scanned()
    {
        var text = new StringBuilder().Append(Separator);
        for (var at = 0; at < Elements.Length; at++)
        {
            var (identifier, data) = Elements[at];
            text.Append(identifier).Append(data);
            if (at < Elements.Length - 1 && !Predefined.ContainsKey(identifier[..2]))
                text.Append(Separator);
        }

        return text.ToString();
    }

    /// <summary>As people read it, identifiers in brackets.</summary>
    public string Printed() => string.Concat(Elements.Select(element => $"({element.Identifier}){element.Data}"));

    /// <summary>Reads either form; null when it is no element string or a trade item number fails its check digit.</summary>
    public static ElementString? Parse(string text)
    {
        var elements = text.StartsWith('(') ? Bracketed(text) : text.StartsWith(Separator) || text.StartsWith('\u001d') ? Sent(text[1..].Replace('\u001d', Separator)) : null;
        return elements is { Length: > 0 } found && found.All(IsSound) ? new ElementString(found) : null;
    }

    private static bool IsSound((string Identifier, string Data) element) =>
        element.Data.Length > 0
        && (LengthOf(element.Identifier) is not { } length || element.Data.Length == length)
        && (element.Identifier is not ("00" or "01" or "02" or "03") || CheckCharacters.IsGs1(element.Data));

    private static ImmutableArray<(string Identifier, string Data)>? Bracketed(string text)
    {
        var elements = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (var part in text[1..].Split('('))
        {
            var close = part.IndexOf(')', StringComparison.Ordinal);
            if (close is < 2 or > 4 || !part[..close].All(char.IsAsciiDigit) || close != IdentifierLength(part))
                return null;
            elements.Add((part[..close], part[(close + 1)..]));
        }

        return elements.ToImmutable();
    }

    private static ImmutableArray<(string Identifier, string Data)>? Sent(string text)
    {
        var elements = ImmutableArray.CreateBuilder<(string, string)>();
        for (var at = 0; at < text.Length;)
        {
            var rest = text[at..];
            if (IdentifierLength(rest) is not { } width)
                return null;
            var identifier = rest[..width];
            var end = LengthOf(identifier) is { } length ? width + length : rest.IndexOf(Separator, StringComparison.Ordinal) is var stop and >= 0 ? stop : rest.Length;
            if (end > rest.Length)
                return null;
            elements.Add((identifier, rest[width..end]));
            at += end < rest.Length && rest[end] == Separator ? end + 1 : end;
        }

        return elements.ToImmutable();
    }

    private static int? LengthOf(string identifier) => Predefined.TryGetValue(identifier[..2], out var length) ? length : null;

    /// <summary>How many digits the identifier has: two, three for counts, parties and orders, four for measures and the 7x and 8x groups.</summary>
    private static int? IdentifierLength(string text)
    {
        if (text.Length < 2 || !char.IsAsciiDigit(text[0]) || !char.IsAsciiDigit(text[1]))
            return null;
        var width = text[..2] switch
        {
            "23" or "24" or "25" or "40" or "41" or "42" or "71" => 3,
            "31" or "32" or "33" or "34" or "35" or "36" or "39" or "43" or "70" or "72" or "80" or "81" or "82" => 4,
            _ => 2,
        };
        return text.Length >= width && text[..width].All(char.IsAsciiDigit) ? width : null;
    }
}
