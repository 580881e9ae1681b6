using System.Text.Json;
using Orchestrator.Cli.Mes;
using Orchestrator.Cli.Terminal;
using Orchestrator.Client;
using Orchestrator.V1;
using Spectre.Console;

namespace Orchestrator.Cli.Demonstration;

/// <summary>What a person sees while the demonstration plays: a line a day, a line a provocation, and at once what should not have happened.</summary>
internal sealed class Progress(Screen screen, WorkSchedule schedule, OrchestratorClient supervisor)
{
    private readonly Lock _gate = new();
    private readonly List<Answer> _answers = [];
    private readonly List<string> _shutDoors = [];
    private DateOnly? _day;

    /// <summary>Everything the MES was answered so far.</summary>
    public IReadOnlyList<Answer> Answers
    {
        get
        {
            lock (_gate)
                return [.. _answers];
        }
    }

    /// <summary>Doors that stayed shut before somebody the plan sends through them.</summary>
    public IReadOnlyList<string> ShutDoors
    {
        get
        {
            lock (_gate)
                return [.. _shutDoors];
        }
    }

    /// <summary>A line of the MES player: an answer.</summary>
    public void Heard(string line)
    {
        var answer = JsonSerializer.Deserialize<Answer>(line, JsonSerializerOptions.Web)!;
        lock (_gate)
            _answers.Add(answer);
        if (answer.Unexpected)
            screen.Console.MarkupLine($"  [red]✗[/] {Markup.Escape($"{answer.Id}: {(answer.Granted ? screen.Text("竟被准予", "granted against expectation") : string.Join(", ", answer.Rules))}")}");
        else if (answer is { Expected: { } rule, Granted: false })
            screen.Console.MarkupLine($"  [yellow]⚡[/] {Markup.Escape($"{Provocations.TitleOf(answer.Provocation, screen.Language)} → {screen.Text("拒绝", "refused")} {rule}")}");
    }

    /// <summary>A line of the controllers: a door that stayed shut.</summary>
    public void Doors(string line)
    {
        lock (_gate)
            _shutDoors.Add(line);
        screen.Console.MarkupLine($"  [red]✗[/] {Markup.Escape(line)}");
    }

    /// <summary>The clock has reached an instant and everybody has acted.</summary>
    public async Task Reached(DateTimeOffset instant, CancellationToken cancel)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, screen.Zone).Date);
        if (day == _day)
            return;
        _day = day;
        var reply = await supervisor.Ask(supervisor.Manufacturing.ListBatchesAsync, new ListBatchesRequest { PageSize = 1000 }, cancel);
        var of = reply.Batches.CountBy(batch => batch.Status).ToDictionary();
        var granted = Answers.Count(answer => answer.Granted);
        var number = day.DayNumber - DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(schedule.Start, screen.Zone).Date).DayNumber + 1;
        screen.Console.MarkupLine(Markup.Escape(screen.Text(
            $"{day:MM-dd}  第 {number,2} 天  生产中 {of.GetValueOrDefault("InProcess"),2}  已收获 {of.GetValueOrDefault("Harvested"),2}  准予 {granted,5}",
            $"{day:MM-dd}  day {number,2}  in process {of.GetValueOrDefault("InProcess"),2}  harvested {of.GetValueOrDefault("Harvested"),2}  granted {granted,5}")));
    }
}
