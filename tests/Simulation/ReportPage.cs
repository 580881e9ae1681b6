using System.Globalization;
using Orchestrator.Cli.Terminal;
using Orchestrator.Simulation.Check;
using Orchestrator.Simulation.Faults;
using Orchestrator.Simulation.Run;

namespace Orchestrator.Simulation;

/// <summary>What came of seeds, as lines and compact tables.</summary>
internal static class ReportPage
{
    private const int ColumnsOfRules = 5;
    private const int ColumnsOfCommands = 2;

    public static void Write(SimulationReport report, Language language, TextWriter output)
    {
        output.WriteLine(report.Summary);
        foreach (var batch in report.Batches)
            output.WriteLine($"  {batch}");
        foreach (var (promise, what) in report.Broken)
            output.WriteLine($"{language.Of("违反", "BROKEN")}: {promise.Id} {language.Of(promise.Zh, promise.En)}: {what}");
        output.WriteLine();
    }

    /// <summary>Every promise with the requirement it comes from, how often it was put to the test, and how often it was broken.</summary>
    public static void Promises(IEnumerable<(Promise Promise, long Checked, long Broken)> promises, Language language, TextWriter output)
    {
        output.WriteLine(language.Of("不变式（检查次数，违反次数）：INV 仅凭日志，ENG 由客户端和时钟看到，LIVE 由试问得到", "promises (checks, broken): INV from the journal alone, ENG as clients and the true clock see it, LIVE by asking the law"));
        foreach (var (promise, times, broken) in promises)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {promise.Id,-7} {promise.Requirement,-12} {times,10} {broken,3}  {language.Of(promise.Zh, promise.En)}"));
        output.WriteLine();
    }

    /// <summary>How often each fault happened.</summary>
    public static void Faults(IReadOnlyDictionary<FaultKind, long> faults, Language language, TextWriter output) =>
        Columns(output, language.Of("故障（次数）：", "faults (times):"), ColumnsOfCommands, FaultTable.Rows.Select(row => (row.Name, string.Create(CultureInfo.InvariantCulture, $"{faults.GetValueOrDefault(row.Kind)}"))));

    /// <summary>The promises that nothing put to the test.</summary>
    public static void Untested(Swarm swarm, Language language, TextWriter output) =>
        Missing(output, language.Of("从未受检的不变式", "promises never put to the test"), swarm.Promises.Where(one => one.Checked == 0).Select(one => one.Promise.Id));

    /// <summary>How far a swarm has come.</summary>
    public static string Progress(Swarm swarm, Language language)
    {
        var rate = swarm.Turns / Math.Max(0.001, swarm.Elapsed.TotalSeconds);
        return language.Of(
            string.Create(CultureInfo.InvariantCulture, $"{swarm.Elapsed:hh\\:mm\\:ss}  {swarm.Seeds} 个种子，{swarm.Turns} 个回合，每秒 {rate:0} 个（{Environment.ProcessorCount} 核），{swarm.Faults.Values.Sum()} 个故障，{swarm.Again.Pairs} 个种子运行两次，违反 {swarm.Broken.Count}"),
            string.Create(CultureInfo.InvariantCulture, $"{swarm.Elapsed:hh\\:mm\\:ss}  {swarm.Seeds} seeds, {swarm.Turns} turns, {rate:0} a second on {Environment.ProcessorCount} cores, {swarm.Faults.Values.Sum()} faults, {swarm.Again.Pairs} seeds run twice, broken {swarm.Broken.Count}"));
    }

    /// <summary>What was granted and what refused, and what was never seen.</summary>
    public static void Coverage(Coverage coverage, Language language, TextWriter output, bool whole)
    {
        if (whole)
        {
            Columns(output, language.Of("指令（获准/拒绝）：", "commands (granted/refused):"), ColumnsOfCommands,
                coverage.Granted.Keys.Union(coverage.Refused.Keys).Order(StringComparer.Ordinal).Select(name => (name, $"{coverage.Granted.GetValueOrDefault(name)}/{coverage.Refused.GetValueOrDefault(name)}")));
            Columns(output, language.Of("要求（拒绝+锁定）：", "requirements (refusals+holds):"), ColumnsOfRules,
                coverage.Rules.Select(rule => (rule.Key, $"{rule.Value.Refusals}+{rule.Value.Holds}")));
        }

        Missing(output, language.Of("从未获准的指令", "kinds of command never granted"), coverage.NeverGranted);
        Missing(output, language.Of("从未拒绝的要求", "enforced requirements that never refused"), coverage.NeverRefused);
    }

    /// <summary>What helps a person who looks into one seed: remedies nobody took, scenes that strayed, an example of each refusal.</summary>
    public static void Counts(SimulationReport report, Language language, TextWriter output)
    {
        Columns(output, language.Of("无人采取的补救：", "remedies nobody took:"), ColumnsOfCommands, report.RemediesNotTaken.Select(remedy => (remedy.Key, $"{remedy.Value}")));
        foreach (var astray in report.Strayed)
            output.WriteLine($"{language.Of("偏离", "astray")}: {astray}");
        output.WriteLine(language.Of("每种指令因每条规则被拒绝的最后一例：", "the last refusal of each command by each rule:"));
        foreach (var (what, seen) in report.Examples)
            output.WriteLine($"  {what}: {seen}");
    }

    private static void Missing(TextWriter output, string title, IEnumerable<string> names)
    {
        var all = names.ToList();
        output.WriteLine($"{title}: {(all.Count == 0 ? "0" : string.Join(' ', all))}");
    }

    private static void Columns(TextWriter output, string title, int columns, IEnumerable<(string Name, string Count)> cells)
    {
        var all = cells.ToList();
        var width = all.Select(cell => cell.Name.Length).DefaultIfEmpty(0).Max();
        output.WriteLine(title);
        foreach (var row in all.Chunk(columns))
            output.WriteLine("  " + string.Join("  ", row.Select(cell => $"{cell.Name.PadRight(width)} {cell.Count,9}")).TrimEnd());
        output.WriteLine();
    }
}
