using System.Text;
using Orchestrator.Domain.Kernel;
using Xunit;
using static Orchestrator.Engine.Tests.Journals.Turns;

namespace Orchestrator.Engine.Tests.Journals;

/// <summary>What every journal promises about appending; what it promises to readers is in the other half.</summary>
public abstract partial class JournalSpec : IAsyncLifetime
{
    private const string Plant = "plant-1";

    private readonly List<IJournal> _opened = [];

    private IJournal Journal { get; set; } = null!;

    private Lease Lease { get; set; } = null!;

    public async Task InitializeAsync()
    {
        Journal = OpenAnother();
        Lease = await Journal.TakeOver(Plant, "node-a", CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        foreach (var journal in _opened)
            await journal.DisposeAsync();
        Discard();
    }

    /// <summary>Opens the one store of this test, which is empty at first; the same store each time it is called.</summary>
    protected abstract IJournal Open();

    /// <summary>Removes the store after the test.</summary>
    protected virtual void Discard()
    {
    }

    [Fact]
    public async Task Turns_are_recorded_in_the_order_given_without_gaps()
    {
        var first = await Append(Writing("mes/1", (Room, "")), Writing("mes/2", (Batch, "")));
        var second = await Append(Writing("mes/3", (Operator, "")));

        Assert.Equal(["recorded 1", "recorded 2", "recorded 3"], Text([.. first, .. second]));
        Assert.Equal(["1 mes/1", "2 mes/2", "3 mes/3"], (await Journal.All(Plant)).Select(turn => $"{turn.Position} {turn.Id}"));
    }

    [Fact]
    public async Task What_changes_nothing_and_comes_again_is_told_so_and_the_next_append_goes_on()
    {
        var asked = Reading("mes/1", (Room, ""));
        var other = Reading("mes/2", (Room, ""));
        await Append(asked);

        Assert.Equal(["already 1"], Told(await Append(asked)));
        Assert.Equal(["already 1", "recorded 2"], Told(await Append(asked, other)));
        var beside = OpenAnother();
        Assert.Equal(["recorded 3"], Told(await beside.Append(Lease, [Writing("mes/3", (Room, ""))], CancellationToken.None)));
        Assert.Equal(["stale room/R-101", "already 2"], Told(await Append(Writing("mes/4", (Room, "")), other)));
        Assert.Equal(["recorded 4"], Told(await Append(Reading("mes/5", (Batch, "")))));
    }

    /// <summary>Each receipt without the bytes of a turn that was there already.</summary>
    private static IEnumerable<string> Told(IEnumerable<Receipt> receipts) => receipts.Select(receipt => string.Join(' ', Text(receipt).Split(' ')[..2]));

    [Fact]
    public async Task What_was_answered_is_there_for_whoever_opens_the_store_next()
    {
        var turn = Writing("mes/1", (Room, ""));
        await Append(turn);

        var found = await OpenAnother().Find(Plant, "mes/1", CancellationToken.None);

        Assert.NotNull(found);
        Assert.Equal(turn.WriteId, found.WriteId);
        Assert.Equal(turn.Body.ToArray(), found.Body.ToArray());
    }

    [Fact]
    public async Task The_same_turn_again_answers_with_the_recorded_one_and_writes_nothing()
    {
        var turn = Writing("mes/1", (Room, ""));
        await Append(turn);
        var recorded = Assert.Single(await Journal.All(Plant));

        Assert.Equal([$"already {Text(recorded)}"], Text(await Append(turn)));
        Assert.Single(await Journal.All(Plant));
    }

    [Fact]
    public async Task Another_attempt_under_a_recorded_id_answers_with_the_recorded_one()
    {
        var turn = Writing("mes/1", (Room, ""));
        await Append(turn);

        var answer = Assert.Single(await Append(Of("mes/1", [(Batch, "")], [Batch], note: "other")));

        Assert.Equal(turn.WriteId, Assert.IsType<Receipt.Already>(answer).Turn.WriteId);
        Assert.Equal("", (await Journal.ReadActor(Plant, Batch, 0, CancellationToken.None)).Version);
    }

    [Fact]
    public async Task The_same_id_twice_in_one_append_is_recorded_once()
    {
        var answers = await Append(Writing("mes/1", (Room, "")), Of("mes/1", [(Batch, "")], [Batch], note: "other"));

        var recorded = Assert.Single(await Journal.All(Plant));
        Assert.Equal(["recorded 1", $"already {Text(recorded)}"], Text(answers));
    }

    [Fact]
    public async Task An_id_that_answered_stale_may_be_decided_again()
    {
        var first = Writing("mes/1", (Room, ""));
        await Append(first);
        await Append(Writing("mes/2", (Room, "")));

        Assert.Equal(["recorded 2"], Text(await Append(Writing("mes/2", (Room, first.WriteId)))));
    }

    [Fact]
    public async Task A_turn_whose_written_actor_has_moved_is_stale()
    {
        await Append(Writing("mes/1", (Room, "")));

        Assert.Equal(["stale room/R-101"], Text(await Append(Writing("mes/2", (Room, "")))));
        Assert.Single(await Journal.All(Plant));
    }

    [Fact]
    public async Task A_turn_whose_merely_read_actor_has_moved_is_stale()
    {
        var qualified = Writing("mes/1", (Operator, ""));
        await Append(qualified);
        await Append(Writing("mes/2", (Operator, qualified.WriteId)));

        var answers = await Append(Of("mes/3", [(Batch, ""), (Operator, qualified.WriteId)], [Batch]));

        Assert.Equal(["stale operator/op-3"], Text(answers));
        Assert.Equal("", (await Journal.ReadActor(Plant, Batch, 0, CancellationToken.None)).Version);
    }

    [Fact]
    public async Task A_turn_that_read_a_version_of_an_actor_never_written_is_stale()
    {
        Assert.Equal(["stale room/R-101"], Text(await Append(Writing("mes/1", (Room, "an-unknown-write")))));
    }

    [Fact]
    public async Task Every_actor_that_has_moved_is_named()
    {
        await Append(Writing("mes/1", (Room, ""), (Operator, "")));

        Assert.Equal(["stale operator/op-3 room/R-101"], Text(await Append(Writing("mes/2", (Operator, ""), (Batch, ""), (Room, "")))));
    }

    [Fact]
    public async Task A_refusal_stands_on_its_cast_and_moves_nobody()
    {
        var entered = Writing("mes/1", (Room, ""));
        await Append(entered);

        var answers = await Append(Reading("mes/2", (Room, entered.WriteId)), Reading("mes/3", (Room, "")), Reading("mes/4", (Room, entered.WriteId)));

        Assert.Equal(["recorded 2", "stale room/R-101", "recorded 3"], Text(answers));
        Assert.Equal(entered.WriteId, (await Journal.ReadActor(Plant, Room, 0, CancellationToken.None)).Version);
    }

    [Fact]
    public async Task A_turn_may_rest_on_another_of_the_same_append()
    {
        var entered = Writing("mes/1", (Room, ""));
        var started = Writing("mes/2", (Room, entered.WriteId), (Batch, ""));

        Assert.Equal(["recorded 1", "recorded 2", "recorded 3"], Text(await Append(entered, started, Writing("mes/3", (Batch, started.WriteId)))));
    }

    [Fact]
    public async Task Two_turns_of_one_append_on_the_same_version_are_one_recorded_and_one_stale()
    {
        Assert.Equal(["recorded 1", "stale room/R-101"], Text(await Append(Writing("mes/1", (Room, "")), Writing("mes/2", (Room, "")))));
    }

    [Fact]
    public async Task What_was_built_on_a_stale_turn_falls_with_it_and_the_rest_stands()
    {
        await Append(Writing("mes/1", (Room, "")));
        var lost = Writing("mes/2", (Room, ""), (Batch, ""));
        var onLost = Writing("mes/3", (Batch, lost.WriteId));

        var answers = await Append(lost, onLost, Writing("mes/4", (Batch, onLost.WriteId)), Writing("mes/5", (Operator, "")));

        Assert.Equal(["stale room/R-101", "stale batch/B-7", "stale batch/B-7", "recorded 2"], Text(answers));
    }

    [Fact]
    public async Task What_was_built_on_another_attempt_of_a_recorded_turn_falls_with_it()
    {
        await Append(Writing("mes/1", (Room, "")));
        var secondAttempt = Of("mes/1", [(Batch, "")], [Batch], note: "second attempt");

        var answers = await Append(secondAttempt, Writing("mes/2", (Batch, secondAttempt.WriteId)));

        Assert.IsType<Receipt.Already>(answers[0]);
        Assert.Equal("stale batch/B-7", Text(answers[1]));
    }

    [Fact]
    public async Task An_append_whose_answer_was_lost_is_found_by_appending_it_again()
    {
        var entered = Writing("mes/1", (Room, ""));
        var started = Writing("mes/2", (Room, entered.WriteId), (Batch, ""));
        await Append(entered, started);

        var answers = await Append(entered, started, Writing("mes/3", (Batch, started.WriteId)));

        Assert.Equal(entered.WriteId, Assert.IsType<Receipt.Already>(answers[0]).Turn.WriteId);
        Assert.Equal(started.WriteId, Assert.IsType<Receipt.Already>(answers[1]).Turn.WriteId);
        Assert.Equal("recorded 3", Text(answers[2]));
    }

    [Fact]
    public async Task A_version_that_comes_back_in_value_is_still_another_write()
    {
        var opened = Of("mes/1", [(Room, "")], [Room], note: "open");
        var closed = Of("mes/2", [(Room, opened.WriteId)], [Room], note: "closed");
        var reopened = Of("mes/3", [(Room, closed.WriteId)], [Room], note: "open");
        await Append(opened, closed, reopened);

        Assert.Equal(["stale room/R-101"], Text(await Append(Writing("mes/4", (Room, opened.WriteId)))));
    }

    [Fact]
    public async Task An_append_under_an_old_epoch_fails_whole_and_writes_nothing()
    {
        await Append(Writing("mes/1", (Room, "")));
        await OpenAnother().TakeOver(Plant, "node-b", CancellationToken.None);

        var failure = await Assert.ThrowsAsync<JournalException>(() => Append(Writing("mes/2", (Batch, "")), Writing("mes/1", (Room, ""))));

        Assert.Equal(JournalFault.Superseded, failure.Fault);
        Assert.Equal(["mes/1"], (await Journal.All(Plant)).Select(turn => turn.Id));
    }

    [Fact]
    public async Task An_old_owner_that_knows_its_whole_cast_writes_nothing_either()
    {
        var entered = Writing("mes/1", (Room, ""));
        await Append(entered);
        await OpenAnother().TakeOver(Plant, "node-b", CancellationToken.None);

        Assert.Equal(JournalFault.Superseded, (await Assert.ThrowsAsync<JournalException>(() => Append(Writing("mes/2", (Room, entered.WriteId))))).Fault);
        Assert.Equal(["mes/1"], (await Journal.All(Plant)).Select(turn => turn.Id));
    }

    [Fact]
    public async Task Taking_over_raises_the_epoch_and_tells_head_and_last_instant()
    {
        var later = Start.AddSeconds(9).AddTicks(1);
        Assert.Equal((1, 0, null), (Lease.Epoch, Lease.Head, Lease.LastTurnAt));
        await Append(Of("mes/1", [(Room, "")], [Room], at: Start), Of("mes/2", [(Batch, "")], [Batch], at: later));

        var next = await OpenAnother().TakeOver(Plant, "node-b", CancellationToken.None);

        Assert.Equal(new Lease(Plant, "node-b", 2, 2, later), next);
    }

    [Fact]
    public async Task An_owner_that_takes_over_again_shuts_out_who_it_was_before()
    {
        var again = await OpenAnother().TakeOver(Plant, Lease.Owner, CancellationToken.None);

        Assert.Equal(Lease.Epoch + 1, again.Epoch);
        Assert.Equal(JournalFault.Superseded, (await Assert.ThrowsAsync<JournalException>(() => Append(Writing("mes/1", (Room, ""))))).Fault);
    }

    [Fact]
    public async Task The_new_owner_goes_on_where_the_old_one_stopped()
    {
        var entered = Writing("mes/1", (Room, ""));
        await Append(entered);
        var next = OpenAnother();
        var lease = await next.TakeOver(Plant, "node-b", CancellationToken.None);

        var answers = await next.Append(lease, [entered, Writing("mes/2", (Room, entered.WriteId))], CancellationToken.None);

        Assert.IsType<Receipt.Already>(answers[0]);
        Assert.Equal("recorded 2", Text(answers[1]));
    }

    [Fact]
    public async Task Owners_that_race_for_a_plant_are_put_into_one_order()
    {
        var another = OpenAnother();
        var recorded = await Task.WhenAll(Task.Run(() => Contend(another, "a")), Task.Run(() => Contend(Journal, "b")));

        var all = await Journal.All(Plant);
        AssertChained(all);
        Assert.NotEmpty(all);
        Assert.Equal(all.Select(turn => (turn.Position, turn.Id)), recorded.SelectMany(turns => turns).Order());

        static async Task<List<(long Position, string Id)>> Contend(IJournal journal, string owner)
        {
            var recorded = new List<(long, string)>();
            for (var round = 0; round < 40; round++)
            {
                var lease = await journal.TakeOver(Plant, owner, CancellationToken.None);
                var read = await journal.ReadActor(Plant, Room, 0, CancellationToken.None);
                try
                {
                    var turn = Writing($"{owner}/{round}", (Room, read.Version));
                    if (Assert.Single(await journal.Append(lease, [turn], CancellationToken.None)) is Receipt.Recorded(var position))
                        recorded.Add((position, turn.Id));
                }
                catch (JournalException failure) when (failure.Fault == JournalFault.Superseded)
                {
                }
            }

            return recorded;
        }
    }

    [Fact]
    public async Task Plants_share_neither_order_nor_ids_nor_actors_nor_epochs()
    {
        var other = await Journal.TakeOver("plant-2", "node-b", CancellationToken.None);
        await Append(Writing("mes/1", (Room, "")));

        var answers = await Journal.Append(other, [Writing("mes/1", (Room, "")), Writing("mes/2", (Batch, ""))], CancellationToken.None);

        Assert.Equal(["recorded 1", "recorded 2"], Text(answers));
        Assert.Equal(["recorded 2"], Text(await Append(Writing("mes/2", (Operator, "")))));
        Assert.Equal("", (await Journal.ReadActor(Plant, Batch, 0, CancellationToken.None)).Version);
    }

    [Fact]
    public async Task A_plant_that_was_moved_away_is_read_and_never_taken_over_or_appended_to_again()
    {
        await Append(Writing("mes/1", (Room, "")));
        await Journal.MoveAway(Lease, "the new database", CancellationToken.None);
        await Journal.MoveAway(Lease, "somewhere else", CancellationToken.None);

        var another = OpenAnother();
        var failures = new[]
        {
            await Assert.ThrowsAsync<JournalException>(() => another.TakeOver(Plant, "node-b", CancellationToken.None)),
            await Assert.ThrowsAsync<JournalException>(() => Append(Writing("mes/2", (Batch, "")))),
        };

        Assert.All(failures, failure => Assert.Equal((JournalFault.Superseded, "plant plant-1 was moved to the new database"), (failure.Fault, failure.Message)));
        Assert.Equal(["mes/1"], (await another.All(Plant)).Select(turn => turn.Id));
        Assert.Equal(1, (await another.TakeOver("plant-2", "node-b", CancellationToken.None)).Epoch);
    }

    [Fact]
    public async Task Who_no_longer_owns_a_plant_does_not_move_it_away()
    {
        await OpenAnother().TakeOver(Plant, "node-b", CancellationToken.None);

        Assert.Equal(JournalFault.Superseded, (await Assert.ThrowsAsync<JournalException>(() => Journal.MoveAway(Lease, "elsewhere", CancellationToken.None))).Fault);
        Assert.Equal(3, (await OpenAnother().TakeOver(Plant, "node-c", CancellationToken.None)).Epoch);
    }

    [Fact]
    public async Task A_cancelled_append_has_written_nothing_or_answers_in_full()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AppendCancellable(Writing("mes/0", (Room, "")), cancelled.Token));
        Assert.Empty(await Journal.All(Plant));

        for (var round = 1; round <= 50; round++)
        {
            using var cancel = new CancellationTokenSource();
            var before = await Journal.All(Plant);
            var append = Task.Run(() => AppendCancellable(Writing($"mes/{round}", (new ActorId(ActorKind.Batch, $"B-{round}"), "")), cancel.Token));
            await cancel.CancelAsync();
            var answered = await append.ContinueWith(done => done.IsCompletedSuccessfully, TaskScheduler.Default);

            Assert.Equal(before.Count + (answered ? 1 : 0), (await Journal.All(Plant)).Count);
        }

        Task<IReadOnlyList<Receipt>> AppendCancellable(Turn turn, CancellationToken cancel) => Journal.Append(Lease, [turn], cancel);
    }

    [Fact]
    public async Task A_turn_that_writes_outside_its_cast_is_thrown_out_with_the_whole_append()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Append(Writing("mes/1", (Room, "")), Of("mes/2", [(Room, "")], [Batch])));
        await Assert.ThrowsAsync<ArgumentException>(() => Append(Of("mes/3", [(Room, "")], [Room, Room])));
        await Assert.ThrowsAsync<ArgumentException>(() => Append(Writing("mes/4", (Room, ""), (Room, ""))));

        Assert.Empty(await Journal.All(Plant));
    }

    [Fact]
    public async Task An_append_of_no_turns_answers_nothing_and_still_checks_the_epoch()
    {
        Assert.Empty(await Append());
        await Journal.TakeOver(Plant, "node-b", CancellationToken.None);

        Assert.Equal(JournalFault.Superseded, (await Assert.ThrowsAsync<JournalException>(() => Append())).Fault);
    }

    [Fact]
    public async Task Ids_keys_and_bodies_in_any_script_come_back_as_they_went_in()
    {
        var room = new ActorId(ActorKind.Room, "洁净室/一号 \"B+A\" 𠮷 e\u0301 é");
        var body = Encoding.UTF8.GetBytes("{\"文\":\"九(五)2 \\u0000 𠮷 🧫\"}\n ");
        var turn = WithBody("操作员/令-1 é", [(room, "")], [room], body);
        await Append(turn, WithBody("操作员/令-1 e\u0301", [(room, turn.WriteId)], [room], [0xff, 0x00, 0xfe]));

        var history = await OpenAnother().ReadActor(Plant, room, 0, CancellationToken.None);

        Assert.Equal(["操作员/令-1 é", "操作员/令-1 e\u0301"], history.Turns.Select(read => read.Id));
        Assert.Equal(body, history.Turns[0].Body.ToArray());
        Assert.Equal([0xff, 0x00, 0xfe], history.Turns[1].Body.ToArray());
    }

    [Fact]
    public async Task A_body_of_five_megabytes_and_an_append_of_a_thousand_turns_are_nothing_special()
    {
        var large = new byte[5 * 1024 * 1024];
        new Random(5).NextBytes(large);
        var turns = Enumerable.Range(1, 1000).Select(number => Writing($"mes/{number}", (new ActorId(ActorKind.Batch, $"B-{number}"), ""))).ToArray();

        Assert.Equal(["recorded 1"], Text(await Append(WithBody("mes/large", [(Room, "")], [Room], large))));
        Assert.Equal(Enumerable.Range(2, 1000).Select(at => $"recorded {at}"), Text(await Append(turns)));

        var all = await Journal.All(Plant);
        Assert.Equal(1001, all.Count);
        Assert.True(large.AsSpan().SequenceEqual(all[0].Body.Span));
        Assert.Equal("mes/1000", all[^1].Id);
    }

    private IJournal OpenAnother()
    {
        var journal = Open();
        _opened.Add(journal);
        return journal;
    }

    private Task<IReadOnlyList<Receipt>> Append(params Turn[] turns) => Journal.Append(Lease, turns, CancellationToken.None);
}
