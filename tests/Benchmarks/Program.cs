using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Orchestrator.Benchmarks;
using Orchestrator.Benchmarks.Ground;
using Orchestrator.Benchmarks.Load;
using Orchestrator.Benchmarks.Peers.RowLocks;
using Orchestrator.Benchmarks.Report;
using Orchestrator.Benchmarks.Sections;
using Single = Orchestrator.Benchmarks.Sections.Single;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case ["load"]:
        await Worker.Serve<LoadJob, LoadResult>(job => job.Kind switch
        {
            LoadKind.Steps => StepPlayer.Play(job),
            LoadKind.Echo => EchoPlayer.Play(job),
            LoadKind.RowLocks => RowLockPlayer.Play(job),
        });
        return 0;
    case ["row-locks", var database]:
        await RowLockServer.Serve(database);
        return 0;
}

Tongue.Zh = (new[] { "LC_ALL", "LC_MESSAGES", "LANG" }.Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => !string.IsNullOrEmpty(value)) ?? "").StartsWith("zh", StringComparison.OrdinalIgnoreCase);
try
{
    var asksForHelp = args.Any(argument => argument is "--help" or "-h" or "help");
    var options = Options.Read([.. args.Where(argument => argument is not ("--help" or "-h" or "help"))]);
    if (asksForHelp)
    {
        Console.WriteLine(Options.Help);
        return 0;
    }

    var progress = Console.Error;
    using var postgres = new PostgresServer();
    var flush = DiskFlush.In(postgres.NewFolder("disk"), 1);
    var sheet = new Sheet
    {
        At = DateTimeOffset.UtcNow,
        Machine = new Machine(
            Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1073741824.0,
            File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[1] ?? "" : "",
            RuntimeInformation.OSDescription.Split('#')[0].Trim(), Environment.Version.ToString(), postgres.Version, flush.At(0.5).TotalMicroseconds),
    };
    if (options.Runs("steps"))
        await Steps.Run(options, postgres, sheet, progress);
    if (options.Runs("single"))
        await Single.Run(options, postgres, sheet, progress);
    if (options.Runs("open"))
        await OpenLoop.Run(options, postgres, sheet, progress);
    if (options.Runs("overload"))
        await Overload.Run(options, postgres, sheet, progress);
    if (options.Runs("growth") || options.Runs("recovery"))
        await Growth.Run(options, postgres, sheet, progress);
    if (options.Runs("wide"))
        await Wide.Run(options, postgres, sheet, progress);
    if (options.Runs("parts"))
        await Parts.Run(options, sheet, progress);
    if (options.Report is { } folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "benchmarks.json"), JsonSerializer.Serialize(sheet, JsonPage.Settings));
        foreach (var (name, svg) in Plots.Of(sheet))
            File.WriteAllText(Path.Combine(folder, name), svg);
    }

    if (options.Json)
        Console.WriteLine(JsonSerializer.Serialize(sheet, JsonPage.Settings));
    else
        TablePage.Print(sheet, Console.Out);
    return 0;
}
catch (Exception wrong) when (wrong is ArgumentException or InvalidOperationException)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}
