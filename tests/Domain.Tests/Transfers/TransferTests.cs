using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Orchestrator.Domain.Sensors;
using Orchestrator.Domain.Tests.Identity;
using Orchestrator.Domain.Transfers;
using Xunit;

namespace Orchestrator.Domain.Tests.Transfers;

/// <summary>Moving material inside the plant.</summary>
public sealed class TransferTests
{
    [Fact]
    [Proves("GMP-13.6", Proof.Grants)]
    [Proves("GMP-9.5.3c", Proof.Grants)]
    [Proves("GMP-9.5.3h", Proof.Grants)]
    [Proves("GMP-9.10b", Proof.Grants)]
    [Proves("GMP-9.8b", Proof.Grants)]
    [Proves("GMP-4.1.1", Proof.Grants)]
    [Proves("GMP-9.5.1a", Proof.Grants)]
    [Proves("GMP-9.5.2b", Proof.Grants)]
    [Proves("GMP-3.2a", Proof.Grants)]
    [Proves("GMP-6.2a", Proof.Grants)]
    [Proves("GMP-9.11a", Proof.Grants)]
    public void A_sealed_bag_goes_along_the_route_and_occupies_the_room_it_arrives_in()
    {
        var scene = InStore();
        scene.World.Must(Start("R-101", "op-2", Scene.Bag));
        Assert.Equal(ContainerStatus.InTransfer, scene.Container(Scene.Bag).Status);
        Assert.Empty(scene.World.State<Room>("R-101").Occupations);

        scene.World.Must(Arrive("op-1", Scene.Bag));

        Assert.Equal(new Location("R-101", null, null), scene.Container(Scene.Bag).Location);
        Assert.Equal(["B-1"], scene.World.State<Room>("R-101").Occupations.Keys);
        Assert.Equal(TransferStatus.Arrived, scene.World.State<Transfer>("T-1").Status);
    }

    [Fact]
    public void A_bag_in_a_store_occupies_nothing()
    {
        var scene = Scene.WithTwoBatches();
        scene.World.Must(Start("ST-1", "op-1", Scene.Bag));
        scene.World.Must(Arrive("op-2", Scene.Bag));

        Assert.Equal(ContainerStatus.Stored, scene.Container(Scene.Bag).Status);
        Assert.Empty(scene.World.State<Room>("ST-1").Occupations);
    }

    [Fact]
    [Proves("GMP-9.5.3c", Proof.Refuses)]
    [Proves("GMP-9.8b", Proof.Refuses)]
    public void An_open_or_uninspected_container_does_not_leave_its_room()
    {
        var scene = Scene.InEnrichment();
        scene.World.Must(new ContainerCommand.Register("CB-1", "B-1", "enrichment", "cells", "op-1"));
        scene.World.Must(new ContainerCommand.RecordAppearance("CB-1", Inspection.BeforeUse, null, "op-1"));
        scene.World.Must(new ContainerCommand.Fill("CB-1", new Contents(10), "op-1"));
        scene.Labelled("CB-1", "B-1", "enrichment");

        var rules = World.Rules(scene.World.Give(Start("R-102", "op-1", "CB-1")));

        Assert.Contains("GMP-9.5.3c", rules);
        Assert.Contains("GMP-9.8b", rules);
    }

    [Fact]
    [Proves("GMP-4.2.5", Proof.Refuses)]
    public void An_unlabelled_container_does_not_leave_its_room()
    {
        var scene = Scene.InEnrichment().Filled("CB-1", "B-1", "enrichment", "cells").Sealed("CB-1");

        scene.Refused(new TransferCommand.Start("T-1", [new ScannedContainer("CB-1", "CB-1")], "R-102", null, null, "op-1"), "GMP-4.2.5");
    }

    [Fact]
    [Proves("GMP-9.5.3e", Proof.Refuses)]
    [Proves("GMP-9.5.3e", Proof.Grants)]
    public void Material_of_a_running_open_step_stays_but_its_sealed_samples_go()
    {
        var scene = InOpenStep();
        scene.World.Must(new ContainerCommand.TakeSample("CB-1", "LBL-CB-1", new Part("S-9", "sample-tube", new Contents(1)), SamplingMethod.Opened, new Contents(9), "op-1"));
        scene.World.Must(new ContainerCommand.RecordAppearance("S-9", Inspection.AfterFilling, null, "op-1"));
        scene.Labelled("S-9", "B-1", "transduction").Sealed("S-9").Sealed("CB-1");

        scene.Refused(Start("R-102", "op-1", "CB-1"), "GMP-9.5.3e");
        scene.World.Must(Start("ST-1", "op-1", "S-9"));
    }

    [Fact]
    [Proves("GMP-9.5.3h", Proof.Refuses)]
    public void Nothing_goes_against_the_declared_ways()
    {
        var scene = Scene.WithTwoBatches().Moved(Scene.Bag, "R-102");

        scene.Refused(Start("ST-1", "op-3", Scene.Bag), "GMP-9.5.3h");
    }

    [Theory]
    [InlineData("R-102", "R-101", true)]
    [InlineData("R-102", "ST-1", false)]
    [Proves("GMP-9.5.4h", Proof.Grants)]
    [Proves("GMP-9.5.4h", Proof.Refuses)]
    public void For_a_wholly_closed_process_the_ways_are_a_measure_of_alternating_work(string from, string to, bool granted)
    {
        var answer = TransferRules.AlongTheRoute(new Site(Scene.Plant), new Container("C"), from, to, openProcess: false);

        Assert.Equal(granted ? null : "GMP-9.5.4h", answer?.Rule);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(null, false)]
    [Proves("GMP-9.5.3h", Proof.Grants)]
    [Proves("GMP-9.5.3h", Proof.Refuses)]
    public void A_pass_through_is_used_while_its_other_door_reads_closed(int? reading, bool granted)
    {
        var scene = Scene.WithTwoBatches();
        var door = new SensorDefinition { Id = "DR-WAL-1", Quantity = Quantity.Door, Unit = "1", Of = "room/WAL-1", Low = 0, High = 0, CalibratedUntil = new DateOnly(2030, 12, 31) };
        var site = new Site(Scene.Plant with { Sensors = [.. Scene.Plant.Sensors, door] });
        if (reading is { } value)
            scene.World.Given<Sensor>("DR-WAL-1", new SensorFact.ReadingsRecorded(ReadingSeries.Of(value, scene.World.Now), ReadingQuality.Good, Origin.Live, true, new Coverage(scene.World.Now, null), null, "told"));

        var decision = scene.World.Play(desk => desk.Check(TransferRules.OtherDoorClosed(desk, site, "R-101", "WAL-1", openProcess: true)));

        Assert.Equal(granted ? [] : ["GMP-9.5.3h"], World.Rules(decision));
    }

    [Fact]
    [Proves("GMP-9.11a", Proof.Grants)]
    public void Waste_has_its_own_way_out()
    {
        var scene = Scene.InEnrichment();
        scene.World.Must(new ContainerCommand.CollectWaste("W-1", "B-1", "enrichment", "waste-bag", new Contents(10), "op-1"));
        scene.World.Must(new ContainerCommand.RecordAppearance("W-1", Inspection.AfterFilling, null, "op-1"));
        scene.Labelled("W-1", "B-1", "enrichment").Sealed("W-1");

        scene.Refused(Start("ST-1", "op-1", "W-1"), "GMP-9.5.3h");
        scene.World.Must(Start("WAL-1", "op-1", "W-1"));
    }

    [Fact]
    [Proves("GMP-4.1.1", Proof.Refuses)]
    [Proves("GMP-3.2a", Proof.Refuses)]
    public void Unscreened_unbound_material_does_not_enter_production()
    {
        var scene = new Scene().Received("DIN-A", Scene.Bag, "DONOR-A", "COI-A");

        var rules = World.Rules(scene.World.Give(Start("R-101", "op-2", Scene.Bag)));

        Assert.Contains("GMP-4.1.1", rules);
        Assert.Contains("GMP-3.2a", rules);
    }

    [Fact]
    [Proves("GMP-9.5.1a", Proof.Refuses)]
    [Proves("GMP-6.2a", Proof.Refuses)]
    public void Positive_material_does_not_come_where_other_material_is()
    {
        var scene = new Scene().Bound("DIN-A", Scene.Bag, "B-1", "DONOR-A", "COI-A").Bound("DIN-P", "BAG-P", "B-9", "DONOR-P", "COI-P", PathogenStatus.Positive);
        scene.World.Given<Room>("R-101", new RoomFact.MaterialEntered("B-1", Scene.Bag, scene.World.Now));

        var rules = World.Rules(scene.World.Give(Start("R-101", "op-2", "BAG-P")));

        Assert.Contains("GMP-9.5.1a", rules);
        Assert.Contains("GMP-6.2a", rules);
    }

    [Fact]
    [Proves("GMP-6.2b", Proof.Refuses)]
    [Proves("GMP-6.2b", Proof.Grants)]
    public void The_dedicated_area_takes_positive_material_and_no_other()
    {
        var scene = new Scene().Bound("DIN-A", Scene.Bag, "B-1", "DONOR-A", "COI-A").Bound("DIN-P", "BAG-P", "B-9", "DONOR-P", "COI-P", PathogenStatus.Positive);

        scene.Refused(Start("R-201", "op-2", Scene.Bag), "GMP-6.2b");
        scene.World.Must(Start("R-201", "op-2", "BAG-P"));
    }

    [Fact]
    [Proves("GMP-6.5a", Proof.Refuses)]
    [Proves("GMP-6.5b", Proof.Refuses)]
    [Proves("GMP-6.5a", Proof.Grants)]
    [Proves("GMP-6.5b", Proof.Grants)]
    public void Positive_and_other_material_are_stored_apart()
    {
        var site = new Site(Scene.Plant);
        var positive = new Container("P") { Pathogen = PathogenStatus.Positive };
        var negative = new Container("N") { Pathogen = PathogenStatus.NegativeScreened };

        Assert.Equal("GMP-6.5a", TransferRules.ToAStoreOfItsKind(site, positive, site.Room("ST-1")!)?.Rule);
        Assert.Equal("GMP-6.5b", TransferRules.ToAStoreOfItsKind(site, negative, site.Room("ST-2")!)?.Rule);
        Assert.Null(TransferRules.ToAStoreOfItsKind(site, positive, site.Room("ST-2")!));
        Assert.Null(TransferRules.ToAStoreOfItsKind(site, negative, site.Room("ST-1")!));
    }

    [Fact]
    [Proves("GMP-9.5.2b", Proof.Refuses)]
    public void No_second_batch_enters_a_room_with_an_open_step()
    {
        var scene = InOpenStep().Moved(Scene.Other, "ST-1");

        scene.Refused(Start("R-101", "op-2", Scene.Other), "GMP-9.5.2b");
    }

    [Fact]
    [Proves("GMP-9.5.2b", Proof.Grants)]
    public void A_vessel_enters_an_incubation_room_where_another_batch_is_in_open_culture()
    {
        var room = new Room("INC-1").Evolve(new RoomFact.StepStarted(new RunningStep("B-2", "culture", "culture", StepClass.Culture, Exposure.Open, null, null, null, null, default), UsesClearance: false));

        Assert.Empty(TransferRules.NotToAnothersOpenProduct("B-1", room));
    }

    [Fact]
    [Proves("GMP-9.10b", Proof.Refuses)]
    [Proves("GMP-9.10b", Proof.Grants)]
    public void Without_the_sites_time_limit_nothing_is_moved_but_to_safety()
    {
        var scene = InOpenStep().Sealed("CB-1");
        scene.World.Given<Plant>("plant", new PlantFact.ChangeProposed(new PlantChange("c-2", "x", scene.World.Now, scene.World.Now, Scene.Plant with { Parameters = Scene.Plant.Parameters with { TransferMax = null } }, [], scene.World.State<Plant>("plant").InForce)));
        scene.World.Given<Plant>("plant", new PlantFact.ChangeTookEffect("c-2"));

        scene.Refused(Start("ST-1", "op-1", "CB-1"), "GMP-9.10b");
        scene.World.Must(Start("ST-1", "op-1", "CB-1") with { SafeStateOf = "transduction" });
    }

    [Fact]
    public void A_room_kept_for_a_batch_is_entered_by_that_batch()
    {
        var scene = InStore();
        scene.World.Given<Room>("R-101", new RoomFact.Reserved("B-2"));

        scene.Refused(Start("R-101", "op-2", Scene.Bag), "ORC-015");
    }

    [Fact]
    [Proves("GMP-13.6", Proof.Refuses)]
    public void A_container_under_way_does_not_leave_again_and_goes_somewhere_else()
    {
        var scene = InStore();
        scene.Refused(Start("ST-1", "op-2", Scene.Bag), "GMP-13.6");
        scene.Refused(Start("NOWHERE", "op-2", Scene.Bag), "GMP-13.6");
        scene.World.Must(Start("R-101", "op-2", Scene.Bag));

        scene.Refused(Start("R-102", "op-2", Scene.Bag) with { Transfer = "T-2" }, "GMP-13.6");
    }

    [Fact]
    [Proves("GMP-4.1.6", Proof.Refuses)]
    public void Two_patients_bags_do_not_travel_together_and_the_attempt_holds_both()
    {
        var scene = Scene.WithTwoBatches();

        var decision = scene.Refused(Start("ST-1", "op-1", Scene.Bag, Scene.Other), "GMP-4.1.6");

        Assert.Contains("ORC-012", World.Rules(decision));
        Assert.NotEmpty(scene.Container(Scene.Other).Holds);
    }

    [Fact]
    [Proves("GMP-4.1.6", Proof.Refuses)]
    public void Two_bags_with_each_others_labels_are_held_once_each()
    {
        var scene = Scene.WithTwoBatches();

        var decision = scene.Refused(
            new TransferCommand.Start("T-1", [new ScannedContainer(Scene.Bag, Scene.LabelOf(Scene.Other)), new ScannedContainer(Scene.Other, Scene.LabelOf(Scene.Bag))], "ST-1", null, null, "op-1"), "GMP-4.1.6");

        Assert.Equal(4, decision.Facts.Count(written => written.Fact is ContainerFact.HoldPlaced or BatchFact.HoldPlaced));
        Assert.Equal(4, decision.Facts.Where(written => written.Fact is ContainerFact.HoldPlaced or BatchFact.HoldPlaced).Select(written => written.Actor).Distinct().Count());
    }

    [Fact]
    [Proves("GMP-4.1.6", Proof.Refuses)]
    [Proves("GMP-9.7.3a", Proof.Refuses)]
    public void Another_bag_than_the_one_that_left_does_not_arrive()
    {
        var scene = InStore();
        scene.World.Must(Start("R-101", "op-2", Scene.Bag));

        scene.Refused(new TransferCommand.Arrive("T-1", [new ScannedContainer(Scene.Bag, Scene.LabelOf(Scene.Other))], "op-1"), "GMP-4.1.6");
        scene.Refused(new TransferCommand.Arrive("T-1", [], "op-1"), "GMP-9.7.3a");
        Assert.NotEmpty(scene.Container(Scene.Bag).Holds);
        Assert.Equal(TransferStatus.Started, scene.World.State<Transfer>("T-1").Status);
    }

    [Fact]
    [Proves("GMP-9.10b", Proof.Refuses)]
    public void A_late_arrival_is_recorded_and_holds_what_it_carried()
    {
        var scene = InStore();
        scene.World.Must(Start("R-101", "op-2", Scene.Bag));
        scene.World.After(TimeSpan.FromMinutes(31));

        scene.World.Must(Arrive("op-1", Scene.Bag));

        Assert.Equal(TransferStatus.Late, scene.World.State<Transfer>("T-1").Status);
        Assert.Equal(HoldKind.TimeLimit, Assert.Single(scene.Container(Scene.Bag).Holds).Value.Hold.Kind);
        var hold = Assert.Single(scene.Batch("B-1").Holds).Key;
        scene.Refused(new ContainerCommand.LiftHold(Scene.Bag, hold, "within the study", "DEV-1", "quality-1", "ver-1"), "ORC-011");
        scene.World.MustBoth(new ContainerCommand.LiftHold(Scene.Bag, hold, "within the study", "DEV-1", "quality-1", "quality-2"));
        Assert.Empty(scene.Batch("B-1").Holds);
    }

    [Fact]
    public void What_is_lifted_from_the_batch_does_not_stay_on_its_containers()
    {
        var scene = InStore();
        scene.World.Must(Start("R-101", "op-2", Scene.Bag));
        scene.World.After(TimeSpan.FromMinutes(31)).Must(Arrive("op-1", Scene.Bag));

        scene.World.MustBoth(new BatchCommand.LiftHold("B-1", scene.Batch("B-1").Holds.Keys.Single(), "within the study", "quality-1", "quality-2"));

        Assert.Empty(scene.Container(Scene.Bag).Holds);
    }

    [Fact]
    [Proves("GMP-9.10b", Proof.Refuses)]
    public void A_transfer_that_does_not_arrive_holds_by_itself()
    {
        var scene = InStore();
        scene.World.Must(Start("R-101", "op-2", Scene.Bag));
        var due = Assert.Single(scene.World.State<Transfer>("T-1").Clocks).Due;
        scene.World.At(due).Must(new WakeUp(new ActorId(ActorKind.Transfer, "T-1"), "transfer", due));
        Assert.Empty(scene.Container(Scene.Bag).Holds);

        scene.World.After(TimeSpan.FromSeconds(1)).Must(new WakeUp(new ActorId(ActorKind.Transfer, "T-1"), "transfer", due));

        Assert.NotEmpty(scene.Container(Scene.Bag).Holds);
        Assert.NotEmpty(scene.Batch("B-1").Holds);
    }

    [Fact]
    public void Cells_are_brought_to_their_safe_state_against_the_way_and_the_batch_is_held_for_it()
    {
        var scene = InOpenStep();
        scene.Sealed("CB-1");
        var start = Start("ST-1", "op-3", "CB-1");
        scene.Refused(start, "GMP-9.5.3e");

        scene.World.Must(start with { SafeStateOf = "transduction" });

        Assert.Contains(scene.Batch("B-1").Holds.Values, hold => hold is { Kind: HoldKind.Deviation, Rule: "GMP-9.5.3e" });
    }

    [Fact]
    public void Not_even_a_safe_state_excuses_an_open_bag_or_an_invented_step()
    {
        var scene = InOpenStep();

        scene.Refused(Start("ST-1", "op-1", "CB-1") with { SafeStateOf = "transduction" }, "GMP-9.5.3c");
        scene.Refused(Start("ST-1", "op-1", "CB-1") with { SafeStateOf = "freezing" }, "ORC-018");
    }

    [Fact]
    public void A_position_at_the_destination_is_taken_and_given_back()
    {
        var scene = InStore();
        scene.World.Must(Start("R-101", "op-2", Scene.Bag) with { Position = "R-101/P2" });
        scene.World.Must(Arrive("op-1", Scene.Bag));
        Assert.Equal(Scene.Bag, scene.World.State<Room>("R-101").Positions["R-101/P2"].Container);

        scene.World.Must(Start("R-102", "op-1", Scene.Bag) with { Transfer = "T-2" });
        Assert.Empty(scene.World.State<Room>("R-101").Positions);
    }

    [Fact]
    [Proves("GMP-9.5.2b", Proof.Refuses)]
    public void Who_arrives_beside_an_open_step_that_began_meanwhile_is_recorded_and_both_batches_are_held()
    {
        var scene = InStore();
        scene.World.Must(Start("R-101", "op-2", Scene.Bag));
        scene.World.Given<Room>("R-101", new RoomFact.StepStarted(new RunningStep("B-2", "transduction", "transduction", StepClass.NonCulture, Exposure.Open, "L-1", null, "BSC-1", null, scene.World.Now), UsesClearance: false));

        scene.World.Must(Arrive("op-1", Scene.Bag));

        Assert.Equal("R-101", scene.Container(Scene.Bag).Location.Room);
        Assert.Equal("GMP-9.5.2b", Assert.Single(scene.Batch("B-1").Holds).Value.Rule);
        var hold = Assert.Single(scene.Batch("B-2").Holds).Value;
        Assert.Equal((HoldKind.Deviation, "GMP-9.5.2b"), (hold.Kind, hold.Rule));
        scene.World.MustBoth(new BatchCommand.LiftHold("B-2", hold.Id, "assessed", "quality-1", "quality-2"));
    }

    [Fact]
    [Proves("GMP-9.5.1a", Proof.Refuses)]
    public void Material_that_turns_out_positive_on_its_way_is_held_with_whom_it_meets()
    {
        var scene = InStore();
        scene.World.Must(Start("R-101", "op-2", Scene.Bag));
        scene.World.Given<Container>(Scene.Bag, new ContainerFact.PathogenStatusChanged(PathogenStatus.Positive, ["HBV"], "late"))
            .Given<Room>("R-101", new RoomFact.MaterialEntered("B-2", Scene.Other, scene.World.Now));

        scene.World.Must(Arrive("op-1", Scene.Bag));

        Assert.Equal(["GMP-6.2a", "GMP-9.5.1a"], scene.Container(Scene.Bag).Holds.Values.Select(held => held.Hold.Rule).Order());
        Assert.Equal("GMP-9.5.1a", Assert.Single(scene.Batch("B-2").Holds).Value.Rule);
    }

    [Theory]
    [InlineData("R-201", "HCV", false)]
    [InlineData("R-201", "HBV", false)]
    [InlineData("ST-2", "HCV", false)]
    [InlineData("ST-2", "HBV", true)]
    [InlineData("ST-2", "", false)]
    [Proves("GMP-7.9a", Proof.Refuses)]
    [Proves("GMP-7.9a", Proof.Grants)]
    public void Two_positives_share_no_room_to_work_in_and_a_store_only_with_the_same_agents(string room, string agents, bool granted)
    {
        var container = new Container("BAG-P") { Batch = "B-1", Pathogen = PathogenStatus.Positive, Agents = ["HBV"] };
        var world = new World();
        world.Given<Batch>("B-2", new BatchFact.PathogenStatusChanged(PathogenStatus.Positive, agents.Length > 0 ? [agents] : [], "told"))
            .Given<Room>(room, new RoomFact.VesselParked($"{room}/P1", "BAG-B", "B-2", world.Now));

        var decision = world.Play(desk => desk.Check(TransferRules.ApartFromOthers(desk, new Site(Scene.Plant), container, desk.Get<Room>(room), TransferRules.IsWorkedIn(new Site(Scene.Plant).Room(room)!))));

        Assert.Equal(granted ? [] : ["GMP-7.9a"], World.Rules(decision));
    }

    [Fact]
    public void The_table_of_transfers_is_the_approved_page() =>
        Approved.Matches(StatusTable.Page<TransferStatus, TransferCommand>(TransferDecider.Table), "Transfer");

    internal static Scene InStore() => Scene.WithTwoBatches().Moved(Scene.Bag, "ST-1");

    internal static Scene InOpenStep()
    {
        var scene = Scene.InEnrichment().EnrichmentDone();
        scene.Complete("B-1", "enrichment");
        scene.World.After(TimeSpan.FromMinutes(1));
        return scene.Started("B-1", "transduction", scene.ScanOf("CB-1", "cells"));
    }

    internal static TransferCommand.Start Start(string room, string by, params string[] containers) =>
        new("T-1", [.. containers.Select(container => new ScannedContainer(container, Scene.LabelOf(container)))], room, null, null, by);

    internal static TransferCommand.Arrive Arrive(string by, params string[] containers) =>
        new("T-1", [.. containers.Select(container => new ScannedContainer(container, Scene.LabelOf(container)))], by);
}
