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
    public async Task A_clock_set_forward_ends_no_term_where_the_store_has_one_of_its_own()
    {
        var (said, late) = (Day.AddYears(1), Day.AddYears(200));
        foreach (var (store, refused) in ((DateTimeOffset, bool)[])[(said, true), (late, false), (late.AddYears(1), false)])
            Assert.Equal(refused, (await JournalRetention.Of(new Running.ClockedJournal(Record.Simulation.Journal, () => store), SimulatedPlant.Id, late, default)).Trace is not null);
    }

    [Fact]
    public async Task A_plant_that_never_held_a_material_may_go_and_its_file_goes_with_it()
    {
        await using (var journal = SqliteJournal.Open(_folder.File))
        {
            await Found(journal);
            Assert.Empty((await JournalRetention.Of(journal, Record.Plant, Day, default)).Refusals);
        }

        SqliteJournal.Remove(_folder.File, await Judged());

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

        var judged = await Judged();
        Assert.Contains("OTHER", Assert.Throws<InvalidDataException>(() => SqliteJournal.Remove(_folder.File, judged)).Message, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.File));
    }

    [Fact]
    public async Task A_plant_that_somebody_took_over_since_it_was_judged_stays_and_whoever_has_a_removed_file_open_is_told()
    {
        await using var journal = SqliteJournal.Open(_folder.File);
        await Found(journal);
        var early = await Judged();
        var owner = await journal.TakeOver(Record.Plant, "node-b", default);

        Assert.Equal(JournalFault.Superseded, Assert.Throws<JournalException>(() => SqliteJournal.Remove(_folder.File, early)).Fault);
        Assert.Throws<InvalidDataException>(() => SqliteJournal.Remove(_folder.File, owner with { Head = 0 }));
        Assert.Single(await journal.All(Record.Plant));

        SqliteJournal.Remove(_folder.File, owner);

        Assert.False(File.Exists(_folder.File));
        await Assert.ThrowsAsync<JournalException>(() => journal.TakeOver(Record.Plant, "node-c", default));
        await Assert.ThrowsAsync<JournalException>(() => journal.Append(owner, [Turns.Writing("late", (Turns.Room, ""))], default));
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
            var judged = await journal.TakeOver(Record.Plant, "journal remove", default);
            foreach (var other in (Lease[])[judged with { Head = 7 }, judged with { Epoch = judged.Epoch - 1 }, judged with { Owner = "node-a" }])
                await Assert.ThrowsAsync<InvalidDataException>(() => PostgresSchema.Remove(address, other, default));
            Assert.Single(await journal.All(Record.Plant));
            await Assert.ThrowsAsync<JournalException>(() => PostgresSchema.Remove(PostgresServer.Shared.ServiceAddress(database), judged, default));
            Assert.Single(await journal.All(Record.Plant));

            await Assert.ThrowsAsync<InvalidDataException>(() => PostgresSchema.DemandAdministrator(PostgresServer.Shared.ServiceAddress(database), Record.Plant, default));
            await Assert.ThrowsAsync<InvalidDataException>(() => PostgresSchema.DemandAdministrator(address, "NOBODY", default));
            await PostgresSchema.DemandAdministrator(address, Record.Plant, default);
            await PostgresSchema.Remove(address, judged, default);

            Assert.Empty(await journal.All(Record.Plant));
            Assert.Equal(2, (await journal.TakeOver("OTHER", "node-b", default)).Epoch);
            Assert.ThrowsAny<Npgsql.PostgresException>(() => PostgresServer.Shared.Sql(database, "DELETE FROM journal.heads"));
        }

        PostgresServer.Shared.Drop(database);
    }

    [Fact]
    public async Task A_plant_that_is_not_there_is_told_by_name() =>
        Assert.Contains("NOBODY", (await Assert.ThrowsAsync<InvalidDataException>(() => JournalRetention.Of(new MemoryJournal(), "NOBODY", Day, default))).Message, StringComparison.Ordinal);

    private async Task<Lease> Judged()
    {
        await using var journal = SqliteJournal.Open(_folder.File);
        return await journal.TakeOver(Record.Plant, "journal remove", default);
    }

    private static async Task Found(IJournal journal)
    {
        var runner = await PlantRunner.Open(
            journal, Record.Plant, "record", new VirtualTime(Day), new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler, PlantLaw.Decide, new RunnerLimits(), default);
        Assert.IsType<Answer.Ruled>(await runner.Submit(new Order(new PlantCommand.Found(Record.Plant, TimeMode.Real), "mes", "first", [])));
        await runner.Stop();
    }
}
