using Orchestrator.Api.MasterData;
using Orchestrator.Api.Tests.MasterData;
using Orchestrator.Cli.Mes;
using Orchestrator.Domain.Batches;
using Xunit;

namespace Orchestrator.Api.Tests.Schedule;

/// <summary>A plant that works its planned schedule meets no refusal: a law that hinders lawful work is as wrong as one that lets unlawful work pass.</summary>
public sealed class ScheduleUnderTheLawTests
{
    [Fact]
    public void The_whole_example_schedule_runs_under_the_law_without_a_refusal()
    {
        var plant = PlantFile.Read("plant.yaml", Examples.Text("plant.yaml")).Document!;
        var recipes = new[] { "car-t-closed.yaml", "car-t-open.yaml" }.Select(name => RecipeFile.Read(name, Examples.Text(name), plant).Document!).ToArray();
        var balance = OpeningBalanceFile.Read("opening-balance.yaml", Examples.Text("opening-balance.yaml"), plant).Document!;
        var schedule = WorkScheduleReader.Read(Examples.Text("schedule.xml")).Schedule!;

        var play = new SchedulePlay(plant, recipes, balance);
        play.Play(schedule.Jobs);

        Assert.Equal([], play.Refusals.Take(20));
        Assert.All(schedule.Requests, batch => Assert.Equal(BatchStatus.Harvested, play.Batch(batch.Id).Status));
        Assert.True(play.Granted > 1000);
    }
}
