using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.ClosedSystems;

/// <summary>What the journal keeps about one closed system.</summary>
public abstract record ClosedSystemFact : Fact
{
    [FactName("closed-system.kit-mounted.v1")]
    public sealed record KitMounted(string Batch, string Kit, string By, DateTimeOffset At) : ClosedSystemFact;

    /// <summary>The mounted kit was checked for closure before use.</summary>
    [FactName("closed-system.closure-verified.v1")]
    public sealed record ClosureVerified(string Check, string Method, bool Passed, string Performer, string Verifier, DateTimeOffset At) : ClosedSystemFact;

    /// <summary>The system's periodic integrity check (GMP-6.3c).</summary>
    [FactName("closed-system.integrity-checked.v1")]
    public sealed record IntegrityChecked(string Check, string Method, string Value, bool Passed, string By, DateTimeOffset At) : ClosedSystemFact;

    [FactName("closed-system.repaired.v1")]
    public sealed record Repaired(string What, string By, DateTimeOffset At) : ClosedSystemFact;

    [FactName("closed-system.connected.v1")]
    public sealed record Connected(string Connection, ConnectionType Type, string Check, bool Verified, string By, DateTimeOffset At) : ClosedSystemFact;

    [FactName("closed-system.opened.v1")]
    public sealed record Opened(OpenedSystem Opening, string By) : ClosedSystemFact;

    [FactName("closed-system.reclosed.v1")]
    public sealed record Reclosed(string? Cycle, string Check, string Performer, string Verifier, DateTimeOffset At) : ClosedSystemFact;

    [FactName("closed-system.step-started.v1")]
    public sealed record StepStarted(string Batch, string Step, DateTimeOffset At) : ClosedSystemFact;

    [FactName("closed-system.step-ended.v1")]
    public sealed record StepEnded(string Batch, string Step, DateTimeOffset At) : ClosedSystemFact;

    [FactName("closed-system.breached.v1")]
    public sealed record Breached(Breach Breach, OpenedSystem Opening) : ClosedSystemFact;

    [FactName("closed-system.emergency-measure-recorded.v1")]
    public sealed record EmergencyMeasureRecorded(string Measure, string By, DateTimeOffset At) : ClosedSystemFact;

    /// <summary>An alert: the emergency measure was not recorded in time (clock 21).</summary>
    [FactName("closed-system.emergency-measure-overdue.v1")]
    public sealed record EmergencyMeasureOverdue(string Breach, DateTimeOffset Due) : ClosedSystemFact;

    [FactName("closed-system.breach-assessed.v1")]
    public sealed record BreachAssessed(string RiskAssessment, BreachDecision Decision, string Reason, string FirstBy, string SecondBy, DateTimeOffset At) : ClosedSystemFact;

    [FactName("closed-system.kit-unmounted.v1")]
    public sealed record KitUnmounted(string Kit, string By, DateTimeOffset At) : ClosedSystemFact;

    [FactName("closed-system.cleaned.v1")]
    public sealed record Cleaned(string After, string Agent, string Performer, string Verifier, DateTimeOffset At) : ClosedSystemFact;
}
