using System.Collections.Immutable;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Controllers;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
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
    }

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
        if (assess.Decision == BreachDecision.Continue)
            foreach (var batch in Touched(desk, system, room).Where(batch => desk.Get<Batch>(batch).Holds.ContainsKey(hold)))
                desk.Write(new ActorId(ActorKind.Batch, batch), new BatchFact.HoldLifted(hold, $"{assess.RiskAssessment}: {assess.Reason}", assess.FirstBy, assess.SecondBy));
    }

    // Co-occupants are held under the same id, so that one assessment speaks for all of them.
    private static ImmutableSortedSet<string> Touched(Desk desk, ClosedSystem system, string room) =>
        [.. desk.Get<Room>(room).Running.Values.Select(step => step.Batch), .. desk.Get<Room>(room).Occupations.Keys, .. system.Breach?.Batch is { } batch ? new[] { batch } : []];
}
