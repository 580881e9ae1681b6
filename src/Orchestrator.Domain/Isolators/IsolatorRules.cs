using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Orchestrator.Domain.Sensors;

namespace Orchestrator.Domain.Isolators;

/// <summary>When an isolator is closed towards its room, and when a step may run in it.</summary>
public static class IsolatorRules
{
    public static IEnumerable<Refusal> ForStepStart(Desk desk, StepStart start)
    {
        if (start.Place.Isolator is not { } id)
            return [];
        var isolator = desk.Get<Isolator>(id);
        if (start.Site.Isolator(id) is not { } definition)
            return [Refusal.Of("ORC-005", new Seen("isolator", id)).Remedied("apply-plant-change")];
        return
        [
            .. Some(OneBatch(isolator, start.Batch.Id)),
            .. Some(CycledBetweenBatches(isolator, start.Batch.Id)),
            .. Standing(desk, start.Site, definition, isolator),
        ];
    }

    public static IEnumerable<Refusal> ForStepResume(Desk desk, StepStart start) =>
        start.Place.Isolator is { } id && start.Site.Isolator(id) is { } definition ? Standing(desk, start.Site, definition, desk.Get<Isolator>(id)) : [];

    /// <summary>What stands in the way of any step in it, whichever batch asks.</summary>
    public static IEnumerable<Refusal> Standing(Desk desk, Site site, IsolatorDefinition definition, Isolator isolator) =>
    [
        .. Some(CycleInDate(site, isolator, desk.Now)),
        .. Some(PortIsClosed(isolator)),
        .. Integrity(site, isolator, desk.Now),
        .. ExhaustAway(desk, site, definition),
        .. Some(PlantRules.Qualified(site, "isolator", definition.Id, definition.QualifiedUntil, desk.Now)),
    ];

    public static void OnStepStart(Desk desk, StepStart start)
    {
        if (start.Place.Isolator is not { } id)
            return;
        desk.Get<Isolator>(id);
        desk.Write(Actor(id), new IsolatorFact.StepStarted(start.Batch.Id, start.Step.Id, desk.Now));
    }

    public static void OnStepEnd(Desk desk, StepEnd end)
    {
        if (end.Execution.Isolator is { } id && desk.Get<Isolator>(id) is { } isolator && isolator.Step == end.Step.Id && isolator.Batch == end.Batch.Id)
            desk.Write(Actor(id), new IsolatorFact.StepEnded(end.Batch.Id, end.Step.Id, end.At));
    }

    /// <summary>AMB-08: towards the room an isolator is closed while cycle, tests and port say so; otherwise what is in it is open.</summary>
    public static Exposure Closure(Desk desk, Site site, string isolatorId)
    {
        var isolator = desk.Get<Isolator>(isolatorId);
        return CycleInDate(site, isolator, desk.Now) is null && PortIsClosed(isolator) is null && !Integrity(site, isolator, desk.Now).Any() ? Exposure.Closed : Exposure.Open;
    }

    /// <summary>GMP-9.5.5d (AMB-07, AMB-08): an isolator is one batch's until its interior is cleared.</summary>
    [Enforces("GMP-9.5.5d")]
    public static Refusal? OneBatch(Isolator isolator, string batch) => isolator.Batch is { } other && other != batch
        ? Refusal.Of("GMP-9.5.5d", new Seen("isolator", isolator.Id), new Seen("batch", batch), new Seen("otherBatch", other)).Remedied("use-own-isolator").Remedied("clear-isolator", new Seen("isolator", isolator.Id))
        : null;

    /// <summary>GMP-6.4.4.2: a passed decontamination cycle in its validity.</summary>
    [Enforces("GMP-6.4.4.2")]
    public static Refusal? CycleInDate(Site site, Isolator isolator, DateTimeOffset now)
    {
        if (PlantRules.Missing(site.Parameters.IsolatorCycleValidity, "GMP-6.4.4.2", "isolatorCycleValidity") is { } missing)
            return missing;
        return isolator is { Cycle: { } cycle, Decontaminating: null } && now <= cycle.EndedAt + site.Parameters.IsolatorCycleValidity
            ? null
            : Refusal.Of("GMP-6.4.4.2",
                    new Seen("isolator", isolator.Id), new Seen("decontaminationCycle", isolator.Cycle?.Id ?? "none"),
                    new Seen("endedAt", isolator.Cycle is { } last ? Instant.Text(last.EndedAt) : "none"), new Seen("validity", site.Parameters.IsolatorCycleValidity!.Value))
                .Remedied("decontaminate-isolator", new Seen("isolator", isolator.Id));
    }

    /// <summary>GMP-9.5.5e: between batches the interior is cleared and a cycle is run.</summary>
    [Enforces("GMP-9.5.5e")]
    public static Refusal? CycledBetweenBatches(Isolator isolator, string batch) => isolator.Batch == batch || isolator is { Batch: null, Cycle: not null }
        ? null
        : Refusal.Of("GMP-9.5.5e", new Seen("isolator", isolator.Id), new Seen("batch", batch), new Seen("otherBatch", isolator.Batch ?? "none"), new Seen("status", isolator.Status.ToString()))
            .Remedied("clear-isolator", new Seen("isolator", isolator.Id)).Remedied("decontaminate-isolator", new Seen("isolator", isolator.Id));

    /// <summary>GMP-6.4.4.2: work in an isolator is work behind a closed port.</summary>
    [Enforces("GMP-6.4.4.2")]
    public static Refusal? PortIsClosed(Isolator isolator) => isolator.OpenSince is { } since
        ? Refusal.Of("GMP-6.4.4.2", new Seen("isolator", isolator.Id), new Seen("port", "open"), new Seen("since", since)).Remedied("close-port", new Seen("otherPort", isolator.Id))
        : null;

    /// <summary>GMP-9.5.5a (S-07): leak and glove test passed, each in date; another isolator's overdue test blocks only that one.</summary>
    [Enforces("GMP-9.5.5a")]
    public static IEnumerable<Refusal> Integrity(Site site, Isolator isolator, DateTimeOffset now) =>
        PlantRules.Missing(site.Parameters.IsolatorIntegrityPeriod, "GMP-9.5.5a", "isolatorIntegrityPeriod") is { } missing
            ? [missing]
            : Segregation.Closure.Integrity(Enum.GetValues<IntegrityTest>().Select(test => Check(site, isolator, test)), now).SelectMany(ruling => TableRefusals.Of(ruling));

    /// <summary>GMP-9.5.5b and GMP-9.5.5c (S-43, AMB-09): exhaust leaves the room and is not used again, as installed and as the air handling reads now.</summary>
    [Enforces("GMP-9.5.5b")]
    [Enforces("GMP-9.5.5c")]
    public static IEnumerable<Refusal> ExhaustAway(Desk desk, Site site, IsolatorDefinition definition)
    {
        foreach (var refusal in TableRefusals.Of(Containment.ExhaustAway(new IsolatorAir(definition.Id, definition.Exhaust == IsolatorExhaust.IntoRoom, definition.Recirculates))))
            yield return refusal;
        if (site.Room(definition.Room) is { } room)
            foreach (var refusal in SensorRules.Live(desk, site, new ActorId(ActorKind.Area, room.Area), Quantity.AirHandling, "GMP-9.5.5c"))
                yield return refusal;
    }

    /// <summary>GMP-9.5.5d (S-42): of the isolators of one room, one has its port open at a time.</summary>
    [Enforces("GMP-9.5.5d")]
    public static IEnumerable<Refusal> OnePort(Room room, Isolator isolator) => TableRefusals.Of(Containment.OnePort(room.Id, isolator.Id, room.OpenPorts.Keys));

    private static IntegrityCheck Check(Site site, Isolator isolator, IntegrityTest test) => new(
        $"{isolator.Id} {test}",
        true,
        isolator.Passed.TryGetValue(test, out var passed) ? passed : null,
        site.Parameters.IsolatorIntegrityPeriod,
        isolator.Failed.TryGetValue(test, out var failed) ? failed : null);

    private static ActorId Actor(string isolator) => new(ActorKind.Isolator, isolator);

    private static IEnumerable<Refusal> Some(Refusal? refusal) => refusal is null ? [] : [refusal];
}
