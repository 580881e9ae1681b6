using Orchestrator.Api.MasterData;
using Orchestrator.Domain.Plants;
using Xunit;

namespace Orchestrator.Api.Tests.MasterData;

/// <summary>The example plant and recipes are files a newcomer starts from: they read without an error.</summary>
public sealed class ExamplePlantTests
{
    [Fact]
    public void The_example_plant_reads_without_an_error_and_lacks_nothing_it_will_need_in_the_demo()
    {
        var reading = PlantFile.Read("plant.yaml", Examples.Text("plant.yaml"));

        Assert.NotNull(reading.Document);
        Assert.DoesNotContain(reading.Findings, finding => finding.Severity == FindingSeverity.Error);
        Assert.Equal([], reading.Findings.Select(finding => $"{finding.Line}: {finding.En}"));
    }

    [Theory]
    [InlineData("car-t-closed.yaml")]
    [InlineData("car-t-open.yaml")]
    public void The_example_recipes_read_without_a_finding_against_the_example_plant(string name)
    {
        var plant = PlantFile.Read("plant.yaml", Examples.Text("plant.yaml")).Document;

        var reading = RecipeFile.Read(name, Examples.Text(name), plant);

        Assert.Equal([], reading.Findings.Select(finding => $"{finding.Line}: {finding.En}"));
        Assert.NotNull(reading.Document);
    }
}
