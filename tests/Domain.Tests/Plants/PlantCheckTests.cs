using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Segregation;
using Xunit;

namespace Orchestrator.Domain.Tests.Plants;

/// <summary>Areas are judged by what they share, not by what they are called.</summary>
public sealed class PlantCheckTests
{
    private static AreaDefinition Area(string id, string unit, string airlock) => new()
    {
        Id = id,
        Name = id,
        Designation = AreaDesignation.Cell,
        AirHandlingUnits = [unit],
        PersonnelAirlocks = [airlock],
    };

    private static IEnumerable<string> Areas(params AreaDefinition[] areas) =>
        PlantCheck.SegregationAreas(SmallPlant.Document with { Areas = [.. areas] }).Select(together => string.Join("+", together));

    [Fact]
    [Proves("GMP-13.5", Proof.Grants)]
    public void Two_areas_with_their_own_air_and_airlocks_are_two() =>
        Assert.Equal(["A", "B"], Areas(Area("A", "AHU-1", "PAL-1"), Area("B", "AHU-2", "PAL-2")));

    [Fact]
    [Proves("GMP-13.5", Proof.Refuses)]
    public void Areas_that_share_air_or_an_airlock_are_one_also_through_a_third() =>
        Assert.Equal(["A+B+C", "D"], Areas(Area("A", "AHU-1", "PAL-1"), Area("B", "AHU-2", "PAL-2"), Area("C", "AHU-2", "PAL-1"), Area("D", "AHU-4", "PAL-4")));

    [Fact]
    public void Sharing_between_areas_of_one_use_is_noted_and_of_different_use_is_an_error()
    {
        var (one, other) = (Area("A", "AHU-1", "PAL-1"), Area("B", "AHU-1", "PAL-2"));
        var dedicated = other with { Designation = AreaDesignation.PathogenDedicated };

        Assert.Contains(PlantCheck.Of(SmallPlant.Document with { Areas = [one, other] }), finding => finding.Rules.Contains("GMP-13.5") && finding.Severity == FindingSeverity.Note);
        Assert.Contains(PlantCheck.Of(SmallPlant.Document with { Areas = [one, dedicated] }), finding => finding.Rules.Contains("GMP-6.2c") && finding.Severity == FindingSeverity.Error);
    }
}
