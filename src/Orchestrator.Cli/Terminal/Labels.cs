using Spectre.Console;

namespace Orchestrator.Cli.Terminal;

/// <summary>The plant's status words in both languages, each in the colour of what it asks of a person.</summary>
internal static class Labels
{
    private static readonly Dictionary<string, (string Zh, string En, string Colour)> Words = new(StringComparer.Ordinal)
    {
        ["Unknown"] = ("未知", "unknown", "grey"),
        ["Created"] = ("已创建", "created", "blue"),
        ["InProcess"] = ("生产中", "in process", "green"),
        ["Harvested"] = ("已收获", "harvested", "green"),
        ["Cancelled"] = ("已取消", "cancelled", "grey"),
        ["Terminated"] = ("已终止", "terminated", "red"),
        ["Discarded"] = ("已销毁", "discarded", "grey"),
        ["Running"] = ("进行中", "running", "green"),
        ["Held"] = ("暂停", "held", "yellow"),
        ["Complete"] = ("完成", "complete", "default"),
        ["Aborted"] = ("中止", "aborted", "red"),
        ["Cleared"] = ("已清场", "cleared", "green"),
        ["Reserved"] = ("已预留", "reserved", "blue"),
        ["Occupied"] = ("占用", "occupied", "yellow"),
        ["ToBeCleared"] = ("待清场", "to be cleared", "yellow"),
    };

    /// <summary>A status as markup; a word that is not known here is shown as it is.</summary>
    public static string Status(Screen screen, string status) => Words.TryGetValue(status, out var word)
        ? $"[{word.Colour}]{Markup.Escape(screen.Text(word.Zh, word.En))}[/]"
        : Markup.Escape(status);
}
