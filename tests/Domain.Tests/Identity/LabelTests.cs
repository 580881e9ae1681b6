using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Xunit;

namespace Orchestrator.Domain.Tests.Identity;

/// <summary>Labels from the printer to their container, and the account of every one of them.</summary>
public sealed class LabelTests
{
    [Fact]
    [Proves("GMP-9.7.2", Proof.Grants)]
    [Proves("GMP-9.7.4b", Proof.Grants)]
    [Proves("GMP-9.7.4c", Proof.Grants)]
    [Proves("GMP-11.3b", Proof.Grants)]
    public void A_label_carries_the_donor_code_of_its_containers_root_and_two_names()
    {
        var scene = Scene.InEnrichment().Filled("CB-1", "B-1", "enrichment", "cells").Labelled("CB-1", "B-1", "enrichment");
        var label = scene.World.State<Label>("LBL-CB-1");

        Assert.Equal(("DONOR-A", "COI-A", LabelStatus.Verified), (label.DonorCode, label.ChainOfIdentity, label.Status));
        Assert.Equal(("op-1", "ver-1"), (label.AppliedBy, label.VerifiedBy));
        Assert.Equal("LBL-CB-1", scene.Container("CB-1").Label);
    }

    [Fact]
    [Proves("GMP-9.7.2", Proof.Refuses)]
    public void No_label_is_printed_for_a_container_without_a_donor_code()
    {
        var scene = Scene.InEnrichment();
        scene.World.Given<Container>("CB-9", new ContainerFact.Registered("culture-bag", ContainerUse.Product, "B-1", "COI-A", "", "DIN-A", [], null, default, [], null, Location.Nowhere, scene.World.Now));

        scene.Refused(new LabelCommand.Print("B-1", "enrichment", [new PrintedLabel("LBL-CB-9", "CB-9")], "T v1", "PRN-1", "op-1"), "GMP-9.7.2");
    }

    [Fact]
    public void Labels_are_printed_only_for_the_containers_of_the_batch() =>
        Scene.InEnrichment().Refused(new LabelCommand.Print("B-1", "enrichment", [new PrintedLabel("LBL-X", Scene.Other)], "T v1", "PRN-1", "op-1"), "ORC-012");

    [Fact]
    [Proves("GMP-9.7.4a", Proof.Refuses)]
    public void A_label_that_reads_differently_is_voided_and_never_applied()
    {
        var scene = Scene.InEnrichment().Filled("CB-1", "B-1", "enrichment", "cells").Printed("CB-1", "B-1", "enrichment");

        scene.Refused(new LabelCommand.ReadBack("LBL-CB-1", "LBL-CB-7", "op-1"), "GMP-9.7.4a");

        Assert.Equal(LabelStatus.Voided, scene.World.State<Label>("LBL-CB-1").Status);
        scene.Refused(new LabelCommand.Apply("LBL-CB-1", "CB-1", "op-1"), "ORC-003");
    }

    [Fact]
    [Proves("GMP-9.7.4a", Proof.Refuses)]
    public void A_label_is_read_back_before_it_is_applied()
    {
        var scene = Scene.InEnrichment().Filled("CB-1", "B-1", "enrichment", "cells").Printed("CB-1", "B-1", "enrichment");

        scene.Refused(new LabelCommand.Apply("LBL-CB-1", "CB-1", "op-1"), "GMP-9.7.4a");
    }

    [Fact]
    [Proves("GMP-9.7.4b", Proof.Refuses)]
    [Proves("GMP-4.1.6", Proof.Refuses)]
    public void A_label_of_another_donor_refuses_and_holds_both_containers()
    {
        var scene = Scene.InEnrichment().Filled("CB-1", "B-1", "enrichment", "cells").Printed("CB-1", "B-1", "enrichment");
        scene.World.Must(new LabelCommand.ReadBack("LBL-CB-1", "LBL-CB-1", "op-1"));

        var decision = scene.Refused(new LabelCommand.Apply("LBL-CB-1", Scene.Other, "op-1"), "GMP-9.7.4b");

        Assert.Contains("GMP-4.1.6", World.Rules(decision));
        Assert.NotEmpty(scene.Container("CB-1").Holds);
        Assert.NotEmpty(scene.Container(Scene.Other).Holds);
    }

    [Fact]
    [Proves("GEN-4.1f", Proof.Refuses)]
    public void A_label_printed_for_another_container_of_the_batch_does_not_fit()
    {
        var scene = Scene.InEnrichment().Filled("CB-1", "B-1", "enrichment", "cells").Filled("S-1", "B-1", "enrichment", "count").Printed("CB-1", "B-1", "enrichment");
        scene.World.Must(new LabelCommand.ReadBack("LBL-CB-1", "LBL-CB-1", "op-1"));

        scene.Refused(new LabelCommand.Apply("LBL-CB-1", "S-1", "op-1"), "GEN-4.1f");
    }

    [Theory]
    [InlineData("op-1")]
    [InlineData("op-2")]
    [Proves("GMP-9.7.4c", Proof.Refuses)]
    public void A_label_is_confirmed_by_a_verifier_who_did_not_apply_it(string verifier)
    {
        var scene = Scene.InEnrichment().Filled("CB-1", "B-1", "enrichment", "cells").Printed("CB-1", "B-1", "enrichment");
        scene.World.Must(new LabelCommand.ReadBack("LBL-CB-1", "LBL-CB-1", "op-1"));
        scene.World.Must(new LabelCommand.Apply("LBL-CB-1", "CB-1", "op-1"));

        scene.Refused(new LabelCommand.Verify("LBL-CB-1", "CB-1", "LBL-CB-1", verifier), "GMP-9.7.4c");
    }

    [Fact]
    [Proves("GMP-11.3b", Proof.Refuses)]
    public void A_second_label_is_not_printed_while_the_first_waits_nor_applied_beside_it()
    {
        var scene = Scene.InEnrichment().Filled("CB-1", "B-1", "enrichment", "cells").Printed("CB-1", "B-1", "enrichment");
        var second = new LabelCommand.Print("B-1", "enrichment", [new PrintedLabel("LBL-2", "CB-1")], "T v1", "PRN-1", "op-1");
        scene.Refused(second, "GMP-11.3b");

        scene.World.Must(new LabelCommand.ReadBack("LBL-CB-1", "LBL-CB-1", "op-1"));
        scene.World.Must(new LabelCommand.Apply("LBL-CB-1", "CB-1", "op-1"));
        scene.World.Must(second);
        scene.World.Must(new LabelCommand.ReadBack("LBL-2", "LBL-2", "op-1"));
        scene.Refused(new LabelCommand.Apply("LBL-2", "CB-1", "op-1"), "GMP-11.3b");
    }

    [Fact]
    [Proves("GMP-11.3b", Proof.Grants)]
    public void Relabelling_voids_the_old_label_and_puts_the_new_one_in_its_place()
    {
        var scene = Relabelling();

        scene.World.MustBy("quality-1", Relabel());

        Assert.Equal("LBL-2", scene.Container("CB-1").Label);
        Assert.Equal(LabelStatus.Verified, scene.World.State<Label>("LBL-2").Status);
        Assert.Equal(LabelStatus.Voided, scene.World.State<Label>("LBL-CB-1").Status);
        scene.Refused(new LabelCommand.Reconcile("B-1", "enrichment", "op-1", "ver-1"), "GMP-9.7.4a");
    }

    [Theory]
    [InlineData("op-1", "op-1", "quality-1", "smudged")]
    [InlineData("op-1", "ver-1", "op-2", "smudged")]
    [InlineData("op-1", "ver-1", "quality-1", " ")]
    [InlineData("quality-1", "ver-1", "quality-1", "smudged")]
    [InlineData("op-1", "quality-1", "quality-1", "smudged")]
    [Proves("GMP-11.3b", Proof.Refuses)]
    public void Relabelling_needs_two_people_quality_beside_them_and_a_reason(string performer, string verifier, string approver, string reason) =>
        Relabelling().Refused(Relabel() with { Performer = performer, Verifier = verifier, ApprovedBy = approver, Reason = reason }, "GMP-11.3b");

    [Fact]
    [Proves("GMP-4.1.6", Proof.Refuses)]
    public void A_container_that_is_held_for_its_identity_is_reconciled_before_it_is_relabelled()
    {
        var scene = Relabelling();
        scene.World.Given<Container>("CB-1", new ContainerFact.HoldPlaced(new Hold("identity/CB-1", HoldKind.Identity, "GMP-4.1.6", "mixed up", scene.World.Now), ["CB-1"], []));

        var refusal = scene.World.As("quality-1").Refused(Relabel(), "GMP-4.1.6");

        Assert.Equal("lift-identity-hold", refusal.Remedies[0].Code);
        scene.World.MustBoth(new ContainerCommand.LiftIdentityHold("CB-1", "identity/CB-1", "compared", "REC-1", "quality-1", "quality-2"));
        scene.World.As("quality-1").Must(Relabel());
    }

    [Fact]
    [Proves("GMP-11.3b", Proof.Refuses)]
    [Proves("GMP-8.5a", Proof.Refuses)]
    public void No_machine_approves_a_relabelling_and_nothing_rejected_is_relabelled()
    {
        Relabelling().Refused(Relabel(), "ORC-008");

        var scene = Relabelling();
        scene.World.Must(new ContainerCommand.RecordAppearance("CB-1", Inspection.AfterFilling, "leak", "op-1"));
        scene.World.As("quality-1").Refused(Relabel(), "GMP-8.5a");
    }

    [Fact]
    [Proves("GMP-9.7.4a", Proof.Grants)]
    public void Four_printed_three_applied_and_one_destroyed_reconcile()
    {
        var scene = Scene.InEnrichment();
        foreach (var (container, output) in new[] { ("CB-1", "cells"), ("CB-2", "cells"), ("S-1", "count"), ("S-2", "count") })
            scene.Filled(container, "B-1", "enrichment", output);
        scene.Labelled("CB-1", "B-1", "enrichment").Labelled("CB-2", "B-1", "enrichment").Labelled("S-1", "B-1", "enrichment").Printed("S-2", "B-1", "enrichment");
        scene.Refused(new LabelCommand.Reconcile("B-1", "enrichment", "op-1", "ver-1"), "GMP-9.7.4a");

        scene.World.Must(new LabelCommand.Void("LBL-S-2", "tube broke", "op-1"));
        scene.Refused(new LabelCommand.Destroy("LBL-S-2", "op-1", "op-1"), "GMP-9.7.4a");
        scene.World.Must(new LabelCommand.Destroy("LBL-S-2", "op-1", "ver-1"));
        scene.World.Must(new LabelCommand.Reconcile("B-1", "enrichment", "op-1", "ver-1"));

        var account = scene.World.State<LabelReconciliation>(LabelReconciliation.KeyOf("B-1", "enrichment", 1));
        Assert.Equal((4, 3, 1, false), (account.Printed.Count, account.Applied.Count, account.Destroyed.Count, account.Open));
        Assert.Empty(account.Unaccounted);
    }

    [Fact]
    [Proves("GMP-9.7.4a", Proof.Refuses)]
    public void Nobody_reconciles_labels_alone()
    {
        var scene = Scene.InEnrichment().Filled("CB-1", "B-1", "enrichment", "cells").Labelled("CB-1", "B-1", "enrichment");

        scene.Refused(new LabelCommand.Reconcile("B-1", "enrichment", "op-1", "op-1"), "GMP-9.7.4a");
    }

    [Fact]
    public void Labels_between_steps_are_reconciled_before_the_next_step()
    {
        var scene = Scene.WithTwoBatches();
        scene.World.Must(new LabelCommand.Print("B-1", null, [new PrintedLabel("LBL-N", Scene.Bag)], "T v1", "PRN-1", "op-1"));

        Assert.Contains("GMP-9.7.4a", World.Rules(scene.Start("B-1", "enrichment", scene.ScanOf(Scene.Bag))));
    }

    [Fact]
    public void The_table_of_labels_is_the_approved_page() =>
        Approved.Matches(StatusTable.Page<LabelStatus, LabelCommand>((status, command) => LabelDecider.Table(status, command, "L")), "Label");

    private static LabelCommand.Relabel Relabel() => new("CB-1", "LBL-CB-1", "LBL-2", "LBL-2", "smudged", "op-1", "ver-1", "quality-1");

    private static Scene Relabelling()
    {
        var scene = Scene.InEnrichment().Filled("CB-1", "B-1", "enrichment", "cells").Labelled("CB-1", "B-1", "enrichment");
        scene.World.Must(new LabelCommand.Print("B-1", "enrichment", [new PrintedLabel("LBL-2", "CB-1")], "T v1", "PRN-1", "op-1"));
        scene.World.Must(new LabelCommand.ReadBack("LBL-2", "LBL-2", "op-1"));
        return scene;
    }
}
