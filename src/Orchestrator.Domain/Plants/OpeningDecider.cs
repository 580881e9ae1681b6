using Orchestrator.Domain.Batches;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Equipment;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Incubators;
using Orchestrator.Domain.Isolators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Lines;
using Orchestrator.Domain.Materials;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Sensors;

namespace Orchestrator.Domain.Plants;

/// <summary>
/// How what was true before becomes part of the memory: two people, one turn, every entry a fact of the actor it is about,
/// dated as it was and never later than the balance itself.
/// </summary>
internal static class OpeningDecider
{
    public static void Propose(PlantCommand.ProposeOpening command, Plant plant, Desk desk)
    {
        desk.Check(PlantRules.Founded(plant))
            .Check(PlantRules.ByAPerson(desk.Moment))
            .Check(plant.Openings.ContainsKey(command.Opening) ? Refusal.Of("ORC-002", new Seen("document", command.Opening)) : null)
            .Check(!plant.Founded || command.Balance.Plant == plant.Id ? null : Refusal.Of("ORC-005", new Seen("plant", command.Balance.Plant), new Seen("expected", plant.Id)))
            .Check(NotInFuture(command.Balance, desk.Now));
        desk.Write(ActorId.Plant, new PlantFact.OpeningProposed(command.Opening, command.Balance, desk.Moment.Person ?? ""));
    }

    public static void Approve(PlantCommand.ApproveOpening command, Plant plant, Desk desk)
    {
        desk.Check(PlantRules.ByAPerson(desk.Moment));
        if (PlantRules.SiteOf(desk) is not { } site)
            return;
        if (!plant.Openings.TryGetValue(command.Opening, out var opening))
        {
            desk.Check(PlantRules.Waits(plant, command.Opening, plant.Openings.Keys));
            return;
        }

        var balance = opening.Balance;
        if (opening.By == desk.Moment.Person)
            desk.Check(Refusal.Of("ORC-009", new Seen("document", command.Opening), new Seen("performer", opening.By)).Remedied("second-person", new Seen("performer", opening.By)));
        foreach (var evidence in Evidence(balance))
            desk.Check(TwoPeople.Differ(site, evidence.EnteredBy, evidence.VerifiedBy, "ORC-009"));

        desk.Write(ActorId.Plant, new PlantFact.OpeningApproved(command.Opening, desk.Moment.Person ?? ""));
        MediaFills(balance, site, desk);
        foreach (var calibration in balance.Calibrations)
            Calibrated(calibration, desk);
        foreach (var check in balance.IntegrityChecks)
            Integrity(check, desk);
        foreach (var disinfection in balance.Disinfections)
            Disinfected(disinfection, site, desk);
        foreach (var clearance in balance.Clearances)
        {
            desk.Get<Room>(clearance.Room);
            desk.Write(new ActorId(ActorKind.Room, clearance.Room), new RoomFact.Cleared(clearance.Id, clearance.Scope, "", clearance.At, clearance.At + site.Parameters.ClearanceValidity));
        }

        foreach (var lot in balance.Lots)
            Lot(lot, desk);
        foreach (var batch in balance.Batches)
            UnderWay(batch, site, desk);
    }

    private static Refusal? NotInFuture(OpeningBalance balance, DateTimeOffset now) =>
        balance.AsOf <= now ? null : Refusal.Of("ORC-006", new Seen("at", balance.AsOf), new Seen("now", now)).Remedied("correct-time");

    private static IEnumerable<Evidence> Evidence(OpeningBalance balance) =>
        balance.MediaFills.Select(entry => entry.Evidence)
            .Concat(balance.Qualifications.Select(entry => entry.Evidence))
            .Concat(balance.Calibrations.Select(entry => entry.Evidence))
            .Concat(balance.IntegrityChecks.Select(entry => entry.Evidence))
            .Concat(balance.Disinfections.Select(entry => entry.Evidence))
            .Concat(balance.Clearances.Select(entry => entry.Evidence))
            .Concat(balance.Lots.Select(entry => entry.Evidence))
            .Concat(balance.Batches.Select(entry => entry.Evidence));

    private static void MediaFills(OpeningBalance balance, Site site, Desk desk)
    {
        foreach (var fill in balance.MediaFills.OrderBy(fill => fill.Date))
        {
            var line = site.Line(fill.Line);
            desk.Get<Line>(fill.Line);
            desk.Check(line is null ? Refusal.Of("ORC-005", new Seen("line", fill.Line)) : null);
            var warn = fill.Result == MediaFillResult.Passed && site.Parameters.WarningLead is { } lead ? site.EndOf(MediaFillHistory.DueDate(fill.Date)) - lead : (DateTimeOffset?)null;
            desk.Write(new ActorId(ActorKind.Line, fill.Line), new LineFact.MediaFillRecorded(
                new MediaFill(fill.Id, fill.Shift, fill.Date, fill.Result, fill.Units, fill.Participants, fill.Operations.IsEmpty ? line?.SimulatedOperations ?? [] : fill.Operations, fill.Evidence.Document, warn),
                fill.Evidence.EnteredBy, fill.Evidence.VerifiedBy));
        }
    }

    /// <summary>Sensors and equipment remember their calibrations; of everything else, and of people, the plant file's dates count.</summary>
    private static void Calibrated(PastProof proof, Desk desk)
    {
        if (!ActorId.TryParse(proof.Of, out var actor))
            return;
        var calibration = new Calibration(proof.Evidence.Document, Passed: true, proof.Until, proof.Evidence.EnteredBy);
        if (actor.Kind == ActorKind.Sensor)
        {
            desk.Get<Sensor>(actor.Key);
            desk.Write(actor, new SensorFact.Calibrated(calibration));
        }
        else if (actor.Kind == ActorKind.Equipment)
        {
            desk.Get<Equipment.Equipment>(actor.Key);
            desk.Write(actor, new EquipmentFact.Calibrated(calibration));
        }
    }

    private static void Integrity(PastCheck check, Desk desk)
    {
        if (!ActorId.TryParse(check.Of, out var actor))
            return;
        switch (actor.Kind)
        {
            case ActorKind.ClosedSystem:
                desk.Get<ClosedSystem>(actor.Key);
                desk.Write(actor, new ClosedSystemFact.IntegrityChecked(check.Evidence.Document, check.Method, "", check.Passed, check.Evidence.EnteredBy, check.At));
                break;
            case ActorKind.Isolator:
                desk.Get<Isolator>(actor.Key);
                foreach (var test in Enum.GetValues<IntegrityTest>())
                    desk.Write(actor, new IsolatorFact.IntegrityTested(test, check.Method, "", check.Passed, check.Evidence.EnteredBy, check.At));
                break;
            default:
                desk.Check(Refusal.Of("ORC-005", new Seen("actor", check.Of)));
                break;
        }
    }

    private static void Disinfected(PastDisinfection disinfection, Site site, Desk desk)
    {
        if (!ActorId.TryParse(disinfection.Of, out var actor))
            return;
        switch (actor.Kind)
        {
            case ActorKind.Room:
                desk.Get<Room>(actor.Key);
                desk.Write(actor, new RoomFact.Disinfected(disinfection.Cycle, disinfection.Agent, TimeSpan.Zero, disinfection.Evidence.EnteredBy, disinfection.At));
                break;
            case ActorKind.Incubator:
                desk.Get<Incubator>(actor.Key);
                foreach (var compartment in site.Incubator(actor.Key)?.Compartments ?? [])
                    desk.Write(actor, new IncubatorFact.Disinfected(compartment.Id, disinfection.Cycle, disinfection.Agent, disinfection.Evidence.EnteredBy, disinfection.At));
                break;
            case ActorKind.Isolator:
                desk.Get<Isolator>(actor.Key);
                desk.Write(actor, new IsolatorFact.Decontaminated(disinfection.Cycle, Passed: true, disinfection.Agent, disinfection.Evidence.EnteredBy, disinfection.At));
                break;
            default:
                desk.Check(Refusal.Of("ORC-005", new Seen("actor", disinfection.Of)));
                break;
        }
    }

    private static void Lot(ReleasedLot lot, Desk desk)
    {
        var known = desk.Get<MaterialLot>(lot.Id);
        desk.Check(known.Status == MaterialLotStatus.Unknown ? null : Refusal.Of("ORC-002", new Seen("lot", lot.Id)));
        var actor = new ActorId(ActorKind.MaterialLot, lot.Id);
        desk.Write(actor, new MaterialLotFact.Received(lot.Material, "", lot.ExpiresOn, [], "", lot.Evidence.EnteredBy, desk.Now));
        desk.Write(actor, new MaterialLotFact.Released(lot.Evidence.Document, lot.Certificate, lot.Evidence.VerifiedBy, desk.Now));
    }

    private static void UnderWay(BatchUnderWay entry, Site site, Desk desk)
    {
        var batch = desk.Get<Batch>(entry.Id);
        var recipe = desk.Get<Recipe>(Recipe.KeyOf(entry.Recipe, entry.RecipeVersion));
        desk.Check(batch.Status == BatchStatus.Unknown ? null : Refusal.Of("ORC-002", new Seen("batch", entry.Id)))
            .Check(recipe.Document is not null ? null : Refusal.Of("GMP-2", new Seen("recipe", entry.Recipe), new Seen("recipeVersion", entry.RecipeVersion)).Remedied("apply-plant-change"))
            .Check(IdentityRules.CodesAreTied(desk, entry.DonorCode, entry.ChainOfIdentity));
        var actor = new ActorId(ActorKind.Batch, entry.Id);
        IdentityRules.Tie(desk, entry.DonorCode, entry.ChainOfIdentity);
        desk.Write(actor, new BatchFact.Created(entry.Product, recipe.Key, entry.ChainOfIdentity, entry.DonorCode, entry.Purpose, desk.Now));
        desk.Write(actor, new BatchFact.DonorMaterialBound(entry.DonorMaterial, entry.Pathogen, []));
        foreach (var step in entry.Steps.OrderBy(step => step.StartedAt))
            if (recipe.Step(step.Step) is { } definition)
                Step(entry, step, definition, recipe.Document!.Steps.All(other => !other.After.Contains(step.Step) || entry.Steps.All(known => known.Step != other.Id)), site, desk);
        foreach (var vessel in entry.Vessels)
            Vessel(entry, vessel, desk);
    }

    private static void Step(BatchUnderWay entry, StepUnderWay step, StepDefinition definition, bool waits, Site site, Desk desk)
    {
        var actor = new ActorId(ActorKind.Batch, entry.Id);
        var system = step.System is { } name && site.ClosedSystem(name) is not null ? name : null;
        var incubator = step.System is { } other && site.Incubator(other) is not null ? other : null;
        desk.Write(actor, new BatchFact.StepStarted(new StepExecution
        {
            Step = definition.Id,
            Attempt = 1,
            Status = StepStatus.Running,
            Area = site.Room(step.Room)?.Area ?? "",
            Room = step.Room,
            ClosedSystem = system,
            Incubator = incubator,
            Class = definition.Class,
            Exposure = definition.Exposure,
            StartedAt = step.StartedAt,
            EarliestEnd = step.StartedAt + definition.DurationMin,
            MustEndBy = step.StartedAt + definition.DurationMax,
        }));
        if (step.EndedAt is { } ended)
        {
            desk.Write(actor, new BatchFact.StepChanged(definition.Id, StepStatus.Complete, ended));
            if (waits)
                desk.Write(actor, new BatchFact.HoldClockStarted(Batches.Running.HoldAfter(definition, ended)));
            return;
        }

        desk.Get<Room>(step.Room);
        desk.Write(new ActorId(ActorKind.Room, step.Room), new RoomFact.StepStarted(
            new RunningStep(entry.Id, definition.Id, definition.Operation, definition.Class, definition.Exposure, null, null, null, system, step.StartedAt), UsesClearance: false));
        if (system is null)
            return;
        var systemActor = new ActorId(ActorKind.ClosedSystem, system);
        desk.Get<ClosedSystem>(system);
        desk.Write(systemActor, new ClosedSystemFact.KitMounted(entry.Id, $"opening-{entry.Id}", entry.Evidence.EnteredBy, step.StartedAt));
        desk.Write(systemActor, new ClosedSystemFact.ClosureVerified(entry.Evidence.Document, "as recorded", Passed: true, entry.Evidence.EnteredBy, entry.Evidence.VerifiedBy, step.StartedAt));
        desk.Write(systemActor, new ClosedSystemFact.StepStarted(entry.Id, definition.Id, step.StartedAt));
    }

    private static void Vessel(BatchUnderWay entry, VesselUnderWay vessel, Desk desk)
    {
        var known = desk.Get<Container>(vessel.Container);
        var label = $"opening-{vessel.Container}";
        desk.Check(known.Status == ContainerStatus.Unknown ? null : Refusal.Of("ORC-002", new Seen("container", vessel.Container)));
        desk.Get<Label>(label);
        var container = new ActorId(ActorKind.Container, vessel.Container);
        desk.Write(container, new ContainerFact.Registered(
            vessel.Kind, ContainerUse.Product, entry.Id, entry.ChainOfIdentity, entry.DonorCode, entry.DonorMaterial, [], null, entry.Pathogen, [], new Contents(0), new Location(vessel.At, null, null), desk.Now));
        desk.Write(new ActorId(ActorKind.Label, label), new LabelFact.Received(vessel.Container, entry.ChainOfIdentity, entry.DonorCode, entry.Evidence.EnteredBy, entry.Evidence.VerifiedBy, desk.Now));
        desk.Write(container, new ContainerFact.Labelled(label));
        desk.Write(container, new ContainerFact.SealVerified(new Seal("as recorded", entry.Evidence.EnteredBy, entry.Evidence.VerifiedBy, desk.Now)));
        desk.Write(new ActorId(ActorKind.Batch, entry.Id), new BatchFact.ContainerAdded(vessel.Container));
    }
}
