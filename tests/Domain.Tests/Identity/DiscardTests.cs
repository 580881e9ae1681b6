using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Incubators;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Xunit;

namespace Orchestrator.Domain.Tests.Identity;

/// <summary>What is left of a batch when it is discarded, and what keeps a vessel where it is.</summary>
public sealed class DiscardTests
{
    [Fact]
    [Proves("GMP-8.5b", Proof.Refuses)]
    [Proves("GMP-8.5b", Proof.Grants)]
    public void A_batch_is_discarded_when_the_last_of_its_containers_is()
    {
        var scene = Scene.WithTwoBatches();
        scene.World.As("quality-1").Must(new BatchCommand.Terminate("B-1", "order cancelled", Disposition.Destroy));
        var discard = new BatchCommand.Discard("B-1", "order cancelled", "quality-1", "quality-2");
        scene.Refused(discard, "GMP-8.5b");

        scene.World.Must(new ContainerCommand.Discard(Scene.Bag, "order cancelled", "SOP-WASTE v2", "op-1", "ver-1"));

        scene.World.Must(discard);
    }

    [Fact]
    public void A_vessel_at_work_is_neither_destroyed_nor_taken_into_another_step()
    {
        var scene = Scene.InEnrichment();
        scene.World.Given<Container>(Scene.Bag, new ContainerFact.Parked(new Location("R-101", "R-101/P1", null), scene.World.Now));

        scene.Refused(new ContainerCommand.Discard(Scene.Bag, "mistake", "SOP-WASTE v2", "op-1", "ver-1"), "ORC-003");
        Assert.Contains("ORC-003", World.Rules(scene.Start("B-1", "enrichment", scene.ScanOf(Scene.Bag))));
    }

    [Fact]
    [Proves("GMP-8.5a", Proof.Refuses)]
    [Proves("GMP-8.5a", Proof.Grants)]
    public void A_rejected_vessel_that_is_taken_out_of_its_incubator_is_still_rejected_and_can_only_be_destroyed()
    {
        var scene = InIncubator();
        scene.World.Must(new ContainerCommand.RecordAppearance(Scene.Bag, Inspection.AfterFilling, "leak", "op-1"));
        scene.World.Must(new IncubatorCommand.Unload("HONEY-1", "A", "HONEY-1/A1", Scene.Bag, new FourScans("HONEY-1", "HONEY-1/A1", Scene.LabelOf(Scene.Bag), "COI-A"), "op-1"));

        Assert.Equal(ContainerStatus.Rejected, scene.Container(Scene.Bag).Status);
        scene.Refused(new ContainerCommand.Split(Scene.Bag, Scene.LabelOf(Scene.Bag), [new Part("X-1", "culture-bag", new Contents(1))], new Contents(1), "op-1"), "GMP-8.5a");
        scene.World.Must(new ContainerCommand.Discard(Scene.Bag, "leak", "SOP-WASTE v2", "op-1", "ver-1"));
    }

    [Fact]
    [Proves("GMP-8.5b", Proof.Grants)]
    public void A_vessel_that_is_destroyed_leaves_its_position_in_the_incubator()
    {
        var scene = InIncubator();

        scene.World.Must(new ContainerCommand.Discard(Scene.Bag, "mould", "SOP-WASTE v2", "op-1", "ver-1"));

        Assert.Equal(ContainerStatus.Destroyed, scene.Container(Scene.Bag).Status);
        Assert.Null(scene.World.State<Incubator>("HONEY-1").Find(Scene.Bag));
        scene.Refused(new IncubatorCommand.Unload("HONEY-1", "A", "HONEY-1/A1", Scene.Bag, new FourScans("HONEY-1", "HONEY-1/A1", Scene.LabelOf(Scene.Bag), "COI-A"), "op-1"), "ORC-003");
    }

    [Theory]
    [InlineData(ContainerStatus.Rejected)]
    [InlineData(ContainerStatus.Destroyed)]
    [InlineData(ContainerStatus.Consumed)]
    [Proves("GMP-8.5a", Proof.Refuses)]
    public void Nothing_that_is_out_of_use_comes_back_by_being_moved(ContainerStatus status)
    {
        var container = new Container("V-1") { Status = status };

        Assert.Equal(status, container.Evolve(new ContainerFact.Taken("INC-1", default)).Status);
        Assert.Equal(status, container.Evolve(new ContainerFact.TransferEnded("T-1", new Location("ST-1", null, null), Stored: true)).Status);
    }

    private static Scene InIncubator()
    {
        var scene = Scene.WithTwoBatches().Sealed(Scene.Bag).Moved(Scene.Bag, "INC-1");
        scene.World.Given<Room>("INC-1", new RoomFact.PersonEntered("op-1", scene.World.Now))
            .Given<Incubator>("HONEY-1", new IncubatorFact.VesselLoaded("A", "HONEY-1/A1", new Vessel(Scene.Bag, "B-1", "CART-19", Exposure.Closed, scene.World.Now), "op-1"))
            .Given<Container>(Scene.Bag, new ContainerFact.Parked(new Location("INC-1", "HONEY-1/A1", "HONEY-1"), scene.World.Now));
        return scene;
    }
}
