using Orchestrator.Domain.Batches;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Incubators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Orchestrator.Domain.Tests.Identity;
using Orchestrator.Domain.Transfers;
using Xunit;
using static Orchestrator.Domain.Tests.Transfers.TransferTests;

namespace Orchestrator.Domain.Tests.Transfers;

/// <summary>Whom material meets where it is brought, and what no emergency excuses.</summary>
public sealed class MeetingTests
{
    [Fact]
    [Proves("GMP-9.5.2b", Proof.Refuses)]
    public void Not_even_a_safe_state_opens_the_room_in_which_another_batch_is_worked_on_openly()
    {
        var scene = InOpenStep().Sealed("CB-1");
        scene.World.Given<Room>("R-102", new RoomFact.StepStarted(new RunningStep("B-2", "transduction", "transduction", StepClass.NonCulture, Exposure.Open, "L-2", null, null, null, scene.World.Now), UsesClearance: false));
        var safe = Start("R-102", "op-1", "CB-1") with { SafeStateOf = "transduction" };

        scene.Refused(safe, "GMP-9.5.2b");

        scene.World.Must(safe with { Room = "ST-1" });
    }

    [Fact]
    public void Who_finds_the_position_taken_has_arrived_all_the_same_and_is_parked_elsewhere()
    {
        var scene = InStore();
        scene.World.Must(Start("R-101", "op-2", Scene.Bag) with { Position = "R-101/P1" });
        scene.World.Given<Room>("R-101", new RoomFact.VesselParked("R-101/P1", "BAG-Z", "B-9", scene.World.Now));

        scene.World.Must(Arrive("op-1", Scene.Bag));

        Assert.Equal(new Location("R-101", null, null), scene.Container(Scene.Bag).Location);
        Assert.Equal("BAG-Z", scene.World.State<Room>("R-101").Positions["R-101/P1"].Container);
        scene.World.Must(new ContainerCommand.Park(Scene.Bag, Scene.LabelOf(Scene.Bag), "R-101/P2", "R-101/P2", "op-1"));
    }

    [Theory]
    [InlineData("culture")]
    [InlineData("kit")]
    [InlineData("incubator")]
    [Proves("GMP-7.9a", Proof.Refuses)]
    public void A_positive_meets_no_other_agent_in_culture_in_a_kit_or_in_an_incubator(string where)
    {
        var container = new Container("BAG-P") { Batch = "B-1", Pathogen = PathogenStatus.Positive, Agents = ["HBV"] };
        var world = World.Of(SmallPlant.Document, SmallRecipe.Document);
        world.Given<Batch>("B-2", new BatchFact.PathogenStatusChanged(PathogenStatus.Positive, ["HCV"], "told"));
        _ = where switch
        {
            "culture" => world.Given<Room>("R-201", new RoomFact.StepStarted(new RunningStep("B-2", "culture", "culture", StepClass.Culture, Exposure.Closed, null, null, null, "PROC-3", world.Now), UsesClearance: false))
                .Given<Room>("R-201", new RoomFact.Cleared("C-1", ClearanceScope.Changeover, "B-2", world.Now, null)),
            "kit" => world.Given<ClosedSystem>("PROC-3", new ClosedSystemFact.KitMounted("B-2", "K-1", "op-1", world.Now)).Given<ClosedSystem>("PROC-3", new ClosedSystemFact.StepStarted("B-2", "culture", world.Now))
                .Given<ClosedSystem>("PROC-3", new ClosedSystemFact.StepEnded("B-2", "culture", world.Now)),
            _ => world.Given<Incubator>("PLAIN-2", new IncubatorFact.VesselLoaded("MAIN", "PLAIN-2/1", new Vessel("V-2", "B-2", "CART-19", Exposure.Closed, world.Now), "op-1")),
        };

        var decision = world.Play(desk => desk.Check(TransferRules.ApartFromOthers(desk, new Site(SmallPlant.Document), container, desk.Get<Room>("R-201"), working: true)));

        Assert.Equal(["GMP-7.9a"], World.Rules(decision));
    }
}
