using Orchestrator.Domain.Batches;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Isolators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Quality;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Xunit;
using static Orchestrator.Domain.Tests.PlantAtWork;

namespace Orchestrator.Domain.Tests.Floors;

/// <summary>Who is present stays present, whatever the paper says, and what is open counts as open, whatever it is called.</summary>
public sealed class PresenceTests
{
    private static readonly RecipeDocument Kits = RecipeOf("KITS", Step("enrich", StepClass.NonCulture, Exposure.Closed, Workplace.ClosedSystem), Step("expand", StepClass.Culture, Exposure.Closed, Workplace.ClosedSystem, "enrich"));

    private static readonly RecipeDocument Other = RecipeOf("OTHER", Step("open", StepClass.NonCulture, Exposure.Open, Workplace.Cabinet)) with { Product = "CART-BCMA" };

    private static readonly RecipeDocument Flasks = RecipeOf("FLASKS", Step("culture", StepClass.Culture, Exposure.Closed, Workplace.Incubator), Step("harvest", StepClass.NonCulture, Exposure.Closed, Workplace.Room), Step("enrich", StepClass.NonCulture, Exposure.Closed, Workplace.ClosedSystem));

    private static readonly RecipeDocument Isolated = RecipeOf("ISOLATED", Step("work", StepClass.NonCulture, Exposure.Closed, Workplace.Isolator), Step("more", StepClass.NonCulture, Exposure.Closed, Workplace.Isolator, "work"));

    /// <summary>A processor in the incubation room and a second one in R-102; two lines in R-101; people enough.</summary>
    private static PlantDocument Plant => SmallPlant.Document with
    {
        ClosedSystems = SmallPlant.Document.ClosedSystems.Add(SmallPlant.Document.ClosedSystems[0] with { Id = "PROC-I", Room = "INC-1" }).Add(SmallPlant.Document.ClosedSystems[0] with { Id = "PROC-4", Room = "R-102" }),
        Lines = [.. SmallPlant.Document.Lines.Select(line => line with { Systems = line.Systems.Add("PROC-I").Add("PROC-4") }), SmallPlant.Document.Lines[0] with { Id = "L-1b" }],
        Areas = [.. SmallPlant.Document.Areas.Select(area => area with
        {
            LinesMax = new ValidatedMaximum(4, "VM-1"),
            StageMax = area.StageMax.SetItems(new[] { "work", "more", "enrich", "open" }.Select(stage => KeyValuePair.Create(stage, new ValidatedMaximum(4, "VM-2")))),
        })],
    };

    [Fact]
    [Proves("GMP-9.5.2a", Proof.Refuses)]
    public void A_kit_with_cells_in_it_is_present_after_its_culture_whatever_the_room_was_cleared_of()
    {
        var plant = new PlantAtWork(Plant, Kits, Other).Batch("B-1", "KITS").Batch("B-2", "OTHER", "CART-BCMA").Enter("R-101", "op-1", "ver-1").Kit("PROC-1", "B-1");
        plant.Start("B-1", "enrich", In("R-101", "L-1") with { ClosedSystem = "PROC-1" }, "op-1", "ver-1").After(60).Complete("B-1", "enrich", "op-1", "T-101").After(1);
        plant.Clear("C-1", "R-101", "B-1", ClearanceScope.Step, "op-1", "ver-1").After(1);
        plant.Start("B-1", "expand", In("R-101", null) with { ClosedSystem = "PROC-1" }, null, null).After(60);
        plant.Clear("C-2", "R-101", "B-1", ClearanceScope.Changeover, "op-1", "ver-1").Complete("B-1", "expand", "op-1", "T-101");
        plant.Leave("R-101", "op-1", "ver-1").Enter("R-101", "op-2", "ver-2");

        plant.World.Refused(StartOf("B-2", "open", In("R-101", "L-1") with { Cabinet = "BSC-1" }, "op-2", "ver-2"), "GMP-9.5.2a");

        plant.World.Must(new ClosedSystemCommand.UnmountKit("PROC-1", "op-2"));
        Assert.DoesNotContain("GMP-9.5.2a", World.Rules(plant.World.Ask(StartOf("B-2", "open", In("R-101", "L-1") with { Cabinet = "BSC-1" }, "op-2", "ver-2"))));
    }

    [Fact]
    [Proves("GMP-9.5.2b", Proof.Refuses)]
    public void An_open_flask_is_present_on_the_bench_as_it_was_in_the_incubator()
    {
        var plant = WithFlask();
        plant.World.Must(Unload("HONEY-1", "A", "HONEY-1/A1", "V-1", "B-1"));

        plant.World.Refused(StartOf("B-2", "enrich", In("INC-1", "L-1") with { ClosedSystem = "PROC-I" }, "op-1", "ver-1"), "GMP-9.5.2b");
    }

    [Fact]
    [Proves("GMP-9.5.2b", Proof.Refuses)]
    public void An_open_flask_is_not_closed_by_the_culture_that_runs_in_it()
    {
        var plant = WithFlask();
        plant.Start("B-1", "culture", In("INC-1", null) with { Incubator = "HONEY-1", Compartment = "A" }, null, "ver-1");

        Assert.Equal(Exposure.Open, plant.World.State<Batch>("B-1").Steps["culture"].Exposure);
        plant.World.Refused(StartOf("B-2", "enrich", In("INC-1", "L-1") with { ClosedSystem = "PROC-I" }, "op-1", "ver-1"), "GMP-9.5.2b");
    }

    [Theory]
    [InlineData(true, Exposure.Closed)]
    [InlineData(false, Exposure.Open)]
    public void A_culture_is_as_closed_as_the_vessel_put_in_after_it_began(bool sealedVessel, Exposure expected)
    {
        var plant = new PlantAtWork(Plant, Flasks).Batch("B-1", "FLASKS").Enter("INC-1", "op-1", "ver-1").Vessel("V-1", "B-1", "INC-1", sealedVessel);
        plant.Start("B-1", "culture", In("INC-1", null) with { Incubator = "HONEY-1", Compartment = "A" }, null, "ver-1");

        plant.World.Must(new RoomCommand.Reserve("INC-1", "B-1"));
        plant.World.Must(Load("HONEY-1", "A", "HONEY-1/A1", "V-1", "B-1"));

        Assert.Equal(expected, plant.World.State<Batch>("B-1").Steps["culture"].Exposure);
    }

    [Fact]
    [Proves("GMP-6.3b", Proof.Refuses)]
    public void Naming_an_incubator_closes_no_work_that_is_not_done_in_it()
    {
        var plant = new PlantAtWork(Plant, Flasks).Batch("B-1", "FLASKS").Enter("INC-1", "op-1", "ver-1");
        var harvest = StartOf("B-1", "harvest", In("INC-1", "L-1") with { Incubator = "HONEY-1", Compartment = "A" }, "op-1", "ver-1");

        plant.World.Refused(harvest, "GMP-6.3b");
        Assert.Contains("ORC-017", World.Rules(plant.World.Ask(harvest)));
    }

    [Fact]
    [Proves("GMP-9.5.7a", Proof.Refuses)]
    [Proves("GMP-9.5.7b", Proof.Refuses)]
    public void A_connection_that_exposes_under_a_closed_step_is_a_breach()
    {
        var plant = BesideACulture();
        plant.World.Must(new ClosedSystemCommand.Connect("PROC-2", "SPIKE-1", ConnectionType.Exposing, "none", Verified: true, "op-2"));

        Assert.True(plant.World.State<ClosedSystem>("PROC-2").IsBreached);
        Assert.Equal(Exposure.Open, plant.World.State<Batch>("B-1").Steps["enrich"].Exposure);
        Assert.Single(plant.World.State<Batch>("B-1").Holds);
        Assert.Single(plant.World.State<Batch>("B-2").Holds);
        Assert.Equal(RoomStatus.Held, plant.World.State<Room>("R-102").Status);
    }

    [Fact]
    [Proves("GMP-13.7b", Proof.Grants)]
    public void A_connection_that_exposes_a_new_kit_only_opens_the_kit()
    {
        var plant = new PlantAtWork(Plant, Kits).Batch("B-1", "KITS").Kit("PROC-2", "B-1");
        plant.World.Must(new ClosedSystemCommand.Connect("PROC-2", "SPIKE-1", ConnectionType.Exposing, "none", Verified: true, "op-2"));

        Assert.Equal(ClosedSystemStatus.Opened, plant.World.State<ClosedSystem>("PROC-2").Status);
        Assert.Empty(plant.World.State<Room>("R-102").Holds);
    }

    [Fact]
    [Proves("GMP-9.5.7a", Proof.Refuses)]
    public void A_closure_check_that_fails_with_cells_in_the_kit_is_a_breach_and_a_second_check_settles_nothing()
    {
        var plant = BesideACulture();
        plant.After(60).Complete("B-1", "enrich", "op-2", "T-102");

        plant.World.Must(new ClosedSystemCommand.VerifyClosure("PROC-2", "VC-2", "decay", Passed: false, "op-2", "ver-2"));

        Assert.True(plant.World.State<ClosedSystem>("PROC-2").IsBreached);
        Assert.Contains(plant.World.State<Batch>("B-1").Holds.Values, hold => hold.Kind == HoldKind.Breach);
        plant.World.Refused(new ClosedSystemCommand.VerifyClosure("PROC-2", "VC-3", "decay", Passed: true, "op-2", "ver-2"), "GMP-9.5.7a");
    }

    [Fact]
    [Proves("GMP-9.5.0", Proof.Refuses)]
    public void A_kit_with_cells_is_not_opened_between_steps()
    {
        var plant = BesideACulture();
        plant.After(60).Complete("B-1", "enrich", "op-2", "T-102");

        plant.World.Refused(new ClosedSystemCommand.OpenPlanned("PROC-2", null, "beads", "op-2"), "GMP-9.5.0");
    }

    [Fact]
    [Proves("GMP-9.6d", Proof.Refuses)]
    [Proves("GMP-6.3c", Proof.Refuses)]
    public void A_paused_step_goes_on_only_where_it_might_start()
    {
        var plant = new PlantAtWork(Plant, Kits).Batch("B-1", "KITS").Enter("R-102", "op-2", "ver-2").Kit("PROC-2", "B-1");
        plant.Start("B-1", "enrich", In("R-102", "L-2") with { ClosedSystem = "PROC-2" }, "op-2", "ver-2").After(5);
        plant.World.Must(new BatchCommand.PauseStep("B-1", "enrich", "a sound", "op-2"));
        plant.World.Must(new RoomCommand.PlaceHold("R-102", "EM-9", HoldKind.Contamination, "settle plate over the action limit", "quality-1"));
        plant.World.Must(new ClosedSystemCommand.ReportRepair("PROC-2", "pump", "engineer-1"));
        plant.After(2);

        var rules = World.Rules(plant.World.Ask(new BatchCommand.ResumeStep("B-1", "enrich", "op-2")));
        Assert.Contains("GMP-9.6d", rules);
        Assert.Contains("GMP-6.3c", rules);

        plant.World.MustBoth(new RoomCommand.LiftHold("R-102", "EM-9", "counted again", "quality-1", "op-1"), "quality-1", "op-1");
        plant.World.Must(new ClosedSystemCommand.RecordIntegrityCheck("PROC-2", "IC-9", "pressure hold", "0.1", Passed: true, "engineer-1"));
        plant.World.Must(new BatchCommand.ResumeStep("B-1", "enrich", "op-2"));
    }

    [Fact]
    [Proves("GMP-9.5.2a", Proof.Refuses)]
    public void A_paused_step_goes_on_only_beside_whom_it_might_start()
    {
        var plant = new PlantAtWork(Plant, Kits, Other).Batch("B-1", "KITS").Batch("B-2", "OTHER", "CART-BCMA").Enter("R-102", "op-2", "ver-2").Kit("PROC-2", "B-1");
        plant.Start("B-1", "enrich", In("R-102", "L-2") with { ClosedSystem = "PROC-2" }, "op-2", "ver-2").After(5);
        plant.World.Must(new BatchCommand.PauseStep("B-1", "enrich", "a sound", "op-2"));
        var goOn = new BatchCommand.ResumeStep("B-1", "enrich", "op-2");
        Assert.Empty(World.Rules(plant.World.Ask(goOn)));

        Stands(plant.World, "B-2", "open", "AREA-G", "R-101");

        Assert.Contains("GMP-9.5.2a", World.Rules(plant.World.Ask(goOn)));
    }

    [Theory]
    [InlineData("AHU-1", true)]
    [InlineData("AHU-9", false)]
    [Proves("GMP-13.5", Proof.Refuses)]
    [Proves("GMP-13.5", Proof.Grants)]
    public void Whoever_works_in_an_area_of_the_same_air_is_a_neighbour(string air, bool neighbours)
    {
        var document = Plant with
        {
            Areas = Plant.Areas.Add(Plant.Areas[0] with { Id = "AREA-H", AirHandlingUnits = [air], PersonnelAirlocks = ["PAL-H"], MaterialAirlocks = ["MAL-H"] }),
            Rooms = [.. Plant.Rooms.Select(room => room.Id == "R-101" ? room with { Area = "AREA-H" } : room)],
        };
        var plant = new PlantAtWork(document, Kits, Other).Batch("B-1", "KITS").Batch("B-2", "OTHER", "CART-BCMA").Enter("R-102", "op-2", "ver-2").Kit("PROC-2", "B-1");

        Stands(plant.World, "B-2", "open", "AREA-H", "R-101");

        var rules = World.Rules(plant.World.Ask(StartOf("B-1", "enrich", In("R-102", "L-2") with { ClosedSystem = "PROC-2" }, "op-2", "ver-2")));
        Assert.Equal(neighbours ? ["GMP-9.5.2a"] : [], rules);
    }

    [Fact]
    [Proves("GMP-6.4.4.2", Proof.Refuses)]
    public void An_isolator_that_was_found_open_has_no_cycle_any_more()
    {
        var plant = new PlantAtWork(Plant, Isolated).Batch("B-1", "ISOLATED").Enter("R-101", "op-1", "ver-1").Isolator("ISO-1");
        plant.World.Must(new IsolatorCommand.ReportOpenPort("ISO-1", plant.World.Now.AddYears(1)));
        Assert.Equal(plant.World.Now, plant.World.State<Isolator>("ISO-1").OpenSince);
        plant.After(60).World.Must(new IsolatorCommand.ClosePort("ISO-1"));

        plant.World.Refused(StartOf("B-1", "work", In("R-101", "L-1") with { Isolator = "ISO-1" }, "op-1", "ver-1"), "GMP-6.4.4.2");
    }

    [Fact]
    [Proves("GMP-6.4.4.2", Proof.Refuses)]
    public void A_cycle_during_which_the_port_was_open_is_run_again()
    {
        var plant = new PlantAtWork(Plant, Isolated).Batch("B-1", "ISOLATED").Enter("R-101", "op-1", "ver-1").Isolator("ISO-1");
        plant.World.Must(new IsolatorCommand.StartDecontamination("ISO-1", "CY-2", "op-1"));
        plant.World.Must(new IsolatorCommand.ReportOpenPort("ISO-1", plant.World.Now));
        plant.World.Must(new IsolatorCommand.ClosePort("ISO-1"));

        plant.World.Refused(new IsolatorCommand.RecordDecontamination("ISO-1", "CY-2", true, "6 log", "op-1"), "ORC-003");
        plant.World.Refused(StartOf("B-1", "work", In("R-101", "L-1") with { Isolator = "ISO-1" }, "op-1", "ver-1"), "GMP-6.4.4.2");

        plant.World.Must(new IsolatorCommand.StartDecontamination("ISO-1", "CY-3", "op-1"));
        plant.World.Must(new IsolatorCommand.RecordDecontamination("ISO-1", "CY-3", true, "6 log", "op-1"));
        plant.World.Must(StartOf("B-1", "work", In("R-101", "L-1") with { Isolator = "ISO-1" }, "op-1", "ver-1"));
    }

    [Fact]
    [Proves("GMP-9.5.4c", Proof.Grants)]
    [Proves("GMP-9.5.4c", Proof.Refuses)]
    public void Two_batches_in_isolators_of_one_room_are_each_cleared_up_after()
    {
        var plant = new PlantAtWork(Plant, Isolated).Batch("B-1", "ISOLATED").Batch("B-2", "ISOLATED").Isolator("ISO-1").Isolator("ISO-2");
        foreach (var (person, role, batch) in new[] { ("op-1", "operator", "B-1"), ("ver-1", "verifier", "B-1"), ("op-2", "operator", "B-2"), ("ver-2", "verifier", "B-2") })
            plant.World.Must(new OperatorCommand.Assign(person, batch, "work", role, "R-101"));
        plant.Enter("R-101", "op-1", "ver-1", "op-2", "ver-2");
        plant.Start("B-1", "work", In("R-101", "L-1") with { Isolator = "ISO-1" }, "op-1", "ver-1").After(4);
        plant.Start("B-2", "work", In("R-101", "L-1b") with { Isolator = "ISO-2" }, "op-2", "ver-2");
        plant.After(20).Complete("B-1", "work", "op-1", "T-101").After(4).Complete("B-2", "work", "op-2", "T-101").After(4);
        var first = StartOf("B-1", "more", In("R-101", "L-1") with { Isolator = "ISO-1" }, "op-1", null);
        var second = StartOf("B-2", "more", In("R-101", "L-1b") with { Isolator = "ISO-2" }, "op-2", null);

        plant.Clear("C-2", "R-101", "B-2", ClearanceScope.Step, "op-2", "ver-2");
        var refusal = plant.World.Refused(first, "GMP-9.5.4c");
        Assert.Contains(refusal.Seen, seen => seen is { Name: "previousBatch", Value: "B-1" });
        Assert.Contains("GMP-9.5.4c", World.Rules(plant.World.Ask(second)));

        plant.Clear("C-1", "R-101", "B-1", ClearanceScope.Step, "op-1", "ver-1");
        plant.Leave("R-101", "ver-1", "ver-2");
        foreach (var (person, batch) in new[] { ("op-1", "B-1"), ("op-2", "B-2") })
            plant.World.Must(new OperatorCommand.Assign(person, batch, "more", "operator", "R-101"));
        plant.Start("B-1", "more", In("R-101", "L-1") with { Isolator = "ISO-1" }, "op-1", null);
        plant.Start("B-2", "more", In("R-101", "L-1b") with { Isolator = "ISO-2" }, "op-2", null);
        Assert.Empty(plant.World.State<Room>("R-101").Clearances);
    }

    [Fact]
    [Proves("GMP-9.3.2a", Proof.Refuses)]
    public void Lines_of_areas_that_share_their_air_are_counted_together()
    {
        var shared = SmallPlant.Document.Areas[0];
        var document = Plant with
        {
            Areas = [.. SmallPlant.Document.Areas.Select(area => area with { LinesMax = null }), shared with { Id = "AREA-G2", LinesMax = null, PersonnelAirlocks = ["PAL-G2"], MaterialAirlocks = ["MAL-G2"] }],
            Rooms = [.. SmallPlant.Document.Rooms.Select(room => room.Id == "R-102" ? room with { Area = "AREA-G2" } : room)],
            Lines = [.. SmallPlant.Document.Lines.Select(line => line.Id == "L-2" ? line with { Area = "AREA-G2" } : line)],
            People = [.. SmallPlant.Document.People.Select(person => person with { Authorisations = person.Authorisations.SetItem("AREA-G2", new DateOnly(2030, 1, 1)) })],
        };
        var plant = new PlantAtWork(document, Kits).Batch("B-1", "KITS").Batch("B-2", "KITS").Kit("PROC-1", "B-1").Kit("PROC-2", "B-2").Enter("R-101", "op-1", "ver-1").Enter("R-102", "op-2", "ver-2");
        plant.Start("B-2", "enrich", In("R-102", "L-2") with { ClosedSystem = "PROC-2" }, "op-2", "ver-2");

        plant.World.Refused(StartOf("B-1", "enrich", In("R-101", "L-1") with { ClosedSystem = "PROC-1" }, "op-1", "ver-1"), "GMP-9.3.2a");
    }

    [Fact]
    [Proves("GMP-9.5.0", Proof.Refuses)]
    public void A_step_is_held_when_the_assessment_it_was_started_on_is_revoked()
    {
        var plant = new PlantAtWork(Plant, Kits, Other with { Id = "OPENS", Product = "CART-19" }).Batch("B-1", "OPENS").Batch("B-2", "KITS").Kit("PROC-2", "B-2").Enter("R-101", "op-1", "ver-1").Enter("R-102", "op-2", "ver-2");
        plant.Start("B-2", "enrich", In("R-102", "L-2") with { ClosedSystem = "PROC-2" }, "op-2", "ver-2");
        plant.Start("B-1", "open", In("R-101", "L-1") with { Cabinet = "BSC-1" }, "op-1", "ver-1");
        Assert.Equal(["RA-1"], plant.World.State<Batch>("B-1").Steps["open"].Approvals);

        plant.World.As("quality-1").Must(new QualityCommand.RevokeRiskAssessment("RA-1", "it was wrong", "quality-1"));

        var hold = Assert.Single(plant.World.State<Batch>("B-1").Holds.Values);
        Assert.Equal((HoldKind.MeasureLost, "GMP-9.5.0"), (hold.Kind, hold.Rule));
    }

    private static PlantAtWork WithFlask()
    {
        var plant = new PlantAtWork(Plant, Flasks).Batch("B-1", "FLASKS").Batch("B-2", "FLASKS").Enter("INC-1", "op-1", "ver-1").Vessel("V-1", "B-1", "INC-1");
        plant.World.Must(new RoomCommand.Reserve("INC-1", "B-1"));
        plant.World.Must(Load("HONEY-1", "A", "HONEY-1/A1", "V-1", "B-1"));
        plant.World.Must(new RoomCommand.ReleaseReservation("INC-1", "B-1"));
        return plant.Kit("PROC-I", "B-2");
    }

    /// <summary>An open step of the batch runs there.</summary>
    private static void Stands(World world, string batch, string step, string area, string room) => world
        .Given<Batch>(batch, new BatchFact.StepStarted(new StepExecution
        {
            Step = step,
            Attempt = 1,
            Status = StepStatus.Running,
            Area = area,
            Room = room,
            Class = StepClass.NonCulture,
            Exposure = Exposure.Open,
            StartedAt = world.Now,
        }))
        .Given<Room>(room, new RoomFact.StepStarted(new RunningStep(batch, step, "transduction", StepClass.NonCulture, Exposure.Open, null, null, null, null, world.Now), UsesClearance: false));

    /// <summary>B-1 runs closed in PROC-2, beside B-2's culture in PROC-4, in R-102.</summary>
    private static PlantAtWork BesideACulture()
    {
        var plant = new PlantAtWork(Plant, Kits).Batch("B-1", "KITS").Batch("B-2", "KITS").Enter("R-102", "op-2", "ver-2").Kit("PROC-2", "B-1").Kit("PROC-4", "B-2");
        plant.World.Given<Batch>("B-2", new BatchFact.StepStarted(new StepExecution
        {
            Step = "enrich",
            Attempt = 1,
            Status = StepStatus.Complete,
            Area = "AREA-G",
            Room = "R-102",
            Class = StepClass.NonCulture,
            Exposure = Exposure.Closed,
            StartedAt = plant.World.Now,
            EndedAt = plant.World.Now,
        }));
        return plant.Start("B-2", "expand", In("R-102", null) with { ClosedSystem = "PROC-4" }, null, null)
            .Start("B-1", "enrich", In("R-102", "L-2") with { ClosedSystem = "PROC-2" }, "op-2", "ver-2").After(5);
    }
}
