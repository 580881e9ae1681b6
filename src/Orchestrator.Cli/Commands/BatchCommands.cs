using System.CommandLine;
using Orchestrator.Cli.Terminal;
using Orchestrator.V1;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>batch</c>: what a batch is and where it stands, and the commands over it as a whole.</summary>
internal static class BatchCommands
{
    public static Command Of(Verbs verbs) => verbs.Group("batch", "批次", "Batches", Show(verbs), Create(verbs));

    private static Command Show(Verbs verbs)
    {
        var batch = Batch(verbs);
        return verbs.Question<GetBatchRequest, BatchView>("show", "查看一个批次", "Shows one batch", client => client.Manufacturing.GetBatchAsync, parsed => new GetBatchRequest { Batch = parsed.GetValue(batch) }, Show, batch);
    }

    private static Command Create(Verbs verbs)
    {
        var batch = Batch(verbs);
        var product = verbs.Option("--product", "产品", "Product", required: true);
        var recipe = verbs.Option("--recipe", "工艺规程，写作 id@版本", "Recipe as id@version", required: true);
        var chain = verbs.Option("--chain", "身份链编号", "Chain-of-identity identifier", required: true);
        var donor = verbs.Option("--donor", "供者编码", "Donor code", required: true);
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

    private static void Show(Screen screen, BatchView view)
    {
        screen.Console.MarkupLine($"[bold]{Markup.Escape(view.Batch)}[/]  {Labels.Status(screen, view.Status)}  {Markup.Escape($"{view.Product}  {view.Recipe}  {view.ChainOfIdentity}")}");
        if (view.Steps.Count > 0)
            screen.Table(
                [screen.Text("步骤", "step"), screen.Text("状态", "status"), screen.Text("房间", "room"), screen.Text("开始", "started"), screen.Text("结束", "ended")],
                view.Steps.Select(step => new[] { Markup.Escape(step.Step), Labels.Status(screen, step.Status), Markup.Escape(step.Room), screen.At(step.StartedAt), screen.At(step.EndedAt) }));
        Holds(screen, view.Holds);
    }

    /// <summary>What holds something, and under which rule.</summary>
    public static void Holds(Screen screen, IEnumerable<HoldView> holds)
    {
        foreach (var hold in holds)
            screen.Console.MarkupLine($"[yellow]{screen.Text("锁定", "hold")}[/] {Markup.Escape($"{hold.Id}  {hold.Rule}  {hold.Reason}  {screen.At(hold.Since)}")}");
    }

    private static Argument<string> Batch(Verbs verbs) => verbs.Argument("batch", "批号", "The batch");
}
