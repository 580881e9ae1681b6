using Orchestrator.Domain.Kernel;
using Orchestrator.Engine.Tests.Postgres;
using Orchestrator.Simulation.Faults;
using Orchestrator.Simulation.Play;
using Orchestrator.Simulation.Run;
using Orchestrator.Storage;
using Orchestrator.Storage.Sqlite;
using Xunit;
using static Orchestrator.Engine.Tests.Journals.Turns;

namespace Orchestrator.Engine.Tests.Journals;

/// <summary>A plant goes from one journal to another whole, or stays where it is.</summary>
[Trait("Needs", "PostgreSQL")]
public sealed class JournalMoveTests : IAsyncLifetime
{
    private const string Plant = SimulatedPlant.Id;

    private readonly JournalFolder _folder = new();
    private readonly string _database = PostgresServer.Shared.NewJournal();
    private IJournal _file = null!;
    private IJournal _server = null!;

    public async Task InitializeAsync()
    {
        _file = SqliteJournal.Open(_folder.File);
        _server = PostgresServer.Shared.Open(_database);
        var day = new SimulationRun(seed: 1, days: 2, Scene.Example(), FaultProfile.Gentle);
        day.Run();
        await JournalMove.Run(day.Journal, _file, Plant, "the file", (_, _) => { }, default);
    }

    public async Task DisposeAsync()
    {
        await _file.DisposeAsync();
        await _server.DisposeAsync();
        _folder.Dispose();
        PostgresServer.Shared.Drop(_database);
    }

    [Fact]
    public async Task A_plant_goes_from_a_file_to_a_server_with_every_turn_and_every_actor()
    {
        var before = await _file.All(Plant);
        Assert.True(before.Count > 300, $"a day of {before.Count} turns");

        var moved = await Move(_file, _server);

        Assert.Equal((before.Count, Convert.ToHexStringLower(before[^1].Hash.Span)), (moved.Turns, moved.Hash));
        Assert.Equal(before.Select(Text), (await _server.All(Plant)).Select(Text));
        foreach (var actor in before.SelectMany(turn => TurnCodec.Open(turn.Body.Span).Facts).Select(written => written.Actor).Distinct())
            Assert.Equal(Text(await _file.ReadActor(Plant, actor, 0, default)), Text(await _server.ReadActor(Plant, actor, 0, default)));
        Assert.Equal(JournalFault.Superseded, (await Assert.ThrowsAsync<JournalException>(() => _file.TakeOver(Plant, "node-a", default))).Fault);
        Assert.Equal(moved.Turns, (await _server.TakeOver(Plant, "node-a", default)).Head);
    }

    [Fact]
    public async Task A_move_that_broke_off_leaves_the_plant_where_it_is_and_goes_on_when_begun_again()
    {
        using var broken = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => JournalMove.Run(_file, _server, Plant, "the server", (_, _) => broken.Cancel(), broken.Token));
        var copied = (await _server.All(Plant)).Count;
        var whole = (await _file.TakeOver(Plant, "node-a", default)).Head;
        Assert.InRange(copied, 1, whole - 1);

        Assert.Equal(whole, (await Move(_file, _server)).Turns);
    }

    [Fact]
    public async Task A_move_onto_another_plants_journal_is_refused_and_the_plant_stays()
    {
        var lease = await _server.TakeOver(Plant, "node-a", default);
        await _server.Append(lease, [Writing("mes/1", (Room, ""))], default);

        await Assert.ThrowsAsync<InvalidDataException>(() => Move(_file, _server));

        Assert.True((await _file.TakeOver(Plant, "node-a", default)).Head > 300);
    }

    [Fact]
    public async Task A_journal_that_was_changed_is_not_moved()
    {
        _folder.Sql("DROP TRIGGER turns_are_never_changed; UPDATE turns SET hash = zeroblob(32) WHERE position = 7");

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => Move(_file, _server));

        Assert.Contains("breaks at turn 7", refused.Message, StringComparison.Ordinal);
        Assert.True((await _file.TakeOver(Plant, "node-a", default)).Head > 300);
    }

    [Fact]
    public async Task A_plant_that_is_not_there_is_not_moved() =>
        await Assert.ThrowsAsync<InvalidDataException>(() => JournalMove.Run(_file, _server, "no-such-plant", "", (_, _) => { }, default));

    private static Task<Moved> Move(IJournal from, IJournal to) => JournalMove.Run(from, to, Plant, "the server", (_, _) => { }, default);
}
