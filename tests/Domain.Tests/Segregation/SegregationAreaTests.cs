using Orchestrator.Domain.Segregation;
using Xunit;

namespace Orchestrator.Domain.Tests.Segregation;

/// <summary>Holds which named areas are one area: by air, by airlock, and by a chain of either.</summary>
public sealed class SegregationAreaTests
{
    private static readonly SegregationArea Plant = new(
    [
        new("A", ["AHU-1"], ["PAL-1", "MAL-1"]),
        new("B", ["AHU-2"], ["PAL-2", "MAL-2"]),
        new("C", ["AHU-2", "AHU-3"], ["PAL-3", "MAL-3"]),
        new("D", ["AHU-4"], ["PAL-4", "MAL-3"]),
        new("E", [], ["PAL-5"]),
        new("F", ["AHU-6"], []),
        new("G", ["AHU-7"], ["PAL-7"]),
    ]);

    [Proves("GMP-13.5", Proof.Grants)]
    [Proves("GMP-13.5", Proof.Refuses)]
    [Theory]
    [InlineData("A", "B", false)]
    [InlineData("A", "A", true)]
    [InlineData("B", "C", true)]
    [InlineData("C", "D", true)]
    [InlineData("B", "D", true)]
    [InlineData("A", "D", false)]
    public void Areas_that_share_air_or_an_airlock_are_one_also_through_others(string one, string other, bool same)
    {
        Assert.Equal(same, Plant.Same(one, other));
        Assert.Equal(same, Plant.Same(other, one));
    }

    [Fact]
    public void An_area_that_has_not_shown_its_own_air_and_airlock_is_one_with_any_other()
    {
        Assert.All(["E", "F", "unheard of"], vague => Assert.True(Plant.Same("A", vague) && Plant.Same(vague, "A")));
        Assert.False(Plant.Same("A", "G"));
    }
}
