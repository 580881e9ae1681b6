using System.CommandLine;
using Orchestrator.Cli.Terminal;
using Orchestrator.Client;
using Orchestrator.V1;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>why</c>, <c>audit</c> and <c>watch</c>: what the plant's record says of a ruling, of an actor, and from now on.</summary>
internal static class RecordCommands
{
    /// <summary>So much of a version tells it from every other of the page; --json has it whole.</summary>
    private const int VersionShown = 12;

    public static IEnumerable<Command> Of(Verbs verbs) => [Why(verbs), Audit(verbs), Watch(verbs)];

    private static Command Why(Verbs verbs)
    {
        var turn = verbs.Argument("turn", "序号，或「请求方/指令编号」", "A position, or caller/command-id");
        return verbs.Question<WhyRequest, TurnView>("why", "一项裁定的全部依据", "An earlier ruling in full", client => client.Manufacturing.WhyAsync, parsed =>
        {
            var text = parsed.GetRequiredValue(turn);
            if (long.TryParse(text, out var position))
                return new WhyRequest { Position = position };
            var parts = text.Split('/', 2);
            return parts.Length == 2 ? new WhyRequest { Caller = parts[0], CommandId = parts[1] } : new WhyRequest { CommandId = text };
        }, Show, turn);
    }

    private static Command Audit(Verbs verbs)
    {
        var actor = verbs.Argument("actor", "对象，例如 room/R-101、batch/B-2601", "kind/key, for example room/R-101 or batch/B-2601");
        var after = new Option<long>("--after") { Description = verbs.Text("只列出此序号之后", "Only turns after this position") };
        var limit = new Option<int>("--limit") { Description = verbs.Text("最多列出多少项（1 至 1000，缺省 100）", "At most so many turns (1 to 1000, 100 unless said)"), DefaultValueFactory = _ => 100 };
        limit.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() is < 1 or > 1000)
                given.AddError("1–1000");
        });
        var written = new Option<bool>("--written") { Description = verbs.Text("只列出改变了该对象的", "Only turns that changed it") };
        var asked = "";
        return verbs.Question<AuditRequest, AuditReply>("audit", "涉及某对象的全部记录", "Every turn that touched something", client => client.Manufacturing.AuditAsync,
            parsed => new AuditRequest { Actor = asked = parsed.GetRequiredValue(actor), After = parsed.GetValue(after), WrittenOnly = parsed.GetValue(written), Limit = parsed.GetValue(limit) }, (screen, reply) => ShowAll(screen, reply, asked), actor, after, written, limit);
    }

    private static Command Watch(Verbs verbs)
    {
        var after = new Option<long>("--after") { Description = verbs.Text("从此序号之后开始", "Begins after this position") };
        var actors = verbs.Many("--of", "只看这些对象或类别", "Only these actors or kinds");
        return verbs.Verb("watch", "实时跟随记录（断线自动续接）", "Follows the record as it is written, across broken connections", [after, actors], async (parsed, client, cancel) =>
        {
            var from = new WatchRequest { After = parsed.GetValue(after), Refusals = true };
            from.Actors.AddRange(parsed.GetValue(actors) ?? []);
            if (!verbs.Json(parsed))
                verbs.Screen.Line(verbs.Screen.ZoneNote);
            await foreach (var turn in client.Follow(from, cancel))
            {
                if (verbs.Json(parsed))
                    verbs.Screen.Json(turn);
                else if (turn.Command.Length > 0)
                    Show(verbs.Screen, turn);
            }

            return ExitCode.Granted;
        });
    }

    private static void Show(Screen screen, TurnEvent turn)
    {
        screen.Console.MarkupLine($"{turn.Position,7}  {screen.At(turn.At)}  {Verdict(screen, turn.Granted)}  {Markup.Escape($"{turn.Command}  {turn.Caller}/{turn.CommandId}")}");
        foreach (var fact in turn.Facts)
            screen.Indented(9, $"[grey]{Markup.Escape($"{fact.Actor}  {fact.Name}")}[/]");
        foreach (var refusal in turn.Refusals)
            screen.Indented(9, $"[red]{Markup.Escape(refusal.Rule)}[/]  {Markup.Escape(screen.Language.Of(refusal.Sentence))}");
    }

    private static void Show(Screen screen, TurnView turn)
    {
        screen.Console.MarkupLine($"[bold]{Markup.Escape(turn.Command)}[/]  {Markup.Escape($"{turn.Caller}/{turn.CommandId}  {turn.Person}")}");
        screen.Console.MarkupLine($"[grey]{Markup.Escape(turn.Content.ToString())}[/]");
        RefusalPage.Show(screen, turn.Ruling);
        screen.Indented(2, $"{screen.Text("法规版本", "law")} {Markup.Escape(turn.Ruling.Law)}");
        foreach (var basis in turn.Ruling.Bases)
            screen.Indented(2, $"{screen.Text("依据", "rests on")} {Markup.Escape($"{Labels.Value(screen, basis.Kind)}: {string.Join("; ", basis.Facts.Select(fact => $"{screen.Language.Of(fact.Label)} {Labels.Value(screen, screen.Localised(fact.Value), fact.Name)}"))}")}");
        screen.Indented(2, $"{screen.Text("参与对象", "cast")}: [grey]{Markup.Escape(string.Join("  ", turn.CastVersions.Select(Read)))}[/]");
        screen.Indented(2, $"[grey]{Markup.Escape($"SHA-256 {turn.Hash}")}[/]");
    }

    private static void ShowAll(Screen screen, AuditReply reply, string actor)
    {
        screen.Table(
            [screen.Text("序号", "turn"), screen.Text("时刻", "at"), screen.Text("裁定", "ruling"), screen.Text("指令", "command"), screen.Text("请求方", "caller"), screen.Text("结果", "outcome")],
            reply.Turns.Select(turn => new[]
            {
                $"{turn.Position}", screen.At(turn.Ruling.At), Verdict(screen, turn.Ruling.Granted), Markup.Escape(turn.Command), Markup.Escape($"{turn.Caller}/{turn.CommandId}"),
                Markup.Escape(string.Join("\n", turn.Ruling.Granted ? Written(screen, turn, actor) : turn.Ruling.Refusals.Select(refusal => refusal.Rule))),
            }));
        if (reply.Turns.Count == 0)
            Hint(screen, actor);
        if (!reply.Complete)
            screen.Line(screen.Text($"还有更多：--after {reply.Reached}", $"there is more: --after {reply.Reached}"));
    }

    /// <summary>An empty answer says no more than that: the key may be misspelt as well.</summary>
    private static void Hint(Screen screen, string actor) => screen.Line(actor.StartsWith("plant/", StringComparison.Ordinal) && actor != "plant/plant"
        ? screen.Text("工厂本身写作 plant/plant。", "The plant itself is plant/plant.")
        : screen.Text($"在此范围内没有涉及 {actor} 的记录；编号是否与工厂文件或记录中的写法一致？", $"No turn asked for touches {actor}; is the key written as the plant file or the record has it?"));

    /// <summary>What a turn wrote to the actor asked about; of what it wrote to others only how much, because <c>why</c> tells that.</summary>
    private static IEnumerable<string> Written(Screen screen, TurnView turn, string actor)
    {
        var own = turn.Facts.Where(fact => fact.Actor == actor).Select(fact => fact.Name).ToList();
        var others = turn.Facts.Count - own.Count;
        return others == 0 ? own : own.Append(screen.Text($"另有其他对象的 {others} 项", others == 1 ? "1 of another actor" : $"{others} of other actors"));
    }

    /// <summary>Who was read, and at which write; nobody has ever written to an actor without one.</summary>
    private static string Read(CastVersion member) => member.Version.Length == 0 ? member.Actor : $"{member.Actor}@{member.Version[..Math.Min(VersionShown, member.Version.Length)]}";

    private static string Verdict(Screen screen, bool granted) => granted ? $"[green]{screen.Text("准予", "granted")}[/]" : $"[red]{screen.Text("拒绝", "refused")}[/]";
}
