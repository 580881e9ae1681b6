using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Simulation.Faults;
using Orchestrator.Simulation.Ground;
using Xunit;

namespace Orchestrator.Engine.Tests.Running;

/// <summary>Wake-ups miss no clock: neither of a turn that was answered but not folded yet, nor of a wake-up that starts another.</summary>
public sealed class ClockworkTests
{
    private const string Plant = "CLOCKS";

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    private readonly VirtualProcess _process = new();
    private readonly VirtualTime _time = new(Start);
    private readonly MemoryJournal _journal = new();

    [Fact]
    public void A_clock_that_was_answered_but_not_folded_yet_is_given_all_the_same()
    {
        var (runner, view, clockwork) = Open();
        Run(runner.Submit(Found));

        var giving = On(() => Done(clockwork.RunDue(Start.AddHours(2), default)));
        while (!_process.Idle)
            _process.Step();
        Assert.False(giving.IsCompleted);
        Follow(view);
        Run(giving);

        Assert.NotNull(Run(_journal.Find(Plant, WakeUpOf(1), default)));
    }

    [Fact]
    public void A_clock_that_a_wake_up_starts_is_given_too_when_it_is_due_at_the_same_instant()
    {
        var (runner, view, clockwork) = Open();
        Follow(view);
        Run(runner.Submit(Found));

        Run(On(() => Done(clockwork.RunDue(Start.AddHours(3).AddTicks(1), default))));

        Assert.NotNull(Run(_journal.Find(Plant, WakeUpOf(3), default)));
        Assert.Null(Run(_journal.Find(Plant, WakeUpOf(4), default)));
        Assert.Equal(Start.AddHours(4), Run(On(() => clockwork.NextDue(default))));
    }

    [Fact]
    public void A_wake_up_is_given_when_its_instant_has_passed_and_not_at_it()
    {
        var (runner, view, clockwork) = Open();
        Follow(view);
        Run(runner.Submit(Found));

        Run(On(() => Done(clockwork.RunDue(Start.AddHours(1), default))));
        Assert.Null(Run(_journal.Find(Plant, WakeUpOf(1), default)));
        Run(On(() => Done(clockwork.RunDue(Start.AddHours(1).AddTicks(1), default))));
        Assert.NotNull(Run(_journal.Find(Plant, WakeUpOf(1), default)));
    }

    [Fact]
    public void Every_clock_that_a_turn_starts_is_given()
    {
        var (runner, view, clockwork) = Open(law: (command, cast, moment) => command is WakeUp ? Nothing(cast, moment) : Starting(3, command, cast, moment));
        Follow(view);
        Run(runner.Submit(Found));

        Run(On(() => Done(clockwork.RunDue(Start.AddHours(4), default))));

        Assert.All([1, 2, 3], hour => Assert.NotNull(Run(_journal.Find(Plant, WakeUpOf(hour), default))));
    }

    [Fact]
    public void A_wake_up_that_got_no_ruling_is_given_again()
    {
        var faults = new FaultSource(FaultProfile.Gentle);
        faults.Begin(seed: 7, [new Fault(FaultKind.AppendRefused, 1)]);
        var (runner, view, clockwork) = Open(new WireJournal(_journal, _time, faults, new Fence()));
        Follow(view);
        Run(runner.Submit(Found));

        Run(On(() => Done(clockwork.RunDue(Start.AddHours(1).AddTicks(1), default))));

        Assert.Equal(1, faults.Counts[FaultKind.AppendRefused]);
        Assert.NotNull(Run(_journal.Find(Plant, WakeUpOf(1), default)));
    }

    [Fact]
    public void The_next_instant_is_that_of_everything_answered_before_the_question()
    {
        var (runner, view, clockwork) = Open();
        Run(runner.Submit(Found));

        var asking = On(() => clockwork.NextDue(default));
        while (!_process.Idle)
            _process.Step();
        Assert.False(asking.IsCompleted);
        Follow(view);

        Assert.Equal(Start.AddHours(1), Run(asking));
    }

    [Fact]
    public void Whoever_waits_for_a_position_goes_on_after_everyone_who_listens_was_told()
    {
        var (runner, view, _) = Open();
        Task<Picture>? early = null;
        view.Folded += (turn, _, _) => early = view.At(turn.Position, default);
        Run(runner.Submit(Found));
        var before = false;
        view.Folded += (_, _, _) => before = early!.IsCompleted;
        Follow(view);

        Run(On(() => view.At(1, default)));

        Assert.False(before);
    }

    private static Order Found => new(new PlantCommand.Found(Plant, TimeMode.Demo), "mes", "found", []);

    private static string WakeUpOf(int hour) => $"{Clockwork.Caller}/{ActorId.Plant}/plant-change/{hour}/{Instant.Text(Start.AddHours(hour))}";

    /// <summary>A law under which founding starts a clock of one hour, and every wake-up the clock of the hour after.</summary>
    private static Decision Law(Command command, Cast cast, Moment moment) => Starting(1, command, cast, moment);

    private static Decision Starting(int clocks, Command command, Cast cast, Moment moment)
    {
        var desk = new Desk(cast, moment);
        var hours = desk.Get<Domain.Plants.Plant>(ActorId.Plant.Key).Changes.Count + 1;
        if (command is PlantCommand.Found found)
            desk.Write(ActorId.Plant, new PlantFact.Founded(found.Id, found.Time));
        for (var last = hours + clocks; hours < last; hours++)
        {
            desk.Write(ActorId.Plant, new PlantFact.ChangeProposed(new PlantChange($"{hours}", "one", Start, Start.AddHours(hours), null, [])));
            desk.Write(ActorId.Plant, new PlantFact.ChangeApproved($"{hours}", "other"));
        }

        return desk.Close();
    }

    private static Decision Nothing(Cast cast, Moment moment)
    {
        var desk = new Desk(cast, moment);
        desk.Get<Domain.Plants.Plant>(ActorId.Plant.Key);
        return desk.Close();
    }

    private (PlantRunner Runner, PlantView View, Clockwork Clockwork) Open(IJournal? journal = null, DecideCommand? law = null)
    {
        var runner = Run(On(() => PlantRunner.Open(journal ?? _journal, Plant, "spec", _time, _process, law ?? Law, new RunnerLimits(), default)));
        var view = new PlantView(_journal, Plant, _time);
        return (runner, view, new Clockwork(runner, view, _time));
    }

    private void Follow(PlantView view) => On(() => Done(view.Follow(default)));

    private static async Task<bool> Done(Task task)
    {
        await task;
        return true;
    }

    /// <summary>Runs in the process, and hands the outcome out without leaving it.</summary>
    private Task<T> On<T>(Func<Task<T>> action)
    {
        var done = new TaskCompletionSource<T>();
        Task.Factory.StartNew(async () => done.SetResult(await action()), default, TaskCreationOptions.None, _process);
        return done.Task;
    }

    private T Run<T>(Task<T> task)
    {
        while (!task.IsCompleted)
        {
            if (!_process.Idle)
                _process.Step();
            else if (_time.NextDue is not null)
                _time.FireNext();
            else
                throw new InvalidOperationException("nothing can run and the task has no answer");
        }

        return task.GetAwaiter().GetResult();
    }
}
