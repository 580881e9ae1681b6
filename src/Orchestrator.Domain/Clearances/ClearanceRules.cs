using Orchestrator.Domain.Batches;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Clearances;

/// <summary>When a clearance may be performed and verified, and how a start uses it up.</summary>
public static class ClearanceRules
{
    /// <summary>The requirement a clearance answers: a change of batch, or the step that ended.</summary>
    public static string RuleOf(ClearanceScope scope) => scope switch
    {
        ClearanceScope.Changeover => "GMP-9.5.2c",
        ClearanceScope.Step => "GMP-9.5.4c",
    };

    /// <summary>AMB-49: every item of the checklist is answered, once.</summary>
    public static Refusal? ChecklistIsComplete(ClearanceCommand.Perform perform)
    {
        var missing = Enum.GetValues<ClearanceItem>().Where(item => perform.Answers.Count(answer => answer.Item == item) != 1).ToList();
        return missing.Count == 0
            ? null
            : Refusal.Of(RuleOf(perform.Scope), new Seen("clearance", perform.Clearance), new Seen("check", string.Join(", ", missing)), new Seen("status", "not answered once"));
    }

    /// <summary>GEN-4.1e: a clearance that found something of the batch is not approved.</summary>
    [Enforces("GEN-4.1e")]
    public static Refusal? NothingIsLeft(Clearance clearance)
    {
        var left = clearance.Answers.Where(answer => !answer.Clear).ToList();
        return left.Count == 0
            ? null
            : Refusal.Of("GEN-4.1e", new Seen("clearance", clearance.Id), new Seen("room", clearance.Room), new Seen("check", string.Join(", ", left.Select(answer => $"{answer.Item} {answer.Remark}".Trim()))))
                .Remedied(clearance.Scope == ClearanceScope.Changeover ? "clear-room" : "clear-step", new Seen("room", clearance.Room), new Seen("batch", clearance.Batch));
    }

    /// <summary>Identity check 33: who clears and who verifies stands in the room, as the badge readers have it.</summary>
    public static Refusal? IsThere(Room room, string person, string rule) => room.Persons.ContainsKey(person)
        ? null
        : Refusal.Of(rule, new Seen("person", person), new Seen("room", room.Id), new Seen("status", "not in the room")).Remedied("enter-room", new Seen("operator", person), new Seen("room", room.Id));

    /// <summary>Operators clear, and so do the plant's cleaners.</summary>
    public static Refusal? MayClear(Site site, string person, string rule) =>
        site.Person(person)?.Roles.Contains("cleaner") == true ? null : TwoPeople.Holds(site, person, "operator", rule);

    /// <summary>GMP-9.5.2c and GMP-9.5.4c: what is cleared is the last operation, of the batch that did it, and that operation is over.</summary>
    [Enforces("GMP-9.5.2c")]
    [Enforces("GMP-9.5.4c")]
    public static IEnumerable<Refusal> AfterTheOperation(Room room, ClearanceScope scope, string batch, DateTimeOffset performedAt)
    {
        var rule = RuleOf(scope);
        foreach (var running in room.Running.Values.Where(step => step.Batch == batch && step.Class == StepClass.NonCulture))
            yield return Refusal.Of(rule, new Seen("room", room.Id), new Seen("batch", batch), new Seen("step", running.Step), new Seen("startedAt", running.StartedAt))
                .Remedied("wait-for-step-end", new Seen("otherBatch", batch), new Seen("otherStep", running.Step));
        if ((room.UnclearedSteps.GetValueOrDefault(batch) ?? room.Uncleared) is not { } uncleared)
            yield break;
        if (uncleared.Batch != batch)
            yield return Refusal.Of(rule, new Seen("room", room.Id), new Seen("batch", batch), new Seen("previousBatch", uncleared.Batch), new Seen("lastOperationAt", uncleared.EndedAt))
                .Remedied("clear-room", new Seen("room", room.Id), new Seen("batch", uncleared.Batch));
        if (uncleared.EndedAt > performedAt)
            yield return Refusal.Of(rule, new Seen("room", room.Id), new Seen("lastOperationAt", uncleared.EndedAt), new Seen("clearedAt", performedAt)).Remedied("clear-step", new Seen("room", room.Id));
    }

    /// <summary>
    /// GMP-9.5.2c with GEN-4.1e: after a changeover nothing of the batch is left outside recorded positions; a kit in which
    /// its culture runs unattended is such a position, any other mounted kit is not.
    /// </summary>
    [Enforces("GEN-4.1e")]
    public static IEnumerable<Refusal> NothingMounted(Desk desk, Site site, Room room, string batch) =>
        from definition in site.ClosedSystemsIn(room.Id)
        let system = desk.Get<ClosedSystem>(definition.Id)
        where system.Batch == batch && !room.Running.Values.Any(step => step.Batch == batch && step.System == system.Id && step.Class == StepClass.Culture)
        select Refusal.Of("GEN-4.1e", new Seen("room", room.Id), new Seen("batch", batch), new Seen("closedSystem", system.Id), new Seen("kit", system.Kit ?? "none"))
            .Remedied("unmount-kit", new Seen("closedSystem", system.Id), new Seen("batch", batch));

    /// <summary>GMP-9.5.2c: after a changeover every container of the batch is gone, or stands closed in a recorded position; what was rejected is gone.</summary>
    [Enforces("GMP-9.5.2c")]
    public static IEnumerable<Refusal> NothingLoose(Desk desk, Site site, Room room, string batch) =>
        from container in IdentityRules.ContainersOf(desk, desk.Get<Batch>(batch))
        let rejected = container.Status == ContainerStatus.Rejected
        where container.Location.Room == room.Id && (rejected || (container.IsLive && container.Location.Position is null && container.Status != ContainerStatus.InTransfer))
        where !room.Running.Values.Any(step => step.Key == container.InStep && step.Class == StepClass.Culture)
        let refusal = Refusal.Of("GMP-9.5.2c", new Seen("room", room.Id), new Seen("batch", batch), new Seen("container", container.Id), new Seen("status", container.Status.ToString()))
        select rejected || container.Status == ContainerStatus.Empty
            ? refusal.Remedied("discard-container", new Seen("container", container.Id))
            : refusal.Remedied("park-container", new Seen("otherBatch", batch), new Seen("position", string.Join(", ", (site.Room(room.Id)?.Positions ?? []).Where(position => !room.Positions.ContainsKey(position)))));

    /// <summary>GMP-9.11c: no room is cleared with waste in it that is positive or suspect and not inactivated.</summary>
    [Enforces("GMP-9.11c")]
    public static IEnumerable<Refusal> NoLiveWaste(Desk desk, Room room, string batch) =>
        from container in IdentityRules.ContainersOf(desk, desk.Get<Batch>(batch))
        where container is { Use: ContainerUse.Waste, Inactivation: null, Pathogen: not PathogenStatus.NegativeScreened } && container.IsLive && container.Location.Room == room.Id
        select Refusal.Of("GMP-9.11c", new Seen("room", room.Id), new Seen("waste", container.Id), new Seen("pathogenStatus", container.Pathogen.ToString()))
            .Remedied("inactivate-waste", new Seen("waste", container.Id), new Seen("room", room.Id));

    /// <summary>A granted start uses up the clearance it relied on: no second start can (requirements, I 2).</summary>
    public static void OnStepStart(Desk desk, StepStart start)
    {
        foreach (var used in desk.Get<Room>(start.Room.Id).UsedBy(start.Batch.Id))
        {
            desk.Get<Clearance>(used.Id);
            desk.Write(new ActorId(ActorKind.Clearance, used.Id), new ClearanceFact.Used(start.Key, desk.Now));
        }
    }
}
