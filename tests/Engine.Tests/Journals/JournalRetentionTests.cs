using Orchestrator.Domain;
using Orchestrator.Domain.Plants;
using Orchestrator.Engine.Tests.Postgres;
using Orchestrator.Simulation.Ground;
using Orchestrator.Simulation.Run;
using Orchestrator.Storage;
using Orchestrator.Storage.Postgres;
using Orchestrator.Storage.Sqlite;
using Xunit;
using Record = Orchestrator.Engine.Tests.Evidence.Record;

namespace Orchestrator.Engine.Tests.Journals;

/// <summary>A journal is kept as long as anything in it, and goes as a whole.</summary>
public sealed class JournalRetentionTests : IDisposable
{
    private static readonly DateTimeOffset Day = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_plant_with_running_batches_is_kept_however_much_time_goes_by()
    {
        var report = await JournalRetention.Of(Record.Simulation.Journal, SimulatedPlant.Id, Day.AddYears(200), default);

        Assert.NotEmpty(report.Batches);
        Assert.All(report.Refusals, refusal => Assert.Equal(("GMP-10.3a", null), (refusal.Rule, refusal.EarliestLegal)));
        Assert.NotEmpty(report.Refusals);
    }

    [Fact]
    public async Task What_traces_materials_keeps_the_journal_for_thirty_years()
    {
        var early = await JournalRetention.Of(Record.Simulation.Journal, SimulatedPlant.Id, Day.AddYears(29), default);

        Assert.Equal("GMP-10.3b", early.Trace?.Rule);
        Assert.Equal(early.TracedAt!.Value.AddYears(30), early.Trace!.EarliestLegal);
        Assert.Contains(early.Trace, early.Refusals);
    }

    [Fact]
    public async Task A_plant_that_never_held_a_material_may_go_and_its_file_goes_with_it()
    {
        await using (var journal = SqliteJournal.Open(_folder.File))
        {
            await Found(journal);
            Assert.Empty((await JournalRetention.Of(journal, Record.Plant, Day, default)).Refusals);
        }

        SqliteJournal.Remove(_folder.File, Record.Plant);

        Assert.False(File.Exists(_folder.File));
        Assert.False(File.Exists(_folder.File + "-wal"));
    }

    [Fact]
    public async Task A_file_that_holds_another_plant_stays()
    {
        await using (var journal = SqliteJournal.Open(_folder.File))
        {
            await Found(journal);
            await journal.TakeOver("OTHER", "node-a", default);
        }

        Assert.Contains("OTHER", Assert.Throws<InvalidDataException>(() => SqliteJournal.Remove(_folder.File, Record.Plant)).Message, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.File));
    }

    [Fact]
    [Trait("Needs", "PostgreSQL")]
    public async Task In_a_database_only_the_plants_own_rows_go_and_nothing_of_a_plant_that_went_on()
    {
        var database = PostgresServer.Shared.NewJournal();
        var address = PostgresServer.Shared.AdministratorAddress(database);
        await using (var journal = PostgresServer.Shared.Open(database))
        {
            await Found(journal);
            await journal.TakeOver("OTHER", "node-a", default);
            await Assert.ThrowsAsync<InvalidDataException>(() => PostgresSchema.Remove(address, Record.Plant, 7, default));
            Assert.Single(await journal.All(Record.Plant));
            await Assert.ThrowsAsync<JournalException>(() => PostgresSchema.Remove(PostgresServer.Shared.ServiceAddress(database), Record.Plant, 1, default));
            Assert.Single(await journal.All(Record.Plant));

            await PostgresSchema.Remove(address, Record.Plant, 1, default);

            Assert.Empty(await journal.All(Record.Plant));
            Assert.Equal(2, (await journal.TakeOver("OTHER", "node-b", default)).Epoch);
            Assert.ThrowsAny<Npgsql.PostgresException>(() => PostgresServer.Shared.Sql(database, "DELETE FROM journal.heads"));
        }

        PostgresServer.Shared.Drop(database);
    }

    [Fact]
    public async Task A_plant_that_is_not_there_is_told_by_name() =>
        Assert.Contains("NOBODY", (await Assert.ThrowsAsync<InvalidDataException>(() => JournalRetention.Of(new MemoryJournal(), "NOBODY", Day, default))).Message, StringComparison.Ordinal);

    private static async Task Found(IJournal journal)
    {
        var runner = await PlantRunner.Open(
            journal, Record.Plant, "record", new VirtualTime(Day), new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler, PlantLaw.Decide, new RunnerLimits(), default);
        Assert.IsType<Answer.Ruled>(await runner.Submit(new Order(new PlantCommand.Found(Record.Plant, TimeMode.Real), "mes", "first", [])));
        await runner.Stop();
    }
}
