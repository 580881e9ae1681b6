using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Segregation;
using Xunit;

namespace Orchestrator.Domain.Tests.People;

/// <summary>Proves training, authorisation and qualification: at the door and on the step, each asked for by itself.</summary>
public sealed class FitnessTests
{
    private static readonly DateOnly Yesterday = new(2026, 3, 1);
    private static readonly DateOnly Today = new(2026, 3, 2);

    [Fact]
    [Proves("GMP-5.2a", Proof.Grants)]
    public void A_trained_and_authorised_operator_enters_until_the_end_of_the_last_day()
    {
        var day = new Shift(Shift.Plant(person => Trained(person, "biosafety", Today), "op-1"));

        day.World.At(new DateTimeOffset(2026, 3, 2, 15, 59, 59, TimeSpan.Zero));

        day.Enter("op-1", "R-101");
    }

    [Fact]
    [Proves("GMP-5.2a", Proof.Refuses)]
    public void A_training_ends_with_its_last_day_in_the_plants_zone()
    {
        var day = new Shift(Shift.Plant(person => Trained(person, "biosafety", Today), "op-1"));

        day.World.At(new DateTimeOffset(2026, 3, 2, 16, 0, 0, TimeSpan.Zero));

        var refusal = day.World.Refused(day.EnterCommand("op-1", "R-101"), "GMP-5.2a");
        Assert.Contains(new Seen("training", "biosafety"), refusal.Seen);
    }

    [Fact]
    [Proves("GMP-5.2a", Proof.Refuses)]
    public void A_trained_operator_without_authorisation_for_the_area_is_refused()
    {
        var day = new Shift(Shift.Plant(person => person with { Authorisations = person.Authorisations.Remove("AREA-G") }, "op-1"));

        var refusal = day.World.Refused(day.EnterCommand("op-1", "R-101"), "GMP-5.2a");

        Assert.Contains(new Seen("area", "AREA-G"), refusal.Seen);
    }

    [Fact]
    [Proves("GMP-5.2b", Proof.Grants)]
    public void A_trained_and_authorised_engineer_enters() => new Shift().Enter("engineer-1", "R-101");

    [Fact]
    [Proves("GMP-5.2b", Proof.Refuses)]
    public void An_untrained_engineer_is_refused_like_an_operator()
    {
        var day = new Shift(Shift.Plant(person => person with { Trainings = person.Trainings.Remove("biosafety") }, "engineer-1"));

        day.World.Refused(day.EnterCommand("engineer-1", "R-101"), "GMP-5.2b");
    }

    [Fact]
    [Proves("GMP-5.2a", Proof.Refuses)]
    public void An_operator_who_is_not_authorised_for_the_operation_does_not_start_it()
    {
        var day = Shift.WithLines(Shift.Plant(person => person with { Authorisations = person.Authorisations.Remove("harvest") }, "op-1"));

        day.Batch("B-1").Enter("op-1", "R-101").Enter("ver-1", "R-101");

        Assert.Equal(["GMP-5.2a"], World.Rules(day.Start("B-1", "harvest", "R-101", "L-1", ["op-1"], "ver-1")));
    }

    [Fact]
    [Proves("GMP-5.2c", Proof.Grants)]
    public void The_pathogen_module_admits_to_positive_material()
    {
        var day = Shift.WithLines().Batch("B-1", PathogenStatus.Positive).Enter("op-1", "R-201").Enter("ver-1", "R-201");

        Assert.Empty(World.Rules(day.Start("B-1", "enrichment", "R-201", "L-P", ["op-1"], "ver-1")));
    }

    [Fact]
    [Proves("GMP-5.2c", Proof.Refuses)]
    public void General_training_alone_does_not_admit_to_positive_material()
    {
        var day = Shift.WithLines(Shift.Plant(person => person with { Trainings = person.Trainings.Remove("pathogen") }, "op-1"));

        day.Batch("B-1", PathogenStatus.Positive).Enter("op-1", "R-201").Enter("ver-1", "R-201");

        Assert.Equal(["GMP-5.2c"], World.Rules(day.Start("B-1", "enrichment", "R-201", "L-P", ["op-1"], "ver-1")));
    }

    [Fact]
    [Proves("GEN-4.1c", Proof.Grants)]
    public void An_aseptically_qualified_operator_works_on_an_aseptic_step()
    {
        var day = Shift.WithLines(Shift.Plant(person => person with { AsepticUntil = Today }, "op-1"));

        day.Batch("B-1").Enter("op-1", "R-101").Enter("ver-1", "R-101");

        Assert.Empty(World.Rules(day.Start("B-1", "enrichment", "R-101", "L-1", ["op-1"], "ver-1")));
    }

    [Theory]
    [Proves("GEN-4.1c", Proof.Refuses)]
    [InlineData(true)]
    [InlineData(false)]
    public void A_lapsed_aseptic_qualification_or_gowning_refuses_the_step(bool gowning)
    {
        var day = Shift.WithLines(Shift.Plant(person => gowning ? Trained(person, "gowning", Yesterday) : person with { AsepticUntil = Yesterday }, "op-1"));

        day.Batch("B-1").Enter("op-1", "R-101").Enter("ver-1", "R-101");

        Assert.Equal(["GEN-4.1c"], World.Rules(day.Start("B-1", "enrichment", "R-101", "L-1", ["op-1"], "ver-1")));
    }

    [Fact]
    public void A_team_that_does_not_fill_the_recipes_roles_is_refused()
    {
        var day = Shift.WithLines().Batch("B-1").Enter("ver-1", "R-101");

        Assert.Equal(["ORC-016"], World.Rules(day.Start("B-1", "enrichment", "R-101", "L-1", [], "ver-1")));
    }

    [Fact]
    public void A_role_that_a_person_does_not_hold_is_refused()
    {
        var day = Shift.WithLines().Batch("B-1").Enter("op-1", "R-101").Enter("op-2", "R-101");

        Assert.Equal(["ORC-016"], World.Rules(day.Start("B-1", "enrichment", "R-101", "L-1", ["op-1"], "op-2")));
    }

    [Fact]
    public void One_person_does_not_count_twice()
    {
        var day = Shift.WithLines().Batch("B-1").Enter("op-1", "R-101").Enter("ver-1", "R-101");

        Assert.Equal(["ORC-016"], World.Rules(day.Start("B-1", "enrichment", "R-101", "L-1", ["op-1", "op-1"], "ver-1")));
    }

    private static PersonDefinition Trained(PersonDefinition person, string module, DateOnly until) =>
        person with { Trainings = person.Trainings.SetItem(module, until) };
}
