using Orchestrator.Domain.Batches;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Equipment;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Isolators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Orchestrator.Domain.Sensors;
using Xunit;
using static Orchestrator.Domain.Tests.PlantAtWork;

namespace Orchestrator.Domain.Tests.Floors;

/// <summary>Proves that what was found to be wrong is recorded whoever tells it, and holds what relied on it.</summary>
public sealed class FailureReportTests
{
    private const string Stranger = "vendor";

    private readonly PlantAtWork _plant = new PlantAtWork(SmallPlant.Document, RecipeOf("KITS", Step("enrich", StepClass.NonCulture, Exposure.Closed, Workplace.ClosedSystem) with { EquipmentTypes = ["cell-processor", "centrifuge"] }))
        .Batch("B-1", "KITS").Enter("R-101", "op-1", "ver-1").Kit("PROC-1", "B-1").Start("B-1", "enrich", In("R-101", "L-1") with { ClosedSystem = "PROC-1", Equipment = ["CENT-1"] }, "op-1", "ver-1").After(4);

    private Batch Batch => _plant.World.State<Batch>("B-1");

    [Fact]
    [Proves("GMP-6.3d", Proof.Refuses)]
    public void A_failed_integrity_check_of_a_closed_system_holds_its_batches_whoever_tells_it()
    {
        _plant.World.Must(new ClosedSystemCommand.RecordIntegrityCheck("PROC-1", "IC-9", "pressure hold", "9", false, Stranger));

        Assert.NotNull(_plant.World.State<ClosedSystem>("PROC-1").IntegrityFailedAt);
        Assert.Equal([("integrity/PROC-1/IC-9", HoldKind.LateKnowledge), ("unknown-person/vendor/integrity/PROC-1/IC-9", HoldKind.Deviation)], Batch.Holds.Values.Select(hold => (hold.Id, hold.Kind)));
    }

    [Fact]
    [Proves("GMP-6.3d", Proof.Refuses)]
    public void A_failed_integrity_check_of_equipment_holds_its_batches_whoever_tells_it()
    {
        _plant.World.Must(new EquipmentCommand.RecordIntegrityCheck("CENT-1", "IC-9", "leak test", "9", false, Stranger));

        Assert.Contains("integrity/CENT-1/IC-9", Batch.Holds.Keys);
    }

    [Fact]
    public void A_failed_integrity_check_told_by_a_person_of_the_plant_is_no_deviation()
    {
        _plant.World.Must(new ClosedSystemCommand.RecordIntegrityCheck("PROC-1", "IC-9", "pressure hold", "9", false, "engineer-1"));

        Assert.Equal(["integrity/PROC-1/IC-9"], Batch.Holds.Keys);
    }

    [Fact]
    public void A_passed_check_by_a_stranger_counts_for_nothing()
    {
        _plant.World.Refused(new ClosedSystemCommand.RecordIntegrityCheck("PROC-1", "IC-9", "pressure hold", "0", true, Stranger), "ORC-005");
        _plant.World.Refused(new IsolatorCommand.RecordIntegrityTest("ISO-1", IntegrityTest.Leak, "m", "0", true, Stranger), "ORC-005");
    }

    [Fact]
    [Proves("GMP-4.2.3a", Proof.Refuses)]
    public void A_failed_calibration_counts_whoever_tells_it()
    {
        _plant.World.Must(new SensorCommand.RecordCalibration("DP-101", "CAL-9", false, new DateOnly(2026, 3, 2), Stranger));
        _plant.World.Must(new EquipmentCommand.RecordCalibration("CENT-1", "CAL-9", false, new DateOnly(2026, 3, 2), Stranger));

        Assert.False(_plant.World.State<Sensor>("DP-101").Calibration!.Passed);
        Assert.False(_plant.World.State<Equipment.Equipment>("CENT-1").Calibration!.Passed);
    }

    [Fact]
    [Proves("GMP-13.7a", Proof.Refuses)]
    public void A_kit_that_is_found_not_closed_is_verified_no_longer()
    {
        _plant.Batch("B-2", "KITS").Kit("PROC-2", "B-2");

        _plant.World.Must(new ClosedSystemCommand.VerifyClosure("PROC-2", "VC-9", "decay", false, "op-1", "op-1"));

        Assert.Equal(ClosedSystemStatus.Installed, _plant.World.State<ClosedSystem>("PROC-2").Status);
    }

    [Fact]
    [Proves("GMP-9.8c", Proof.Refuses)]
    public void A_defect_rejects_the_container_whoever_sees_it()
    {
        _plant.Vessel("V-1", "B-1", "R-101");

        _plant.World.Must(new ContainerCommand.RecordAppearance("V-1", Inspection.AfterFilling, "leak", Stranger));

        Assert.Equal(ContainerStatus.Rejected, _plant.World.State<Container>("V-1").Status);
        Assert.Equal(["appearance/V-1", "unknown-person/vendor/appearance/V-1"], Batch.Holds.Keys);
    }

    [Fact]
    public void Another_hold_under_a_known_id_lies_beside_the_first_and_the_same_again_is_not_recorded()
    {
        _plant.World.Must(new RoomCommand.PlaceHold("R-101", "EM-1", HoldKind.Manual, "cleaning", "op-1"));
        var plate = new RoomCommand.PlaceHold("R-101", "EM-1", HoldKind.Contamination, "settle plate over the action limit", "op-1");

        _plant.World.Must(plate);

        Assert.Equal(HoldKind.Contamination, _plant.World.State<Room>("R-101").Holds["EM-1#2"].Kind);
        Assert.Empty(_plant.World.Must(plate).Facts);
        _plant.World.MustBoth(new RoomCommand.LiftHold("R-101", "EM-1#2", "plates clean", "quality-1", "op-1"), "quality-1", "op-1");
    }

    [Fact]
    public void Another_stop_by_hand_under_a_known_name_lies_beside_the_first()
    {
        _plant.World.Must(new BatchCommand.PlaceHold("B-1", "H-1", "label to be looked at"));
        _plant.World.Must(new BatchCommand.PlaceHold("B-1", "H-1", "bag swollen"));

        Assert.Equal(["manual/H-1", "manual/H-1#2"], Batch.Holds.Keys);
    }

    [Fact]
    [Proves("GMP-9.5.7a", Proof.Refuses)]
    public void Another_opening_under_a_known_id_is_a_breach_of_its_own()
    {
        var first = new ClosedSystemCommand.ReportBreach("PROC-1", "BR-1", "leak", _plant.World.Now);
        _plant.World.Must(first);

        Assert.Empty(_plant.World.Must(first).Facts);
        _plant.World.Must(first with { Detection = "spike came out" });

        Assert.Equal(["BR-1", "BR-1#2"], _plant.World.State<ClosedSystem>("PROC-1").Breaches.Keys);
    }
}
