using System.Diagnostics;
using Npgsql;
using Orchestrator.Benchmarks.Ground;
using Orchestrator.Benchmarks.Measuring;
using Orchestrator.Benchmarks.Plants;
using Orchestrator.Benchmarks.Report;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Engine;
using Orchestrator.Storage.Postgres;

namespace Orchestrator.Benchmarks.Sections;

/// <summary>A plant with many actors beside the same plant with few: steps a second, restart, recovery, memory.</summary>
internal static class Growth
{
    public static async Task Run(Options options, PostgresServer postgres, Sheet sheet, TextWriter progress)
    {
        var floor = new Floor(64, 1);
        using var small = await Ours.Start("orchestrator, small plant", postgres, floor);
        using var big = await Ours.Start("orchestrator, big plant", postgres, floor, async journal => await Bulk.Add(journal, options.Scale, progress));
        var (actors, facts) = Count(postgres, big);
        if (options.Runs("growth"))
            await Compare(options, sheet, progress, small, big, actors, facts, Count(postgres, small));
        if (options.Runs("recovery"))
        {
            await Restart(sheet, big, actors);
            await Recover(postgres, sheet, big, facts);
            await Rest(options, postgres, sheet, big);
        }
    }

    private static async Task Compare(Options options, Sheet sheet, TextWriter progress, Ours small, Ours big, long actors, long facts, (long Actors, long Facts) few)
    {
        var ratios = new List<double>();
        foreach (var contender in new[] { small, big })
            await contender.Run(64, 15, 1);
        for (var round = 0; round < options.Rounds; round++)
        {
            var (one, other) = (await small.Run(64, 1, options.Seconds), await big.Run(64, 1, options.Seconds));
            ratios.Add(other.PerSecond / one.PerSecond);
            await progress.WriteLineAsync($"  growth {round + 1}/{options.Rounds}: {few.Actors} actors {one.PerSecond:0}/s, {actors} actors {other.PerSecond:0}/s");
        }

        sheet.Rows.Add(new Row("growth", $"{actors:#,0} 个对象、{facts:#,0} 条事实 ÷ {few.Actors:#,0} 个、{few.Facts:#,0} 条：步/秒", $"{actors:#,0} actors and {facts:#,0} facts ÷ {few.Actors:#,0} and {few.Facts:#,0}: steps/s", Medians.Of(ratios), 0.9, AtLeast: true, "0.00", "×"));
        if (actors < 1_000_000)
            sheet.Say($"growth 与 recovery 的规模为 {actors:#,0} 个对象、{facts:#,0} 条事实；目标为 1,000,000 和 20,000,000（--scale）。", $"growth and recovery ran with {actors:#,0} actors and {facts:#,0} facts; the targets are for 1,000,000 and 20,000,000 (--scale).");
    }

    /// <summary>The server is killed; from its start until a step is granted.</summary>
    private static async Task Restart(Sheet sheet, Ours ours, long actors)
    {
        ours.Server.Stop();
        var clock = Stopwatch.StartNew();
        await ours.Server.Start();
        var listening = clock.Elapsed;
        await ours.Run(1, 0, 0.001);
        sheet.Rows.Add(new Row("restart", $"{actors:#,0} 个对象：重启到首次准予", $"{actors:#,0} actors: restart to first grant", clock.Elapsed.TotalSeconds, 2, AtLeast: false, "0.0", " s"));
        sheet.Say($"重启：{listening.TotalSeconds:0.0} 秒后开始监听。", $"Restart: it listens after {listening.TotalSeconds:0.0} s.");
    }

    /// <summary>Reading, chain and fold of every turn, against reading the same rows by binary COPY.</summary>
    private static async Task Recover(PostgresServer postgres, Sheet sheet, Ours ours, long facts)
    {
        var copied = new List<double>();
        var recovered = new List<double>();
        for (var round = 0; round < 3; round++)
        {
            var clock = Stopwatch.StartNew();
            await Copy(postgres, ours.Database);
            copied.Add(clock.Elapsed.TotalSeconds);
            await using var journal = await PostgresJournal.Open(ours.Journal, CancellationToken.None);
            clock.Restart();
            using var stop = new CancellationTokenSource();
            var view = new PlantView(journal, Floor.Plant, TimeProvider.System);
            var following = view.Follow(stop.Token);
            var reached = view.At(Convert.ToInt64(postgres.Sql(ours.Database, "SELECT position FROM journal.heads"), System.Globalization.CultureInfo.InvariantCulture), CancellationToken.None);
            if (await Task.WhenAny(following, reached) == following)
                await following;
            recovered.Add(clock.Elapsed.TotalSeconds);
            await stop.CancelAsync();
            await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        sheet.Rows.Add(new Row("recovery", $"{facts:#,0} 条事实：核验式恢复 ÷ 二进制 COPY", $"{facts:#,0} facts: verified recovery ÷ binary COPY", Medians.Of(recovered) / Medians.Of(copied), 2, AtLeast: false, "0.0", "×"));
        sheet.Say($"核验式恢复 {Medians.Of(recovered):0.0} 秒（读取、哈希链、折叠），二进制 COPY 同样的行 {Medians.Of(copied):0.0} 秒。", $"Verified recovery took {Medians.Of(recovered):0.0} s (reading, chain, fold), binary COPY of the same rows {Medians.Of(copied):0.0} s.");
    }

    private static async Task Copy(PostgresServer postgres, string database)
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionString(database));
        await connection.OpenAsync();
        await using var rows = await connection.BeginRawBinaryCopyAsync("COPY (SELECT plant, position, id, write_id, hash, links, body FROM journal.turns ORDER BY position) TO STDOUT (FORMAT BINARY)");
        var buffer = new byte[1 << 16];
        while (await rows.ReadAsync(buffer, CancellationToken.None) > 0)
        {
        }
    }

    /// <summary>Managed bytes that the engine keeps of an idle batch, without the batch's own memory.</summary>
    private static async Task Rest(Options options, PostgresServer postgres, Sheet sheet, Ours ours)
    {
        ours.Server.Stop();
        await using var journal = await PostgresJournal.Open(ours.Journal, CancellationToken.None);
        var runner = await Preparation.Open(journal);
        var count = Math.Min(options.Scale / 4, 50_000);
        async Task Ask(int number) => await runner.DryRun(new Order(new BatchCommand.PlaceHold(Bulk.IdleBatch(number), "x", "x"), "mes-00", $"rest-{number}", ["mes"]));
        for (var number = 0; number < 200; number++)
            await Ask(0);
        var before = Managed();
        for (var number = 1; number <= count; number++)
            await Ask(number);
        var resident = Managed() - before;

        var batches = new Batch[count];
        before = Managed();
        for (var number = 0; number < count; number++)
        {
            var id = new ActorId(ActorKind.Batch, Bulk.IdleBatch(number + 1));
            batches[number] = (Batch)ActorKinds.Rebuild(id, (await journal.ReadActor(Floor.Plant, id, 0, CancellationToken.None)).Turns);
        }

        var alone = Managed() - before;
        GC.KeepAlive(batches);
        await runner.Stop();
        await ours.Server.Start();
        sheet.Rows.Add(new Row("resident", "每个驻留空闲对象的托管字节（不计其状态）", "managed bytes per resident idle actor, beyond its state", (double)(resident - alone) / count, 350, AtLeast: false, "0", " B"));
        sheet.Say($"驻留：{count:#,0} 个批次，引擎每个 {(double)resident / count:0} 字节，其中状态 {(double)alone / count:0} 字节。", $"Resident: {count:#,0} batches, {(double)resident / count:0} bytes each in the engine, {(double)alone / count:0} of them the state.");
    }

    /// <summary>What is in use once everything that nobody needs any more is gone, pools and finalizers included.</summary>
    private static long Managed()
    {
        for (var time = 0; time < 3; time++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static (long Actors, long Facts) Count(PostgresServer postgres, Ours ours) => (
        Convert.ToInt64(postgres.Sql(ours.Database, "SELECT count(*) FROM journal.actors"), System.Globalization.CultureInfo.InvariantCulture),
        Convert.ToInt64(postgres.Sql(ours.Database, "SELECT sum(jsonb_array_length(convert_from(body, 'UTF8')::jsonb -> 'facts')) FROM journal.turns"), System.Globalization.CultureInfo.InvariantCulture));
}
