using Google.Protobuf.WellKnownTypes;
using Orchestrator.Cli.Mes;
using Orchestrator.V1;

namespace Orchestrator.Cli.Demonstration;

/// <summary>Compares when steps began and ended with what was planned.</summary>
/// <param name="Planned">Steps that the plan begins or ends.</param>
/// <param name="Off">Those that began or ended at another time, a line each.</param>
/// <param name="BrokenOff">Those of them that the plan begins and never ends.</param>
internal sealed record Punctuality(int Planned, int BrokenOff, IReadOnlyList<string> Off)
{
    public static Punctuality Of(Playbook playbook, IEnumerable<BatchView> batches)
    {
        var steps = batches.SelectMany(batch => batch.Steps, (batch, step) => (batch.Batch, step)).ToDictionary(pair => (pair.Batch, pair.step.Step), pair => pair.step);
        var planned = new Dictionary<(string Batch, string Step), (DateTimeOffset? Start, DateTimeOffset? End)>();
        foreach (var act in playbook.Acts.Where(act => act.For?.Expected is null))
        {
            if (act.Request is StartStepRequest start)
                planned[(start.Batch, start.Step)] = (act.At.Instant, null);
            else if (act.Request is CompleteStepRequest complete)
                planned[(complete.Batch, complete.Step)] = planned[(complete.Batch, complete.Step)] with { End = act.At.Instant };
        }

        return new Punctuality(planned.Count, planned.Count(pair => pair.Value.End is null), [.. planned.Where(pair => !Kept(pair.Value, steps.GetValueOrDefault(pair.Key))).Select(pair =>
            $"{pair.Key.Batch} {pair.Key.Step}: {pair.Value.Start:O} – {pair.Value.End:O}, {steps.GetValueOrDefault(pair.Key)?.StartedAt} – {steps.GetValueOrDefault(pair.Key)?.EndedAt}")]);
    }

    private static bool Kept((DateTimeOffset? Start, DateTimeOffset? End) planned, StepView? step) =>
        step is not null && Same(planned.Start, step.StartedAt) && (planned.End is null || Same(planned.End, step.EndedAt));

    private static bool Same(DateTimeOffset? planned, Timestamp? actual) => planned == actual?.ToDateTimeOffset();
}
