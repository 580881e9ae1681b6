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
        ["InService"] = ("使用中", "in service", "green"),
        ["Suspended"] = ("暂停使用", "suspended", "red"),
        ["Connected"] = ("已连接", "connected", "green"),
        ["Disconnected"] = ("已断开", "disconnected", "yellow"),
        ["New"] = ("未安装", "no kit", "default"),
        ["Installed"] = ("已安装", "kit mounted", "blue"),
        ["ClosedVerified"] = ("已确认密闭", "verified closed", "green"),
        ["Opened"] = ("已打开", "opened", "yellow"),
        ["Reclosed"] = ("已恢复密闭", "reclosed", "green"),
        ["Breached"] = ("意外开启", "breached", "red"),
        ["InUse"] = ("使用中", "in use", "yellow"),
        ["Available"] = ("可用", "available", "green"),
        ["ToBeCleaned"] = ("待清洁", "to be cleaned", "yellow"),
        ["Down"] = ("停用", "out of service", "red"),
        ["Idle"] = ("空闲", "idle", "default"),
        ["Ready"] = ("就绪", "ready", "green"),
        ["Decontaminating"] = ("去污染中", "decontaminating", "blue"),
        ["Loading"] = ("装入中", "loading", "yellow"),
        ["Unloading"] = ("取出中", "unloading", "yellow"),
        ["ToBeDecontaminated"] = ("待去污染", "to be decontaminated", "yellow"),
        ["IntegrityFailed"] = ("完整性不合格", "integrity failed", "red"),
        ["Free"] = ("空", "free", "green"),
        ["ToBeDisinfected"] = ("待消毒", "to be disinfected", "yellow"),
        ["ToBeCleared"] = ("待清场", "to be cleared", "yellow"),
    };

    /// <summary>A status as markup; a word that is not known here is shown as it is.</summary>
    public static string Status(Screen screen, string status) => Words.TryGetValue(status, out var word)
        ? $"[{word.Colour}]{Markup.Escape(screen.Text(word.Zh, word.En))}[/]"
        : Markup.Escape(status);
}
