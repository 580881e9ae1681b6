using System.Diagnostics;
using System.Globalization;
using Orchestrator.Cli.Terminal;
using Orchestrator.Simulation.Faults;
using Orchestrator.Simulation.Play;
using Orchestrator.Simulation.Run;

namespace Orchestrator.Simulation;

/// <summary>What the simulation can be asked to do, and how it says what came of it.</summary>
public static class Commands
{
    private const int Passed = 0;
    private const int Failed = 1;
    private const int Misused = 2;

    /// <summary>The seeds of every build that live long enough for a batch from receipt to harvest; the rest of a swarm's plants are short.</summary>
    private const int LongSeeds = 3;

    private static readonly TimeSpan CiMax = TimeSpan.FromSeconds(150);
    private static readonly TimeSpan ShrinkMax = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(10);

    public static int Run(string[] args, TextWriter output)
    {
        var language = Languages.Chosen(args, Environment.GetEnvironmentVariable);
        var asked = Asked.Read(args);
        if (asked.Wrong is { } wrong)
        {
            output.WriteLine(language.Of(wrong.Zh, wrong.En));
            output.WriteLine();
            output.WriteLine(HelpPage.Text(language));
            return Misused;
        }

        return asked.Job switch
        {
            Job.Ci => Ci(asked, language, output),
            Job.Forever => Forever(asked, language, output),
            Job.Replay => Replay(asked, language, output),
            Job.One => One(asked, language, output),
            Job.Invariants => Say(InvariantPage.Text(), output),
            Job.Help or Job.None => Say(HelpPage.Text(language), output),
        };
    }

    private static int Say(string text, TextWriter output)
    {
        output.WriteLine(text);
        return Passed;
    }

    private static int One(Asked asked, Language language, TextWriter output)
    {
        var clock = Stopwatch.StartNew();
        var scene = Scene.Example();
        var plan = new Plan(asked.Seed, asked.Days ?? Asked.DaysDefault, asked.Profile ?? FaultProfile.Rough);
        var run = new SimulationRun(plan.Seed, plan.Days, scene, plan.Profile, toTheEnd: asked.ToTheEnd);
        var report = run.Run();
        ReportPage.Write(report, language, output);
        ReportPage.Promises(report.Promises.Select(promise => (promise, promise.Checked, (long)promise.Broken.Count)), language, output);
        ReportPage.Faults(report.Faults, language, output);
        if (asked.Counts)
            ReportPage.Counts(report, language, output);
        ReportPage.Coverage(report.Coverage, language, output, whole: asked.Counts);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{language.Of("日志散列", "journal hash")} {report.JournalHash} ({clock.Elapsed.TotalSeconds:0.0} s)"));
        if (!report.Broken.Any())
            return Passed;
        if (!asked.ToTheEnd)
            BrokenPage.Write(new BrokenSeed(plan, report, run.Script), scene, ShrinkMax, asked.Scripts, language, output);
        return Failed;
    }

    private static int Ci(Asked asked, Language language, TextWriter output)
    {
        var scene = Scene.Example();
        var swarm = new Swarm(scene, number => number < LongSeeds
            ? new Plan(number + 1, Asked.DaysDefault, FaultProfile.Rough)
            : Swarm.Usual(number, first: 1000, asked.Profile, asked.Days));
        swarm.Ran += report => output.WriteLine(report.Summary);
        swarm.Run(number => number <= LongSeeds || (swarm.Elapsed < CiMax && swarm.Broken.Count == 0), CancellationToken.None);
        output.WriteLine();
        Tell(swarm, language, output, whole: true);
        var checks = new (bool Kept, string Zh, string En)[]
        {
            (swarm.Again is { Pairs: > 0, Differed.Count: 0 }, "同一种子得到同一日志", "the same seed gives the same journal"),
            (!swarm.Coverage.NeverGranted.Any(), "每种指令至少获准一次", "every kind of command was granted"),
            (!swarm.Coverage.NeverRefused.Any(), "每个已执行的要求至少拒绝一次", "every enforced requirement refused"),
            (FaultTable.Rows.All(row => swarm.Faults.ContainsKey(row.Kind)), "每种故障至少发生一次", "every kind of fault happened"),
        };
        foreach (var (kept, zh, en) in checks)
            output.WriteLine($"{(kept ? "ok    " : "BROKEN")} {language.Of(zh, en)}");
        foreach (var broken in swarm.Broken.Take(1))
            BrokenPage.Write(broken, scene, ShrinkMax, asked.Scripts, language, output);
        var failed = swarm.Broken.Count + checks.Count(check => !check.Kept);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{swarm.Seeds + checks.Length - failed} passed, {failed} failed, 0 skipped"));
        return failed == 0 ? Passed : Failed;
    }

    private static int Forever(Asked asked, Language language, TextWriter output)
    {
        var scene = Scene.Example();
        var swarm = new Swarm(scene, number => Swarm.Usual(number, asked.Seed, asked.Profile, asked.Days));
        using var stop = new CancellationTokenSource();
        void Stop(object? sender, ConsoleCancelEventArgs pressed)
        {
            pressed.Cancel = true;
            stop.Cancel();
        }

        Console.CancelKeyPress += Stop;
        var told = TimeSpan.Zero;
        swarm.Ran += _ =>
        {
            if (swarm.Elapsed - told < TellEvery)
                return;
            told = swarm.Elapsed;
            output.WriteLine(ReportPage.Progress(swarm, language));
        };
        swarm.Run(_ => swarm.Broken.Count == 0 && swarm.Again.Differed.Count == 0 && !(swarm.Turns >= asked.Turns), stop.Token);
        Console.CancelKeyPress -= Stop;
        output.WriteLine();
        Tell(swarm, language, output, whole: false);
        foreach (var seed in swarm.Again.Differed)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"BROKEN {language.Of("同一种子得到不同的日志", "the same seed gave different journals")}: {seed}"));
        foreach (var broken in swarm.Broken.Take(1))
            BrokenPage.Write(broken, scene, ShrinkMax, asked.Scripts, language, output);
        return swarm.Broken.Count == 0 && swarm.Again.Differed.Count == 0 ? Passed : Failed;
    }

    private static int Replay(Asked asked, Language language, TextWriter output)
    {
        if (!File.Exists(asked.File))
        {
            output.WriteLine(language.Of($"没有文件「{asked.File}」。", $"There is no file \"{asked.File}\"."));
            return Misused;
        }

        var (script, wrong) = ScriptFile.Read(asked.File, File.ReadAllText(asked.File));
        if (script is null)
        {
            output.WriteLine(language.Of(wrong!.Value.Zh, wrong.Value.En));
            return Misused;
        }

        var outcome = ScriptRun.Play(script, Scene.Example(), Workings.Own);
        BrokenPage.Steps(script, output);
        foreach (var (id, what) in outcome.Broken)
            output.WriteLine($"BROKEN {id}: {what}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{outcome.Turns} {language.Of("个回合，日志散列", "turns, journal hash")} {outcome.JournalHash}"));
        return outcome.Broken.Count == 0 ? Passed : Failed;
    }

    private static void Tell(Swarm swarm, Language language, TextWriter output, bool whole)
    {
        ReportPage.Promises(swarm.Promises, language, output);
        ReportPage.Faults(swarm.Faults, language, output);
        ReportPage.Coverage(swarm.Coverage, language, output, whole);
        ReportPage.Untested(swarm, language, output);
        output.WriteLine(ReportPage.Progress(swarm, language));
    }
}
