using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Lines;

/// <summary>What the journal keeps about one line.</summary>
public abstract record LineFact : Fact
{
    [FactName("line.media-fill-recorded.v1")]
    public sealed record MediaFillRecorded(MediaFill Fill, string Performer, string Verifier) : LineFact;

    /// <summary>A passed media fill has confirmed what the shift worked on before it.</summary>
    [FactName("line.exposure-closed.v1")]
    public sealed record ExposureClosed(string Shift, ImmutableArray<string> Batches, string Fill) : LineFact;

    /// <summary>Alert: the shift's media fill falls due inside the warning window (GMP-9.2.5c).</summary>
    [FactName("line.media-fill-due-soon.v1")]
    public sealed record MediaFillDueSoon(string Shift, string Fill, DateOnly DueDate) : LineFact;

    /// <summary>The line is stopped; the batches that relied on its media fills are listed for impact assessment.</summary>
    [FactName("line.suspended.v1")]
    public sealed record Suspended(Suspension Suspension, ImmutableArray<string> Batches) : LineFact;

    [FactName("line.reinstated.v1")]
    public sealed record Reinstated(string Reason, string FirstBy, string SecondBy) : LineFact;

    [FactName("line.step-started.v1")]
    public sealed record StepStarted(StepOnLine Step) : LineFact;

    [FactName("line.step-ended.v1")]
    public sealed record StepEnded(string Batch, string Step, DateTimeOffset At) : LineFact;

    [FactName("line.processed-aseptically.v1")]
    public sealed record ProcessedAseptically(AsepticWork Work) : LineFact;
}
