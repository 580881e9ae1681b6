using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Plants;

/// <summary>What the journal keeps about the plant as a whole.</summary>
public abstract record PlantFact : Fact
{
    /// <summary>The first fact of every plant: who it is and what drives its clock.</summary>
    [FactName("plant.founded.v1")]
    public sealed record Founded(string Id, TimeMode Time) : PlantFact;

    [FactName("plant.change-proposed.v1")]
    public sealed record ChangeProposed(PlantChange Change) : PlantFact;

    /// <summary>A second person has approved the change; it takes effect on its day.</summary>
    [FactName("plant.change-approved.v1")]
    public sealed record ChangeApproved(string Change, string By) : PlantFact;

    [FactName("plant.change-withdrawn.v1")]
    public sealed record ChangeWithdrawn(string Change, string By) : PlantFact;

    /// <summary>The change is in force from this turn on.</summary>
    [FactName("plant.change-took-effect.v1")]
    public sealed record ChangeTookEffect(string Change) : PlantFact;

    /// <summary>What was true before was written down by one person; it counts once a second has approved it.</summary>
    [FactName("plant.opening-proposed.v1")]
    public sealed record OpeningProposed(string Opening, OpeningBalance Balance, string By) : PlantFact;

    /// <summary>The opening balance is part of the memory: every entry was written to its actor in this turn.</summary>
    [FactName("plant.opening-approved.v1")]
    public sealed record OpeningApproved(string Opening, string By) : PlantFact;
}
