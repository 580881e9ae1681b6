using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Identity;

/// <summary>The rules of what is done with one container: filling, parking, sampling, discarding, letting go of a hold.</summary>
public static class ContainerRules
{
    /// <summary>The batch, its running execution of a step and the recipe's definition; null where there is none.</summary>
    public static (Batch Batch, StepExecution? Execution, StepDefinition? Definition) RunningStep(Desk desk, string batch, string step)
    {
        var found = desk.Get<Batch>(batch);
        var execution = found.RunningSteps.FirstOrDefault(execution => execution.Step == step);
        return (found, execution, desk.Get<Recipe>(found.Recipe).Step(step));
    }

    /// <summary>The batch's containers that a running step has taken in.</summary>
    public static IEnumerable<Container> TakenIn(Desk desk, Batch batch, StepExecution execution)
    {
        var key = Rooms.RunningStep.KeyOf(batch.Id, execution.Step);
        return IdentityRules.ContainersOf(desk, batch).Where(container => container.InStep == key);
    }

    public static Refusal? StepRuns(string batch, string step, StepExecution? execution) =>
        execution is not null ? null : Refusal.Of("ORC-003", new Seen("batch", batch), new Seen("step", step), new Seen("requiredStatus", nameof(StepStatus.Running)));

    /// <summary>GMP-9.8a: a container is filled only after it was looked at and found sound.</summary>
    [Enforces("GMP-9.8a")]
    public static Refusal? SoundBeforeFilling(Container container) =>
        container.BeforeUse is { Defect: null } ? null : Refusal.Of("GMP-9.8a", new Seen("container", container.Id), new Seen("check", "")).Remedied("check-appearance", new Seen("container", container.Id));

    /// <summary>GMP-9.5.4g: the position scanned is the one that is meant, belongs to the room, and is free.</summary>
    [Enforces("GMP-9.5.4g")]
    public static Refusal? PositionFree(Site site, Room room, string position, string scanned, string container)
    {
        var free = !room.Positions.TryGetValue(position, out var parked) || parked.Container == container;
        return free && scanned == position && site.Room(room.Id)?.Positions.Contains(position) == true
            ? null
            : Refusal.Of("GMP-9.5.4g", new Seen("container", container), new Seen("room", room.Id), new Seen("position", position), new Seen("scanned", scanned), new Seen("otherContainer", parked?.Container ?? ""))
                .Remedied("choose-other-position", new Seen("container", container));
    }

    /// <summary>GMP-9.5.4f: what is parked is closed.</summary>
    [Enforces("GMP-9.5.4f")]
    public static Refusal? ClosedToPark(Container container) =>
        container.IsSealed ? null : Refusal.Of("GMP-9.5.4f", new Seen("container", container.Id), new Seen("seal", "")).Remedied("seal-container", new Seen("container", container.Id));

    /// <summary>GMP-9.11a: inactivation counts only when its indicator passed.</summary>
    [Enforces("GMP-9.11a")]
    public static Refusal? CyclePassed(ContainerCommand.RecordInactivation command, Container waste) =>
        command.Indicator == "pass" ? null : Refusal.Of("GMP-9.11a", new Seen("waste", command.Container), new Seen("result", command.Indicator)).Remedied("inactivate-waste", new Seen("waste", waste.Id), new Seen("room", waste.Location.Room));

    /// <summary>GMP-9.11a: waste of pathogen-positive material is inactivated where it lies before anything else happens to it.</summary>
    [Enforces("GMP-9.11a")]
    public static Refusal? InactivatedFirst(Container container) =>
        container.Use != ContainerUse.Waste || container.Pathogen == PathogenStatus.NegativeScreened || container.Inactivation is not null
            ? null
            : Refusal.Of("GMP-9.11a", new Seen("waste", container.Id), new Seen("pathogenStatus", container.Pathogen.ToString()), new Seen("room", container.Location.Room))
                .Remedied("inactivate-waste", new Seen("waste", container.Id), new Seen("room", container.Location.Room));

    /// <summary>GMP-8.5b: a destruction is recorded with method and two signatures.</summary>
    [Enforces("GMP-8.5b")]
    public static IEnumerable<Refusal> DiscardedByTwo(Site site, ContainerCommand.Discard command) =>
        [
            .. new[] { TwoPeople.Known(site, command.First), TwoPeople.Known(site, command.Second) }.OfType<Refusal>(),
            .. command.First == command.Second
                ? [Refusal.Of("GMP-8.5b", new Seen("container", command.Container), new Seen("performer", command.First)).Remedied("second-person", new Seen("performer", command.First))]
                : Array.Empty<Refusal>(),
        ];

    /// <summary>GMP-8.5b: a batch is destroyed when each of its containers is; one that is unaccounted for stops it (identity check 34).</summary>
    [Enforces("GMP-8.5b")]
    public static IEnumerable<Refusal> NothingLeftOf(Batch batch) =>
        batch.Containers.Select(left => Refusal.Of("GMP-8.5b", new Seen("batch", batch.Id), new Seen("container", left)).Remedied("discard-container", new Seen("container", left)));

    /// <summary>GMP-13.7b: a closed vessel is sampled through a closed path; a needle or an opening needs a step that is declared so and running.</summary>
    [Enforces("GMP-13.7b")]
    public static Refusal? ThroughAClosedPath(Container container, SamplingMethod method, StepExecution? step)
    {
        var allowed = method switch
        {
            SamplingMethod.ClosedPath => true,
            SamplingMethod.Puncture => step is { Exposure: Exposure.ClosedPuncture or Exposure.Open },
            SamplingMethod.Opened => step is { Exposure: Exposure.Open },
        };
        return allowed
            ? null
            : Refusal.Of("GMP-13.7b", new Seen("container", container.Id), new Seen("connection", method.ToString()), new Seen("exposure", step?.Exposure.ToString() ?? "")).Remedied("use-closed-connection");
    }

    /// <summary>GMP-4.1.6: an identity hold is lifted by quality's reconciliation and by nothing else; other holds by their own command.</summary>
    [Enforces("GMP-4.1.6")]
    public static Refusal? HoldLies(Container container, string hold, bool identity)
    {
        if (!container.Holds.TryGetValue(hold, out var found))
            return Refusal.Of("ORC-001", new Seen("container", container.Id), new Seen("hold", hold));
        if (found.Hold.Kind == HoldKind.Identity == identity)
            return null;
        return identity
            ? Refusal.Of("ORC-003", new Seen("hold", hold), new Seen("holdKind", found.Hold.Kind.ToString())).Remedied("lift-container-hold", new Seen("container", container.Id), new Seen("hold", hold), new Seen("reason", found.Hold.Reason))
            : Refusal.Of(IdentityHolds.Rule, new Seen("container", container.Id), new Seen("hold", hold)).Remedied("lift-identity-hold", new Seen("container", container.Id));
    }

    /// <summary>A decision states its reason and the document it is written down in.</summary>
    /// <param name="rule">The requirement that asks for it.</param>
    public static Refusal? Reasoned(string reason, string document, string rule) =>
        !string.IsNullOrWhiteSpace(reason) && !string.IsNullOrWhiteSpace(document) ? null : Refusal.Of(rule, new Seen("reason", reason), new Seen("document", document));
}
