using Google.Protobuf.WellKnownTypes;
using Orchestrator.Api.Tests.Client;
using Orchestrator.Cli;
using Orchestrator.Cli.Terminal;
using Orchestrator.Domain.Tests;
using Orchestrator.V1;
using Xunit;

namespace Orchestrator.Api.Tests.Cli;

/// <summary>What a person at a terminal reads, in both languages, and what a script learns from the exit code.</summary>
public sealed class CommandLineTests
{
    private static readonly Ruling Refusal = MakeRefusal();

    [Theory]
    [InlineData(Language.Zh)]
    [InlineData(Language.En)]
    public async Task A_refusal_reads_as_rule_clause_facts_remedies_and_earliest_instant(Language language)
    {
        await using var server = await ScriptedServer.Start(() => Refusal);

        var (code, output, _) = await Run(server, language, "step", "complete", "B-1", "wash", "--by", "OP-01", "--terminal", "T-101", "--dry-run");

        Assert.Equal(ExitCode.Refused, code);
        Approved.Matches(output, $"refusal.{language}");
    }

    [Theory]
    [InlineData(Language.Zh)]
    [InlineData(Language.En)]
    public async Task A_batch_reads_as_its_steps_checks_and_holds(Language language)
    {
        await using var server = await ScriptedServer.Start(() => Refusal);
        server.Batch = MakeBatch();

        var (code, output, _) = await Run(server, language, "batch", "show", "B-2603");

        Assert.Equal(ExitCode.Granted, code);
        Approved.Matches(output, $"batch.{language}");
    }

    [Theory]
    [InlineData(Language.Zh)]
    [InlineData(Language.En)]
    public async Task Help_is_in_the_language_asked_for(Language language)
    {
        await using var server = await ScriptedServer.Start(() => Refusal);

        var (code, output, _) = await Run(server, language, "batch", "create", "--help");

        Assert.Equal(ExitCode.Granted, code);
        Approved.Matches(output, $"help.{language}");
    }

    [Theory]
    [InlineData(Language.Zh, "缺少 --product。")]
    [InlineData(Language.En, "--product is missing.")]
    public async Task A_wrong_command_line_is_told_in_the_language_and_ends_with_2(Language language, string expected)
    {
        await using var server = await ScriptedServer.Start(() => Refusal);

        var (code, _, complaints) = await Run(server, language, "batch", "create", "B-1");

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(expected, complaints, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { "batch", "create", "B-1", "--product", "P", "--recipe", "r@1", "--chain", "c", "--donor", "d", "--purpose", "fun" }, "There are: clinical, commercial, validation.")]
    [InlineData(new[] { "bacth", "list" }, "did you mean \"batch\"?")]
    [InlineData(new[] { "batch" }, "batch needs one of: list, show, create")]
    [InlineData(new[] { "plant", "propose", "C-1", "--from", "2026-12-01" }, "--from needs a date, a time and its offset")]
    [InlineData(new[] { "plant", "propose", "C-1", "--from", "01/02/2027" }, "--from needs a date, a time and its offset")]
    public async Task What_could_be_meant_is_named(string[] line, string expected)
    {
        await using var server = await ScriptedServer.Start(() => Refusal);

        var (code, _, complaints) = await Run(server, Language.En, line);

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(expected, complaints, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("help")]
    [InlineData("help", "handover")]
    [InlineData("--version")]
    public async Task Help_and_version_need_no_command(params string[] line)
    {
        await using var server = await ScriptedServer.Start(() => Refusal);

        var (code, _, complaints) = await Run(server, Language.Zh, line);

        Assert.Equal((ExitCode.Granted, ""), (code, complaints));
    }

    [Fact]
    public async Task The_page_of_all_commands_says_what_the_exit_codes_mean()
    {
        var output = new StringWriter();

        var code = await CommandTree.Run([], Screen.Plain(output, TextWriter.Null, Language.En, TimeZoneInfo.Utc), _ => null);

        Assert.Equal(ExitCode.Granted, code);
        Assert.Contains("orchestrator cli <command>", output.ToString(), StringComparison.Ordinal);
        Assert.Matches(@"130\s+ended by hand", output.ToString());
    }

    [Fact]
    public async Task Whoever_stops_watching_is_told_nothing_and_the_shell_that_it_was_by_hand()
    {
        await using var server = await ScriptedServer.Start(() => Refusal);
        using var byHand = new CancellationTokenSource();
        var complaints = new StringWriter();
        server.Feed.Enqueue([1]);
        var watching = CommandTree.Run(["watch", "--server", server.Address, "--token", "t"], Screen.Plain(TextWriter.Null, complaints, Language.En, TimeZoneInfo.Utc), _ => null, byHand.Token);

        await byHand.CancelAsync();

        Assert.Equal(ExitCode.Interrupted, await watching.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal("", complaints.ToString());
    }

    [Fact]
    public async Task A_grant_ends_with_0_and_prints_json_when_asked_to()
    {
        await using var server = await ScriptedServer.Start(() => new Ruling { Granted = true, Position = 12 });

        var (code, output, _) = await Run(server, Language.En, "step", "complete", "B-1", "wash", "--by", "OP-01", "--terminal", "T-101", "--json");

        Assert.Equal(ExitCode.Granted, code);
        var ruling = Ruling.Parser.ParseJson(output);
        Assert.True(ruling.Granted);
        Assert.Equal(12, ruling.Position);
    }

    [Fact]
    public async Task What_is_no_ruling_ends_with_2_and_says_what_it_is()
    {
        await using var server = await ScriptedServer.Start(() => Refusal);

        var (code, _, complaints) = await Run(server, Language.En, "batch", "cancel", "B-1", "--reason", "none");

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("There is no such method", complaints, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--lang", "zh", "help", "batch")]
    [InlineData("--lang=zh", "help", "batch")]
    [InlineData("help", "batch", "--lang", "zh")]
    public async Task Help_is_given_wherever_the_language_stands(params string[] args)
    {
        await using var server = await ScriptedServer.Start(() => Refusal);

        var (code, output, complaints) = await Run(server, Language.Zh, args);

        Assert.Equal((ExitCode.Granted, ""), (code, complaints));
        Assert.Contains("orchestrator cli batch", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no call \"manufacturing/StartSteps\"; did you mean \"manufacturing/StartStep\"?", "call", "manufacturing/StartSteps")]
    [InlineData("There is no call \"demo/Foo\". demo has: Advance.", "call", "demo/Foo")]
    [InlineData("There is no call \"nope\". Calls are service/Method: manufacturing/…, equipment/…, plant/…, quality/…, capacity/…, demo/….", "call", "nope")]
    [InlineData("<batch>: cannot be \"\".", "next", "")]
    [InlineData("--limit: cannot be \"0\".", "audit", "room/R-101", "--limit", "0")]
    [InlineData("There is no file nope.yaml.", "plant", "check", "--plant", "nope.yaml")]
    public async Task What_cannot_be_meant_is_told_with_what_could(string expected, params string[] args)
    {
        await using var server = await ScriptedServer.Start(() => Refusal);

        var (code, _, complaints) = await Run(server, Language.En, args);

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(expected, complaints, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_that_is_too_wide_is_told_in_paragraphs_and_breaks_no_word()
    {
        var output = new StringWriter();
        var screen = Screen.Plain(output, TextWriter.Null, Language.En, TimeZoneInfo.Utc, width: 40);

        screen.Table(["step", "started", "checks"], [["transduction-culture", "2026-03-15 08:30", "viability 85 %\nviable-cells 225"], ["wash", "", "viability 80 %"]]);
        screen.Indented(4, "one that is longer than the terminal is wide");

        Assert.Equal(
            ["transduction-culture", "  started  2026-03-15 08:30", "  checks  viability 85 %, viable-cells", "  225", "wash", "  checks  viability 80 %", "    one that is longer than the terminal", "    is wide"],
            output.ToString().Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_ends_with_3()
    {
        var output = new StringWriter();
        var complaints = new StringWriter();
        var code = await CommandTree.Run(["batch", "list", "--server", "http://127.0.0.1:1", "--token", "t"], Screen.Plain(output, complaints, Language.En, TimeZoneInfo.Utc), _ => null);

        Assert.Equal(ExitCode.NoConnection, code);
        Assert.StartsWith("The server does not answer", complaints.ToString(), StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Complaints)> Run(ScriptedServer server, Language language, params string[] args)
    {
        var output = new StringWriter();
        var complaints = new StringWriter();
        var code = await CommandTree.Run([.. args, "--server", server.Address, "--token", "the-token"], Screen.Plain(output, complaints, language, TimeZoneInfo.Utc), _ => null);
        return (code, output.ToString(), complaints.ToString());
    }

    private static Ruling MakeRefusal()
    {
        var refusal = new Refusal
        {
            Rule = "CMC-5.1.1.1",
            Clause = "001 5.1.1.1",
            Original = "应明确各步骤的时间限度",
            Sentence = new Text { Zh = "未到最短时长的步骤不得完成。", En = "A step is not completed before its shortest time." },
            EarliestLegal = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 3, 2, 4, 30, 0, TimeSpan.Zero)),
        };
        refusal.Facts.Add(new Seen { Name = "step", Value = "wash", Label = new Text { Zh = "步骤", En = "step" } });
        refusal.Facts.Add(new Seen { Name = "startedAt", Value = "2026-03-02T04:00Z", Label = new Text { Zh = "开始时刻", En = "started at" } });
        refusal.Remedies.Add(new Remedy { Code = "wait-until", Sentence = new Text { Zh = "等待至 04:30。", En = "Wait until 04:30." }, Command = "manufacturing/CompleteStep" });
        var ruling = new Ruling { Law = "2026.2" };
        ruling.Refusals.Add(refusal);
        return ruling;
    }

    private static BatchView MakeBatch()
    {
        var view = new BatchView { Batch = "B-2603", Status = "InProcess", Product = "CART-19", Recipe = "car-t-closed@1.0", ChainOfIdentity = "COI-B-2603" };
        var step = new StepView { Step = "enrichment", Status = "Complete", Room = "R-101", StartedAt = At(8), EndedAt = At(12) };
        step.Checks.Add(new CheckView { Check = "viability", Value = 91.5, Unit = "%", InRange = true });
        view.Steps.Add(step);
        view.Steps.Add(new StepView { Step = "activation", Status = "Running", Room = "R-101", StartedAt = At(13) });
        view.Holds.Add(new HoldView { Id = "manual/1", Kind = "Manual", Rule = "GMP-10.2b", Reason = "[to be examined]", Since = At(14) });
        return view;
    }

    private static Timestamp At(int hour) => Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 3, 2, hour, 0, 0, TimeSpan.Zero));
}
