using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.ClosedSystems;

/// <summary>What can be asked of, or reported about, one closed system.</summary>
public abstract record ClosedSystemCommand(string System) : Command
{
    /// <summary>Mounts a single-use kit for a batch; its serial is used once (GMP-9.9).</summary>
    [CommandName("manufacturing.mount-kit.v1")]
    public sealed record MountKit(string System, string Batch, string Kit, string By) : ClosedSystemCommand(System);

    /// <summary>Records the closure check of the mounted kit before use, by two people; a failed one leaves it unverified.</summary>
    [CommandName("manufacturing.verify-closure.v1")]
    public sealed record VerifyClosure(string System, string Check, string Method, bool Passed, string Performer, string Verifier) : ClosedSystemCommand(System);

    /// <summary>Records the periodic integrity check; a failed one holds every batch since the last pass (GMP-6.3c, GMP-6.3d).</summary>
    [CommandName("equipment.record-integrity-check.v1")]
    public sealed record RecordIntegrityCheck(string System, string Check, string Method, string Value, bool Passed, string By) : ClosedSystemCommand(System);

    /// <summary>Reports a repair or a move: the integrity check before it no longer counts (GMP-6.3c).</summary>
    [CommandName("equipment.report-repair.v1")]
    public sealed record ReportRepair(string System, string What, string By) : ClosedSystemCommand(System), IReport;

    /// <summary>Records a connection to the closed system; one that exposes, or was not verified, opens it (GMP-13.7b, GMP-6.4.4.1).</summary>
    [CommandName("manufacturing.connect-closed.v1")]
    public sealed record Connect(string System, string Connection, ConnectionType Type, string Check, bool Verified, string By) : ClosedSystemCommand(System), IReport;

    /// <summary>Opens the system on purpose, in a cabinet or in the room.</summary>
    [CommandName("manufacturing.open-system.v1")]
    public sealed record OpenPlanned(string System, string? Cabinet, string Reason, string By) : ClosedSystemCommand(System);

    /// <summary>Returns it to closed, as validated and checked (GMP-13.7c, GMP-13.7d).</summary>
    /// <param name="Cycle">The disinfection or sterilisation cycle; null when it was opened in a sterile environment.</param>
    [CommandName("manufacturing.reclose-system.v1")]
    public sealed record Reclose(string System, string? Cycle, string Check, bool Passed, string Performer, string Verifier) : ClosedSystemCommand(System);

    /// <summary>Reports an unexpected opening or leak; holds follow at once (GMP-9.5.7a, GMP-9.5.7b).</summary>
    [CommandName("manufacturing.report-breach.v1")]
    public sealed record ReportBreach(string System, string Breach, string Detection, DateTimeOffset HappenedAt) : ClosedSystemCommand(System), IReport, IAlarm;

    /// <summary>Records what was done at once about a breach (clock 21).</summary>
    [CommandName("manufacturing.record-emergency-measure.v1")]
    public sealed record RecordEmergencyMeasure(string System, string Measure, string By) : ClosedSystemCommand(System), IReport, IAlarm;

    /// <summary>Quality closes the risk assessment of a breach and decides; lifts what the breach held (GMP-9.5.7a).</summary>
    [CommandName("quality.assess-breach.v1")]
    public sealed record AssessBreach(string System, string RiskAssessment, BreachDecision Decision, string Reason, string FirstBy, string SecondBy) : ClosedSystemCommand(System);

    /// <summary>Takes the used kit off.</summary>
    [CommandName("manufacturing.unmount-kit.v1")]
    public sealed record UnmountKit(string System, string By) : ClosedSystemCommand(System);

    /// <summary>Two people have cleaned the system after a batch and seen that nothing of it is left (GEN-4.1e).</summary>
    [CommandName("manufacturing.clean-system.v1")]
    public sealed record Clean(string System, string Agent, string Performer, string Verifier) : ClosedSystemCommand(System);
}
