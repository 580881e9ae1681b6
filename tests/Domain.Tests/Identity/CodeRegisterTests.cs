using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Materials;
using Xunit;

namespace Orchestrator.Domain.Tests.Identity;

/// <summary>A code belongs to one thing for ever, however it is spelled.</summary>
public sealed class CodeRegisterTests
{
    [Theory]
    [InlineData("BAG-B", false)]
    [InlineData("bag-b", false)]
    [InlineData("lbl-bag-b", false)]
    [InlineData("DONOR-B", false)]
    [InlineData("COI-B", false)]
    [InlineData("BUF-1", false)]
    [InlineData("R-101", false)]
    [InlineData("op-1", false)]
    [InlineData("CB-1", true)]
    [InlineData("LBL-CB-1", true)]
    [Proves("GMP-9.7.2", Proof.Refuses)]
    [Proves("GMP-9.7.2", Proof.Grants)]
    public void A_label_bears_no_code_of_something_else_but_may_repeat_its_containers(string label, bool granted)
    {
        var scene = Scene.InEnrichment().Lot("BUF-1", "BUFFER").Filled("CB-1", "B-1", "enrichment", "cells");

        var decision = scene.World.Give(new LabelCommand.Print("B-1", "enrichment", [new PrintedLabel(label, "CB-1")], "LBL-TPL v1", "PRN-1", "op-1"));

        Assert.Equal(granted ? [] : ["GMP-9.7.2"], World.Rules(decision));
    }

    [Theory]
    [InlineData("LBL-BAG-B")]
    [InlineData("lbl-bag-a")]
    [InlineData("DONOR-A")]
    [Proves("GMP-9.7.2", Proof.Refuses)]
    public void A_container_is_not_registered_under_a_code_that_reads_as_something_else(string code) =>
        Scene.InEnrichment().Refused(new ContainerCommand.Register(code, "B-1", "enrichment", "cells", "op-1"), "GMP-9.7.2");

    [Fact]
    [Proves("GMP-9.7.2", Proof.Refuses)]
    public void A_lot_is_not_received_under_a_patients_code() =>
        Scene.WithTwoBatches().Refused(new MaterialLotCommand.Receive("bag-a", "BUFFER", "Supplier", new DateOnly(2027, 1, 31), [], "", "op-2"), "GMP-9.7.2");

    [Theory]
    [InlineData("donor-a", "COI-X", "GMP-11.2")]
    [InlineData("DONOR-X", "coi-a", "GMP-11.2")]
    [InlineData("COI-A", "COI-X", "GMP-11.2")]
    [InlineData("DONOR-X", "DONOR-X", "GMP-9.7.2")]
    [InlineData("DONOR-A ", "COI-X", "GMP-9.7.2")]
    [InlineData(" ", "COI-X", "GMP-9.7.2")]
    [InlineData("ＤＯＮＯＲ-A", "COI-X", "GMP-9.7.2")]
    [InlineData("DONOR-\u200BX", "COI-X", "GMP-9.7.2")]
    [InlineData("DONOR-X", " ", "GMP-4.1.3")]
    [Proves("GMP-11.2", Proof.Refuses)]
    [Proves("GMP-9.7.2", Proof.Refuses)]
    public void No_second_donor_gets_a_code_that_reads_like_the_first_ones(string donor, string chain, string rule) =>
        Scene.WithTwoBatches().Refused(new BatchCommand.Create("B-9", "CART-19", "CART", "1", chain, donor, BatchPurpose.Commercial), rule);

    [Fact]
    [Proves("GMP-11.2", Proof.Grants)]
    public void The_same_donor_and_chain_are_one_order_in_its_batch_and_its_material()
    {
        var scene = new Scene().Bound("DIN-A", "BAG-A", "B-1", "DONOR-A", "COI-A");

        scene.World.Must(new BatchCommand.Create("B-2", "CART-19", "CART", "1", "COI-A", "DONOR-A", BatchPurpose.Commercial));
    }

    [Fact]
    [Proves("GMP-9.7.2", Proof.Refuses)]
    public void The_codes_of_one_command_are_told_apart_too()
    {
        var scene = new Scene();

        scene.Refused(Scene.RegisterOf("DIN-A", "DONOR-A", "DONOR-A", "COI-A"), "GMP-9.7.2");
        scene.Refused(Scene.RegisterOf("DIN-A", "BAG-A", "DONOR-A", "COI-A") with { Label = "bag-a" }, "GMP-9.7.2");
        scene.World.Must(Scene.RegisterOf("DIN-A", "BAG-A", "DONOR-A", "COI-A") with { Label = "BAG-A" });
    }
}
