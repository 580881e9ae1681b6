using Orchestrator.Client;
using Orchestrator.V1;
using Xunit;

namespace Orchestrator.Api.Tests.Client;

/// <summary>The feed goes on where it broke off.</summary>
public sealed class FeedTests
{
    [Fact]
    public async Task A_feed_that_breaks_goes_on_after_the_last_turn_handed_out_and_repeats_none()
    {
        await using var server = await ScriptedServer.Start(() => new Ruling { Granted = true });
        server.Feed.Enqueue([4, 5, 6]);
        server.Feed.Enqueue([]);
        server.Feed.Enqueue([6, 7, 9]);
        using var client = OrchestratorClient.Connect(server.Address, "the-token", new Patience { Time = new HurriedTime() });

        var heard = new List<long>();
        await foreach (var turn in client.Follow(new WatchRequest { After = 3 }))
        {
            heard.Add(turn.Position);
            if (turn.Position == 9)
                break;
        }

        Assert.Equal([4L, 5, 6, 7, 9], heard);
        Assert.Equal([3L, 6, 6], server.FeedAfter);
    }
}
