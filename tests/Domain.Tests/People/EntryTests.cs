using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Rooms;
using Xunit;

namespace Orchestrator.Domain.Tests.People;

/// <summary>Proves what is asked at the door, and that what happened there is never lost.</summary>
public sealed class EntryTests
{
    private readonly Shift _day = new();

    [Fact]
    [Proves("GMP-13.6", Proof.Grants)]
    public void An_entry_is_known_to_the_person_and_to_the_room()
    {
        _day.Enter("op-1", "R-101");

        Assert.Equal("R-101", _day.World.State<Operator>("op-1").Room);
        Assert.Equal(Shift.Morning, _day.World.State<Room>("R-101").Persons["op-1"]);
    }

    [Fact]
    public void Leaving_empties_the_room_of_the_person()
    {
        _day.Enter("op-1", "R-101").Leave("op-1", "R-101");

        Assert.Null(_day.World.State<Operator>("op-1").Room);
        Assert.Empty(_day.World.State<Room>("R-101").Persons);
        Assert.Empty(_day.World.State<Room>("R-101").Holds);
    }

    [Fact]
    [Proves("GMP-13.6", Proof.Refuses)]
    public void Nobody_enters_a_second_room_before_leaving_the_first()
    {
        _day.Enter("op-1", "R-101");

        var refusal = _day.World.Refused(_day.EnterCommand("op-1", "R-102"), "GMP-13.6");

        Assert.Contains(new Seen("otherRoom", "R-101"), refusal.Seen);
        Assert.Equal("leave-room", Assert.Single(refusal.Remedies).Code);
        Assert.Empty(_day.World.State<Room>("R-102").Persons);
    }

    [Fact]
    [Proves("GMP-13.6", Proof.Refuses)]
    public void A_stranger_is_refused_at_the_door() =>
        _day.World.Refused(_day.EnterCommand("nobody", "R-101"), "GMP-13.6");

    [Theory]
    [Proves("GMP-13.6", Proof.Refuses)]
    [InlineData("T-102", false)]
    [InlineData("T-101", true)]
    public void A_reader_speaks_only_for_its_own_room(string reader, bool granted) =>
        Assert.Equal(granted, _day.World.Give(_day.EnterCommand("op-1", "R-101") with { Reader = reader }).Granted);

    [Fact]
    public void An_entry_of_the_future_is_refused() =>
        _day.World.Refused(_day.EnterCommand("op-1", "R-101") with { At = Shift.Morning.AddMinutes(1) }, "ORC-006");

    [Fact]
    [Proves("GMP-9.3.2d", Proof.Grants)]
    public void The_last_validated_person_still_comes_in()
    {
        foreach (var person in new[] { "op-1", "op-2", "op-3", "op-4" })
            _day.Enter(person, "R-101");

        Assert.Equal(4, _day.World.State<Room>("R-101").Persons.Count);
    }

    [Fact]
    [Proves("GMP-9.3.2d", Proof.Refuses)]
    public void One_person_more_than_validated_is_refused()
    {
        foreach (var person in new[] { "op-1", "op-2", "op-3", "op-4" })
            _day.Enter(person, "R-101");

        var refusal = _day.World.Refused(_day.EnterCommand("op-5", "R-101"), "GMP-9.3.2d");

        Assert.Contains(new Seen("validatedMaximum", 4), refusal.Seen);
    }

    [Fact]
    [Proves("GMP-9.3.2d", Proof.Refuses)]
    public void A_room_without_a_validated_number_takes_one()
    {
        var day = new Shift(SmallPlant.Document with { Rooms = [.. SmallPlant.Document.Rooms.Select(room => room with { PersonsMax = null })] });

        day.Enter("op-1", "R-101");

        day.World.Refused(day.EnterCommand("op-2", "R-101"), "GMP-9.3.2d");
    }

    [Fact]
    [Proves("GMP-9.5.3f", Proof.Refuses)]
    public void Who_works_on_one_batch_does_not_walk_into_the_room_of_another()
    {
        _day.Batch("B-1").Batch("B-2").Enter("op-1", "R-101").Runs("B-1", "enrichment", "R-101", "L-1", "op-1").Leave("op-1", "R-101");
        _day.World.Given<Room>("R-102", new RoomFact.MaterialEntered("B-2", "C-2", Shift.Morning));

        var refusal = _day.World.Refused(_day.EnterCommand("op-1", "R-102"), "GMP-9.5.3f");

        Assert.Contains(new Seen("otherBatch", "B-1"), refusal.Seen);
    }

    [Fact]
    [Proves("GMP-9.5.3f", Proof.Refuses)]
    public void The_end_of_the_step_alone_does_not_release_the_operator()
    {
        _day.Batch("B-1").Batch("B-2").Enter("op-1", "R-101").Runs("B-1", "enrichment", "R-101", "L-1", "op-1").Ended("B-1", "enrichment").Leave("op-1", "R-101");
        _day.World.Given<Room>("R-102", new RoomFact.MaterialEntered("B-2", "C-2", Shift.Morning));

        var refusal = _day.World.Refused(_day.EnterCommand("op-1", "R-102"), "GMP-9.5.3f");

        Assert.Equal("record-exit-procedure", refusal.Remedies[0].Code);
    }

    [Fact]
    [Proves("GMP-9.5.3f", Proof.Grants)]
    public void After_the_step_and_the_exit_procedure_the_next_room_opens()
    {
        _day.Batch("B-1").Batch("B-2").Enter("op-1", "R-101").Runs("B-1", "enrichment", "R-101", "L-1", "op-1").Ended("B-1", "enrichment").Leave("op-1", "R-101").Exit("op-1", "AREA-G");
        _day.World.Given<Room>("R-102", new RoomFact.MaterialEntered("B-2", "C-2", Shift.Morning));

        _day.Enter("op-1", "R-102");
    }

    [Fact]
    [Proves("GMP-9.5.3f", Proof.Grants)]
    public void An_operator_follows_the_own_batch_into_a_room_that_nobody_else_occupies()
    {
        _day.Batch("B-1").Enter("op-1", "R-101").Runs("B-1", "enrichment", "R-101", "L-1", "op-1").Ended("B-1", "enrichment").Leave("op-1", "R-101");
        _day.World.Given<Room>("INC-1", new RoomFact.MaterialEntered("B-1", "C-1", Shift.Morning));

        _day.Enter("op-1", "INC-1");
    }

    [Fact]
    [Proves("GMP-9.5.3f", Proof.Refuses)]
    public void An_exit_procedure_inside_the_room_is_none()
    {
        _day.Batch("B-1").Enter("op-1", "R-101").Runs("B-1", "enrichment", "R-101", "L-1", "op-1").Ended("B-1", "enrichment");

        var refusal = _day.World.Refused(new OperatorCommand.RecordExitProcedure("op-1", "AREA-G", "SOP-EXIT v1", _day.World.Now), "GMP-9.5.3f");

        Assert.Equal("leave-room", refusal.Remedies[0].Code);
    }

    [Fact]
    [Proves("GMP-9.5.4e", Proof.Refuses)]
    public void Who_is_not_on_the_list_stays_out_of_a_room_where_work_runs()
    {
        _day.Batch("B-1").Enter("op-1", "R-101").Runs("B-1", "enrichment", "R-101", "L-1", "op-1");

        var refusal = _day.World.Refused(_day.EnterCommand("op-2", "R-101"), "GMP-9.5.4e");

        Assert.Equal("assign-operator", refusal.Remedies[0].Code);
    }

    [Fact]
    [Proves("GMP-9.5.4e", Proof.Grants)]
    public void Who_is_put_on_the_list_comes_in_while_work_runs()
    {
        _day.Batch("B-1").Enter("op-1", "R-101").Runs("B-1", "enrichment", "R-101", "L-1", "op-1");

        _day.World.Must(new OperatorCommand.Assign("op-2", "B-1", "enrichment", "operator", "R-101"));

        _day.Enter("op-2", "R-101");
    }

    [Fact]
    [Proves("GMP-9.5.4e", Proof.Grants)]
    public void The_operator_of_a_running_step_comes_back_to_it()
    {
        _day.Batch("B-1").Enter("op-1", "R-101").Runs("B-1", "enrichment", "R-101", "L-1", "op-1").Leave("op-1", "R-101");

        _day.Enter("op-1", "R-101");
    }

    [Fact]
    [Proves("GMP-9.5.4e", Proof.Grants)]
    public void Unattended_cultures_keep_nobody_out_of_the_incubation_room()
    {
        _day.Batch("B-1").Runs("B-1", "culture", "INC-1", null);

        _day.Enter("op-2", "INC-1");
    }

    [Fact]
    public void Everything_that_stands_against_an_entry_is_told_at_once()
    {
        _day.Batch("B-1").Enter("op-1", "R-101").Runs("B-1", "enrichment", "R-101", "L-1", "op-1").Enter("op-3", "R-102");

        Assert.Equal(["GMP-13.6", "GMP-9.5.4e"], World.Rules(_day.World.Give(_day.EnterCommand("op-3", "R-101"))));
    }
}
