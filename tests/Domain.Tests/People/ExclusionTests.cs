using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Segregation;
using Xunit;

namespace Orchestrator.Domain.Tests.People;

/// <summary>Proves who is barred from where after vector work and after contact with pathogen-positive material (004 五(三)).</summary>
public sealed class ExclusionTests
{
    private static readonly PlantDocument WithVectorArea = SmallPlant.Document with
    {
        Areas = SmallPlant.Document.Areas.Add(new AreaDefinition { Id = "AREA-V", Name = "Vectors", Designation = AreaDesignation.Vector, AirHandlingUnits = ["AHU-3"], PersonnelAirlocks = ["PAL-V"], MaterialAirlocks = ["MAL-V"] }),
        Rooms = SmallPlant.Document.Rooms.Add(new RoomDefinition { Id = "R-301", Name = "Vectors", Area = "AREA-V", Use = RoomUse.Processing, Grade = Grade.C, PersonsMax = new ValidatedMaximum(2, "VR-1"), Terminals = ["T-301"] }),
        People = [.. SmallPlant.Document.People.Select(person => person with { Authorisations = person.Authorisations.SetItem("AREA-V", new DateOnly(2030, 12, 31)) })],
    };

    [Fact]
    [Proves("GMP-5.3a", Proof.Refuses)]
    public void Who_comes_from_vector_work_does_not_enter_a_cell_area_undecontaminated()
    {
        var day = FromVectors();

        var refusal = day.World.Refused(day.EnterCommand("op-1", "R-101"), "GMP-5.3a");

        Assert.Equal("record-decontamination", refusal.Remedies[0].Code);
    }

    [Fact]
    [Proves("GMP-5.3a", Proof.Grants)]
    public void A_decontamination_after_the_vector_exit_opens_the_cell_area()
    {
        var day = FromVectors();
        day.World.Must(Decontamination(day, "op-2"));

        day.World.After(TimeSpan.FromHours(12));

        day.Enter("op-1", "R-101");
    }

    [Fact]
    [Proves("GMP-5.3a", Proof.Refuses)]
    public void A_decontamination_does_not_stay_good_for_ever()
    {
        var day = FromVectors();
        day.World.Must(Decontamination(day, "op-2"));

        day.World.After(TimeSpan.FromHours(12) + TimeSpan.FromSeconds(1));

        day.World.Refused(day.EnterCommand("op-1", "R-101"), "GMP-5.3a");
    }

    [Fact]
    [Proves("GMP-5.3a", Proof.Refuses)]
    public void A_decontamination_before_the_vector_exit_does_not_count()
    {
        var day = FromVectors();
        day.World.Must(Decontamination(day, "op-2"));

        day.World.After(TimeSpan.FromMinutes(10));
        day.Enter("op-1", "R-301").Leave("op-1", "R-301");

        day.World.Refused(day.EnterCommand("op-1", "R-101"), "GMP-5.3a");
    }

    [Fact]
    [Proves("GMP-5.3a", Proof.Refuses)]
    public void Nobody_witnesses_their_own_decontamination()
    {
        var day = FromVectors();

        day.World.Refused(Decontamination(day, "op-1"), "GMP-5.3a");
    }

    [Fact]
    [Proves("GMP-5.3a", Proof.Refuses)]
    public void Without_the_sites_validity_no_decontamination_is_good()
    {
        var day = FromVectors(WithVectorArea with { Parameters = WithVectorArea.Parameters with { DecontaminationValidity = null } });
        day.World.Must(Decontamination(day, "op-2"));

        var refusal = day.World.Refused(day.EnterCommand("op-1", "R-101"), "GMP-5.3a");

        Assert.Contains(new Seen("siteParameter", "decontaminationValidity"), refusal.Seen);
    }

    [Fact]
    [Proves("GMP-5.3b", Proof.Refuses)]
    public void After_contact_with_positive_material_every_other_area_is_closed()
    {
        var day = AfterContact().Leave("op-1", "R-201").Exit("op-1", "AREA-P");

        var refusal = day.World.Refused(day.EnterCommand("op-1", "R-101"), "GMP-5.3b");

        Assert.Equal(Shift.Morning.AddHours(13), refusal.EarliestLegal);
    }

    [Fact]
    [Proves("GMP-5.3b", Proof.Grants)]
    public void The_dedicated_area_itself_stays_open()
    {
        var day = AfterContact().Leave("op-1", "R-201");

        day.Enter("op-1", "R-201");
    }

    [Fact]
    [Proves("GMP-5.3b", Proof.Refuses)]
    public void The_rest_of_the_shift_and_the_sites_period_must_both_be_over()
    {
        var day = AfterContact().Leave("op-1", "R-201").Exit("op-1", "AREA-P");

        day.World.At(Shift.Morning.AddHours(13) - TimeSpan.FromSeconds(1)).As("quality-1");

        day.World.Refused(Lift(), "GMP-5.3b");
    }

    [Fact]
    [Proves("GMP-5.3b", Proof.Refuses)]
    public void A_short_period_does_not_end_before_the_shift()
    {
        var day = AfterContact(SmallPlant.Document with { Parameters = SmallPlant.Document.Parameters with { PathogenExclusion = TimeSpan.FromMinutes(1) } }).Leave("op-1", "R-201").Exit("op-1", "AREA-P");

        day.World.At(new DateTimeOffset(2026, 3, 2, 11, 59, 59, TimeSpan.Zero));
        day.World.Refused(Lift(), "GMP-5.3b");
        day.World.At(new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero));
        day.World.MustBy("quality-1", Lift());
    }

    [Fact]
    [Proves("GMP-5.3b", Proof.Refuses)]
    public void Without_the_exit_procedure_the_exclusion_does_not_end()
    {
        var day = AfterContact().Leave("op-1", "R-201");

        day.World.At(Shift.Morning.AddDays(2));

        var refusal = day.World.Refused(Lift(), "GMP-5.3b");
        Assert.Equal("record-exit-procedure", refusal.Remedies[0].Code);
    }

    [Fact]
    [Proves("GMP-5.3b", Proof.Grants)]
    public void Next_shift_after_the_exit_procedure_quality_signs_and_the_area_opens()
    {
        var day = AfterContact().Leave("op-1", "R-201").Exit("op-1", "AREA-P");

        day.World.At(Shift.Morning.AddHours(13));
        day.World.Refused(day.EnterCommand("op-1", "R-101"), "GMP-5.3b");
        day.World.As("quality-1").Must(Lift());
        day.World.As(null);

        day.Enter("op-1", "R-101");
    }

    [Theory]
    [InlineData("op-1", "GMP-5.3b")]
    [InlineData("op-2", "GMP-5.3b")]
    public void Only_another_person_of_quality_lifts_an_exclusion(string signer, string rule)
    {
        var day = AfterContact().Leave("op-1", "R-201").Exit("op-1", "AREA-P");

        day.World.At(Shift.Morning.AddDays(1));

        Assert.Contains(rule, World.Rules(day.World.Give(Lift() with { LiftedBy = signer })));
    }

    [Fact]
    public void Nobody_signs_for_another()
    {
        var day = AfterContact().Leave("op-1", "R-201").Exit("op-1", "AREA-P");

        day.World.At(Shift.Morning.AddDays(1)).As("quality-2").Refused(Lift(), "ORC-008");
    }

    [Fact]
    [Proves("GMP-5.3b", Proof.Refuses)]
    public void Without_the_sites_period_an_exclusion_never_ends()
    {
        var day = AfterContact(SmallPlant.Document with { Parameters = SmallPlant.Document.Parameters with { PathogenExclusion = null } }).Leave("op-1", "R-201").Exit("op-1", "AREA-P");

        day.World.At(Shift.Morning.AddDays(10));

        day.World.Refused(Lift(), "GMP-5.3b");
        day.World.Refused(day.EnterCommand("op-1", "R-101"), "GMP-5.3b");
    }

    [Fact]
    [Proves("GMP-5.3c", Proof.Refuses)]
    public void Who_is_on_positive_work_is_not_assigned_to_another_area()
    {
        var day = AfterContact().Batch("B-2");

        Assert.Equal(["GMP-5.3b", "GMP-5.3c"], World.Rules(day.World.Give(new OperatorCommand.Assign("op-1", "B-2", "harvest", "operator", "R-101"))));
    }

    [Fact]
    [Proves("GMP-5.3c", Proof.Refuses)]
    public void Who_is_named_for_another_area_is_not_assigned_to_positive_work()
    {
        var day = Shift.WithLines().Batch("B-1", PathogenStatus.Positive).Batch("B-2");
        day.World.Must(new OperatorCommand.Assign("op-1", "B-2", "harvest", "operator", "R-101"));

        day.World.Refused(new OperatorCommand.Assign("op-1", "B-1", "enrichment", "operator", "R-201"), "GMP-5.3c");
    }

    [Fact]
    [Proves("GMP-5.3c", Proof.Grants)]
    public void A_roster_that_splits_the_staff_is_granted()
    {
        var day = Shift.WithLines().Batch("B-1", PathogenStatus.Positive).Batch("B-2");

        day.World.Must(new OperatorCommand.Assign("op-1", "B-1", "enrichment", "operator", "R-201"));
        day.World.Must(new OperatorCommand.Assign("op-2", "B-2", "harvest", "operator", "R-101"));
    }

    [Fact]
    [Proves("GMP-5.3b", Proof.Refuses)]
    public void A_result_that_comes_late_bars_those_who_handled_the_batch()
    {
        var day = Shift.WithLines().Batch("B-1").Enter("op-1", "R-201").Runs("B-1", "enrichment", "R-201", "L-P", "op-1").Ended("B-1", "enrichment").Leave("op-1", "R-201");
        day.World.Play(desk => PeopleRules.OnFoundPositive(desk, desk.Get<Domain.Batches.Batch>("B-1")));

        day.World.Refused(day.EnterCommand("op-1", "R-101"), "GMP-5.3b");
    }

    private static Shift FromVectors(PlantDocument? plant = null) => new Shift(plant ?? WithVectorArea).Enter("op-1", "R-301").Leave("op-1", "R-301");

    /// <summary>op-1 has worked on a positive batch from nine to ten.</summary>
    private static Shift AfterContact(PlantDocument? plant = null)
    {
        var day = Shift.WithLines(plant).Batch("B-1", PathogenStatus.Positive).Enter("op-1", "R-201").Enter("ver-1", "R-201").Started("B-1", "enrichment", "R-201", "L-P", ["op-1"], "ver-1");
        day.World.After(TimeSpan.FromHours(1));
        return day.Ended("B-1", "enrichment");
    }

    private static OperatorCommand.RecordDecontamination Decontamination(Shift day, string witness) => new("op-1", "SOP-DECON v1", day.World.Now, witness);

    private static OperatorCommand.LiftExclusion Lift() => new("op-1", "AREA-P", "quality-1", "period over");
}
