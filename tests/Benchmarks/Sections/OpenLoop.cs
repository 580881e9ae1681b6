using Orchestrator.Benchmarks.Ground;
using Orchestrator.Benchmarks.Load;
using Orchestrator.Benchmarks.Measuring;
using Orchestrator.Benchmarks.Plants;
using Orchestrator.Benchmarks.Report;

namespace Orchestrator.Benchmarks.Sections;

/// <summary>Commands that come at their own times, whatever was answered: latency from the instant each should have been given, at shares of what the server can sustain.</summary>
internal static class OpenLoop
{
    private const int Batches = 256;

    private static readonly double[] Shares = [0.1, 0.25, 0.5, 0.7, 0.85];

    public static async Task Run(Options options, PostgresServer postgres, Sheet sheet, TextWriter progress)
    {
        using var ours = await Ours.Start("orchestrator, open loop", postgres, new Floor(Batches, 1));
        await ours.Run(64, 15, 1);
        var saturation = (await ours.Run(64, 1, options.Seconds)).PerSecond;
        var p50 = new List<Point>();
        var half = new List<double>();
        foreach (var share in Shares)
        {
            for (var round = 0; round < (share == 0.5 ? options.Rounds : 1); round++)
            {
                var flush = DiskFlush.In(postgres.NewFolder("open"), 0.5).At(0.5);
                var (sample, _) = await ours.Play(new LoadJob(LoadKind.Steps, ours.Server.Grpc, Batches, 1, Batches, 2, options.Seconds, Rate: saturation * share));
                await progress.WriteLineAsync($"  open loop at {share:P0} ({saturation * share:0}/s): p50 {sample.P50:0.0} ms, p99 {sample.P99:0.0} ms, fdatasync {flush.TotalMilliseconds:0.00} ms");
                if (share == 0.5)
                    half.Add(sample.Latencies.At(0.99) / flush);
                if (round == 0)
                    p50.AddRange([new Point(share * 100, sample.P50, "p50"), new Point(share * 100, sample.P99, "p99")]);
            }
        }

        sheet.Rows.Add(new Row("open-loop", "开环，饱和负载的一半：p99 ÷ fdatasync", "open loop at half of saturation: p99 ÷ fdatasync", Medians.Of(half), 40, AtLeast: false, "0", "×"));
        sheet.Curves.Add(new Curve("open-loop", $"开环：延迟与负载（饱和 {saturation:0}/秒）", $"Open loop: latency over load (saturation {saturation:0}/s)", "% of saturation", "ms", LogX: false, p50));
    }
}
