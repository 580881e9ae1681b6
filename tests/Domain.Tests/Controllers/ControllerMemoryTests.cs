using Orchestrator.Domain.Controllers;
using Xunit;

namespace Orchestrator.Domain.Tests.Controllers;

/// <summary>A controller's memory knows whose report a number was: that of one session, or nobody can tell any more.</summary>
public sealed class ControllerMemoryTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_number_belongs_to_the_session_that_reached_it_and_one_to_come_to_none()
    {
        var controller = Session(Session(Session(new Controller("C"), 1, 2, 3), 5, 9), []);

        Assert.Equal([1L, 1, 1, 1, 2, 2, 2], new[] { 1L, 2, 3, 4, 5, 8, 9 }.Select(number => controller.EpochOf(number)!.Value));
        Assert.Null(controller.EpochOf(10));
        Assert.Null(controller.EpochOf(0));
    }

    [Fact]
    public void Only_the_newest_sessions_are_remembered()
    {
        var controller = new Controller("C");
        for (var number = 1; number <= Controller.SessionsMax + 1; number++)
            controller = Session(controller, number);

        Assert.Equal(Controller.SessionsMax, controller.Reports.Length);
        Assert.Null(controller.EpochOf(1));
        Assert.Equal(2, controller.EpochOf(2));
    }

    private static Controller Session(Controller controller, params long[] numbers) => numbers.Aggregate(
        controller.Evolve(new ControllerFact.Connected(controller.Epoch + 1, [], Deduplicates: true, At)),
        (known, number) => known.Evolve(new ControllerFact.SequenceReached(number)));
}
