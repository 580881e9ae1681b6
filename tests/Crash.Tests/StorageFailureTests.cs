using Orchestrator.Crash.Tests.Ground;
using Orchestrator.Crash.Tests.Outside;
using Orchestrator.Engine.Tests.Postgres;
using Orchestrator.Histories;
using Xunit;
using Xunit.Abstractions;

namespace Orchestrator.Crash.Tests;

/// <summary>The disk is full, or what is written cannot be made durable: the server promises nothing it cannot keep, and goes on by itself when it can.</summary>
public sealed class StorageFailureTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(3);

    [OnASmallDisk]
    public async Task A_full_disk_under_a_file_is_waited_for_and_the_server_goes_on_by_itself()
    {
        using var disk = new SmallDisk(megabytes: 48);
        await using var campaign = await Campaign.Begin(output, attempt: Attempt, data: disk.Folder);
        await campaign.Load();
        disk.Fill();
        await Task.Delay(Outage);
        Assert.Equal(200, await campaign.Server.Health("live"));
        disk.MakeRoom();
        await campaign.Judge("a full disk");
        await campaign.AssertServing();

        AssertFelt(campaign.Client.Events);
        await campaign.AssertReplays();
    }

    [OnASmallDisk]
    [Trait("Needs", "PostgreSQL")]
    public async Task A_full_disk_under_a_database_is_waited_for_and_the_server_goes_on_by_itself()
    {
        using var disk = new SmallDisk(megabytes: 300);
        using var postgres = new PostgresServer(disk.Folder);
        await using var campaign = await Campaign.Begin(output, postgres, Attempt);
        await campaign.Load();
        disk.Fill();
        await Task.Delay(Outage);
        Assert.Equal(200, await campaign.Server.Health("live"));
        disk.MakeRoom();
        output.WriteLine(postgres.ComeBack() ? "PostgreSQL came back by itself" : "PostgreSQL had to be started again");
        await campaign.Judge("a full disk");
        await campaign.AssertServing();

        AssertFelt(campaign.Client.Events);
        await campaign.AssertReplays();
    }

    [Fact]
    [Trait("Needs", "PostgreSQL")]
    public async Task A_database_whose_log_cannot_be_made_durable_has_answered_nothing_that_is_lost()
    {
        using var postgres = new PostgresServer(
            launcher: [Runtime.Dotnet, "exec", typeof(WithoutDataSync).Assembly.Location, WithoutDataSync.Word], settings: "wal_sync_method = fsync");
        await using var campaign = await Campaign.Begin(output, postgres, Attempt);
        await campaign.Load();
        postgres.Sql("postgres", "ALTER SYSTEM SET wal_sync_method = fdatasync");
        postgres.Sql("postgres", "SELECT pg_reload_conf()");
        await Task.Delay(Outage);
        Assert.Equal(200, await campaign.Server.Health("live"));
        Assert.Contains("could not fdatasync file", postgres.Log, StringComparison.Ordinal);
        postgres.ForgetAlteredSettings();
        Assert.False(postgres.ComeBack(), "PostgreSQL lived on without its log");
        await campaign.Judge("a log that could not be synced");
        await campaign.AssertServing();

        AssertFelt(campaign.Client.Events);
        await campaign.AssertReplays();
    }

    /// <summary>Somebody was told no, or nothing, while it lasted: the failure was one.</summary>
    private static void AssertFelt(IReadOnlyList<ClientEvent> events) => Assert.Contains(events, happened => happened is ClientEvent.Denied or ClientEvent.Lost);
}
