using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Materials;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Rooms;
using Xunit;

namespace Orchestrator.Domain.Tests.Identity;

/// <summary>What a step start and a step end ask of the containers they touch.</summary>
public sealed class StepIdentityTests
{
    [Fact]
    [Proves("GMP-9.7.3a", Proof.Grants)]
    [Proves("GMP-9.7.3b", Proof.Grants)]
    [Proves("GMP-4.2.5", Proof.Grants)]
    [Proves("GMP-9.7.1", Proof.Grants)]
    [Proves("GMP-9.7.4c", Proof.Grants)]
    [Proves("GMP-9.8a", Proof.Grants)]
    [Proves("GMP-4.1.6", Proof.Grants)]
    [Proves("GMP-13.6", Proof.Grants)]
    [Proves("GEN-4.1f", Proof.Grants)]
    [Proves("GMP-8.5a", Proof.Grants)]
    [Proves("GMP-9.8c", Proof.Grants)]
    public void A_bag_scanned_inspected_and_confirmed_by_a_second_person_starts_its_batch()
    {
        var scene = Scene.WithTwoBatches();

        var decision = scene.Start("B-1", "enrichment", scene.ScanOf(Scene.Bag));

        Assert.Empty(World.Rules(decision));
        Assert.Equal(ContainerStatus.InProcess, scene.Container(Scene.Bag).Status);
        Assert.Null(scene.Container(Scene.Bag).Seal);
    }

    [Fact]
    [Proves("GMP-9.7.3a", Proof.Refuses)]
    public void An_input_that_nobody_scanned_does_not_start_a_step() =>
        Assert.Contains("GMP-9.7.3a", World.Rules(Scene.WithTwoBatches().Start("B-1", "enrichment")));

    [Fact]
    [Proves("GMP-9.7.3a", Proof.Refuses)]
    public void A_scan_older_than_the_site_allows_does_not_count()
    {
        var scene = Scene.WithTwoBatches();
        var scan = scene.ScanOf(Scene.Bag);
        scene.World.After(TimeSpan.FromMinutes(16));

        Assert.Contains("GMP-9.7.3a", World.Rules(scene.Start("B-1", "enrichment", scan)));
    }

    [Fact]
    [Proves("GMP-9.7.3a", Proof.Refuses)]
    public void A_scan_that_an_earlier_step_has_used_never_serves_again()
    {
        var scene = Scene.WithTwoBatches();
        var scan = scene.ScanOf(Scene.Bag);
        scene.Started("B-1", "enrichment", scan);
        scene.World.Given<Container>(Scene.Bag, new ContainerFact.LetGoByStep("B-1/enrichment"));

        Assert.Contains("GMP-9.7.3a", World.Rules(scene.Start("B-1", "enrichment", scan)));
    }

    [Fact]
    [Proves("GMP-9.7.3a", Proof.Refuses)]
    public void A_scan_made_before_the_earlier_step_ended_does_not_count()
    {
        var scene = Scene.InEnrichment().EnrichmentDone();
        var scan = scene.ScanOf("CB-1", "cells");
        scene.World.After(TimeSpan.FromMinutes(1));
        scene.Complete("B-1", "enrichment");

        Assert.Contains("GMP-9.7.3a", World.Rules(scene.Start("B-1", "transduction", scan)));
    }

    [Fact]
    public void A_scan_from_the_future_does_not_count()
    {
        var scene = Scene.WithTwoBatches();
        var scan = scene.ScanOf(Scene.Bag);

        Assert.Contains("ORC-006", World.Rules(scene.Start("B-1", "enrichment", scan with { At = scan.At.AddMinutes(5) })));
    }

    [Fact]
    [Proves("GMP-9.7.3a", Proof.Refuses)]
    public void A_scan_by_somebody_who_is_not_in_the_room_does_not_count()
    {
        var scene = Scene.WithTwoBatches();

        Assert.Contains("GMP-9.7.3a", World.Rules(scene.Start("B-1", "enrichment", scene.ScanOf(Scene.Bag, by: "op-3"))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("NOBODY")]
    [InlineData("R-101")]
    [Proves("GMP-9.7.3a", Proof.Refuses)]
    public void An_unreadable_or_unknown_code_or_one_of_another_kind_refuses_and_holds_nothing(string code)
    {
        var scene = Scene.WithTwoBatches();

        var decision = scene.Start("B-1", "enrichment", scene.ScanOf(Scene.Bag) with { Code = code });

        Assert.Equal(["GMP-9.7.3a"], World.Rules(decision));
        Assert.Empty(decision.Facts);
    }

    [Fact]
    [Proves("GMP-9.7.3a", Proof.Refuses)]
    public void The_containers_own_code_does_not_stand_in_for_its_label()
    {
        var scene = Scene.WithTwoBatches();

        Assert.Equal(["GMP-9.7.3a"], World.Rules(scene.Start("B-1", "enrichment", scene.ScanOf(Scene.Bag) with { Code = Scene.Bag })));
    }

    [Fact]
    [Proves("GMP-4.1.6", Proof.Refuses)]
    public void The_label_of_another_patients_bag_refuses_and_holds_both_bags_and_both_batches()
    {
        var scene = Scene.WithTwoBatches();

        var decision = scene.Start("B-1", "enrichment", scene.ScanOf(Scene.Bag) with { Code = Scene.LabelOf(Scene.Other) });

        Assert.Contains("GMP-4.1.6", World.Rules(decision));
        Assert.All(new[] { Scene.Bag, Scene.Other }, bag => Assert.Equal(HoldKind.Identity, Assert.Single(scene.Container(bag).Holds).Value.Hold.Kind));
        Assert.All(new[] { "B-1", "B-2" }, batch => Assert.Equal(HoldKind.Identity, Assert.Single(scene.Batch(batch).Holds).Value.Kind));
    }

    [Fact]
    [Proves("GMP-4.1.6", Proof.Refuses)]
    public void Another_patients_bag_named_and_scanned_is_held_with_the_bag_the_order_expects()
    {
        var scene = Scene.WithTwoBatches();

        var decision = scene.Start("B-1", "enrichment", scene.ScanOf(Scene.Other));

        Assert.Contains("GMP-4.1.6", World.Rules(decision));
        Assert.Equal(scene.Container(Scene.Other).Holds.Keys, scene.Container(Scene.Bag).Holds.Keys);
        Assert.NotEmpty(scene.Container(Scene.Bag).Holds);
    }

    [Fact]
    [Proves("GMP-4.1.6", Proof.Refuses)]
    public void A_second_scan_that_matches_does_not_lift_the_hold()
    {
        var scene = Scene.WithTwoBatches();
        scene.Start("B-1", "enrichment", scene.ScanOf(Scene.Bag) with { Code = Scene.LabelOf(Scene.Other) });

        Assert.Contains("GMP-4.1.6", World.Rules(scene.Start("B-1", "enrichment", scene.ScanOf(Scene.Bag))));
        Assert.NotEmpty(scene.Container(Scene.Bag).Holds);
    }

    [Fact]
    [Proves("GEN-4.1f", Proof.Refuses)]
    public void Another_container_of_the_same_patient_refuses_and_holds_nothing()
    {
        var scene = Scene.InEnrichment().Filled("CB-1", "B-1", "enrichment", "cells").Filled("S-1", "B-1", "enrichment", "count").Labelled("CB-1", "B-1", "enrichment").Labelled("S-1", "B-1", "enrichment");

        var decision = scene.Start("B-1", "transduction", scene.ScanOf("CB-1", "cells") with { Code = Scene.LabelOf("S-1") });

        Assert.Contains("GEN-4.1f", World.Rules(decision));
        Assert.DoesNotContain("GMP-4.1.6", World.Rules(decision));
        Assert.Empty(scene.Container("S-1").Holds);
    }

    [Fact]
    [Proves("GMP-4.2.5", Proof.Refuses)]
    [Proves("GMP-9.7.1", Proof.Refuses)]
    public void A_container_without_a_label_is_not_taken_in()
    {
        var scene = Scene.InEnrichment().Filled("CB-1", "B-1", "enrichment", "cells");

        var rules = World.Rules(scene.Start("B-1", "transduction", scene.ScanOf("CB-1", "cells") with { Code = "CB-1" }));

        Assert.Contains("GMP-4.2.5", rules);
        Assert.Contains("GMP-9.7.1", rules);
    }

    [Fact]
    [Proves("GMP-9.7.4c", Proof.Refuses)]
    public void A_label_that_no_second_person_has_confirmed_does_not_count()
    {
        var scene = Scene.InEnrichment().Filled("CB-1", "B-1", "enrichment", "cells").Printed("CB-1", "B-1", "enrichment");
        scene.World.Must(new LabelCommand.ReadBack("LBL-CB-1", "LBL-CB-1", "op-1"));
        scene.World.Must(new LabelCommand.Apply("LBL-CB-1", "CB-1", "op-1"));

        Assert.Contains("GMP-9.7.4c", World.Rules(scene.Start("B-1", "transduction", scene.ScanOf("CB-1", "cells"))));
    }

    [Fact]
    [Proves("GMP-9.7.3b", Proof.Refuses)]
    public void The_batch_does_not_start_on_one_persons_word()
    {
        var scene = Scene.WithTwoBatches();
        var scan = scene.ScanOf(Scene.Bag);

        Assert.Equal(["GMP-9.7.3b"], World.Rules(scene.StartIn("R-101", "B-1", "enrichment", null, scan)));
        Assert.Equal(["GMP-9.7.3b"], World.Rules(scene.StartIn("R-101", "B-1", "enrichment", "op-1", scan)));
    }

    [Fact]
    [Proves("GMP-9.8a", Proof.Refuses)]
    public void A_container_that_nobody_looked_at_for_this_use_is_not_taken_in()
    {
        var scene = Scene.WithTwoBatches();
        scene.World.After(TimeSpan.FromHours(1));

        var scan = new Scan("leukapheresis", Scene.Bag, Scene.LabelOf(Scene.Bag), "op-1", scene.World.Now);

        Assert.Equal(["GMP-9.8a"], World.Rules(scene.Start("B-1", "enrichment", scan)));
    }

    [Fact]
    [Proves("GMP-8.5a", Proof.Refuses)]
    [Proves("GMP-9.8c", Proof.Refuses)]
    public void A_container_with_a_defect_is_rejected_for_good()
    {
        var scene = Scene.WithTwoBatches();
        var scan = scene.ScanOf(Scene.Bag);
        scene.World.Must(new ContainerCommand.RecordAppearance(Scene.Bag, Inspection.BeforeUse, "leak at port", "op-1"));

        Assert.Contains("GMP-8.5a", World.Rules(scene.Start("B-1", "enrichment", scan)));
        Assert.Contains(scene.Batch("B-1").Holds.Values, hold => hold.Rule == "GMP-9.8c");
        scene.Refused(new ContainerCommand.RecordAppearance(Scene.Bag, Inspection.BeforeUse, null, "op-1"), "GMP-8.5a");
    }

    [Fact]
    [Proves("GMP-13.6", Proof.Refuses)]
    public void A_container_recorded_in_another_room_is_not_taken_in()
    {
        var scene = Scene.WithTwoBatches().Moved(Scene.Bag, "R-102");

        Assert.Equal(["GMP-13.6"], World.Rules(scene.Start("B-1", "enrichment", scene.ScanOf(Scene.Bag))));
    }

    [Fact]
    public void A_scan_for_an_input_the_step_does_not_declare_is_refused()
    {
        var scene = Scene.WithTwoBatches();

        Assert.Contains("ORC-018", World.Rules(scene.Start("B-1", "enrichment", scene.ScanOf(Scene.Bag), scene.ScanOf(Scene.Bag, "serum"))));
    }

    [Fact]
    [Proves("GMP-9.7.3a", Proof.Refuses)]
    public void Without_the_sites_limit_no_scan_is_young_enough()
    {
        var scene = Scene.WithTwoBatches();
        var plant = Scene.Plant with { Parameters = Scene.Plant.Parameters with { ScanAgeMax = null } };
        scene.World.Proposed("change-2", scene.World.Now, plant);
        scene.World.As("quality-1").Must(new PlantCommand.ApproveChange("change-2"));

        Assert.Contains("GMP-9.7.3a", World.Rules(scene.Start("B-1", "enrichment", scene.ScanOf(Scene.Bag))));
    }

    [Fact]
    [Proves("GMP-9.7.4a", Proof.Grants)]
    [Proves("CMC-3.7.3a", Proof.Grants)]
    public void A_step_completes_when_its_outputs_are_labelled_and_its_labels_and_materials_accounted_for()
    {
        var scene = Scene.InEnrichment().EnrichmentDone();

        Assert.Empty(World.Rules(scene.Complete("B-1", "enrichment")));
        Assert.Equal(ContainerStatus.Consumed, scene.Container(Scene.Bag).Status);
        Assert.Equal(["CB-1", "S-1"], scene.Batch("B-1").Containers);
    }

    [Fact]
    [Proves("GMP-4.2.5", Proof.Refuses)]
    [Proves("CMC-3.7.3a", Proof.Refuses)]
    public void A_step_does_not_complete_without_its_outputs_and_materials()
    {
        var rules = World.Rules(Scene.InEnrichment().Complete("B-1", "enrichment"));

        Assert.Contains("GMP-4.2.5", rules);
        Assert.Contains("CMC-3.7.3a", rules);
    }

    [Fact]
    [Proves("GMP-9.7.4a", Proof.Refuses)]
    public void A_step_does_not_complete_while_a_printed_label_is_unaccounted_for()
    {
        var scene = Scene.InEnrichment().EnrichmentDone().Filled("CB-2", "B-1", "enrichment", "cells").Printed("CB-2", "B-1", "enrichment");

        Assert.Contains("GMP-9.7.4a", World.Rules(scene.Complete("B-1", "enrichment")));
    }

    [Fact]
    public void A_step_that_makes_only_samples_lets_its_vessel_go_on()
    {
        var scene = Scene.InEnrichment().EnrichmentDone();
        scene.Complete("B-1", "enrichment");
        scene.World.After(TimeSpan.FromMinutes(1));
        scene.Started("B-1", "transduction", scene.ScanOf("CB-1", "cells"));
        scene.Lot("LV-1", "LV-CD19");
        scene.World.Must(new MaterialLotCommand.Charge("LV-1", "B-1", "transduction", "vector", "LV-1", null, Connection.Ambient, null, "op-1"));

        Assert.Empty(World.Rules(scene.Complete("B-1", "transduction")));
        Assert.Equal(ContainerStatus.Filled, scene.Container("CB-1").Status);
    }

    [Fact]
    public void A_vessel_taken_from_its_position_frees_the_position()
    {
        var scene = Scene.WithTwoBatches();
        scene.World.Must(new ContainerCommand.Park(Scene.Bag, Scene.LabelOf(Scene.Bag), "R-101/P1", "R-101/P1", "op-1"));
        scene.Started("B-1", "enrichment", scene.ScanOf(Scene.Bag));

        Assert.Empty(scene.World.State<Room>("R-101").Positions);
        Assert.Equal(new Location("R-101", null, null), scene.Container(Scene.Bag).Location);
    }
}
