using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Controllers;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Quality;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.ClosedSystems;

/// <summary>
/// What follows when a closed system opens under a batch: the step counts as open, the batch and the room are held, and
/// when quality has decided, what the breach held is let go (GMP-9.5.7a, S-47).
/// </summary>
public static class Breaching
{
    /// <summary>The hold a breach places, on the batches and on the room alike.</summary>
    public static string HoldId(string system, string breach) => $"breach/{system}/{breach}";

    /// <summary>A breach that quality will decide on lets go of what it held; a hold that no open breach is behind is lifted like any other.</summary>
    public static bool AwaitsAssessment(Desk desk, Site site, string hold) =>
        site.Document.ClosedSystems.Any(system => desk.Get<ClosedSystem>(system.Id).Breaches.Keys.Any(breach => HoldId(system.Id, breach) == hold));

    /// <summary>
    /// A breach: opens the running step, holds every batch whose kit was mounted at some time since it happened, closes the room
    /// for new work, starts clock 21. One that is found after the kit was taken off finds the batch all the same.
    /// </summary>
    public static void Breached(Desk desk, Site site, ClosedSystem system, string room, ClosedSystemCommand.ReportBreach report)
    {
        var at = report.HappenedAt > desk.Now ? desk.Now : report.HappenedAt;
        var breach = new Breach(report.Breach, report.Detection, at, at + site.Parameters.BreachMeasureWithin, [.. system.BatchesSince(at)]);
        desk.Write(new ActorId(ActorKind.ClosedSystem, system.Id), new ClosedSystemFact.Breached(breach, new OpenedSystem(at, InSterileEnvironment: false, report.Detection)));

        var hold = new Hold(HoldId(system.Id, report.Breach), HoldKind.Breach, "GMP-9.5.7a", $"{system.Id}: {report.Detection}", at);
        if (!desk.Get<Room>(room).Holds.ContainsKey(hold.Id))
            desk.Write(new ActorId(ActorKind.Room, room), new RoomFact.HoldPlaced(hold));
        if (system.Batch is { } inside)
            DeviceCommands.Issue(desk, site, DeviceCommands.Address(ActorKind.ClosedSystem, system.Id), DeviceTarget.Held, $"breach {report.Breach}", null, inside, system.Step);
        foreach (var batch in breach.Batches)
        {
            OpenUnder(desk, system, batch, at, report.Detection);
            BatchClocks.Hold(desk, desk.Get<Batch>(batch), hold);
        }

        HoldNeighbours(desk, site, system, room, breach);
        if (site.Room(room) is { } here)
            foreach (var product in breach.Batches.Select(batch => desk.Get<Batch>(batch).Product).Distinct())
                QualityRules.Reopen(desk, site, product, here.Area, hold.Reason);
    }

    /// <summary>
    /// GMP-9.5.7b (S-47): each batch in the system is judged as open against everyone present; who may not stand beside it now is
    /// held, until quality has looked at that batch for itself.
    /// </summary>
    [Enforces("GMP-9.5.7b")]
    private static void HoldNeighbours(Desk desk, Site site, ClosedSystem system, string roomId, Breach breach)
    {
        if (site.Room(roomId) is not { } room || site.Area(room.Area) is not { } area)
            return;
        var held = new HashSet<string>(breach.Batches);
        foreach (var id in breach.Batches)
        {
            var step = system.Batch == id ? system.Step : null;
            if (Party(desk, system, room, id, step) is not { } breached)
                continue;
            var batch = desk.Get<Batch>(id);
            var definition = step is null ? null : desk.Get<Recipe>(batch.Recipe).Step(step);
            var measures = definition is not null && batch.Steps.TryGetValue(definition.Id, out var execution)
                ? Measuring.Of(desk, new Work(site, batch, definition, room, area), execution)
                : Measuring.InRoom(desk, site, room, id);
            var outcome = Events.Breach(breached, Neighbourhood.Of(desk, site, batch, area.Id, definition), ruling => InEffect(desk, site, ruling, batch, room, measures));
            foreach (var other in outcome.Held.Where(held.Add))
                BatchClocks.Hold(desk, desk.Get<Batch>(other), new Hold(
                    $"beside-{HoldId(system.Id, breach.Id)}", HoldKind.MeasureLost, "GMP-9.5.7b", $"{system.Id} opened under {id} ({string.Join(", ", outcome.Rulings.Select(ruling => ruling.Name).Distinct())})", breach.At));
        }
    }

    private static Party? Party(Desk desk, ClosedSystem system, RoomDefinition room, string batch, string? step) =>
        desk.Get<Room>(room.Id).Running.TryGetValue(RunningStep.KeyOf(batch, step ?? ""), out var running)
            ? Neighbourhood.PartyOf(desk, room, running)
            : Neighbourhood.PartyOf(desk, room, new RunningStep(batch, "", "", StepClass.NonCulture, Exposure.Open, null, null, null, system.Id, desk.Now));

    private static bool InEffect(Desk desk, Site site, TableRuling ruling, Batch batch, RoomDefinition room, IReadOnlyDictionary<MeasureKind, MeasureState> measures) =>
        Measures.Unmet(ruling.RequiredMeasures, measures).All(missing => missing.Kind == MeasureKind.RiskAssessment
            && QualityRules.RiskAssessmentFor(desk, site, batch.Product, room.Area, [room.Id], ruling.Modifier ?? ruling.Row) is not null);

    /// <summary>The system is open: what runs in it, and what has ended in it since, was done in the open whatever was thought of it then.</summary>
    public static void OpenUnder(Desk desk, ClosedSystem system, string id, DateTimeOffset since, string reason)
    {
        var batch = desk.Get<Batch>(id);
        foreach (var step in batch.Executions.Where(step => step.ClosedSystem == system.Id && !(step.EndedAt < since)))
            StepOpening.Opened(desk, batch, step, reason);
    }

    /// <summary>Quality has decided: going on lifts the holds of every breach it decided on, discarding leaves the batches to their disposition.</summary>
    public static void Assessed(Desk desk, ClosedSystem system, string room, ClosedSystemCommand.AssessBreach assess)
    {
        foreach (var breach in system.Breaches.Values)
        {
            var hold = HoldId(system.Id, breach.Id);
            if (desk.Get<Room>(room).Holds.ContainsKey(hold))
                desk.Write(new ActorId(ActorKind.Room, room), new RoomFact.HoldLifted(hold, assess.Reason, assess.FirstBy, assess.SecondBy));
            if (assess.Decision != BreachDecision.Continue)
                continue;
            foreach (var batch in breach.Batches.Where(batch => desk.Get<Batch>(batch).Holds.ContainsKey(hold)))
                desk.Write(new ActorId(ActorKind.Batch, batch), new BatchFact.HoldLifted(hold, $"{assess.RiskAssessment}: {assess.Reason}", assess.FirstBy, assess.SecondBy));
        }
    }
}
