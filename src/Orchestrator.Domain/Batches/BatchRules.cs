using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Batches;

/// <summary>The rules that a batch's own memory and its recipe decide: order, time, holds, and where a step may run.</summary>
public static class BatchRules
{
    public static IEnumerable<Refusal> ForStepStart(Desk desk, StepStart start, int attempt)
    {
        Refusal?[] answers =
        [
            .. NotHeld(start.Batch),
            AttemptIsDeclared(start, attempt),
            InOrder(start),
            DonorMaterialBound(start),
            .. HoldClocksReach(start, desk.Now),
            TerminalIsOfTheRoom(start.Site, start.Room.Id, start.Place.Terminal),
            LineServesTheRoom(start),
            WorkplaceIsNamed(start),
            .. EquipmentOfTheStep(start),
        ];
        return answers.OfType<Refusal>();
    }

    /// <summary>GMP-10.2b with 0.7.9: holds are sticky; nothing new starts while one lies on the batch.</summary>
    [Enforces("GMP-10.2b", Lacks = "the release of a batch is not a command yet, so of all gaps only a hold stops anything: the work that would go on", LacksZh = "尚无放行指令，因此各种缺口中只有锁定会阻止后续操作")]
    public static IEnumerable<Refusal> NotHeld(Batch batch) => batch.Holds.Values.Select(hold =>
    {
        Seen[] about = [new("batch", batch.Id), new("hold", hold.Id)];
        var refusal = Refusal.Of(hold.Rule, [.. about, new Seen("holdKind", hold.Kind.ToString()), new Seen("reason", hold.Reason), new Seen("since", hold.Since)]);
        return hold.Kind switch
        {
            HoldKind.Identity => refusal.Remedied("lift-identity-hold", about),
            // Where quality has discarded the kit, what was in it is judged by itself.
            HoldKind.Breach => refusal.Remedied("close-breach-assessment", about).Remedied("lift-hold", about),
            // A hole that buffered readings close lifts it; one that stays is quality's to look at.
            HoldKind.SignalLost => refusal.Remedied("report-reading", [.. about, new("sensor", hold.Id.Split('/') is [_, var sensor, ..] ? sensor : hold.Id)]).Remedied("lift-hold", about),
            HoldKind.TimeLimit or HoldKind.OutOfRange or HoldKind.MeasureLost or HoldKind.LateKnowledge
                or HoldKind.Deviation or HoldKind.Contamination or HoldKind.Manual => refusal.Remedied("lift-hold", about),
        };
    });

    /// <summary>GEN-4.1b and GMP-9.1a: steps run in the recipe's order, each as often as it declares.</summary>
    [Enforces("GEN-4.1b")]
    public static Refusal? InOrder(StepStart start)
    {
        var open = start.Step.After.Where(earlier => !(start.Batch.Steps.TryGetValue(earlier, out var done) && done.Status == StepStatus.Complete)).ToList();
        return open.Count == 0
            ? null
            : Refusal.Of("GEN-4.1b", new Seen("batch", start.Batch.Id), new Seen("step", start.Step.Id), new Seen("otherStep", string.Join(", ", open)))
                .Remedied("complete-earlier-step", new Seen("requiredStep", string.Join(", ", open)));
    }

    /// <summary>GMP-4.1.2a: a step is done again only as often as the recipe declares.</summary>
    [Enforces("GMP-4.1.2a", Lacks = "adaptive branches and their entry conditions; only the number of repeats is", LacksZh = "适应性分支及其进入条件；只核对重复次数")]
    public static Refusal? AttemptIsDeclared(StepStart start, int attempt)
    {
        if (!start.Batch.Steps.TryGetValue(start.Step.Id, out var before))
            return attempt == 1 ? null : Refusal.Of("ORC-003", new Seen("batch", start.Batch.Id), new Seen("step", start.Step.Id), new Seen("status", "not started"));
        if (attempt == 1)
            return Refusal.Of("ORC-003", new Seen("batch", start.Batch.Id), new Seen("step", start.Step.Id), new Seen("status", before.Status.ToString()));
        if (before.Status is StepStatus.Running or StepStatus.Held)
            return Refusal.Of("ORC-003", new Seen("batch", start.Batch.Id), new Seen("step", start.Step.Id), new Seen("status", before.Status.ToString())).Remedied("wait-for-step-end");
        return before.Attempt <= start.Step.RepeatsMax
            ? null
            : Refusal.Of("GMP-4.1.2a", new Seen("batch", start.Batch.Id), new Seen("step", start.Step.Id), new Seen("count", before.Attempt - 1), new Seen("maximum", start.Step.RepeatsMax))
                .Remedied("follow-recipe-order");
    }

    private static Refusal? DonorMaterialBound(StepStart start) =>
        start.Batch.DonorMaterial.Length > 0
            ? null
            : Refusal.Of("GMP-3.2a", new Seen("batch", start.Batch.Id), new Seen("step", start.Step.Id)).Remedied("bind-donor-material", new Seen("batch", start.Batch.Id));

    /// <summary>GEN-4.3b (clock 08): what waits since a step ended or paused goes on within the validated hold time; none declared is a limit of 0.</summary>
    [Enforces("GEN-4.3b")]
    public static IEnumerable<Refusal> HoldClocksReach(StepStart start, DateTimeOffset now) =>
        from hold in start.Batch.HoldClocks.Values
        where now > hold.Due
        select Refusal.Of("GEN-4.3b",
                new Seen("batch", start.Batch.Id), new Seen("otherStep", hold.AfterStep), new Seen("since", hold.Since), new Seen("limit", hold.Due), new Seen("hold", hold.HoldId), new Seen("now", now))
            .Remedied("lift-hold", new Seen("batch", start.Batch.Id), new Seen("hold", hold.HoldId), new Seen("reason", hold.Condition));

    /// <summary>GMP-9.5.3e: the command is given in the room in which the step runs.</summary>
    [Enforces("GMP-9.5.3e")]
    public static Refusal? TerminalIsOfTheRoom(Site site, string room, string terminal)
    {
        var owner = site.RoomOfTerminal(terminal);
        return owner?.Id == room
            ? null
            : Refusal.Of("GMP-9.5.3e", new Seen("terminal", terminal), new Seen("room", room), new Seen("otherRoom", owner?.Id ?? "unknown")).Remedied("use-room-terminal", new Seen("room", room));
    }

    private static Refusal? LineServesTheRoom(StepStart start)
    {
        if (start.Step.Class == StepClass.Culture)
            return null;
        if (start.Place.Line is not { } name)
            return Refusal.Of("GMP-9.2.5a", new Seen("step", start.Step.Id), new Seen("line", "none"));
        return start.Site.Line(name) is { } line && line.Rooms.Contains(start.Room.Id)
            ? null
            : Refusal.Of("GMP-9.2.5a", new Seen("line", name), new Seen("room", start.Room.Id)).Remedied("choose-other-room");
    }

    /// <summary>The step names the place it is declared for, and none that it is not: what a place would close is not claimed by naming it.</summary>
    private static Refusal? WorkplaceIsNamed(StepStart start)
    {
        var place = start.Place;
        var named = start.Step.Workplace switch
        {
            Workplace.Room => true,
            Workplace.ClosedSystem => place.ClosedSystem is not null,
            Workplace.Isolator => place.Isolator is not null,
            Workplace.Cabinet => place.Cabinet is not null,
            Workplace.Incubator => place.Incubator is not null && place.Compartment is not null,
        };
        var undeclared = place.Isolator is not null && start.Step.Workplace != Workplace.Isolator ? place.Isolator
            : place.Incubator is not null && start.Step.Workplace != Workplace.Incubator ? place.Incubator
            : place.ClosedSystem is { } system && start.Step is { Exposure: Exposure.Closed, Workplace: not Workplace.ClosedSystem } && !start.Step.EquipmentTypes.Contains(start.Site.ClosedSystem(system)?.Type ?? "") ? system
            : null;
        return named && undeclared is null
            ? null
            : Refusal.Of("ORC-017", new Seen("step", start.Step.Id), new Seen("expected", start.Step.Workplace.ToString()), new Seen("undeclaredPlace", undeclared ?? "none"))
                .Remedied("name-place-of-type", new Seen("expected", start.Step.Workplace.ToString()), new Seen("step", start.Step.Id));
    }

    private static IEnumerable<Refusal> EquipmentOfTheStep(StepStart start)
    {
        var site = start.Site;
        var place = start.Place;
        (string Name, string? Id, string? Room)[] named =
        [
            ("isolator", place.Isolator, place.Isolator is { } isolator ? site.Isolator(isolator)?.Room : null),
            ("cabinet", place.Cabinet, place.Cabinet is { } cabinet ? site.Cabinet(cabinet)?.Room : null),
            ("closedSystem", place.ClosedSystem, place.ClosedSystem is { } system ? site.ClosedSystem(system)?.Room : null),
            ("incubator", place.Incubator, place.Incubator is { } incubator ? site.Incubator(incubator)?.Room : null),
            .. place.Equipment.Select(equipment => ("equipment", (string?)equipment, site.Equipment(equipment)?.Room)),
        ];
        foreach (var (name, id, room) in named)
            if (id is not null && room != start.Room.Id)
                yield return Refusal.Of("GMP-9.5.3e", new Seen(name, id), new Seen("room", start.Room.Id), new Seen("otherRoom", room ?? "unknown")).Remedied("choose-other-room");

        var types = place.Equipment.Select(equipment => site.Equipment(equipment)?.Type)
            .Append(place.ClosedSystem is { } used ? site.ClosedSystem(used)?.Type : null).ToList();
        foreach (var type in start.Step.EquipmentTypes.Where(type => !types.Contains(type)))
            yield return Refusal.Of("ORC-017", new Seen("step", start.Step.Id), new Seen("equipmentType", type))
                .Remedied("choose-other-equipment", new Seen("equipmentType", type));
    }

    /// <summary>GEN-4.1b: harvest ends manufacture; whatever still runs ends before it.</summary>
    [Enforces("GEN-4.1b")]
    public static IEnumerable<Refusal> NothingElseRuns(Batch batch, StepDefinition harvest) =>
        from other in batch.RunningSteps
        where other.Step != harvest.Id
        select Refusal.Of("GEN-4.1b", new Seen("batch", batch.Id), new Seen("step", harvest.Id), new Seen("otherStep", other.Step), new Seen("status", other.Status.ToString()))
            .Remedied("wait-for-step-end", new Seen("otherBatch", batch.Id), new Seen("otherStep", other.Step));

    /// <summary>CMC-5.1.1.1 (clock 07): a step is not completed before its shortest time.</summary>
    [Enforces("CMC-5.1.1.1")]
    public static Refusal? NotTooEarly(StepExecution execution, DateTimeOffset now) =>
        execution.EarliestEnd is { } earliest && now < earliest
            ? Refusal.Of("CMC-5.1.1.1", new Seen("step", execution.Step), new Seen("startedAt", execution.StartedAt), new Seen("now", now)).Remedied("wait-for-minimum-duration", new Seen("waitUntil", earliest)).LegalFrom(earliest)
            : null;

    /// <summary>GMP-4.2.3b and GMP-4.1.2b: what ran too long or lacks a check ends all the same, and the batch is held.</summary>
    [Enforces("GMP-4.2.3b", Lacks = "the refusal to start a step that cannot end before a running hold time does; a step that ended late is held", LacksZh = "保持时限将在步骤结束前届满时不得开始；超时完成的已予锁定")]
    [Enforces("GMP-4.1.2b", Lacks = "set-points, which nobody gives to the system yet", LacksZh = "设定值，目前尚无录入")]
    public static IEnumerable<Hold> HoldsOnCompletion(StepExecution execution, StepDefinition step, DateTimeOffset now)
    {
        if (execution.MustEndBy is { } limit && now > limit)
            yield return new Hold($"time-limit/{step.Id}/{execution.Attempt}", HoldKind.TimeLimit, "GMP-4.2.3b", $"{step.Id} ended {Instant.Text(now - limit)} after its limit", now);
        foreach (var check in step.Checks.Where(check => check.Required && !execution.Checks.ContainsKey(check.Name)))
            yield return new Hold($"missing-check/{step.Id}/{check.Name}", HoldKind.OutOfRange, "GMP-4.1.2b", $"{check.Name} was not recorded", now);
    }
}
