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

/// <summary>Proves that no date on a passage helps anybody through a door, and that what is told late is judged as it was then.</summary>
public sealed class LatePassageTests
{
    private static readonly PlantDocument WithVectors = SmallPlant.Document with
    {
        Areas = SmallPlant.Document.Areas.Add(new AreaDefinition { Id = "AREA-V", Name = "Vectors", Designation = AreaDesignation.Vector, AirHandlingUnits = ["AHU-9"], PersonnelAirlocks = ["PAL-V"], MaterialAirlocks = ["MAL-V"] }),
        Rooms = SmallPlant.Document.Rooms.Add(new RoomDefinition { Id = "R-301", Name = "Vectors 1", Area = "AREA-V", Use = RoomUse.Processing, Grade = Grade.B, PersonsMax = new ValidatedMaximum(3, "VR-1") }),
        People = [.. SmallPlant.Document.People.Select(person => person with { Authorisations = person.Authorisations.Add("AREA-V", new DateOnly(2030, 1, 1)) })],
    };

    private static readonly RecipeDocument Kits = RecipeOf("KITS", Step("enrich", StepClass.NonCulture, Exposure.Closed, Workplace.ClosedSystem));

    [Theory]
    [InlineData(0)]
    [InlineData(-190)]
    [Proves("GMP-5.3a", Proof.Refuses)]
    public void A_live_exit_from_a_vector_room_is_now_whatever_its_date(int minutes)
    {
        var plant = new PlantAtWork(WithVectors, Kits);
        plant.World.Must(new OperatorCommand.RecordDecontamination("op-1", "SOP-D", plant.World.Now, "op-2"));
        plant.After(60).Enter("R-301", "op-1").After(120);

        plant.World.Must(new OperatorCommand.LeaveRoom("op-1", "R-301", plant.World.Now.AddMinutes(minutes), null, Origin.Live));

        Assert.Equal(plant.World.Now, plant.World.State<Operator>("op-1").LastVectorExit);
        plant.World.Refused(EntryOf("op-1", plant.World.Now, Origin.Live), "GMP-5.3a");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Proves("GMP-5.3b", Proof.Refuses)]
    public void A_buffered_entry_of_a_person_who_was_barred_holds_room_and_batch_wherever_they_are_now(bool moved)
    {
        var plant = Working();
        plant.World.Given<Operator>("op-5", new OperatorFact.PathogenContacted(new PathogenContact("AREA-P", "P-1", plant.World.Now, plant.World.Now)));
        var then = plant.World.Now;
        plant.After(8);
        if (moved)
            plant.Enter("R-201", "op-5");

        plant.World.Must(EntryOf("op-5", then, Origin.DeviceBuffer));

        Assert.Contains(plant.World.State<Room>("R-101").Holds.Values, hold => hold.Rule == "GMP-5.3b");
        Assert.Contains(plant.World.State<Batch>("B-1").Holds.Values, hold => hold.Rule == "GMP-5.3b");
        Assert.Equal(moved ? "R-201" : "R-101", plant.World.State<Operator>("op-5").Room);
    }

    [Fact]
    [Proves("GMP-5.3b", Proof.Grants)]
    public void What_barred_a_person_only_afterwards_holds_nothing()
    {
        var plant = new PlantAtWork(SmallPlant.Document, Kits);
        var then = plant.World.Now;
        plant.After(8).World.Given<Operator>("op-5", new OperatorFact.PathogenContacted(new PathogenContact("AREA-P", "P-1", plant.World.Now, plant.World.Now)));

        plant.World.Must(EntryOf("op-5", then, Origin.DeviceBuffer));

        Assert.Empty(plant.World.State<Room>("R-101").Holds);
    }

    [Fact]
    [Proves("GMP-9.5.4e", Proof.Refuses)]
    public void A_buffered_entry_into_a_step_that_has_ended_since_is_judged_by_it()
    {
        var plant = Working();
        var then = plant.World.Now;
        plant.After(20).Complete("B-1", "enrich", "op-1", "T-101");

        plant.World.Must(EntryOf("op-5", then, Origin.Paper));

        Assert.Equal("GMP-9.5.4e", Assert.Single(plant.World.State<Room>("R-101").Holds.Values).Rule);
    }

    [Fact]
    [Proves("GMP-9.5.4e", Proof.Grants)]
    public void A_buffered_entry_before_the_step_began_is_not_judged_by_it()
    {
        var plant = new PlantAtWork(SmallPlant.Document, Kits);
        var then = plant.World.Now;
        Work(plant.After(8));

        plant.World.Must(EntryOf("op-5", then, Origin.DeviceBuffer));

        Assert.Empty(plant.World.State<Room>("R-101").Holds);
    }

    private static OperatorCommand.EnterRoom EntryOf(string person, DateTimeOffset at, Origin origin) => new(person, "R-101", at, null, origin);

    private static PlantAtWork Working() => Work(new PlantAtWork(SmallPlant.Document, Kits));

    private static PlantAtWork Work(PlantAtWork plant) => plant.Batch("B-1", "KITS").Enter("R-101", "op-1", "ver-1").Kit("PROC-1", "B-1")
        .Start("B-1", "enrich", In("R-101", "L-1") with { ClosedSystem = "PROC-1" }, "op-1", "ver-1").After(4);
}
