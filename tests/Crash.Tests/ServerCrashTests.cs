using Orchestrator.Crash.Tests.Ground;
using Xunit;
using Xunit.Abstractions;

namespace Orchestrator.Crash.Tests;

/// <summary>The server is killed under load, again and again, on a file.</summary>
public sealed class ServerCrashTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_server_killed_at_any_instant_under_load_has_told_everybody_the_truth()
    {
        await using var campaign = await Campaign.Begin(output);
        var doubts = 0L;
        for (var round = 1; round <= Campaign.Rounds; round++)
        {
            await campaign.Load();
            campaign.Server.Kill();
            await campaign.Server.Start();
            doubts = (await campaign.Judge($"kill {round} of the server")).Doubts;
        }

        Assert.True(doubts > 0, "no kill left anything in doubt");
        await campaign.AssertReplays();
    }
}
