using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Clearances;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Xunit;
using static Orchestrator.Domain.Tests.PlantAtWork;

namespace Orchestrator.Domain.Tests.Floors;

/// <summary>What stands loose in a room is there for the next batch, whatever step it came from and whatever it is called.</summary>
public sealed class LoosePresenceTests
{
    private static readonly RecipeDocument Flasks = RecipeOf("FLASKS",
        Step("culture", StepClass.Culture, Exposure.Closed, Workplace.Incubator) with { Inputs = [new InputDefinition { Name = "cells", Kind = InputKind.Intermediate, What = "culture-bag" }] },
        Step("harvest", StepClass.NonCulture, Exposure.Closed, Workplace.Room),
        Step("enrich", StepClass.NonCulture, Exposure.Closed, Workplace.ClosedSystem));

    private static readonly RecipeDocument Kits = RecipeOf("KITS",
        Step("enrich", StepClass.NonCulture, Exposure.Closed, Workplace.ClosedSystem),
        Step("expand", StepClass.Culture, Exposure.Closed, Workplace.ClosedSystem, "enrich") with { Outputs = [new OutputDefinition("cells", "culture-bag")] });

    private static readonly RecipeDocument Open = RecipeOf("OPEN", Step("open", StepClass.NonCulture, Exposure.Open, Workplace.Cabinet));

    /// <summary>A processor in the incubation room, on every line.</summary>
    private static PlantDocument Plant => SmallPlant.Document with
    {
        ClosedSystems = SmallPlant.Document.ClosedSystems.Add(SmallPlant.Document.ClosedSystems[0] with { Id = "PROC-I", Room = "INC-1" }),
        Lines = [.. SmallPlant.Document.Lines.Select(line => line with { Systems = line.Systems.Add("PROC-I") })],
    };

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [Proves("GMP-9.5.2b", Proof.Refuses)]
    [Proves("GMP-9.5.2b", Proof.Grants)]
    public void A_vessel_taken_out_during_its_culture_is_on_the_bench_when_the_culture_has_ended(bool isSealed, bool granted)
    {
        var plant = InCulture(isSealed).After(60);
        plant.World.Must(Unload("HONEY-1", "A", "HONEY-1/A1", "V-1", "B-1"));
        plant.Complete("B-1", "culture", "op-1", "T-INC1");

        Assert.Equal(!granted, World.Rules(plant.World.Ask(Beside())).Contains("GMP-9.5.2b"));
    }

    [Fact]
    [Proves("GMP-9.5.2b", Proof.Refuses)]
    public void What_a_culture_has_yielded_keeps_the_room_that_was_cleared_while_it_ran()
    {
        var plant = new PlantAtWork(Plant, Kits, Open).Batch("B-1", "KITS").Batch("B-2", "OPEN").Enter("R-101", "op-1", "ver-1").Kit("PROC-1", "B-1");
        plant.Start("B-1", "enrich", In("R-101", "L-1") with { ClosedSystem = "PROC-1" }, "op-1", "ver-1").After(60).Complete("B-1", "enrich", "op-1", "T-101").After(1);
        plant.Clear("C-1", "R-101", "B-1", ClearanceScope.Step, "op-1", "ver-1").After(1);
        plant.Start("B-1", "expand", In("R-101", null) with { ClosedSystem = "PROC-1" }, null, null).After(60);
        plant.Clear("C-2", "R-101", "B-1", ClearanceScope.Changeover, "op-1", "ver-1");
        Yielded(plant, "CB-1", "B-1", "expand");
        plant.Complete("B-1", "expand", "op-1", "T-101");
        plant.World.Must(new ClosedSystemCommand.UnmountKit("PROC-1", "op-1"));
        plant.Leave("R-101", "op-1", "ver-1").Enter("R-101", "op-2", "ver-2");

        plant.World.Refused(StartOf("B-2", "open", In("R-101", "L-1") with { Cabinet = "BSC-1" }, "op-2", "ver-2"), "GMP-9.5.2b");
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    [Proves("GMP-4.2.5", Proof.Grants)]
    [Proves("GMP-4.2.5", Proof.Refuses)]
    public void A_kit_whose_cells_no_container_holds_is_taken_off_and_its_batch_is_held(bool yielded, int holds)
    {
        var plant = new PlantAtWork(Plant, Kits, Open).Batch("B-1", "KITS").Enter("R-101", "op-1", "ver-1").Kit("PROC-1", "B-1");
        plant.Start("B-1", "enrich", In("R-101", "L-1") with { ClosedSystem = "PROC-1" }, "op-1", "ver-1").After(60).Complete("B-1", "enrich", "op-1", "T-101").After(1);
        if (yielded)
        {
            plant.Clear("C-1", "R-101", "B-1", ClearanceScope.Step, "op-1", "ver-1").After(1).Start("B-1", "expand", In("R-101", null) with { ClosedSystem = "PROC-1" }, null, null).After(60);
            Yielded(plant, "CB-1", "B-1", "expand");
            plant.Complete("B-1", "expand", "op-1", "T-101");
        }

        plant.World.Refused(new ClosedSystemCommand.UnmountKit("PROC-1", "engineer-1"), "GMP-9.5.3e");
        plant.World.Must(new ClosedSystemCommand.UnmountKit("PROC-1", "op-1"));

        Assert.Equal(holds, plant.World.State<Batch>("B-1").Holds.Values.Count(hold => hold.Rule == "GMP-4.2.5"));
    }

    [Theory]
    [InlineData("INC-1", false)]
    [InlineData("R-101", true)]
    [Proves("GMP-9.5.2b", Proof.Refuses)]
    public void A_sealed_vessel_out_of_its_incubator_occupies_a_room_that_is_worked_in(string room, bool occupied)
    {
        var plant = new PlantAtWork(Plant with { Incubators = [.. Plant.Incubators.Select(one => one.Id == "PLAIN-1" ? one with { Room = room } : one)] }, Flasks).Batch("B-1", "FLASKS").Enter(room, "op-1").Vessel("V-1", "B-1", room, isSealed: true);
        plant.World.Must(Load("PLAIN-1", "MAIN", "PLAIN-1/1", "V-1", "B-1"));

        plant.World.Must(Unload("PLAIN-1", "MAIN", "PLAIN-1/1", "V-1", "B-1"));

        Assert.Equal(occupied, plant.World.State<Room>(room).Occupations.ContainsKey("B-1"));
    }

    [Theory]
    [InlineData(false, Exposure.Open)]
    [InlineData(true, Exposure.Closed)]
    [Proves("GMP-13.7a", Proof.Refuses)]
    [Proves("GMP-13.7a", Proof.Grants)]
    public void A_culture_is_as_closed_as_the_vessel_that_was_scanned_for_it(bool isSealed, Exposure expected)
    {
        var plant = new PlantAtWork(Plant, Flasks).Batch("B-1", "FLASKS").Enter("INC-1", "op-1", "ver-1").Vessel("V-1", "B-1", "INC-1", isSealed);

        plant.World.Must(Culture(plant));

        Assert.Equal(expected, plant.World.State<Batch>("B-1").Steps["culture"].Exposure);
    }

    [Fact]
    [Proves("GMP-6.3b", Proof.Refuses)]
    public void Naming_a_closed_system_closes_no_work_that_is_not_done_in_it()
    {
        var plant = new PlantAtWork(Plant, Flasks).Batch("B-1", "FLASKS").Enter("INC-1", "op-1", "ver-1").Kit("PROC-I", "B-1").Vessel("V-1", "B-1", "INC-1");

        plant.World.Refused(StartOf("B-1", "harvest", In("INC-1", "L-1") with { ClosedSystem = "PROC-I" }, "op-1", "ver-1"), "ORC-017");
        plant.World.Refused(Culture(plant) with { Place = Culture(plant).Place with { ClosedSystem = "PROC-I" } }, "ORC-017");
    }

    [Fact]
    [Proves("GMP-9.5.2c", Proof.Refuses)]
    [Proves("GMP-9.5.2c", Proof.Grants)]
    public void A_leaking_bag_does_not_stay_at_a_changeover_and_what_the_refusal_offers_works()
    {
        var plant = new PlantAtWork(Plant, Kits).Batch("B-1", "KITS").Enter("R-101", "op-1", "ver-1").Vessel("V-1", "B-1", "R-101");
        plant.World.Must(new ContainerCommand.RecordAppearance("V-1", Inspection.BeforeUse, "leak", "op-1"));
        plant.World.Must(new ClearanceCommand.Perform("C-1", "R-101", ClearanceScope.Changeover, "B-1", [.. Enum.GetValues<ClearanceItem>().Select(item => new ClearanceAnswer(item, true))], "op-1"));

        var refusal = plant.World.Refused(new ClearanceCommand.Verify("C-1", "ver-1"), "GMP-9.5.2c");

        Assert.Equal("discard-container", Assert.Single(refusal.Remedies).Code);
        plant.World.Must(new ContainerCommand.Discard("V-1", "leak", "SOP-WASTE", "op-1", "ver-1"));
        plant.World.Must(new ClearanceCommand.Verify("C-1", "ver-1"));
    }

    [Fact]
    public void An_empty_container_in_the_way_of_a_changeover_is_discarded_and_a_filled_one_parked_at_a_free_position()
    {
        var plant = new PlantAtWork(Plant, Kits).Batch("B-1", "KITS").Enter("R-101", "op-1", "ver-1").Vessel("V-1", "B-1", "R-101", isSealed: true);
        plant.World.Given<Container>("CB-1", new ContainerFact.Registered("culture-bag", ContainerUse.Product, "B-1", "COI-B-1", "D-B-1", "DM-B-1", [], null, PathogenStatus.NegativeScreened, [], null, new Location("R-101", null, null), plant.World.Now))
            .Given<Batch>("B-1", new BatchFact.ContainerAdded("CB-1"))
            .Given<Room>("R-101", new RoomFact.VesselParked("R-101/P1", "V-0", "B-0", plant.World.Now));
        plant.World.Must(new ClearanceCommand.Perform("C-1", "R-101", ClearanceScope.Changeover, "B-1", [.. Enum.GetValues<ClearanceItem>().Select(item => new ClearanceAnswer(item, true))], "op-1"));

        var refusals = plant.World.Ask(new ClearanceCommand.Verify("C-1", "ver-1")).Refusals.ToDictionary(refusal => refusal.Seen.Single(seen => seen.Name == "container").Value, refusal => Assert.Single(refusal.Remedies));

        Assert.Equal("discard-container", refusals["CB-1"].Code);
        Assert.Contains(new Seen("position", "R-101/P2"), refusals["V-1"].With);
        plant.World.Must(new ContainerCommand.Discard("CB-1", "not used", "SOP-WASTE", "op-1", "ver-1"));
        plant.World.Must(new ContainerCommand.Park("V-1", "LBL-V-1", "R-101/P2", "R-101/P2", "op-1"));
        plant.World.Must(new ClearanceCommand.Verify("C-1", "ver-1"));
    }

    private static BatchCommand.StartStep Beside() => StartOf("B-2", "enrich", In("INC-1", "L-1") with { ClosedSystem = "PROC-I" }, "op-1", "ver-1");

    private static BatchCommand.StartStep Culture(PlantAtWork plant)
    {
        plant.World.Must(new ContainerCommand.RecordAppearance("V-1", Inspection.BeforeUse, null, "op-1"));
        plant.After(1);
        return new("B-1", "culture", In("INC-1", null) with { Incubator = "HONEY-1", Compartment = "A" }, [], "ver-1", [new Scan("cells", "V-1", "LBL-V-1", "op-1", plant.World.Now)]);
    }

    /// <summary>B-1's vessel in culture in a compartment of its own, and a kit of B-2 in the same room.</summary>
    private static PlantAtWork InCulture(bool isSealed)
    {
        var plant = new PlantAtWork(Plant, Flasks).Batch("B-1", "FLASKS").Batch("B-2", "FLASKS").Enter("INC-1", "op-1", "ver-1").Kit("PROC-I", "B-2").Vessel("V-1", "B-1", "INC-1", isSealed);
        plant.World.Must(new RoomCommand.Reserve("INC-1", "B-1"));
        plant.World.Must(Load("HONEY-1", "A", "HONEY-1/A1", "V-1", "B-1"));
        plant.World.Must(new RoomCommand.ReleaseReservation("INC-1", "B-1"));
        plant.World.Must(Culture(plant));
        return plant;
    }

    private static void Yielded(PlantAtWork plant, string container, string batch, string step)
    {
        plant.World.Must(new ContainerCommand.Register(container, batch, step, "cells", "op-1"));
        plant.World.Must(new ContainerCommand.RecordAppearance(container, Inspection.BeforeUse, null, "op-1"));
        plant.World.Must(new ContainerCommand.Fill(container, new Contents(100), "op-1"));
        plant.World.Given<Label>($"LBL-{container}", new LabelFact.Received(container, $"COI-{batch}", $"D-{batch}", "op-1", "ver-1", plant.World.Now))
            .Given<Container>(container, new ContainerFact.Labelled($"LBL-{container}"));
    }
}
