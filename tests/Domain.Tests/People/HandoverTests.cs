using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Lines;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Plants;
using Xunit;

namespace Orchestrator.Domain.Tests.People;

/// <summary>Proves that a running step changes hands only as it could have been started: said in full, fit, present, with the shift's own media fill.</summary>
public sealed class HandoverTests
{
    [Fact]
    [Proves("GMP-9.2.5b", Proof.Grants)]
    public void The_night_shift_takes_over_a_running_step()
    {
        var day = Running();

        day.World.Must(HandOver());

        var execution = day.World.State<Batch>("B-1").Steps["enrichment"];
        Assert.Equal(new AssignedOperator("op-4", "operator"), Assert.Single(execution.Operators));
        Assert.Equal("night", execution.Shift);
        Assert.Equal(OperatorStatus.Inside, day.World.State<Operator>("op-1").Status);
        Assert.Equal(OperatorStatus.Working, day.World.State<Operator>("op-4").Status);
        Assert.Contains("B-1/night", day.World.State<Line>("L-1").Exposed.Keys);
    }

    [Fact]
    [Proves("GMP-9.5.3f", Proof.Refuses)]
    public void Who_has_handed_over_still_owes_the_exit_procedure()
    {
        var day = Running();
        day.World.Must(HandOver());
        day.Leave("op-1", "R-101").Batch("B-2").World.Given<Rooms.Room>("R-102", new Rooms.RoomFact.MaterialEntered("B-2", "C-2", day.World.Now));

        day.World.Refused(day.EnterCommand("op-1", "R-102"), "GMP-9.5.3f");
        day.Exit("op-1", "AREA-G").Enter("op-1", "R-102");
    }

    [Fact]
    [Proves("GMP-9.2.5b", Proof.Refuses)]
    public void A_shift_without_its_own_media_fill_does_not_take_over()
    {
        var day = Running(nightMediaFill: false);

        day.World.Refused(HandOver(), "GMP-9.2.5b");

        Assert.Equal(OperatorStatus.Working, day.World.State<Operator>("op-1").Status);
    }

    [Fact]
    public void Who_takes_over_is_in_the_room()
    {
        var day = Running();
        day.Leave("op-4", "R-101");

        day.World.Refused(HandOver(), "GMP-9.5.3e");
    }

    [Fact]
    public void Who_takes_over_is_fit_for_the_step()
    {
        var day = Running(plant: Shift.Plant(person => person with { AsepticUntil = null }, "op-4"));

        day.World.Refused(HandOver(), "GEN-4.1c");
    }

    [Fact]
    public void Only_who_is_on_the_step_hands_it_over() => Running().World.Refused(HandOver() with { Outgoing = ["op-2"] }, "ORC-012");

    [Fact]
    public void Nobody_hands_over_to_themselves() => Assert.Contains("ORC-009", World.Rules(Running().World.Give(HandOver() with { Incoming = [new AssignedOperator("op-1", "operator")] })));

    [Fact]
    public void State_and_open_points_are_said()
    {
        var decision = Running().World.Give(HandOver() with { State = " ", OpenPoints = "" });

        Assert.Equal(2, decision.Refusals.Count(refusal => refusal.Rule == "ORC-019"));
    }

    [Fact]
    public void A_team_that_no_longer_fills_the_roles_is_refused() => Running().World.Refused(HandOver() with { Incoming = [] }, "ORC-016");

    [Theory]
    [InlineData("Running", true)]
    [InlineData("Held", true)]
    [InlineData("Complete", false)]
    [InlineData("Aborted", false)]
    public void Only_a_step_that_has_begun_and_not_ended_is_handed_over(string status, bool granted)
    {
        var day = Running();
        day.World.Given<Batch>("B-1", new BatchFact.StepChanged("enrichment", Enum.Parse<StepStatus>(status), day.World.Now));

        Assert.Equal(granted, day.World.Give(HandOver()).Granted);
    }

    [Fact]
    public void A_step_or_batch_that_does_not_exist_is_not_handed_over()
    {
        var day = Running();

        day.World.Refused(HandOver() with { Step = "harvest" }, "ORC-003");
        day.World.Refused(HandOver() with { Batch = "B-9" }, "ORC-001");
    }

    private static HandOver HandOver() => new("B-1", "enrichment", ["op-1"], [new AssignedOperator("op-4", "operator")], "washing, second cycle", "none");

    private static Shift Running(bool nightMediaFill = true, PlantDocument? plant = null)
    {
        var day = nightMediaFill ? Shift.WithLines(plant) : new Shift(plant).MediaFill("L-1", "day", new DateOnly(2026, 1, 12)).MediaFill("L-1", "day", new DateOnly(2026, 1, 13)).MediaFill("L-1", "day", new DateOnly(2026, 1, 14));
        return day.Batch("B-1").Enter("op-1", "R-101").Enter("op-4", "R-101").Runs("B-1", "enrichment", "R-101", "L-1", "op-1");
    }
}
