using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Rooms;
using Xunit;

namespace Orchestrator.Domain.Tests.People;

/// <summary>Proves that what has happened at a door is always recorded, and holds the room where the law would have said no.</summary>
public sealed class PassageReportTests
{
    private readonly Shift _day = new();

    [Fact]
    [Proves("GMP-13.6", Proof.Refuses)]
    public void An_exit_without_an_entry_is_recorded_and_holds_the_room()
    {
        _day.Leave("op-1", "R-101");

        Assert.Equal("GMP-13.6", Assert.Single(_day.World.State<Room>("R-101").Holds.Values).Rule);
    }

    [Fact]
    public void An_exit_from_no_room_at_all_is_refused_and_writes_nothing()
    {
        var decision = _day.World.Give(new OperatorCommand.LeaveRoom("op-1", "", _day.World.Now, null, Origin.Live));

        Assert.Contains("ORC-019", World.Rules(decision));
        Assert.Empty(decision.Facts);
    }

    [Fact]
    public void An_exit_from_another_room_shows_that_the_first_was_left_too()
    {
        _day.Enter("op-1", "R-101").Leave("op-1", "R-102");

        Assert.Null(_day.World.State<Operator>("op-1").Room);
        Assert.Empty(_day.World.State<Room>("R-101").Persons);
        Assert.NotEmpty(_day.World.State<Room>("R-102").Holds);
    }

    [Fact]
    [Proves("GMP-13.6", Proof.Refuses)]
    public void A_person_seen_without_an_entry_is_moved_and_the_room_held()
    {
        _day.Enter("op-1", "R-101");

        _day.World.Must(new OperatorCommand.ReportPresence("op-1", "R-102", _day.World.Now, "op-2", Origin.Live));

        Assert.Equal("R-102", _day.World.State<Operator>("op-1").Room);
        Assert.Empty(_day.World.State<Room>("R-101").Persons);
        Assert.Contains("op-1", _day.World.State<Room>("R-102").Persons.Keys);
        Assert.Equal("GMP-13.6", Assert.Single(_day.World.State<Room>("R-102").Holds.Values).Rule);
    }

    [Fact]
    public void A_person_seen_where_they_are_changes_nothing()
    {
        _day.Enter("op-1", "R-101");

        Assert.Empty(_day.World.Must(new OperatorCommand.ReportPresence("op-1", "R-101", _day.World.Now, "op-2", Origin.Live)).Facts);
    }

    [Fact]
    [Proves("GMP-9.5.3f", Proof.Refuses)]
    public void An_operator_found_beside_the_work_of_another_batch_holds_that_batch()
    {
        _day.Batch("B-1").Batch("B-2").Enter("op-1", "R-101").Runs("B-1", "enrichment", "R-101", "L-1", "op-1").Runs("B-2", "enrichment", "R-102", "L-2", "op-2");

        _day.World.Must(new OperatorCommand.ReportPresence("op-1", "R-102", _day.World.Now, "op-2", Origin.Live));

        Assert.Equal("GMP-9.5.3f", Assert.Single(_day.World.State<Batch>("B-2").Holds.Values).Rule);
        Assert.Empty(_day.World.State<Batch>("B-1").Holds);
    }

    [Fact]
    public void A_buffered_entry_is_recorded_even_where_the_law_would_have_refused_it()
    {
        _day.Batch("B-1").Enter("op-1", "R-101").Runs("B-1", "enrichment", "R-101", "L-1", "op-1");

        _day.World.Must(_day.EnterCommand("op-2", "R-101") with { Origin = Origin.DeviceBuffer });

        Assert.Equal("R-101", _day.World.State<Operator>("op-2").Room);
        Assert.Equal("GMP-9.5.4e", Assert.Single(_day.World.State<Room>("R-101").Holds.Values).Rule);
    }

    [Fact]
    public void A_buffered_entry_elsewhere_leaves_nobody_in_two_rooms()
    {
        _day.Enter("op-1", "R-101");

        _day.World.Must(_day.EnterCommand("op-1", "R-102") with { Origin = Origin.DeviceBuffer });

        Assert.Empty(_day.World.State<Room>("R-101").Persons);
        Assert.Equal("R-102", _day.World.State<Operator>("op-1").Room);
    }

    [Fact]
    public void A_passage_told_late_moves_nobody()
    {
        _day.Enter("op-1", "R-101");

        _day.World.Must(new OperatorCommand.LeaveRoom("op-1", "R-101", Shift.Morning.AddHours(-1), "T-101", Origin.DeviceBuffer));
        _day.World.Must(_day.EnterCommand("op-1", "R-102") with { At = Shift.Morning.AddHours(-2), Origin = Origin.DeviceBuffer });

        Assert.Equal("R-101", _day.World.State<Operator>("op-1").Room);
        Assert.Empty(_day.World.State<Room>("R-102").Persons);
    }
}
