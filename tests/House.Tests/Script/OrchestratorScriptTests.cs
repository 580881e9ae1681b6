using System.Diagnostics;
using Xunit;

namespace Orchestrator.House.Tests.Script;

/// <summary>The one script counts test results by what their files say, and answers a person in their language.</summary>
public sealed class OrchestratorScriptTests
{
    [Fact]
    public void Results_are_counted_by_outcome_whatever_their_texts_contain()
    {
        var counts = ReadResults("Failed", """
            <UnitTestResult testName="T.Odd(s: &quot;outcome=\&quot;Failed\&quot; &gt;&quot;)" outcome="Passed" />
            <UnitTestResult testName="T.Ok" outcome="Passed"><Output><StdOut>&lt;UnitTestResult outcome="Failed" /&gt;</StdOut></Output></UnitTestResult>
            <UnitTestResult testName="T.Bad" outcome="Failed"><Output><ErrorInfo><Message>outcome="Passed"</Message></ErrorInfo></Output></UnitTestResult>
            <UnitTestResult testName="T.Slow" outcome="Timeout" />
            """);

        Assert.Equal(["2 2 0", "failed: T.Bad", "failed: T.Slow"], counts);
    }

    [Fact]
    public void A_skipped_test_is_named_with_its_reason()
    {
        var counts = ReadResults("Completed", """
            <UnitTestResult testName="T.Ok" outcome="Passed" />
            <UnitTestResult testName="T.Peer" outcome="NotExecuted">
              <Output><ErrorInfo><Message>no &lt;npm&gt; &amp;
            no "apt"</Message></ErrorInfo></Output>
            </UnitTestResult>
            <UnitTestResult testName="T.Mute" outcome="NotExecuted" />
            """);

        Assert.Equal(["1 0 2", "skipped: T.Peer: no <npm> & no \"apt\"", "skipped: T.Mute: no reason given"], counts);
    }

    [Fact]
    public void A_run_that_broke_off_has_failed_even_when_every_finished_test_passed()
    {
        var counts = ReadResults("Failed", """<UnitTestResult testName="T.Ok" outcome="Passed" />""");

        Assert.Equal(["1 1 0", "failed: the run broke off"], counts);
    }

    [Fact]
    public void A_result_file_cut_short_has_failed()
    {
        var counts = ReadFile("""<TestRun><Results><UnitTestResult testName="T.Ok" outcome="Passed" />""");

        Assert.Equal(["1 1 0", "failed: the run broke off"], counts);
    }

    [Theory]
    [InlineData("en_US.UTF-8", "help", "Usage:")]
    [InlineData("zh_CN.UTF-8", "help", "用法：")]
    [InlineData("en_US.UTF-8", "help --lang zh", "用法：")]
    [InlineData("zh_CN.UTF-8", "--lang=en", "Usage:")]
    public void Help_comes_in_the_language_asked_for_else_in_the_machines(string machine, string arguments, string opening)
    {
        var (output, code) = Bash($"./orchestrator {arguments}", ("LANG", machine));

        Assert.StartsWith(opening, output, StringComparison.Ordinal);
        Assert.Equal(0, code);
    }

    [Fact]
    public void An_unknown_command_is_refused_and_its_name_repeated()
    {
        var (output, code) = Bash("./orchestrator dmeo 2>&1", ("LANG", "en_US.UTF-8"));

        Assert.StartsWith("Unknown command: dmeo", output, StringComparison.Ordinal);
        Assert.Equal(2, code);
    }

    [Fact]
    public void A_package_setting_that_is_neither_true_nor_false_is_refused()
    {
        var (output, code) = Bash("./orchestrator cli 2>&1", ("ORCHESTRATOR_PUBLISHED_PACKAGES", "yes"), ("LANG", "en_US.UTF-8"));

        Assert.Contains("ORCHESTRATOR_PUBLISHED_PACKAGES is true or false, not \"yes\"", output, StringComparison.Ordinal);
        Assert.Equal(2, code);
    }

    private static string[] ReadResults(string summary, string results) =>
        ReadFile($"""<TestRun><Results>{results}</Results><ResultSummary outcome="{summary}" /></TestRun>""");

    private static string[] ReadFile(string content)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, content);
            var (output, _) = Bash("source ./orchestrator; read_results \"$RESULTS\"", ("RESULTS", file));
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static (string Output, int Code) Bash(string line, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("bash", ["-c", line]) { WorkingDirectory = Root(), RedirectStandardOutput = true };
        start.Environment.Remove("LC_ALL");
        start.Environment.Remove("LC_MESSAGES");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var bash = Process.Start(start)!;
        var output = bash.StandardOutput.ReadToEnd();
        bash.WaitForExit();
        return (output, bash.ExitCode);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Orchestrator.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the source tree.");
        }

        return folder.FullName;
    }
}
