using System.Diagnostics;
using System.Globalization;
using Orchestrator.Simulation.Play;
using Orchestrator.Simulation.Run;

namespace Orchestrator.Simulation;

/// <summary>What the simulation can be asked to do.</summary>
public static class Commands
{
    private const string Help = """
        orchestrator simulate --seed N [--days D] [--gentle] [--counts]   one seed, D simulated days (default 20)
        orchestrator simulate --ci                                        the seeds that belong to the test run
        """;

    private static readonly int[] CiSeeds = [1, 2, 3];

    public static int Run(string[] args, TextWriter output)
    {
        if (args.Contains("--help"))
        {
            output.WriteLine(Help);
            return 0;
        }

        if (args.Contains("--ci"))
            return Ci(output);
        if (Number(args, "--seed") is not { } seed)
        {
            output.WriteLine(Help);
            return 2;
        }

        var report = One(seed, Number(args, "--days") ?? 20, args.Contains("--gentle") ? Mischief.Gentle : args.Contains("--staged") ? Mischief.Staged : Mischief.Rough);
        Print(report, output, counts: true);
        return report.Broken.Count == 0 ? 0 : 1;
    }

    private static int Ci(TextWriter output)
    {
        var scene = Scene.Example();
        var failed = 0;
        foreach (var seed in CiSeeds)
        {
            var clock = Stopwatch.StartNew();
            var report = new SimulationRun(seed, 20, scene, Mischief.Rough).Run();
            Print(report, output, counts: false);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {clock.Elapsed.TotalSeconds:0.0} s"));
            failed += report.Broken.Count == 0 ? 0 : 1;
        }

        var again = new SimulationRun(CiSeeds[0], 5, scene, Mischief.Rough).Run().JournalHash == new SimulationRun(CiSeeds[0], 5, scene, Mischief.Rough).Run().JournalHash;
        output.WriteLine(again ? "the same seed gave the same journal" : "BROKEN: the same seed gave two journals");
        failed += again ? 0 : 1;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{CiSeeds.Length + 1 - failed} passed, {failed} failed, 0 skipped"));
        return failed == 0 ? 0 : 1;
    }

    private static SimulationReport One(int seed, int days, Mischief mischief) => new SimulationRun(seed, days, Scene.Example(), mischief).Run();

    private static void Print(SimulationReport report, TextWriter output, bool counts)
    {
        output.WriteLine(report.Summary);
        foreach (var batch in report.Batches)
            output.WriteLine($"  {batch}");
        if (counts)
        {
            Table(output, "granted", report.Coverage.Granted);
            Table(output, "refused", report.Coverage.Refused);
            Table(output, "refused by", report.Coverage.Rules.Select(rule => KeyValuePair.Create(rule.Key, rule.Value.Refusals + rule.Value.Holds)));
            output.WriteLine($"never granted: {string.Join(' ', report.Coverage.NeverGranted)}");
            output.WriteLine($"never refused: {string.Join(' ', report.Coverage.NeverRefused)}");
            Table(output, "remedies nobody took", report.RemediesNotTaken);
            foreach (var astray in report.Strayed)
                output.WriteLine($"astray: {astray}");
            output.WriteLine("the last refusal of each command by each rule:");
            foreach (var (what, seen) in report.Examples)
                output.WriteLine($"  {what}: {seen}");
        }

        foreach (var broken in report.Broken)
            output.WriteLine($"BROKEN: {broken}");
    }

    private static void Table(TextWriter output, string title, IEnumerable<KeyValuePair<string, int>> counts)
    {
        output.WriteLine($"{title}:");
        foreach (var (name, count) in counts)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {count,7} {name}"));
    }

    private static int? Number(string[] args, string option) =>
        Array.IndexOf(args, option) is >= 0 and var at && at + 1 < args.Length && int.TryParse(args[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
