using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Isolators;

/// <summary>What the journal keeps about one isolator.</summary>
public abstract record IsolatorFact : Fact
{
    [FactName("isolator.decontamination-started.v1")]
    public sealed record DecontaminationStarted(string Cycle, string By, DateTimeOffset At) : IsolatorFact;

    /// <summary>A cycle has ended; an aborted or failed one counts as none (GMP-6.4.4.2).</summary>
    [FactName("isolator.decontaminated.v1")]
    public sealed record Decontaminated(string Cycle, bool Passed, string Parameters, string By, DateTimeOffset At) : IsolatorFact;

    [FactName("isolator.integrity-tested.v1")]
    public sealed record IntegrityTested(IntegrityTest Test, string Method, string Value, bool Passed, string By, DateTimeOffset At) : IsolatorFact;

    [FactName("isolator.port-opened.v1")]
    public sealed record PortOpened(string? Batch, string By, DateTimeOffset At) : IsolatorFact;

    [FactName("isolator.port-closed.v1")]
    public sealed record PortClosed(DateTimeOffset At) : IsolatorFact;

    [FactName("isolator.step-started.v1")]
    public sealed record StepStarted(string Batch, string Step, DateTimeOffset At) : IsolatorFact;

    [FactName("isolator.step-ended.v1")]
    public sealed record StepEnded(string Batch, string Step, DateTimeOffset At) : IsolatorFact;

    /// <summary>Two people have seen that nothing of the batch is left inside (GMP-9.5.5e).</summary>
    [FactName("isolator.interior-cleared.v1")]
    public sealed record InteriorCleared(string Batch, string Performer, string Verifier, DateTimeOffset At) : IsolatorFact;
}
