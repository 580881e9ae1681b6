using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Xunit;

namespace Orchestrator.Domain.Tests.Identity;

/// <summary>What is done with one container, and how its holds are lifted.</summary>
public sealed class ContainerTests
{
    private static readonly Contents Half = new(50, 250);

    [Fact]
    [Proves("GMP-6.5d", Proof.Grants)]
    public void An_output_inherits_batch_chain_donor_and_pathogen_status_from_what_the_step_took_in()
    {
        var scene = Scene.InEnrichment().Filled("CB-1", "B-1", "enrichment", "cells");
        var output = scene.Container("CB-1");

        Assert.Equal(("B-1", "COI-A", "DONOR-A", "DIN-A"), (output.Batch, output.ChainOfIdentity, output.DonorCode, output.DonorMaterial));
        Assert.Equal(("culture-bag", ContainerUse.Product, PathogenStatus.NegativeScreened), (output.Type, output.Use, output.Pathogen));
        Assert.Equal(Scene.Bag, string.Join(' ', output.Parents));
        Assert.Contains("CB-1", scene.Batch("B-1").Containers);
    }

    [Fact]
    [Proves("GMP-6.5d", Proof.Refuses)]
    public void What_derives_from_positive_material_is_positive_whatever_its_other_parents_are()
    {
        var negative = new Container("N") { Pathogen = PathogenStatus.NegativeScreened };
        var positive = new Container("P") { Pathogen = PathogenStatus.Positive, Agents = ["HBV"] };
        var batch = new Batch("B") { Pathogen = PathogenStatus.NegativeScreened };

        Assert.Equal(PathogenStatus.Positive, Derivation.Inherited(batch, [negative, positive]).Status);
        Assert.Equal("HBV", string.Join(' ', Derivation.Inherited(batch, [negative, positive]).Agents));
        Assert.Equal(PathogenStatus.Unknown, Derivation.Inherited(batch, [negative, new Container("U")]).Status);
    }

    [Fact]
    public void A_container_is_registered_once_and_only_for_a_declared_output_of_a_running_step()
    {
        var scene = Scene.InEnrichment().Filled("CB-1", "B-1", "enrichment", "cells");

        scene.Refused(new ContainerCommand.Register("CB-1", "B-1", "enrichment", "cells", "op-1"), "ORC-002");
        scene.Refused(new ContainerCommand.Register("CB-2", "B-1", "enrichment", "serum", "op-1"), "ORC-018");
        scene.Refused(new ContainerCommand.Register("CB-2", "B-2", "enrichment", "cells", "op-1"), "ORC-003");
    }

    [Fact]
    [Proves("GEN-4.1b", Proof.Refuses)]
    [Proves("GEN-4.1b", Proof.Grants)]
    public void A_part_is_of_the_kind_of_what_it_comes_from()
    {
        var scene = Scene.InEnrichment().EnrichmentDone();
        var split = new ContainerCommand.Split("CB-1", Scene.LabelOf("CB-1"), [new Part("CB-2", "final-bag", Half)], Half, "op-1", SamplingMethod.ClosedPath);

        scene.Refused(split, "GEN-4.1b");

        scene.World.Must(split with { Parts = [new Part("CB-2", "culture-bag", Half)] });
    }

    [Fact]
    [Proves("GMP-13.6", Proof.Refuses)]
    public void A_part_stands_beside_the_incubator_it_was_made_at_and_a_vessel_that_is_used_up_leaves_its_position()
    {
        var scene = Scene.InEnrichment();
        scene.World.Given<Container>(Scene.Bag, new ContainerFact.Parked(new Location("R-101", "INC-9/A1", "INC-9"), scene.World.Now))
            .Given<Container>(Scene.Bag, new ContainerFact.TakenIntoStep("B-1/enrichment", new Location("R-101", "INC-9/A1", "INC-9"), scene.World.Now, SealBroken: false))
            .Given<Incubators.Incubator>("INC-9", new Incubators.IncubatorFact.VesselLoaded("A", "INC-9/A1", new Incubators.Vessel(Scene.Bag, "B-1", "CART-19", Exposure.Closed, scene.World.Now), "op-1"));

        scene.World.Must(Divided(Scene.Bag, null));

        Assert.Equal(new Location("R-101", null, null), scene.Container("P-1").Location);
        Assert.Empty(scene.World.State<Incubators.Incubator>("INC-9").Batches);
    }

    [Fact]
    public void Nothing_is_filled_while_its_step_is_paused()
    {
        var scene = Scene.InEnrichment();
        scene.World.Must(new ContainerCommand.Register("CB-1", "B-1", "enrichment", "cells", "op-1"));
        scene.World.Must(new ContainerCommand.RecordAppearance("CB-1", Inspection.BeforeUse, null, "op-1"));
        scene.World.Given<Batch>("B-1", new BatchFact.StepChanged("enrichment", StepStatus.Held, scene.World.Now));

        scene.Refused(new ContainerCommand.Fill("CB-1", Half, "op-1"), "ORC-003");

        scene.World.Given<Batch>("B-1", new BatchFact.StepChanged("enrichment", StepStatus.Running, scene.World.Now));
        scene.World.Must(new ContainerCommand.Fill("CB-1", Half, "op-1"));
    }

    [Fact]
    [Proves("GMP-9.8a", Proof.Refuses)]
    public void A_container_is_not_filled_before_it_was_looked_at()
    {
        var scene = Scene.InEnrichment();
        scene.World.Must(new ContainerCommand.Register("CB-1", "B-1", "enrichment", "cells", "op-1"));

        scene.Refused(new ContainerCommand.Fill("CB-1", Half, "op-1"), "GMP-9.8a");
    }

    [Fact]
    [Proves("GMP-13.7b", Proof.Grants)]
    public void A_split_within_its_step_gives_parts_of_the_same_batch_and_uses_up_what_leaves_no_rest()
    {
        var scene = Scene.InEnrichment();
        scene.Refused(Divided(Scene.Bag, null) with { Parts = [new Part("P-1", "leukapheresis-bag", Half), new Part("p-1", "leukapheresis-bag", Half)] }, "GMP-9.7.2");
        scene.World.Must(Divided(Scene.Bag, null));

        Assert.Equal(ContainerStatus.Consumed, scene.Container(Scene.Bag).Status);
        Assert.Equal(["P-1", "P-2"], scene.Batch("B-1").Containers);
        Assert.Equal(Scene.Bag, string.Join(' ', scene.Container("P-1").Parents));
        Assert.Equal(("enrichment", 1), (scene.Container("P-1").MadeBy!.Step, scene.Container("P-1").MadeBy!.Attempt));
    }

    [Fact]
    [Proves("GMP-9.1a", Proof.Grants)]
    public void Parts_of_one_batch_and_step_come_together_again()
    {
        var scene = Scene.InEnrichment();
        scene.World.Must(Divided(Scene.Bag, null));
        scene.Labelled("P-1", "B-1", "enrichment").Labelled("P-2", "B-1", "enrichment");
        var merge = new ContainerCommand.Merge("M-1", [new ScannedContainer("P-1", "LBL-P-1"), new ScannedContainer("P-2", "LBL-P-2")], Half, "op-1", SamplingMethod.ClosedPath);
        scene.Refused(merge with { Method = SamplingMethod.Opened }, "GMP-13.7b");
        scene.Refused(merge with { By = "ver-1" }, "GMP-9.7.3b");

        scene.World.Must(merge);

        Assert.Equal("P-1 P-2", string.Join(' ', scene.Container("M-1").Parents));
        Assert.Equal(ContainerStatus.Consumed, scene.Container("P-2").Status);
    }

    [Fact]
    [Proves("GMP-13.7b", Proof.Refuses)]
    public void Nothing_is_divided_outside_a_step_wherever_it_lies()
    {
        var scene = Scene.WithTwoBatches().Moved(Scene.Other, "ST-1");

        scene.Refused(Divided(Scene.Bag, Half), "GMP-13.7b");
        scene.Refused(Divided(Scene.Other, Half) with { By = "op-2" }, "GMP-13.7b");
    }

    [Theory]
    [InlineData("op-1", SamplingMethod.ClosedPath, "")]
    [InlineData("op-1", SamplingMethod.Opened, "GMP-13.7b")]
    [InlineData("ver-1", SamplingMethod.ClosedPath, "GMP-9.7.3b")]
    [InlineData("op-5", SamplingMethod.ClosedPath, "GMP-9.5.4e")]
    [Proves("GMP-13.7b", Proof.Refuses)]
    [Proves("GMP-9.7.3b", Proof.Refuses)]
    [Proves("GMP-9.5.4e", Proof.Refuses)]
    public void A_container_is_divided_as_its_step_allows_by_one_of_its_operators(string by, SamplingMethod method, string rule)
    {
        var scene = Scene.InEnrichment().Stands("op-5", "R-101");

        var decision = scene.World.Ask(Divided(Scene.Bag, Half) with { By = by, Method = method });

        Assert.Equal(rule.Length == 0 ? [] : [rule], World.Rules(decision));
    }

    [Theory]
    [InlineData("ver-1", "GMP-9.7.3b")]
    [InlineData("op-5", "GMP-9.5.4e")]
    [InlineData("quality-2", "GMP-9.5.3e")]
    [Proves("GMP-9.7.3b", Proof.Refuses)]
    [Proves("GMP-9.5.3e", Proof.Refuses)]
    [Proves("GMP-9.5.4e", Proof.Refuses)]
    public void Outputs_and_waste_of_a_step_are_handled_by_its_operators_alone(string by, string rule)
    {
        var scene = Scene.InEnrichment().Stands("op-5", "R-101");
        scene.World.Must(new ContainerCommand.Register("CB-1", "B-1", "enrichment", "cells", "op-1"));
        scene.World.Must(new ContainerCommand.RecordAppearance("CB-1", Inspection.BeforeUse, null, "op-1"));

        scene.Refused(new ContainerCommand.Register("CB-2", "B-1", "enrichment", "cells", by), rule);
        scene.Refused(new ContainerCommand.CollectWaste("W-1", "B-1", "enrichment", "waste-bag", Half, by), rule);
        scene.Refused(new ContainerCommand.Fill("CB-1", Half, by), rule);
        scene.World.Must(new ContainerCommand.Fill("CB-1", Half, "op-1"));
    }

    [Fact]
    [Proves("GMP-5.3b", Proof.Refuses)]
    [Proves("GMP-5.3b", Proof.Grants)]
    public void Who_draws_a_sample_of_positive_material_has_touched_it_and_is_barred_elsewhere()
    {
        var scene = new Scene().Bound("DIN-A", Scene.Bag, "B-1", "DONOR-A", "COI-A", PathogenStatus.Positive).Moved(Scene.Bag, "R-201");
        scene.World.Must(Sample(SamplingMethod.ClosedPath) with { By = "op-5" });
        scene.World.Must(new OperatorCommand.LeaveRoom("op-5", "R-201", scene.World.Now, null, Origin.Live));

        scene.Refused(new OperatorCommand.EnterRoom("op-5", "R-102", scene.World.Now, null, Origin.Live), "GMP-5.3b");
        scene.World.Must(new OperatorCommand.EnterRoom("op-5", "R-201", scene.World.Now, null, Origin.Live));
    }

    [Fact]
    [Proves("GMP-9.1a", Proof.Refuses)]
    [Proves("GMP-4.1.6", Proof.Refuses)]
    public void Material_of_two_batches_never_comes_together_and_the_attempt_holds_both()
    {
        var scene = Scene.WithTwoBatches();

        var decision = scene.Refused(new ContainerCommand.Merge("M-1", [new ScannedContainer(Scene.Bag, Scene.LabelOf(Scene.Bag)), new ScannedContainer(Scene.Other, Scene.LabelOf(Scene.Other))], Half, "op-1"), "GMP-9.1a");

        Assert.Contains("GMP-4.1.6", World.Rules(decision));
        Assert.NotEmpty(scene.Container(Scene.Bag).Holds);
        Assert.NotEmpty(scene.Container(Scene.Other).Holds);
    }

    [Fact]
    [Proves("GMP-13.7b", Proof.Grants)]
    public void A_sample_through_a_closed_path_leaves_its_container_closed()
    {
        var scene = Scene.WithTwoBatches();
        scene.World.Must(Sample(SamplingMethod.ClosedPath));

        Assert.Equal((ContainerUse.Sample, "DONOR-A"), (scene.Container("S-1").Use, scene.Container("S-1").DonorCode));
        Assert.True(scene.Container(Scene.Bag).IsSealed);
    }

    [Theory]
    [InlineData(SamplingMethod.Puncture)]
    [InlineData(SamplingMethod.Opened)]
    [Proves("GMP-13.7b", Proof.Refuses)]
    public void A_closed_container_is_not_punctured_or_opened_for_a_sample_outside_an_open_step(SamplingMethod method) =>
        Scene.WithTwoBatches().Refused(Sample(method), "GMP-13.7b");

    [Fact]
    [Proves("GMP-4.2.5", Proof.Refuses)]
    public void Nobody_samples_an_unlabelled_container()
    {
        var scene = Scene.InEnrichment().Filled("CB-1", "B-1", "enrichment", "cells");

        scene.Refused(new ContainerCommand.TakeSample("CB-1", "CB-1", new Part("S-9", "sample-tube", Half), SamplingMethod.ClosedPath, Half, "op-1"), "GMP-4.2.5");
    }

    [Fact]
    [Proves("GMP-9.5.4f", Proof.Grants)]
    [Proves("GMP-9.5.4g", Proof.Grants)]
    public void A_sealed_bag_is_parked_at_a_free_position_of_its_room()
    {
        var scene = Scene.WithTwoBatches();
        scene.World.Must(Park(Scene.Bag, "R-101/P1"));

        Assert.Equal((ContainerStatus.Parked, "R-101/P1"), (scene.Container(Scene.Bag).Status, scene.Container(Scene.Bag).Location.Position));
        Assert.Equal(Scene.Bag, scene.World.State<Room>("R-101").Positions["R-101/P1"].Container);
    }

    [Fact]
    [Proves("GMP-9.5.4g", Proof.Refuses)]
    public void A_bag_is_not_parked_where_another_stands_nor_in_another_rooms_position_nor_unscanned()
    {
        var scene = Scene.WithTwoBatches();
        scene.World.Must(Park(Scene.Other, "R-101/P1"));

        scene.Refused(Park(Scene.Bag, "R-101/P1"), "GMP-9.5.4g");
        scene.Refused(Park(Scene.Bag, "R-102/P1"), "GMP-9.5.4g");
        scene.Refused(Park(Scene.Bag, "R-101/P2") with { PositionCode = "R-101/P1" }, "GMP-9.5.4g");
    }

    [Fact]
    [Proves("GMP-9.5.4f", Proof.Refuses)]
    public void An_open_container_is_not_parked()
    {
        var scene = Scene.InEnrichment().Filled("CB-1", "B-1", "enrichment", "cells").Labelled("CB-1", "B-1", "enrichment");

        scene.Refused(Park("CB-1", "R-101/P1"), "GMP-9.5.4f");
    }

    [Fact]
    [Proves("GMP-9.5.3c", Proof.Refuses)]
    public void Nobody_verifies_a_seal_of_their_own()
    {
        var scene = Scene.InEnrichment().Filled("CB-1", "B-1", "enrichment", "cells");

        scene.Refused(new ContainerCommand.Close("CB-1", "tube weld", "op-1", "op-1"), "GMP-9.5.3c");
    }

    [Fact]
    [Proves("GMP-8.5b", Proof.Grants)]
    [Proves("GMP-9.11a", Proof.Grants)]
    public void Two_people_destroy_a_container_and_it_leaves_its_batch()
    {
        var scene = Scene.WithTwoBatches();
        scene.World.Must(new ContainerCommand.Discard(Scene.Bag, "order cancelled", "SOP-WASTE v2", "op-1", "ver-1"));

        Assert.Equal(ContainerStatus.Destroyed, scene.Container(Scene.Bag).Status);
        Assert.Empty(scene.Batch("B-1").Containers);
    }

    [Fact]
    [Proves("GMP-8.5b", Proof.Refuses)]
    public void Nobody_destroys_material_alone_or_without_a_procedure()
    {
        var scene = Scene.WithTwoBatches();

        scene.Refused(new ContainerCommand.Discard(Scene.Bag, "order cancelled", "SOP-WASTE v2", "op-1", "op-1"), "GMP-8.5b");
        scene.Refused(new ContainerCommand.Discard(Scene.Bag, "order cancelled", "", "op-1", "ver-1"), "GMP-8.5b");
    }

    [Fact]
    [Proves("GMP-8.5b", Proof.Refuses)]
    [Proves("GMP-9.5.3c", Proof.Refuses)]
    public void Who_seals_or_destroys_a_container_is_where_it_is()
    {
        var scene = Scene.WithTwoBatches();
        var room = scene.Container(Scene.Bag).Location.Room;
        Assert.DoesNotContain("op-5", scene.World.State<Room>(room).Persons.Keys);

        scene.Refused(new ContainerCommand.Discard(Scene.Bag, "order cancelled", "SOP-WASTE v2", "op-5", "ver-1"), "GMP-8.5b");
        scene.Refused(new ContainerCommand.Close(Scene.Bag, "tube weld", "op-5", "ver-1"), "GMP-9.5.3c");
    }

    [Fact]
    [Proves("GMP-9.11a", Proof.Refuses)]
    public void Positive_waste_is_inactivated_where_it_lies_before_it_goes()
    {
        var scene = Scene.InEnrichment();
        scene.World.Must(new ContainerCommand.CollectWaste("W-1", "B-1", "enrichment", "waste-bag", Half, "op-1"));
        scene.World.Given<Container>("W-1", new ContainerFact.PathogenStatusChanged(PathogenStatus.Positive, ["HBV"], "told"));

        scene.Refused(new ContainerCommand.Discard("W-1", "waste", "SOP-WASTE v2", "op-1", "ver-1"), "GMP-9.11a");
        scene.Refused(new ContainerCommand.RecordInactivation("W-1", "CYC-1", "fail", "op-1"), "GMP-9.11a");
        scene.World.Must(new ContainerCommand.RecordInactivation("W-1", "CYC-2", "pass", "op-1"));
        scene.World.Must(new ContainerCommand.Discard("W-1", "waste", "SOP-WASTE v2", "op-1", "ver-1"));
    }

    [Fact]
    [Proves("GMP-4.1.6", Proof.Grants)]
    public void Reconciliation_by_two_people_of_quality_lifts_the_hold_from_everyone()
    {
        var (scene, hold) = Mismatch();

        scene.World.MustBoth(Lift(hold));

        Assert.All(new[] { Scene.Bag, Scene.Other }, bag => Assert.Empty(scene.Container(bag).Holds));
        Assert.All(new[] { "B-1", "B-2" }, batch => Assert.Empty(scene.Batch(batch).Holds));
    }

    [Theory]
    [InlineData("quality-1", "quality-1", "both bags compared")]
    [InlineData("quality-1", "op-1", "both bags compared")]
    [InlineData("quality-1", "quality-2", "")]
    [Proves("GMP-4.1.6", Proof.Refuses)]
    public void Nothing_else_lifts_an_identity_hold(string first, string second, string reason)
    {
        var (scene, hold) = Mismatch();

        scene.Refused(Lift(hold) with { First = first, Second = second, Reason = reason }, "GMP-4.1.6");
        scene.Refused(new ContainerCommand.LiftHold(Scene.Bag, hold, "both bags compared", "QA-7", "quality-1", "quality-2"), "GMP-4.1.6");
        scene.Refused(new BatchCommand.LiftHold("B-1", hold, "both bags compared", "quality-1", "quality-2"), "GMP-4.1.6");
        Assert.NotEmpty(scene.Container(Scene.Bag).Holds);
    }

    [Theory]
    [InlineData("engineer-1")]
    [InlineData(null)]
    public void Nobody_and_no_machine_signs_in_anothers_name(string? person)
    {
        var (scene, hold) = Mismatch();

        var refusal = scene.World.As(person).Refused(Lift(hold), "ORC-008");

        Assert.Equal("sign-in-person", Assert.Single(refusal.Remedies).Code);
    }

    [Fact]
    public void The_table_of_containers_is_the_approved_page() =>
        Approved.Matches(StatusTable.Page<ContainerStatus, ContainerCommand>(ContainerDecider.Table), "Container");

    private static ContainerCommand.Park Park(string container, string position) => new(container, Scene.LabelOf(container), position, position, "op-1");

    private static ContainerCommand.Split Divided(string container, Contents? rest) =>
        new(container, Scene.LabelOf(container), [new Part("P-1", "leukapheresis-bag", Half), new Part("P-2", "leukapheresis-bag", Half)], rest, "op-1", SamplingMethod.ClosedPath);

    private static ContainerCommand.TakeSample Sample(SamplingMethod method) =>
        new(Scene.Bag, Scene.LabelOf(Scene.Bag), new Part("S-1", "sample-tube", new Contents(1)), method, Half, "op-1");

    private static ContainerCommand.LiftIdentityHold Lift(string hold) => new(Scene.Other, hold, "both bags compared", "QA-7", "quality-1", "quality-2");

    private static (Scene Scene, string Hold) Mismatch()
    {
        var scene = Scene.WithTwoBatches();
        scene.Start("B-1", "enrichment", scene.ScanOf(Scene.Bag) with { Code = Scene.LabelOf(Scene.Other) });
        return (scene, scene.Container(Scene.Bag).Holds.Keys.Single());
    }
}
