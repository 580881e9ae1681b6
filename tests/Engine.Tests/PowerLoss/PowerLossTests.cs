using System.Globalization;
using Microsoft.Data.Sqlite;
using Orchestrator.Engine.Tests.Journals;
using Orchestrator.Storage.Sqlite;
using Xunit;
using Xunit.Abstractions;

namespace Orchestrator.Engine.Tests.PowerLoss;

/// <summary>The power fails at any call that SQLite makes to its files; what was not synced is lost, torn, or there without what came before it.</summary>
public sealed class PowerLossTests(ITestOutputHelper output)
{
    /// <summary>Appends before the journal is closed and opened again.</summary>
    private const int FirstLife = 35;

    private const string Acknowledged = "acknowledged";

    /// <summary>Power cuts of each test, unless more are asked for.</summary>
    private static readonly int Cuts = int.TryParse(Environment.GetEnvironmentVariable("ORCHESTRATOR_POWER_CUTS"), CultureInfo.InvariantCulture, out var cuts) ? cuts : 100;

    [Fact]
    public async Task After_any_power_loss_every_acknowledged_turn_is_there_once_and_in_order()
    {
        var (appends, calls) = await Work(new Disk());
        var chance = new Random(1);
        var (lost, torn) = (0, 0);
        foreach (var (at, survival) in Sample(calls, chance))
        {
            var seed = chance.Next();
            var image = PowerCut.Image(calls, at, survival, new Random(seed));
            if (survival != Survival.Everything && !Same(image, PowerCut.Image(calls, at, Survival.Everything, chance)))
                _ = survival == Survival.Nothing ? lost++ : torn++;
            // What shared the index of the log between processes may be left as anything.
            if (seed % 3 == 0)
                chance.NextBytes(image["journal.db-shm"] = new byte[1 << 15]);
            await Judge(image, appends, calls, at, $"power cut before call {at + 1} of {calls.Count} ({calls.ElementAtOrDefault(at)?.GetType().Name}), {survival}, seed {seed}");
        }

        output.WriteLine($"{Cuts} power cuts among {calls.Count} calls, {calls.OfType<DiskCall.Synced>().Count()} syncs, {calls.OfType<DiskCall.DirectorySynced>().Count()} of the directory; {lost} lost something, {torn} tore or reordered something");
        Assert.True(lost > Cuts / 6 && torn > Cuts / 6, $"{lost} of the images had lost anything, {torn} were torn");
        Assert.Contains(calls, call => call is DiskCall.Unlinked);
        // The log went over into the database while it was being worked on, not only when it was closed.
        int[] told = [.. Enumerable.Range(0, calls.Count).Where(at => calls[at] is DiskCall.Told)];
        Assert.Contains(calls.Take(told[FirstLife - 1]).Skip(told[0]), call => call is DiskCall.Written { Inode: 1 });
    }

    [Fact]
    public async Task The_same_cuts_on_a_disk_that_only_says_that_it_has_synced_lose_what_was_acknowledged()
    {
        var (appends, calls) = await Work(new Disk(lies: true));
        var chance = new Random(1);
        var caught = 0;
        foreach (var (at, survival) in Sample(calls, chance).Where(cut => cut.Survival != Survival.Everything).Take(30))
        {
            try
            {
                await Judge(PowerCut.Image(calls, at, survival, new Random(chance.Next())), appends, calls, at, "");
            }
            catch (Exception found) when (found is Xunit.Sdk.XunitException or InvalidDataException or JournalException)
            {
                caught++;
            }
        }

        Assert.True(caught >= 20, $"{caught} of 30 power cuts on a lying disk were noticed");
    }

    [Fact]
    public void A_database_told_not_to_sync_loses_what_it_committed()
    {
        using var folder = new WatchedFolder();
        using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = folder.File, Pooling = false }.ToString()))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = WAL; CREATE TABLE t (x); PRAGMA synchronous = OFF; INSERT INTO t VALUES (1);";
            command.ExecuteNonQuery();
            folder.Disk.Tell(Acknowledged);
        }

        var at = folder.Disk.Calls.ToList().FindIndex(call => call is DiskCall.Told);
        Assert.Equal(0L, Count(PowerCut.Image(folder.Disk.Calls, at, Survival.Nothing, new Random(1))));
        Assert.Equal(1L, Count(PowerCut.Image(folder.Disk.Calls, at, Survival.Everything, new Random(1))));

        static long Count(Dictionary<string, byte[]> image)
        {
            using var folder = new JournalFolder();
            Restore(image, folder.File);
            return (long)folder.Sql("SELECT count(*) FROM t")!;
        }
    }

    /// <summary>A journal's life: opened, worked on beyond a checkpoint, closed, opened again, worked on.</summary>
    private static async Task<(Turn[][] Appends, IReadOnlyList<DiskCall> Calls)> Work(Disk disk)
    {
        using var folder = new WatchedFolder(disk);
        var appends = Workload.Appends(count: 45, large: 300_000);
        foreach (var life in appends.Chunk(FirstLife))
        {
            await using var journal = SqliteJournal.Open(folder.File);
            var lease = await journal.TakeOver(Workload.Plant, "test", default);
            foreach (var append in life)
            {
                Assert.All(await journal.Append(lease, append, default), receipt => Assert.IsType<Receipt.Recorded>(receipt));
                disk.Tell(Acknowledged);
                await journal.ReadActor(Workload.Plant, append[0].Writes[0], 0, default);
            }
        }

        return (appends, disk.Calls);
    }

    /// <summary>Half of the cuts beside a sync, where it matters most; the rest anywhere. Every kind of survival at each.</summary>
    private static IEnumerable<(int At, Survival Survival)> Sample(IReadOnlyList<DiskCall> calls, Random chance)
    {
        int[] syncs = [.. Enumerable.Range(0, calls.Count).Where(at => calls[at] is DiskCall.Synced or DiskCall.DirectorySynced or DiskCall.Told or DiskCall.Linked or DiskCall.Unlinked)];
        for (var cut = 0; cut < Cuts; cut++)
        {
            var at = cut % 2 == 0 ? syncs[chance.Next(syncs.Length)] + chance.Next(2) : chance.Next(calls.Count + 1);
            yield return (at, (cut % 5) switch { 0 or 1 => Survival.Nothing, 2 or 3 => Survival.Some, _ => Survival.Everything });
        }
    }

    private static async Task Judge(Dictionary<string, byte[]> image, Turn[][] appends, IReadOnlyList<DiskCall> calls, int at, string which)
    {
        using var folder = new JournalFolder();
        Restore(image, folder.File);
        try
        {
            await Workload.Judge(folder.File, appends, calls.Take(at).Count(call => call is DiskCall.Told { What: Acknowledged }));
            Assert.Equal("ok", folder.Sql("PRAGMA integrity_check"));
        }
        catch (Exception broken) when (which.Length > 0)
        {
            throw new Xunit.Sdk.XunitException($"{which}: {string.Join(", ", image.Select(file => $"{file.Key} {file.Value.Length}"))}: {broken}");
        }
    }

    private static void Restore(Dictionary<string, byte[]> image, string file)
    {
        foreach (var (name, bytes) in image)
            File.WriteAllBytes(Path.Combine(Path.GetDirectoryName(file)!, name), bytes);
    }

    private static bool Same(Dictionary<string, byte[]> one, Dictionary<string, byte[]> other) =>
        one.Count == other.Count && one.All(file => other.TryGetValue(file.Key, out var bytes) && bytes.AsSpan().SequenceEqual(file.Value));
}
