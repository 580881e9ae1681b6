using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Simulation.Faults;
using Orchestrator.Simulation.Ground;
using Xunit;

namespace Orchestrator.Engine.Tests.Running;

/// <summary>What every engine promises, whatever carries it; the commands are the plant's own first ones.</summary>
public abstract class EngineSpec
{
    protected const string Plant = "SPEC";

    protected MemoryJournal Store { get; } = new();

    protected VirtualTime Time { get; } = new(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));

    /// <summary>Opens an engine on the journal; the one opened last owns the plant.</summary>
    protected abstract PlantRunner Open(IJournal journal, DecideCommand? law = null, RunnerLimits? limits = null);

    /// <summary>Runs everything that can run, timers included, until the task has its answer.</summary>
    protected abstract T Run<T>(Task<T> task);

    [Fact]
    public void A_granted_command_is_durable_when_it_is_answered()
    {
        var engine = Open(Store);
        var answer = Ruled(Run(engine.Submit(Found("a"))));
        Assert.True(answer.Turn.Granted);
        Assert.Equal(answer.Position, Run(Store.Find(Plant, "mes/a", default))!.Position);
    }

    [Fact]
    public void A_refused_command_is_a_turn_without_facts()
    {
        var engine = Open(Store);
        Run(engine.Submit(Found("a")));
        var answer = Ruled(Run(engine.Submit(Found("b"))));
        Assert.False(answer.Turn.Granted);
        Assert.Equal("ORC-002", Assert.Single(answer.Turn.Refusals).Rule);
        Assert.Empty(TurnCodec.Open(Run(Store.Find(Plant, "mes/b", default))!.Body.Span).Facts);
    }

    [Fact]
    public void A_turn_rests_on_everyone_whom_the_law_has_read()
    {
        ActorId[] read = [];
        var engine = Open(Store, (command, cast, moment) =>
        {
            var decision = PlantLaw.Decide(command, cast, moment);
            read = [.. cast.Read];
            return decision;
        });
        Run(engine.Submit(Found("a")));
        var written = Run(Store.Find(Plant, "mes/a", default))!.WriteId;
        var refused = Ruled(Run(engine.Submit(Found("b")))).Turn;
        Assert.Equal([ActorId.Plant], read);
        Assert.Equal(new CastMember(ActorId.Plant, written), Assert.Single(refused.Cast));
    }

    [Fact]
    public void Whoever_was_read_and_has_been_written_by_another_is_read_again()
    {
        var engine = Open(Store);
        Run(engine.Submit(Found("a")));
        var elsewhere = Beside(Run(Store.Find(Plant, "mes/a", default))!.WriteId);
        Assert.IsType<Receipt.Recorded>(Assert.Single(Run(Store.Append(new Lease(Plant, "spec", 1, 1, null), [elsewhere], default))));

        var refused = Ruled(Run(engine.Submit(Found("b")))).Turn;

        Assert.Equal(new CastMember(ActorId.Plant, elsewhere.WriteId), Assert.Single(refused.Cast));
    }

    [Fact]
    public void The_same_command_again_has_the_first_ruling_and_writes_nothing()
    {
        var engine = Open(Store);
        var first = Ruled(Run(engine.Submit(Found("a"))));
        var again = Ruled(Run(engine.Submit(Found("a"))));
        Assert.True(first.First);
        Assert.False(again.First);
        Assert.Equal(first.Position, again.Position);
        Assert.Equal(1, Head());
    }

    [Fact]
    public void A_duplicate_of_a_pending_command_joins_it()
    {
        var engine = Open(Store);
        var answers = RunAll(engine.Submit(Found("a")), engine.Submit(Found("a")));
        Assert.Same(answers[0], answers[1]);
        Assert.Equal(1, Head());
    }

    [Fact]
    public void The_same_id_for_another_command_is_an_error_of_its_own()
    {
        var engine = Open(Store);
        Run(engine.Submit(Found("a")));
        Assert.IsType<Answer.OtherPayload>(Run(engine.Submit(Found("a", "OTHER"))));
        Assert.Equal(1, Head());
    }

    [Fact]
    public void The_same_id_for_another_command_is_an_error_also_while_the_first_is_pending()
    {
        var engine = Open(Store);
        var answers = RunAll(engine.Submit(Found("a")), engine.Submit(Found("a", "OTHER")));
        Assert.True(Ruled(answers[0]).Turn.Granted);
        Assert.IsType<Answer.OtherPayload>(answers[1]);
    }

    [Fact]
    public void A_dry_run_rules_and_writes_nothing()
    {
        var engine = Open(Store);
        Assert.True(Ruled(Run(engine.DryRun(Found("a")))).Turn.Granted);
        Assert.True(Ruled(Run(engine.DryRun(Found("b")))).Turn.Granted);
        Assert.Equal(0, Head());
    }

    [Fact]
    public void A_lost_answer_is_resolved_by_appending_the_same_again()
    {
        var faults = Faults(Enumerable.Range(0, 30).Where(at => at % 5 > 1).Select(at => new Fault(FaultKind.AppendAnswerLost, at)));
        var engine = Open(new WireJournal(Store, Time, faults, new Fence()));
        for (var at = 0; at < 20; at++)
            Assert.True(Ruled(Run(engine.Submit(Found($"c{at}")))).Position == at + 1);
        Assert.Equal(18, faults.Counts[FaultKind.AppendAnswerLost]);
        Assert.Equal(20, Head());
    }

    [Fact]
    public void A_store_that_refuses_gives_no_ruling_and_the_same_id_may_be_tried_again()
    {
        var engine = Open(new WireJournal(Store, Time, Faults([new Fault(FaultKind.AppendRefused, 0), new Fault(FaultKind.AppendRefused, 1), new Fault(FaultKind.ReadRefused, 2)]), new Fence()));
        var attempts = 0;
        Answer answer;
        do
        {
            answer = Run(engine.Submit(Found("a")));
            attempts++;
        }
        while (answer is Answer.NoRuling(NoRulingReason.StoreUnavailable) && attempts < 50);

        Assert.True(Ruled(answer).Turn.Granted);
        Assert.True(attempts > 1);
        Assert.Equal(1, Head());
    }

    [Fact]
    public void An_engine_whose_plant_was_taken_over_decides_nothing_more()
    {
        var old = Open(Store);
        Run(old.Submit(Found("a")));
        var owner = Open(Store);
        Assert.Equal(NoRulingReason.NotOwner, Assert.IsType<Answer.NoRuling>(Run(old.Submit(Found("b")))).Reason);
        Assert.Equal(NoRulingReason.NotOwner, Assert.IsType<Answer.NoRuling>(Run(old.Submit(Found("c")))).Reason);
        Assert.False(Ruled(Run(owner.Submit(Found("d")))).Turn.Granted);
        Assert.Equal(2, Head());
    }

    [Fact]
    public void Who_is_taken_over_while_in_doubt_answers_what_was_recorded()
    {
        var engine = Open(new DoubtfulJournal(Store, () => Store.TakeOver(Plant, "another", default)));
        var answer = Ruled(Run(engine.Submit(Found("a"))));
        Assert.Equal(answer.Position, Run(Store.Find(Plant, "mes/a", default))!.Position);
        Assert.Equal(NoRulingReason.NotOwner, Assert.IsType<Answer.NoRuling>(Run(engine.Submit(Found("b")))).Reason);
    }

    [Fact]
    public void What_was_decided_on_a_write_that_never_happened_is_decided_again()
    {
        // The store refuses the first append while later commands were already decided on its outcome.
        var engine = Open(new WireJournal(Store, Time, Faults([new Fault(FaultKind.AppendRefused, 0)]), new Fence()));
        var answers = RunAll([.. Enumerable.Range(0, 6).Select(at => engine.Submit(Found($"c{at}")))]);
        var ruled = answers.OfType<Answer.Ruled>().OrderBy(answer => answer.Position).ToList();
        if (ruled.Count > 0)
            Assert.True(ruled[0].Turn.Granted);
        Assert.All(ruled.Skip(1), answer => Assert.False(answer.Turn.Granted));
        Assert.Equal(ruled.Count, Head());
    }

    [Fact]
    public void More_than_it_can_hold_is_answered_at_once()
    {
        var engine = Open(Store, limits: new RunnerLimits { PendingMax = 4 });
        var answers = RunAll([.. Enumerable.Range(0, 10).Select(at => engine.Submit(Found($"c{at}")))]);
        Assert.Equal(7, answers.Count(answer => answer is Answer.NoRuling(NoRulingReason.Overloaded)));
        Assert.Equal(3, Head());
    }

    [Fact]
    public void One_caller_without_end_leaves_seats_for_the_others_and_alarms_have_seats_of_their_own()
    {
        var engine = Open(Store, limits: new RunnerLimits { PendingMax = 8, AlarmsMax = 2 });
        Task<Answer>[] flood = [.. Enumerable.Range(0, 20).Select(at => engine.Submit(Found($"c{at}")))];
        Task<Answer>[] others = [.. Enumerable.Range(0, 3).Select(at => engine.Submit(Found("x") with { Caller = $"mes-{at}" }))];
        Task<Answer>[] alarms = [.. Enumerable.Range(0, 3).Select(at => engine.Submit(Alarm($"a{at}")))];

        Assert.Equal([6, 2, 2], new[] { flood, others, alarms }.Select(asked => RunAll(asked).Count(answer => answer is Answer.Ruled)));
    }

    [Fact]
    public void An_alarm_waits_behind_nobody_and_callers_take_turns()
    {
        var engine = Open(Store, limits: new RunnerLimits { TurnsPerAppendMax = 1 });
        var asked = new[] { Found("1"), Found("2"), Found("3"), Found("4") with { Caller = "other" }, Alarm("5") }.Select(order => engine.Submit(order)).ToArray();

        var order = RunAll(asked).Cast<Answer.Ruled>().Select(answer => answer.Position).ToArray();

        Assert.Equal([2, 4, 5, 3, 1], order);
    }

    [Fact]
    public void What_nobody_waits_for_any_more_is_not_decided()
    {
        using var gone = new CancellationTokenSource();
        var engine = Open(Store);
        var given = engine.Submit(Found("a"), gone.Token);
        gone.Cancel();

        Assert.Equal(NoRulingReason.GivenUp, Assert.IsType<Answer.NoRuling>(Run(given)).Reason);
        Assert.Equal(0, Head());
    }

    [Fact]
    public void Whoever_gives_up_leaves_the_seat_to_others()
    {
        using var gone = new CancellationTokenSource();
        var engine = Open(Store, limits: new RunnerLimits { PendingMax = 4 });
        for (var round = 0; round < 3; round++)
        {
            Task<Answer>[] given = [.. Enumerable.Range(0, 3).Select(at => engine.Submit(Found($"r{round}-{at}"), gone.Token))];
            gone.Cancel();
            Assert.All(RunAll(given), answer => Assert.Equal(NoRulingReason.GivenUp, Assert.IsType<Answer.NoRuling>(answer).Reason));
        }

        Assert.IsType<Answer.Ruled>(Run(engine.Submit(Found("after"))));
    }

    [Fact]
    public void A_command_that_came_twice_is_decided_while_one_of_its_callers_waits()
    {
        using var gone = new CancellationTokenSource();
        var engine = Open(Store);
        var first = engine.Submit(Found("a"), gone.Token);
        var second = engine.Submit(Found("a"));
        gone.Cancel();

        Assert.True(Ruled(Run(second)).Turn.Granted);
        Assert.True(Ruled(Run(first)).Turn.Granted);
    }

    [Fact]
    public void After_a_flood_everybody_is_served_again()
    {
        var engine = Open(Store, limits: new RunnerLimits { PendingMax = 4 });
        for (var round = 0; round < 5; round++)
            RunAll([.. Enumerable.Range(0, 50).Select(at => engine.Submit(Found($"r{round}-{at}")))]);

        Assert.IsType<Answer.Ruled>(Run(engine.Submit(Found("after"))));
    }

    [Fact]
    public void A_turn_never_precedes_the_plants_last()
    {
        var engine = Open(Store);
        var first = Ruled(Run(engine.Submit(Found("a")))).Turn.At;
        var behind = new VirtualTime(first.AddHours(-1));
        var second = Ruled(Run(OpenAt(behind).Submit(Found("b")))).Turn.At;
        Assert.True(second >= first);
    }

    [Fact]
    public void A_law_that_throws_rules_nothing_and_stops_nobody_else()
    {
        var engine = Open(Store, (command, cast, moment) => moment.CommandId == "bug"
            ? throw new InvalidOperationException("a bug")
            : PlantLaw.Decide(command, cast, moment));
        Assert.Throws<InvalidOperationException>(() => Run(engine.Submit(Found("bug"))));
        Assert.True(Ruled(Run(engine.Submit(Found("a")))).Turn.Granted);
        Assert.Equal(1, Head());
    }

    [Fact]
    public void A_law_that_writes_what_it_did_not_read_is_a_bug_and_is_not_recorded()
    {
        var engine = Open(Store, (_, _, _) => new Decision([], [new Written(ActorId.Plant, new PlantFact.Founded(Plant, TimeMode.Real))], []));
        Assert.Throws<InvalidOperationException>(() => Run(engine.Submit(Found("a"))));
        Assert.Equal(0, Head());
    }

    [Fact]
    public void Whoever_was_stopped_gets_no_ruling()
    {
        var engine = Open(Store);
        _ = engine.Stop();
        Assert.Equal(NoRulingReason.Stopping, Assert.IsType<Answer.NoRuling>(Run(engine.Submit(Found("a")))).Reason);
    }

    protected abstract PlantRunner OpenAt(TimeProvider time, IJournal? journal = null, RunnerLimits? limits = null);

    protected static Order Found(string id, string plant = Plant) =>
        new(new PlantCommand.Found(plant, TimeMode.Real), "mes", id, ImmutableSortedSet.Create("engineer"), null);

    /// <summary>A turn that somebody else has decided, which writes the plant.</summary>
    private Turn Beside(string version)
    {
        var command = new PlantCommand.Found(Plant, TimeMode.Real);
        return TurnCodec.Seal(new TurnBody
        {
            Caller = "beside",
            CommandId = "1",
            Payload = TurnCodec.PayloadHash(command),
            Command = command,
            At = Time.GetUtcNow(),
            Law = LawEdition.Current,
            Granted = true,
            Cast = [new CastMember(ActorId.Plant, version)],
            Facts = [new Written(ActorId.Plant, new PlantFact.ChangeProposed(new PlantChange("1", "one", Time.GetUtcNow(), Time.GetUtcNow(), null, [])))],
        });
    }

    private static Order Alarm(string id) => new(new BatchCommand.PlaceHold("B-1", "smoke", "smoke in the corridor"), "bms", id, [], null);

    protected static Answer.Ruled Ruled(Answer answer) => Assert.IsType<Answer.Ruled>(answer);

    private Answer[] RunAll(params Task<Answer>[] tasks) => [.. tasks.Select(Run)];

    private long Head()
    {
        var count = 0L;
        foreach (var turn in Store.ReadAll(Plant, 0, default).ToBlockingEnumerable())
            count = turn.Position;
        return count;
    }

    [Fact]
    public void A_machine_whose_clock_is_not_the_stores_decides_nothing_until_it_is_set_right()
    {
        var limits = new RunnerLimits { ClockOffMax = TimeSpan.FromSeconds(2) };
        var engine = Open(new ClockedJournal(Store, () => Time.GetUtcNow() + _off), limits: limits);
        foreach (var off in new[] { 3, -3 })
        {
            _off = TimeSpan.FromSeconds(off);
            Time.MoveTo(Time.GetUtcNow().AddMinutes(1));
            Assert.Equal(NoRulingReason.ClockOff, Assert.IsType<Answer.NoRuling>(Run(engine.Submit(Found("a")))).Reason);
            Assert.Equal(NoRulingReason.ClockOff, Assert.IsType<Answer.NoRuling>(Run(engine.DryRun(Found("a")))).Reason);
        }

        Assert.Equal(0, Head());
        _off = TimeSpan.FromSeconds(1);
        Time.MoveTo(Time.GetUtcNow().AddMinutes(1));
        Assert.True(Ruled(Run(engine.Submit(Found("a")))).Turn.Granted);
    }

    [Fact]
    public void A_clock_that_jumps_is_compared_before_anything_more_is_decided()
    {
        var clock = new NodeClock(Time);
        var engine = OpenAt(clock, new ClockedJournal(Store, Time.GetUtcNow), new RunnerLimits { ClockOffMax = TimeSpan.FromSeconds(2) });
        Assert.True(Ruled(Run(engine.Submit(Found("a")))).Turn.Granted);

        clock.Offset = TimeSpan.FromHours(1);
        Assert.Equal(NoRulingReason.ClockOff, Assert.IsType<Answer.NoRuling>(Run(engine.Submit(Found("b")))).Reason);
        clock.Offset = TimeSpan.Zero;
        Assert.False(Ruled(Run(engine.Submit(Found("b")))).Turn.Granted);
    }

    private TimeSpan _off;

    private static FaultSource Faults(IEnumerable<Fault> planned)
    {
        var faults = new FaultSource(FaultProfile.Gentle);
        faults.Begin(seed: 7, planned);
        return faults;
    }
}
