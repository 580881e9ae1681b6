using System.CommandLine;
using Orchestrator.Cli.Terminal;
using Orchestrator.V1;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>batch</c>: which batches there are and where each stands, and the commands over a batch as a whole.</summary>
internal static class BatchCommands
{
    public static Command Of(Verbs verbs) => verbs.Group("batch", "批次", "Batches", [List(verbs), Show(verbs), Create(verbs), .. Ends(verbs), .. Holds(verbs)]);

    /// <summary>What holds something, and under which rule.</summary>
    public static void ShowHolds(Screen screen, IEnumerable<HoldView> holds)
    {
        foreach (var hold in holds)
            screen.Console.MarkupLine($"[yellow]{screen.Text("锁定", "hold")}[/] {Markup.Escape($"{hold.Id}  {hold.Rule}  {hold.Reason}  {screen.At(hold.Since)}")}");
    }

    private static Command List(Verbs verbs)
    {
        var status = verbs.Many("--status", "只列出这些状态", "Only batches of these statuses");
        var room = verbs.Option("--room", "只列出在此操作间进行步骤的批次", "Only batches with a step running in this room");
        return verbs.Question<ListBatchesRequest, ListBatchesReply>("list", "列出批次", "Lists batches", client => client.Manufacturing.ListBatchesAsync, parsed =>
        {
            var request = new ListBatchesRequest { Room = parsed.GetValue(room) ?? "", PageSize = 1000 };
            request.Statuses.AddRange(parsed.GetValue(status) ?? []);
            return request;
        }, ShowAll, status, room);
    }

    private static Command Show(Verbs verbs)
    {
        var batch = Batch(verbs);
        return verbs.Question<GetBatchRequest, BatchView>("show", "查看一个批次", "Shows one batch", client => client.Manufacturing.GetBatchAsync, parsed => new GetBatchRequest { Batch = parsed.GetValue(batch) }, Show, batch);
    }

    private static Command Create(Verbs verbs)
    {
        var batch = Batch(verbs);
        var product = verbs.Option("--product", "品种", "Product", required: true);
        var recipe = verbs.Option("--recipe", "工艺规程，写作 id@版本", "Recipe as id@version", required: true);
        var chain = verbs.Option("--chain", "身份链编号", "Chain-of-identity identifier", required: true);
        var donor = verbs.Option("--donor", "供者编号", "Donor code", required: true);
        var purpose = verbs.Option("--purpose", "用途：commercial、clinical、validation", "commercial, clinical or validation").AcceptOnlyFromAmong("commercial", "clinical", "validation");
        return verbs.Order("create", "创建批次", "Creates a batch", client => client.Manufacturing.CreateBatchAsync, parsed =>
        {
            var version = parsed.GetRequiredValue(recipe).Split('@', 2);
            return new CreateBatchRequest
            {
                Batch = parsed.GetValue(batch),
                Product = parsed.GetValue(product),
                Recipe = version[0],
                RecipeVersion = version.ElementAtOrDefault(1) ?? throw new UsageException(verbs.Text("--recipe 写作 id@版本。", "--recipe is written id@version.")),
                ChainOfIdentity = parsed.GetValue(chain),
                DonorCode = parsed.GetValue(donor),
                Purpose = Enum.Parse<BatchPurpose>(parsed.GetValue(purpose) ?? "commercial", ignoreCase: true),
            };
        }, batch, product, recipe, chain, donor, purpose);
    }

    private static IEnumerable<Command> Ends(Verbs verbs)
    {
        var (batch, reason) = (Batch(verbs), Reason(verbs));
        yield return verbs.Order("cancel", "在首个步骤之前取消批次", "Gives a batch up before its first step", client => client.Manufacturing.CancelBatchAsync,
            parsed => new CancelBatchRequest { Batch = parsed.GetValue(batch), Reason = parsed.GetValue(reason) }, batch, reason);
        var disposition = verbs.Option("--disposition", "细胞的处置：retain、destroy", "What becomes of the cells: retain or destroy", required: true).AcceptOnlyFromAmong("retain", "destroy");
        yield return verbs.Order("terminate", "终止批次（质量部门）", "Ends manufacture before harvest (quality)", client => client.Manufacturing.TerminateBatchAsync,
            parsed => new TerminateBatchRequest { Batch = parsed.GetValue(batch), Reason = parsed.GetValue(reason), Disposition = Enum.Parse<Disposition>(parsed.GetRequiredValue(disposition), ignoreCase: true) },
            batch, reason, disposition);
        var (first, second) = TwoPeople(verbs);
        yield return verbs.Order("discard", "销毁已终止批次的剩余物（两人）", "Destroys what is left of a terminated batch (two people)", client => client.Manufacturing.DiscardBatchAsync,
            parsed => new DiscardBatchRequest { Batch = parsed.GetValue(batch), Reason = parsed.GetValue(reason), FirstBy = parsed.GetValue(first), SecondBy = parsed.GetValue(second) },
            batch, reason, first, second);
    }

    private static IEnumerable<Command> Holds(Verbs verbs)
    {
        var (batch, reason) = (Batch(verbs), Reason(verbs));
        var hold = verbs.Argument("hold", "锁定编号", "The hold");
        yield return verbs.Order("hold", "人工锁定批次", "Stops a batch by hand", client => client.Manufacturing.PlaceHoldAsync,
            parsed => new PlaceHoldRequest { Batch = parsed.GetValue(batch), Hold = parsed.GetValue(hold), Reason = parsed.GetValue(reason) }, batch, hold, reason);
        var (first, second) = TwoPeople(verbs);
        yield return verbs.Order("lift", "解除批次的锁定（两人）", "Lifts a hold on a batch (two people)", client => client.Manufacturing.LiftHoldAsync,
            parsed => new LiftHoldRequest { Batch = parsed.GetValue(batch), Hold = parsed.GetValue(hold), Reason = parsed.GetValue(reason), FirstBy = parsed.GetValue(first), SecondBy = parsed.GetValue(second) },
            batch, hold, reason, first, second);
    }

    private static void ShowAll(Screen screen, ListBatchesReply reply) => screen.Table(
        [screen.Text("批次", "batch"), screen.Text("状态", "status"), screen.Text("规程", "recipe"), screen.Text("进行中", "running"), screen.Text("操作间", "room"), screen.Text("锁定", "holds")],
        reply.Batches.Select(view => new[]
        {
            Markup.Escape(view.Batch),
            Labels.Status(screen, view.Status),
            Markup.Escape(view.Recipe),
            Markup.Escape(string.Join(", ", Running(view).Select(step => step.Step))),
            Markup.Escape(string.Join(", ", Running(view).Select(step => step.Room))),
            view.Holds.Count == 0 ? "" : $"[yellow]{Markup.Escape(string.Join(", ", view.Holds.Select(hold => hold.Rule)))}[/]",
        }));

    private static IEnumerable<StepView> Running(BatchView view) => view.Steps.Where(step => step.EndedAt is null);

    private static void Show(Screen screen, BatchView view)
    {
        screen.Console.MarkupLine($"[bold]{Markup.Escape(view.Batch)}[/]  {Labels.Status(screen, view.Status)}  {Markup.Escape($"{view.Product}  {view.Recipe}  {view.ChainOfIdentity}  {view.DonorMaterial}  {Labels.Value(screen, view.Pathogen)}")}");
        if (view.Steps.Count > 0)
        {
            screen.Table(
                [screen.Text("步骤", "step"), screen.Text("状态", "status"), screen.Text("操作间", "room"), screen.Text("开始", "started"), screen.Text("结束", "ended"), screen.Text("检查", "checks")],
                view.Steps.Select(step => new[]
                {
                    Markup.Escape(step.Step), Labels.Status(screen, step.Status), Markup.Escape(step.Room), screen.At(step.StartedAt), screen.At(step.EndedAt),
                    string.Join("\n", step.Checks.Select(check => Markup.Escape($"{check.Check} {check.Value} {Labels.Unit(check.Unit)}".TrimEnd()) is var text && check.InRange ? text : $"[red]{text}[/]")),
                }));
        }

        foreach (var clock in view.HoldClocks)
            screen.Console.MarkupLine(Markup.Escape(screen.Text($"{clock.AfterStep} 之后须在 {screen.At(clock.Due)} 前继续（{clock.Condition}）", $"after {clock.AfterStep}, work goes on by {screen.At(clock.Due)} ({clock.Condition})")));
        ShowHolds(screen, view.Holds);
    }

    private static Argument<string> Batch(Verbs verbs) => verbs.Argument("batch", "批号", "The batch");

    private static Option<string> Reason(Verbs verbs) => verbs.Option("--reason", "理由", "Why", required: true);

    private static (Option<string> First, Option<string> Second) TwoPeople(Verbs verbs) =>
        (verbs.Option("--first", "第一人", "The first person", required: true), verbs.Option("--second", "第二人", "The second person", required: true));
}
