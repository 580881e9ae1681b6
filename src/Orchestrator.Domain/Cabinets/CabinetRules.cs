using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;

namespace Orchestrator.Domain.Cabinets;

/// <summary>When a step may run in a biosafety cabinet.</summary>
public static class CabinetRules
{
    public static IEnumerable<Refusal> ForStepStart(Desk desk, StepStart start)
    {
        if (start.Place.Cabinet is not { } id)
            return [];
        var cabinet = desk.Get<Cabinet>(id);
        if (start.Site.Cabinet(id) is not { } definition)
            return [Refusal.Of("ORC-005", new Seen("cabinet", id)).Remedied("apply-plant-change")];
        Refusal?[] answers =
        [
            OneBatch(cabinet, start.Batch.Id),
            ClearedBetweenBatches(cabinet, start.Batch.Id),
            .. Standing(start.Site, definition, desk.Now),
        ];
        return answers.OfType<Refusal>();
    }

    public static IEnumerable<Refusal> ForStepResume(Desk desk, StepStart start) =>
        start.Place.Cabinet is { } id && start.Site.Cabinet(id) is { } definition ? Standing(start.Site, definition, desk.Now) : [];

    /// <summary>What stands in the way of any step in it, whichever batch asks.</summary>
    public static IEnumerable<Refusal> Standing(Site site, CabinetDefinition definition, DateTimeOffset now) =>
        PlantRules.Qualified(site, "cabinet", definition.Id, definition.QualifiedUntil, now) is { } lapsed ? [lapsed] : [];

    public static void OnStepStart(Desk desk, StepStart start)
    {
        if (start.Place.Cabinet is not { } id)
            return;
        desk.Get<Cabinet>(id);
        desk.Write(new ActorId(ActorKind.Cabinet, id), new CabinetFact.StepStarted(start.Batch.Id, start.Step.Id, desk.Now));
    }

    public static void OnStepEnd(Desk desk, StepEnd end)
    {
        if (end.Execution.Cabinet is { } id && desk.Get<Cabinet>(id) is { } cabinet && cabinet.Step == end.Step.Id && cabinet.Batch == end.Batch.Id)
            desk.Write(new ActorId(ActorKind.Cabinet, id), new CabinetFact.StepEnded(end.Batch.Id, end.Step.Id, end.At));
    }

    /// <summary>GEN-4.1d: one batch at a time works in a cabinet, and one step of it.</summary>
    [Enforces("GEN-4.1d", Lacks = "positions and closed containers in cryo-storage; here only the cabinet is, incubators under GMP-9.5.6", LacksZh = "冻存室内的定位和容器密闭；此处只限生物安全柜，培养箱见 GMP-9.5.6")]
    public static Refusal? OneBatch(Cabinet cabinet, string batch) => cabinet.Step is { } step
        ? Refusal.Of("GEN-4.1d", new Seen("cabinet", cabinet.Id), new Seen("batch", batch), new Seen("otherBatch", cabinet.Batch ?? ""), new Seen("otherStep", step))
            .Remedied("wait-for-step-end", new Seen("otherBatch", cabinet.Batch ?? ""), new Seen("otherStep", step))
        : null;

    /// <summary>GEN-4.1e: a cabinet is cleared between batches.</summary>
    [Enforces("GEN-4.1e")]
    public static Refusal? ClearedBetweenBatches(Cabinet cabinet, string batch) => cabinet is { Step: null, Batch: { } previous } && previous != batch
        ? Refusal.Of("GEN-4.1e", new Seen("cabinet", cabinet.Id), new Seen("batch", batch), new Seen("previousBatch", previous)).Remedied("clear-cabinet", new Seen("cabinet", cabinet.Id), new Seen("previousBatch", previous))
        : null;
}
