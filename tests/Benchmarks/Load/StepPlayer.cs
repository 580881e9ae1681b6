using Google.Rpc;
using Grpc.Core;
using Orchestrator.Benchmarks.Ground;
using Orchestrator.Benchmarks.Plants;
using Orchestrator.Client;
using Orchestrator.V1;

namespace Orchestrator.Benchmarks.Load;

/// <summary>
/// One batch with an open step in an isolator, whose operator pauses the step and goes on with it. Going on asks every rule
/// of a start and casts batch, room, isolator and operator, with the line, the recipe and the sensors they rest on.
/// </summary>
internal sealed class StepPlayer(OrchestratorClient client, Workplace place, string run, bool paused)
{
    private bool _paused = paused;
    private int _given;

    /// <summary>Plays a job: every batch the job needs, shared out among as many callers as it takes at a hundred commands under way each.</summary>
    public static async Task<LoadResult> Play(LoadJob job)
    {
        var clients = Enumerable.Range(0, Math.Clamp((job.InFlight + 15) / 16, 1, Callers.SystemsMax))
            .Select(number => OrchestratorClient.Connect(job.Server, Callers.System(number).Token, Patient)).ToArray();
        var run = Guid.NewGuid().ToString("N")[..8];
        var players = new List<StepPlayer>();
        foreach (var (number, place) in new Floor(job.Suites, job.IsolatorsPerRoom).Workplaces.Take(job.InFlight).Index())
        {
            var client = clients[number % clients.Length];
            var batch = await client.Ask(client.Manufacturing.GetBatchAsync, new GetBatchRequest { Batch = place.Batch });
            players.Add(new StepPlayer(client, place, $"{run}-{number}", batch.Steps.Single(step => step.Step == Floor.Step).Status == "Held"));
        }

        var tally = new Tally(job.WarmUpSeconds, job.Seconds);
        var beside = Task.WhenAll(
            job.AlarmRate > 0 ? Alarms(job, tally, $"{run}-alarm") : Task.CompletedTask,
            job.QueryRate > 0 ? Queries(job, tally) : Task.CompletedTask);
        await (job.Rate > 0
            ? Loop.Open(players, job.Rate, tally, (player, from) => player.Give(tally, from))
            : Loop.Closed(players, tally, (player, from) => player.Give(tally, from)));
        await beside;
        foreach (var client in clients)
            client.Dispose();
        return tally.Result();
    }

    /// <summary>What the caller wants of a client: the answer it gets, not a second try behind its back.</summary>
    private static Patience Patient { get; } = new() { Deadline = TimeSpan.FromMilliseconds(1), Attempt = TimeSpan.FromSeconds(20) };

    private async Task Give(Tally tally, TimeSpan from)
    {
        var id = $"{run}-{_given++}";
        try
        {
            var outcome = _paused
                ? await client.Give(client.Manufacturing.ResumeStepAsync, new ResumeStepRequest { Batch = place.Batch, Step = Floor.Step, By = place.Operator }, id)
                : await client.Give(client.Manufacturing.PauseStepAsync, new PauseStepRequest { Batch = place.Batch, Step = Floor.Step, Reason = "sample", By = place.Operator }, id);
            if (outcome is Outcome.Refused refused)
            {
                tally.Failed(string.Join(", ", refused.Reasons.Select(reason => reason.Rule)));
                return;
            }

            _paused = !_paused;
            tally.Granted(from);
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.ResourceExhausted)
        {
            tally.Rejected(from, failure.GetRpcStatus()?.GetDetail<RetryInfo>()?.RetryDelay is not null);
        }
        catch (RpcException failure)
        {
            tally.Failed(failure.StatusCode.ToString());
        }
    }

    /// <summary>Questions beside the load: a view behind the record makes them wait.</summary>
    private static async Task Queries(LoadJob job, Tally tally)
    {
        using var client = OrchestratorClient.Connect(job.Server, Callers.Watch.Token, Patient);
        await AtTheirTimes(job.QueryRate, tally, Ask);

        async Task Ask(TimeSpan from, int number)
        {
            try
            {
                await client.Ask(client.Manufacturing.GetBatchAsync, new GetBatchRequest { Batch = Floor.Spare });
                tally.Queried(from);
            }
            catch (RpcException failure)
            {
                tally.Failed($"query: {failure.StatusCode}");
            }
        }
    }

    /// <summary>Does something so many times a second until the end, whether the last one is answered or not.</summary>
    private static async Task AtTheirTimes(double rate, Tally tally, Func<TimeSpan, int, Task> one)
    {
        var under = new List<Task>();
        for (var (next, number) = (TimeSpan.Zero, 0); next < tally.End; next += TimeSpan.FromSeconds(1 / rate), number++)
        {
            if (next - tally.Now is { Ticks: > 0 } early)
                await Task.Delay(early);
            under.Add(one(next, number));
        }

        await Task.WhenAll(under);
    }

    /// <summary>Holds placed beside the load by a caller of its own, one after the other at their times: what must get in whatever else happens.</summary>
    private static async Task Alarms(LoadJob job, Tally tally, string run)
    {
        using var client = OrchestratorClient.Connect(job.Server, Callers.Watch.Token, Patient);
        var held = Floor.Spare;
        await AtTheirTimes(job.AlarmRate, tally, Place);

        async Task Place(TimeSpan from, int number)
        {
            try
            {
                await client.Give(client.Manufacturing.PlaceHoldAsync, new PlaceHoldRequest { Batch = held, Hold = $"{run}-{number}", Reason = "alarm" }, $"{run}-{number}");
                tally.Alarmed(from);
            }
            catch (RpcException failure)
            {
                tally.Failed($"alarm: {failure.StatusCode}");
            }
        }
    }
}
