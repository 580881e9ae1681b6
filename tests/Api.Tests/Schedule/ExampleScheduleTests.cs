using System.Xml;
using System.Xml.Schema;
using Orchestrator.Api.MasterData;
using Orchestrator.Api.Tests.MasterData;
using Orchestrator.Cli.Mes;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Xunit;

namespace Orchestrator.Api.Tests.Schedule;

/// <summary>The example schedule: what the planner makes of plant, recipes and opening balance, and valid B2MML V7.</summary>
public sealed class ExampleScheduleTests
{
    private static readonly string Path = System.IO.Path.Combine(Examples.Root, "docs", "examples", "schedule.xml");

    private static PlantDocument Plant { get; } = PlantFile.Read("plant.yaml", Examples.Text("plant.yaml")).Document!;

    private static RecipeDocument[] Recipes { get; } =
        [.. new[] { "car-t-closed.yaml", "car-t-open.yaml" }.Select(name => RecipeFile.Read(name, Examples.Text(name), Plant).Document!)];

    private static OpeningBalance Balance { get; } = OpeningBalanceFile.Read("opening-balance.yaml", Examples.Text("opening-balance.yaml"), Plant).Document!;

    [Fact]
    public void The_committed_schedule_is_what_the_planner_makes_of_the_example_files()
    {
        var planned = ScheduleXml.Of(new SchedulePlanner(Plant, Recipes, Balance, new DateOnly(2026, 3, 2)).Plan());
        if (Environment.GetEnvironmentVariable("ORCHESTRATOR_APPROVE") == "1")
            File.WriteAllText(Path, planned);

        Assert.Equal(planned, File.ReadAllText(Path));
    }

    [Fact]
    public void The_schedule_validates_against_the_published_B2MML_V7_schema()
    {
        var schemas = new XmlSchemaSet { XmlResolver = new XmlUrlResolver() };
        schemas.Add(WorkScheduleReader.Namespace, System.IO.Path.Combine(Examples.Root, "tests", "Api.Tests", "B2mml", "schema", "B2MML-WorkSchedule.xsd"));
        var problems = new List<string>();
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema, Schemas = schemas };
        settings.ValidationEventHandler += (_, problem) => problems.Add($"{problem.Exception.LineNumber}: {problem.Message}");
        var elements = 0;
        using (var reader = XmlReader.Create(Path, settings))
        {
            while (reader.Read())
                elements += reader.NodeType == XmlNodeType.Element ? 1 : 0;
        }

        Assert.Empty(problems);
        Assert.True(elements > 1000);
    }
}
