using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Xunit;
using static Orchestrator.Domain.Tests.PlantAtWork;

namespace Orchestrator.Domain.Tests.Plants;

/// <summary>Proves that a change of the plant file takes nothing from under work that goes on, undoes no other change, and is quality's too.</summary>
public sealed class ChangeControlTests
{
    private static readonly RecipeDocument Kits = RecipeOf("KITS", Step("enrich", StepClass.NonCulture, Exposure.Closed, Workplace.ClosedSystem));

    private static PlantDocument With(Func<RoomDefinition, RoomDefinition> change) => SmallPlant.Document with { Rooms = [.. SmallPlant.Document.Rooms.Select(change)] };

    private static PlantDocument Store(string id) => With(room => room.Id == id ? room with { Use = RoomUse.Store } : room);

    private static PlantAtWork Working() => new PlantAtWork(SmallPlant.Document, Kits).Batch("B-1", "KITS").Enter("R-101", "op-1", "ver-1").Kit("PROC-1", "B-1")
        .Start("B-1", "enrich", In("R-101", "L-1") with { ClosedSystem = "PROC-1" }, "op-1", "ver-1").After(4);

    private static Command Approval(PlantAtWork plant, PlantDocument document, TimeSpan ahead = default)
    {
        plant.World.Proposed("change-2", plant.World.Now + ahead, document).As("quality-1");
        return new PlantCommand.ApproveChange("change-2");
    }

    public static TheoryData<string> Uproots => ["R-101 a store", "R-101 in AREA-P", "AREA-G for vectors", "PROC-1 in R-102", "PROC-1 gone", "L-1 gone"];

    private static PlantDocument Uprooted(string what) => what switch
    {
        "R-101 a store" => Store("R-101"),
        "R-101 in AREA-P" => With(room => room.Id == "R-101" ? room with { Area = "AREA-P" } : room),
        "AREA-G for vectors" => SmallPlant.Document with { Areas = [.. SmallPlant.Document.Areas.Select(area => area.Id == "AREA-G" ? area with { Designation = AreaDesignation.Vector } : area)] },
        "PROC-1 in R-102" => SmallPlant.Document with { ClosedSystems = [.. SmallPlant.Document.ClosedSystems.Select(system => system.Id == "PROC-1" ? system with { Room = "R-102" } : system)] },
        "PROC-1 gone" => SmallPlant.Document with { ClosedSystems = SmallPlant.Document.ClosedSystems.RemoveAll(system => system.Id == "PROC-1") },
        "L-1 gone" => SmallPlant.Document with { Lines = SmallPlant.Document.Lines.RemoveAll(line => line.Id == "L-1") },
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };

    [Theory]
    [MemberData(nameof(Uproots))]
    public void What_is_occupied_or_runs_is_not_changed_under_those_who_are_there(string what)
    {
        var plant = Working();

        var refusal = plant.World.Refused(Approval(plant, Uprooted(what)), "ORC-015");

        Assert.Equal("free-before-change", Assert.Single(refusal.Remedies).Code);
    }

    [Theory]
    [InlineData("authorisation", "GMP-5.2a")]
    [InlineData("qualification", "GMP-6.4.0")]
    [InlineData("calibration", "GMP-4.2.3a")]
    [Proves("GMP-9.5.0", Proof.Refuses)]
    public void A_step_that_the_new_file_would_not_let_go_on_is_held_with_its_batch(string withdrawn, string rule)
    {
        var plant = Working();
        var past = new DateOnly(2026, 1, 1);
        var document = withdrawn switch
        {
            "authorisation" => SmallPlant.Document with { People = [.. SmallPlant.Document.People.Select(person => person.Id == "op-1" ? person with { Authorisations = person.Authorisations.Clear() } : person)] },
            "qualification" => With(room => room.Id == "R-101" ? room with { QualifiedUntil = past } : room),
            _ => SmallPlant.Document with { ClosedSystems = [.. SmallPlant.Document.ClosedSystems.Select(system => system with { CalibratedUntil = past })] },
        };

        plant.World.Must(Approval(plant, document));

        var hold = Assert.Single(plant.World.State<Batch>("B-1").Holds.Values);
        Assert.Equal((HoldKind.MeasureLost, rule), (hold.Kind, hold.Rule));
    }

    [Fact]
    [Proves("GMP-9.5.0", Proof.Grants)]
    public void A_change_that_takes_nothing_from_a_running_step_holds_nobody()
    {
        var plant = Working();

        plant.World.Must(Approval(plant, SmallPlant.Document with
        {
            Name = "other",
            People = [.. SmallPlant.Document.People.Select(person => person.Id == "op-2" ? person with { Authorisations = person.Authorisations.Clear() } : person)],
        }));

        Assert.Empty(plant.World.State<Batch>("B-1").Holds);
    }

    [Fact]
    [Proves("GMP-9.2.5a", Proof.Refuses)]
    [Proves("GMP-9.2.5a", Proof.Grants)]
    public void A_room_that_joins_a_line_is_validated_by_media_fills_of_its_own()
    {
        var plant = new PlantAtWork(SmallPlant.Document with { Lines = [.. SmallPlant.Document.Lines.Select(line => line.Id == "L-1" ? line with { Rooms = ["R-101"] } : line)] }, Kits).Batch("B-1", "KITS");
        plant.World.Must(Approval(plant, SmallPlant.Document with { Lines = [.. SmallPlant.Document.Lines.Select(line => line.Id == "L-1" ? line with { Rooms = ["R-101", "R-102"] } : line)] }));
        plant.Enter("R-102", "op-1", "ver-1").Kit("PROC-2", "B-1");
        var start = StartOf("B-1", "enrich", In("R-102", "L-1") with { ClosedSystem = "PROC-2" }, "op-1", "ver-1");

        Assert.Contains("GMP-9.2.5a", World.Rules(plant.World.Ask(start)));
        foreach (var day in new[] { 27, 28 })
            plant.World.Must(plant.MediaFill("L-1", $"MF-new-{day}", "day", new DateOnly(2026, 2, day), MediaFillResult.Passed));
        Assert.Contains("GMP-9.2.5a", World.Rules(plant.World.Ask(start)));
        plant.World.Must(plant.MediaFill("L-1", "MF-new-1", "day", new DateOnly(2026, 3, 1), MediaFillResult.Passed));
        Assert.DoesNotContain("GMP-9.2.5a", World.Rules(plant.World.Ask(start)));
    }

    [Fact]
    public void What_nobody_uses_is_changed_while_others_work()
    {
        var plant = Working();

        plant.World.Must(Approval(plant, Store("R-102")));

        Assert.Equal(RoomUse.Store, plant.World.State<Plant>("plant").Site!.Room("R-102")!.Use);
    }

    [Fact]
    public void A_change_of_a_later_day_is_approved_and_takes_effect_only_once_the_room_is_free()
    {
        var plant = Working();
        plant.World.Must(Approval(plant, Store("R-101"), TimeSpan.FromMinutes(30)));
        plant.After(32);
        var wakeUp = new WakeUp(ActorId.Plant, "plant-change/change-2", plant.World.Now);

        plant.World.Refused(wakeUp, "ORC-015");
        plant.Complete("B-1", "enrich", "op-1", "T-101").Leave("R-101", "op-1", "ver-1").World.Given<Room>("R-101", new RoomFact.Cleared("C-1", ClearanceScope.Changeover, "B-1", plant.World.Now, null));
        plant.World.As("quality-1").Must(new PlantCommand.ApproveChange("change-2"));

        Assert.Equal(RoomUse.Store, plant.World.State<Plant>("plant").Site!.Room("R-101")!.Use);
    }

    [Fact]
    public void An_older_proposal_does_not_undo_a_newer_one()
    {
        var plant = new PlantAtWork(SmallPlant.Document, Kits);
        plant.World.Proposed("old", plant.World.Now, SmallPlant.Document with { Name = "typo corrected" })
            .Proposed("new", plant.World.Now, SmallPlant.Document with { People = [.. SmallPlant.Document.People.Select(person => person.Id == "op-1" ? person with { Authorisations = person.Authorisations.Clear() } : person)] });
        plant.World.As("quality-1").Must(new PlantCommand.ApproveChange("new"));

        Assert.Equal("propose-anew", Assert.Single(plant.World.Refused(new PlantCommand.ApproveChange("old"), "ORC-024").Remedies).Code);

        plant.World.Refused(new OperatorCommand.EnterRoom("op-1", "R-101", plant.World.Now, null, Origin.Live), "GMP-5.2a");
    }

    [Fact]
    public void A_change_that_waits_for_its_day_does_not_undo_one_that_took_effect_before_it()
    {
        var plant = new PlantAtWork(SmallPlant.Document, Kits);
        plant.World.Must(Approval(plant, SmallPlant.Document with { Name = "later" }, TimeSpan.FromMinutes(30)));
        plant.World.Proposed("change-3", plant.World.Now, SmallPlant.Document with { Name = "sooner" }).Must(new PlantCommand.ApproveChange("change-3"));
        plant.After(32);

        plant.World.Refused(new WakeUp(ActorId.Plant, "plant-change/change-2", plant.World.Now), "ORC-024");

        Assert.Equal("sooner", plant.World.State<Plant>("plant").Site!.Document.Name);
    }

    [Fact]
    public void A_recipe_version_that_was_approved_meanwhile_is_not_dropped_in_silence()
    {
        var plant = new PlantAtWork(SmallPlant.Document, Kits);
        var recipe = RecipeOf("NEW", Step("enrich", StepClass.NonCulture, Exposure.Closed, Workplace.ClosedSystem));
        foreach (var change in new[] { "change-2", "change-3" })
            plant.World.Given<Plant>("plant", new PlantFact.ChangeProposed(new PlantChange(change, "engineer-1", plant.World.Now, plant.World.Now, null, [recipe])));
        plant.World.As("quality-1").Must(new PlantCommand.ApproveChange("change-2"));

        plant.World.Refused(new PlantCommand.ApproveChange("change-3"), "GMP-9.1a");
    }

    [Fact]
    [Proves("GMP-5.1a", Proof.Refuses)]
    public void Two_people_of_whom_none_is_of_quality_change_no_master_data()
    {
        var plant = new PlantAtWork(SmallPlant.Document, Kits);
        var approval = Approval(plant, SmallPlant.Document with { Name = "other" });

        plant.World.As("op-5").Refused(approval, "GMP-5.1a");
    }

    [Fact]
    [Proves("GMP-5.1a", Proof.Grants)]
    public void One_of_quality_and_another_person_change_them()
    {
        var plant = new PlantAtWork(SmallPlant.Document, Kits);

        plant.World.Must(Approval(plant, SmallPlant.Document with { Name = "other" }));
    }

    [Fact]
    [Proves("GMP-6.2b", Proof.Refuses)]
    public void A_room_does_not_leave_an_area_for_positive_material_by_another_name_of_its_area()
    {
        var plant = new PlantAtWork(SmallPlant.Document, Kits);

        plant.World.Refused(Approval(plant, With(room => room.Id == "R-201" ? room with { Area = "AREA-G" } : room)), "GMP-6.2b");
    }

    [Theory]
    [InlineData(false, 0, "disinfect-room")]
    [InlineData(true, null, "monitor-area")]
    [InlineData(true, -1, "monitor-area")]
    [InlineData(true, 1, "monitor-area")]
    [InlineData(true, 0, null)]
    [Proves("GMP-6.2b", Proof.Refuses)]
    [Proves("GMP-6.2b", Proof.Grants)]
    public void An_area_for_positive_material_is_given_another_use_once_its_rooms_were_disinfected_and_monitoring_passed_since(bool disinfected, int? monitored, string? remedy)
    {
        var plant = new PlantAtWork(SmallPlant.Document, Kits).Batch("B-1", "KITS", pathogen: PathogenStatus.Positive).After(8);
        plant.World.Given<Room>("R-201", new RoomFact.MaterialEntered("B-1", "V-1", plant.World.Now))
            .Given<Room>("R-201", new RoomFact.StepStarted(new RunningStep("B-1", "enrich", "enrichment", StepClass.NonCulture, Exposure.Closed, null, null, null, null, plant.World.Now), false));
        plant.After(8).World.Given<Room>("R-201", new RoomFact.StepEnded("B-1", "enrich", plant.World.Now, true)).Given<Room>("R-201", new RoomFact.Cleared("C-1", ClearanceScope.Changeover, "B-1", plant.World.Now, null));
        plant.After(8);
        if (disinfected)
            plant.World.Must(new RoomCommand.RecordDisinfection("R-201", "D-9", "peracetic acid", TimeSpan.FromMinutes(10), "op-1"));
        var approval = Approval(plant, SmallPlant.Document with
        {
            Areas = [.. SmallPlant.Document.Areas.Select(area => area.Id == "AREA-P" ? area with
            {
                Designation = AreaDesignation.Cell,
                Monitoring = monitored is { } days ? new MonitoringRelease("EM-7", DateOnly.FromDateTime(plant.World.Now.ToOffset(TimeSpan.FromHours(8)).DateTime).AddDays(days)) : null,
            } : area)]
        });

        if (remedy is null)
            plant.World.Must(approval);
        else
            Assert.Equal(remedy, Assert.Single(plant.World.Refused(approval, "GMP-6.2b").Remedies).Code);
    }
}
