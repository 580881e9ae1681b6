using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Cli.Mes;
using Orchestrator.Cli.Terminal;
using Orchestrator.Client;
using Orchestrator.V1;
using Spectre.Console;

namespace Orchestrator.Cli.Demonstration;

/// <summary>What came of the demonstration, as the plant's own record has it; the same however often the server died on the way.</summary>
internal sealed class Account
{
    private readonly IReadOnlyList<BatchView> _batches;
    private readonly IReadOnlyList<Answer> _answers;
    private readonly IReadOnlyList<string> _shutDoors;
    private readonly TurnView? _sample;
    private readonly Answer? _sampleAnswer;
    private readonly JournalCheck _check;
    private readonly string _sampleToken;
    private readonly Punctuality _punctuality;

    private Account(IReadOnlyList<BatchView> batches, IReadOnlyList<Answer> answers, IReadOnlyList<string> shutDoors, JournalCheck check, Punctuality punctuality, (Answer? Answer, TurnView? Turn, string Token) sample)
    {
        (_batches, _answers, _shutDoors, _check, _punctuality) = (batches, answers, shutDoors, check, punctuality);
        (_sampleAnswer, _sample, _sampleToken) = sample;
    }

    /// <summary>True when nothing lawful was refused, everything provoked was, and nothing acknowledged was lost or doubled.</summary>
    public bool AsExpected => !_answers.Any(answer => answer.Unexpected) && Undecided.Count == 0 && _shutDoors.Count == 0 && _check.Wrong.Count == 0 && _punctuality.Off.Count == 0;

    /// <summary>Races that nobody has won, or more than one.</summary>
    private IReadOnlyList<string> Undecided => [.. _answers.Where(answer => answer.Race is not null).GroupBy(answer => answer.Race!).Where(race => race.Count(answer => answer.Granted) != 1).Select(race => race.Key)];

    /// <summary>The account as text without anything that a crash or the machine's speed may change.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Lines()))))[..16];

    /// <param name="playbook">What was to be done.</param>
    public static async Task<Account> Of(OrchestratorClient supervisor, DemoFolder folder, Playbook playbook, Progress progress, CancellationToken cancel)
    {
        var batches = await supervisor.Ask(supervisor.Manufacturing.ListBatchesAsync, new ListBatchesRequest { PageSize = 1000 }, cancel);
        var answers = AnswerLog.Read(folder.MesAnswers);
        var check = (await JournalCheck.Of(supervisor, answers, cancel)).Expecting(playbook, answers);
        var answer = answers.FirstOrDefault(one => one is { Expected: not null, Granted: false }) ?? answers.FirstOrDefault(one => !one.Granted);
        var turn = answer is null ? null : await supervisor.Ask(supervisor.Manufacturing.WhyAsync, new WhyRequest { Position = answer.Position }, cancel);
        return new Account(batches.Batches, answers, progress.ShutDoors, check, Punctuality.Of(playbook, batches.Batches), (answer, turn, answer is null ? "" : folder.Tokens[answer.Caller]));
    }

    public void Show(Screen screen, GuardedServer server)
    {
        screen.Line();
        screen.Console.MarkupLine($"[bold]{screen.Text("总账", "The account")}[/]");
        screen.Table(
            [screen.Text("批次", "batch"), screen.Text("规程", "recipe"), screen.Text("病原体", "pathogen"), screen.Text("状态", "status"), screen.Text("完成的步骤", "steps completed"), screen.Text("开始", "begun"), screen.Text("结束", "ended")],
            _batches.Select(batch => new[]
            {
                Markup.Escape(batch.Batch), Markup.Escape(batch.Recipe), Markup.Escape(Labels.Value(screen, batch.Pathogen)), Labels.Status(screen, batch.Status),
                $"{batch.Steps.Count(step => step.Status == "Complete")}", screen.At(batch.CreatedAt), screen.At(batch.Steps.Where(step => step.EndedAt is not null).MaxBy(step => step.EndedAt)?.EndedAt),
            }));
        ShowCounts(screen, server);
        ShowRules(screen);
        if (_sample is not null && _sampleAnswer is not null)
            ShowSample(screen, server);
    }

    private void ShowCounts(Screen screen, GuardedServer server)
    {
        var (granted, refused) = (_answers.Count(answer => answer.Granted), _answers.Count(answer => !answer.Granted));
        var unexpected = _answers.Count(answer => answer.Unexpected) + _shutDoors.Count;
        screen.Line(screen.Text($"MES 与质量部门的指令：准予 {granted}，拒绝 {refused}，其中意外 {unexpected}。", $"Commands of MES and quality: {granted} granted, {refused} refused, {unexpected} of all against expectation."));
        screen.Line(screen.Text($"日志 {_check.Turns} 个回合；服务器重启 {server.Restarts} 次；丢失或重复的已应答指令：{_check.Wrong.Count}。", $"Journal: {_check.Turns} turns; the server was started again {server.Restarts} times; acknowledged commands lost or doubled: {_check.Wrong.Count}."));
        screen.Line(screen.Text($"按计划进行的步骤：{_punctuality.Planned - _punctuality.Off.Count} / {_punctuality.Planned}，其中 {_punctuality.BrokenOff} 个按计划中止，其余按时开始并结束。", $"Steps that went as planned: {_punctuality.Planned - _punctuality.Off.Count} of {_punctuality.Planned}; {_punctuality.BrokenOff} of them broken off, as planned, the others begun and ended on time."));
        foreach (var wrong in _check.Wrong.Concat(_punctuality.Off).Take(10))
            screen.Console.MarkupLine($"  [red]{Markup.Escape(wrong)}[/]");
        screen.Line(screen.Text($"总账指纹 {Fingerprint}", $"Fingerprint of this account: {Fingerprint}"));
    }

    private void ShowRules(Screen screen)
    {
        var rules = _answers.SelectMany(answer => answer.Rules.Distinct()).CountBy(rule => rule).OrderBy(pair => pair.Key, StringComparer.Ordinal).ToArray();
        if (rules.Length == 0)
            return;
        screen.Line();
        screen.Line(screen.Text("拒绝所依据的规则（一项拒绝可有多条）：", "The rules behind the refusals (one refusal may name several):"));
        screen.Table([screen.Text("规则", "rule"), screen.Text("次数", "times")], rules.Select(pair => new[] { Markup.Escape(pair.Key), pair.Value.ToString(CultureInfo.InvariantCulture) }));
        foreach (var group in _answers.Where(answer => answer.Provocation is not null).GroupBy(answer => answer.Provocation))
        {
            var kept = group.All(answer => !answer.Unexpected);
            var steps = string.Join(", ", group.Select(answer => answer.Granted ? screen.Text("准予", "granted") : $"{screen.Text("拒绝", "refused")} {answer.Expected}"));
            screen.Console.MarkupLine($"  {(kept ? "[green]✓[/]" : "[red]✗[/]")} {Markup.Escape($"{Provocations.TitleOf(group.Key, screen.Language)}: {steps}")}");
        }
    }

    private void ShowSample(Screen screen, GuardedServer server)
    {
        screen.Line();
        screen.Console.MarkupLine($"[bold]{screen.Text("一项拒绝的全文", "One refusal in full")}[/]  {Markup.Escape($"{_sampleAnswer!.Call}  {_sampleAnswer.Id}")}");
        RefusalPage.Show(screen, _sample!.Ruling);
        screen.Line();
        screen.Line(screen.Text("服务器运行期间（--stay）可重复它（同一指令编号，同一裁定）：", "To repeat it while the server is up (--stay): same command id, same ruling:"));
        screen.Line($"curl -s -H 'authorization: Bearer {_sampleToken}' -d '{_sampleAnswer.Request}' {server.Web}/v1/{_sampleAnswer.Call}");
    }

    /// <summary>Who wins a race is chance, and so is who tidies up after it.</summary>
    private string WhoOf(Answer answer) => _answers.Any(other => other.Race is not null && other.Race == answer.Provocation) ? answer.Provocation! : $"{answer.Caller}/{answer.Id}";

    private IEnumerable<string> Lines() =>
    [
        .. _batches.Select(batch => $"{batch.Batch} {batch.Recipe} {batch.Status} {string.Join(' ', batch.Steps.Select(step => $"{step.Step}={step.Status}/{step.StartedAt}/{step.EndedAt}"))} {string.Join(' ', batch.Holds.Select(hold => hold.Id))}"),
        .. _answers.Select(answer => $"{WhoOf(answer)} {answer.Granted} {string.Join(' ', answer.Rules)}").Order(StringComparer.Ordinal),
    ];
}
