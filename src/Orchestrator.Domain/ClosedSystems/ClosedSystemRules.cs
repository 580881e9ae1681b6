using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.ClosedSystems;

/// <summary>When a closed system counts as closed, and when a step may run in it.</summary>
public static class ClosedSystemRules
{
    /// <summary>S-06: how open a step counts that runs in this system, and why it does not count as closed.</summary>
    [Enforces("GMP-13.7a")]
    [Enforces("GMP-13.7b")]
    [Enforces("GMP-13.7c")]
    [Enforces("GMP-13.7d")]
    public static EffectiveExposure Closure(Desk desk, Site site, string systemId)
    {
        var system = desk.Get<ClosedSystem>(systemId);
        var definition = site.ClosedSystem(systemId);
        return Segregation.Closure.Effective(new ClosureRecord(
            systemId,
            Exposure.Closed,
            definition?.ClosureValidation is not null,
            system.Status switch
            {
                ClosedSystemStatus.ClosedVerified or ClosedSystemStatus.InUse => Opening.Never,
                ClosedSystemStatus.Reclosed => Opening.Reclosed,
                ClosedSystemStatus.Opened or ClosedSystemStatus.Breached or ClosedSystemStatus.Held => Opening.Open,
                ClosedSystemStatus.New or ClosedSystemStatus.Installed or ClosedSystemStatus.Discarded => null,
            },
            system.IsBreached,
            ReclosedAfterCycle: system.Status == ClosedSystemStatus.Reclosed,
            ReclosureVerified: system.Status == ClosedSystemStatus.Reclosed && definition?.ReclosureValidation is not null,
            Check(system, site).InDate(desk.Now)));
    }

    /// <summary>
    /// AMB-01, S-21, S-28: the kits of a room in which cells wait for their next step; whatever the room was cleared of, they are
    /// present, as closed as their system is.
    /// </summary>
    public static IEnumerable<(string Batch, Exposure Exposure)> WaitingIn(Desk desk, Site site, string room) =>
        from definition in site.ClosedSystemsIn(room)
        let system = desk.Get<ClosedSystem>(definition.Id)
        where system is { CarriesCells: true, Step: null, Batch: not null }
        select (system.Batch!, Closure(desk, site, system.Id).Exposure);

    public static IEnumerable<Refusal> ForStepStart(Desk desk, StepStart start)
    {
        if (start.Place.ClosedSystem is not { } id)
            return [];
        var system = desk.Get<ClosedSystem>(id);
        if (start.Site.ClosedSystem(id) is not { } definition)
            return [Refusal.Of("ORC-005", new Seen("closedSystem", id)).Remedied("apply-plant-change")];
        return
        [
            .. Some(Idle(system)),
            .. Some(HasKitOf(system, start.Batch.Id)),
            .. Standing(desk, start.Site, definition, system),
        ];
    }

    public static IEnumerable<Refusal> ForStepResume(Desk desk, StepStart start) =>
        start.Place.ClosedSystem is { } id && start.Site.ClosedSystem(id) is { } definition ? Standing(desk, start.Site, definition, desk.Get<ClosedSystem>(id)) : [];

    /// <summary>What stands in the way of any step in it, whichever batch asks.</summary>
    public static IEnumerable<Refusal> Standing(Desk desk, Site site, ClosedSystemDefinition definition, ClosedSystem system) =>
    [
        .. Some(BreachIsAssessed(system)),
        .. Integrity(desk, site, system),
        .. Some(PlantRules.Qualified(site, "closedSystem", definition.Id, definition.QualifiedUntil, desk.Now)),
        .. Some(PlantRules.Calibrated(site, definition.Id, definition.CalibratedUntil, desk.Now)),
    ];

    public static void OnStepStart(Desk desk, StepStart start)
    {
        if (start.Place.ClosedSystem is not { } id)
            return;
        desk.Get<ClosedSystem>(id);
        desk.Write(Actor(id), new ClosedSystemFact.StepStarted(start.Batch.Id, start.Step.Id, desk.Now));
    }

    public static void OnStepEnd(Desk desk, StepEnd end)
    {
        if (end.Execution.ClosedSystem is { } id && desk.Get<ClosedSystem>(id) is { } system && system.Step == end.Step.Id && system.Batch == end.Batch.Id)
            desk.Write(Actor(id), new ClosedSystemFact.StepEnded(end.Batch.Id, end.Step.Id, end.At));
    }

    /// <summary>GMP-6.3c (S-07): the last integrity check passed, is in date, and is newer than any repair.</summary>
    [Enforces("GMP-6.3c")]
    public static IEnumerable<Refusal> Integrity(Desk desk, Site site, ClosedSystem system)
    {
        if (PlantRules.Missing(site.Parameters.ClosedSystemIntegrityPeriod, "GMP-6.3c", "closedSystemIntegrityPeriod") is { } missing)
            return [missing];
        return Segregation.Closure.Integrity([Check(system, site)], desk.Now).SelectMany(ruling => TableRefusals.Of(ruling));
    }

    /// <summary>GMP-9.5.7a: after a breach nothing goes on before quality has decided.</summary>
    [Enforces("GMP-9.5.7a")]
    public static Refusal? BreachIsAssessed(ClosedSystem system) => system.Breaches.Values.MinBy(breach => breach.At) is { } breach
        ? Refusal.Of("GMP-9.5.7a", new Seen("closedSystem", system.Id), new Seen("breach", breach.Id), new Seen("breachedAt", breach.At)).Remedied("close-breach-assessment", new Seen("breach", breach.Id))
        : null;

    /// <summary>GMP-9.5.7a: a decision on a breach rests on a closed risk assessment, by its number, and says why.</summary>
    [Enforces("GMP-9.5.7a")]
    public static Refusal? AssessmentIsNamed(ClosedSystem system, ClosedSystemCommand.AssessBreach assess) =>
        !string.IsNullOrWhiteSpace(assess.RiskAssessment) && !string.IsNullOrWhiteSpace(assess.Reason)
            ? null
            : Refusal.Of("GMP-9.5.7a", new Seen("closedSystem", system.Id), new Seen("riskAssessment", assess.RiskAssessment), new Seen("reason", assess.Reason)).Remedied("close-breach-assessment", new Seen("breach", string.Join(", ", system.Breaches.Keys)));

    /// <summary>GEN-4.1e: the system carries a kit of this batch and no other's.</summary>
    [Enforces("GEN-4.1e")]
    public static Refusal? HasKitOf(ClosedSystem system, string batch) => system.Kit is not null && system.Batch == batch
        ? null
        : Refusal.Of("GEN-4.1e", new Seen("closedSystem", system.Id), new Seen("batch", batch), new Seen("kit", system.Kit ?? "none"), new Seen("otherBatch", system.Batch ?? "none"))
            .Remedied("mount-kit", new Seen("closedSystem", system.Id), new Seen("batch", batch)).Remedied("choose-other-equipment");

    /// <summary>A system runs one step at a time.</summary>
    public static Refusal? Idle(ClosedSystem system) => system.Step is { } step
        ? Refusal.Of("ORC-015", new Seen("closedSystem", system.Id), new Seen("otherBatch", system.Batch ?? "none"), new Seen("otherStep", step))
            .Remedied("wait-for-step-end", new Seen("otherBatch", system.Batch ?? ""), new Seen("otherStep", step)).Remedied("choose-other-equipment")
        : null;

    /// <summary>GEN-4.1e: a kit of another batch is mounted only on a system that was cleaned since.</summary>
    [Enforces("GEN-4.1e")]
    public static Refusal? CleanedFor(ClosedSystem system, string batch) => system.ToBeCleanedAfter is { } last && last != batch
        ? Refusal.Of("GEN-4.1e", new Seen("closedSystem", system.Id), new Seen("batch", batch), new Seen("previousBatch", last)).Remedied("clean-system", new Seen("closedSystem", system.Id), new Seen("previousBatch", last))
        : null;

    /// <summary>
    /// GMP-4.2.5: a kit in which cells were is taken off when they are in a container of their batch; where no record says so, the
    /// batch is held until quality knows where they are. It is taken off all the same: it may leak.
    /// </summary>
    [Enforces("GMP-4.2.5")]
    public static void CellsAreSomewhere(Desk desk, ClosedSystem system)
    {
        if (system is not { CarriesCells: true, Batch: { } id, Kit: { } kit } || desk.Get<Batch>(id) is not { IsLive: true } batch)
            return;
        if (!batch.Containers.Select(desk.Get<Container>).Any(container => container is { Use: ContainerUse.Product, IsAtHand: true } or { Use: ContainerUse.Product, Status: ContainerStatus.InProcess or ContainerStatus.InTransfer }))
            BatchClocks.Hold(desk, batch, new Hold($"cells-unaccounted/{kit}", HoldKind.Deviation, "GMP-4.2.5", $"kit {kit} was taken off {system.Id} and no container of {id} holds the cells that were in it", desk.Now));
    }

    /// <summary>GMP-9.5.1b: after a batch that is not free of pathogens, cleaning with a named agent is the disinfection that is asked for.</summary>
    [Enforces("GMP-9.5.1b")]
    public static Refusal? DisinfectedAfterPositive(Desk desk, ClosedSystem system, string batch) =>
        system.ToBeCleanedAfter is { } last && last != batch && desk.Get<Batch>(last).Pathogen != PathogenStatus.NegativeScreened
            ? Refusal.Of("GMP-9.5.1b", new Seen("closedSystem", system.Id), new Seen("batch", batch), new Seen("otherBatch", last), new Seen("pathogenStatus", desk.Get<Batch>(last).Pathogen.ToString()))
                .Remedied("clean-system", new Seen("closedSystem", system.Id), new Seen("previousBatch", last))
            : null;

    /// <summary>GMP-9.9: a kit has a serial, which a person and a scanner read alike.</summary>
    [Enforces("GMP-9.9")]
    public static Refusal? KitHasSerial(ClosedSystem system, string kit) => CodeRegister.IsIssuable(kit)
        ? null
        : Refusal.Of("GMP-9.9", new Seen("closedSystem", system.Id), new Seen("serial", kit)).Remedied("use-new-item");

    /// <summary>GMP-13.7d: only a system whose return to closed is validated returns, and only on a passed check.</summary>
    [Enforces("GMP-13.7d")]
    public static Refusal? MayReturnToClosed(ClosedSystemDefinition definition, bool checkPassed) =>
        definition.ReclosureValidation is null ? Refusal.Of("GMP-13.7d", new Seen("closedSystem", definition.Id), new Seen("closureValidation", "none for return to closed")).Remedied("validate-closure", new Seen("closedSystem", definition.Id))
        : !checkPassed ? Refusal.Of("GMP-13.7d", new Seen("closedSystem", definition.Id), new Seen("result", "failed")).Remedied("re-verify-closed-system", new Seen("closedSystem", definition.Id))
        : null;

    /// <summary>GMP-13.7c: what was opened in an environment that is not sterile is disinfected or sterilised first.</summary>
    [Enforces("GMP-13.7c")]
    public static Refusal? DisinfectedAfterOpening(ClosedSystem system, string? cycle) =>
        cycle is null && system.Opening is not { InSterileEnvironment: true }
            ? Refusal.Of("GMP-13.7c", new Seen("closedSystem", system.Id), new Seen("disinfection", "none"), new Seen("at", system.Opening is { } opening ? Instant.Text(opening.At) : "unknown"))
                .Remedied("re-verify-closed-system", new Seen("closedSystem", system.Id))
            : null;

    /// <summary>GMP-9.5.0: a kit with cells in it is opened within a step that was granted as open, and so judged beside everyone present; never under a closed step and never between steps.</summary>
    [Enforces("GMP-9.5.0")]
    public static Refusal? OpenedOnlyWithinAnOpenStep(Desk desk, ClosedSystem system) => Breaching.Unforeseen(desk, system)
        ? Refusal.Of("GMP-9.5.0", new Seen("closedSystem", system.Id), new Seen("batch", system.Batch!), new Seen("step", system.Step ?? "none"), new Seen("exposure", nameof(Exposure.Closed)))
            .Remedied("open-within-open-step", new Seen("closedSystem", system.Id))
        : null;

    private static IntegrityCheck Check(ClosedSystem system, Site site) =>
        new(system.Id, false, system.IntegrityPassedAt, site.Parameters.ClosedSystemIntegrityPeriod, system.IntegrityFailedAt, system.RepairedAt);

    private static ActorId Actor(string system) => new(ActorKind.ClosedSystem, system);

    private static IEnumerable<Refusal> Some(Refusal? refusal) => refusal is null ? [] : [refusal];
}
