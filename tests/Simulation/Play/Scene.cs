using System.Collections.Immutable;
using Orchestrator.Api.MasterData;
using Orchestrator.Cli.Mes;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Play;

/// <summary>The example plant and its recipes, as a simulated plant uses them.</summary>
public sealed record Scene(PlantDocument Plant, ImmutableArray<RecipeDocument> Recipes, OpeningBalance Opening, WorkSchedule Schedule)
{
    public static ImmutableSortedSet<string> AllRoles { get; } = ["demo", "engineer", "equipment", "mes", "quality", "supervisor"];

    public Site Site { get; } = new(Plant);

    /// <summary>
    /// The example files. Live readings may be six hours old here: a simulated day is then a handful of readings a sensor
    /// instead of hundreds, and silence is still noticed.
    /// </summary>
    public static Scene Example()
    {
        var plant = Must(PlantFile.Read("plant.yaml", Text("plant.yaml")));
        plant = plant with { Id = Run.SimulatedPlant.Id, Parameters = plant.Parameters with { ReadingAgeMax = TimeSpan.FromHours(6), TemperatureGapMax = TimeSpan.FromHours(12) } };
        ImmutableArray<RecipeDocument> recipes =
        [
            Must(RecipeFile.Read("car-t-closed.yaml", Text("car-t-closed.yaml"), plant)),
            Must(RecipeFile.Read("car-t-open.yaml", Text("car-t-open.yaml"), plant)),
        ];
        var opening = Must(OpeningBalanceFile.Read("opening-balance.yaml", Text("opening-balance.yaml").Replace("plant: SH-01", $"plant: {plant.Id}", StringComparison.Ordinal), plant, [.. recipes]));
        (plant, recipes) = (Provoke.Annex.AddedTo(plant), [.. recipes, .. Provoke.Annex.Recipes]);
        var schedule = WorkScheduleReader.Read(Text("schedule.xml")).Schedule ?? throw new InvalidDataException("schedule.xml");
        return new Scene(plant, recipes, opening, schedule);
    }

    /// <summary>An order of a person of the plant file, whose token is theirs.</summary>
    public static Order By(string person, string id, Command command) => new(command, person, id, AllRoles, person);

    private static T Must<T>(FileReading<T> reading)
        where T : class =>
        reading.Document ?? throw new InvalidDataException(string.Join('\n', reading.Findings.Select(finding => $"{finding.File}:{finding.Line} {finding.Field}: {finding.En}")));

    private static string Text(string name)
    {
        using var stream = typeof(Scene).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException(name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
