using Orchestrator.Domain.Batches;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Equipment;
using Orchestrator.Domain.Incubators;
using Orchestrator.Domain.Isolators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Lines;
using Orchestrator.Domain.Materials;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Sensors;
using Orchestrator.V1;
using Wire = Orchestrator.Api.Services.Wire;

namespace Orchestrator.Api.Supervision;

/// <summary>What holds until an instant: media fills, what people may do, calibrations, clearances, cycles, lots and waiting times.</summary>
public static class Lapses
{
    /// <summary>Those whose instant lies between two, the earliest first.</summary>
    public static IEnumerable<Lapse> Of(Overview plant, DateTimeOffset from, DateTimeOffset to) =>
        from until in All(plant)
        where until.At >= @from && until.At <= to
        orderby until.At, until.Actor, until.Kind, until.What
        select new Lapse { Kind = until.Kind, Actor = until.Actor.ToString(), What = until.What, At = Wire.Instant(until.At), Lapsed = until.At <= plant.Desk.Now };

    private static IEnumerable<Until> All(Overview plant) =>
        [.. MediaFills(plant), .. People(plant), .. MasterData(plant), .. Instruments(plant), .. Clearances(plant), .. Cycles(plant), .. Lots(plant), .. Waits(plant)];

    private static IEnumerable<Until> MediaFills(Overview plant) =>
        from definition in plant.Site.Document.Lines
        let line = plant.Desk.Get<Line>(definition.Id)
        from shift in plant.Site.Document.Shifts
        let credit = MediaFillHistory.CreditOf(line, shift.Id)
        where credit is not null
        select new Until("media-fill", new ActorId(ActorKind.Line, line.Id), shift.Id, Rota.EndOf(plant.Site, shift, MediaFillHistory.DueDate(credit.Date)));

    private static IEnumerable<Until> People(Overview plant)
    {
        foreach (var person in plant.Site.Document.People)
        {
            var actor = new ActorId(ActorKind.Operator, person.Id);
            foreach (var (training, until) in person.Trainings)
                yield return new Until("training", actor, training, plant.Site.EndOf(until));
            foreach (var (authorisation, until) in person.Authorisations)
                yield return new Until("authorisation", actor, authorisation, plant.Site.EndOf(until));
            if (person.AsepticUntil is { } aseptic)
                yield return new Until("aseptic-qualification", actor, "", plant.Site.EndOf(aseptic));
            if (plant.Desk.Get<Operator>(person.Id) is { LastVectorExit: not null, Decontaminated.At: var done } && plant.Site.Parameters.DecontaminationValidity is { } good)
                yield return new Until("decontamination", actor, "", done + good);
        }
    }

    private static IEnumerable<Until> MasterData(Overview plant)
    {
        var document = plant.Site.Document;
        IEnumerable<(string Kind, ActorKind Actor, string Id, DateOnly? Date)> dates =
        [
            .. document.Rooms.Where(room => room.Use is RoomUse.Processing or RoomUse.Incubation).Select(one => ("qualification", ActorKind.Room, one.Id, one.QualifiedUntil)),
            .. document.Isolators.Select(one => ("qualification", ActorKind.Isolator, one.Id, one.QualifiedUntil)),
            .. document.Cabinets.Select(one => ("qualification", ActorKind.Cabinet, one.Id, one.QualifiedUntil)),
            .. document.Incubators.Select(one => ("qualification", ActorKind.Incubator, one.Id, one.QualifiedUntil)),
            .. document.ClosedSystems.Select(one => ("qualification", ActorKind.ClosedSystem, one.Id, one.QualifiedUntil)),
            .. document.Equipment.Select(one => ("qualification", ActorKind.Equipment, one.Id, one.QualifiedUntil)),
            .. document.ClosedSystems.Select(one => ("calibration", ActorKind.ClosedSystem, one.Id, one.CalibratedUntil)),
            .. document.RiskAssessments.Select(one => ("risk-assessment", ActorKind.RiskAssessment, one.Id, (DateOnly?)one.ValidUntil)),
            .. document.Overrides.Select(one => ("override", ActorKind.PolicyOverride, one.Id, (DateOnly?)one.ValidUntil)),
        ];
        foreach (var (kind, actor, id, date) in dates)
            if (date is { } until)
                yield return new Until(kind, new ActorId(actor, id), "", plant.Site.EndOf(until));
    }

    private static IEnumerable<Until> Instruments(Overview plant)
    {
        foreach (var definition in plant.Site.Document.Sensors)
            if (SensorRules.CalibratedUntil(plant.Desk.Get<Sensor>(definition.Id), definition) is { } until)
                yield return new Until("calibration", new ActorId(ActorKind.Sensor, definition.Id), "", plant.Site.EndOf(until));
        foreach (var definition in plant.Site.Document.Equipment)
            if (EquipmentRules.CalibratedUntil(plant.Desk.Get<Domain.Equipment.Equipment>(definition.Id), definition) is { } until)
                yield return new Until("calibration", new ActorId(ActorKind.Equipment, definition.Id), "", plant.Site.EndOf(until));
    }

    private static IEnumerable<Until> Clearances(Overview plant) =>
        from definition in plant.Site.Document.Rooms
        from clearance in plant.Desk.Get<Room>(definition.Id).Clearances.Values
        where clearance.ValidUntil is not null
        select new Until("clearance", new ActorId(ActorKind.Room, definition.Id), clearance.Id, clearance.ValidUntil!.Value);

    private static IEnumerable<Until> Cycles(Overview plant)
    {
        var parameters = plant.Site.Parameters;
        foreach (var definition in plant.Site.Document.Rooms)
            if (plant.Desk.Get<Room>(definition.Id).DisinfectedAt + parameters.RoomDisinfectionPeriod is { } until)
                yield return new Until("disinfection", new ActorId(ActorKind.Room, definition.Id), "", until);
        foreach (var definition in plant.Site.Document.Isolators)
        {
            var (isolator, actor) = (plant.Desk.Get<Isolator>(definition.Id), new ActorId(ActorKind.Isolator, definition.Id));
            if (isolator.Cycle?.EndedAt + parameters.IsolatorCycleValidity is { } cycle)
                yield return new Until("decontamination", actor, "", cycle);
            foreach (var (test, passed) in isolator.Passed)
                if (passed + parameters.IsolatorIntegrityPeriod is { } until)
                    yield return new Until("integrity", actor, test.ToString(), until);
        }

        foreach (var definition in plant.Site.Document.ClosedSystems)
            if (plant.Desk.Get<ClosedSystem>(definition.Id).IntegrityPassedAt + parameters.ClosedSystemIntegrityPeriod is { } until)
                yield return new Until("integrity", new ActorId(ActorKind.ClosedSystem, definition.Id), "", until);
        foreach (var definition in plant.Site.Document.Incubators)
            foreach (var compartment in definition.Compartments)
                if (plant.Desk.Get<Incubator>(definition.Id).At(compartment.Id).DisinfectedAt + parameters.IncubatorDisinfectionPeriod is { } until)
                    yield return new Until("disinfection", new ActorId(ActorKind.Incubator, definition.Id), compartment.Id, until);
    }

    private static IEnumerable<Until> Lots(Overview plant) =>
        from pair in plant.Picture.All<MaterialLot>()
        let lot = pair.Value
        let last = lot.Status is MaterialLotStatus.Quarantine or MaterialLotStatus.Released ? lot.ExpiresOn : null
        where last is not null
        select new Until("material", new ActorId(ActorKind.MaterialLot, lot.Id), lot.Material, plant.Site.EndOf(last.Value));

    private static IEnumerable<Until> Waits(Overview plant) =>
        from pair in plant.Picture.All<Batch>()
        where pair.Value.IsLive
        from clock in pair.Value.HoldClocks.Values
        select new Until("hold-time", new ActorId(ActorKind.Batch, pair.Key), clock.AfterStep, clock.Due);

    private sealed record Until(string Kind, ActorId Actor, string What, DateTimeOffset At);
}
