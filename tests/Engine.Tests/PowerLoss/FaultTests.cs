using System.Globalization;
using Orchestrator.Engine.Tests.Journals;
using Orchestrator.Storage.Sqlite;
using Xunit;
using Xunit.Abstractions;

namespace Orchestrator.Engine.Tests.PowerLoss;

/// <summary>Every call that SQLite makes to its files fails in turn: once, or from then on until somebody mends it.</summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    private const int Lives = 2;

    /// <summary>The first calls make the file what it is: each of them is tried always, and so is every sync.</summary>
    private const int Opening = 12;

    /// <summary>Of the others one in so many is tried, unless more are asked for.</summary>
    private static readonly int Stride = int.TryParse(Environment.GetEnvironmentVariable("ORCHESTRATOR_FAULT_STRIDE"), CultureInfo.InvariantCulture, out var stride) ? stride : 32;

    /// <param name="full">Writes fail because the disk is full, or because the device errs.</param>
    /// <param name="lasts">The fault stays until the journal has failed three times.</param>
    /// <param name="read">Somebody reads meanwhile, as a server does.</param>
    [Theory]
    [InlineData(false, false, true)]
    [InlineData(false, false, false)]
    [InlineData(false, true, true)]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    public async Task Whatever_call_fails_the_journal_tells_the_truth_and_works_again_without_a_restart(bool full, bool lasts, bool read)
    {
        var calls = (await Run(0, full, lasts, read)).Asked;
        var (runs, unavailable, inDoubt) = (0, 0, 0);
        for (var call = 1; call <= calls.Count; call++)
        {
            if (call > Opening && calls[call - 1] != IoKind.Sync && call % Stride != 0)
                continue;
            var run = await Run(call, full, lasts, read);
            (runs, unavailable, inDoubt) = (runs + 1, unavailable + run.Unavailable, inDoubt + run.InDoubt);
        }

        output.WriteLine($"{runs} of {calls.Count} calls failed: {unavailable} times unavailable, {inDoubt} times in doubt");
        Assert.True(unavailable > Opening / 2 && inDoubt > Opening / 2, $"{runs} runs, {unavailable} unavailable, {inDoubt} in doubt");
    }

    private static async Task<(IReadOnlyList<IoKind> Asked, int Unavailable, int InDoubt)> Run(int failing, bool full, bool lasts, bool read)
    {
        var disk = new Disk { IsFull = full };
        using var folder = new WatchedFolder(disk);
        disk.Fails = (asked, _) => failing > 0 && (asked == failing || (lasts && asked > failing));
        var appends = Workload.Appends(count: 10, large: 9_000);
        var (unavailable, inDoubt) = (0, 0);
        try
        {
            foreach (var life in appends.Chunk(appends.Length / Lives))
            {
                var journal = await Try(() => Task.FromResult(SqliteJournal.Open(folder.File)));
                var lease = await Try(() => journal.TakeOver(Workload.Plant, "test", default));
                foreach (var append in life)
                {
                    var doubts = inDoubt;
                    var receipts = await Try(() => journal.Append(lease, append, default));
                    foreach (var (turn, receipt) in append.Zip(receipts))
                        Assert.True(receipt is Receipt.Recorded || (receipt is Receipt.Already(var there) && there.WriteId == turn.WriteId && inDoubt > doubts), $"{turn.Id}: {Turns.Text(receipt)}");
                    if (read)
                        Assert.Equal(append[^1].WriteId, (await Try(() => journal.ReadActor(Workload.Plant, append[^1].Writes[0], 0, default))).Version);

                    // What has been answered outlives a power cut at this instant, whatever had failed before.
                    disk.Tell("acknowledged");
                }

                await JudgeAfterPowerCut(disk, appends, disk.Calls.Count(call => call is DiskCall.Told));
                await journal.DisposeAsync();
            }

            disk.Fails = null;
            await Workload.Judge(folder.File, appends, appends.Length);
            return (disk.Asked, unavailable, inDoubt);
        }
        catch (Exception broken) when (failing > 0)
        {
            throw new Xunit.Sdk.XunitException($"call {failing} failed{(lasts ? " and all after it" : "")}{(full ? ", disk full" : "")}: {broken}");
        }

        async Task<T> Try<T>(Func<Task<T>> work)
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await work();
                }
                catch (JournalException failure) when (attempt < 6 && failure.Fault != JournalFault.Superseded)
                {
                    _ = failure.Fault == JournalFault.InDoubt ? inDoubt++ : unavailable++;
                    if (attempt == 3)
                        disk.Fails = null;
                }
            }
        }
    }

    private static async Task JudgeAfterPowerCut(Disk disk, Turn[][] appends, int acknowledged)
    {
        using var folder = new JournalFolder();
        var calls = disk.Calls;
        foreach (var (name, bytes) in PowerCut.Image(calls, calls.Count, Survival.Nothing, new Random(1)))
            File.WriteAllBytes(Path.Combine(Path.GetDirectoryName(folder.File)!, name), bytes);
        await Workload.Judge(folder.File, appends, acknowledged);
    }
}
