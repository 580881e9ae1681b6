using System.CommandLine;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Orchestrator.Cli.Terminal;
using Orchestrator.Client;
using Orchestrator.V1;
using Spectre.Console;
using File = Orchestrator.V1.File;

namespace Orchestrator.Cli.Commands;

/// <summary><c>plant</c>: master data are checked, compared, proposed by one person and approved by another.</summary>
internal static class PlantCommands
{
    public static Command Of(Verbs verbs)
    {
        var plant = verbs.Option("--plant", "工厂文件", "The plant file");
        var recipes = verbs.Many("--recipe", "工艺规程文件", "Recipe files");
        var change = verbs.Argument("change", "变更编号", "The change");
        var from = new Option<DateTimeOffset?>("--from") { Description = verbs.Text("生效时刻（缺省为立即）", "In force from (now, unless given)") };
        var second = verbs.Option("--second-token", "批准人的令牌", "Token of the person who approves", required: true);
        return verbs.Group("plant", "工厂主数据", "Master data of the plant",
            verbs.Question<GetPlantRequest, PlantView>("show", "查看生效的工厂", "Shows the plant in force", client => client.Plant.GetPlantAsync, _ => new GetPlantRequest(), Show),
            Found(verbs),
            Check(verbs, plant, recipes),
            verbs.Question<DiffRequest, DiffReply>("diff", "与生效内容比较，并列出受影响的批次", "Compares files with the plant in force and names the batches affected", client => client.Plant.DiffAsync, parsed =>
            {
                var request = new DiffRequest { Plant = Read(verbs, parsed.GetValue(plant)) };
                request.Recipes.AddRange(ReadAll(verbs, parsed.GetValue(recipes)));
                return request;
            }, Show, plant, recipes),
            verbs.Order("propose", "提出变更", "Proposes files as master data", client => client.Plant.ProposeChangeAsync, parsed => Proposal(verbs, parsed, change, plant, recipes, from), change, plant, recipes, from),
            verbs.Order("approve", "批准变更（非提出人）", "Approves a proposal; never its proposer", client => client.Plant.ApproveChangeAsync, parsed => new ApproveChangeRequest { Change = parsed.GetValue(change) }, change),
            verbs.Order("withdraw", "撤回变更", "Takes a proposal back", client => client.Plant.WithdrawChangeAsync, parsed => new WithdrawChangeRequest { Change = parsed.GetValue(change) }, change),
            verbs.Verb("apply", "由两人提出并批准（两个令牌）", "Proposes with one token and approves with another", [change, plant, recipes, from, second], async (parsed, client, cancel) =>
            {
                var proposed = await client.Give(client.Plant.ProposeChangeAsync, Proposal(verbs, parsed, change, plant, recipes, from), null, cancel);
                if (proposed is Outcome.Refused)
                    return verbs.Show(parsed, proposed);
                using var approver = verbs.Connect(parsed, parsed.GetValue(second));
                return verbs.Show(parsed, await approver.Give(approver.Plant.ApproveChangeAsync, new ApproveChangeRequest { Change = parsed.GetValue(change) }, null, cancel));
            }),
            Opening(verbs));
    }

    /// <summary>A text file as the server reads it.</summary>
    /// <exception cref="UsageException">It cannot be read.</exception>
    public static File? Read(Verbs verbs, string? path)
    {
        try
        {
            return path is null ? null : new File { Name = Path.GetFileName(path), Text = System.IO.File.ReadAllText(path) };
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(verbs.Text($"无法读取 {path}：{wrong.Message}", $"{path} cannot be read: {wrong.Message}"));
        }
    }

    /// <summary>Findings a line each: file, line, field, what is wrong and how to mend it.</summary>
    public static void Show(Screen screen, IEnumerable<Finding> findings)
    {
        foreach (var finding in findings)
        {
            var colour = finding.Severity switch { "Error" => "red", "WillRefuse" => "yellow", _ => "grey" };
            screen.Console.MarkupLine($"[{colour}]{Severity(screen, finding.Severity)}[/] {Markup.Escape($"{finding.File}:{finding.Line}  {finding.Field}  {screen.Language.Of(finding.Message)}")}");
            if (screen.Language.Of(finding.Fix) is { Length: > 0 } fix)
                screen.Console.MarkupLine($"  → {Markup.Escape(fix)}");
            if (finding.Rules.Count > 0)
                screen.Console.MarkupLine($"  [grey]{Markup.Escape(string.Join(", ", finding.Rules))}[/]");
        }
    }

    private static Command Found(Verbs verbs)
    {
        var plant = verbs.Argument("plant", "工厂编号", "The plant's id");
        return verbs.Order("found", "建立工厂", "Begins the plant's journal", client => client.Plant.FoundAsync, parsed => new FoundRequest { Plant = parsed.GetValue(plant), Time = TimeMode.Real }, plant);
    }

    private static Command Check(Verbs verbs, Option<string> plant, Option<string[]> recipes) =>
        verbs.Verb("check", "检查文件，不作记录", "Checks files and writes nothing", [plant, recipes], async (parsed, client, cancel) =>
        {
            var request = new CheckRequest { Plant = Read(verbs, parsed.GetValue(plant)) };
            request.Recipes.AddRange(ReadAll(verbs, parsed.GetValue(recipes)));
            return Checked(verbs, parsed, await client.Ask(client.Plant.CheckAsync, request, cancel));
        });

    private static Command Opening(Verbs verbs)
    {
        var (opening, file) = (verbs.Argument("opening", "期初编号", "The opening balance's id"), verbs.Option("--file", "期初文件", "The opening-balance file", required: true));
        return verbs.Group("opening", "期初：系统启用之前已成立的事实", "Opening balance: what was true before",
            verbs.Verb("check", "检查文件，不作记录", "Checks the file and writes nothing", [file], async (parsed, client, cancel) =>
                Checked(verbs, parsed, await client.Ask(client.Plant.CheckOpeningBalanceAsync, new CheckOpeningBalanceRequest { Balance = Read(verbs, parsed.GetValue(file)) }, cancel))),
            verbs.Order("propose", "提出期初", "Proposes an opening balance", client => client.Plant.ProposeOpeningBalanceAsync,
                parsed => new ProposeOpeningBalanceRequest { Opening = parsed.GetValue(opening), Balance = Read(verbs, parsed.GetValue(file)) }, opening, file),
            verbs.Order("approve", "批准期初（非提出人）", "Approves it; never its proposer", client => client.Plant.ApproveOpeningBalanceAsync,
                parsed => new ApproveOpeningBalanceRequest { Opening = parsed.GetValue(opening) }, opening));
    }

    private static int Checked(Verbs verbs, ParseResult parsed, CheckReply reply)
    {
        if (verbs.Json(parsed))
        {
            verbs.Screen.Json(reply);
        }
        else
        {
            Show(verbs.Screen, reply.Findings);
            verbs.Screen.Line(reply.Applicable ? verbs.Text("可以应用。", "These files can be applied.") : verbs.Text("不能应用。", "These files cannot be applied."));
        }

        return reply.Applicable ? ExitCode.Granted : ExitCode.Refused;
    }

    private static ProposeChangeRequest Proposal(Verbs verbs, ParseResult parsed, Argument<string> change, Option<string> plant, Option<string[]> recipes, Option<DateTimeOffset?> from)
    {
        var request = new ProposeChangeRequest
        {
            Change = parsed.GetValue(change),
            Plant = Read(verbs, parsed.GetValue(plant)),
            EffectiveFrom = parsed.GetValue(from) is { } instant ? Timestamp.FromDateTimeOffset(instant) : Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow),
        };
        request.Recipes.AddRange(ReadAll(verbs, parsed.GetValue(recipes)));
        return request;
    }

    private static IEnumerable<File> ReadAll(Verbs verbs, string[]? paths) => (paths ?? []).Select(path => Read(verbs, path)!);

    private static void Show(Screen screen, DiffReply reply)
    {
        screen.Table([screen.Text("对象", "what"), screen.Text("字段", "field"), screen.Text("之前", "before"), screen.Text("之后", "after")],
            reply.Differences.Select(one => new[] { Markup.Escape(one.Actor), Markup.Escape(one.Field), Markup.Escape(one.Before), Markup.Escape(one.After) }));
        foreach (var batch in reply.Affected)
            screen.Console.MarkupLine($"[yellow]{screen.Text("受影响", "affected")}[/] {Markup.Escape($"{batch.Batch}: {string.Join(", ", batch.ReliesOn)}")}");
        Show(screen, reply.Findings);
    }

    private static void Show(Screen screen, PlantView view)
    {
        var time = view.Time == TimeMode.Demo ? screen.Text("演示时间", "demo time") : screen.Text("实际时间", "real time");
        screen.Console.MarkupLine($"[bold]{Markup.Escape(view.Plant)}[/]  {Markup.Escape($"{view.Name}  {view.Document}  {view.TimeZone}  {time}  {screen.At(view.LastTurnAt)}")}");
        foreach (var (title, things) in new[]
        {
            (screen.Text("规程", "recipes"), view.Recipes.AsEnumerable()),
            (screen.Text("房间", "rooms"), view.Rooms.Select(one => one.Id)),
            (screen.Text("生产线", "lines"), view.Lines.Select(one => one.Id)),
            (screen.Text("人员", "people"), view.People.Select(one => $"{one.Id} {one.Name}")),
        })
            screen.Console.MarkupLine($"  {title}: {Markup.Escape(string.Join(", ", things))}");
        foreach (var waiting in view.Changes)
            screen.Console.MarkupLine($"  [yellow]{screen.Text("待生效", "waiting")}[/] {Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{waiting.Change}  {waiting.ProposedBy}  {waiting.ApprovedBy}  {screen.At(waiting.EffectiveFrom)}"))}");
    }

    private static string Severity(Screen screen, string severity) => severity switch
    {
        "Error" => screen.Text("错误", "error"),
        "WillRefuse" => screen.Text("将拒绝", "will refuse"),
        _ => screen.Text("提示", "note"),
    };
}
