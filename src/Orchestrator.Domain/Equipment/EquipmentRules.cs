using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Equipment;

/// <summary>When a step may use a piece of equipment.</summary>
public static class EquipmentRules
{
    public static IEnumerable<Refusal> ForStepStart(Desk desk, StepStart start)
    {
        foreach (var id in start.Place.Equipment.Distinct())
        {
            var unit = desk.Get<Equipment>(id);
            if (start.Site.Equipment(id) is not { } definition)
            {
                yield return Refusal.Of("ORC-005", new Seen("equipment", id)).Remedied("apply-plant-change");
                continue;
            }

            Refusal?[] answers =
            [
                Idle(unit, start),
                CleanedBetweenBatches(unit, start.Batch.Id),
                InactivatedAfterPositive(unit, start.Batch),
                .. Standing(start.Site, definition, unit, desk.Now),
            ];
            foreach (var refusal in answers.OfType<Refusal>())
                yield return refusal;
        }
    }

    public static IEnumerable<Refusal> ForStepResume(Desk desk, StepStart start) =>
        from id in start.Place.Equipment.Distinct()
        let definition = start.Site.Equipment(id)
        where definition is not null
        from refusal in Standing(start.Site, definition, desk.Get<Equipment>(id), desk.Now)
        select refusal;

    /// <summary>What stands in the way of any step with it, whichever batch asks.</summary>
    public static IEnumerable<Refusal> Standing(Site site, EquipmentDefinition definition, Equipment unit, DateTimeOffset now)
    {
        Refusal?[] answers =
        [
            InService(unit),
            Integrity(unit),
            PlantRules.Qualified(site, "equipment", unit.Id, definition.QualifiedUntil, now),
            Calibrated(site, unit, definition, now),
        ];
        return answers.OfType<Refusal>();
    }

    public static void OnStepStart(Desk desk, StepStart start)
    {
        foreach (var id in start.Place.Equipment.Distinct())
        {
            desk.Get<Equipment>(id);
            desk.Write(new ActorId(ActorKind.Equipment, id), new EquipmentFact.StepStarted(start.Batch.Id, start.Step.Id, start.Batch.Pathogen != PathogenStatus.NegativeScreened, desk.Now));
        }
    }

    public static void OnStepEnd(Desk desk, StepEnd end)
    {
        foreach (var id in end.Execution.Equipment.Distinct())
            if (desk.Get<Equipment>(id) is { } unit && unit.Step == end.Step.Id && unit.Batch == end.Batch.Id)
                desk.Write(new ActorId(ActorKind.Equipment, id), new EquipmentFact.StepEnded(end.Batch.Id, end.Step.Id, end.At));
    }

    /// <summary>The batch turns out not to be free of pathogens: what was used for it, and not inactivated since, is not used for another's before it is (0.7.8).</summary>
    public static void OnFoundPositive(Desk desk, Batch batch)
    {
        var uses = from step in batch.Executions
                   from id in step.Equipment
                   group step.EndedAt ?? desk.Now by id;
        foreach (var use in uses)
        {
            var unit = desk.Get<Equipment>(use.Key);
            if (unit.InactivatedAt >= use.Max())
                continue;
            if (unit.PositiveUse is null)
                desk.Write(new ActorId(ActorKind.Equipment, use.Key), new EquipmentFact.FoundUsedForPositive(batch.Id, use.Max()));
            HoldThoseAfter(desk, batch, unit.Id, use.Min(), unit.SinceInactivation);
        }
    }

    /// <summary>GMP-9.5.1b: whoever came after the positive batch, with no inactivation between, relied on equipment that nobody would have given them.</summary>
    /// <param name="users">The batches since the last inactivation, with when each came.</param>
    [Enforces("GMP-9.5.1b")]
    public static void HoldThoseAfter(Desk desk, Batch positive, string equipment, DateTimeOffset since, IEnumerable<KeyValuePair<string, DateTimeOffset>> users)
    {
        foreach (var other in users.Where(user => user.Key != positive.Id && user.Value >= since).Select(user => desk.Get<Batch>(user.Key)))
            if (other.Status is not (BatchStatus.Unknown or BatchStatus.Cancelled or BatchStatus.Discarded) && other.Pathogen != PathogenStatus.Positive)
                BatchClocks.Hold(desk, other, new Hold(
                    $"after-positive/{positive.Id}/{equipment}", HoldKind.LateKnowledge, "GMP-9.5.1b", $"used {equipment} after {positive.Id}, which is not free of pathogens, and before it was inactivated", desk.Now));
    }

    /// <summary>What a thing was cleaned with is part of the record: without it nobody can tell a cleaning from a disinfection (GMP-9.5.1b).</summary>
    public static Refusal? AgentIsNamed(string agent) => string.IsNullOrWhiteSpace(agent) ? Refusal.Of("ORC-019", new Seen("field", "agent")) : null;

    public static Refusal? InService(Equipment unit) => unit.DownFor is { } reason
        ? Refusal.Of("ORC-011", new Seen("equipment", unit.Id), new Seen("status", nameof(EquipmentStatus.Down)), new Seen("reason", reason)).Remedied("choose-other-equipment")
        : null;

    public static Refusal? Idle(Equipment unit, StepStart start) => unit.Step is { } step
        ? Refusal.Of("ORC-015", new Seen("equipment", unit.Id), new Seen("batch", start.Batch.Id), new Seen("otherBatch", unit.Batch ?? ""), new Seen("otherStep", step))
            .Remedied("wait-for-step-end", new Seen("otherBatch", unit.Batch ?? ""), new Seen("otherStep", step)).Remedied("choose-other-equipment")
        : null;

    /// <summary>GEN-4.1e: equipment is cleared between batches.</summary>
    [Enforces("GEN-4.1e")]
    public static Refusal? CleanedBetweenBatches(Equipment unit, string batch) => unit is { Step: null, Batch: { } previous } && previous != batch
        ? Refusal.Of("GEN-4.1e", new Seen("equipment", unit.Id), new Seen("batch", batch), new Seen("previousBatch", previous)).Remedied("clear-equipment", new Seen("equipment", unit.Id))
        : null;

    /// <summary>GMP-9.5.1b: after work with positive material, equipment is inactivated before anybody else's.</summary>
    [Enforces("GMP-9.5.1b")]
    public static Refusal? InactivatedAfterPositive(Equipment unit, Batch batch) => unit.PositiveUse is { } positive && positive != batch.Id
        ? Refusal.Of("GMP-9.5.1b", new Seen("equipment", unit.Id), new Seen("batch", batch.Id), new Seen("otherBatch", positive), new Seen("pathogenStatus", batch.Pathogen.ToString()))
            .Remedied("inactivate-equipment", new Seen("equipment", unit.Id))
        : null;

    /// <summary>GMP-6.3c: equipment whose integrity check failed, or that was repaired since, is checked before it is used.</summary>
    [Enforces("GMP-6.3c")]
    public static Refusal? Integrity(Equipment unit) => unit.IntegrityFailedAt is not null || unit.RepairedAt > (unit.IntegrityPassedAt ?? DateTimeOffset.MinValue)
        ? Refusal.Of("GMP-6.3c",
                new Seen("equipment", unit.Id), new Seen("lastPassed", unit.IntegrityPassedAt is { } passed ? Instant.Text(passed) : "none"),
                new Seen("repairedAt", unit.RepairedAt is { } repaired ? Instant.Text(repaired) : "none"), new Seen("lastResult", unit.IntegrityFailedAt is null ? "none" : "failed"))
            .Remedied("check-equipment-integrity", new Seen("equipment", unit.Id))
        : null;

    /// <summary>The last day of its calibration: the later of record and plant file, and none once a calibration failed.</summary>
    public static DateOnly? CalibratedUntil(Equipment unit, EquipmentDefinition definition) => unit.Calibration switch
    {
        { Passed: false } => null,
        { } recorded when !(recorded.ValidUntil < definition.CalibratedUntil) => recorded.ValidUntil,
        _ => definition.CalibratedUntil,
    };

    private static Refusal? Calibrated(Site site, Equipment unit, EquipmentDefinition definition, DateTimeOffset now) =>
        PlantRules.Calibrated(site, unit.Id, CalibratedUntil(unit, definition), now, "calibrate-equipment");
}
