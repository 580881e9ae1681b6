using Microsoft.Data.Sqlite;
using Orchestrator.Storage;
using Orchestrator.Storage.Sqlite;
using Xunit;
using static Orchestrator.Engine.Tests.Journals.Turns;

namespace Orchestrator.Engine.Tests.Journals;

/// <summary>What the SQLite journal promises beyond the port: its file, its schema, and what it says when the file fails it.</summary>
public sealed class SqliteFileTests : IDisposable
{
    private const string Plant = "plant-1";

    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_closed_file_opened_again_holds_everything()
    {
        var entered = Writing("mes/1", (Room, ""));
        await using (var journal = SqliteJournal.Open(_folder.File))
            await journal.Append(await journal.TakeOver(Plant, "node-a", default), [entered], default);

        await using var reopened = SqliteJournal.Open(_folder.File);

        Assert.Equal(new Lease(Plant, "node-b", 2, 1, Start), await reopened.TakeOver(Plant, "node-b", default));
        Assert.Equal(entered.WriteId, (await reopened.ReadActor(Plant, Room, 0, default)).Version);
    }

    [Fact]
    public async Task The_file_and_its_companions_are_the_owners_alone()
    {
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await File.WriteAllBytesAsync(_folder.File, []);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder.File, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        await using var journal = SqliteJournal.Open(_folder.File);
        await journal.TakeOver(Plant, "node-a", default);

        foreach (var file in new[] { _folder.File, _folder.File + "-wal", _folder.File + "-shm" })
            Assert.Equal(OwnerOnly, OperatingSystem.IsWindows() ? OwnerOnly : File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Readers_never_wait_for_a_writer_and_the_log_is_kept_beside_the_file()
    {
        await using var journal = SqliteJournal.Open(_folder.File);
        using var other = _folder.Connect();
        Run(other, "BEGIN IMMEDIATE");

        Assert.Null(await journal.Find(Plant, "mes/1", default));
        Assert.Equal("wal", _folder.Sql("PRAGMA journal_mode"));
    }

    [Theory]
    [InlineData("UPDATE turns SET body = x'00'")]
    [InlineData("DELETE FROM turns")]
    [InlineData("UPDATE heads SET epoch = 0")]
    [InlineData("UPDATE heads SET position = 0")]
    [InlineData("DELETE FROM heads")]
    public async Task Nobody_changes_what_is_recorded_through_SQL(string sql)
    {
        await using var journal = SqliteJournal.Open(_folder.File);
        await journal.Append(await journal.TakeOver(Plant, "node-a", default), [Writing("mes/1", (Room, ""))], default);

        Assert.Equal(SQLitePCL.raw.SQLITE_CONSTRAINT, Assert.Throws<SqliteException>(() => _folder.Sql(sql)).SqliteErrorCode);
    }

    public static TheoryData<int> EarlierVersions => [.. SchemaSteps.Of("sqlite").Keys.SkipLast(1)];

    [Theory]
    [MemberData(nameof(EarlierVersions))]
    public async Task A_file_of_an_earlier_version_is_brought_forward_with_all_it_holds(int version)
    {
        foreach (var (_, schema) in SchemaSteps.Of("sqlite").Where(step => step.Key <= version))
            _folder.Sql(schema);
        _folder.Sql("PRAGMA journal_mode = WAL");
        _folder.Sql(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Journals", "Earlier", $"sqlite-{version}.sql")));

        await using var journal = SqliteJournal.Open(_folder.File);
        var all = await journal.All(Plant);

        AssertChained(all);
        Assert.Equal(["mes/1", "mes/2", "mes/3", "mes/4"], all.Select(turn => turn.Id));
        Assert.Equal([2, 4], (await journal.ReadActor(Plant, Batch, 0, default)).Turns.Select(turn => turn.Position));
        var lease = await journal.TakeOver(Plant, "node-c", default);
        Assert.Equal((4, 4), (lease.Epoch, lease.Head));
        Assert.Equal(["recorded 5"], Text(await journal.Append(lease, [Writing("mes/5", (Batch, all[^1].WriteId))], default)));
        await journal.MoveAway(lease, "elsewhere", default);
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_refused_by_name_and_left_as_it_is()
    {
        await SqliteJournal.Open(_folder.File).DisposeAsync();
        _folder.Sql("INSERT INTO schema_version (version) VALUES (999)");

        var refused = Assert.Throws<InvalidDataException>(() => SqliteJournal.Open(_folder.File));

        Assert.Contains("newer version", refused.Message, StringComparison.Ordinal);
        Assert.Contains("999", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_of_another_program_is_refused_and_left_as_it_is()
    {
        _folder.Sql("CREATE TABLE recipes (name TEXT)");
        var before = File.ReadAllBytes(_folder.File);

        Assert.Throws<InvalidDataException>(() => SqliteJournal.Open(_folder.File));

        Assert.Equal(before, File.ReadAllBytes(_folder.File));
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        File.WriteAllText(_folder.File, string.Concat(Enumerable.Repeat("this is not a journal\n", 100)));

        Assert.Throws<InvalidDataException>(() => SqliteJournal.Open(_folder.File));
    }

    [Fact]
    public async Task A_new_file_opened_by_many_at_once_is_created_once()
    {
        var openers = Enumerable.Range(0, 4).Select(_ => Task.Run(() => SqliteJournal.Open(_folder.File)));
        foreach (var journal in await Task.WhenAll(openers))
            await journal.DisposeAsync();

        Assert.Equal(_folder.Sql("SELECT max(version) FROM schema_version"), _folder.Sql("SELECT count(*) FROM schema_version"));
    }

    [Fact]
    public async Task While_another_holds_the_file_nothing_is_written_and_the_same_may_be_tried_again()
    {
        await using var journal = SqliteJournal.Open(_folder.File, busyWait: TimeSpan.FromMilliseconds(10));
        var lease = await journal.TakeOver(Plant, "node-a", default);
        var turn = Writing("mes/1", (Room, ""));
        using var other = _folder.Connect();
        Run(other, "BEGIN IMMEDIATE");

        Assert.Equal(JournalFault.Unavailable, await FaultOf(journal.Append(lease, [turn], default)));

        Run(other, "ROLLBACK");
        Assert.Equal(["recorded 1"], Text(await journal.Append(lease, [turn], default)));
    }

    [Fact]
    public async Task A_failure_in_the_middle_of_an_append_leaves_no_half()
    {
        await using var journal = SqliteJournal.Open(_folder.File);
        var lease = await journal.TakeOver(Plant, "node-a", default);
        Turn[] turns = [Writing("mes/1", (Room, "")), Writing("mes/2", (Batch, ""))];
        _folder.Sql("CREATE TRIGGER fault BEFORE INSERT ON turns WHEN new.position = 2 BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");

        Assert.Equal(JournalFault.Unavailable, await FaultOf(journal.Append(lease, turns, default)));
        Assert.Empty(await journal.All(Plant));
        Assert.Equal("", (await journal.ReadActor(Plant, Room, 0, default)).Version);

        _folder.Sql("DROP TRIGGER fault");
        Assert.Equal(["recorded 1", "recorded 2"], Text(await journal.Append(lease, turns, default)));
    }

    [Fact]
    public async Task A_commit_that_fails_is_in_doubt_and_appending_again_finds_out()
    {
        await using var journal = SqliteJournal.Open(_folder.File);
        var lease = await journal.TakeOver(Plant, "node-a", default);
        Turn[] turns = [Writing("mes/1", (Room, "")), Writing("mes/2", (Batch, ""))];
        // A reference that is checked at the commit, and dangles: everything succeeds but the commit.
        _folder.Sql("CREATE TABLE fault (plant TEXT REFERENCES heads (plant) DEFERRABLE INITIALLY DEFERRED)");
        _folder.Sql("CREATE TRIGGER fault_at_commit AFTER INSERT ON turns BEGIN INSERT INTO fault VALUES ('no such plant'); END");

        Assert.Equal(JournalFault.InDoubt, await FaultOf(journal.Append(lease, turns, default)));

        _folder.Sql("DROP TRIGGER fault_at_commit");
        Assert.Equal(["recorded 1", "recorded 2"], Text(await journal.Append(lease, turns, default)));
        var again = await journal.Append(lease, turns, default);
        Assert.Equal(turns.Select(turn => turn.WriteId), again.Select(answer => Assert.IsType<Receipt.Already>(answer).Turn.WriteId));
    }

    [Fact]
    public async Task A_lost_row_is_reported_and_never_skipped()
    {
        await using var journal = SqliteJournal.Open(_folder.File);
        var entered = Writing("mes/1", (Room, ""));
        var left = Writing("mes/2", (Room, entered.WriteId));
        await journal.Append(await journal.TakeOver(Plant, "node-a", default), [entered, left, Writing("mes/3", (Batch, ""))], default);
        _folder.Sql("PRAGMA foreign_keys = OFF; DROP TRIGGER turns_are_never_removed; DELETE FROM turns WHERE position = 1");

        await Assert.ThrowsAsync<InvalidDataException>(() => journal.All(Plant));
        await Assert.ThrowsAsync<InvalidDataException>(() => journal.ReadActor(Plant, Room, 0, default));
    }

    [Fact]
    public async Task A_closed_journal_says_so_and_leaves_nobody_waiting()
    {
        var journal = SqliteJournal.Open(_folder.File);
        var waiting = journal.WaitBeyond(Plant, 0, default);
        await journal.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(30)));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => journal.TakeOver(Plant, "node-a", default));
        await journal.DisposeAsync();
    }

    private static async Task<JournalFault> FaultOf(Task append) => (await Assert.ThrowsAsync<JournalException>(() => append)).Fault;

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
