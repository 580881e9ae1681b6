using Orchestrator.Cli.Terminal;

namespace Orchestrator.Cli.Mes;

/// <summary>What the demonstration does on purpose against the law, and what it does about it.</summary>
internal static class Provocations
{
    private static readonly Provocation[] All = [];

    /// <summary>What a provocation is, in a person's language.</summary>
    public static string TitleOf(string? id, Language language) =>
        All.FirstOrDefault(one => one.Id == id) is { } found ? language.Of(found.Zh, found.En) : id ?? "";
}
