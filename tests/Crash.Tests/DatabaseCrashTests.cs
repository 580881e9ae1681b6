using Orchestrator.Crash.Tests.Ground;
using Orchestrator.Engine.Tests.Postgres;
using Orchestrator.Histories;
using Xunit;
using Xunit.Abstractions;

namespace Orchestrator.Crash.Tests;

/// <summary>The server, its database, or both are killed under load; the database freezes.</summary>
[Trait("Needs", "PostgreSQL")]
public sealed class DatabaseCrashTests(ITestOutputHelper output)
{
    /// <summary>The tests here run one after another and leave it running.</summary>
    private readonly PostgresServer _postgres = PostgresServer.Shared;

    [Fact]
    public async Task A_server_killed_at_any_instant_under_load_has_told_everybody_the_truth()
    {
        await using var campaign = await Campaign.Begin(output, _postgres);
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

    [Fact]
    public async Task A_database_killed_at_any_instant_under_load_is_waited_for_and_the_server_goes_on_by_itself()
    {
        await using var campaign = await Campaign.Begin(output, _postgres);
        for (var round = 1; round <= Campaign.Rounds; round++)
        {
            await campaign.Load();
            _postgres.Kill();
            await Task.Delay(campaign.Chance.Next(300));
            Assert.Equal(503, await campaign.Server.Ask("manufacturing/Audit", """{"actor": "room/R-101"}"""));
            _postgres.Start();
            await campaign.Judge($"kill {round} of PostgreSQL");
            await campaign.AssertServing();
        }

        await campaign.AssertReplays();
    }

    [Fact]
    public async Task Both_killed_at_any_two_instants_under_load_come_back_to_the_truth()
    {
        await using var campaign = await Campaign.Begin(output, _postgres);
        for (var round = 1; round <= Campaign.Rounds; round++)
        {
            await campaign.Load();
            Action[] kills = [campaign.Server.Kill, _postgres.Kill];
            campaign.Chance.Shuffle(kills);
            kills[0]();
            await Task.Delay(campaign.Chance.Next(100));
            kills[1]();
            _postgres.Start();
            await campaign.Server.Start();
            await campaign.Judge($"kill {round} of both");
        }

        await campaign.AssertReplays();
    }

    [Fact]
    public async Task A_database_that_freezes_leaves_nobody_without_an_answer_and_loses_nothing()
    {
        var attempt = TimeSpan.FromSeconds(1);
        await using var campaign = await Campaign.Begin(output, _postgres, attempt);
        await campaign.Load();
        _postgres.Freeze();
        await Task.Delay(TimeSpan.FromSeconds(3));
        Assert.Equal(200, await campaign.Server.Health("live"));
        _postgres.Thaw();
        var verdict = await campaign.Judge("a freeze of three seconds");
        await campaign.AssertServing();

        Assert.True(verdict.Doubts > 0, "the freeze delayed nobody");
        Assert.True(Longest(campaign.Client.Events) < attempt + TimeSpan.FromSeconds(2), $"an answer took {Longest(campaign.Client.Events)}");
        await campaign.AssertReplays();
    }

    private static TimeSpan Longest(IReadOnlyList<ClientEvent> events)
    {
        var sent = new Dictionary<string, long>(StringComparer.Ordinal);
        var longest = 0L;
        foreach (var happened in events)
            if (happened is ClientEvent.Sent)
                sent.Add(happened.Sending, happened.Instant);
            else
                longest = Math.Max(longest, happened.Instant - sent[happened.Sending]);
        return TimeSpan.FromMicroseconds(longest / 1000);
    }
}
