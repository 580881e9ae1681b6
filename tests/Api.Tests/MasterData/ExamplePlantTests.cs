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

    [Fact]
    public void The_example_opening_balance_reads_without_a_finding_against_the_example_plant()
    {
        var plant = PlantFile.Read("plant.yaml", Examples.Text("plant.yaml")).Document;

        var reading = OpeningBalanceFile.Read("opening-balance.yaml", Examples.Text("opening-balance.yaml"), plant);

        Assert.Equal([], reading.Findings.Select(finding => $"{finding.Line}: {finding.En}"));
        Assert.NotNull(reading.Document);
    }

    [Theory]
    [InlineData("plant")]
    [InlineData("recipe")]
    [InlineData("opening-balance")]
    public void The_published_schema_is_what_the_reader_reads(string name)
    {
        var path = Path.Combine(Examples.Root, "docs", "schemas", $"{name}.schema.json");
        var schema = name switch
        {
            "plant" => PlantFile.Schema(),
            "recipe" => RecipeFile.Schema(),
            _ => OpeningBalanceFile.Schema(),
        };
        if (Environment.GetEnvironmentVariable("ORCHESTRATOR_APPROVE") == "1")
            File.WriteAllText(path, schema);

        Assert.Equal(schema, File.ReadAllText(path));
    }
}
