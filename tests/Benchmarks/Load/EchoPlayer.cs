using Grpc.Health.V1;
using Grpc.Net.Client;

namespace Orchestrator.Benchmarks.Load;

/// <summary>Calls the server's health service, which answers from memory: what a unary call costs by itself.</summary>
internal static class EchoPlayer
{
    public static async Task<LoadResult> Play(LoadJob job)
    {
        var channels = Enumerable.Range(0, Math.Max(1, job.InFlight / 16)).Select(_ => GrpcChannel.ForAddress(job.Server)).ToArray();
        var tally = new Tally(job.WarmUpSeconds, job.Seconds);
        await Loop.Closed(Enumerable.Range(0, job.InFlight).Select(number => new Health.HealthClient(channels[number % channels.Length])), tally, async (client, from) =>
        {
            await client.CheckAsync(new HealthCheckRequest());
            tally.Granted(from);
        });
        foreach (var channel in channels)
            channel.Dispose();
        return tally.Result();
    }
}
