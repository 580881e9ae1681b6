using Orchestrator.Domain.Batches;
using Orchestrator.Domain.DonorMaterials;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Segregation;
using Orchestrator.Domain.Tests.Identity;
using Xunit;

namespace Orchestrator.Domain.Tests.DonorMaterials;

/// <summary>Donor material from the plant's door to its batch, and what late results do to it.</summary>
public sealed class DonorMaterialTests
{
    private static readonly DonorMaterialCommand.Register Received = Scene.RegisterOf("DIN-A", Scene.Bag, "DONOR-A", "COI-A");

    [Fact]
    [Proves("GMP-4.1.1", Proof.Grants)]
    [Proves("GMP-11.2", Proof.Grants)]
    [Proves("GMP-11.3a", Proof.Grants)]
    public void A_collection_comes_into_receiving_quarantine_with_its_label_and_an_unknown_status()
    {
        var scene = new Scene().Received("DIN-A", Scene.Bag, "DONOR-A", "COI-A");

        Assert.Equal((PathogenStatus.Unknown, "ST-1"), (scene.Container(Scene.Bag).Pathogen, scene.Container(Scene.Bag).Location.Room));
        Assert.Equal(LabelStatus.Verified, scene.World.State<Label>(Scene.LabelOf(Scene.Bag)).Status);
    }

    [Fact]
    [Proves("GMP-4.1.1", Proof.Refuses)]
    public void Material_of_unknown_status_is_not_received_into_a_production_room() =>
        new Scene().Refused(Received with { Room = "R-101" }, "GMP-4.1.1");

    [Fact]
    [Proves("GMP-11.2", Proof.Refuses)]
    public void A_donor_code_serves_one_chain_and_a_chain_one_donor_for_ever()
    {
        var scene = new Scene().Received("DIN-A", Scene.Bag, "DONOR-A", "COI-A");

        scene.Refused(Scene.RegisterOf("DIN-X", "BAG-X", "DONOR-A", "COI-X"), "GMP-11.2");
        scene.Refused(Scene.RegisterOf("DIN-X", "BAG-X", "DONOR-X", "COI-A"), "GMP-11.2");
        scene.Refused(new BatchCommand.Create("B-9", "CART-19", "CART", "1", "COI-X", "DONOR-A", BatchPurpose.Commercial), "GMP-11.2");
        scene.Received("DIN-A2", "BAG-A2", "DONOR-A", "COI-A");
    }

    [Fact]
    [Proves("GMP-7.8.4b", Proof.Grants)]
    [Proves("GMP-7.8.4b", Proof.Refuses)]
    public void A_typed_number_must_fit_its_check_character()
    {
        var typed = Received with { DonorMaterial = "G123498654321" };

        new Scene().Refused(typed with { CheckCharacter = "Y" }, "GMP-7.8.4b");
        new Scene().World.Must(typed with { CheckCharacter = "H" });
    }

    [Fact]
    [Proves("GMP-11.3a", Proof.Refuses)]
    public void Nobody_receives_material_alone() => new Scene().Refused(Received with { Verifier = "op-2" }, "GMP-11.3a");

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [Proves("GMP-9.7.2", Proof.Refuses)]
    public void Material_without_a_donor_code_is_not_received(string code) => new Scene().Refused(Received with { DonorCode = code }, "GMP-9.7.2");

    [Fact]
    [Proves("GMP-4.1.1", Proof.Refuses)]
    public void A_status_rests_on_a_document_names_its_agents_and_is_decided_by_quality()
    {
        var scene = new Scene().Received("DIN-A", Scene.Bag, "DONOR-A", "COI-A");
        var negative = new DonorMaterialCommand.SetPathogenStatus("DIN-A", PathogenStatus.NegativeScreened, [], "RES-1", "quality-1");

        scene.Refused(negative with { Pathogen = PathogenStatus.Unknown }, "GMP-4.1.1");
        scene.Refused(negative with { Document = "" }, "GMP-4.1.1");
        scene.Refused(negative with { Pathogen = PathogenStatus.Positive }, "GMP-4.1.1");
        scene.Refused(negative with { By = "op-1" }, "GMP-5.1a");
        scene.World.As("quality-2");
        scene.Refused(negative, "ORC-008");
    }

    [Fact]
    [Proves("GMP-7.8.3", Proof.Refuses)]
    [Proves("GMP-4.1.1", Proof.Refuses)]
    public void Material_is_accepted_only_with_a_known_status_and_an_intact_package()
    {
        var scene = new Scene().Received("DIN-A", Scene.Bag, "DONOR-A", "COI-A");
        var rules = World.Rules(scene.World.Give(new DonorMaterialCommand.Accept("DIN-A", "EVAL-1", "quality-1")));

        Assert.Contains("GMP-4.1.1", rules);
        Assert.Contains("GMP-7.8.3", rules);
    }

    [Fact]
    [Proves("GMP-7.8.3", Proof.Grants)]
    [Proves("GEN-4.2.2f", Proof.Grants)]
    [Proves("GMP-9.7.3b", Proof.Grants)]
    public void Accepted_material_is_bound_to_the_batch_of_its_chain()
    {
        var scene = Scene.WithTwoBatches();

        Assert.Equal(("DIN-A", PathogenStatus.NegativeScreened), (scene.Batch("B-1").DonorMaterial, scene.Batch("B-1").Pathogen));
        Assert.Equal("B-1", scene.Container(Scene.Bag).Batch);
        Assert.Equal([Scene.Bag], scene.Batch("B-1").Containers);
    }

    [Fact]
    [Proves("GEN-4.2.2f", Proof.Refuses)]
    [Proves("GMP-4.1.6", Proof.Refuses)]
    public void Material_of_another_chain_is_not_bound_and_bag_and_batch_are_held()
    {
        var scene = new Scene().Accepted("DIN-A", Scene.Bag, "DONOR-A", "COI-A");
        scene.World.Must(new BatchCommand.Create("B-2", "CART-19", "CART", "1", "COI-B", "DONOR-B", BatchPurpose.Commercial));

        var decision = scene.Refused(Bind("DIN-A", "B-2"), "GEN-4.2.2f");

        Assert.Contains("GMP-4.1.6", World.Rules(decision));
        Assert.Equal(scene.Container(Scene.Bag).Holds.Keys, scene.Batch("B-2").Holds.Keys);
        Assert.NotEmpty(scene.Batch("B-2").Holds);
    }

    [Fact]
    [Proves("GEN-4.2.2f", Proof.Refuses)]
    public void Bound_material_is_never_bound_again()
    {
        var scene = Scene.WithTwoBatches();
        scene.World.Must(new BatchCommand.Create("B-3", "CART-19", "CART", "1", "COI-A", "DONOR-A", BatchPurpose.Commercial));

        scene.Refused(Bind("DIN-A", "B-3"), "GEN-4.2.2f");
    }

    [Fact]
    [Proves("GMP-9.7.3b", Proof.Refuses)]
    public void Nobody_binds_material_alone()
    {
        var scene = new Scene().Accepted("DIN-A", Scene.Bag, "DONOR-A", "COI-A");
        scene.World.Must(new BatchCommand.Create("B-1", "CART-19", "CART", "1", "COI-A", "DONOR-A", BatchPurpose.Commercial));

        scene.Refused(Bind("DIN-A", "B-1") with { Verifier = "op-2" }, "GMP-9.7.3b");
    }

    [Fact]
    [Proves("GMP-8.5a", Proof.Refuses)]
    public void Rejected_material_goes_into_no_batch()
    {
        var scene = new Scene().Accepted("DIN-A", Scene.Bag, "DONOR-A", "COI-A");
        scene.World.MustBy("quality-1", new DonorMaterialCommand.Reject("DIN-A", "clotted", "quality-1"));

        Assert.Equal(ContainerStatus.Rejected, scene.Container(Scene.Bag).Status);
        scene.Refused(Bind("DIN-A", "B-1"), "GMP-8.5a");
    }

    [Fact]
    [Proves("GMP-6.5d", Proof.Grants)]
    public void A_late_positive_result_reaches_the_batch_and_every_container_of_it_in_the_same_turn()
    {
        var scene = Scene.InEnrichment().Filled("CB-1", "B-1", "enrichment", "cells");

        scene.World.MustBy("quality-1", new DonorMaterialCommand.SetPathogenStatus("DIN-A", PathogenStatus.Positive, ["HBV"], "RES-LATE", "quality-1"));

        Assert.Equal(PathogenStatus.Positive, scene.Batch("B-1").Pathogen);
        Assert.Equal(HoldKind.LateKnowledge, Assert.Single(scene.Batch("B-1").Holds).Value.Kind);
        Assert.All(new[] { Scene.Bag, "CB-1" }, container => Assert.Equal(PathogenStatus.Positive, scene.Container(container).Pathogen));
        Assert.Equal(PathogenStatus.NegativeScreened, scene.Container(Scene.Other).Pathogen);
    }

    [Fact]
    [Proves("GMP-5.3b", Proof.Refuses)]
    public void A_late_positive_result_bars_those_who_handled_the_batch_from_other_areas()
    {
        var scene = Scene.InEnrichment();
        scene.World.Given<Batch>("B-1", new BatchFact.StepHandedOver("enrichment", [new AssignedOperator("op-1", "operator")], null, "", "op-1", "", scene.World.Now));

        scene.World.MustBy("quality-1", new DonorMaterialCommand.SetPathogenStatus("DIN-A", PathogenStatus.Positive, ["HBV"], "RES-LATE", "quality-1"));

        Assert.Equal("B-1", Assert.Single(scene.World.State<Domain.People.Operator>("op-1").Exclusions).Value.Batch);
    }

    [Fact]
    [Proves("GMP-9.5.1b", Proof.Refuses)]
    public void A_late_positive_result_reaches_the_equipment_that_the_batch_has_used()
    {
        var scene = Scene.InEnrichment();
        var used = scene.Batch("B-1").Steps["enrichment"] with { Equipment = ["CENT-1"] };
        scene.World.Given<Batch>("B-1", new BatchFact.StepStarted(used));

        scene.World.MustBy("quality-1", new DonorMaterialCommand.SetPathogenStatus("DIN-A", PathogenStatus.Positive, ["HBV"], "RES-LATE", "quality-1"));

        Assert.Equal("B-1", scene.World.State<Domain.Equipment.Equipment>("CENT-1").PositiveUse);
    }

    [Fact]
    public void A_result_that_confirms_what_is_known_holds_nothing()
    {
        var scene = Scene.WithTwoBatches();
        scene.World.MustBy("quality-1", new DonorMaterialCommand.SetPathogenStatus("DIN-A", PathogenStatus.NegativeScreened, [], "RES-2", "quality-1"));

        Assert.Empty(scene.Batch("B-1").Holds);
    }

    [Fact]
    public void The_table_of_donor_material_is_the_approved_page() =>
        Approved.Matches(StatusTable.Page<DonorMaterialStatus, DonorMaterialCommand>(DonorMaterialDecider.Table), "DonorMaterial");

    private static DonorMaterialCommand.Bind Bind(string din, string batch) => new(din, batch, Scene.LabelOf(Scene.Bag), "op-2", "ver-2");
}
