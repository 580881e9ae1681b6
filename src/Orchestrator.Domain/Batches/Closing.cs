using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Isolators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Batches;

/// <summary>How open a step counts: what the recipe calls closed has to be closed (S-06).</summary>
public static class Closing
{
    public static Exposure Effective(Desk desk, Site site, StepDefinition step, StepPlace place)
    {
        if (step.Exposure == Exposure.Closed && place.Isolator is { } isolator && IsolatorRules.Closure(desk, site, isolator) != Exposure.Closed)
            return Exposure.Open;
        if (step.Exposure != Exposure.Closed || place.ClosedSystem is not { } system)
            return step.Exposure;
        var closure = ClosedSystemRules.Closure(desk, site, system);
        if (closure.Because is { } because)
            desk.RestsOn(new Basis("segregation", [new Seen("row", because.Name), new Seen("exposure", closure.Exposure.ToString()), .. because.Seen]));
        return closure.Exposure;
    }
}
