using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Batches;

/// <summary>What running steps rest on, and what happens to them when it falls away (0.7.7, S-46).</summary>
public static class Approvals
{
    /// <summary>The risk assessments and overrides that a decision has cited.</summary>
    public static ImmutableSortedSet<string> CitedBy(Desk desk) =>
        [.. desk.Bases.SelectMany(basis => basis.Seen).Where(seen => seen.Name is "riskAssessment" or "override").Select(seen => seen.Value)];

    /// <summary>
    /// GMP-9.5.0 (S-46): an approval that no longer holds is a measure lost under every step that was started on it; each is held
    /// with its batch until quality has judged it.
    /// </summary>
    public static void Lost(Desk desk, Site site, string approval, string reason)
    {
        var measure = Measures.Of(MeasureSet.None, openCulture: false, "GMP-9.5.3b").Single();
        foreach (var room in site.Document.Rooms.Select(definition => desk.Get<Room>(definition.Id)))
            foreach (var running in room.Running.Values)
            {
                var batch = desk.Get<Batch>(running.Batch);
                if (!batch.Steps.TryGetValue(running.Step, out var step) || !step.Approvals.Contains(approval))
                    continue;
                foreach (var loss in Events.Losses(batch.Id, [measure], new Dictionary<MeasureKind, MeasureState> { [measure.Kind] = MeasureState.NotInEffect }))
                    BatchClocks.Hold(desk, batch, new Hold($"approval-lost/{approval}/{step.Step}", HoldKind.MeasureLost, "GMP-9.5.0", $"{approval}: {reason} ({loss.Ruling.Name})", desk.Now));
            }
    }
}
