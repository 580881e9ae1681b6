using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Xunit;

namespace Orchestrator.Domain.Tests.Batches;

/// <summary>Holds how wide a start reaches: what it does not read can neither slow it nor make it decide again.</summary>
public sealed class CastTests
{
    [Fact]
    public void A_start_asks_the_rooms_of_its_own_area_and_of_no_other()
    {
        var world = new PlantAtWork(SmallPlant.Document, SmallRecipe.Document).Batch("B-1", "CART").World;
        var start = new BatchCommand.StartStep("B-1", "enrichment", PlantAtWork.In("R-101", "L-1") with { ClosedSystem = "PROC-1" }, [new AssignedOperator("op-1", "operator")], "ver-1", []);
        world.Ask(start);
        var cast = new Cast(world.Everyone);

        var decision = PlantLaw.Decide(start, cast, new Moment(world.Now, "mes", "c-1", new HashSet<string> { "mes" }, null));

        Assert.Equal(["room/INC-1", "room/R-101", "room/R-102"], cast.Read.Where(actor => actor.Kind == ActorKind.Room).Order().Select(actor => actor.ToString()));
        var apart = Assert.Single(decision.Bases, basis => basis.Kind == "segregation" && basis.Seen.Any(seen => seen is { Name: "row", Value: "S-10" }));
        Assert.Contains(apart.Seen, seen => seen is { Name: "area", Value: "AREA-G" });
    }
}
