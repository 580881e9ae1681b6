using System.Diagnostics;
using System.Text.Json;
using Grpc.Core;
using Orchestrator.Benchmarks.Ground;
using Orchestrator.Benchmarks.Plants;
using Orchestrator.Client;
using Orchestrator.V1;

namespace Orchestrator.Benchmarks.Load;

/// <summary>
/// The load: as many batches as commands in flight, each with an open step in an isolator, whose operator pauses it and goes
/// on with it as fast as the plant answers. A resume asks every rule of a start and casts batch, room, isolator and operator.
/// </summary>
internal static class StepLoad
{
    /// <summary>Runs in a process of its own: says <c>ready</c> after the warm-up, measures, and prints what it measured.</summary>
    public static async Task Run(LoadJob job)
    {
        var clients = Enumerable.Range(0, job.Connections).Select(number => OrchestratorClient.Connect(job.Server, Callers.System(number).Token)).ToArray();
        var places = new Floor(job.Suites, job.IsolatorsPerRoom).Workplaces.Take(job.InFlight).ToArray();
        var run = Guid.NewGuid().ToString("N")[..8];
        var clock = Stopwatch.StartNew();
        var begin = TimeSpan.FromSeconds(job.WarmUpSeconds);
        var end = begin + TimeSpan.FromSeconds(job.Seconds);
        var players = places.Select((place, number) => Play(clients[number % clients.Length], place, $"{run}-{number}", clock, begin, end)).ToArray();
        await Task.Delay(begin);
        Console.WriteLine("measuring");
        await Task.Delay(end - begin);
        Console.WriteLine("measured");
        await Task.WhenAll(players);

        var latencies = new LatencyHistogram();
        var failed = new Dictionary<string, long>();
        foreach (var player in players)
        {
            var (one, wrong) = await player;
            latencies.Add(one);
            foreach (var (what, count) in wrong)
                failed[what] = failed.GetValueOrDefault(what) + count;
        }

        Console.WriteLine(JsonSerializer.Serialize(new LoadResult(job.Seconds, latencies.Count, failed, latencies.Buckets())));
        foreach (var client in clients)
            client.Dispose();
    }

    private static async Task<(LatencyHistogram Latencies, Dictionary<string, long> Failed)> Play(OrchestratorClient client, Workplace place, string run, Stopwatch clock, TimeSpan begin, TimeSpan end)
    {
        var latencies = new LatencyHistogram();
        var failed = new Dictionary<string, long>();
        var paused = (await client.Ask(client.Manufacturing.GetBatchAsync, new GetBatchRequest { Batch = place.Batch })).Steps.Single(step => step.Step == Floor.Step).Status == "Held";
        for (var number = 0; clock.Elapsed < end; number++)
        {
            var from = clock.Elapsed;
            var outcome = await Give($"{run}-{number}");
            var to = clock.Elapsed;
            if (outcome is null)
            {
                paused = !paused;
                if (from >= begin && to <= end)
                    latencies.Record(to - from);
            }
            else
            {
                failed[outcome] = failed.GetValueOrDefault(outcome) + 1;
            }
        }

        return (latencies, failed);

        async Task<string?> Give(string id)
        {
            try
            {
                var outcome = paused
                    ? await client.Give(client.Manufacturing.ResumeStepAsync, new ResumeStepRequest { Batch = place.Batch, Step = Floor.Step, By = place.Operator }, id)
                    : await client.Give(client.Manufacturing.PauseStepAsync, new PauseStepRequest { Batch = place.Batch, Step = Floor.Step, Reason = "sample", By = place.Operator }, id);
                return outcome is Outcome.Refused refused ? string.Join(", ", refused.Reasons.Select(reason => reason.Rule)) : null;
            }
            catch (RpcException failure)
            {
                return failure.StatusCode.ToString();
            }
        }
    }
}
