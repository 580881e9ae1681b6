using System.Diagnostics;
using Orchestrator.Benchmarks.Ground;
using Orchestrator.Benchmarks.Measuring;
using Orchestrator.Benchmarks.Plants;
using Orchestrator.Benchmarks.Report;
using Orchestrator.Domain.Batches;
using Orchestrator.Engine;
using Orchestrator.Storage.Postgres;

namespace Orchestrator.Benchmarks.Sections;

/// <summary>How a step's cost grows with who stands beside it, and with how long the memory of its batch is. The engine in this process on PostgreSQL, sixty-four commands under way.</summary>
internal static class Wide
{
    public static async Task Run(Options options, PostgresServer postgres, Sheet sheet, TextWriter progress)
    {
        var byCast = new List<Point>();
        foreach (var isolators in new[] { 1, 2, 4, 8, 16, 32, 64 })
        {
            await using var journal = await PostgresJournal.Open(postgres.NewJournal(), CancellationToken.None);
            var floor = new Floor(64 / isolators, isolators);
            await Preparation.Of(journal, floor);
            var runner = await Preparation.Open(journal);
            await Many(runner, floor, 2);
            var perSecond = await Many(runner, floor, Math.Max(1, options.Seconds / 2));
            byCast.Add(new Point(isolators, perSecond));
            await progress.WriteLineAsync($"  wide: {isolators} batches in a room: {perSecond:0}/s");
            await runner.Stop();
        }

        sheet.Curves.Add(new Curve("wide", "同一房间内的批次越多，每步读取的对象越多（进程内，64 并发）", "More batches side by side in a room, wider casts (engine in process, 64 in flight)", "batches in the room", "steps/s", LogX: true, byCast));
        sheet.Curves.Add(new Curve("long", "一个批次的事实越多（进程内，单命令，含落盘）", "More facts in one batch (engine in process, one command at a time, flush included)", "facts in the batch", "p50 ms", LogX: true, await Long(options, postgres, progress)));
    }

    /// <summary>Every batch of the floor paused and gone on with at once.</summary>
    /// <returns>Steps a second.</returns>
    private static async Task<double> Many(PlantRunner runner, Floor floor, double seconds)
    {
        var run = Guid.NewGuid().ToString("N")[..8];
        var clock = Stopwatch.StartNew();
        var done = await Task.WhenAll(floor.Workplaces.Select((place, number) => Task.Run(async () =>
        {
            var given = 0;
            for (; clock.Elapsed.TotalSeconds < seconds || given % 2 != 0; given++)
                await Preparation.Must(runner, new Order(Next(place, given), "mes-00", $"{run}-{number}-{given}", ["mes"]));
            return given;
        })));
        return done.Sum() / clock.Elapsed.TotalSeconds;
    }

    /// <summary>One batch's memory grown by pausing and going on; at each size, what a command takes.</summary>
    private static async Task<List<Point>> Long(Options options, PostgresServer postgres, TextWriter progress)
    {
        const int FactsPerCommand = 2;
        await using var journal = await PostgresJournal.Open(postgres.NewJournal(), CancellationToken.None);
        var floor = new Floor(1, 1);
        await Preparation.Of(journal, floor);
        var place = floor.Workplaces.Single();
        var points = new List<Point>();
        var given = 0;
        var runner = await Preparation.Open(journal);
        foreach (var facts in new[] { 10, 100, 1000, 10_000, 100_000 }.Where(facts => facts <= Math.Max(10_000, options.Scale)))
        {
            while (given * FactsPerCommand < facts)
                await Preparation.Must(runner, new Order(Next(place, given), "mes-00", $"long-{given++}", ["mes"]));
            var times = new List<double>();
            for (var time = 0; time < 40; time++)
            {
                var from = Stopwatch.GetTimestamp();
                await Preparation.Must(runner, new Order(Next(place, given), "mes-00", $"long-{given++}", ["mes"]));
                times.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
            }

            points.Add(new Point(facts, Medians.Of(times), "p50"));
            await runner.Stop();
            runner = await Preparation.Open(journal);
            var first = Stopwatch.GetTimestamp();
            await Preparation.Must(runner, new Order(Next(place, given), "mes-00", $"long-{given++}", ["mes"]));
            points.Add(new Point(facts, Stopwatch.GetElapsedTime(first).TotalMilliseconds, "first after opening"));
            await progress.WriteLineAsync($"  wide: {facts} facts in the batch: p50 {points[^2].Y:0.0} ms, first after opening {points[^1].Y:0.0} ms");
        }

        await runner.Stop();
        return points;
    }

    private static BatchCommand Next(Workplace place, int given) =>
        given % 2 == 0 ? new BatchCommand.PauseStep(place.Batch, Floor.Step, "sample", place.Operator) : new BatchCommand.ResumeStep(place.Batch, Floor.Step, place.Operator);
}
