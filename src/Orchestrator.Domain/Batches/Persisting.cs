using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Rooms;

namespace Orchestrator.Domain.Batches;

/// <summary>What a running step was granted on holds while it runs (requirements 0.7.7): new master data may take it away.</summary>
public static class Persisting
{
    /// <summary>
    /// GMP-9.5.0: a step that the new plant file would not let go on, and the old one would have, is held with its batch until
    /// quality has judged it: a person no longer authorised, a place no longer qualified, an approval that is gone.
    /// </summary>
    /// <param name="change">The change that takes effect.</param>
    /// <param name="was">The plant file in force until now.</param>
    [Enforces("GMP-9.5.0")]
    public static void AfterChange(Desk desk, string change, Site was, PlantDocument shall)
    {
        var site = new Site(shall);
        foreach (var running in was.Document.Rooms.SelectMany(room => desk.Get<Room>(room.Id).Running.Values))
        {
            var batch = desk.Get<Batch>(running.Batch);
            if (!batch.Steps.TryGetValue(running.Step, out var step))
                continue;
            var before = Against(desk, step, batch, was).Select(Words).ToHashSet(StringComparer.Ordinal);
            var lost = Against(desk, step, batch, site).Where(refusal => !before.Contains(Words(refusal))).ToList();
            if (lost.Count > 0)
                BatchClocks.Hold(desk, batch, new Hold($"no-longer-met/{change}/{step.Step}", HoldKind.MeasureLost, lost[0].Rule, $"{change} took effect: {string.Join("; ", lost.Select(Words))}", desk.Now));
        }
    }

    /// <summary>What would keep the step from going on under a plant file, if it had been paused.</summary>
    private static IEnumerable<Refusal> Against(Desk desk, StepExecution step, Batch batch, Site site)
    {
        var asked = new Desk(desk.Cast, desk.Moment);
        Starting.CheckAgain(step, batch, site, asked);
        return asked.Close().Refusals;
    }

    private static string Words(Refusal refusal) => $"{refusal.Rule} {string.Join(", ", refusal.Seen.Select(seen => $"{seen.Name} {seen.Value}"))}";
}
