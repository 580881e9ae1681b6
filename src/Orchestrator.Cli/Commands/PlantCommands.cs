using System.CommandLine;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
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
        var from = verbs.Option("--from", "生效时刻，须带时区，例如 2027-01-02T08:00+08:00（默认为批准时）", "In force from this instant with its offset, for example 2027-01-02T08:00+08:00 (on approval, unless given)");
        var id = verbs.Option("--id", "指令编号；重复同一编号得到同一裁定", "Command id; the same id gets the same ruling");
        var waiting = new Argument<string?>("change") { Description = verbs.Text("待批准的变更编号（代替文件）", "A change that waits, instead of files"), DefaultValueFactory = _ => null };
        var second = verbs.Option("--second-token", "批准人的令牌", "Token of the person who approves", required: true);
        return verbs.Group("plant", "工厂主数据", "Master data of the plant",
            verbs.Question<GetPlantRequest, PlantView>("show", "查看生效的工厂", "Shows the plant in force", client => client.Plant.GetPlantAsync, _ => new GetPlantRequest(), Show),
            Found(verbs),
            Check(verbs, plant, recipes),
            verbs.Question<DiffRequest, DiffReply>("diff", "将文件或待批准的变更与生效内容比较，并列出受影响的批次", "Compares files, or a change that waits, with the plant in force and names the batches affected", client => client.Plant.DiffAsync, parsed =>
            {
                var request = new DiffRequest { Plant = Read(verbs, parsed.GetValue(plant)), Change = parsed.GetValue(waiting) ?? "" };
                request.Recipes.AddRange(ReadAll(verbs, parsed.GetValue(recipes)));
                return request;
            }, Show, waiting, plant, recipes),
            verbs.Order("propose", "提出变更", "Proposes files as master data", client => client.Plant.ProposeChangeAsync, parsed => Proposal(verbs, parsed, change, plant, recipes, from), change, plant, recipes, from),
            verbs.Order("approve", "批准变更（非提出人）", "Approves a proposal; never its proposer", client => client.Plant.ApproveChangeAsync, parsed => new ApproveChangeRequest { Change = parsed.GetValue(change) }, change),
            verbs.Order("withdraw", "撤回变更", "Takes a proposal back", client => client.Plant.WithdrawChangeAsync, parsed => new WithdrawChangeRequest { Change = parsed.GetValue(change) }, change),
            verbs.Verb("apply", "由两人提出并批准（两个令牌）", "Proposes with one token and approves with another; what is not approved is withdrawn", [change, plant, recipes, from, second, id], async (parsed, client, cancel) =>
            {
                // The two halves of one act have ids of their own that a repetition makes again.
                var (name, act) = (parsed.GetValue(change), parsed.GetValue(id) ?? Guid.NewGuid().ToString("N"));
                using var approver = verbs.Connect(parsed, parsed.GetValue(second));
                var proposed = await client.Give(client.Plant.ProposeChangeAsync, Proposal(verbs, parsed, change, plant, recipes, from), $"{act}.propose", cancel);
                if (proposed is Outcome.Refused)
                    return verbs.Show(parsed, proposed);
                try
                {
                    var approved = await approver.Give(approver.Plant.ApproveChangeAsync, new ApproveChangeRequest { Change = name }, $"{act}.approve", cancel);
                    if (approved is Outcome.Refused)
                        await client.Give(client.Plant.WithdrawChangeAsync, new WithdrawChangeRequest { Change = name }, $"{act}.withdraw", cancel);
                    return verbs.Show(parsed, approved);
                }
                catch (RpcException unapproved) when (unapproved.StatusCode is StatusCode.Unauthenticated or StatusCode.PermissionDenied)
                {
                    await client.Give(client.Plant.WithdrawChangeAsync, new WithdrawChangeRequest { Change = name }, $"{act}.withdraw", cancel);
                    throw;
                }
            }),
            Opening(verbs));
    }

    /// <summary>A text file as the server reads it.</summary>
    /// <exception cref="UsageException">It cannot be read.</exception>
    public static File? Read(Verbs verbs, string? path)
    {
        if (Directory.Exists(path))
            throw new UsageException(verbs.Text($"{path} 是文件夹，而不是文件。", $"{path} is a folder, not a file."));
        if (path is not null && !System.IO.File.Exists(path))
            throw new UsageException(verbs.Text($"没有文件 {path}。", $"There is no file {path}."));
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
                screen.Indented(2, $"→ {Markup.Escape(fix)}");
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
        var (opening, file) = (verbs.Argument("opening", "期初数据编号", "The opening balance's id"), verbs.Option("--file", "期初数据文件", "The opening-balance file", required: true));
        return verbs.Group("opening", "期初数据：系统启用之前已成立的事实", "Opening balance: what was true before",
            verbs.Verb("check", "检查文件，不作记录", "Checks the file and writes nothing", [file], async (parsed, client, cancel) =>
                Checked(verbs, parsed, await client.Ask(client.Plant.CheckOpeningBalanceAsync, new CheckOpeningBalanceRequest { Balance = Read(verbs, parsed.GetValue(file)) }, cancel))),
            verbs.Order("propose", "提出期初数据", "Proposes an opening balance", client => client.Plant.ProposeOpeningBalanceAsync,
                parsed => new ProposeOpeningBalanceRequest { Opening = parsed.GetValue(opening), Balance = Read(verbs, parsed.GetValue(file)) }, opening, file),
            verbs.Order("approve", "批准期初数据（非提出人）", "Approves it; never its proposer", client => client.Plant.ApproveOpeningBalanceAsync,
                parsed => new ApproveOpeningBalanceRequest { Opening = parsed.GetValue(opening) }, opening),
            verbs.Question<GetOpeningBalanceRequest, OpeningBalanceView>("show", "查看待批准的期初数据的全部内容", "Shows everything an opening balance that waits would bring in", client => client.Plant.GetOpeningBalanceAsync,
                parsed => new GetOpeningBalanceRequest { Opening = parsed.GetValue(opening) }, Show, opening));
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

    private static ProposeChangeRequest Proposal(Verbs verbs, ParseResult parsed, Argument<string> change, Option<string> plant, Option<string[]> recipes, Option<string> from)
    {
        var request = new ProposeChangeRequest
        {
            Change = parsed.GetValue(change),
            Plant = Read(verbs, parsed.GetValue(plant)),
            EffectiveFrom = parsed.GetValue(from) is { } instant ? From(verbs, instant) : null,
        };
        request.Recipes.AddRange(ReadAll(verbs, parsed.GetValue(recipes)));
        return request;
    }

    /// <summary>An instant that says which zone it means and does not lie behind the plant's clock.</summary>
    /// <exception cref="UsageException">It does neither.</exception>
    private static Timestamp From(Verbs verbs, string text)
    {
        string[] forms = ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"];
        if (!DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
            throw new UsageException(verbs.Text("--from 须写明日期、时刻和时区，例如 2027-01-02T08:00+08:00。", "--from needs a date, a time and its offset, for example 2027-01-02T08:00+08:00."));
        if (verbs.PlantTime is { } now && instant < now)
            throw new UsageException(verbs.Text($"--from 早于工厂的当前时刻 {verbs.Screen.At(now)}；若要在批准时生效，请省略。", $"--from lies before the plant's time, {verbs.Screen.At(now)}; leave it out to be in force on approval."));
        return Timestamp.FromDateTimeOffset(instant);
    }

    private static IEnumerable<File> ReadAll(Verbs verbs, string[]? paths) => (paths ?? []).Select(path => Read(verbs, path)!);

    private static void Show(Screen screen, DiffReply reply)
    {
        // What comes or goes as a whole is named kind by kind; only what changes has a before and an after.
        foreach (var kind in reply.Differences.Where(IsWhole).GroupBy(one => (Kind: one.Actor.Split('/')[0], Comes: !one.Gone)))
        {
            var what = kind.Key.Comes ? screen.Text("新增", "new") : screen.Text("删除", "gone");
            screen.Console.MarkupLine($"[{(kind.Key.Comes ? "green" : "red")}]{what}[/] {Markup.Escape($"{Labels.Kind(screen, kind.Key.Kind)}: {string.Join(", ", kind.Select(one => one.Actor[(one.Actor.IndexOf('/', StringComparison.Ordinal) + 1)..]))}")}");
        }

        if (reply.Differences.Any(one => !IsWhole(one)) || reply.Differences.Count == 0)
        {
            screen.Table([screen.Text("对象", "what"), screen.Text("字段", "field"), screen.Text("之前", "before"), screen.Text("之后", "after")],
                reply.Differences.Where(one => !IsWhole(one)).Select(one => new[] { Markup.Escape(one.Actor), Markup.Escape(one.Field), Markup.Escape(one.Before), Markup.Escape(one.After) }));
        }

        foreach (var batch in reply.Affected)
            screen.Console.MarkupLine($"[yellow]{screen.Text("受影响", "affected")}[/] {Markup.Escape($"{batch.Batch}: {string.Join(", ", batch.ReliesOn)}")}");
        Show(screen, reply.Findings);
    }

    private static bool IsWhole(Difference one) => one.Field.Length == 0;

    private static void Show(Screen screen, OpeningBalanceView view)
    {
        screen.Console.MarkupLine($"[bold]{Markup.Escape(view.Opening)}[/]  {screen.Text("提出人", "proposed by")} {Markup.Escape(view.ProposedBy)}");
        foreach (var (name, value) in view.Balance.Fields)
        {
            if (value.KindCase != Value.KindOneofCase.ListValue)
            {
                screen.Line($"  {name}: {value.StringValue}");
                continue;
            }

            if (value.ListValue.Values.Count == 0)
                continue;
            screen.Line($"  {name}:");
            foreach (var entry in value.ListValue.Values)
                screen.Line($"    {(entry.KindCase == Value.KindOneofCase.StructValue ? string.Join("  ", entry.StructValue.Fields.Select(field => $"{field.Key} {Written(field.Value)}")) : Written(entry))}");
        }
    }

    private static string Written(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.StringValue => value.StringValue,
        Value.KindOneofCase.StructValue => string.Join(" ", value.StructValue.Fields.Values.Select(Written)),
        Value.KindOneofCase.ListValue => string.Join(", ", value.ListValue.Values.Select(Written)),
        Value.KindOneofCase.NullValue or Value.KindOneofCase.None => "-",
        _ => value.ToString(),
    };

    private static void Show(Screen screen, PlantView view)
    {
        if (view.Plant.Length == 0)
        {
            screen.Line(screen.Text("工厂尚未建立：orchestrator cli plant found <工厂编号>。", "The plant is not founded yet: orchestrator cli plant found <plant>."));
            return;
        }

        var time = view.Time == TimeMode.Demo ? screen.Text("演示时间", "demo time") : screen.Text("实际时间", "real time");
        screen.Console.MarkupLine($"[bold]{Markup.Escape(view.Plant)}[/]  {Markup.Escape(string.Join("  ", new[] { view.Name, view.Document, view.TimeZone, time, screen.At(view.LastTurnAt) }.Where(part => part.Length > 0)))}");
        if (view.Rooms.Count == 0)
            screen.Line(screen.Text("  尚无生效的工厂文件：orchestrator cli plant propose。", "  No plant file is in force yet: orchestrator cli plant propose."));
        foreach (var (title, things) in new[]
        {
            (screen.Text("规程", "recipes"), view.Recipes.AsEnumerable()),
            (screen.Text("操作间", "rooms"), view.Rooms.Select(one => one.Id)),
            (screen.Text("生产线", "lines"), view.Lines.Select(one => one.Id)),
            (screen.Text("人员", "people"), view.People.Select(one => $"{one.Id} {one.Name}")),
        }.Where(pair => pair.Item2.Any()))
            screen.Indented(2, $"{title}: {Markup.Escape(string.Join(", ", things))}");
        foreach (var change in view.Changes)
        {
            var approval = change.ApprovedBy.Length > 0
                ? screen.Text($"批准人 {change.ApprovedBy}", $"approved by {change.ApprovedBy}")
                : screen.Text($"待批准：plant diff {change.Change} 查看内容", $"waits for approval: plant diff {change.Change} shows it");
            var from = change.EffectiveFrom.ToDateTimeOffset() <= change.ProposedAt.ToDateTimeOffset() ? screen.Text("批准时生效", "in force on approval") : screen.Text($"{screen.At(change.EffectiveFrom)} 生效", $"in force from {screen.At(change.EffectiveFrom)}");
            screen.Console.MarkupLine($"  [yellow]{screen.Text("变更", "change")}[/] {Markup.Escape(screen.Text($"{change.Change}  提出人 {change.ProposedBy}  {from}  {approval}", $"{change.Change}  proposed by {change.ProposedBy}  {from}  {approval}"))}");
        }

        foreach (var opening in view.Openings)
            screen.Console.MarkupLine($"  [yellow]{screen.Text("期初数据", "opening balance")}[/] {Markup.Escape(screen.Text($"{opening.Opening}  {opening.Document}  提出人 {opening.ProposedBy}  待批准：plant opening show {opening.Opening} 查看内容", $"{opening.Opening}  {opening.Document}  proposed by {opening.ProposedBy}  waits for approval: plant opening show {opening.Opening} shows it"))}");
    }

    private static string Severity(Screen screen, string severity) => severity switch
    {
        "Error" => screen.Text("错误", "error"),
        "WillRefuse" => screen.Text("将拒绝", "will refuse"),
        _ => screen.Text("提示", "note"),
    };
}
