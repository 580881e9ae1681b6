using Orchestrator.Api.Tests.NextActions;
using Orchestrator.Cli.Terminal;
using Orchestrator.V1;
using Xunit;

namespace Orchestrator.Api.Tests.Cli;

/// <summary>What a person finds out at a terminal of a plant at work: what comes next, why something was ruled, what touched whom, where there is room.</summary>
public sealed class ExplorationTests : IAsyncLifetime
{
    private readonly Workshop _shop = new();

    public async Task InitializeAsync()
    {
        await _shop.InitializeAsync();
        await _shop.CreateBatch();
    }

    public Task DisposeAsync() => _shop.DisposeAsync();

    [Theory]
    [InlineData(Language.En, "may be done now", "Bind the donor material to B-2601 first.")]
    [InlineData(Language.Zh, "现在可以", "先将供者材料绑定到B-2601。")]
    public async Task Next_tells_what_may_be_done_and_why_the_rest_may_not(Language language, string legal, string remedy)
    {
        var (code, output) = await _shop.Terminal(language, "supervisor", "next", Workshop.Batch);

        Assert.Equal(ExitCode.Granted, code);
        Assert.Contains(legal, output, StringComparison.Ordinal);
        Assert.Contains("manufacturing/ReserveRoom", output, StringComparison.Ordinal);
        Assert.Contains("manufacturing/StartStep  enrichment", output, StringComparison.Ordinal);
        Assert.Contains(remedy, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Next_gives_a_script_the_whole_answer()
    {
        var (code, output) = await _shop.Terminal(Language.En, "supervisor", "next", Workshop.Batch, "--json");

        Assert.True(code == ExitCode.Granted, output);
        Assert.Contains(NextActionsReply.Parser.ParseJson(output).Legal, action => action.Command == "manufacturing/CancelBatch");
    }

    [Theory]
    [InlineData(Language.En, "refused", "law 2026.2")]
    [InlineData(Language.Zh, "拒绝", "法规版本 2026.2")]
    public async Task Why_explains_a_refusal_who_asked_when_under_which_law_and_on_whose_memory(Language language, string verdict, string law)
    {
        await _shop.Terminal(language, "mes-1", "step", "start", Workshop.Batch, "enrichment", "--room", "R-101", "--terminal", "T-101", "--line", "L1", "--system", "CP-01", "--operator", "OP-01:operator", "--id", "early-start");

        var (code, output) = await _shop.Terminal(language, "supervisor", "why", "mes-1/early-start");

        Assert.Equal(ExitCode.Granted, code);
        Assert.Contains(verdict, output, StringComparison.Ordinal);
        Assert.Contains("manufacturing.start-step.v1", output, StringComparison.Ordinal);
        Assert.Contains("mes-1/early-start", output, StringComparison.Ordinal);
        Assert.Contains("GMP-3.2a", output, StringComparison.Ordinal);
        Assert.Contains("「", output, StringComparison.Ordinal);
        Assert.Contains("2026-03-02 08:30", output, StringComparison.Ordinal);
        Assert.Contains("Asia/Shanghai", output, StringComparison.Ordinal);
        Assert.Contains(law, output, StringComparison.Ordinal);
        Assert.Matches(@"batch/B-2601@[0-9a-f]{12}", output);
    }

    [Theory]
    [InlineData(Language.En, "granted")]
    [InlineData(Language.Zh, "准予")]
    public async Task Why_explains_a_grant_by_what_was_recorded(Language language, string verdict)
    {
        var (_, audit) = await _shop.Terminal(language, "supervisor", "audit", $"batch/{Workshop.Batch}", "--json");
        var turn = AuditReply.Parser.ParseJson(audit).Turns[0];

        var (code, output) = await _shop.Terminal(language, "supervisor", "why", $"{turn.Position}");

        Assert.Equal(ExitCode.Granted, code);
        Assert.Contains(verdict, output, StringComparison.Ordinal);
        Assert.Contains("batch.created.v1", output, StringComparison.Ordinal);
        Assert.Contains("D-2601", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cast_of_a_turn_names_the_write_that_each_was_read_at()
    {
        var (_, created) = await _shop.Terminal(Language.En, "supervisor", "audit", $"batch/{Workshop.Batch}", "--json");
        await _shop.Terminal(Language.En, "mes-1", "room", "reserve", "R-101", Workshop.Batch, "--id", "reserve");
        var (_, reserved) = await _shop.Terminal(Language.En, "supervisor", "why", "mes-1/reserve", "--json");

        var turn = TurnView.Parser.ParseJson(reserved);
        var first = AuditReply.Parser.ParseJson(created).Turns[0];
        Assert.Equal(turn.Cast, turn.CastVersions.Select(member => member.Actor));
        Assert.Equal(64, first.WriteId.Length);
        Assert.Equal(first.WriteId, turn.CastVersions.Single(member => member.Actor == $"batch/{Workshop.Batch}").Version);
        Assert.Equal(64, turn.Hash.Length);
    }

    [Theory]
    [InlineData(Language.En, "turn")]
    [InlineData(Language.Zh, "序号")]
    public async Task Audit_lists_every_turn_that_touched_something(Language language, string heading)
    {
        await _shop.Terminal(language, "mes-1", "room", "reserve", "R-101", Workshop.Batch);
        await _shop.Terminal(language, "mes-1", "room", "release", "R-101", Workshop.Batch);

        var (code, output) = await _shop.Terminal(language, "supervisor", "audit", "room/R-101", "--written");

        Assert.Equal(ExitCode.Granted, code);
        Assert.Contains(heading, output, StringComparison.Ordinal);
        Assert.Contains("room.reserved.v1", output, StringComparison.Ordinal);
        Assert.Contains("room.reservation-released.v1", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Language.En, "occupied", "in service", "reserved", "media fill")]
    [InlineData(Language.Zh, "占用", "使用中", "预留", "无菌工艺模拟试验")]
    public async Task Rooms_and_lines_are_told_in_the_language(Language language, string heading, string status, string waits, string lapse)
    {
        await _shop.Terminal(language, "mes-1", "room", "reserve", "R-101", Workshop.Batch);

        var (code, output) = await _shop.Terminal(language, "supervisor", "room", "list");
        var (one, detail) = await _shop.Terminal(language, "supervisor", "room", "show", "R-105");
        var (soon, lapses) = await _shop.Terminal(language, "supervisor", "room", "lapses", "--days", "10");

        Assert.Equal((ExitCode.Granted, ExitCode.Granted, ExitCode.Granted), (code, one, soon));
        Assert.Contains(heading, output, StringComparison.Ordinal);
        Assert.Contains(status, output, StringComparison.Ordinal);
        Assert.Contains($"{waits} {Workshop.Batch}", output, StringComparison.Ordinal);
        Assert.Contains("incubator/INC-", detail, StringComparison.Ordinal);
        Assert.Contains(lapse, lapses, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Language.En, "no batch B-9999")]
    [InlineData(Language.Zh, "未找到：没有批次 B-9999")]
    public async Task What_is_not_there_is_told_in_the_language_of_the_terminal(Language language, string expected)
    {
        var (code, output) = await _shop.Terminal(language, "supervisor", "batch", "show", "B-9999");

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Language.En)]
    [InlineData(Language.Zh)]
    public async Task Controllers_are_listed_with_what_their_devices_last_said(Language language)
    {
        var (code, output) = await _shop.Terminal(language, "supervisor", "equipment", "list");

        Assert.Equal(ExitCode.Granted, code);
        Assert.Contains("BMS-1", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Language.En, "never connected")]
    [InlineData(Language.Zh, "从未连接")]
    public async Task A_controller_of_the_plant_file_that_never_connected_is_listed_as_such(Language language, string expected)
    {
        var (_, output) = await _shop.Terminal(language, "supervisor", "equipment", "list");

        Assert.Contains(output.Split('\n'), line => line.Contains("CTRL-CP-07", StringComparison.Ordinal) && line.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("plant/SH-01", "The plant itself is plant/plant.")]
    [InlineData("room/R-999", "No turn asked for touches room/R-999; is the key written as the plant file or the record has it?")]
    public async Task An_audit_of_what_nothing_touched_hints_at_the_key(string actor, string hint)
    {
        var (code, output) = await _shop.Terminal(Language.En, "supervisor", "audit", actor);

        Assert.Equal(ExitCode.Granted, code);
        Assert.Contains(hint, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Next_tells_the_next_step_in_full_names_those_behind_it_and_says_what_a_person_fills_in()
    {
        var (_, output) = await _shop.Terminal(Language.En, "supervisor", "next", Workshop.Batch);
        var (_, full) = await _shop.Terminal(Language.Zh, "supervisor", "next", Workshop.Batch, "--full");

        Assert.Contains("manufacturing/CancelBatch  (a person fills in: reason)", output, StringComparison.Ordinal);
        Assert.Contains("manufacturing/StartStep  activation, activation-culture, transduction", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Complete activation first.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("expected container  ", output, StringComparison.Ordinal);
        Assert.Contains("［由人员填写］", full, StringComparison.Ordinal);
        Assert.Contains("先完成activation。", full, StringComparison.Ordinal);
    }
}
