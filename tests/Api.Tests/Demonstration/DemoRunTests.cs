using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace Orchestrator.Api.Tests.Demonstration;

/// <summary>The demonstration as a person starts it: every part a process of its own, nothing but the public client, and kill -9 on the way.</summary>
public sealed partial class DemoRunTests
{
    private const int Kills = 25;

    [Fact]
    public async Task Killed_at_random_moments_it_loses_nothing_doubles_nothing_and_ends_with_the_same_account()
    {
        var undisturbed = await Play("--lang", "en");
        var killed = await Play("--lang", "en", "--kills", $"{Kills}", "--seed", "1");

        Assert.Contains("the server was started again 0 times; acknowledged commands lost or doubled: 0.", undisturbed, StringComparison.Ordinal);
        Assert.Contains("acknowledged commands lost or doubled: 0.", killed, StringComparison.Ordinal);
        Assert.Equal(Kills, int.Parse(Restarts().Match(killed).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(Fingerprint().Match(undisturbed).Groups[1].Value, Fingerprint().Match(killed).Groups[1].Value);
    }

    [Fact]
    public async Task Without_provocations_nothing_is_refused_and_every_step_keeps_its_planned_times()
    {
        var said = await Play("--lang", "zh", "--without-provocations");

        Assert.Matches("准予 [0-9]{4}，拒绝 0，其中意外 0。", said);
        var kept = Punctual().Match(said);
        Assert.True(kept.Success);
        Assert.Equal(kept.Groups[1].Value, kept.Groups[2].Value);
    }

    /// <summary>What it prints; it must end as expected.</summary>
    private static async Task<string> Play(params string[] options)
    {
        var start = new ProcessStartInfo("dotnet", [Built("Orchestrator.Cli", "orchestrator-cli.dll"), "demo", .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ORCHESTRATOR_HOST"] = Built("Orchestrator.Host", "orchestrator-host.dll") },
        };
        using var demo = Process.Start(start)!;
        var (said, complained) = (demo.StandardOutput.ReadToEndAsync(), demo.StandardError.ReadToEndAsync());
        await demo.WaitForExitAsync();
        Assert.True(demo.ExitCode == 0, $"exit code {demo.ExitCode}\n{await said}\n{await complained}");
        return await said;
    }

    /// <summary>A program as it was built for itself: beside the tests it has what the tests need of it, not what it needs.</summary>
    private static string Built(string project, string file)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, file);
    }

    [GeneratedRegex("started again ([0-9]+) times")]
    private static partial Regex Restarts();

    [GeneratedRegex("Fingerprint of this account: ([0-9a-f]{16})")]
    private static partial Regex Fingerprint();

    [GeneratedRegex("按计划进行的步骤：([0-9]+) / ([0-9]+)，其中 0 个按计划中止")]
    private static partial Regex Punctual();
}
