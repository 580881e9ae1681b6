using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Cabinets;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.DonorMaterials;
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
        if (plant.Founded && PlantRules.SiteOf(desk) is { } site)
            desk.Check(Consistent(command.Opening, command.Balance, site, desk));
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
        desk.Check(PlantRules.WithQuality(site.Document, command.Opening, opening.By, desk.Moment.Person))
            .Check(Consistent(command.Opening, balance, site, desk))
            .Check(NothingIsOverwritten(balance, site, desk));
        if (desk.Refused)
            return;

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

        desk.Check(CodeRegister.Distinct(balance.Lots.Select(lot => lot.Id).Concat(balance.Batches.SelectMany(batch => batch.Vessels).SelectMany(vessel => new[] { vessel.Container, vessel.Label }.Distinct()))));
        foreach (var lot in balance.Lots)
            Lot(lot, desk);
        foreach (var batch in balance.Batches)
            UnderWay(batch, balance, site, desk);
    }

    /// <summary>What the balance itself shows to be wrong, held against the plant and the recipes in force, is not brought in.</summary>
    private static IEnumerable<Refusal> Consistent(string opening, OpeningBalance balance, Site site, Desk desk)
    {
        var recipes = balance.Batches.Select(batch => desk.Get<Recipe>(Recipe.KeyOf(batch.Recipe, batch.RecipeVersion)).Document).OfType<RecipeDocument>().ToList();
        return from finding in OpeningCheck.Of(balance, site.Document, recipes)
               where finding.Severity == FindingSeverity.Error
               select Refusal.Of("ORC-022", new Seen("document", opening), new Seen("field", finding.Field), new Seen("reason", finding.En)).Remedied("correct-opening", new Seen("field", finding.Field));
    }

    /// <summary>An opening balance says what was before the memory begins: of whoever has one, the memory counts. That a batch was in a room as well takes nothing away.</summary>
    private static IEnumerable<Refusal> NothingIsOverwritten(OpeningBalance balance, Site site, Desk desk)
    {
        var named = balance.MediaFills.Select(fill => new ActorId(ActorKind.Line, fill.Line))
            .Concat(balance.IntegrityChecks.Select(check => check.Of).Concat(balance.Disinfections.Select(one => one.Of)).Concat(balance.Calibrations.Select(one => one.Of))
                .Select(of => ActorId.TryParse(of, out var actor) ? actor : (ActorId?)null).OfType<ActorId>())
            .Concat(balance.Clearances.Select(clearance => new ActorId(ActorKind.Room, clearance.Room)))
            .Concat(balance.Batches.SelectMany(batch => batch.Vessels).Select(vessel => OpeningPlaces.Find(site.Document, vessel.At)).SelectMany(ActorsOf));
        return from actor in named.Distinct()
               where HasMemory(desk, actor)
               select Refusal.Of("ORC-002", new Seen("actor", actor.ToString())).Remedied("record-in-system", new Seen("actor", actor.ToString()));
    }

    private static IEnumerable<ActorId> ActorsOf((Location Location, string? Compartment, string? System)? place) => place is not { } found ? []
        : found.Location.Incubator is { } incubator ? [new ActorId(ActorKind.Incubator, incubator)]
        : found.System is { } system ? [new ActorId(ActorKind.ClosedSystem, system)]
        : [new ActorId(ActorKind.Room, found.Location.Room)];

    private static bool HasMemory(Desk desk, ActorId actor) => actor.Kind switch
    {
        ActorKind.Line => !desk.Get<Line>(actor.Key).Equals(Line.Nothing(actor.Key)),
        ActorKind.Room => !(desk.Get<Room>(actor.Key) with { Persons = Room.Nothing(actor.Key).Persons }).Equals(Room.Nothing(actor.Key)),
        ActorKind.ClosedSystem => !desk.Get<ClosedSystem>(actor.Key).Equals(ClosedSystem.Nothing(actor.Key)),
        ActorKind.Isolator => !desk.Get<Isolator>(actor.Key).Equals(Isolator.Nothing(actor.Key)),
        ActorKind.Incubator => !desk.Get<Incubator>(actor.Key).Equals(Incubator.Nothing(actor.Key)),
        ActorKind.Sensor => desk.Get<Sensor>(actor.Key).Calibration is not null,
        ActorKind.Equipment => desk.Get<Equipment.Equipment>(actor.Key).Calibration is not null,
        _ => false,
    };

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
                new MediaFill(fill.Id, fill.Shift, fill.Date, fill.Result, fill.Units, fill.Participants, fill.Operations.IsEmpty ? line?.SimulatedOperations ?? [] : fill.Operations, fill.Evidence.Document, warn) { Rooms = line?.Rooms ?? [] },
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
        desk.Check(known.Status == MaterialLotStatus.Unknown ? CodeRegister.Issue(desk, CodeBearer.Lot, lot.Id) : Refusal.Of("ORC-002", new Seen("lot", lot.Id)));
        var actor = new ActorId(ActorKind.MaterialLot, lot.Id);
        desk.Write(actor, new MaterialLotFact.Received(lot.Material, "", lot.ExpiresOn, lot.Composition ?? [], lot.DonorCode ?? "", lot.Evidence.EnteredBy, desk.Now));
        desk.Write(actor, new MaterialLotFact.Released(lot.Evidence.Document, lot.Certificate, lot.Evidence.VerifiedBy, desk.Now));
    }

    private static void UnderWay(BatchUnderWay entry, OpeningBalance balance, Site site, Desk desk)
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
        Collected(entry, desk);
        foreach (var step in entry.Steps.OrderBy(step => step.StartedAt))
            if (recipe.Step(step.Step) is { } definition)
                Step(entry, step, definition, recipe.Document!.Steps.All(other => !other.After.Contains(step.Step) || entry.Steps.All(known => known.Step != other.Id)), site, desk);
        foreach (var step in entry.Steps.Where(step => step.EndedAt is not null && recipe.Step(step.Step) is { Class: Segregation.StepClass.NonCulture }).OrderBy(step => step.EndedAt))
            Left(entry, step, recipe.Step(step.Step)!, balance, site, desk);
        foreach (var system in entry.Steps.Where(step => step.EndedAt is null).Select(step => step.System).Concat(entry.Vessels.Select(vessel => vessel.At)).Distinct())
            if (system is not null && site.ClosedSystem(system) is not null)
                Mounted(entry, system, desk);
        foreach (var vessel in entry.Vessels)
            Vessel(entry, vessel, balance, site, desk);
    }

    /// <summary>The material it is made from has been received and bound, so that what becomes known of its donor late can be told (0.7.8); the bag it came in is no more.</summary>
    private static void Collected(BatchUnderWay entry, Desk desk)
    {
        var actor = new ActorId(ActorKind.DonorMaterial, entry.DonorMaterial);
        desk.Check(desk.Get<DonorMaterial>(entry.DonorMaterial).Status == DonorMaterialStatus.Unknown ? null : Refusal.Of("ORC-002", new Seen("donorMaterial", entry.DonorMaterial)));
        desk.Write(actor, new DonorMaterialFact.Received(entry.DonorCode, entry.ChainOfIdentity, "", "", entry.Evidence.EnteredBy, entry.Evidence.VerifiedBy, desk.Now));
        desk.Write(actor, new DonorMaterialFact.PathogenStatusSet(entry.Pathogen, [], entry.Evidence.Document, entry.Evidence.VerifiedBy, desk.Now));
        desk.Write(actor, new DonorMaterialFact.Bound(entry.Id, entry.Evidence.EnteredBy, entry.Evidence.VerifiedBy, desk.Now));
    }

    private static void Step(BatchUnderWay entry, StepUnderWay step, StepDefinition definition, bool waits, Site site, Desk desk)
    {
        var actor = new ActorId(ActorKind.Batch, entry.Id);
        var system = step.System is { } name && site.ClosedSystem(name) is not null ? name : null;
        var incubator = step.System is { } other && site.Incubator(other) is not null ? other : null;
        var isolator = step.System is { } box && site.Isolator(box) is not null ? box : null;
        var cabinet = step.System is { } bench && site.Cabinet(bench) is not null ? bench : null;
        desk.Write(actor, new BatchFact.StepStarted(new StepExecution
        {
            Step = definition.Id,
            Attempt = 1,
            Status = StepStatus.Running,
            Area = site.Room(step.Room)?.Area ?? "",
            Room = step.Room,
            ClosedSystem = system,
            Incubator = incubator,
            Isolator = isolator,
            Cabinet = cabinet,
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
            new RunningStep(entry.Id, definition.Id, definition.Operation, definition.Class, definition.Exposure, null, isolator, cabinet, system, step.StartedAt), UsesClearance: false));
        if (isolator is not null)
        {
            desk.Check(desk.Get<Isolator>(isolator).Batch is { } inside && inside != entry.Id ? Refusal.Of("ORC-002", new Seen("actor", $"isolator/{isolator}")).Remedied("record-in-system", new Seen("actor", $"isolator/{isolator}")) : null);
            desk.Write(new ActorId(ActorKind.Isolator, isolator), new IsolatorFact.StepStarted(entry.Id, definition.Id, step.StartedAt));
        }

        if (cabinet is not null)
        {
            desk.Check(desk.Get<Cabinet>(cabinet).Batch is { } there && there != entry.Id ? Refusal.Of("ORC-002", new Seen("actor", $"cabinet/{cabinet}")).Remedied("record-in-system", new Seen("actor", $"cabinet/{cabinet}")) : null);
            desk.Write(new ActorId(ActorKind.Cabinet, cabinet), new CabinetFact.StepStarted(entry.Id, definition.Id, step.StartedAt));
        }
    }

    /// <summary>What a step that has ended left in its room: the batch occupies it until a changeover clearance, and where no clearance has followed it is still to be cleared.</summary>
    private static void Left(BatchUnderWay entry, StepUnderWay step, StepDefinition definition, OpeningBalance balance, Site site, Desk desk)
    {
        var since = balance.Clearances.Where(clearance => clearance.Room == step.Room && clearance.At >= step.EndedAt).ToList();
        if (since.Exists(clearance => clearance.Scope == ClearanceScope.Changeover))
            return;
        desk.Get<Room>(step.Room);
        var room = new ActorId(ActorKind.Room, step.Room);
        desk.Write(room, new RoomFact.MaterialEntered(entry.Id, entry.DonorMaterial, step.StartedAt));
        if (since.Count > 0)
            return;
        desk.Write(room, new RoomFact.StepStarted(new RunningStep(entry.Id, definition.Id, definition.Operation, definition.Class, definition.Exposure, null, null, null, null, step.StartedAt), UsesClearance: false));
        desk.Write(room, new RoomFact.StepEnded(entry.Id, definition.Id, step.EndedAt!.Value, NeedsClearance: true, step.EndedAt + site.Parameters.ClearanceWithin));
    }

    /// <summary>The kit of the batch is on the system, and in it the step that runs.</summary>
    private static void Mounted(BatchUnderWay entry, string system, Desk desk)
    {
        var actor = new ActorId(ActorKind.ClosedSystem, system);
        var steps = entry.Steps.Where(step => step.System == system).OrderBy(step => step.StartedAt).ToList();
        var since = steps.Count > 0 ? steps[0].StartedAt : desk.Now;
        desk.Get<ClosedSystem>(system);
        desk.Write(actor, new ClosedSystemFact.KitMounted(entry.Id, $"opening-{entry.Id}", entry.Evidence.EnteredBy, since));
        desk.Write(actor, new ClosedSystemFact.ClosureVerified(entry.Evidence.Document, "as recorded", Passed: true, entry.Evidence.EnteredBy, entry.Evidence.VerifiedBy, since));
        // The cells of its last step are in it, whether that runs or has ended.
        if ((steps.Find(step => step.EndedAt is null) ?? steps.LastOrDefault()) is not { } last)
            return;
        desk.Write(actor, new ClosedSystemFact.StepStarted(entry.Id, last.Step, last.StartedAt));
        if (last.EndedAt is { } ended)
            desk.Write(actor, new ClosedSystemFact.StepEnded(entry.Id, last.Step, ended));
    }

    private static void Vessel(BatchUnderWay entry, VesselUnderWay vessel, OpeningBalance balance, Site site, Desk desk)
    {
        if (OpeningPlaces.Find(site.Document, vessel.At) is not { } place)
            return;
        var known = desk.Get<Container>(vessel.Container);
        desk.Check(known.Status == ContainerStatus.Unknown ? CodeRegister.Issue(desk, CodeBearer.Container, vessel.Container) : Refusal.Of("ORC-002", new Seen("container", vessel.Container)));
        if (vessel.Label != vessel.Container)
            desk.Check(desk.Get<Label>(vessel.Label).Status == LabelStatus.Unknown ? CodeRegister.Issue(desk, CodeBearer.Label, vessel.Label) : Refusal.Of("ORC-002", new Seen("label", vessel.Label)));
        desk.Get<Label>(vessel.Label);
        var container = new ActorId(ActorKind.Container, vessel.Container);
        desk.Write(container, new ContainerFact.Registered(
            vessel.Kind, ContainerUse.Product, entry.Id, entry.ChainOfIdentity, entry.DonorCode, entry.DonorMaterial, [], null, entry.Pathogen, [], new Contents(0), place.Location, desk.Now));
        desk.Write(new ActorId(ActorKind.Label, vessel.Label), new LabelFact.Received(vessel.Container, entry.ChainOfIdentity, entry.DonorCode, entry.Evidence.EnteredBy, entry.Evidence.VerifiedBy, desk.Now));
        desk.Write(container, new ContainerFact.Labelled(vessel.Label));
        desk.Write(container, new ContainerFact.SealVerified(new Seal("as recorded", entry.Evidence.EnteredBy, entry.Evidence.VerifiedBy, desk.Now)));
        desk.Write(new ActorId(ActorKind.Batch, entry.Id), new BatchFact.ContainerAdded(vessel.Container));
        if (place.Location.Position is not { } position)
            return;
        desk.Write(container, new ContainerFact.Parked(place.Location, desk.Now));
        if (place.Location.Incubator is { } incubator)
        {
            desk.Get<Incubator>(incubator);
            desk.Write(new ActorId(ActorKind.Incubator, incubator), new IncubatorFact.VesselLoaded(
                place.Compartment!, position, new Vessel(vessel.Container, entry.Id, entry.Product, Segregation.Exposure.Closed, balance.AsOf), entry.Evidence.EnteredBy));
            return;
        }

        desk.Get<Room>(place.Location.Room);
        desk.Write(new ActorId(ActorKind.Room, place.Location.Room), new RoomFact.VesselParked(position, vessel.Container, entry.Id, balance.AsOf));
    }
}
