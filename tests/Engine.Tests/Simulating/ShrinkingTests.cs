using Orchestrator.Domain;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Rooms;
using Orchestrator.Simulation.Faults;
using Orchestrator.Simulation.Play;
using Orchestrator.Simulation.Run;
using Xunit;

namespace Orchestrator.Engine.Tests.Simulating;

/// <summary>A bug that was planted on purpose is found, and told by the shortest script that still shows it, which plays again out of its file.</summary>
public sealed class ShrinkingTests
{
    private static readonly Scene Example = Scene.Example();
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_law_that_keeps_people_in_a_room_they_have_left_is_shown_by_a_handful_of_commands()
    {
        var workings = new Workings(Decide: NobodyLeaves);
        var run = new SimulationRun(seed: 3, days: 2, Example, FaultProfile.Rough, workings, toTheEnd: true);
        var report = run.Run();
        Assert.Contains(report.Broken, broken => broken.Promise.Id == "INV-010");

        var shortest = new Shrinker(script => ScriptRun.Breaks(script, "INV-010", Example, workings), Minute).Shrink(run.Script);

        Assert.True(ScriptRun.Breaks(shortest, "INV-010", Example, workings));
        Assert.InRange(shortest.Commands, 2, 8);
        Assert.Equal(0, shortest.Faults);
        Assert.False(ScriptRun.Breaks(shortest, "INV-010", Example, Workings.Own));
    }

    [Fact]
    public void A_journal_that_forgets_who_owns_the_plant_is_shown_with_the_fault_it_takes()
    {
        var workings = new Workings(Journal: () => new ForgetfulJournal());
        var run = new SimulationRun(seed: 2, days: 2, Example, FaultProfile.Builtin("crashes"), workings);
        Assert.Contains(run.Run().Broken, broken => broken.Promise.Id == "ENG-03");

        var shortest = new Shrinker(script => ScriptRun.Breaks(script, "ENG-03", Example, workings), Minute).Shrink(run.Script);

        Assert.True(ScriptRun.Breaks(shortest, "ENG-03", Example, workings));
        Assert.InRange(shortest.Commands, 1, 4);
        Assert.InRange(shortest.Faults, 1, 3);
        Assert.False(ScriptRun.Breaks(shortest, "ENG-03", Example, Workings.Own));
    }

    [Fact]
    public void A_script_is_read_from_its_file_as_it_was_written()
    {
        var run = new SimulationRun(seed: 9, days: 1, Example, FaultProfile.Rough);
        var report = run.Run();
        var (script, wrong) = ScriptFile.Read("script.json", ScriptFile.Write(run.Script));
        Assert.Null(wrong);
        Assert.Equal((run.Script.Commands, run.Script.Faults, run.Script.Seed), (script!.Commands, script.Faults, script.Seed));
        Assert.Equal(report.JournalHash, ScriptRun.Play(script, Example, Workings.Own).JournalHash);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{")]
    [InlineData("{\"format\":\"orchestrator-script/1\",\"seed\":1,\"start\":\"2026-03-02T00:00:00Z\",\"promise\":\"\",\"longest\":{},\"entries\":[{\"at\":\"2026-03-02T00:00:00Z\",\"act\":\"give\",\"seed\":1,\"orders\":[],\"faults\":[{\"kind\":\"crush\",\"occasion\":1}]}]}")]
    [InlineData("{\"format\":\"orchestrator-script/1\",\"seed\":1,\"start\":\"2026-03-02T00:00:00Z\",\"promise\":\"\",\"longest\":{\"crash\":\"PT1S\"},\"entries\":[]}")]
    public void A_file_that_is_no_script_is_told_so(string text)
    {
        var (script, wrong) = ScriptFile.Read("script.json", text);
        Assert.Null(script);
        Assert.StartsWith("script.json", wrong!.Value.En, StringComparison.Ordinal);
        Assert.NotEqual(wrong.Value.Zh, wrong.Value.En);
    }

    /// <summary>Forgets to tell a room that somebody has left it.</summary>
    private static Decision NobodyLeaves(Command command, Cast cast, Moment moment)
    {
        var decision = PlantLaw.Decide(command, cast, moment);
        return decision with { Facts = [.. decision.Facts.Where(written => written.Fact is not RoomFact.PersonLeft)] };
    }

    /// <summary>A journal that takes an append under any epoch.</summary>
    private sealed class ForgetfulJournal : IJournal
    {
        private readonly MemoryJournal _store = new();
        private Lease? _newest;

        public async Task<Lease> TakeOver(string plant, string owner, CancellationToken cancel) => _newest = await _store.TakeOver(plant, owner, cancel);

        public Task<IReadOnlyList<Receipt>> Append(Lease lease, IReadOnlyList<Turn> turns, CancellationToken cancel) => _store.Append(_newest ?? lease, turns, cancel);

        public Task MoveAway(Lease lease, string whither, CancellationToken cancel) => _store.MoveAway(lease, whither, cancel);

        public Task<ActorHistory> ReadActor(string plant, ActorId actor, long from, CancellationToken cancel) => _store.ReadActor(plant, actor, from, cancel);

        public Task<RecordedTurn?> Find(string plant, string turnId, CancellationToken cancel) => _store.Find(plant, turnId, cancel);

        public IAsyncEnumerable<RecordedTurn> ReadAll(string plant, long after, CancellationToken cancel) => _store.ReadAll(plant, after, cancel);

        public Task WaitBeyond(string plant, long position, CancellationToken cancel) => _store.WaitBeyond(plant, position, cancel);

        public ValueTask DisposeAsync() => _store.DisposeAsync();
    }
}
