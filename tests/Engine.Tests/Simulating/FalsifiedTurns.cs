using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Clearances;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Orchestrator.Simulation.Play;
using static Orchestrator.Engine.Tests.Simulating.Facts;

namespace Orchestrator.Engine.Tests.Simulating;

using Planted = Dictionary<string, (Action<Forgery> Violation, Action<Forgery> Lawful)>;

/// <summary>Journals that are not whole, masters nobody approved, rooms and neighbours.</summary>
internal static class FalsifiedTurns
{
    private static readonly ActorId Room = new(ActorKind.Room, "R-101");
    private static readonly Scene Example = Scene.Example();

    public static Planted All { get; } = new()
    {
        ["INV-001"] = (j => j.Turn().Skip().Turn(), j => j.Turn().Turn()),
        ["INV-002"] = (j => j.Turn().Answered("never-recorded"), j => j.Turn("kept").Answered("kept")),
        ["INV-003"] = (j => j.Turn().After(-Hour).Turn(), j => j.Turn().After(Hour).Turn()),
        ["INV-004"] = (j => j.Turn(Entered()).Casting(Room, "older").Turn(), j => j.Turn(Entered()).Casting(Room).Turn()),
        ["INV-005"] = (j => j.Turn(Entered()), j => j.Casting(ActorId.Plant).Commanded(new PlantCommand.Found("P", TimeMode.Real), (ActorId.Plant, new PlantFact.Founded("P", TimeMode.Real)))),
        ["INV-006"] = (j => j.Turn(InRoom("B-1", Exposure.Open)).Turn(InRoom("B-2")), j => j.Turn(InRoom()).Turn(InRoom("B-2"))),
        ["INV-007"] = (j => j.Turn(Ended()).Turn(Cleared(ClearanceScope.Step)).Turn(InRoom("B-2")), j => j.Turn(Ended()).Turn(Cleared()).Turn(InRoom("B-2"))),
        ["INV-008"] = (j => j.Turn(Clearance(Performed()), Approved(), Used, Used), j => j.Turn(Clearance(Performed()), Approved(), Used)),
        ["INV-009"] = (j => j.Plant().Turn(MediaFill(-7)).Turn(Started(step: Work(line: "L1"))), j => j.Plant().Turn(MediaFill(-5)).Turn(Started(step: Work(line: "L1")))),
        ["INV-010"] = (j => j.Turn(Entered()).Turn(Entered(room: "R-102")), j => j.Turn(Entered()).Turn(R(new RoomFact.PersonLeft("OP-01", Start)), Entered(room: "R-102"))),
        ["INV-011"] = (j => j.Turn(Started()).Turn(Started("B-2")), j => j.Turn(Started()).Turn(Changed(StepStatus.Complete)).Turn(Started("B-2"))),
        ["INV-012"] = (j => j.Turn(Lifted("QA-01", "QA-01")), j => j.Turn(Lifted())),
        ["INV-013"] = (j => j.Turn(Created(), Registered(of: "B-2")).Turn(Taken()), j => j.Turn(Created(), Registered()).Turn(Taken())),
        ["INV-014"] = (j => j.Turn(Held()).Turn(Started()), j => j.Turn(Held()).Turn(Lifted()).Turn(Started())),
        ["INV-015"] = (j => j.Turn(Charged("S-1")).Turn(Charged("S-1")), j => j.Turn(Charged("S-1")).Turn(Charged("S-2"))),
        ["INV-016"] = (
            j => j.Plant().Turn(Created(), Bound(), Created("B-2"), Bound(batch: "B-2")).Turn(Started(step: Work() with { Exposure = Exposure.Open })).Turn(Started("B-2")),
            j => j.Plant().Turn(Created(), Bound(), Created("B-2"), Bound(batch: "B-2")).Turn(Started()).Turn(Started("B-2", Work() with { Room = "R-102" }))),
        ["INV-017"] = (j => j.Saying(body => body with { Payload = "another's" }).Turn(), j => j.Turn()),
        ["INV-018"] = (j => j.Saying(body => body with { Caller = "somebody" }).Turn(), j => j.Turn()),
        ["INV-019"] = (j => j.Keeping(turn => turn with { WriteId = "00" }).Turn(), j => j.Turn()),
        ["INV-020"] = (j => j.Casting(Room).Casting(ActorId.Plant).Saying(body => body with { Cast = [.. body.Cast.Reverse()] }).Turn(), j => j.Casting(Room).Casting(ActorId.Plant).Turn()),
        ["INV-021"] = (j => j.Saying(body => body with { Granted = false }).Turn(), j => j.Saying(Refused).Turn()),
        ["INV-022"] = (j => j.Saying(Refused).Turn(Entered()), j => j.Saying(Refused).Turn(Held())),
        ["INV-023"] = (j => j.Turn(R(new RoomFact.PersonEntered("OP-01", Start + Hour))), j => j.Turn(Entered())),
        ["INV-024"] = (j => j.Turn(Entered()), j => j.Turn((ActorId.Plant, new PlantFact.Founded("P", TimeMode.Real))).Turn(Entered())),
        ["INV-025"] = (j => j.Turn(On(ActorKind.Batch, "B-1", new RoomFact.PersonEntered("OP-01", Start))), j => j.Turn(Entered())),
        ["INV-026"] = (j => j.Saying(body => Refused(body) with { Refusals = [Refusal.Of("", new Seen("batch", "B-1"))] }).Turn(), j => j.Saying(Refused).Turn()),
        ["INV-027"] = (j => j.Saying(body => Refused(body) with { Refusals = [Refusal.Of("ORC-003").LegalFrom(Start - Hour)] }).Turn(), j => j.Saying(body => Refused(body) with { Refusals = [Refusal.Of("ORC-003").LegalFrom(Start + Hour)] }).Turn()),
        ["INV-028"] = (j => j.Saying(body => body with { Law = "" }).Turn(), j => j.Turn()),
        ["INV-029"] = (j => j.Saying(body => body with { Cast = [] }).Turn(Entered()), j => j.Turn(Entered())),
        ["INV-030"] = (j => j.Turn(Proposed()).Turn(Effect), j => j.Turn(Proposed()).Turn(Signed).Turn(Effect)),
        ["INV-031"] = (j => j.Turn(Proposed(from: Start + Hour), Signed).Turn(Effect), j => j.Turn(Proposed(from: Start), Signed).Turn(Effect)),
        ["INV-032"] = (j => j.Turn(Proposed(), Signed).Turn(Effect).Turn(Effect), j => j.Turn(Proposed(), Signed).Turn(Effect)),
        ["INV-033"] = (j => j.Plant().Turn(Proposed("d", plant: true), Sign("d")).Turn(TookEffect("d")), j => j.Plant().Turn(Proposed("d", plant: true, rests: "c"), Sign("d")).Turn(TookEffect("d"))),
        ["INV-034"] = (j => j.Turn(Recipe).Turn(Recipe), j => j.Turn(Recipe)),
        ["INV-035"] = (j => j.Turn(Created()), j => j.Turn(Recipe).Turn(Created())),
        ["INV-036"] = (j => j.Turn(Recipe).Turn(B(new BatchFact.Created("CART-22", RecipeKey, "COI", "D", BatchPurpose.Commercial, Start))), j => j.Turn(Recipe).Turn(Created())),
        ["INV-037"] = (j => j.Turn(Recipe).Turn(On(ActorKind.Recipe, RecipeKey, new RecipeFact.Withdrawn("old"))).Turn(Created()), j => j.Turn(Recipe).Turn(Created()).Turn(On(ActorKind.Recipe, RecipeKey, new RecipeFact.Withdrawn("old")))),
        ["INV-038"] = (j => j.Turn((ActorId.Plant, new PlantFact.OpeningApproved("o", "QA-01"))), j => j.After(TimeSpan.FromDays(365)).Turn((ActorId.Plant, new PlantFact.OpeningProposed("o", Example.Opening, "PL-01"))).Turn((ActorId.Plant, new PlantFact.OpeningApproved("o", "QA-01")))),
        ["INV-173"] = (j => j.Turn(Clearance(Performed())).Turn(Clearance(Performed())), j => j.Turn(Clearance(Performed()))),
        ["INV-174"] = (j => j.Turn(Clearance(Performed() with { Answers = [] })), j => j.Turn(Clearance(Performed()))),
        ["INV-175"] = (j => j.Turn(Clearance(Performed(clear: false))).Turn(Approved()), j => j.Turn(Clearance(Performed())).Turn(Approved())),
        ["INV-176"] = (j => j.Turn(Clearance(Performed()), Approved(Start - Hour)).Turn(Used), j => j.Turn(Clearance(Performed()), Approved(Start + Hour)).Turn(Used)),
        ["INV-177"] = (j => j.Turn(Clearance(Performed()), Approved(Start + Hour)).Turn(Expired), j => j.Turn(Clearance(Performed()), Approved(Start + Hour)).After(2 * Hour).Turn(Expired)),
        ["INV-178"] = (j => j.Turn(Clearance(Performed(ClearanceScope.Step)), Approved()).Turn(Cleared()), j => j.Turn(Clearance(Performed()), Approved()).Turn(Cleared())),
        ["INV-179"] = (j => j.Turn(InRoom()).Turn(Cleared()), j => j.Turn(InRoom()).Turn(Ended()).Turn(Cleared())),
        ["INV-180"] = (j => j.Turn(R(new RoomFact.Reserved("B-2"))).Turn(InRoom()), j => j.Turn(R(new RoomFact.Reserved("B-1"))).Turn(InRoom())),
    };

    private static (ActorId, Fact) Recipe => On(ActorKind.Recipe, RecipeKey, new RecipeFact.Approved(Facts.Recipe(Example)));

    private static (ActorId, Fact) Signed => Sign("c");

    private static (ActorId, Fact) Effect => TookEffect("c");

    private static (ActorId, Fact) Expired => Clearance(new ClearanceFact.Expired(Start));

    private static (ActorId, Fact) Sign(string change) => (ActorId.Plant, new PlantFact.ChangeApproved(change, "QA-01"));

    private static (ActorId, Fact) TookEffect(string change) => (ActorId.Plant, new PlantFact.ChangeTookEffect(change));

    private static (ActorId, Fact) Proposed(string change = "c", DateTimeOffset? from = null, bool plant = false, string rests = "") =>
        (ActorId.Plant, new PlantFact.ChangeProposed(new PlantChange(change, "EN-01", Start, from ?? Start, plant ? Example.Plant : null, [], rests)));

    private static TurnBody Refused(TurnBody body) => body with { Granted = false, Refusals = [Refusal.Of("ORC-003", new Seen("batch", "B-1"))] };
}
