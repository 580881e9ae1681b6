using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Materials;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Tests.Identity;
using Xunit;

namespace Orchestrator.Domain.Tests.Materials;

/// <summary>Which lot, and which piece of it, may come to a batch.</summary>
public sealed class MaterialTests
{
    [Fact]
    [Proves("GMP-8.2c", Proof.Grants)]
    [Proves("GMP-5.1a", Proof.Grants)]
    [Proves("GMP-8.1", Proof.Grants)]
    [Proves("GMP-9.9", Proof.Grants)]
    [Proves("GMP-13.7b", Proof.Grants)]
    [Proves("CMC-4.2b", Proof.Grants)]
    [Proves("GEN-4.2.2c", Proof.Grants)]
    public void A_released_new_sound_kit_is_mounted()
    {
        var scene = Scene.InEnrichment().Lot("KIT-1", "KIT");
        scene.World.Must(Kit("SN-1"));

        Assert.Equal("KIT-1", Assert.Single(scene.Batch("B-1").Steps["enrichment"].Charged));
        Assert.Equal("SN-1", Assert.Single(scene.World.State<MaterialLot>("KIT-1").UsedSerials));
    }

    [Fact]
    [Proves("GMP-8.2c", Proof.Refuses)]
    public void A_lot_in_quarantine_is_not_charged()
    {
        var scene = Scene.InEnrichment();
        scene.World.Must(new MaterialLotCommand.Receive("KIT-1", "KIT", "Supplier", new DateOnly(2027, 1, 31), [], "", "op-2"));

        scene.Refused(Kit("SN-1"), "GMP-8.2c");
    }

    [Fact]
    [Proves("GMP-8.2c", Proof.Refuses)]
    [Proves("GMP-5.1a", Proof.Refuses)]
    public void A_lot_is_released_on_its_incoming_inspection_by_quality()
    {
        var scene = Scene.InEnrichment();
        scene.World.Must(new MaterialLotCommand.Receive("KIT-1", "KIT", "Supplier", new DateOnly(2027, 1, 31), [], "", "op-2"));

        scene.Refused(new MaterialLotCommand.Release("KIT-1", "", "GMP-1", "quality-1"), "GMP-8.2c");
        scene.Refused(new MaterialLotCommand.Release("KIT-1", "INSP-1", "GMP-1", "op-1"), "GMP-5.1a");
    }

    [Fact]
    [Proves("GMP-8.1", Proof.Refuses)]
    public void An_expired_lot_is_not_charged_but_on_its_last_day_it_is()
    {
        var scene = Scene.InEnrichment().Lot("KIT-1", "KIT");
        var lastDay = new DateTimeOffset(2027, 1, 31, 15, 59, 0, TimeSpan.Zero);

        Assert.True(scene.World.At(lastDay).Ask(Kit("SN-1")).Granted);
        scene.World.At(lastDay.AddMinutes(1));
        scene.Refused(Kit("SN-1"), "GMP-8.1");
    }

    [Fact]
    [Proves("GMP-9.9", Proof.Refuses)]
    public void A_single_use_piece_is_used_once_and_has_a_serial()
    {
        var scene = Scene.InEnrichment().Lot("KIT-1", "KIT");
        scene.World.Must(Kit("SN-1"));

        scene.Refused(Kit("SN-1"), "GMP-9.9");
        scene.Refused(Kit(null), "GMP-9.9");
        scene.World.Must(Kit("SN-2"));
    }

    [Theory]
    [InlineData("sn-1")]
    [InlineData("SN-1 ")]
    [InlineData("ＳＮ-1")]
    [Proves("GMP-9.9", Proof.Refuses)]
    public void A_piece_is_known_however_its_serial_is_spelled_and_whatever_lot_is_named(string serial)
    {
        var scene = Scene.InEnrichment().Lot("KIT-1", "KIT").Lot("KIT-2", "KIT");
        scene.World.Must(Kit("SN-1"));

        scene.Refused(Kit(serial), "GMP-9.9");
        scene.Refused(Kit("SN-1") with { Lot = "KIT-2", Code = "KIT-2" }, "GMP-9.9");
    }

    [Fact]
    [Proves("GMP-9.9", Proof.Refuses)]
    [Proves("GMP-9.9", Proof.Grants)]
    public void A_mounted_kit_is_charged_once_to_its_own_batch_on_its_own_system()
    {
        var world = new World();
        world.Play(desk => desk.Check(SingleUse.Mount(desk, "K-1", "PROC-1", "B-1")));
        Refusal? Charge(string batch, string? system)
        {
            Refusal? answer = null;
            world.Play(desk => desk.Check(answer = SingleUse.Charge(desk, "k-1", "KIT-1", batch, "enrichment", system)));
            return answer;
        }

        Assert.Equal("GMP-9.9", Charge("B-2", "PROC-1")?.Rule);
        Assert.Equal("GMP-9.9", Charge("B-1", "PROC-2")?.Rule);
        Assert.Null(Charge("B-1", "PROC-1"));
        Assert.Equal("GMP-9.9", Charge("B-1", "PROC-1")?.Rule);
    }

    [Fact]
    [Proves("GMP-9.8a", Proof.Refuses)]
    public void A_piece_with_a_defect_is_not_used() => Scene.InEnrichment().Lot("KIT-1", "KIT").Refused(Kit("SN-1") with { Defect = "pinhole" }, "GMP-9.8a");

    [Fact]
    [Proves("CMC-3.7.3a", Proof.Refuses)]
    public void The_code_on_the_piece_must_be_the_lots()
    {
        var scene = Scene.InEnrichment().Lot("KIT-1", "KIT");

        scene.Refused(Kit("SN-1") with { Code = "KIT-2" }, "CMC-3.7.3a");
        scene.Refused(Kit("SN-1") with { Code = "(01)12312312312319(10)KIT-1(21)SN-7" }, "CMC-3.7.3a");
        scene.World.Must(Kit("SN-1") with { Code = "^011231231231231910KIT-1^21SN-1" });
    }

    [Fact]
    public void A_lot_of_a_material_that_the_bill_does_not_name_is_refused() =>
        Scene.InEnrichment().Lot("BUF-1", "BUFFER").Refused(Kit("SN-1") with { Lot = "BUF-1", Code = "BUF-1" }, "ORC-018");

    [Fact]
    [Proves("GMP-13.7b", Proof.Refuses)]
    public void Nothing_comes_into_a_closed_step_through_the_air() =>
        Scene.InEnrichment().Lot("BUF-1", "BUFFER").Refused(new MaterialLotCommand.Charge("BUF-1", "B-1", "enrichment", "buffer", "BUF-1", null, Connection.Ambient, null, "op-1"), "GMP-13.7b");

    [Theory]
    [InlineData(Composition.BetaLactam, "CMC-4.2b")]
    [InlineData(Composition.HumanSerumOrPlasma, "GEN-4.2.2c")]
    [Proves("CMC-4.2b", Proof.Refuses)]
    [Proves("GEN-4.2.2c", Proof.Refuses)]
    public void Penicillin_and_foreign_human_serum_never_come_near_the_cells(Composition composition, string rule) =>
        Scene.InEnrichment().Lot("BUF-1", "BUFFER", composition).Refused(new MaterialLotCommand.Charge("BUF-1", "B-1", "enrichment", "buffer", "BUF-1", null, Connection.SterileWeld, null, "op-1"), rule);

    [Theory]
    [InlineData("DONOR-A", true)]
    [InlineData("DONOR-B", false)]
    [Proves("GEN-4.2.2c", Proof.Grants)]
    [Proves("GEN-4.2.2c", Proof.Refuses)]
    public void The_patients_own_plasma_may_be_used_and_no_other(string donor, bool granted)
    {
        var scene = Scene.InEnrichment();
        scene.World.Must(new MaterialLotCommand.Receive("PL-1", "BUFFER", "Hospital", new DateOnly(2027, 1, 31), [Composition.HumanSerumOrPlasma], donor, "op-2"));
        scene.World.MustBy("quality-1", new MaterialLotCommand.Release("PL-1", "INSP-1", null, "quality-1"));

        var decision = scene.World.Give(new MaterialLotCommand.Charge("PL-1", "B-1", "enrichment", "buffer", "PL-1", null, Connection.SterileWeld, null, "op-1"));

        Assert.Equal(granted ? [] : ["GEN-4.2.2c"], World.Rules(decision));
    }

    [Fact]
    [Proves("GMP-3.2b", Proof.Grants)]
    [Proves("GMP-13.3", Proof.Grants)]
    [Proves("GMP-4.2.4b", Proof.Grants)]
    public void A_certified_vector_of_the_products_construct_is_charged()
    {
        var scene = InTransduction().Lot("LV-1", "LV-CD19");
        scene.World.Must(Vector("LV-1"));

        Assert.Equal("LV-CD19", scene.World.State<Room>("R-101").OpenVectors["B-1"].Construct);
    }

    [Fact]
    [Proves("GMP-3.2b", Proof.Refuses)]
    public void A_vector_without_its_gmp_certificate_is_not_charged()
    {
        var scene = InTransduction();
        scene.World.Must(new MaterialLotCommand.Receive("LV-1", "LV-CD19", "Supplier", new DateOnly(2027, 1, 31), [], "", "op-2"));
        scene.World.MustBy("quality-1", new MaterialLotCommand.Release("LV-1", "INSP-1", null, "quality-1"));

        scene.Refused(Vector("LV-1"), "GMP-3.2b");
    }

    [Fact]
    [Proves("GMP-13.3", Proof.Refuses)]
    public void A_vector_of_another_construct_is_not_charged() => InTransduction().Lot("LV-2", "LV-BCMA").Refused(Vector("LV-2"), "GMP-13.3");

    [Fact]
    [Proves("GMP-4.2.4b", Proof.Refuses)]
    public void A_second_vector_is_not_opened_until_the_first_was_cleared_away()
    {
        var scene = InTransduction().Lot("LV-1", "LV-CD19");
        scene.World.Given<Room>("R-101", new RoomFact.VectorOpened("LV-9", "LV-BCMA", scene.World.Now));

        scene.Refused(Vector("LV-1"), "GMP-4.2.4b");
        scene.World.Given<Room>("R-101", new RoomFact.Cleared("CL-1", ClearanceScope.Step, "B-1", scene.World.Now, null));
        scene.World.Must(Vector("LV-1"));
    }

    [Fact]
    [Proves("GMP-4.2.4b", Proof.Refuses)]
    public void The_clearance_after_one_batch_does_not_put_away_the_vector_of_another()
    {
        var scene = InTransduction().Lot("LV-1", "LV-CD19");
        scene.World.Given<Room>("R-101", new RoomFact.VectorOpened("LV-9", "LV-BCMA", scene.World.Now, "B-2"));
        scene.World.Given<Room>("R-101", new RoomFact.Cleared("CL-1", ClearanceScope.Step, "B-9", scene.World.Now, null));

        scene.Refused(Vector("LV-1"), "GMP-4.2.4b");
        scene.World.Given<Room>("R-101", new RoomFact.Cleared("CL-2", ClearanceScope.Step, "B-2", scene.World.Now, null));
        scene.World.Must(Vector("LV-1"));
    }

    [Fact]
    public void A_lot_rejected_after_use_holds_every_batch_it_went_into()
    {
        var scene = Scene.InEnrichment().Lot("KIT-1", "KIT");
        scene.World.Must(Kit("SN-1"));
        scene.World.MustBy("quality-1", new MaterialLotCommand.Reject("KIT-1", "recalled by its maker", "quality-1"));

        Assert.Equal(HoldKind.LateKnowledge, Assert.Single(scene.Batch("B-1").Holds).Value.Kind);
    }

    [Fact]
    public void A_material_is_charged_only_into_a_running_step() =>
        Scene.WithTwoBatches().Lot("KIT-1", "KIT").Refused(Kit("SN-1"), "ORC-003");

    [Theory]
    [InlineData("ver-1", "GMP-9.7.3b")]
    [InlineData("op-5", "GMP-9.5.4e")]
    [Proves("GMP-9.7.3b", Proof.Refuses)]
    [Proves("GMP-9.5.4e", Proof.Refuses)]
    public void A_material_is_charged_by_an_operator_of_the_step_and_by_nobody_else(string by, string rule) =>
        Scene.InEnrichment().Stands("op-5", "R-101").Lot("KIT-1", "KIT").Refused(Kit("SN-1") with { By = by }, rule);

    [Fact]
    [Proves("CMC-3.7.3a", Proof.Refuses)]
    public void Whoever_charges_stands_in_the_room() => Scene.InEnrichment().Lot("KIT-1", "KIT").Refused(Kit("SN-1") with { By = "op-3" }, "CMC-3.7.3a");

    [Fact]
    [Proves("GMP-13.3", Proof.Refuses)]
    public void A_lot_scanned_for_the_start_is_checked_at_the_start()
    {
        var scene = Scene.InEnrichment().EnrichmentDone().Lot("LV-2", "LV-BCMA");
        scene.Complete("B-1", "enrichment");
        scene.World.After(TimeSpan.FromMinutes(1));

        var decision = scene.Start("B-1", "transduction", scene.ScanOf("CB-1", "cells"), new Scan("vector", "LV-2", "LV-2", "op-1", scene.World.Now));

        Assert.Contains("GMP-13.3", World.Rules(decision));
    }

    [Fact]
    public void The_table_of_lots_is_the_approved_page() =>
        Approved.Matches(StatusTable.Page<MaterialLotStatus, MaterialLotCommand>(MaterialLotDecider.Table), "MaterialLot");

    private static MaterialLotCommand.Charge Kit(string? serial) => new("KIT-1", "B-1", "enrichment", "set", "KIT-1", serial, Connection.Mounted, null, "op-1");

    private static MaterialLotCommand.Charge Vector(string lot) => new(lot, "B-1", "transduction", "vector", lot, null, Connection.Ambient, null, "op-1");

    private static Scene InTransduction()
    {
        var scene = Scene.InEnrichment().EnrichmentDone();
        scene.Complete("B-1", "enrichment");
        scene.World.After(TimeSpan.FromMinutes(1));
        return scene.Started("B-1", "transduction", scene.ScanOf("CB-1", "cells"));
    }
}
