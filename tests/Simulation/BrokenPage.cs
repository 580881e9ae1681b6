using System.Globalization;
using System.Text.Json;
using Orchestrator.Cli.Terminal;
using Orchestrator.Engine;
using Orchestrator.Simulation.Faults;
using Orchestrator.Simulation.Play;
using Orchestrator.Simulation.Run;

namespace Orchestrator.Simulation;

/// <summary>A seed that broke a promise: what was found, the shortest script that still breaks it, and how to play it again.</summary>
internal static class BrokenPage
{
    private const int LinesMax = 60;

    public static void Write(BrokenSeed broken, Scene scene, TimeSpan timeMax, string folder, Language language, TextWriter output)
    {
        var (promise, what) = broken.Report.Broken.First();
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{language.Of("违反", "BROKEN")} {promise.Id} {language.Of(promise.Zh, promise.En)}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {language.Of("种子", "seed")} {broken.Plan.Seed}, {broken.Plan.Profile.Name}, {broken.Plan.Days} {language.Of("天", "days")}: {what}"));
        var shrinker = new Shrinker(script => ScriptRun.Breaks(script, promise.Id, scene, Workings.Own), timeMax);
        var shortest = shrinker.Shrink(broken.Script);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {language.Of("仍然违反它的最短脚本", "the shortest script that still breaks it")}: {shortest.Commands} {language.Of("条指令", "commands")}, {shortest.Faults} {language.Of("个故障", "faults")} ({shrinker.Tries} {language.Of("次尝试", "tries")}{(shrinker.Stopped ? language.Of("，时间已尽", ", time ran out") : "")})"));
        Steps(shortest, output);
        var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"simulation-{broken.Plan.Profile.Name}-{broken.Plan.Seed}-{promise.Id}.json"));
        File.WriteAllText(file, ScriptFile.Write(shortest));
        output.WriteLine($"  {language.Of("重放", "play it again")}: ./orchestrator simulate --replay {file}");
    }

    /// <summary>The script, a line for each thing that is done or goes wrong.</summary>
    public static void Steps(Script script, TextWriter output)
    {
        var lines = script.Entries.SelectMany(Lines).ToList();
        foreach (var line in lines.Take(LinesMax))
            output.WriteLine($"    {line}");
        if (lines.Count > LinesMax)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    … {lines.Count - LinesMax}"));
    }

    private static IEnumerable<string> Lines(Entry entry)
    {
        var at = Domain.Kernel.Instant.Text(entry.At);
        if (entry.Act == Act.Look)
            yield return $"{at} look whether anybody is stuck";
        foreach (var order in entry.Orders)
            yield return $"{at} {order.TurnId} {TurnCodec.NameOf(order.Command)} {Short(JsonSerializer.Serialize(order.Command, order.Command.GetType(), TurnCodec.Json))}";
        foreach (var fault in entry.Faults)
            yield return string.Create(CultureInfo.InvariantCulture, $"{at}   ! {FaultTable.Of(fault.Kind).Name} at {FaultTable.Of(fault.Kind).Opportunity} {fault.Occasion}");
    }

    private static string Short(string text) => text.Length <= 200 ? text : text[..200] + "…";
}
