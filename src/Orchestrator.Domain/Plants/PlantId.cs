namespace Orchestrator.Domain.Plants;

/// <summary>The form of a plant's id: it names a file, stands in every export and is spoken on the telephone.</summary>
public static class PlantId
{
    /// <summary>Longest id (characters).</summary>
    public const int LengthMax = 32;

    /// <summary>What an id must look like, for whoever gave another.</summary>
    public const string Form = "give an id of 1 to 32 letters, digits, '-' and '_' that begins with a letter or a digit, for example SH-01";

    /// <summary>The same in Chinese.</summary>
    public const string FormZh = "编号由 1 至 32 个字母、数字、「-」和「_」组成，以字母或数字开头，例如 SH-01";

    public static bool IsWellFormed(string id) =>
        id.Length is > 0 and <= LengthMax && char.IsAsciiLetterOrDigit(id[0]) && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
}
