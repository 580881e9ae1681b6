using System.CommandLine;
using Google.Protobuf;
using Orchestrator.Cli.Terminal;
using Orchestrator.V1;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>next</c>: what may be done next with a batch, as the law rules on it now.</summary>
internal static class NextCommand
{
    private const string StartStep = "manufacturing/StartStep";

    public static Command Of(Verbs verbs)
    {
        var batch = verbs.Argument("batch", "批号", "The batch");
        var by = verbs.Option("--by", "由谁来做", "Who would act");
        var only = verbs.Many("--command", "只看这些指令，例如 manufacturing/StartStep", "Only these commands, for example manufacturing/StartStep");
        var full = new Option<bool>("--full") { Description = verbs.Text("写出每项请求和每项拒绝的全文", "Writes every request and every refusal in full") };
        return verbs.Verb("next", "批次现在可以做什么，不可以做什么及理由", "What may be done next with a batch, and what may not and why", [batch, by, only, full], async (parsed, client, cancel) =>
        {
            var request = new NextActionsRequest { Batch = parsed.GetValue(batch), By = parsed.GetValue(by) ?? "" };
            request.Commands.AddRange(parsed.GetValue(only) ?? []);
            var reply = await client.Ask(client.Manufacturing.NextActionsAsync, request, cancel);
            if (verbs.Json(parsed))
                verbs.Screen.Json(reply);
            else
                Show(verbs.Screen, reply, parsed.GetValue(full));
            return ExitCode.Granted;
        });
    }

    private static void Show(Screen screen, NextActionsReply reply, bool full)
    {
        screen.Console.MarkupLine($"[bold]{Markup.Escape(reply.Batch)}[/]  {Labels.Status(screen, reply.Status)}  {screen.At(reply.At)}");
        screen.Console.MarkupLine($"[green]{screen.Text("现在可以", "may be done now")}[/]");
        foreach (var alike in full ? reply.Legal.Select(action => new[] { action }) : Alike(reply.Legal))
        {
            screen.Indented(2, string.Join("  ", [Named(alike[0]), .. Said(About(alike)), .. ToFill(screen, alike[0])]));
            if (full)
                screen.Indented(4, $"[grey]{Markup.Escape(JsonFormatter.Default.Format(alike[0].Request))}[/]");
        }

        if (reply.Refused.Count == 0)
            return;
        screen.Console.MarkupLine($"[red]{screen.Text("现在不可以", "may not be done now")}[/]");
        var later = full ? [] : Later(reply.Refused).ToList();
        foreach (var alike in full ? reply.Refused.Select(action => new[] { action }) : Alike(reply.Refused.Except(later)))
        {
            var from = alike[0].EarliestLegal is { } instant ? new[] { $"{screen.Text("最早", "from")} [bold]{screen.At(instant)}[/]" } : [];
            screen.Indented(2, string.Join("  ", [Named(alike[0]), .. Said(About(alike)), .. from]));
            foreach (var refusal in full ? alike[0].Refusals : alike[0].Refusals.DistinctBy(refusal => refusal.Rule))
            {
                if (full)
                    RefusalPage.Show(screen, refusal);
                else
                    Brief(screen, refusal);
            }
        }

        if (later.Count > 0)
        {
            screen.Indented(2, $"[blue]{StartStep}[/]  {Markup.Escape(string.Join(", ", later.Select(action => action.Step)))}");
            screen.Indented(4, screen.Text("须先完成前面的步骤；next --full 列出全部理由", "the steps before them come first; next --full gives every reason"));
        }
    }

    /// <summary>Starts that wait for another step to be complete; the first of them is told in full, because it may be the next.</summary>
    private static IEnumerable<NextAction> Later(IEnumerable<NextAction> refused) =>
        refused.Where(action => action.Command == StartStep).Skip(1).Where(action => action.Refusals.Any(refusal => refusal.Rule == "GEN-4.1b"));

    private static IEnumerable<string> Said(string text) => text.Length > 0 ? [Markup.Escape(text)] : [];

    private static IEnumerable<string> ToFill(Screen screen, NextAction action) =>
        action.ToFill.Count > 0 ? [$"[grey]{Markup.Escape(screen.Text($"（由人员填写：{string.Join("、", action.ToFill)}）", $"(a person fills in: {string.Join(", ", action.ToFill)})"))}[/]"] : [];

    /// <summary>Actions of one command and step that are ruled on alike stand together; the first stands for all.</summary>
    private static IEnumerable<NextAction[]> Alike(IEnumerable<NextAction> actions) =>
        actions.GroupBy(action => (action.Command, action.Step, Rules: string.Join(' ', action.Refusals.Select(refusal => refusal.Rule).Distinct()), action.EarliestLegal)).Select(alike => alike.ToArray());

    private static string About(IEnumerable<NextAction> alike) => string.Join(", ", alike.Select(About).Where(text => text.Length > 0));

    private static void Brief(Screen screen, Refusal refusal)
    {
        var facts = string.Join("  ", refusal.Facts.Where(fact => fact.Value is not ("" or "none")).Take(4).Select(fact => $"{screen.Language.Of(fact.Label)} {Labels.Value(screen, screen.Localised(fact.Value), fact.Name)}"));
        screen.Indented(4, $"[red]{Markup.Escape(refusal.Rule)}[/]  {Markup.Escape(facts)}");
        if (refusal.Remedies.FirstOrDefault() is { } remedy)
            screen.Indented(6, $"→ {Markup.Escape(screen.Localised(screen.Language.Of(remedy.Sentence)))}");
    }

    private static string Named(NextAction action) => $"[blue]{Markup.Escape(action.Command)}[/]{(action.Step.Length > 0 ? $"  {Markup.Escape(action.Step)}" : "")}";

    /// <summary>What tells one action from another of the same command: the names in its request that are neither batch nor step.</summary>
    private static string About(NextAction action) => string.Join("  ",
        from name in new[] { "check", "lot", "output", "container", "label", "transfer", "room", "system", "hold", "clearance", "isolator", "cabinet", "incubator", "place" }
        where action.Request.Fields.ContainsKey(name)
        let value = action.Request.Fields[name]
        let text = name == "place" ? Place(value.StructValue) : value.StringValue
        where text.Length > 0
        select text);

    private static string Place(Google.Protobuf.WellKnownTypes.Struct place) =>
        string.Join("/", new[] { "room", "line", "closedSystem", "isolator", "cabinet", "incubator" }.Where(place.Fields.ContainsKey).Select(name => place.Fields[name].StringValue));
}
