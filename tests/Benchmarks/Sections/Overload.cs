using Orchestrator.Benchmarks.Ground;
using Orchestrator.Benchmarks.Load;
using Orchestrator.Benchmarks.Measuring;
using Orchestrator.Benchmarks.Plants;
using Orchestrator.Benchmarks.Report;

namespace Orchestrator.Benchmarks.Sections;

/// <summary>Twice what the server can sustain, for a minute, from more batches than may wait: what it still does, how fast it turns the rest away, whether holds get in, and how it is afterwards.</summary>
internal static class Overload
{
    /// <summary>More than may wait for a decision at once.</summary>
    private const int Batches = 6000;

    private const int IsolatorsPerRoom = 4;

    private const double Seconds = 60;

    private const double AlarmsPerSecond = 10;

    public static async Task Run(Options options, PostgresServer postgres, Sheet sheet, TextWriter progress)
    {
        using var ours = await Ours.Start("orchestrator, overload", postgres, new Floor(Batches / IsolatorsPerRoom, IsolatorsPerRoom));
        var job = new LoadJob(LoadKind.Steps, ours.Server.Grpc, ours.Floor.Suites, IsolatorsPerRoom, Batches, 2, Seconds, AlarmRate: AlarmsPerSecond);
        await ours.Run(256, 20, 1);
        var peak = (await ours.Run(256, 1, options.Seconds)).PerSecond;
        var before = ProcessMemory.Of(ours.Server.ProcessId);
        var (sample, result) = await ours.Play(job with { Rate = 2 * peak });
        var after = ProcessMemory.Of(ours.Server.ProcessId);
        var rejected = LatencyHistogram.Of(result.Rejections!);
        var alarms = LatencyHistogram.Of(result.Alarms!);
        await progress.WriteLineAsync($"  overload: peak {peak:0}/s; offered {2 * peak:0}/s, granted {sample.PerSecond:0}/s, rejected {rejected.Count}, alarms {alarms.Count}, failed {string.Join(", ", sample.Failed)}");
        var recovered = await ours.Run(256, 1, options.Seconds);

        sheet.Rows.AddRange(
        [
            new Row("overload-goodput", "两倍负载：有效产出 ÷ 峰值", "twice the load: goodput ÷ peak", sample.PerSecond / peak, 0.9, AtLeast: true, "0.00", "×"),
            new Row("overload-rejection", "两倍负载：拒绝的 p99", "twice the load: p99 of being turned away", rejected.Count > 0 ? rejected.At(0.99).TotalMilliseconds : null, 5, AtLeast: false, "0.0", " ms"),
            new Row("overload-memory", "两倍负载：内存增长", "twice the load: growth of memory", ((double)after / before) - 1, 0.1, AtLeast: false, "0.00"),
            new Row("overload-alarms", "两倍负载：记录在案的锁定所占比例", "twice the load: holds that got in", alarms.Count / (AlarmsPerSecond * Seconds), 0.98, AtLeast: true, "0.00"),
            new Row("overload-hints", "两倍负载：拒绝时未告知何时再来", "twice the load: turned away without a hint when to come again", result.Unhinted, 0, AtLeast: false, "0"),
            new Row("overload-recovery", "之后未重启：产出 ÷ 峰值", "afterwards, without restart: throughput ÷ peak", recovered.PerSecond / peak, 0.9, AtLeast: true, "0.00", "×"),
        ]);
        sheet.Say($"两倍负载：{Batches} 个批次，{Seconds:0} 秒，另有独立调用方每秒 {AlarmsPerSecond:0} 次锁定；锁定 p99 {alarms.At(0.99).TotalMilliseconds:0} ms；被拒 {rejected.Count} 次；峰值在 256 并发下测得。",
            $"Twice the load: {Batches} batches for {Seconds:0} s, and {AlarmsPerSecond:0} holds a second from a caller of its own; p99 of a hold {alarms.At(0.99).TotalMilliseconds:0} ms; {rejected.Count} turned away; the peak is that of 256 in flight.");
    }
}
