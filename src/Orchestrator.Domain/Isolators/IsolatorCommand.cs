using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Isolators;

/// <summary>What can be asked of, or reported about, one isolator.</summary>
public abstract record IsolatorCommand(string Isolator) : Command
{
    /// <summary>Starts a decontamination cycle of the empty, closed isolator.</summary>
    [CommandName("equipment.start-decontamination.v1")]
    public sealed record StartDecontamination(string Isolator, string Cycle, string By) : IsolatorCommand(Isolator);

    /// <summary>Records how the cycle ended; an aborted or failed one counts as none (GMP-6.4.4.2).</summary>
    [CommandName("equipment.record-decontamination.v1")]
    public sealed record RecordDecontamination(string Isolator, string Cycle, bool Passed, string Parameters, string By) : IsolatorCommand(Isolator);

    /// <summary>Records a leak or glove test; a failed one holds every batch since the last pass (GMP-9.5.5a, GMP-6.3d).</summary>
    [CommandName("equipment.record-isolator-test.v1")]
    public sealed record RecordIntegrityTest(string Isolator, IntegrityTest Test, string Method, string Value, bool Passed, string By) : IsolatorCommand(Isolator);

    /// <summary>Opens the transfer port for a batch; one isolator of a room at a time (GMP-9.5.5d).</summary>
    [CommandName("manufacturing.open-port.v1")]
    public sealed record OpenPort(string Isolator, string Batch, string By) : IsolatorCommand(Isolator);

    /// <summary>Reports that the port is closed.</summary>
    [CommandName("equipment.close-port.v1")]
    public sealed record ClosePort(string Isolator) : IsolatorCommand(Isolator), IReport;

    /// <summary>Reports that the port was found open without anyone having asked; whoever relies on it is held.</summary>
    [CommandName("equipment.report-open-port.v1")]
    public sealed record ReportOpenPort(string Isolator, DateTimeOffset HappenedAt) : IsolatorCommand(Isolator), IReport, IAlarm;

    /// <summary>Two people have cleared the interior after a batch: the isolator is nobody's and waits for its cycle (GMP-9.5.5e).</summary>
    [CommandName("manufacturing.clear-isolator.v1")]
    public sealed record ClearInterior(string Isolator, string Batch, string Performer, string Verifier) : IsolatorCommand(Isolator);
}
