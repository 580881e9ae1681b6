using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Cabinets;
using Orchestrator.Domain.Equipment;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Xunit;

namespace Orchestrator.Domain.Tests.Floors;

/// <summary>Cabinets and equipment: one batch at a time, clean between batches, fit for use.</summary>
public sealed class CabinetAndEquipmentTests
{
    private static readonly StepDefinition Open = SmallRecipe.StepOf("transduction") with { Background = Grade.B };
    private static readonly StepPlace AtTheCabinet = Floor.In("R-101") with { Cabinet = "BSC-1", Equipment = ["CENT-1"] };

    [Fact]
    [Proves("GEN-4.1d", Proof.Grants)]
    [Proves("GEN-4.1d", Proof.Refuses)]
    public void A_cabinet_serves_one_batch_at_a_time()
    {
        var floor = new Floor().Batch("B-1").Batch("B-2").Started("B-1", Open, AtTheCabinet);

        Assert.Contains("GEN-4.1d", World.Rules(floor.Start("B-2", Open, AtTheCabinet)));
    }

    [Fact]
    [Proves("GEN-4.1e", Proof.Refuses)]
    public void What_a_step_runs_on_is_not_cleaned_after_it_in_service_or_out()
    {
        var floor = new Floor().Batch("B-1").Started("B-1", Open, AtTheCabinet);
        floor.World.Must(new EquipmentCommand.TakeOutOfService("CENT-1", "noise", "engineer-1"));

        floor.World.Refused(new EquipmentCommand.Clean("CENT-1", "B-1", "ethanol", "op-1", "ver-1"), "GEN-4.1e");
        floor.World.Refused(new EquipmentCommand.RecordInactivation("CENT-1", "CY-1", "pass", "op-1"), "GEN-4.1e");
    }

    [Fact]
    public void A_cabinet_and_a_centrifuge_are_cleaned_between_batches()
    {
        var floor = AfterB1();
        Assert.Equal(2, floor.Start("B-2", Open, AtTheCabinet).Refusals.Count(refusal => refusal.Rule == "GEN-4.1e"));

        floor.World.Refused(new CabinetCommand.Clear("BSC-1", "B-1", "ethanol", "ver-1", "ver-1"), "GEN-4.1e");
        floor.World.Refused(new CabinetCommand.Clear("BSC-1", "B-2", "ethanol", "op-1", "ver-1"), "ORC-012");
        floor.World.Must(new CabinetCommand.Clear("BSC-1", "B-1", "ethanol", "op-1", "ver-1"));
        floor.World.Must(new EquipmentCommand.Clean("CENT-1", "B-1", "ethanol", "op-1", "ver-1"));
        floor.Started("B-2", Open, AtTheCabinet);
    }

    [Fact]
    [Proves("GMP-9.5.1b", Proof.Grants)]
    [Proves("GMP-9.5.1b", Proof.Refuses)]
    public void Equipment_used_on_positive_material_is_inactivated_before_it_serves_another_batch()
    {
        var floor = new Floor().Batch("B-1").Batch("P-1", PathogenStatus.Positive);
        floor.World.Given<Domain.Equipment.Equipment>("CENT-1", new EquipmentFact.StepStarted("P-1", "wash", true, floor.World.Now))
            .Given<Domain.Equipment.Equipment>("CENT-1", new EquipmentFact.StepEnded("P-1", "wash", floor.World.Now))
            .Must(new EquipmentCommand.Clean("CENT-1", "P-1", "ethanol", "op-1", "ver-1"));

        Assert.Equal(["GMP-9.5.1b"], World.Rules(floor.Start("B-1", Open, AtTheCabinet)));
        floor.World.Refused(new EquipmentCommand.RecordInactivation("CENT-1", "AC-1", "fail", "op-1"), "GMP-9.5.1b");
        floor.World.Must(new EquipmentCommand.RecordInactivation("CENT-1", "AC-2", "pass", "op-1"));
        floor.Started("B-1", Open, AtTheCabinet);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    [Proves("GMP-9.5.1b", Proof.Grants)]
    [Proves("GMP-9.5.1b", Proof.Refuses)]
    public void Equipment_of_a_batch_found_positive_late_is_inactivated_unless_it_was_since(bool inactivatedSince, int refusals)
    {
        var floor = new Floor().Batch("B-1").Batch("B-2").Started("B-1", Open, AtTheCabinet).Ended("B-1", "transduction");
        floor.World.After(TimeSpan.FromMinutes(5));
        if (inactivatedSince)
            floor.World.Must(new EquipmentCommand.RecordInactivation("CENT-1", "AC-1", "pass", "op-1"));

        floor.World.Play(desk => EquipmentRules.OnFoundPositive(desk, desk.Get<Batch>("B-1")));

        Assert.Equal(refusals, World.Rules(floor.Start("B-2", Open, AtTheCabinet)).Count(rule => rule == "GMP-9.5.1b"));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    [Proves("GMP-9.5.1b", Proof.Refuses)]
    public void Whoever_used_equipment_after_a_batch_found_positive_late_is_held_unless_it_was_inactivated_between(bool inactivated, int holds)
    {
        var floor = AfterB1();
        floor.World.Must(new CabinetCommand.Clear("BSC-1", "B-1", "ethanol", "op-1", "ver-1"));
        floor.World.Must(new EquipmentCommand.Clean("CENT-1", "B-1", "ethanol", "op-1", "ver-1"));
        if (inactivated)
            floor.World.Must(new EquipmentCommand.RecordInactivation("CENT-1", "AC-1", "pass", "op-1"));
        floor.Started("B-2", Open, AtTheCabinet);

        floor.World.Play(desk => EquipmentRules.OnFoundPositive(desk, desk.Get<Batch>("B-1")));

        Assert.Equal(holds, floor.World.State<Batch>("B-2").Holds.Values.Count(hold => hold.Rule == "GMP-9.5.1b"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void What_a_thing_was_cleaned_with_is_named(string agent)
    {
        var floor = AfterB1();

        floor.World.Refused(new CabinetCommand.Clear("BSC-1", "B-1", agent, "op-1", "ver-1"), "ORC-019");
        floor.World.Refused(new EquipmentCommand.Clean("CENT-1", "B-1", agent, "op-1", "ver-1"), "ORC-019");
    }

    [Fact]
    public void Equipment_out_of_calibration_repaired_and_unchecked_or_out_of_service_is_refused()
    {
        var floor = new Floor().Batch("B-1");
        floor.World.Must(new EquipmentCommand.RecordCalibration("CENT-1", "CAL-1", false, new DateOnly(2027, 1, 1), "engineer-1"));
        floor.World.Must(new EquipmentCommand.ReportRepair("CENT-1", "rotor changed", "engineer-1"));
        floor.World.Must(new EquipmentCommand.TakeOutOfService("CENT-1", "noise", "op-1"));

        Assert.Equal(["ORC-011", "GMP-6.3c", "GMP-4.2.3a"], World.Rules(floor.Start("B-1", Open, AtTheCabinet)));

        floor.World.Must(new EquipmentCommand.ReturnToService("CENT-1", "WO-1", "engineer-1"));
        floor.World.Must(new EquipmentCommand.RecordCalibration("CENT-1", "CAL-2", true, new DateOnly(2031, 1, 1), "engineer-1"));
        floor.World.Must(new EquipmentCommand.RecordIntegrityCheck("CENT-1", "IC-1", "imbalance", "ok", true, "engineer-1"));
        floor.Started("B-1", Open, AtTheCabinet);
    }

    [Fact]
    public void A_failed_check_of_equipment_holds_the_batches_since_the_last_pass()
    {
        var floor = AfterB1();

        floor.World.Must(new EquipmentCommand.RecordIntegrityCheck("CENT-1", "IC-2", "seal", "leaks", false, "engineer-1"));

        Assert.Contains("GMP-6.3d", floor.World.State<Batch>("B-1").Holds.Values.Select(hold => hold.Rule));
    }

    [Fact]
    public void The_table_of_cabinets_is_the_approved_one() =>
        Approved.Matches(StatusTable.Page<CabinetStatus, CabinetCommand>((status, command) => CabinetDecider.Possible(status, command) ? null : Refusal.Of("ORC-003")), "Cabinet");

    [Fact]
    public void The_table_of_equipment_is_the_approved_one() =>
        Approved.Matches(StatusTable.Page<EquipmentStatus, EquipmentCommand>((status, command) => EquipmentDecider.Possible(status, command) ? null : Refusal.Of("ORC-003")), "Equipment");

    private static Floor AfterB1()
    {
        var floor = new Floor().Batch("B-1").Batch("B-2").Started("B-1", Open, AtTheCabinet);
        floor.World.After(TimeSpan.FromMinutes(30));
        return floor.Live().Ended("B-1", "transduction").Cleared("C-1", "B-1", ClearanceScope.Changeover);
    }
}
