using Orchestrator.Benchmarks.Ground;
using Orchestrator.Benchmarks.Measuring;
using Orchestrator.Benchmarks.Peers;
using Orchestrator.Benchmarks.Peers.Dbos;
using Orchestrator.Benchmarks.Peers.RowLocks;
using Orchestrator.Benchmarks.Plants;
using Orchestrator.Benchmarks.Report;

namespace Orchestrator.Benchmarks.Sections;

/// <summary>Durable steps with sixty-four commands under way: the product and its peers, one after the other in every round.</summary>
internal static class Steps
{
    private const int InFlight = 64;

    public static async Task<double> Run(Options options, PostgresServer postgres, Sheet sheet, TextWriter progress)
    {
        using var spread = await Ours.Start("orchestrator, spread", postgres, new Floor(64, 1));
        using var hot = await Ours.Start("orchestrator, 5 hot rooms", postgres, new Floor(5, 13));
        var warmUp = options.Quick ? 4 : 60;
        Payloads? recorded = null;
        while ((recorded = PayloadsOf(postgres, spread)) is null)
            await spread.Run(InFlight, 0, 1);
        var payloads = recorded;
        sheet.Say($"一步＝暂停或继续一个隔离器内的步骤；继续等同开始，读取并检查批次、房间、隔离器、人员、生产线、工艺规程和传感器。本次写入的记录：暂停 {payloads.Pause.Length} 字节，继续 {payloads.Resume.Length} 字节，对手写入同样的字节。{CastText(postgres, spread, zh: true)}",
            $"A step is the pause or resume of a step in an isolator, in turn; a resume is checked like a start and reads batch, room, isolator, operator, line, recipe and sensors. Recorded bytes: pause {payloads.Pause.Length}, resume {payloads.Resume.Length}; the peers write the same bytes. {CastText(postgres, spread, zh: false)}");

        List<IContender> contenders = !options.Peers ? [spread, hot] : [new Pgbench(postgres), new RowLocks("row locks, spread", postgres, spread.Floor, payloads), new RowLocks("row locks, 5 hot rooms", postgres, hot.Floor, payloads), spread, hot, new Echo(postgres, spread)];
        var (dbos, reason) = options.Peers ? DbosTransact.Start(postgres, spread.Floor, payloads) : (null, "--no-peers");
        if (dbos is not null)
            contenders.Insert(3, dbos);
        else
            sheet.Say($"DBOS Transact 未运行：{reason}", $"DBOS Transact did not run: {reason}");
        try
        {
            var samples = contenders.ToDictionary(contender => contender, _ => new List<Sample>());
            for (var round = 0; round < options.Rounds; round++)
            {
                foreach (var contender in contenders)
                {
                    var sample = await contender.Run(InFlight, round > 0 ? 1 : contender is Ours ? warmUp : warmUp / 4.0, options.Seconds);
                    samples[contender].Add(sample);
                    await progress.WriteLineAsync($"  {round + 1}/{options.Rounds} {contender.Name}: {sample.PerSecond:0}/s, p99 {sample.P99:0.0} ms, CPU {sample.Micros:0} µs");
                }
            }

            var figures = samples.ToDictionary(pair => pair.Key, pair => Medians.Of(pair.Key.Name, InFlight, pair.Value));
            sheet.Figures.AddRange(figures.Values);
            sheet.Rows.Add(new Row("view-lag", "视图滞后：查询最长等待", "view lag: the longest a query waited", Math.Max(spread.ViewLag.TotalMilliseconds, hot.ViewLag.TotalMilliseconds), 1000, AtLeast: false, "0", " ms"));
            Judge(sheet, figures[spread], figures[hot], name => figures.Values.FirstOrDefault(figure => figure.Name == name));
            return figures[spread].Median;
        }
        finally
        {
            foreach (var contender in contenders.Where(contender => contender is not Ours))
                contender.Dispose();
        }
    }

    private static void Judge(Sheet sheet, Figure spread, Figure hot, Func<string, Figure?> peer)
    {
        var (dbos, pgbench, locks, hotLocks) = (peer("DBOS Transact"), peer("pgbench"), peer("row locks, spread"), peer("row locks, 5 hot rooms"));
        sheet.Rows.AddRange(
        [
            new Row("dbos", "步/秒 ÷ DBOS Transact", "steps/s ÷ DBOS Transact", Over(spread.Median, dbos?.Median), 30, AtLeast: true, "0.0", "×"),
            new Row("dbos-p99", "p99 ÷ DBOS Transact 的 p99", "p99 ÷ DBOS Transact's p99", Over(spread.P99Ms, dbos?.P99Ms), 0.05, AtLeast: false, "0.000", "×"),
            new Row("pgbench", "步/秒 ÷ pgbench 单行插入", "steps/s ÷ pgbench one-row inserts", Over(spread.Median, pgbench?.Median), 0.6, AtLeast: true, "0.00", "×"),
            new Row("row-locks", "5 个热点房间 ÷ 行锁事务", "5 hot rooms ÷ row-lock transactions in them", Over(hot.Median, hotLocks?.Median), 8, AtLeast: true, "0.00", "×"),
            new Row("hot-spread", "5 个热点房间 ÷ 分散负载", "5 hot rooms ÷ our own spread load", Over(hot.Median, spread.Median), 0.9, AtLeast: true, "0.00", "×"),
            new Row("hot-aborts", "5 个热点房间：未获准的命令", "5 hot rooms: commands not granted", hot.Failed.Values.Sum(), 0, AtLeast: false, "0"),
            new Row("cpu", "每步 CPU，所有进程", "CPU per step, all processes", spread.CpuMicros, 160, AtLeast: false, "0", " µs"),
        ]);
        if (locks is not null)
            sheet.Say($"分散负载下我方 ÷ 行锁：{spread.Median / locks.Median:0.00}×（无目标）。", $"Spread, ours ÷ row locks: {spread.Median / locks.Median:0.00}× (no target).");
        if (peer("gRPC echo") is { } echo)
            sheet.Say($"gRPC 本身（健康检查，同一服务器）：{echo.Median:0}/秒，{echo.CpuMicros:0} µs CPU，占我方每步的 {echo.CpuMicros / spread.CpuMicros:P0}。", $"gRPC by itself (health call, same server): {echo.Median:0}/s and {echo.CpuMicros:0} µs CPU, {echo.CpuMicros / spread.CpuMicros:P0} of our step's.");
        sheet.Say("与 DBOS 的偏差，两个方向：对方在自身进程内发起命令，没有网络服务、规则、授权和哈希链；我方经 gRPC，全部启用。对方每步写工作流状态、步骤结果和业务事务，各自落盘；我方合并落盘。",
            "Bias against DBOS and for it: its commands are made in its own process, without a network service, rules, authorisation or hash chain; ours come over gRPC with all of them. It writes workflow status, step result and the application's transaction, each flushed by itself; ours share flushes.");
        sheet.Say("pgbench：单行插入并提交，无规则、无审计、无服务；行锁：ASP.NET Core 与 Npgsql，两次往返，按序锁定同样的四个对象，在代码中检查，写同样的审计字节，经 HTTP/1.1。",
            "pgbench inserts and commits one row, with no rule, audit or service; row locks: ASP.NET Core and Npgsql, two round trips, the same four actors locked in order, checked in code, the same audit bytes, over HTTP/1.1.");
    }

    private static double? Over(double one, double? other) => one > 0 && other is > 0 ? one / other : null;

    /// <summary>The bytes the product has just recorded of the two commands; null while it has recorded none.</summary>
    private static Payloads? PayloadsOf(PostgresServer postgres, Ours ours)
    {
        byte[]? Newest(string command) => (byte[]?)postgres.Sql(ours.Database, $"SELECT body FROM journal.turns WHERE position > 0 AND position(convert_to('{command}', 'UTF8') IN body) > 0 ORDER BY position DESC LIMIT 1");
        return Newest("manufacturing.pause-step.v1") is { } pause && Newest("manufacturing.resume-step.v1") is { } resume ? new Payloads(pause, resume) : null;
    }

    private static string CastText(PostgresServer postgres, Ours ours, bool zh)
    {
        int Width(string command) => Convert.ToInt32(postgres.Sql(ours.Database, $"SELECT jsonb_array_length(convert_from(body, 'UTF8')::jsonb -> 'cast') FROM journal.turns WHERE position(convert_to('{command}', 'UTF8') IN body) > 0 ORDER BY position DESC LIMIT 1"), System.Globalization.CultureInfo.InvariantCulture);
        var (pause, resume) = (Width("manufacturing.pause-step.v1"), Width("manufacturing.resume-step.v1"));
        return zh
            ? $"读取的对象：暂停 {pause} 个（批次、工艺规程、人员、工厂；不含房间和隔离器），继续 {resume} 个（含全部四类）；两者各占一半。"
            : $"Cast: pause {pause} (batch, recipe, operator, plant; neither room nor isolator), resume {resume} (all four and more); half the steps are of each.";
    }
}
