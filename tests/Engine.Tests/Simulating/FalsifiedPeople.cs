using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Quality;
using static Orchestrator.Engine.Tests.Simulating.Facts;

namespace Orchestrator.Engine.Tests.Simulating;

using Planted = Dictionary<string, (Action<Forgery> Violation, Action<Forgery> Lawful)>;

/// <summary>People who are elsewhere, unfit, or sign what is not theirs.</summary>
internal static class FalsifiedPeople
{
    private static readonly DateOnly Yesterday = new(2026, 3, 1);

    public static Planted All { get; } = new()
    {
        ["INV-071"] = (j => j.Turn(Inside(room: "R-102")).Turn(Start1), j => j.Turn(Inside()).Turn(Start1)),
        ["INV-072"] = (j => j.Plant(OP(person => person with { Roles = ["cleaner"] })).Turn(Start1), j => j.Plant().Turn(Start1)),
        ["INV-073"] = (j => j.Plant(OP(person => person with { AsepticUntil = Yesterday }), Created()).Turn(Start1), j => j.Plant(null, Created()).Turn(Start1)),
        ["INV-074"] = (j => j.Plant(OP(person => person with { Trainings = person.Trainings.SetItem("biosafety", Yesterday) })).Turn(Start1), j => j.Plant().Turn(Start1)),
        ["INV-075"] = (j => j.Plant(OP(person => person with { Authorisations = person.Authorisations.Remove("GEN") })).Turn(Start1), j => j.Plant().Turn(Start1)),
        ["INV-076"] = (j => j.Plant(Small).Turn(Inside("OP-01")).Turn(Inside("OP-02")), j => j.Plant(Small).Turn(Inside("OP-01")).Turn(Inside("OP-01"))),
        ["INV-077"] = (j => j.Turn(Inside()[0]), j => j.Turn(Inside())),
        ["INV-078"] = (j => j.Turn(Started()), j => j.Turn(Start1)),
        ["INV-079"] = (j => j.Turn(Freed), j => j.Turn(Assigned()).Turn(Freed)),
        ["INV-080"] = (j => j.Turn(Started(step: Work() with { Operators = [new AssignedOperator("OP-01", "operator"), new AssignedOperator("OP-01", "verifier")] })), j => j.Turn(Started())),
        ["INV-081"] = (j => j.Turn(Signed("QA-01", "QA-02")).Turn(Took("QA-03")), j => j.Turn(Signed("QA-01", "QA-02")).Turn(Took("QA-02"))),
        ["INV-082"] = (j => j.Turn(Signed("QA-01", "QA-02")).Turn(Lifted("QA-01", "QA-03"), Took("QA-02")), j => j.Turn(Signed("QA-01", "QA-02")).Turn(Lifted(), Took("QA-02"))),
        ["INV-083"] = (j => j.Plant().Turn(Lifted("QA-01", "OP-01")), j => j.Plant().Turn(Lifted())),
        ["INV-084"] = (j => j.Turn(Signed("QA-01", "QA-02")).Turn(Signed("QA-01", "QA-02")), j => j.Turn(Signed("QA-01", "QA-02")).Turn(Took("QA-02")).Turn(Signed("QA-01", "QA-02"))),
    };

    private static (ActorId, Fact)[] Start1 => [Assigned(), Started()];

    private static (ActorId, Fact) Freed => P(new OperatorFact.AssignmentEnded("B-1", "wash", Start));

    private static (ActorId, Fact) Signed(string by, string awaits) => On(ActorKind.JointDecision, "J", new JointDecisionFact.Signed("c", [], by, awaits, Start));

    private static (ActorId, Fact) Took(string by) => On(ActorKind.JointDecision, "J", new JointDecisionFact.TookEffect(by, Start));

    private static Func<PlantDocument, PlantDocument> OP(Func<PersonDefinition, PersonDefinition> but) =>
        plant => plant with { People = [.. plant.People.Select(person => person.Id == "OP-01" ? but(person) : person)] };

    private static PlantDocument Small(PlantDocument plant) => plant with { Rooms = [.. plant.Rooms.Select(room => room.Id == "R-101" ? room with { PersonsMax = new ValidatedMaximum(1, "VR") } : room)] };
}
