using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Controllers;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Quality;
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

        StepOpening.HoldNeighbours(desk, site, room, new OpenedDevice(system.Id, hold.Id, at), breach.Batches, batch => batch == system.Batch ? system.Step : null);
        if (site.Room(room) is { } here)
            foreach (var product in breach.Batches.Select(batch => desk.Get<Batch>(batch).Product).Distinct())
                QualityRules.Reopen(desk, site, product, here.Area, hold.Reason);
    }

    /// <summary>The system is open: what runs in it, and what has ended in it since, was done in the open whatever was thought of it then.</summary>
    public static void OpenUnder(Desk desk, ClosedSystem system, string id, DateTimeOffset since, string reason)
    {
        var batch = desk.Get<Batch>(id);
        foreach (var step in batch.Executions.Where(step => step.ClosedSystem == system.Id && !(step.EndedAt < since)))
            StepOpening.Opened(desk, batch, step, reason);
    }

    /// <summary>
    /// A connection that exposes, or that nobody verified, made where no step was granted as open, is an unexpected opening by
    /// another name (GMP-13.7b, GMP-9.5.7a): the same follows.
    /// </summary>
    public static bool Unforeseen(Desk desk, ClosedSystem system) =>
        system is { CarriesCells: true, Batch: { } batch }
        && !(system.Step is { } step && desk.Get<Batch>(batch).Steps.TryGetValue(step, out var execution) && execution.Exposure == Exposure.Open);

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
