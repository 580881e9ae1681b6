using System.Net.Http.Headers;
using System.Net.Http.Json;
using Orchestrator.Benchmarks.Ground;
using Orchestrator.Benchmarks.Load;
using Orchestrator.Benchmarks.Plants;

namespace Orchestrator.Benchmarks.Peers.RowLocks;

/// <summary>One batch of the competitor's plant, paused and gone on with over HTTP.</summary>
internal sealed class RowLockPlayer(HttpClient client, Workplace place, string run)
{
    private bool _paused;
    private int _given;

    public static async Task<LoadResult> Play(LoadJob job)
    {
        var run = Guid.NewGuid().ToString("N")[..8];
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = job.InFlight }) { BaseAddress = new Uri(job.Server) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Callers.System(0).Token);
        var players = new Floor(job.Suites, job.IsolatorsPerRoom).Workplaces.Take(job.InFlight).Select((place, number) => new RowLockPlayer(client, place, $"{run}-{number}")).ToList();
        var tally = new Tally(job.WarmUpSeconds, job.Seconds);
        await Loop.Closed(players, tally, (player, from) => player.Give(tally, from));
        return tally.Result();
    }

    private async Task Give(Tally tally, TimeSpan from)
    {
        var request = new StepRequest($"{run}-{_given++}", place.Batch, place.Room, place.Isolator, place.Operator, [$"DP-{place.Suite}", $"PC-{place.Suite}", $"AIR-{place.Suite}"]);
        using var response = await client.PostAsJsonAsync(_paused ? "/steps/resume" : "/steps/pause", request);
        var answer = response.StatusCode is System.Net.HttpStatusCode.OK or System.Net.HttpStatusCode.Conflict ? await response.Content.ReadFromJsonAsync<StepAnswer>() : null;
        if (answer is { Granted: true })
        {
            tally.Granted(from);
            _paused = !_paused;
            return;
        }

        // A run before may have left the step paused: the first answer says so.
        tally.Failed(answer is null ? response.StatusCode.ToString() : string.Join(", ", answer.Refusals.Select(refusal => refusal[(refusal.IndexOf(':') + 1)..])));
        _paused = !_paused;
    }
}
