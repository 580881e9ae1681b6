using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Identity;
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
}
