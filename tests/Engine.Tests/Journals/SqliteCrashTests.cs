using System.Diagnostics;
using Orchestrator.Storage.Sqlite;
using Xunit;
using static Orchestrator.Engine.Tests.Journals.Turns;

namespace Orchestrator.Engine.Tests.Journals;

/// <summary>Kills processes that write a journal, and looks at what they leave behind.</summary>
public sealed class SqliteCrashTests : IDisposable
{
    private const string Plant = JournalVictim.Plant;

    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_process_killed_at_any_moment_leaves_all_it_acknowledged_once_and_nothing_by_halves()
    {
        var chance = new Random(2025);
        for (var round = 0; round < 10; round++)
        {
            var acknowledged = await KilledAfter(round, acknowledgements: chance.Next(1, 400));
            await using var journal = SqliteJournal.Open(_folder.File);

            var all = await journal.All(Plant);
            AssertChained(all);
            Assert.Equal(all.Count, all.DistinctBy(turn => turn.Id).Count());
            var recorded = all.Select(turn => turn.Id).Where(id => id.StartsWith($"victim/{round}-", StringComparison.Ordinal)).ToArray();
            Assert.Equal(acknowledged, recorded.Take(acknowledged.Count));

            // Turns are recorded in whole appends, and at most one append is without its acknowledgement.
            var appends = JournalVictim.Appends(round).Take(recorded.Length + 1).ToArray();
            var whole = WholeAppends(appends, recorded.Length);
            Assert.Equal(appends.Take(whole).SelectMany(turns => turns).Select(turn => turn.Id), recorded);
            Assert.InRange(recorded.Length - acknowledged.Count, 0, appends[whole - 1].Length);

            // Whoever does not know what became of an append gives it again.
            var lease = await journal.TakeOver(Plant, "test", CancellationToken.None);
            var known = await journal.Append(lease, appends[whole - 1], CancellationToken.None);
            Assert.Equal(appends[whole - 1].Select(turn => turn.WriteId), known.Select(receipt => Assert.IsType<Receipt.Already>(receipt).Turn.WriteId));
            Assert.All(await journal.Append(lease, appends[whole], CancellationToken.None), receipt => Assert.IsType<Receipt.Recorded>(receipt));
            Assert.Equal("ok", _folder.Sql("PRAGMA integrity_check"));
        }
    }

    [Fact]
    public async Task A_process_whose_plant_another_has_taken_over_writes_nothing_more()
    {
        using var victim = Start(round: 1);
        Assert.Equal("victim/1-0-0", await victim.StandardOutput.ReadLineAsync());
        await using var journal = SqliteJournal.Open(_folder.File);

        var lease = await journal.TakeOver(Plant, "test", CancellationToken.None);
        await journal.Append(lease, [Writing("mes/1", (Room, ""))], CancellationToken.None);
        await victim.StandardOutput.ReadToEndAsync();
        await victim.WaitForExitAsync();

        Assert.Equal(JournalVictim.SupersededExit, victim.ExitCode);
        Assert.Equal("mes/1", Assert.Single(await journal.All(Plant, after: lease.Head)).Id);
        AssertChained(await journal.All(Plant));
    }

    /// <summary>The ids a process acknowledged before it was killed.</summary>
    private async Task<List<string>> KilledAfter(int round, int acknowledgements)
    {
        using var victim = Start(round);
        var acknowledged = new List<string>();
        while (await victim.StandardOutput.ReadLineAsync() is { } id)
        {
            acknowledged.Add(id);
            if (acknowledged.Count == acknowledgements)
                victim.Kill();
        }

        await victim.WaitForExitAsync();
        Assert.True(acknowledged.Count >= acknowledgements, $"the process ended by itself after {acknowledged.Count}");
        return acknowledged;
    }

    private Process Start(int round)
    {
        var runtime = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? Environment.ProcessPath!
            : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        return Process.Start(new ProcessStartInfo(runtime, ["exec", typeof(JournalVictim).Assembly.Location, _folder.File, $"{round}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    private static int WholeAppends(Turn[][] appends, int turns)
    {
        var whole = 0;
        for (var counted = 0; counted < turns; whole++)
            counted += appends[whole].Length;
        return whole;
    }
}
