using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Incubators;
using Orchestrator.Domain.Isolators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Batches;

/// <summary>How open a step counts: what the recipe calls closed has to be closed (S-06).</summary>
public static class Closing
{
    public static Exposure Effective(Desk desk, Site site, string batch, StepDefinition step, StepPlace place, IEnumerable<string> inputs)
    {
        if (step.Exposure != Exposure.Closed)
            return step.Exposure;
        if (place.ClosedSystem is { } system)
        {
            var closure = ClosedSystemRules.Closure(desk, site, system);
            if (closure.Because is { } because)
                desk.RestsOn(new Basis("segregation", [new Seen("row", because.Name), new Seen("exposure", closure.Exposure.ToString()), .. because.Seen]));
            return closure.Exposure;
        }

        if (place.Isolator is { } isolator)
            return IsolatorRules.Closure(desk, site, isolator);
        if (step.Workplace == Workplace.Incubator && place.Incubator is { } incubator)
            return IncubatorRules.Closure(desk, incubator, batch, inputs);

        // A recipe's word alone closes nothing: no system is named whose closure anybody has validated (GMP-13.7a).
        desk.RestsOn(Basis.Of("segregation", new Seen("row", "S-06"), new Seen("exposure", nameof(Exposure.Open)), new Seen("closureValidation", "none")));
        return Exposure.Open;
    }
}
