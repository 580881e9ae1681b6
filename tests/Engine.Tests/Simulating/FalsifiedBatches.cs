using Orchestrator.Domain.Batches;
using Orchestrator.Domain.DonorMaterials;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using static Orchestrator.Engine.Tests.Simulating.Facts;

namespace Orchestrator.Engine.Tests.Simulating;

using Planted = Dictionary<string, (Action<Forgery> Violation, Action<Forgery> Lawful)>;

/// <summary>Batches that live twice, steps out of order, holds that do not hold.</summary>
internal static class FalsifiedBatches
{
    private static readonly (ActorId, Fact)[] Ready = [Created(), Bound()];
    private static readonly (ActorId, Fact)[] Washing = [Started(), InRoom()];
    private static readonly (ActorId, Fact)[] Washed = [Changed(StepStatus.Complete), Ended()];

    public static Planted All { get; } = new()
    {
        ["INV-039"] = (j => j.Turn(Created()).Turn(Created()), j => j.Turn(Created()).Turn(Bound())),
        ["INV-040"] = (j => j.Turn(Ready).Turn(B(new BatchFact.Terminated("x", "Destroy"))).Turn(Started()), j => j.Turn(Ready).Turn(Started())),
        ["INV-041"] = (j => j.Turn(Ready).Turn(Started()).Turn(B(new BatchFact.Cancelled("x"))), j => j.Turn(Ready).Turn(B(new BatchFact.Cancelled("x")))),
        ["INV-042"] = (j => j.Turn(Created(), Added).Turn(Discarded), j => j.Turn(Created(), Added).Turn(Removed).Turn(Discarded)),
        ["INV-043"] = (j => j.Turn(Ready).Turn(Started()).Turn(B(new BatchFact.Terminated("x", "Destroy"))), j => j.Turn(Ready).Turn(Started()).Turn(Changed(StepStatus.Aborted), B(new BatchFact.Terminated("x", "Destroy")))),
        ["INV-044"] = (j => j.Turn(Created()).Turn(Created("B-2", of: "B-1")), j => j.Turn(Created()).Turn(Created("B-2"))),
        ["INV-045"] = (j => j.Turn(Tied("C-1")).Turn(Tied("C-2")), j => j.Turn(Tied("C-1"))),
        ["INV-046"] = (j => j.Plant().Turn(Ready).Turn(Started()).Turn(Changed(StepStatus.Complete), B(new BatchFact.Harvested(Start))), j => j.Plant().Turn(Ready).Turn(Started(step: Work("harvest"))).Turn(Changed(StepStatus.Complete, "harvest"), B(new BatchFact.Harvested(Start)))),
        ["INV-047"] = (j => j.Turn(Created()).Turn(Started()), j => j.Turn(Ready).Turn(Started())),
        ["INV-048"] = (j => j.Turn(Created(), Bound(PathogenStatus.Unknown)).Turn(Started()), j => j.Turn(Ready).Turn(Started())),
        ["INV-049"] = (j => j.Turn(Donation("D-B-2")).Turn(Created(), Bound()), j => j.Turn(Donation("D-B-1")).Turn(Created(), Bound())),
        ["INV-050"] = (j => j.Turn(Created(), Added).Turn(Added), j => j.Turn(Created(), Added).Turn(Removed)),
        ["INV-051"] = (j => j.Turn(Washing).Turn(Started(step: Work() with { Attempt = 2 }), InRoom()), j => j.Turn(Washing).Turn(Washed).Turn(Started(step: Work() with { Attempt = 2 }), InRoom())),
        ["INV-052"] = (j => j.Turn(Washing).Turn(Washed).Turn(Started(), InRoom()), j => j.Turn(Washing).Turn(Washed).Turn(Started(step: Work() with { Attempt = 2 }), InRoom())),
        ["INV-053"] = (j => j.Turn(Washing).Turn(Washed).Turn(Changed(StepStatus.Held)), j => j.Turn(Washing).Turn(Washed)),
        ["INV-054"] = (j => j.Plant().Turn(Ready).Turn(Started(step: Work("harvest"))), j => j.Plant().Turn(Ready).Turn(Washing).Turn(Washed).Turn(Started(step: Work("harvest")))),
        ["INV-055"] = (j => j.Plant().Turn(Ready).Turn(Washing).Turn(Washed).Turn(Started(step: Work() with { Attempt = 2 })), j => j.Plant().Turn(Ready).Turn(Washing)),
        ["INV-056"] = (j => j.Turn(Washing).Turn(Changed(StepStatus.Complete, at: Start), Ended()), j => j.Turn(Washing).Turn(Washed)),
        ["INV-057"] = (j => j.Turn(Washing).Turn(Late, Ended()), j => j.Turn(Washing).Turn(B(new BatchFact.HoldPlaced(HoldOf("time-limit/wash/1", HoldKind.TimeLimit)))).Turn(Late, Ended())),
        ["INV-058"] = (j => j.Plant().Turn(Started(step: Work() with { Area = "POS" })), j => j.Plant().Turn(Started())),
        ["INV-059"] = (j => j.Plant(null).Turn(On(ActorKind.Recipe, RecipeKey, OpenRecipe)).Turn(Ready).Turn(Started()), j => j.Plant(null).Turn(On(ActorKind.Recipe, RecipeKey, OpenRecipe)).Turn(Ready).Turn(Started(step: Work() with { Exposure = Exposure.Open }))),
        ["INV-060"] = (j => j.Plant(plant => plant with { Rooms = [.. plant.Rooms.Select(room => room.Id == "R-101" ? room with { Use = Domain.Plants.RoomUse.Corridor } : room)] }).Turn(Started()), j => j.Plant().Turn(Started())),
        ["INV-061"] = (j => j.Plant(plant => plant with { Rooms = [.. plant.Rooms.Select(room => room.Id == "R-101" ? room with { QualifiedUntil = new DateOnly(2026, 3, 1) } : room)] }).Turn(Started()), j => j.Plant().Turn(Started())),
        ["INV-062"] = (j => j.Plant().Turn(Ready).Turn(Washing).Turn(Washed), j => j.Plant().Turn(Ready).Turn(Washing).Turn(Checked()).Turn(Washed)),
        ["INV-063"] = (j => j.Turn(Washing).Turn(Checked(1, inRange: false)), j => j.Turn(Washing).Turn(Checked(1, inRange: false), B(new BatchFact.HoldPlaced(HoldOf("out-of-range/wash/viability", HoldKind.OutOfRange))))),
        ["INV-064"] = (j => j.Turn(Washing).Turn(Checked()).Turn(Checked(91)), j => j.Turn(Washing).Turn(Checked()).Turn(B(new BatchFact.EntryCorrected("wash", "viability", 90, 91, "typed wrong", "OP-01", "OP-02")), Checked(91))),
        ["INV-065"] = (j => j.Turn(Washing).Turn(Changed(StepStatus.Aborted), Ended(), Waits), j => j.Turn(Washing).Turn(Changed(StepStatus.Aborted), Ended(), Waits, Held("aborted/wash/1"))),
        ["INV-066"] = (j => j.Turn(Washing).Turn(Changed(StepStatus.Held)), j => j.Turn(Washing).Turn(Changed(StepStatus.Held), Waits)),
        ["INV-067"] = (j => j.Turn(B(new BatchFact.HoldClockStopped("wash"))), j => j.Turn(Waits).Turn(B(new BatchFact.HoldClockStopped("wash")))),
        ["INV-068"] = (j => j.Plant().Turn(Ready).Turn(Washing).Turn(Washed).Turn(Waits).Turn(Started(step: Work("harvest") with { StartedAt = Start + (3 * Hour) })), j => j.Plant().Turn(Ready).Turn(Washing).Turn(Washed).Turn(Waits).Turn(Started(step: Work("harvest") with { StartedAt = Start + Hour }))),
        ["INV-069"] = (j => j.Turn(Started()), j => j.Turn(Washing)),
        ["INV-070"] = (j => j.Turn(Washing).Turn(Changed(StepStatus.Complete)), j => j.Turn(Washing).Turn(Washed)),
        ["INV-139"] = (j => j.Turn(Lifted()), j => j.Turn(Held()).Turn(Lifted())),
        ["INV-140"] = (j => j.Turn(Held()).Turn(Held()), j => j.Turn(Held()).Turn(Held("g"))),
        ["INV-141"] = (j => j.Turn(B(new BatchFact.HoldPlaced(HoldOf(rule: "")))), j => j.Turn(Held())),
        ["INV-142"] = (j => j.Turn(Held(kind: HoldKind.Identity)).Turn(Lifted()), j => j.Turn(Held(kind: HoldKind.Identity)).Commanded(new ContainerCommand.LiftIdentityHold("BAG", "h", "r", "REC", "QA-01", "QA-02"), Lifted())),
        ["INV-143"] = (j => j.Turn(R(new RoomFact.HoldPlaced(HoldOf()))).Turn(InRoom()), j => j.Turn(R(new RoomFact.HoldPlaced(HoldOf()))).Turn(RoomLifted("QA-02")).Turn(InRoom())),
        ["INV-144"] = (j => j.Plant().Turn(R(new RoomFact.HoldPlaced(HoldOf()))).Turn(RoomLifted("OP-01")), j => j.Plant().Turn(R(new RoomFact.HoldPlaced(HoldOf()))).Turn(RoomLifted("QA-02"))),
        ["INV-145"] = (j => j.Turn(C(new ContainerFact.HoldPlaced(HoldOf(), ["BAG", "BAG-2"], []))), j => j.Turn(C(new ContainerFact.HoldPlaced(HoldOf(), ["BAG", "BAG-2"], [])), C(new ContainerFact.HoldPlaced(HoldOf(), ["BAG", "BAG-2"], []), "BAG-2"))),
    };

    private static Domain.Recipes.RecipeFact.Approved OpenRecipe
    {
        get
        {
            var recipe = Recipe(Orchestrator.Simulation.Play.Scene.Example());
            return new Domain.Recipes.RecipeFact.Approved(recipe with { Steps = [.. recipe.Steps.Select(step => step with { Exposure = Exposure.Open })] });
        }
    }

    private static (ActorId, Fact) Added => B(new BatchFact.ContainerAdded("BAG"));

    private static (ActorId, Fact) Removed => B(new BatchFact.ContainerRemoved("BAG", "destroyed"));

    private static (ActorId, Fact) Discarded => B(new BatchFact.Discarded("x", "QA-01", "QA-02"));

    private static (ActorId, Fact) Late => Changed(StepStatus.Complete, at: Start + (3 * Hour));

    private static (ActorId, Fact) Waits => B(new BatchFact.HoldClockStarted(new RunningHold("wash", Start, Start + (2 * Hour), "cold")));

    private static (ActorId, Fact) Tied(string to) => On(ActorKind.IdentityCode, "donor:D-1", new IdentityCodeFact.Tied(to));

    private static (ActorId, Fact) Donation(string donor) => On(ActorKind.DonorMaterial, "DM-B-1", new DonorMaterialFact.Received(donor, "COI-B-1", "BAG", "R-101", "OP-01", "OP-02", Start));

    private static (ActorId, Fact) RoomLifted(string second) => R(new RoomFact.HoldLifted("h", "why", "QA-01", second));
}
