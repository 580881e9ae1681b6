using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Equipment;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Segregation;
using Orchestrator.Domain.Sensors;

namespace Orchestrator.Domain.Incubators;

/// <summary>What an incubator must be for a culture to start or a vessel to be put in, and how vessels are kept apart.</summary>
public static class IncubatorRules
{
    public static IEnumerable<Refusal> ForStepStart(Desk desk, StepStart start)
    {
        if (start.Place.Incubator is not { } id)
            return [];
        if (start.Site.Incubator(id) is not { } definition)
            return [Refusal.Of("ORC-005", new Seen("incubator", id)).Remedied("apply-plant-change")];
        var incubator = desk.Get<Incubator>(id);
        return
        [
            .. Some(CompartmentExists(definition, start.Place.Compartment ?? "")),
            .. Fit(desk, start.Site, definition, incubator, start.Place.Compartment ?? "", start.Batch.Id),
            .. Some(DisinfectedAfterPositive(incubator, start.Place.Compartment ?? "", start.Batch)),
            .. Some(HasRoomFor(definition, incubator, start.Place.Compartment ?? "", start.Batch.Id)),
        ];
    }

    /// <summary>A culture is as closed as its batch's vessels, in the incubator already or scanned to be put in: one that nobody has seen sealed makes it open (GMP-9.5.6g, S-28).</summary>
    public static Exposure Closure(Desk desk, string incubator, string batch, IEnumerable<string> inputs) =>
        desk.Get<Incubator>(incubator).Compartments.Values.SelectMany(chamber => chamber.Vessels.Values).Any(vessel => vessel.Batch == batch && vessel.Exposure != Exposure.Closed)
        || inputs.Select(desk.Get<Container>).Any(container => container is { Status: not ContainerStatus.Unknown, IsSealed: false })
            ? Exposure.Open
            : Exposure.Closed;

    public static IEnumerable<Refusal> ForStepResume(Desk desk, StepStart start) =>
        start.Place.Incubator is { } id && start.Site.Incubator(id) is { } definition
            ? Fit(desk, start.Site, definition, desk.Get<Incubator>(id), start.Place.Compartment ?? "", start.Batch.Id)
            : [];

    /// <summary>Qualified, in temperature, and disinfected: what every culture and every load rests on.</summary>
    public static IEnumerable<Refusal> Fit(Desk desk, Site site, IncubatorDefinition definition, Incubator incubator, string compartment, string batch) =>
    [
        .. Some(PlantRules.Qualified(site, "incubator", definition.Id, definition.QualifiedUntil, desk.Now)),
        .. Temperature(desk, site, definition),
        .. Disinfected(site, definition, incubator, compartment, batch, desk.Now),
    ];

    /// <summary>GMP-4.2.3a: a culture stands where its temperature is measured, now and within limits, and where a gap would be noticed.</summary>
    [Enforces("GMP-4.2.3a")]
    public static IEnumerable<Refusal> Temperature(Desk desk, Site site, IncubatorDefinition definition) =>
    [
        .. Some(PlantRules.Missing(site.Parameters.TemperatureGapMax, "GMP-4.2.3a", "temperatureGapMax")),
        .. SensorRules.Live(desk, site, new ActorId(ActorKind.Incubator, definition.Id), Quantity.Temperature, "GMP-4.2.3a"),
    ];

    /// <summary>GMP-9.5.6e (S-45): the chamber is disinfected in date, and since the last open culture of another batch.</summary>
    [Enforces("GMP-9.5.6e")]
    public static IEnumerable<Refusal> Disinfected(Site site, IncubatorDefinition definition, Incubator incubator, string compartment, string batch, DateTimeOffset now)
    {
        if (PlantRules.Missing(site.Parameters.IncubatorDisinfectionPeriod, "GMP-9.5.6e", "incubatorDisinfectionPeriod") is { } missing)
            return [missing];
        return TableRefusals.Of(Containment.Disinfected(batch, Hygiene(site, definition, incubator, compartment), now));
    }

    /// <summary>GMP-9.5.1b: a chamber in which material stood that is not free of pathogens is disinfected before anybody else's stands in it.</summary>
    [Enforces("GMP-9.5.1b")]
    public static Refusal? DisinfectedAfterPositive(Incubator incubator, string compartment, Batch batch) =>
        batch.Pathogen != PathogenStatus.Positive && incubator.At(compartment).PositiveUse is { } positive && positive != batch.Id
            ? Refusal.Of("GMP-9.5.1b", new Seen("incubator", incubator.Id), new Seen("compartment", compartment), new Seen("batch", batch.Id), new Seen("otherBatch", positive), new Seen("pathogenStatus", batch.Pathogen.ToString()))
                .Remedied("disinfect-incubator", new Seen("incubator", $"{incubator.Id} {compartment}"))
            : null;

    /// <summary>The batch turns out not to be free of pathogens: so were the chambers it stood in since they were disinfected (0.7.8).</summary>
    public static void OnFoundPositive(Desk desk, Batch batch)
    {
        var stood = batch.Executions.Select(step => step.Incubator).Concat(batch.Containers.Select(id => desk.Get<Container>(id).Location.Incubator)).OfType<string>().Distinct();
        foreach (var incubator in stood.Select(desk.Get<Incubator>))
            foreach (var chamber in incubator.Compartments.Values)
            {
                if (!chamber.SinceDisinfection.TryGetValue(batch.Id, out var since))
                    continue;
                if (chamber.PositiveUse is null)
                    desk.Write(new ActorId(ActorKind.Incubator, incubator.Id), new IncubatorFact.UsedForPositive(chamber.Id, batch.Id, desk.Now));
                EquipmentRules.HoldThoseAfter(desk, batch, $"{incubator.Id} {chamber.Id}", since, chamber.SinceDisinfection);
            }
    }

    public static ChamberHygiene Hygiene(Site site, IncubatorDefinition definition, Incubator incubator, string compartment)
    {
        var chamber = incubator.At(compartment);
        return new ChamberHygiene($"{definition.Id} {compartment}", definition.CanBeDisinfected, chamber.DisinfectedAt, site.Parameters.IncubatorDisinfectionPeriod, chamber.LastOpenCulture);
    }

    /// <summary>GMP-9.5.6b: every vessel has a position of its own, of this compartment.</summary>
    [Enforces("GMP-9.5.6b")]
    public static Refusal? PositionIsFree(IncubatorDefinition definition, Incubator incubator, string compartment, string position)
    {
        var own = definition.Compartments.FirstOrDefault(chamber => chamber.Id == compartment)?.Positions.Contains(position) == true;
        return own && !incubator.At(compartment).Vessels.TryGetValue(position, out var standing)
            ? null
            : Refusal.Of("GMP-9.5.6b",
                    new Seen("incubator", definition.Id), new Seen("compartment", compartment), new Seen("position", position),
                    new Seen("status", own ? "occupied" : "not of this compartment"), new Seen("otherBatch", own ? incubator.At(compartment).Vessels[position].Batch : "none"))
                .Remedied("choose-other-position", new Seen("container", position));
    }

    /// <summary>GMP-9.5.6b: the vessel stands where the record has it; taking another's is refused and, of another chain, held.</summary>
    [Enforces("GMP-9.5.6b")]
    public static Refusal? StandsThere(Incubator incubator, string compartment, string position, string container) =>
        incubator.At(compartment).Vessels.TryGetValue(position, out var vessel) && vessel.Container == container
            ? null
            : Refusal.Of("GMP-9.5.6b",
                    new Seen("incubator", incubator.Id), new Seen("position", position), new Seen("container", container),
                    new Seen("expectedPosition", incubator.Find(container)?.Position ?? "none"), new Seen("otherContainer", incubator.At(compartment).Vessels.TryGetValue(position, out var other) ? other.Container : "none"))
                .Remedied("use-expected-container", new Seen("expectedContainer", container));

    /// <summary>
    /// GMP-9.5.6b (identity check 14): incubator, position, vessel and chain of identity are read, and each is the one that
    /// is meant; a chain of another patient holds what was scanned.
    /// </summary>
    [Enforces("GMP-9.5.6b")]
    [Enforces("GMP-4.1.6")]
    public static IEnumerable<Refusal> ScansAgree(Desk desk, string incubator, string position, Container container, FourScans scans)
    {
        if (scans.Incubator != incubator)
            yield return Unlike("incubator", incubator, scans.Incubator);
        if (scans.Position != position)
            yield return Unlike("expectedPosition", position, scans.Position);
        foreach (var refusal in IdentityRules.Matches(desk, container.Id, scans.Vessel, "GMP-9.5.6b"))
            yield return refusal;
        if (scans.ChainOfIdentity == container.ChainOfIdentity)
            yield break;
        if (!desk.Get<IdentityCode>(IdentityCode.OfChain(scans.ChainOfIdentity)).IsIssued)
        {
            yield return Unlike("chainOfIdentity", container.ChainOfIdentity, scans.ChainOfIdentity);
            yield break;
        }

        IdentityHolds.Place(desk, $"{container.Id} of {container.ChainOfIdentity} with papers of {scans.ChainOfIdentity}", [container.Id]);
        yield return Refusal.Of(IdentityHolds.Rule, new Seen("container", container.Id), new Seen("chainOfIdentity", container.ChainOfIdentity), new Seen("otherChainOfIdentity", scans.ChainOfIdentity))
            .Remedied("lift-identity-hold", new Seen("container", container.Id));
    }

    /// <summary>GMP-13.6: the vessel is in the incubator's room, and in no other place.</summary>
    [Enforces("GMP-13.6")]
    public static Refusal? IsAtHand(IncubatorDefinition definition, Container container) =>
        container.Location.Incubator is { } elsewhere
            ? Refusal.Of("ORC-013", new Seen("container", container.Id), new Seen("incubator", elsewhere), new Seen("position", container.Location.Position ?? "none"))
            : container.Location.Room != definition.Room || container.Status is not (ContainerStatus.Filled or ContainerStatus.InProcess or ContainerStatus.Parked)
                ? Refusal.Of("GMP-13.6", new Seen("container", container.Id), new Seen("room", definition.Room), new Seen("otherRoom", container.Location.Room), new Seen("status", container.Status.ToString()))
                    .Remedied("follow-route", new Seen("area", definition.Room))
                : null;

    private static Refusal? CompartmentExists(IncubatorDefinition definition, string compartment) =>
        definition.Compartments.Any(chamber => chamber.Id == compartment) ? null : Refusal.Of("ORC-005", new Seen("incubator", definition.Id), new Seen("compartment", compartment)).Remedied("apply-plant-change");

    private static Refusal? HasRoomFor(IncubatorDefinition definition, Incubator incubator, string compartment, string batch)
    {
        var vessels = incubator.At(compartment).Vessels;
        var positions = definition.Compartments.FirstOrDefault(chamber => chamber.Id == compartment)?.Positions ?? [];
        return vessels.Values.Any(vessel => vessel.Batch == batch) || positions.Any(position => !vessels.ContainsKey(position))
            ? null
            : Refusal.Of("GMP-9.5.6b", new Seen("incubator", definition.Id), new Seen("compartment", compartment), new Seen("position", "none free")).Remedied("use-other-compartment");
    }

    private static Refusal Unlike(string name, string expected, string scanned) =>
        Refusal.Of("GMP-9.5.6b", new Seen("expected", $"{name} {expected}"), new Seen("scanned", scanned)).Remedied("choose-other-position");

    private static IEnumerable<Refusal> Some(Refusal? refusal) => refusal is null ? [] : [refusal];
}
