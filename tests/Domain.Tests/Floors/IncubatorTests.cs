using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Incubators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Xunit;

namespace Orchestrator.Domain.Tests.Floors;

/// <summary>Incubators: four scans, one position a vessel, who may stand beside whom, clean chambers, doors.</summary>
public sealed class IncubatorTests
{
    [Fact]
    [Proves("GMP-9.5.6b", Proof.Grants)]
    [Proves("GMP-9.5.6a", Proof.Grants)]
    [Proves("GMP-9.5.6e", Proof.Grants)]
    public void Closed_vessels_of_one_product_share_a_chamber_each_at_its_own_position()
    {
        var floor = Ready();

        floor.World.Must(Load("PLAIN-1", "MAIN", "PLAIN-1/1", "V-1", "B-1"));
        floor.World.Must(Load("PLAIN-1", "MAIN", "PLAIN-1/2", "V-2", "B-2"));

        Assert.Equal(["B-1", "B-2"], floor.World.State<Incubator>("PLAIN-1").Batches);
        Assert.Equal(new Location("INC-1", "PLAIN-1/2", "PLAIN-1"), floor.World.State<Container>("V-2").Location);
    }

    [Fact]
    [Proves("GMP-9.5.6b", Proof.Refuses)]
    public void A_position_that_is_taken_or_belongs_elsewhere_is_refused()
    {
        var floor = Ready();
        floor.World.Must(Load("PLAIN-1", "MAIN", "PLAIN-1/1", "V-1", "B-1"));

        floor.World.Refused(Load("PLAIN-1", "MAIN", "PLAIN-1/1", "V-2", "B-2"), "GMP-9.5.6b");
        floor.World.Refused(Load("PLAIN-1", "MAIN", "HONEY-1/A1", "V-2", "B-2"), "GMP-9.5.6b");
        floor.World.Refused(Load("PLAIN-1", "MAIN", "PLAIN-1/2", "V-1", "B-1"), "ORC-013");
    }

    [Fact]
    public void A_code_of_another_position_is_refused_and_papers_of_another_patient_hold_the_vessel()
    {
        var floor = Ready();
        var load = Load("PLAIN-1", "MAIN", "PLAIN-1/1", "V-1", "B-1");
        floor.World.Refused(load with { Scans = load.Scans with { Position = "PLAIN-1/2" } }, "GMP-9.5.6b");
        floor.World.Refused(load with { Scans = load.Scans with { ChainOfIdentity = "smudged" } }, "GMP-9.5.6b");
        Assert.Empty(floor.World.State<Container>("V-1").Holds);

        floor.World.Refused(load with { Scans = load.Scans with { ChainOfIdentity = "COI-B-2" } }, "GMP-4.1.6");

        Assert.NotEmpty(floor.World.State<Container>("V-1").Holds);
        floor.World.Refused(load, "GMP-4.1.6");
    }

    [Fact]
    public void The_vessel_of_another_batch_is_not_taken_out_and_both_are_held()
    {
        var floor = Ready();
        floor.World.Must(Load("PLAIN-1", "MAIN", "PLAIN-1/1", "V-1", "B-1"));
        floor.World.Must(Load("PLAIN-1", "MAIN", "PLAIN-1/2", "V-2", "B-2"));
        var unload = Unload("PLAIN-1", "MAIN", "PLAIN-1/2", "V-2", "B-2");

        floor.World.Refused(unload with { Scans = unload.Scans with { Vessel = "L-V-1" } }, "GMP-4.1.6");

        Assert.NotEmpty(floor.World.State<Container>("V-1").Holds);
        Assert.NotEmpty(floor.World.State<Container>("V-2").Holds);
        floor.World.Refused(Unload("PLAIN-1", "MAIN", "PLAIN-1/1", "V-2", "B-2"), "GMP-9.5.6b");
        floor.World.Must(unload);
    }

    [Fact]
    [Proves("GMP-9.5.6a", Proof.Refuses)]
    public void Another_product_or_a_vented_vessel_does_not_join_a_shared_chamber()
    {
        var floor = Ready().Batch("B-3", product: "CART-BCMA");
        Vessel(floor, "V-3", "B-3");
        Vessel(floor, "V-4", "B-2", closed: false);
        floor.World.Must(Load("PLAIN-1", "MAIN", "PLAIN-1/1", "V-1", "B-1"));

        Assert.False(floor.World.Give(Load("PLAIN-1", "MAIN", "PLAIN-1/2", "V-3", "B-3")).Granted);
        floor.World.Refused(Load("PLAIN-1", "MAIN", "PLAIN-1/2", "V-4", "B-2"), "GMP-9.5.6c");
    }

    [Fact]
    [Proves("GMP-9.5.6c", Proof.Grants)]
    [Proves("GMP-9.5.6c", Proof.Refuses)]
    [Proves("GMP-9.5.6f", Proof.Grants)]
    [Proves("GMP-9.5.6f", Proof.Refuses)]
    public void Open_cultures_stand_in_compartments_of_their_own_under_a_risk_assessment()
    {
        var floor = OpenVessels(Ready());
        floor.World.Must(Load("HONEY-1", "A", "HONEY-1/A1", "V-5", "B-1"));
        floor.World.Must(Load("HONEY-1", "B", "HONEY-1/B1", "V-6", "B-2"));

        var unassessed = OpenVessels(Ready(SmallPlant.Document with { RiskAssessments = [] }));
        unassessed.World.Must(Load("HONEY-1", "A", "HONEY-1/A1", "V-5", "B-1"));
        unassessed.World.Refused(Load("HONEY-1", "B", "HONEY-1/B1", "V-6", "B-2"), "GMP-9.5.6f");
    }

    [Fact]
    [Proves("GMP-9.5.6d", Proof.Grants)]
    [Proves("GMP-9.5.6d", Proof.Refuses)]
    public void Two_incubators_of_one_room_keep_open_cultures_apart_only_under_a_risk_assessment()
    {
        var floor = OpenVessels(Ready());
        floor.World.Must(Load("HONEY-1", "A", "HONEY-1/A1", "V-5", "B-1"));
        floor.World.Must(Load("PLAIN-1", "MAIN", "PLAIN-1/1", "V-6", "B-2"));

        var unassessed = OpenVessels(Ready(SmallPlant.Document with { RiskAssessments = [] }));
        unassessed.World.Must(Load("HONEY-1", "A", "HONEY-1/A1", "V-5", "B-1"));
        Assert.False(unassessed.World.Give(Load("PLAIN-1", "MAIN", "PLAIN-1/1", "V-6", "B-2")).Granted);
    }

    [Fact]
    [Proves("GMP-9.5.6e", Proof.Refuses)]
    public void A_chamber_is_disinfected_in_date_and_after_the_open_culture_of_another_batch()
    {
        var floor = OpenVessels(Ready());
        floor.World.Must(Load("HONEY-1", "A", "HONEY-1/A1", "V-5", "B-1"));
        floor.World.After(TimeSpan.FromMinutes(1)).Must(Unload("HONEY-1", "A", "HONEY-1/A1", "V-5", "B-1"));
        Assert.Equal(CompartmentStatus.ToBeDisinfected, floor.World.State<Incubator>("HONEY-1").At("A").Status);

        floor.World.Refused(Load("HONEY-1", "A", "HONEY-1/A1", "V-2", "B-2"), "GMP-9.5.6e");
        floor.World.Must(new IncubatorCommand.RecordDisinfection("HONEY-1", "A", "IC-2", "hot air", "op-1"));
        floor.World.Must(Load("HONEY-1", "A", "HONEY-1/A1", "V-2", "B-2"));

        floor.World.After(TimeSpan.FromDays(31));
        floor.Live().World.Refused(Load("PLAIN-1", "MAIN", "PLAIN-1/1", "V-1", "B-1"), "GMP-9.5.6e");
    }

    [Fact]
    [Proves("GMP-9.5.1b", Proof.Grants)]
    [Proves("GMP-9.5.1b", Proof.Refuses)]
    public void A_chamber_that_held_positive_material_is_disinfected_before_it_takes_anybody_elses()
    {
        var floor = Ready();
        floor.World.Given<Container>("V-1", new ContainerFact.PathogenStatusChanged(PathogenStatus.Positive, ["HBV"], "LAB-1"))
            .Given<Batch>("B-1", new BatchFact.PathogenStatusChanged(PathogenStatus.Positive, ["HBV"], "LAB-1"));
        floor.World.Must(Load("HONEY-1", "A", "HONEY-1/A1", "V-1", "B-1"));
        floor.World.After(TimeSpan.FromMinutes(1)).Must(Unload("HONEY-1", "A", "HONEY-1/A1", "V-1", "B-1"));

        floor.World.Refused(Load("HONEY-1", "A", "HONEY-1/A1", "V-2", "B-2"), "GMP-9.5.1b");
        floor.World.Refused(new IncubatorCommand.RecordDisinfection("HONEY-1", "A", "IC-2", "", "op-1"), "ORC-019");
        floor.World.Must(Load("HONEY-1", "B", "HONEY-1/B1", "V-2", "B-2"));
        floor.World.Must(Unload("HONEY-1", "B", "HONEY-1/B1", "V-2", "B-2"));
        floor.World.Must(new IncubatorCommand.RecordDisinfection("HONEY-1", "A", "IC-2", "hot air", "op-1"));
        floor.World.Must(Load("HONEY-1", "A", "HONEY-1/A1", "V-2", "B-2"));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    [Proves("GMP-9.5.1b", Proof.Refuses)]
    public void Whoever_stood_in_the_chamber_after_a_batch_found_positive_late_is_held_unless_it_was_disinfected_between(bool disinfected, int holds)
    {
        var floor = Ready();
        floor.World.Must(Load("HONEY-1", "A", "HONEY-1/A1", "V-1", "B-1"));
        floor.World.After(TimeSpan.FromMinutes(1)).Must(Unload("HONEY-1", "A", "HONEY-1/A1", "V-1", "B-1"));
        if (disinfected)
            floor.World.Must(new IncubatorCommand.RecordDisinfection("HONEY-1", "A", "IC-2", "hot air", "op-1"));
        floor.World.Must(Load("HONEY-1", "A", "HONEY-1/A1", "V-2", "B-2"));
        floor.World.Given<Batch>("B-1", new BatchFact.StepStarted(new StepExecution
        {
            Step = "expansion",
            Attempt = 1,
            Status = StepStatus.Complete,
            Area = "AREA-G",
            Room = "INC-1",
            Incubator = "HONEY-1",
            Compartment = "A",
            Class = StepClass.Culture,
            Exposure = Exposure.Closed,
            StartedAt = floor.World.Now,
            EndedAt = floor.World.Now,
        }));

        floor.World.Play(desk => IncubatorRules.OnFoundPositive(desk, desk.Get<Batch>("B-1")));

        Assert.Equal(holds, floor.World.State<Batch>("B-2").Holds.Values.Count(hold => hold.Rule == "GMP-9.5.1b"));
        Assert.Equal(disinfected ? null : "B-1", floor.World.State<Incubator>("HONEY-1").At("A").PositiveUse);
    }

    [Fact]
    public void Nothing_is_put_where_the_temperature_is_out_of_limits_and_what_stands_there_is_held()
    {
        var floor = Ready();
        floor.World.Must(Load("PLAIN-1", "MAIN", "PLAIN-1/1", "V-1", "B-1"));

        floor.World.After(TimeSpan.FromMinutes(1));
        floor.Reads("T-PLAIN-1", 39);

        Assert.Equal("GMP-4.2.3a", Assert.Single(floor.World.State<Batch>("B-1").Holds.Values).Rule);
        floor.World.Refused(Load("PLAIN-1", "MAIN", "PLAIN-1/2", "V-2", "B-2"), "GMP-4.2.3a");
        floor.World.Must(Unload("PLAIN-1", "MAIN", "PLAIN-1/1", "V-1", "B-1"));
    }

    [Fact]
    [Proves("GMP-9.5.6g", Proof.Grants)]
    [Proves("GMP-9.5.6g", Proof.Refuses)]
    public void An_open_culture_is_opened_by_the_batch_that_holds_the_room_while_other_doors_are_closed()
    {
        var floor = OpenVessels(Ready());
        floor.World.Must(Load("HONEY-1", "A", "HONEY-1/A1", "V-5", "B-1"));
        floor.World.Must(Load("HONEY-1", "B", "HONEY-1/B1", "V-6", "B-2"));
        floor.World.Refused(new IncubatorCommand.OpenCompartment("HONEY-1", "A", "B-1", "op-1"), "GMP-9.5.6g");

        floor.World.Must(new RoomCommand.Reserve("INC-1", "B-1"));
        floor.World.Must(new IncubatorCommand.OpenCompartment("HONEY-1", "A", "B-1", "op-1"));
        floor.World.Refused(new IncubatorCommand.OpenCompartment("HONEY-1", "B", "B-2", "op-1"), "GMP-9.5.6g");
        floor.World.Must(new IncubatorCommand.CloseCompartment("HONEY-1", "A"));
        Assert.Null(floor.World.State<Incubator>("HONEY-1").At("A").Open);
    }

    [Fact]
    public void A_culture_starts_in_a_fit_incubator_with_a_free_position()
    {
        var floor = Ready();
        var place = Floor.In("INC-1") with { Incubator = "PLAIN-1", Compartment = "MAIN" };

        floor.Started("B-1", SmallRecipe.StepOf("culture"), place);
        Assert.Contains("ORC-005", World.Rules(floor.Start("B-2", SmallRecipe.StepOf("culture"), place with { Compartment = "Z" })));
        Assert.Equal(MeasureState.InEffect, floor.Measure(MeasureKind.MixUpPrevention, "B-2", SmallRecipe.StepOf("culture"), place));
    }

    [Fact]
    public void The_table_of_incubators_is_the_approved_one() =>
        Approved.Matches(StatusTable.Page<CompartmentStatus, IncubatorCommand>((status, command) => IncubatorDecider.Possible(status, command) ? null : Refusal.Of("ORC-003")), "Incubator");

    private static IncubatorCommand.Load Load(string incubator, string compartment, string position, string vessel, string batch) =>
        new(incubator, compartment, position, vessel, new FourScans(incubator, position, $"L-{vessel}", $"COI-{batch}"), "op-1");

    private static IncubatorCommand.Unload Unload(string incubator, string compartment, string position, string vessel, string batch) =>
        new(incubator, compartment, position, vessel, new FourScans(incubator, position, $"L-{vessel}", $"COI-{batch}"), "op-1");

    private static Floor Ready(PlantDocument? plant = null)
    {
        var floor = new Floor(plant, SmallRecipe.Document with { Steps = [.. SmallRecipe.Document.Steps.Where(step => step.Exposure == Exposure.Closed)] }).Batch("B-1").Batch("B-2");
        floor.World.Given<Room>("INC-1", new RoomFact.PersonEntered("op-1", floor.World.Now));
        foreach (var (incubator, compartment) in new[] { ("HONEY-1", "A"), ("HONEY-1", "B"), ("PLAIN-1", "MAIN") })
            floor.World.Must(new IncubatorCommand.RecordDisinfection(incubator, compartment, "IC-1", "hot air", "op-1"));
        foreach (var batch in new[] { "B-1", "B-2" })
            floor.World.Given<IdentityCode>(IdentityCode.OfChain($"COI-{batch}"), new IdentityCodeFact.Tied($"D-{batch}"));
        Vessel(floor, "V-1", "B-1");
        Vessel(floor, "V-2", "B-2");
        return floor;
    }

    private static Floor OpenVessels(Floor floor)
    {
        Vessel(floor, "V-5", "B-1", closed: false);
        Vessel(floor, "V-6", "B-2", closed: false);
        return floor;
    }

    private static void Vessel(Floor floor, string id, string batch, bool closed = true)
    {
        floor.World
            .Given<Container>(id, new ContainerFact.Registered(
                "flask", ContainerUse.Product, batch, $"COI-{batch}", $"D-{batch}", $"DM-{batch}", [], null, PathogenStatus.NegativeScreened, [], new Contents(50), new Location("INC-1", null, null), floor.World.Now))
            .Given<Container>(id, new ContainerFact.Labelled($"L-{id}"))
            .Given<Label>($"L-{id}", new LabelFact.Received(id, $"COI-{batch}", $"D-{batch}", "op-1", "ver-1", floor.World.Now))
            .Given<Batch>(batch, new BatchFact.ContainerAdded(id));
        if (closed)
            floor.World.Given<Container>(id, new ContainerFact.SealVerified(new Seal("tube weld", "op-1", "ver-1", floor.World.Now)));
    }
}
