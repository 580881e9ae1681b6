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
    /// <summary>The hold a breach places, on the batch and on the room alike.</summary>
    public static string HoldId(string breach) => $"breach/{breach}";

    /// <summary>A breach: opens the running step, holds its batch, closes the room for new work, starts clock 21.</summary>
    public static void Breached(Desk desk, Site site, ClosedSystem system, string room, ClosedSystemCommand.ReportBreach report)
    {
        var at = report.HappenedAt > desk.Now ? desk.Now : report.HappenedAt;
        var breach = new Breach(report.Breach, report.Detection, at, at + site.Parameters.BreachMeasureWithin, system.Batch, system.Step);
        desk.Write(new ActorId(ActorKind.ClosedSystem, system.Id), new ClosedSystemFact.Breached(breach, new OpenedSystem(at, InSterileEnvironment: false, report.Detection)));

        var hold = new Hold(HoldId(report.Breach), HoldKind.Breach, "GMP-9.5.7a", $"{system.Id}: {report.Detection}", at);
        if (system.Batch is not { } batch)
            return;
        OpenUnder(desk, system, room, report.Detection);
        DeviceCommands.Issue(desk, site, DeviceCommands.Address(ActorKind.ClosedSystem, system.Id), DeviceTarget.Held, $"breach {report.Breach}", null, batch, system.Step);
        BatchClocks.Hold(desk, desk.Get<Batch>(batch), hold);
        if (!desk.Get<Room>(room).Holds.ContainsKey(hold.Id))
            desk.Write(new ActorId(ActorKind.Room, room), new RoomFact.HoldPlaced(hold));
        HoldNeighbours(desk, site, system, room, report.Breach, at);
        if (site.Room(room) is { } here)
            QualityRules.Reopen(desk, site, desk.Get<Batch>(batch).Product, here.Area, hold.Reason);
    }

    /// <summary>
    /// GMP-9.5.7b (S-47): the batch is judged as open against everyone present; who may not stand beside it now is held, until
    /// quality has looked at that batch for itself.
    /// </summary>
    [Enforces("GMP-9.5.7b")]
    private static void HoldNeighbours(Desk desk, Site site, ClosedSystem system, string roomId, string breach, DateTimeOffset at)
    {
        if (site.Room(roomId) is not { } room || site.Area(room.Area) is not { } area || Party(desk, system, room) is not { } breached)
            return;
        var batch = desk.Get<Batch>(breached.Batch);
        var step = system.Step is { } running ? desk.Get<Recipe>(batch.Recipe).Step(running) : null;
        var measures = step is not null && batch.Steps.TryGetValue(step.Id, out var execution)
            ? Measuring.Of(desk, new Work(site, batch, step, room, area), execution)
            : Measuring.InRoom(desk, site, room, batch.Id);
        var outcome = Events.Breach(breached, Neighbourhood.Of(desk, site, batch, area.Id, step), ruling => InEffect(desk, site, ruling, batch, room, measures));
        foreach (var other in outcome.Held.Where(held => held != batch.Id))
            BatchClocks.Hold(desk, desk.Get<Batch>(other), new Hold(
                $"beside-breach/{breach}", HoldKind.MeasureLost, "GMP-9.5.7b", $"{system.Id} opened under {batch.Id} ({string.Join(", ", outcome.Rulings.Select(ruling => ruling.Name).Distinct())})", at));
    }

    private static Party? Party(Desk desk, ClosedSystem system, RoomDefinition room) =>
        desk.Get<Room>(room.Id).Running.TryGetValue(RunningStep.KeyOf(system.Batch!, system.Step ?? ""), out var running)
            ? Neighbourhood.PartyOf(desk, room, running)
            : Neighbourhood.PartyOf(desk, room, new RunningStep(system.Batch!, "", "", StepClass.NonCulture, Exposure.Open, null, null, null, system.Id, desk.Now));

    private static bool InEffect(Desk desk, Site site, TableRuling ruling, Batch batch, RoomDefinition room, IReadOnlyDictionary<MeasureKind, MeasureState> measures) =>
        Measures.Unmet(ruling.RequiredMeasures, measures).All(missing => missing.Kind == MeasureKind.RiskAssessment
            && QualityRules.RiskAssessmentFor(desk, site, batch.Product, room.Area, [room.Id], ruling.Modifier ?? ruling.Row) is not null);

    /// <summary>The system is open now: a step that runs in it counts as open from this turn on, in the batch and in the room.</summary>
    public static void OpenUnder(Desk desk, ClosedSystem system, string room, string reason)
    {
        if (system is not { Batch: { } batch, Step: { } step })
            return;
        if (desk.Get<Batch>(batch).Steps.TryGetValue(step, out var execution))
            desk.Write(new ActorId(ActorKind.Batch, batch), new BatchFact.StepChanged(step, execution.Status, desk.Now, Exposure.Open, reason));
        if (desk.Get<Room>(room).Running.ContainsKey(RunningStep.KeyOf(batch, step)))
            desk.Write(new ActorId(ActorKind.Room, room), new RoomFact.StepBecameOpen(batch, step, desk.Now));
    }

    /// <summary>Quality has decided: going on lifts the holds of the breach, discarding leaves the batch to its disposition.</summary>
    public static void Assessed(Desk desk, ClosedSystem system, string room, ClosedSystemCommand.AssessBreach assess)
    {
        var hold = HoldId(system.Breach!.Id);
        if (desk.Get<Room>(room).Holds.ContainsKey(hold))
            desk.Write(new ActorId(ActorKind.Room, room), new RoomFact.HoldLifted(hold, assess.Reason, assess.FirstBy, assess.SecondBy));
        if (assess.Decision == BreachDecision.Continue && system.Breach.Batch is { } batch && desk.Get<Batch>(batch).Holds.ContainsKey(hold))
            desk.Write(new ActorId(ActorKind.Batch, batch), new BatchFact.HoldLifted(hold, $"{assess.RiskAssessment}: {assess.Reason}", assess.FirstBy, assess.SecondBy));
    }
}
