using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Xunit;

namespace Orchestrator.Domain.Tests.Plants;

/// <summary>A change of the plant file is read as what changes of whom, so that the batches it touches can be named.</summary>
public sealed class PlantDiffTests
{
    private static readonly PlantDocument Before = SmallPlant.Document;

    private static IEnumerable<string> Lines(PlantDocument after) => PlantDiff.Between(Before, after).Select(one => one.ToString());

    [Fact]
    public void The_same_document_differs_in_nothing() => Assert.Empty(PlantDiff.Between(Before, Before with { }));

    [Fact]
    public void A_changed_field_names_its_actor_with_both_values()
    {
        var rooms = Before.Rooms.SetItem(0, Before.Rooms[0] with { Grade = Grade.C });

        Assert.Equal(["~ room/R-101 grade: B -> C"], Lines(Before with { Rooms = rooms }));
    }

    [Fact]
    public void A_site_parameter_belongs_to_the_plant()
    {
        var after = Before with { Parameters = Before.Parameters with { ClearanceValidity = TimeSpan.FromHours(12), TransferMax = null } };

        Assert.Equal([ActorId.Plant, ActorId.Plant], PlantDiff.Between(Before, after).Select(one => one.Actor));
        Assert.Equal(["~ plant/plant parameters.clearance-validity: P1D -> PT12H", "- plant/plant parameters.transfer-max PT30M"], Lines(after));
    }

    [Fact]
    public void What_comes_and_goes_is_named_whole()
    {
        var after = Before with { Cabinets = [Before.Cabinets[0], Before.Cabinets[1] with { Id = "BSC-9" }] };

        Assert.Equal(["- cabinet/BSC-2", "+ cabinet/BSC-9"], Lines(after));
    }

    [Fact]
    public void A_lapsed_authorisation_is_a_difference_of_the_person()
    {
        var person = Before.People[0];
        var after = Before with { People = Before.People.SetItem(0, person with { Authorisations = person.Authorisations.Remove("wash") }) };

        Assert.Equal(["- operator/op-1 authorisations.wash 2030-12-31"], Lines(after));
    }

    [Fact]
    public void The_first_plant_file_is_all_new() =>
        Assert.Contains("+ room/R-101", PlantDiff.Between(null, Before).Select(one => one.ToString()));
}
