using Orchestrator.Domain.Batches;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.DonorMaterials;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Xunit;
using static Orchestrator.Domain.Tests.PlantAtWork;

namespace Orchestrator.Domain.Tests.DonorMaterials;

/// <summary>Proves whom a pathogen result reaches that comes after the work: everybody who handled the batch, and every batch that was beside it.</summary>
public sealed class LatePositiveTests
{
    private static readonly RecipeDocument Kits = RecipeOf(
        "KITS", Step("enrich", StepClass.NonCulture, Exposure.Closed, Workplace.ClosedSystem) with { RepeatsMax = 1 }, Step("expand", StepClass.Culture, Exposure.Closed, Workplace.ClosedSystem, "enrich"));

    private readonly PlantAtWork _plant = new PlantAtWork(
            SmallPlant.Document with { Areas = [.. SmallPlant.Document.Areas.Select(area => area with { StageMax = area.StageMax.SetItem("enrich", new ValidatedMaximum(4, "VR-1")) })] }, Kits)
        .Batch("B-1", "KITS").Batch("B-2", "KITS").Enter("R-101", "op-1", "ver-1").Kit("PROC-1", "B-1")
        .Start("B-1", "enrich", In("R-101", "L-1") with { ClosedSystem = "PROC-1" }, "op-1", "ver-1").After(4);

    [Fact]
    [Proves("GMP-5.3b", Proof.Refuses)]
    public void Who_handed_the_step_over_is_barred_like_who_took_it_on()
    {
        _plant.World.Must(new OperatorCommand.Assign("op-2", "B-1", "enrich", "operator", "R-101"));
        _plant.Enter("R-101", "op-2");
        _plant.World.Must(new HandOver("B-1", "enrich", ["op-1"], [new AssignedOperator("op-2", "operator")], "washing", "none"));
        var handedOver = _plant.World.Now;
        _plant.After(30).Complete("B-1", "enrich", "op-2", "T-101");

        FoundPositive("B-1");

        Assert.Equal(handedOver, Assert.Single(_plant.World.State<Operator>("op-1").Exclusions.Values).LastContact);
        Assert.Single(_plant.World.State<Operator>("op-2").Exclusions);
        Assert.Empty(_plant.World.State<Operator>("ver-1").Exclusions);
    }

    [Fact]
    [Proves("GMP-5.3b", Proof.Refuses)]
    public void The_team_of_an_execution_that_was_repeated_is_barred_too()
    {
        Repeated();

        FoundPositive("B-1");

        Assert.Single(_plant.World.State<Operator>("op-1").Exclusions);
        Assert.Single(_plant.World.State<Operator>("op-3").Exclusions);
    }

    [Fact]
    [Proves("GMP-5.3b", Proof.Refuses)]
    public void Who_acted_on_an_unattended_culture_is_barred_too()
    {
        _plant.After(20).Complete("B-1", "enrich", "op-1", "T-101").After(4).Clear("C-1", "R-101", "B-1", ClearanceScope.Step, "op-1", "ver-1")
            .Start("B-1", "expand", In("R-101", null) with { ClosedSystem = "PROC-1" }, null, null).Enter("R-101", "op-2").After(20).Complete("B-1", "expand", "op-2", "T-101");

        FoundPositive("B-1");

        Assert.Single(_plant.World.State<Operator>("op-2").Exclusions);
    }

    [Fact]
    [Proves("GMP-9.5.7a", Proof.Refuses)]
    public void A_breach_that_is_found_late_opens_the_execution_that_was_repeated_since()
    {
        var during = _plant.World.Now;
        Repeated();

        _plant.World.Must(new ClosedSystemCommand.ReportBreach("PROC-1", "BR-1", "kit leaks", during));

        Assert.Equal(Exposure.Open, Assert.Single(_plant.World.State<Batch>("B-1").EarlierSteps).Exposure);
        Assert.Equal(Exposure.Closed, _plant.World.State<Batch>("B-1").Steps["enrich"].Exposure);
    }

    [Fact]
    [Proves("GMP-9.5.1a", Proof.Refuses)]
    public void A_batch_beside_the_one_found_positive_is_held_until_quality_has_looked_at_it()
    {
        Beside();

        FoundPositive("B-1");

        var hold = Assert.Single(_plant.World.State<Batch>("B-2").Holds.Values);
        Assert.Equal(("GMP-9.5.1a", HoldKind.LateKnowledge), (hold.Rule, hold.Kind));
        _plant.World.MustBoth(new BatchCommand.LiftHold("B-2", hold.Id, "closed throughout", "quality-1", "quality-2"));
    }

    [Fact]
    [Proves("GMP-9.5.1a", Proof.Refuses)]
    public void A_batch_that_was_beside_it_and_has_gone_since_is_held_too()
    {
        Beside();
        _plant.After(30).Complete("B-1", "enrich", "op-1", "T-101").Complete("B-2", "enrich", "op-3", "T-102").After(4).World.Must(new ClosedSystemCommand.UnmountKit("PROC-2", "op-3"));
        _plant.Clear("C-1", "R-102", "B-2", ClearanceScope.Changeover, "op-3", "ver-2");

        FoundPositive("B-1");

        Assert.Contains(_plant.World.State<Batch>("B-2").Holds.Values, hold => hold.Rule == "GMP-9.5.1a");
    }

    [Fact]
    [Proves("GMP-9.5.1a", Proof.Grants)]
    public void A_batch_that_came_after_the_positive_one_had_gone_or_shares_its_agents_goes_on()
    {
        _plant.Batch("B-3", "KITS", pathogen: PathogenStatus.Positive);
        Given("B-3", _plant.World.Now, _plant.World.Now.AddHours(1));
        _plant.After(20).Complete("B-1", "enrich", "op-1", "T-101").After(4);
        Given("B-2", _plant.World.Now, null);

        FoundPositive("B-1");

        Assert.Empty(_plant.World.State<Batch>("B-2").Holds);
        Assert.Empty(_plant.World.State<Batch>("B-3").Holds);
    }

    private void Given(string batch, DateTimeOffset from, DateTimeOffset? to) => _plant.World
        .Given<Room>("R-102", new RoomFact.MaterialEntered(batch, "BAG", from))
        .Given<Batch>(batch, new BatchFact.StepStarted(new StepExecution { Step = "enrich", Attempt = 1, Status = StepStatus.Running, Area = "AREA-G", Room = "R-102", Class = StepClass.NonCulture, Exposure = Exposure.Closed, StartedAt = from, EndedAt = to }));

    private void Beside()
    {
        _plant.Enter("R-102", "op-3", "ver-2").Kit("PROC-2", "B-2").Start("B-2", "enrich", In("R-102", "L-2") with { ClosedSystem = "PROC-2" }, "op-3", "ver-2");
    }

    private void Repeated()
    {
        _plant.After(20).Complete("B-1", "enrich", "op-1", "T-101").After(4).Clear("C-1", "R-101", "B-1", ClearanceScope.Step, "op-1", "ver-1").Enter("R-102", "op-3", "ver-2").Kit("PROC-2", "B-1").Leave("R-102", "ver-2");
        _plant.World.Must(new BatchCommand.RepeatStep("B-1", "enrich", "again", In("R-102", "L-2") with { ClosedSystem = "PROC-2" }, [new AssignedOperator("op-3", "operator")], null, []));
    }

    private void FoundPositive(string batch) =>
        _plant.World.MustBy("quality-1", new DonorMaterialCommand.SetPathogenStatus($"DM-{batch}", PathogenStatus.Positive, ["HBV"], "LAB-1", "quality-1"));
}
