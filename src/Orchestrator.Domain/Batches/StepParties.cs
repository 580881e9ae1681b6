using Orchestrator.Domain.Cabinets;
using Orchestrator.Domain.Clearances;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Controllers;
using Orchestrator.Domain.Equipment;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Incubators;
using Orchestrator.Domain.Isolators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Lines;
using Orchestrator.Domain.Materials;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;

namespace Orchestrator.Domain.Batches;

/// <summary>Everyone a step touches beside its batch, each with its own rules and its own facts: the one list of them.</summary>
public static class StepParties
{
    public static IEnumerable<Refusal> ForStepStart(Desk desk, StepStart start) =>
    [
        .. PeopleRules.ForStepStart(desk, start),
        .. IdentityRules.ForStepStart(desk, start),
        .. LineRules.ForStepStart(desk, start),
        .. MaterialRules.ForStepStart(desk, start),
        .. RoomRules.ForStepStart(desk, start),
        .. ClosedSystemRules.ForStepStart(desk, start),
        .. ControllerRules.ForStepStart(desk, start),
        .. IsolatorRules.ForStepStart(desk, start),
        .. CabinetRules.ForStepStart(desk, start),
        .. IncubatorRules.ForStepStart(desk, start),
        .. EquipmentRules.ForStepStart(desk, start),
    ];

    /// <summary>What a paused step is asked again before it goes on.</summary>
    public static IEnumerable<Refusal> ForStepResume(Desk desk, StepStart start) =>
    [
        .. PeopleRules.ForStepResume(desk, start),
        .. LineRules.ForStepStart(desk, start),
        .. RoomRules.ForStepResume(desk, start),
        .. ClosedSystemRules.ForStepResume(desk, start),
        .. ControllerRules.ForStepStart(desk, start),
        .. IsolatorRules.ForStepResume(desk, start),
        .. CabinetRules.ForStepResume(desk, start),
        .. IncubatorRules.ForStepResume(desk, start),
        .. EquipmentRules.ForStepResume(desk, start),
    ];

    public static void OnStepStart(Desk desk, StepStart start)
    {
        PeopleRules.OnStepStart(desk, start);
        IdentityRules.OnStepStart(desk, start);
        LineRules.OnStepStart(desk, start);
        ClearanceRules.OnStepStart(desk, start);
        ClosedSystemRules.OnStepStart(desk, start);
        ControllerRules.OnStepStart(desk, start);
        IsolatorRules.OnStepStart(desk, start);
        CabinetRules.OnStepStart(desk, start);
        EquipmentRules.OnStepStart(desk, start);
    }

    /// <summary>What must be in order before a step completes; an aborted step ends as it is.</summary>
    public static IEnumerable<Refusal> ForStepComplete(Desk desk, StepEnd end) => [.. IdentityRules.ForStepComplete(desk, end), .. MaterialRules.ForStepComplete(desk, end)];

    public static void OnStepEnd(Desk desk, StepEnd end)
    {
        IdentityRules.OnStepEnd(desk, end);
        PeopleRules.OnStepEnd(desk, end);
        LineRules.OnStepEnd(desk, end);
        ClosedSystemRules.OnStepEnd(desk, end);
        ControllerRules.OnStepEnd(desk, end);
        IsolatorRules.OnStepEnd(desk, end);
        CabinetRules.OnStepEnd(desk, end);
        EquipmentRules.OnStepEnd(desk, end);
    }

    /// <summary>Who records, charges, pauses or completes is in the step's room and on the step.</summary>
    public static IEnumerable<Refusal> ForAct(Desk desk, Site site, Batch batch, StepDefinition? step, string person)
    {
        if (step is null || !batch.Steps.TryGetValue(step.Id, out var execution)
            || site.Room(execution.Room) is not { } room || site.Area(execution.Area) is not { } area)
            return [];
        return PeopleRules.ForStepAct(desk, new Work(site, batch, step, room, area), execution, person);
    }

    /// <summary>Who handles product, material or containers of a step is one of its operators; its verifier looks on.</summary>
    public static IEnumerable<Refusal> ForHandling(Desk desk, Site site, Batch batch, StepDefinition? step, string person) =>
        step is null || !batch.Steps.TryGetValue(step.Id, out var execution)
            ? []
            : [.. ForAct(desk, site, batch, step, person), .. PeopleRules.NotItsVerifier(batch, execution, person)];

    /// <summary>What an act on a step leaves with the person who did it.</summary>
    public static void OnAct(Desk desk, Batch batch, StepExecution execution, string person) => PeopleRules.OnStepAct(desk, batch, execution, person);
}
