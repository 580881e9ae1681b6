using System.CommandLine;
using Google.Protobuf;
using Orchestrator.Cli.Terminal;
using Orchestrator.V1;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>next</c>: what may be done next with a batch, as the law rules on it now.</summary>
internal static class NextCommand
{
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
            screen.Console.MarkupLine($"  {Named(alike[0])}  {Markup.Escape(About(alike))}");
            if (full)
                screen.Console.MarkupLine($"    [grey]{Markup.Escape(JsonFormatter.Default.Format(alike[0].Request))}[/]");
        }

        if (reply.Refused.Count == 0)
            return;
        screen.Console.MarkupLine($"[red]{screen.Text("现在不可以", "may not be done now")}[/]");
        foreach (var alike in full ? reply.Refused.Select(action => new[] { action }) : Alike(reply.Refused))
        {
            var from = alike[0].EarliestLegal is { } instant ? $"  {screen.Text("最早", "from")} [bold]{screen.At(instant)}[/]" : "";
            screen.Console.MarkupLine($"  {Named(alike[0])}  {Markup.Escape(About(alike))}{from}");
            foreach (var refusal in full ? alike[0].Refusals : alike[0].Refusals.DistinctBy(refusal => refusal.Rule))
            {
                if (full)
                    RefusalPage.Show(screen, refusal);
                else
                    Brief(screen, refusal);
            }
        }
    }

    /// <summary>Actions of one command and step that are ruled on alike stand together; the first stands for all.</summary>
    private static IEnumerable<NextAction[]> Alike(IEnumerable<NextAction> actions) =>
        actions.GroupBy(action => (action.Command, action.Step, Rules: string.Join(' ', action.Refusals.Select(refusal => refusal.Rule).Distinct()), action.EarliestLegal)).Select(alike => alike.ToArray());

    private static string About(IEnumerable<NextAction> alike) => string.Join(", ", alike.Select(About).Where(text => text.Length > 0));

    private static void Brief(Screen screen, Refusal refusal)
    {
        var facts = string.Join("  ", refusal.Facts.Take(4).Select(fact => $"{screen.Language.Of(fact.Label)} {Labels.Value(screen, screen.Localised(fact.Value), fact.Name)}"));
        screen.Console.MarkupLine($"    [red]{Markup.Escape(refusal.Rule)}[/]  {Markup.Escape(facts)}");
        if (refusal.Remedies.FirstOrDefault() is { } remedy)
            screen.Console.MarkupLine($"      → {Markup.Escape(screen.Localised(screen.Language.Of(remedy.Sentence)))}");
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
