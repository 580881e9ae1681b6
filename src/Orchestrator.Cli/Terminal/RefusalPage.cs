using Orchestrator.V1;
using Spectre.Console;

namespace Orchestrator.Cli.Terminal;

/// <summary>A ruling as a person reads it: of a grant what was recorded, of a refusal every reason with its clause, facts and remedies.</summary>
public static class RefusalPage
{
    public static void Show(Screen screen, Ruling ruling)
    {
        ArgumentNullException.ThrowIfNull(screen);
        ArgumentNullException.ThrowIfNull(ruling);
        var at = ruling.Position > 0
            ? screen.Text($"序号 {ruling.Position}", $"turn {ruling.Position}")
            : screen.Text("试问，未记录", "asked only, nothing recorded");
        var again = ruling.Repeated ? screen.Text("（此前已裁定）", " (ruled before)") : "";
        if (ruling.Granted)
        {
            screen.Console.MarkupLine($"[green]{screen.Text("准予", "granted")}[/] {Markup.Escape($"{at} {screen.At(ruling.At)}{again}")}");
            foreach (var fact in ruling.Facts)
                screen.Indented(2, $"[grey]{Markup.Escape($"{fact.Actor}  {fact.Name}")}[/]");
            foreach (var awaited in ruling.Bases.Where(basis => basis.Kind == "signature-awaited"))
                AskForTheOther(screen, awaited);
            return;
        }

        screen.Console.MarkupLine($"[red]{screen.Text("拒绝", "refused")}[/] {Markup.Escape($"{at} {screen.At(ruling.At)}{again}")}");
        foreach (var refusal in ruling.Refusals)
            Show(screen, refusal);
    }

    private static void AskForTheOther(Screen screen, Basis awaited)
    {
        var other = awaited.Facts.FirstOrDefault(fact => fact.Name == "verifier")?.Value ?? "";
        var decision = awaited.Facts.FirstOrDefault(fact => fact.Name == "decision")?.Value ?? "";
        screen.Indented(2, $"[yellow]{Markup.Escape(screen.Text($"已签名，尚未生效：{other} 以本人的令牌发出同一指令后生效。", $"Signed, and not in effect yet: it takes effect when {other} gives the same command with a token of their own."))}[/]");
        screen.Indented(2, $"[grey]{Markup.Escape(screen.Text($"撤回本人签名：quality/WithdrawSignature，decision {decision}", $"To take your signature back: quality/WithdrawSignature, decision {decision}"))}[/]");
    }

    /// <summary>One reason: rule and clause, 原文, what it demands, the facts, the remedies, and from when on it would be legal.</summary>
    public static void Show(Screen screen, Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(screen);
        ArgumentNullException.ThrowIfNull(refusal);
        var language = screen.Language;
        screen.Console.WriteLine();
        screen.Console.MarkupLine($"[bold red]{Markup.Escape(refusal.Rule)}[/]  {Markup.Escape(refusal.Clause)}");
        if (refusal.Original.Length > 0)
            screen.Indented(2, $"[italic]{Markup.Escape($"「{refusal.Original}」")}[/]");
        screen.Indented(2, Markup.Escape(language.Of(refusal.Sentence)));
        if (refusal.Facts.Count > 0)
            screen.Table([screen.Text("事实", "fact"), screen.Text("值", "value")],
                refusal.Facts.Select(fact => new[] { Markup.Escape(language.Of(fact.Label) is { Length: > 0 } label ? label : fact.Name), Markup.Escape(Labels.Value(screen, screen.Localised(fact.Value), fact.Name)) }));
        foreach (var remedy in refusal.Remedies)
        {
            var command = remedy.Command.Length > 0 ? $"  [blue]{Markup.Escape(remedy.Command)}[/]" : "";
            screen.Indented(2, $"→ {Markup.Escape(screen.Localised(language.Of(remedy.Sentence)))}{command}");
        }

        if (refusal.EarliestLegal is { } earliest)
            screen.Console.MarkupLine($"  {screen.Text("最早合法时刻", "legal from")} [bold]{Markup.Escape(screen.At(earliest))}[/]");
    }
}
