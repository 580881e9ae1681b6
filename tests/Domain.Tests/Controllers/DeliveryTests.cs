using Orchestrator.Domain.Batches;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Controllers;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Orchestrator.Domain.Sensors;
using Xunit;
using static Orchestrator.Domain.Tests.PlantAtWork;

namespace Orchestrator.Domain.Tests.Controllers;

/// <summary>Proves that each thing a controller tells is ruled on by itself, and that none is lost with another.</summary>
public sealed class DeliveryTests
{
    private readonly PlantAtWork _plant;

    public DeliveryTests()
    {
        var plant = SmallPlant.Document with { Controllers = SmallPlant.Document.Controllers.Add(new ControllerDefinition { Id = "cell", SpeaksFor = ["closed-system/PROC-1", "sensor/DP-101", "room/R-101"] }) };
        _plant = new PlantAtWork(plant, RecipeOf("KITS", Step("enrich", StepClass.NonCulture, Exposure.Closed, Workplace.ClosedSystem)))
            .Batch("B-1", "KITS").Enter("R-101", "op-1", "ver-1").Kit("PROC-1", "B-1").Start("B-1", "enrich", In("R-101", "L-1") with { ClosedSystem = "PROC-1" }, "op-1", "ver-1").After(4);
        _plant.World.From("cell").Must(new ControllerCommand.Connect("cell", ["closed-system/PROC-1"], true));
    }

    [Fact]
    [Proves("GMP-9.5.7a", Proof.Refuses)]
    public void A_breach_that_came_with_a_reading_of_another_time_holds_the_batch_and_the_room()
    {
        var decision = Deliver(1, Reading(_plant.World.Now.AddSeconds(3)), new ClosedSystemCommand.ReportBreach("PROC-1", "BR-1", "leak", _plant.World.Now));

        Assert.Equal(["ORC-006"], World.Rules(decision));
        Assert.Contains("BR-1", _plant.World.State<ClosedSystem>("PROC-1").Breaches.Keys);
        Assert.Contains("breach/PROC-1/BR-1", _plant.World.State<Batch>("B-1").Holds.Keys);
        Assert.NotEmpty(_plant.World.State<Room>("R-101").Holds);
        Assert.Equal(1, _plant.World.State<Controller>("cell").LastSequence);
    }

    [Fact]
    public void A_report_of_what_the_controller_may_not_speak_for_takes_no_other_with_it()
    {
        var decision = Deliver(1, new ClosedSystemCommand.ReportBreach("PROC-2", "BR-2", "leak", _plant.World.Now), new ClosedSystemCommand.ReportBreach("PROC-1", "BR-1", "leak", _plant.World.Now));

        Assert.Equal(["ORC-008"], World.Rules(decision));
        Assert.Empty(_plant.World.State<ClosedSystem>("PROC-2").Breaches);
        Assert.Single(_plant.World.State<ClosedSystem>("PROC-1").Breaches);
    }

    [Fact]
    public void Two_people_who_leave_a_room_in_one_report_are_both_out_of_it()
    {
        Assert.True(Deliver(1, Leaves("op-1"), Leaves("ver-1")).Granted);

        Assert.Empty(_plant.World.State<Room>("R-101").Persons);
        Assert.Empty(_plant.World.State<Room>("R-101").Holds);
    }

    [Fact]
    public void Of_two_reports_about_one_person_the_second_is_ruled_on_what_the_first_left()
    {
        Assert.True(Deliver(1, Leaves("op-1"), new OperatorCommand.EnterRoom("op-1", "R-101", _plant.World.Now, null, Origin.Live)).Granted);

        Assert.Equal("R-101", _plant.World.State<Operator>("op-1").Room);
        Assert.Contains("op-1", _plant.World.State<Room>("R-101").Persons.Keys);
    }

    [Fact]
    public void What_was_delivered_before_is_not_recorded_again()
    {
        Deliver(1, new ClosedSystemCommand.ReportBreach("PROC-1", "BR-1", "leak", _plant.World.Now));

        var again = Deliver(1, new ClosedSystemCommand.ReportBreach("PROC-1", "BR-9", "another", _plant.World.Now));

        Assert.True(again.Granted);
        Assert.Empty(again.Facts);
    }

    private OperatorCommand.LeaveRoom Leaves(string person) => new(person, "R-101", _plant.World.Now, null, Origin.Live);

    private static SensorCommand.ReportReadings Reading(DateTimeOffset at) => new("DP-101", ReadingSeries.Of(15, at), ReadingQuality.Good, Origin.Live);

    private Decision Deliver(long sequence, params Command[] reports) => _plant.World.Give(new ControllerCommand.Deliver("cell", 1, sequence, [.. reports]));
}
