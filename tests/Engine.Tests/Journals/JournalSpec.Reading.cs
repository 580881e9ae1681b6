using Orchestrator.Domain.Kernel;
using Xunit;
using static Orchestrator.Engine.Tests.Journals.Turns;

namespace Orchestrator.Engine.Tests.Journals;

/// <summary>The promises about reading: in order, without a gap, and awake when something new is there.</summary>
public abstract partial class JournalSpec
{
    /// <summary>Long enough for any store; a reader that skipped a turn would otherwise wait for ever.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Reading_goes_on_after_the_position_given()
    {
        await Append(Writing("mes/1", (Room, "")), Writing("mes/2", (Batch, "")), Writing("mes/3", (Operator, "")));

        Assert.Equal([2L, 3L], (await Journal.All(Plant, after: 1)).Select(turn => turn.Position));
        Assert.Empty(await Journal.All(Plant, after: 3));
        Assert.Empty(await Journal.All(Plant, after: 99));
        Assert.Empty(await Journal.All("a plant nobody knows"));
    }

    [Fact]
    public async Task Every_turn_carries_the_hash_of_all_before_it()
    {
        await Append(Writing("mes/1", (Room, "")), Writing("mes/2", (Batch, "")));
        await Append(Writing("mes/2", (Batch, "")), Writing("mes/3", (Operator, "")));

        AssertChained(await OpenAnother().All(Plant));
    }

    [Fact]
    public async Task An_actors_history_is_the_turns_that_wrote_it_oldest_first()
    {
        var entered = Writing("mes/1", (Room, ""));
        var started = Of("mes/2", [(Room, entered.WriteId), (Batch, "")], [Batch]);
        var left = Writing("mes/3", (Room, entered.WriteId), (Batch, started.WriteId));
        await Append(entered, started);
        await Append(left, Writing("mes/4", (Operator, "")));

        var history = await OpenAnother().ReadActor(Plant, Room, 0, CancellationToken.None);

        Assert.Equal((Room, left.WriteId, 3L), (history.Actor, history.Version, history.Position));
        Assert.Equal(["mes/1", "mes/3"], history.Turns.Select(turn => turn.Id));
    }

    [Fact]
    public async Task An_actor_never_written_has_an_empty_history()
    {
        await Append(Reading("mes/1", (Room, "")));

        var history = await Journal.ReadActor(Plant, Room, 0, CancellationToken.None);

        Assert.Equal((Room, "", 0L), (history.Actor, history.Version, history.Position));
        Assert.Empty(history.Turns);
    }

    [Fact]
    public async Task Every_history_equals_a_walk_over_all_turns()
    {
        var chance = new Random(11);
        var versions = Enumerable.Range(0, 8).ToDictionary(number => new ActorId(ActorKind.Container, $"C-{number}"), _ => "");
        var writes = new Dictionary<string, ActorId[]>();
        for (var append = 0; append < 20; append++)
        {
            var turns = new List<Turn>();
            for (var number = 0; number < 10; number++)
            {
                var written = versions.Keys.Where(_ => chance.Next(3) == 0).ToArray();
                var turn = Of($"mes/{append}-{number}", [.. versions.Select(pair => (pair.Key, pair.Value))], written);
                turns.Add(turn);
                writes.Add(turn.Id, written);
                foreach (var actor in written)
                    versions[actor] = turn.WriteId;
            }

            await Append([.. turns]);
        }

        var all = await Journal.All(Plant);
        Assert.Equal(200, all.Count);
        foreach (var (actor, version) in versions)
        {
            var walked = all.Where(turn => writes[turn.Id].Contains(actor)).ToArray();
            var expected = new ActorHistory(actor, version, walked[^1].Position, [.. walked]);
            Assert.Equal(Text(expected), Text(await Journal.ReadActor(Plant, actor, 0, CancellationToken.None)));
        }
    }

    [Fact]
    public async Task A_turn_is_found_by_its_id_and_an_unknown_id_is_not()
    {
        await Append(Writing("mes/1", (Room, "")));

        Assert.Equal(1, (await Journal.Find(Plant, "mes/1", CancellationToken.None))?.Position);
        Assert.Null(await Journal.Find(Plant, "MES/1", CancellationToken.None));
        Assert.Null(await Journal.Find("plant-2", "mes/1", CancellationToken.None));
    }

    [Fact]
    public async Task Waiting_ends_when_the_head_lies_beyond_the_position_and_not_before()
    {
        var beyondOne = Journal.WaitBeyond(Plant, 1, CancellationToken.None);
        await Append(Writing("mes/1", (Room, "")));
        await Append(Writing("mes/2", (Room, "")));
        await Journal.WaitBeyond(Plant, 0, CancellationToken.None).WaitAsync(Patience);
        Assert.False(beyondOne.IsCompleted);

        await Append(Writing("mes/3", (Batch, "")));

        await beyondOne.WaitAsync(Patience);
        Assert.Equal(2, (await Journal.All(Plant)).Count);
    }

    [Fact]
    public async Task Waiting_sees_what_another_opener_of_the_store_appends()
    {
        var waiting = OpenAnother().WaitBeyond(Plant, 0, CancellationToken.None);
        await Append(Writing("mes/1", (Room, "")));

        await waiting.WaitAsync(Patience);
        Assert.True(waiting.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Waiting_can_be_given_up()
    {
        using var cancel = new CancellationTokenSource();
        var waiting = Journal.WaitBeyond(Plant, 0, cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_live_tail_and_repeated_readings_never_skip_under_a_concurrent_writer()
    {
        const int Appends = 120;
        const int TurnsPerAppend = 3;
        using var patience = new CancellationTokenSource(Patience);
        var tail = Task.Run(() => Tail(Journal));
        var another = OpenAnother();
        var otherTail = Task.Run(() => Tail(another));
        var writer = Task.Run(async () =>
        {
            for (var append = 0; append < Appends; append++)
            {
                var turns = Enumerable.Range(0, TurnsPerAppend).Select(number => Writing($"mes/{append}-{number}", (new ActorId(ActorKind.Batch, $"B-{append}-{number}"), "")));
                await Append([.. turns]);
            }
        });

        while (!writer.IsCompleted)
            AssertChained(await Journal.All(Plant));
        await writer;
        AssertChained(await tail);
        AssertChained(await otherTail);
        Assert.Equal(Appends * TurnsPerAppend, (await tail).Count);

        async Task<List<RecordedTurn>> Tail(IJournal journal)
        {
            var seen = new List<RecordedTurn>();
            while (seen.Count < Appends * TurnsPerAppend)
            {
                await journal.WaitBeyond(Plant, seen.Count, patience.Token);
                var before = seen.Count;
                await foreach (var turn in journal.ReadAll(Plant, seen.Count, patience.Token))
                    seen.Add(turn);
                Assert.True(seen.Count > before, "the head lay beyond the position, and nothing was read");
            }

            return seen;
        }
    }
}
