using System.Diagnostics;
using Orchestrator.Benchmarks.Ground;
using Orchestrator.Benchmarks.Load;
using Orchestrator.Benchmarks.Measuring;
using Orchestrator.Benchmarks.Plants;
using Orchestrator.Benchmarks.Report;
using Orchestrator.Domain.Batches;
using Orchestrator.Engine;
using Orchestrator.Storage.Postgres;
using Orchestrator.Storage.Sqlite;

namespace Orchestrator.Benchmarks.Sections;

/// <summary>One client, one command at a time: what an answer takes beyond the flush it waits for. The engine in this process on each store, then the server over gRPC.</summary>
internal static class Single
{
    public static async Task Run(Options options, PostgresServer postgres, Sheet sheet, TextWriter progress)
    {
        var floor = new Floor(4, 1);
        var folder = Directory.CreateTempSubdirectory("orchestrator-bench-sqlite-");
        using var served = await Ours.Start("orchestrator, one client", postgres, floor);
        await using IJournal sqlite = SqliteJournal.Open(Path.Combine(folder.FullName, "bench.db"));
        await using IJournal database = await PostgresJournal.Open(postgres.NewJournal(), CancellationToken.None);
        await Preparation.Of(sqlite, floor);
        await Preparation.Of(database, floor);
        var (onSqlite, onPostgres) = (await Preparation.Open(sqlite), await Preparation.Open(database));
        var disk = postgres.NewFolder("single");
        var ratios = new Dictionary<string, List<double>> { ["sqlite"] = [], ["postgresql"] = [], ["grpc"] = [] };
        var seconds = Math.Max(1, options.Seconds / 2);
        // Until the code has been compiled at its best.
        var warmUp = options.Quick ? 2 : 20;
        await InProcess(onSqlite, floor, warmUp);
        await InProcess(onPostgres, floor, warmUp);
        for (var round = 0; round < options.Rounds; round++)
        {
            // The disk's own time, of the folder each store is in, right before what waits for it.
            var here = DiskFlush.In(folder.FullName, 0.5).At(0.5);
            ratios["sqlite"].Add(await InProcess(onSqlite, floor, seconds) / here);
            var there = DiskFlush.In(disk, 0.5).At(0.5);
            ratios["postgresql"].Add(await InProcess(onPostgres, floor, seconds) / there);
            var overGrpc = await served.Run(1, round == 0 ? warmUp * 1.5 : 0.5, seconds);
            ratios["grpc"].Add(overGrpc.Latencies.At(0.5) / there);
            await progress.WriteLineAsync($"  {round + 1}/{options.Rounds} single: fdatasync {there.TotalMicroseconds:0} µs; ÷ SQLite {ratios["sqlite"][^1]:0.0}, PostgreSQL {ratios["postgresql"][^1]:0.0}, gRPC {ratios["grpc"][^1]:0.0}");
        }

        await onSqlite.Stop();
        await onPostgres.Stop();
        await sqlite.DisposeAsync();
        folder.Delete(recursive: true);
        sheet.Rows.AddRange(
        [
            new Row("single-sqlite", "单客户端 p50 ÷ fdatasync：SQLite", "one client's p50 ÷ fdatasync: SQLite", Medians.Of(ratios["sqlite"]), 2.5, AtLeast: false, "0.0", "×"),
            new Row("single-postgresql", "单客户端 p50 ÷ fdatasync：PostgreSQL", "one client's p50 ÷ fdatasync: PostgreSQL", Medians.Of(ratios["postgresql"]), 4, AtLeast: false, "0.0", "×"),
            new Row("single-grpc", "单客户端 p50 ÷ fdatasync：经 gRPC，PostgreSQL", "one client's p50 ÷ fdatasync: over gRPC, PostgreSQL", Medians.Of(ratios["grpc"]), 10, AtLeast: false, "0.0", "×"),
        ]);
    }

    /// <summary>The median time of an answer of the engine in this process.</summary>
    private static async Task<TimeSpan> InProcess(PlantRunner runner, Floor floor, double seconds)
    {
        var place = floor.Workplaces.First();
        var latencies = new LatencyHistogram();
        var run = Guid.NewGuid().ToString("N")[..8];
        var given = 0;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed.TotalSeconds < seconds || given % 2 != 0;)
        {
            BatchCommand command = given % 2 == 0 ? new BatchCommand.PauseStep(place.Batch, Floor.Step, "sample", place.Operator) : new BatchCommand.ResumeStep(place.Batch, Floor.Step, place.Operator);
            var from = clock.Elapsed;
            var answer = await runner.Submit(new Order(command, "mes-00", $"{run}-{given++}", ["mes"]));
            latencies.Record(clock.Elapsed - from);
            if (answer is not Answer.Ruled { Turn.Granted: true })
                throw new InvalidOperationException($"{command}: {answer}");
        }

        return latencies.At(0.5);
    }
}
