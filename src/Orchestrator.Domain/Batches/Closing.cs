using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Batches;

/// <summary>How open a step counts: what the recipe calls closed has to be closed (S-06).</summary>
public static class Closing
{
    public static Exposure Effective(Desk desk, Site site, StepDefinition step, StepPlace place) =>
        step.Exposure != Exposure.Closed || place.ClosedSystem is null ? step.Exposure : step.Exposure;
}
