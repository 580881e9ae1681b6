using Npgsql;
using Orchestrator.Engine.Tests.Journals;
using Orchestrator.Storage;
using Orchestrator.Storage.Postgres;
using Xunit;
using static Orchestrator.Engine.Tests.Journals.Turns;

namespace Orchestrator.Engine.Tests.Postgres;

/// <summary>What the PostgreSQL journal promises beyond every journal: who may do what in the database, and what its failures mean.</summary>
[Trait("Needs", "PostgreSQL")]
public sealed class PostgresDatabaseTests : IDisposable
{
    private const string Plant = "plant-1";

    private static readonly PostgresServer Server = PostgresServer.Shared;

    private readonly string _database = Server.NewJournal();

    public void Dispose() => Server.Drop(_database);

    [Theory]
    [InlineData("UPDATE journal.turns SET body = 'x'")]
    [InlineData("UPDATE journal.turns SET id = 'mes/9' WHERE false")]
    [InlineData("DELETE FROM journal.turns")]
    [InlineData("TRUNCATE journal.turns")]
    [InlineData("DELETE FROM journal.heads")]
    [InlineData("TRUNCATE journal.heads")]
    [InlineData("UPDATE journal.heads SET position = 0")]
    [InlineData("UPDATE journal.heads SET epoch = 1")]
    [InlineData("ALTER TABLE journal.turns DISABLE TRIGGER ALL", "42501")]
    [InlineData("DROP TABLE journal.turns", "42501")]
    [InlineData("CREATE TABLE journal.more (it text)", "42501")]
    public async Task The_services_user_cannot_change_what_is_recorded_and_the_administrator_not_by_mistake(string sql, string? onlyForTheService = null)
    {
        await using var journal = Server.Open(_database);
        var lease = await journal.TakeOver(Plant, "node-a", default);
        lease = await journal.TakeOver(Plant, "node-b", default);
        await journal.Append(lease, [Writing("mes/1", (Room, ""))], default);

        var denied = await Assert.ThrowsAsync<PostgresException>(() => AsService(sql));
        Assert.Contains(denied.SqlState, (string[])["42501", "23000"]);
        if (onlyForTheService is null)
            Assert.Equal("23000", Assert.Throws<PostgresException>(() => Server.Sql(_database, sql)).SqlState);
        Assert.Equal(["mes/1"], (await journal.All(Plant)).Select(turn => turn.Id));
    }

    [Fact]
    public async Task Under_a_user_who_could_change_turns_no_journal_is_opened()
    {
        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => PostgresJournal.Open(Server.AdministratorAddress(_database), default));

        Assert.Contains("administrator could change or delete recorded turns", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_clock_that_a_machine_is_compared_with_is_the_databases_own()
    {
        await using var journal = Server.Open(_database);
        var before = DateTimeOffset.UtcNow;
        var clock = await journal.ReadClock(default);
        Assert.InRange(clock!.Value, before.AddSeconds(-2), DateTimeOffset.UtcNow.AddSeconds(2));
        Assert.True(await journal.ReadClock(default) > clock);
    }

    [Fact]
    public async Task A_database_without_a_journal_is_refused_with_the_way_to_make_one()
    {
        var empty = Server.NewDatabase();

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => PostgresJournal.Open(Server.ServiceAddress(empty), default));

        Assert.Contains("orchestrator journal upgrade", refused.Message, StringComparison.Ordinal);
        Server.Drop(empty);
    }

    [Fact]
    public async Task A_journal_is_made_once_and_brought_forward_by_one_at_a_time()
    {
        var empty = Server.NewDatabase();

        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => PostgresSchema.Upgrade(Server.AdministratorAddress(empty), PostgresServer.Service, default))));

        Assert.Equal([0, PostgresSchema.Newest, PostgresSchema.Newest, PostgresSchema.Newest], made.Select(step => step.Before).Order());
        await using (var journal = Server.Open(empty))
            Assert.Equal(1, (await journal.TakeOver(Plant, "node-a", default)).Epoch);
        Server.Drop(empty);
    }

    public static TheoryData<int> EarlierVersions => [.. SchemaSteps.Of("postgres").Keys.SkipLast(1)];

    [Theory]
    [MemberData(nameof(EarlierVersions))]
    public async Task A_journal_of_an_earlier_version_is_refused_until_it_is_brought_forward_with_all_it_holds(int version)
    {
        var earlier = Server.NewDatabase();
        Server.Sql(earlier, "CREATE SCHEMA journal");
        foreach (var (_, schema) in SchemaSteps.Of("postgres").Where(step => step.Key <= version))
            Server.Sql(earlier, schema);
        Server.Sql(earlier, await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Journals", "Earlier", $"postgres-{version}.sql")));
        Server.Sql(earlier, $"GRANT USAGE ON SCHEMA journal TO {PostgresServer.Service}; GRANT SELECT ON journal.schema_version TO {PostgresServer.Service}");
        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => PostgresJournal.Open(Server.ServiceAddress(earlier), default));
        Assert.Contains($"has schema {version}", refused.Message, StringComparison.Ordinal);

        Assert.Equal((version, PostgresSchema.Newest), await PostgresSchema.Upgrade(Server.AdministratorAddress(earlier), PostgresServer.Service, default));

        await using (var journal = Server.Open(earlier))
        {
            var all = await journal.All(Plant);
            AssertChained(all);
            Assert.Equal(["mes/1", "mes/2", "mes/3", "mes/4"], all.Select(turn => turn.Id));
            Assert.Equal([2, 4], (await journal.ReadActor(Plant, Batch, 0, default)).Turns.Select(turn => turn.Position));
            var lease = await journal.TakeOver(Plant, "node-c", default);
            Assert.Equal((4, 4), (lease.Epoch, lease.Head));
            Assert.Equal(["recorded 5"], Text(await journal.Append(lease, [Writing("mes/5", (Batch, all[^1].WriteId))], default)));
        }

        Server.Drop(earlier);
    }

    [Fact]
    public async Task A_journal_of_a_newer_version_is_refused_and_left_as_it_is()
    {
        Server.Sql(_database, "INSERT INTO journal.schema_version (version) VALUES (999)");

        var opened = await Assert.ThrowsAsync<InvalidDataException>(() => PostgresJournal.Open(Server.ServiceAddress(_database), default));
        var upgraded = await Assert.ThrowsAsync<InvalidDataException>(() => PostgresSchema.Upgrade(Server.AdministratorAddress(_database), PostgresServer.Service, default));

        Assert.All([opened, upgraded], refused => Assert.Contains("schema 999", refused.Message, StringComparison.Ordinal));
        Assert.Equal(999, Server.Sql(_database, "SELECT max(version) FROM journal.schema_version"));
    }

    [Theory]
    [InlineData("nobody", "there is no user nobody")]
    [InlineData("administrator", "could change recorded turns")]
    public async Task A_user_that_is_no_user_of_a_service_is_refused(string user, string why)
    {
        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => PostgresSchema.Upgrade(Server.AdministratorAddress(_database), user, default));

        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_flush_what_it_commits_is_refused()
    {
        using var careless = new PostgresServer();
        var database = careless.NewJournal();
        careless.Restart("fsync = off");

        var opened = await Assert.ThrowsAsync<InvalidDataException>(() => PostgresJournal.Open(careless.ServiceAddress(database), default));
        var upgraded = await Assert.ThrowsAsync<InvalidDataException>(() => PostgresSchema.Upgrade(careless.AdministratorAddress(database), PostgresServer.Service, default));

        Assert.All([opened, upgraded], refused => Assert.Contains("fsync is off", refused.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("mysql://u@h/d")]
    [InlineData("postgres://")]
    [InlineData("postgres://host")]
    [InlineData("postgres://u:se%20cret@host/db?sslmod=require")]
    [InlineData("postgres://u:secret@host/db?port=many")]
    [InlineData("postgres://u:secret@host/db?options=-c%20synchronous_commit%3Doff")]
    [InlineData("postgres://u:secret@host/db?Options=-c%20lock_timeout%3D0")]
    public void What_is_no_address_is_refused_without_telling_the_password(string address)
    {
        var refused = Assert.Throws<ArgumentException>(() => PostgresAddress.Read(address));

        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("se cret", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("COMMIT", false)]
    [InlineData("COMMIT", true)]
    public async Task A_connection_cut_while_it_commits_is_in_doubt_and_appending_again_finds_out(string word, bool afterTheAnswer)
    {
        using var proxy = new CuttingProxy(Server.Port);
        await using var journal = await PostgresJournal.Open(Through(proxy), default);
        var lease = await journal.TakeOver(Plant, "node-a", default);
        var turn = Writing("mes/1", (Room, ""));

        proxy.CutAt(word, afterTheAnswer);
        Assert.Equal(JournalFault.InDoubt, await FaultOf(journal.Append(lease, [turn], default)));

        var again = Text(await journal.Append(lease, [turn], default));
        Assert.StartsWith(afterTheAnswer ? "already 1 mes/1" : "recorded 1", Assert.Single(again), StringComparison.Ordinal);
        Assert.Single(await journal.All(Plant));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_cut_before_it_commits_has_written_nothing(bool afterTheAnswer)
    {
        using var proxy = new CuttingProxy(Server.Port);
        await using var journal = await PostgresJournal.Open(Through(proxy), default);
        var lease = await journal.TakeOver(Plant, "node-a", default);

        proxy.CutAt("FOR NO KEY UPDATE", afterTheAnswer);

        Assert.Equal(JournalFault.Unavailable, await FaultOf(journal.Append(lease, [Writing("mes/1", (Room, ""))], default)));
        Assert.Equal(["recorded 1"], Text(await journal.Append(lease, [Writing("mes/1", (Room, ""))], default)));
    }

    [Fact]
    public async Task An_owner_that_freezes_inside_an_append_does_not_keep_the_plant()
    {
        await using var journal = Server.Open(_database);
        await journal.TakeOver(Plant, "node-a", default);
        await using var frozen = new NpgsqlConnection(PostgresAddress.Read(Server.ServiceAddress(_database)).ToString());
        await frozen.OpenAsync();
        await using (var holds = new NpgsqlCommand($"BEGIN; SELECT * FROM journal.heads WHERE plant = '{Plant}' FOR NO KEY UPDATE", frozen))
            await holds.ExecuteNonQueryAsync();

        Assert.Equal(2, (await journal.TakeOver(Plant, "node-b", default)).Epoch);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => new NpgsqlCommand("COMMIT", frozen).ExecuteNonQueryAsync());
    }

    [Fact]
    public async Task A_database_that_refuses_the_rows_has_recorded_nothing_and_says_why()
    {
        await using var journal = Server.Open(_database);
        var lease = await journal.TakeOver(Plant, "node-a", default);
        Server.Sql(_database, "ALTER TABLE journal.actors ADD CONSTRAINT no_more CHECK (false) NOT VALID");

        var failure = await Assert.ThrowsAsync<JournalException>(() => journal.Append(lease, [Writing("mes/1", (Room, ""))], default));
        Server.Sql(_database, "ALTER TABLE journal.actors DROP CONSTRAINT no_more");

        Assert.Equal(JournalFault.Unavailable, failure.Fault);
        Assert.Contains("no_more", failure.Message, StringComparison.Ordinal);
        Assert.Empty(await journal.All(Plant));
        Assert.Equal(["recorded 1"], Text(await journal.Append(lease, [Writing("mes/1", (Room, ""))], default)));
    }

    [Fact]
    public async Task A_lost_row_is_reported_and_never_skipped()
    {
        await using var journal = Server.Open(_database);
        var lease = await journal.TakeOver(Plant, "node-a", default);
        var first = Writing("mes/1", (Room, ""));
        var second = Writing("mes/2", (Room, first.WriteId));
        await journal.Append(lease, [first, second, Writing("mes/3", (Room, second.WriteId))], default);

        Server.Sql(_database, "ALTER TABLE journal.turns DISABLE TRIGGER ALL; DELETE FROM journal.turns WHERE position = 2; ALTER TABLE journal.turns ENABLE TRIGGER ALL");

        await Assert.ThrowsAsync<InvalidDataException>(() => journal.All(Plant));
        await Assert.ThrowsAsync<InvalidDataException>(() => journal.ReadActor(Plant, Room, 0, default));
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_is_reported()
    {
        await using var journal = Server.Open(_database);
        var lease = await journal.TakeOver(Plant, "node-a", default);
        var first = Writing("mes/1", (Room, ""));
        await journal.Append(lease, [first, Writing("mes/2", (Room, first.WriteId))], default);

        Server.Sql(_database, """ALTER TABLE journal.turns DISABLE TRIGGER ALL; UPDATE journal.turns SET links = '{"room/R-101": 2}' WHERE position = 2""");

        await Assert.ThrowsAsync<InvalidDataException>(() => journal.ReadActor(Plant, Room, 0, default));
    }

    private string Through(CuttingProxy proxy) =>
        Server.ServiceAddress(_database).Replace($":{Server.Port}/", $":{proxy.Port}/", StringComparison.Ordinal);

    private async Task AsService(string sql)
    {
        await using var connection = new NpgsqlConnection(PostgresAddress.Read(Server.ServiceAddress(_database)).ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<JournalFault> FaultOf(Task append) => (await Assert.ThrowsAsync<JournalException>(() => append)).Fault;
}
