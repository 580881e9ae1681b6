using System.Text;
using Orchestrator.Engine.Evidence;
using Orchestrator.Engine.Tests.Journals;
using Xunit;

namespace Orchestrator.Engine.Tests.Evidence;

/// <summary>A journal that was rolled back or rewritten, chain and all, does not agree with what was signed about it.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly Record _record = new();

    public void Dispose() => _record.Dispose();

    [Fact]
    public async Task A_journal_that_only_grew_agrees()
    {
        var journal = await Journal("a", "b", "c");
        using (var log = Open())
            log.Add(await At(journal, 2), _record.Time.GetUtcNow());

        using var again = Open();
        await again.Agree(journal, default);

        Assert.Equal(2, again.Last?.Position);
    }

    [Fact]
    public async Task A_journal_without_checkpoints_agrees_with_none()
    {
        using var log = Open();

        await log.Agree(await Journal("a"), default);

        Assert.Null(log.Last);
    }

    [Fact]
    public async Task A_journal_rolled_back_to_an_older_backup_is_noticed()
    {
        using var log = Open();
        log.Add(await At(await Journal("a", "b", "c"), 3), _record.Time.GetUtcNow());

        var tampered = await Assert.ThrowsAsync<TamperedException>(async () => await log.Agree(await Journal("a", "b"), default));

        Assert.True(tampered.RolledBack);
    }

    [Fact]
    public async Task A_journal_rewritten_from_its_first_turn_with_a_chain_that_fits_is_noticed()
    {
        using var log = Open();
        log.Add(await At(await Journal("a", "b", "c"), 3), _record.Time.GetUtcNow());

        var tampered = await Assert.ThrowsAsync<TamperedException>(async () => await log.Agree(await Journal("forged", "b", "c"), default));

        Assert.False(tampered.RolledBack);
    }

    [Fact]
    public async Task A_line_that_a_crash_left_half_written_is_cut_off_and_the_next_follows_the_one_before_it()
    {
        var journal = await Journal("a", "b");
        using (var log = Open())
            log.Add(await At(journal, 1), _record.Time.GetUtcNow());
        await File.AppendAllTextAsync(Path, "{\"plant\":\"SM");

        using (var log = Open())
            log.Add(await At(journal, 2), _record.Time.GetUtcNow());

        Assert.Equal([1, 2], Checkpoint.ReadAll(await File.ReadAllBytesAsync(Path), _record.Keys.Public).Select(checkpoint => checkpoint.Position));
    }

    [Fact]
    public async Task Whoever_reads_while_a_line_is_being_written_reads_those_before_it()
    {
        var journal = await Journal("a");
        using (var log = Open())
            log.Add(await At(journal, 1), _record.Time.GetUtcNow());
        await File.AppendAllTextAsync(Path, "{\"plant\":\"SM");

        Assert.Single(Checkpoint.ReadAll(CheckpointLog.Text(_record.In("checkpoints"), Record.Plant), _record.Keys.Public));
    }

    [Fact]
    public async Task A_restore_that_was_stated_may_go_back()
    {
        var (whole, backup) = (await Journal("a", "b", "c"), await Journal("a", "b"));
        using var log = Open();
        log.Add(await At(whole, 3), _record.Time.GetUtcNow());

        log.Add(await At(backup, 2), _record.Time.GetUtcNow(), "restored from tape 7 after the fire; QA-01, IT-02");

        await log.Agree(backup, default);
        Assert.Equal([3, 2], Checkpoint.ReadAll(CheckpointLog.Text(_record.In("checkpoints"), Record.Plant), _record.Keys.Public).Select(checkpoint => checkpoint.Position));
    }

    public static TheoryData<string> Forgeries => ["a line left out", "two lines exchanged", "a position changed", "a statement put in", "signed by a stranger", "going back unsaid"];

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task Checkpoints_that_do_not_hold_are_named_by_their_line(string forgery)
    {
        var journal = await Journal("a", "b", "c");
        using (var log = Open())
            foreach (var position in new[] { 1, 2, 3 })
                log.Add(await At(journal, position), _record.Time.GetUtcNow());
        var lines = await File.ReadAllLinesAsync(Path);
        using var stranger = KeyRing.Create(_record.In("stranger"), _record.Time.GetUtcNow());
        string[] forged = forgery switch
        {
            "a line left out" => [lines[0], lines[2]],
            "two lines exchanged" => [lines[0], lines[2], lines[1]],
            "a position changed" => [lines[0], lines[1].Replace("\"position\":2", "\"position\":1", StringComparison.Ordinal), lines[2]],
            "a statement put in" => [lines[0], lines[1].Replace("\"statement\":null", "\"statement\":\"fine\"", StringComparison.Ordinal), lines[2]],
            "signed by a stranger" => [lines[0], Encoding.UTF8.GetString(Checkpoint.Signed(stranger, Record.Plant, await At(journal, 2), _record.Time.GetUtcNow(), Encoding.UTF8.GetBytes(lines[0]), null).Line())],
            _ => [lines[0], lines[1], Encoding.UTF8.GetString(Checkpoint.Signed(_record.Keys, Record.Plant, await At(journal, 1), _record.Time.GetUtcNow(), Encoding.UTF8.GetBytes(lines[1]), null).Line())],
        };
        await File.WriteAllTextAsync(Path, string.Join('\n', forged) + "\n");

        var wrong = Assert.Throws<InvalidDataException>(Open);

        Assert.Contains(forgery == "going back unsaid" ? "checkpoint 3" : "checkpoint 2", wrong.Message, StringComparison.Ordinal);
    }

    private string Path => CheckpointLog.PathOf(_record.In("checkpoints"), Record.Plant);

    private CheckpointLog Open() => CheckpointLog.Open(_record.In("checkpoints"), Record.Plant, _record.Keys);

    private static async Task<MemoryJournal> Journal(params string[] ids)
    {
        var journal = new MemoryJournal();
        var lease = await journal.TakeOver(Record.Plant, "test", default);
        await journal.Append(lease, [.. ids.Select(id => Turns.Reading(id))], default);
        return journal;
    }

    private static async Task<RecordedTurn> At(MemoryJournal journal, long position)
    {
        await foreach (var turn in journal.ReadAll(Record.Plant, position - 1, default))
            return turn;
        throw new InvalidOperationException($"no turn at {position}");
    }
}
