using System.Diagnostics;
using System.Globalization;
using Orchestrator.Cli.Terminal;
using Orchestrator.Simulation.Check;
using Orchestrator.Simulation.Faults;
using Orchestrator.Simulation.Play;
using Orchestrator.Simulation.Run;

namespace Orchestrator.Simulation;

/// <summary>What the simulation can be asked to do, and how it says what came of it.</summary>
public static class Commands
{
    private const int DaysDefault = 20;
    private const int DaysMax = 365;
    private const int Passed = 0;
    private const int Failed = 1;
    private const int Misused = 2;

    private static readonly int[] CiSeeds = [1, 2, 3];

    /// <summary>How long the same seed is played twice, to see whether it gives the same journal.</summary>
    private const int DaysAgain = 3;

    public static int Run(string[] args, TextWriter output)
    {
        var language = Languages.Chosen(args, Environment.GetEnvironmentVariable);
        var asked = Asked.Read(args);
        if (asked.Help)
        {
            output.WriteLine(Help(language));
            return Passed;
        }

        if (asked.Wrong is { } wrong)
        {
            output.WriteLine(language.Of(wrong.Zh, wrong.En));
            output.WriteLine();
            output.WriteLine(Help(language));
            return Misused;
        }

        return asked.Ci ? Ci(language, output) : One(asked, language, output);
    }

    private static string Help(Language language) => language.Of(
        """
        用法：./orchestrator simulate --seed N [--days D] [--faults NAME|FILE] [--counts] [--lang zh|en]
              ./orchestrator simulate --ci

          --seed N    随机种子（0 以上的整数）；同一种子得到同一日志
          --days D    模拟的天数，1 至 365，默认 20
          --faults F  故障档的名称（gentle staged rough crashes storm clocks people）或文件，默认 rough
          --counts    逐项列出获准、拒绝、规则和每种拒绝的一例
          --ci        测试所用的各个种子；末行为「N passed, N failed, N skipped」
        """,
        """
        Usage: ./orchestrator simulate --seed N [--days D] [--faults NAME|FILE] [--counts] [--lang zh|en]
               ./orchestrator simulate --ci

          --seed N    seed of chance (an integer from 0); the same seed gives the same journal
          --days D    simulated days, 1 to 365, 20 unless said
          --faults F  a fault profile by its name (gentle staged rough crashes storm clocks people) or a file; rough unless said
          --counts    lists what was granted and refused, by which rules, and one example of each refusal
          --ci        the seeds that belong to the tests; the last line is "N passed, N failed, N skipped"
        """);

    private static int One(Asked asked, Language language, TextWriter output)
    {
        var clock = Stopwatch.StartNew();
        var report = new SimulationRun(asked.Seed, asked.Days, Scene.Example(), asked.Profile).Run();
        ReportPage.Write(report, language, output);
        ReportPage.Promises([report], language, output);
        ReportPage.Faults([report], language, output);
        if (asked.Counts)
            ReportPage.Counts(report, language, output);
        ReportPage.Coverage(report.Coverage, language, output, whole: asked.Counts);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{language.Of("日志散列", "journal hash")} {report.JournalHash} ({clock.Elapsed.TotalSeconds:0.0} s)"));
        return !report.Broken.Any() ? Passed : Failed;
    }

    private static int Ci(Language language, TextWriter output)
    {
        var clock = Stopwatch.StartNew();
        var scene = Scene.Example();
        var runs = CiSeeds.Select(seed => (Seed: seed, Days: DaysDefault)).Concat(Enumerable.Repeat((Seed: CiSeeds[0], Days: DaysAgain), 2)).ToArray();
        var reports = new SimulationReport[runs.Length];
        Parallel.For(0, runs.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, at => reports[at] = new SimulationRun(runs[at].Seed, runs[at].Days, scene, FaultProfile.Rough).Run());

        var seeds = reports[..CiSeeds.Length];
        var coverage = new Coverage();
        foreach (var report in seeds)
        {
            ReportPage.Write(report, language, output);
            coverage.Add(report.Coverage);
        }

        ReportPage.Promises(seeds, language, output);
        ReportPage.Coverage(coverage, language, output, whole: true);
        var checks = new (bool Kept, string Zh, string En)[]
        {
            (reports[^1].JournalHash == reports[^2].JournalHash, "同一种子得到同一日志", "the same seed gives the same journal"),
            (!coverage.NeverGranted.Any(), "每种指令至少获准一次", "every kind of command was granted"),
            (!coverage.NeverRefused.Any(), "每个已执行的要求至少拒绝一次", "every enforced requirement refused"),
        };
        foreach (var (kept, zh, en) in checks)
            output.WriteLine($"{(kept ? "ok    " : "BROKEN")} {language.Of(zh, en)}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds:0} s"));
        var failed = seeds.Count(report => report.Broken.Any()) + checks.Count(check => !check.Kept);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seeds.Length + checks.Length - failed} passed, {failed} failed, 0 skipped"));
        return failed == 0 ? Passed : Failed;
    }

    /// <summary>The command line, understood or not.</summary>
    private sealed record Asked(int Seed, int Days, FaultProfile Profile, bool Counts, bool Ci, bool Help, (string Zh, string En)? Wrong)
    {
        public static Asked Read(string[] args)
        {
            var asked = new Asked(0, DaysDefault, FaultProfile.Rough, Counts: false, Ci: false, Help: args.Length == 0, Wrong: null);
            var seeded = false;
            for (var at = 0; at < args.Length; at++)
                switch (args[at])
                {
                    case "--help" or "-h" or "help":
                        asked = asked with { Help = true };
                        break;
                    case "--ci":
                        asked = asked with { Ci = true };
                        break;
                    case "--counts":
                        asked = asked with { Counts = true };
                        break;
                    case "--lang":
                        at++;
                        break;
                    case var lang when lang.StartsWith("--lang=", StringComparison.Ordinal):
                        break;
                    case "--faults" when at + 1 < args.Length:
                        var (profile, problem) = Chosen(args[++at]);
                        if (profile is null)
                            return asked with { Wrong = problem };
                        asked = asked with { Profile = profile };
                        break;
                    case "--seed" when Number(args, at, 0, int.MaxValue) is { } seed:
                        (asked, seeded) = (asked with { Seed = seed }, true);
                        at++;
                        break;
                    case "--days" when Number(args, at, 1, DaysMax) is { } days:
                        asked = asked with { Days = days };
                        at++;
                        break;
                    case "--seed":
                        return asked with { Wrong = ($"--seed 后应为 0 以上的整数，而不是「{args.ElementAtOrDefault(at + 1)}」。", $"--seed takes an integer from 0, not \"{args.ElementAtOrDefault(at + 1)}\".") };
                    case "--days":
                        return asked with { Wrong = ($"--days 后应为 1 至 {DaysMax} 的整数，而不是「{args.ElementAtOrDefault(at + 1)}」。", $"--days takes an integer from 1 to {DaysMax}, not \"{args.ElementAtOrDefault(at + 1)}\".") };
                    default:
                        return asked with { Wrong = ($"不认识「{args[at]}」。", $"\"{args[at]}\" is not known here.") };
                }

            return seeded || asked.Ci || asked.Help ? asked : asked with { Wrong = ("缺少 --seed N 或 --ci。", "--seed N or --ci is missing.") };
        }

        /// <summary>A profile by its name, or out of a file.</summary>
        private static (FaultProfile? Profile, (string Zh, string En)? Wrong) Chosen(string nameOrFile)
        {
            if (FaultProfile.BuiltinNames.Contains(nameOrFile))
                return (FaultProfile.Builtin(nameOrFile), null);
            if (!File.Exists(nameOrFile))
                return (null, ($"没有名为「{nameOrFile}」的故障档，也没有这个文件。已有：{string.Join(' ', FaultProfile.BuiltinNames)}。", $"There is no fault profile and no file \"{nameOrFile}\". Known are: {string.Join(' ', FaultProfile.BuiltinNames)}."));
            var read = FaultFile.Read(nameOrFile, File.ReadAllText(nameOrFile));
            return read.Document is { } profile
                ? (profile, null)
                : (null, (string.Join('\n', read.Findings.Select(finding => $"{finding.File}:{finding.Line}:{finding.Column} {finding.Zh} {finding.FixZh}")), string.Join('\n', read.Findings.Select(finding => $"{finding.File}:{finding.Line}:{finding.Column} {finding.En} {finding.FixEn}"))));
        }

        private static int? Number(string[] args, int option, int least, int most) =>
            option + 1 < args.Length && int.TryParse(args[option + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;
    }
}
