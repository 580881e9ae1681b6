using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Xunit;
using static Orchestrator.Domain.Tests.PlantAtWork;

namespace Orchestrator.Domain.Tests.People;

/// <summary>Who has handled one batch does not walk to another: no paper and no clearance opens the door in place of the exit procedure.</summary>
public sealed class CrossingTests
{
    private static readonly RecipeDocument Kits = RecipeOf("KITS",
        Step("enrich", StepClass.NonCulture, Exposure.Closed, Workplace.ClosedSystem) with { RepeatsMax = 1 },
        Step("expand", StepClass.Culture, Exposure.Closed, Workplace.ClosedSystem, "enrich"));

    private static readonly RecipeDocument Open = RecipeOf("OPEN", Step("open", StepClass.NonCulture, Exposure.Open, Workplace.Cabinet));

    private static PlantDocument Plant => SmallPlant.Document with
    {
        People = [.. SmallPlant.Document.People.Select(person => person.Id == "op-1" ? person with { Roles = ["operator", "verifier"] } : person)],
        ClosedSystems = SmallPlant.Document.ClosedSystems.Add(SmallPlant.Document.ClosedSystems[0] with { Id = "PROC-4", Room = "R-102" }),
        Lines = [.. SmallPlant.Document.Lines.Select(line => line with { Systems = line.Systems.Add("PROC-4") })],
        Areas = [.. SmallPlant.Document.Areas.Select(area => area with { StageMax = area.StageMax.SetItem("enrich", new ValidatedMaximum(2, "VM-1")) })],
    };

    [Theory]
    [InlineData("operator")]
    [InlineData("verifier")]
    [Proves("GMP-9.5.3f", Proof.Refuses)]
    [Proves("GMP-9.5.3f", Proof.Grants)]
    public void An_exit_procedure_that_is_due_is_not_written_over_by_an_assignment(string role)
    {
        var plant = TwoRooms();
        plant.World.Refused(Enter(plant, "op-1", "R-102"), "GMP-9.5.3f");

        var refusal = plant.World.Refused(new OperatorCommand.Assign("op-1", "B-1", "enrich", role, "R-101"), "GMP-9.5.3f");

        Assert.Contains(refusal.Remedies, remedy => remedy.Code == "record-exit-procedure");
        plant.World.Must(new OperatorCommand.RecordExitProcedure("op-1", "AREA-G", "SOP-EXIT", plant.World.Now));
        plant.World.Must(new OperatorCommand.Assign("op-1", "B-1", "enrich", role, "R-101"));
        plant.World.Must(new OperatorCommand.Release("op-1", "B-1", "enrich"));
        plant.World.Must(Enter(plant, "op-1", "R-102"));
    }

    [Fact]
    public void Who_looks_on_at_the_repetition_still_owes_the_exit_procedure_for_the_work_before()
    {
        var assigned = new OperatorFact.Assigned(new StepAssignment("B-1", "enrich", "AREA-G", "R-101", "operator", true, AssignmentPhase.Running, default));
        var person = Operator.Nothing("ver-1").Evolve(assigned).Evolve(new OperatorFact.AssignmentEnded("B-1", "enrich", default));

        person = person.Evolve(new OperatorFact.Assigned(assigned.Assignment with { Role = "verifier", Direct = false })).Evolve(new OperatorFact.AssignmentEnded("B-1", "enrich", default));

        Assert.Equal(AssignmentPhase.Ended, Assert.Single(person.Assignments.Values).Phase);
    }

    [Fact]
    [Proves("GMP-9.5.3f", Proof.Refuses)]
    public void A_culture_and_a_kit_that_waits_are_met_at_the_door_whatever_the_room_was_cleared_of()
    {
        var plant = TwoRooms();
        plant.Clear("C-1", "R-102", "B-2", ClearanceScope.Step, "op-2", "ver-2").After(1);
        plant.Start("B-2", "expand", In("R-102", null) with { ClosedSystem = "PROC-4" }, null, null).After(60);
        plant.Clear("C-2", "R-102", "B-2", ClearanceScope.Changeover, "op-2", "ver-2");

        plant.World.Refused(Enter(plant, "op-1", "R-102"), "GMP-9.5.3f");
        plant.Complete("B-2", "expand", "op-2", "T-102");
        plant.World.Refused(Enter(plant, "op-1", "R-102"), "GMP-9.5.3f");

        plant.World.Must(new OperatorCommand.RecordExitProcedure("op-1", "AREA-G", "SOP-EXIT", plant.World.Now));
        plant.World.Must(Enter(plant, "op-1", "R-102"));
    }

    [Fact]
    [Proves("GMP-9.5.4e", Proof.Refuses)]
    [Proves("GMP-9.5.4e", Proof.Grants)]
    public void To_be_named_for_another_batch_lets_nobody_in_to_open_work_nor_lets_it_begin_before_them()
    {
        var plant = new PlantAtWork(Plant, Kits, Open).Batch("B-1", "OPEN").Batch("B-2", "KITS").Enter("R-101", "op-1", "ver-1");
        plant.World.Must(new OperatorCommand.Assign("op-3", "B-2", "enrich", "operator", "R-101"));
        plant.World.Must(new OperatorCommand.Assign("op-2", "B-1", "open", "operator", "R-101"));
        var open = StartOf("B-1", "open", In("R-101", "L-1") with { Cabinet = "BSC-1" }, "op-1", "ver-1");

        plant.Enter("R-101", "op-3");
        plant.World.Refused(open, "GMP-9.5.4e");
        plant.Leave("R-101", "op-3");
        plant.World.Must(open);

        plant.World.Refused(Enter(plant, "op-3", "R-101"), "GMP-9.5.4e");
        plant.World.Must(Enter(plant, "op-2", "R-101"));
    }

    [Fact]
    [Proves("GMP-9.7.3b", Proof.Refuses)]
    [Proves("GMP-9.7.3b", Proof.Grants)]
    public void Who_has_verified_a_step_does_not_take_it_over()
    {
        var plant = new PlantAtWork(Plant, Kits).Batch("B-1", "KITS").Enter("R-101", "op-1", "ver-1", "op-2").Kit("PROC-1", "B-1");
        plant.Leave("R-101", "op-2").Start("B-1", "enrich", In("R-101", "L-1") with { ClosedSystem = "PROC-1" }, "op-1", "ver-1");
        var over = new HandOver("B-1", "enrich", ["op-1"], [new AssignedOperator("ver-1", "operator")], "running", "none");

        plant.World.Refused(over, "GMP-9.7.3b");

        plant.World.Must(new OperatorCommand.Assign("op-2", "B-1", "enrich", "operator", "R-101"));
        plant.Enter("R-101", "op-2");
        plant.World.Must(over with { Incoming = [new AssignedOperator("op-2", "operator")] });
    }

    private static OperatorCommand.EnterRoom Enter(PlantAtWork plant, string person, string room) => new(person, room, plant.World.Now, null, Origin.Live);

    /// <summary>B-1 was worked on in R-101 by op-1, who has left it, and B-2 in R-102.</summary>
    private static PlantAtWork TwoRooms()
    {
        var plant = new PlantAtWork(Plant, Kits).Batch("B-1", "KITS").Batch("B-2", "KITS").Enter("R-101", "op-1", "ver-1").Enter("R-102", "op-2", "ver-2").Kit("PROC-1", "B-1").Kit("PROC-4", "B-2");
        plant.Start("B-2", "enrich", In("R-102", "L-2") with { ClosedSystem = "PROC-4" }, "op-2", "ver-2");
        plant.Start("B-1", "enrich", In("R-101", "L-1") with { ClosedSystem = "PROC-1" }, "op-1", "ver-1").After(60);
        plant.Complete("B-1", "enrich", "op-1", "T-101").Complete("B-2", "enrich", "op-2", "T-102").After(1);
        return plant.Leave("R-101", "op-1");
    }
}
