using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Plants;
using Xunit;

namespace Orchestrator.Domain.Tests.People;

/// <summary>Proves what a step asks of the people named for it, and how they are bound to it and released.</summary>
public sealed class StepTeamTests
{
    private readonly Shift _day = Shift.WithLines().Batch("B-1").Batch("B-2");

    [Fact]
    [Proves("GMP-9.5.3e", Proof.Grants)]
    public void A_team_in_the_room_starts_and_is_bound_to_the_step()
    {
        _day.Enter("op-1", "R-101").Enter("ver-1", "R-101").Started("B-1", "enrichment", "R-101", "L-1", ["op-1"], "ver-1");

        Assert.Equal(OperatorStatus.Working, _day.World.State<Operator>("op-1").Status);
        Assert.False(_day.World.State<Operator>("ver-1").Assignments["B-1/enrichment"].Direct);
    }

    [Fact]
    [Proves("GMP-9.5.3e", Proof.Refuses)]
    public void An_operator_in_another_room_does_not_start_the_step()
    {
        _day.Enter("op-1", "R-102").Enter("ver-1", "R-101");

        Assert.Equal(["GMP-9.5.3e"], World.Rules(_day.Start("B-1", "enrichment", "R-101", "L-1", ["op-1"], "ver-1")));
    }

    [Fact]
    public void An_operator_whom_the_plant_file_does_not_know_is_refused()
    {
        _day.Enter("ver-1", "R-101");

        Assert.Equal(["ORC-005"], World.Rules(_day.Start("B-1", "enrichment", "R-101", "L-1", ["nobody"], "ver-1")));
    }

    [Fact]
    [Proves("GMP-9.7.3b", Proof.Grants)]
    public void A_later_step_of_the_batch_needs_no_second_person()
    {
        _day.Enter("op-1", "R-101").Enter("ver-1", "R-101").Started("B-1", "enrichment", "R-101", "L-1", ["op-1"], "ver-1").Ended("B-1", "enrichment").Leave("ver-1", "R-101");

        Assert.Empty(World.Rules(_day.Start("B-1", "transduction", "R-101", "L-1", ["op-1"])));
    }

    [Theory]
    [Proves("GMP-9.7.3b", Proof.Refuses)]
    [InlineData(null)]
    [InlineData("ver-1")]
    public void A_batch_start_needs_a_second_person_other_than_the_performer(string? verifier)
    {
        _day.Enter("ver-1", "R-101");

        Assert.Contains("GMP-9.7.3b", World.Rules(_day.Start("B-1", "enrichment", "R-101", "L-1", ["ver-1"], verifier)));
    }

    [Fact]
    [Proves("GMP-9.5.4e", Proof.Refuses)]
    public void An_operator_of_a_running_step_is_not_taken_for_another_batch_of_the_area()
    {
        _day.Enter("op-1", "R-101").Enter("ver-1", "R-101").Started("B-1", "enrichment", "R-101", "L-1", ["op-1"], "ver-1").Leave("op-1", "R-101");
        _day.Enter("op-1", "R-102").Enter("ver-2", "R-102");

        var decision = _day.Start("B-2", "enrichment", "R-102", "L-2", ["op-1"], "ver-2");

        Assert.Equal(["GMP-9.5.4e", "GMP-9.5.3f"], World.Rules(decision));
    }

    [Fact]
    [Proves("GMP-9.5.3f", Proof.Refuses)]
    public void Work_in_another_room_is_closed_by_the_exit_procedure_before_the_next_batch()
    {
        _day.Enter("op-1", "R-101").Enter("ver-1", "R-101").Started("B-1", "enrichment", "R-101", "L-1", ["op-1"], "ver-1").Ended("B-1", "enrichment").Leave("op-1", "R-101");
        _day.Enter("op-1", "R-102").Enter("ver-2", "R-102");

        Assert.Equal(["GMP-9.5.3f"], World.Rules(_day.Start("B-2", "enrichment", "R-102", "L-2", ["op-1"], "ver-2")));
    }

    [Fact]
    [Proves("GMP-9.5.4e", Proof.Grants)]
    [Proves("GMP-9.5.3f", Proof.Grants)]
    public void After_the_exit_procedure_the_operator_serves_the_next_batch()
    {
        _day.Enter("op-1", "R-101").Enter("ver-1", "R-101").Started("B-1", "enrichment", "R-101", "L-1", ["op-1"], "ver-1").Ended("B-1", "enrichment").Leave("op-1", "R-101").Exit("op-1", "AREA-G");

        _day.Enter("op-1", "R-102").Enter("ver-2", "R-102").Started("B-2", "enrichment", "R-102", "L-2", ["op-1"], "ver-2");
    }

    [Fact]
    [Proves("GMP-9.5.4e", Proof.Refuses)]
    public void Nobody_else_is_in_the_room_when_attended_work_starts()
    {
        _day.Enter("op-1", "R-101").Enter("ver-1", "R-101").Enter("engineer-1", "R-101");

        var decision = _day.Start("B-1", "enrichment", "R-101", "L-1", ["op-1"], "ver-1");

        Assert.Equal(["GMP-9.5.4e"], World.Rules(decision));
        Assert.Contains(new Seen("operator", "engineer-1"), decision.Refusals[0].Seen);
    }

    [Fact]
    [Proves("GMP-9.5.4e", Proof.Grants)]
    public void A_second_team_that_is_named_for_the_room_does_not_stop_the_first()
    {
        _day.World.Must(new OperatorCommand.Assign("op-2", "B-2", "enrichment", "operator", "R-101"));

        _day.Enter("op-1", "R-101").Enter("ver-1", "R-101").Enter("op-2", "R-101");

        Assert.Empty(World.Rules(_day.Start("B-1", "enrichment", "R-101", "L-1", ["op-1"], "ver-1")));
    }

    [Fact]
    [Proves("GMP-9.3.2d", Proof.Refuses)]
    public void A_room_with_more_persons_than_validated_starts_nothing()
    {
        _day.Enter("op-1", "R-101").Enter("ver-1", "R-101").Enter("op-2", "R-101").Enter("op-3", "R-101");
        _day.World.Must(new OperatorCommand.ReportPresence("op-5", "R-101", _day.World.Now, "op-1", Origin.Live));

        Assert.Contains("GMP-9.3.2d", World.Rules(_day.Start("B-1", "enrichment", "R-101", "L-1", ["op-1"], "ver-1")));
    }

    [Fact]
    public void Who_loads_a_culture_is_not_kept_on_it_but_needs_the_exit_procedure()
    {
        _day.Enter("op-1", "INC-1").Runs("B-1", "culture", "INC-1", null, "op-1").Leave("op-1", "INC-1");
        _day.World.Given<Rooms.Room>("R-102", new Rooms.RoomFact.MaterialEntered("B-2", "C-2", _day.World.Now));

        Assert.Equal(OperatorStatus.Outside, _day.World.State<Operator>("op-1").Status);
        _day.World.Refused(_day.EnterCommand("op-1", "R-102"), "GMP-9.5.3f");
        _day.Exit("op-1", "AREA-G").Enter("op-1", "R-102");
    }

    [Fact]
    public void One_person_loads_the_cultures_of_several_batches_one_after_another()
    {
        _day.Enter("op-1", "INC-1").Runs("B-1", "culture", "INC-1", null, "op-1");
        _day.World.Given<Batch>("B-2", new BatchFact.StepStarted(_day.World.State<Batch>("B-1").Steps["culture"] with { Step = "enrichment", Status = StepStatus.Complete }));

        Assert.Empty(World.Rules(_day.Start("B-2", "culture", "INC-1", null, ["op-1"])));
    }

    [Fact]
    public void From_a_running_step_nobody_is_released_but_by_handover()
    {
        _day.Enter("op-1", "R-101").Enter("ver-1", "R-101").Started("B-1", "enrichment", "R-101", "L-1", ["op-1"], "ver-1");

        var refusal = _day.World.Refused(new OperatorCommand.Release("op-1", "B-1", "enrichment"), "GMP-9.5.3f");

        Assert.Equal(["wait-for-step-end", "hand-over-shift"], refusal.Remedies.Select(remedy => remedy.Code));
    }

    [Fact]
    public void A_person_named_in_vain_is_released()
    {
        _day.World.Must(new OperatorCommand.Assign("op-2", "B-2", "enrichment", "operator", "R-101"));
        _day.World.Must(new OperatorCommand.Release("op-2", "B-2", "enrichment"));

        Assert.Empty(_day.World.State<Operator>("op-2").Assignments);
    }

    [Theory]
    [InlineData("op-1", "R-101", new string[0])]
    [InlineData("op-2", "R-101", new[] { "GMP-9.5.4e", "GMP-9.5.3e" })]
    [InlineData("op-1", "", new[] { "GMP-9.5.3e" })]
    [Proves("GMP-9.5.3e", Proof.Refuses)]
    public void Only_who_is_on_the_step_and_in_its_room_acts_on_it(string person, string stays, string[] rules)
    {
        _day.Enter("op-1", "R-101").Enter("ver-1", "R-101").Started("B-1", "enrichment", "R-101", "L-1", ["op-1"], "ver-1");
        if (stays.Length == 0)
            _day.Leave("op-1", "R-101");

        var decision = _day.World.Play(desk =>
        {
            var site = desk.Get<Plant>("plant").Site!;
            var batch = desk.Get<Batch>("B-1");
            var work = new Work(site, batch, SmallRecipe.StepOf("enrichment"), site.Room("R-101")!, site.Area("AREA-G")!);
            desk.Check(PeopleRules.ForStepAct(desk, work, batch.Steps["enrichment"], person));
        });

        Assert.Equal(rules, World.Rules(decision));
    }

    [Fact]
    public void A_paused_step_goes_on_with_its_operators_in_the_room_and_without_a_second_verification()
    {
        _day.Enter("op-1", "R-101").Enter("ver-1", "R-101").Started("B-1", "enrichment", "R-101", "L-1", ["op-1"], "ver-1").Leave("ver-1", "R-101");

        Assert.Empty(World.Rules(_day.Resume("B-1", "enrichment")));

        _day.Leave("op-1", "R-101");
        Assert.Equal(["GMP-9.5.3e"], World.Rules(_day.Resume("B-1", "enrichment")));
    }

    [Fact]
    [Proves("GMP-9.2.5d", Proof.Refuses)]
    public void A_paused_step_does_not_go_on_where_the_media_fill_has_failed_meanwhile()
    {
        _day.Enter("op-1", "R-101").Enter("ver-1", "R-101").Started("B-1", "enrichment", "R-101", "L-1", ["op-1"], "ver-1");

        _day.MediaFill("L-1", "night", new DateOnly(2026, 3, 2), MediaFillResult.Failed);

        Assert.Contains("GMP-9.2.5d", World.Rules(_day.Resume("B-1", "enrichment")));
    }
}
