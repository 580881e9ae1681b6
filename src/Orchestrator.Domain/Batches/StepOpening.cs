using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Quality;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Batches;

/// <summary>What was taken for closed and turns out to be open: its steps, and those who stand beside it (S-46, S-47).</summary>
public static class StepOpening
{
    /// <summary>The step counts as open from this turn on, running or ended, in its batch and where its room still knows it.</summary>
    public static void Opened(Desk desk, Batch batch, StepExecution step, string reason)
    {
        if (step.Exposure == Exposure.Open)
            return;
        desk.Write(new ActorId(ActorKind.Batch, batch.Id), new BatchFact.StepBecameOpen(step.Step, step.Attempt, desk.Now, reason));
        if (batch.Steps[step.Step].Attempt == step.Attempt && desk.Get<Room>(step.Room).Knows(batch.Id, step.Step))
            desk.Write(new ActorId(ActorKind.Room, step.Room), new RoomFact.StepBecameOpen(batch.Id, step.Step, desk.Now));
    }

    /// <summary>
    /// GMP-9.5.7b (S-47): each batch in what opened is judged as open against everyone present; who may not stand beside it now is
    /// held, until quality has looked at that batch for itself.
    /// </summary>
    /// <param name="opened">The closed system or isolator, and the hold its opening places.</param>
    /// <param name="running">The step that runs in it, or null.</param>
    [Enforces("GMP-9.5.7b")]
    public static void HoldNeighbours(Desk desk, Site site, string roomId, OpenedDevice opened, IEnumerable<string> batches, Func<string, string?> running)
    {
        if (site.Room(roomId) is not { } room || site.Area(room.Area) is not { } area)
            return;
        var held = new HashSet<string>(batches);
        foreach (var id in held.ToList())
        {
            var step = running(id);
            if (Party(desk, room, opened, id, step) is not { } exposed)
                continue;
            var batch = desk.Get<Batch>(id);
            var definition = step is null ? null : desk.Get<Recipe>(batch.Recipe).Step(step);
            var measures = definition is not null && batch.Steps.TryGetValue(definition.Id, out var execution)
                ? Measuring.Of(desk, new Work(site, batch, definition, room, area), execution)
                : Measuring.InRoom(desk, site, room, id);
            var outcome = Events.Breach(exposed, Neighbourhood.Of(desk, site, batch, area.Id, definition), ruling => InEffect(desk, site, ruling, batch, room, measures));
            foreach (var other in outcome.Held.Where(held.Add))
                BatchClocks.Hold(desk, desk.Get<Batch>(other), new Hold(
                    $"beside-{opened.Hold}", HoldKind.MeasureLost, "GMP-9.5.7b", $"{opened.Device} opened under {id} ({string.Join(", ", outcome.Rulings.Select(ruling => ruling.Name).Distinct())})", opened.At));
        }
    }

    private static Party? Party(Desk desk, RoomDefinition room, OpenedDevice opened, string batch, string? step) =>
        desk.Get<Room>(room.Id).Running.TryGetValue(RunningStep.KeyOf(batch, step ?? ""), out var running)
            ? Neighbourhood.PartyOf(desk, room, running)
            : Neighbourhood.PartyOf(desk, room, new RunningStep(batch, "", "", StepClass.NonCulture, Exposure.Open, null, null, null, opened.Device, desk.Now));

    private static bool InEffect(Desk desk, Site site, TableRuling ruling, Batch batch, RoomDefinition room, IReadOnlyDictionary<MeasureKind, MeasureState> measures) =>
        Measures.Unmet(ruling.RequiredMeasures, measures).All(missing => missing.Kind == MeasureKind.RiskAssessment
            && QualityRules.RiskAssessmentFor(desk, site, Scope.Of(desk, site, batch.Product, room.Area, ruling), [room.Id], ruling.Modifier ?? ruling.Row) is not null);
}

/// <summary>Something closed that opened.</summary>
/// <param name="Device">The closed system or the isolator.</param>
/// <param name="Hold">The id of the hold that its opening places.</param>
public sealed record OpenedDevice(string Device, string Hold, DateTimeOffset At);
