using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Segregation;
using Xunit;

namespace Orchestrator.Domain.Tests.Plants;

/// <summary>What the plant file itself shows is said before anything is applied.</summary>
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

    [Fact]
    public void Sharing_between_areas_of_one_use_is_noted_and_of_different_use_is_an_error()
    {
        var (one, other) = (Area("A", "AHU-1", "PAL-1"), Area("B", "AHU-1", "PAL-2"));
        var dedicated = other with { Designation = AreaDesignation.PathogenDedicated };

        Assert.Contains(PlantCheck.Of(SmallPlant.Document with { Areas = [one, other] }), finding => finding.Rules.Contains("GMP-13.5") && finding.Severity == FindingSeverity.Note);
        Assert.Contains(PlantCheck.Of(SmallPlant.Document with { Areas = [one, dedicated] }), finding => finding.Rules.Contains("GMP-6.2c") && finding.Severity == FindingSeverity.Error);
    }

    [Fact]
    public void An_area_without_an_airlock_counts_as_one_with_every_other()
    {
        var area = Area("A", "AHU-1", "PAL-1") with { PersonnelAirlocks = [] };

        Assert.Contains(PlantCheck.Of(SmallPlant.Document with { Areas = [area] }), finding => finding.Rules.Contains("GMP-13.5") && finding.Severity == FindingSeverity.WillRefuse);
    }
}
