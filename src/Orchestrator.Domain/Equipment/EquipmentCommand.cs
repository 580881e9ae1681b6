using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Equipment;

/// <summary>What can be asked of, or reported about, one piece of equipment.</summary>
public abstract record EquipmentCommand(string Equipment) : Command
{
    /// <summary>Two people have cleaned it after a batch (GEN-4.1e).</summary>
    [CommandName("manufacturing.clean-equipment.v1")]
    public sealed record Clean(string Equipment, string Batch, string Agent, string Performer, string Verifier) : EquipmentCommand(Equipment);

    /// <summary>Records an inactivation; anything but a passed indicator counts as none (GMP-9.5.1b).</summary>
    [CommandName("equipment.record-equipment-inactivation.v1")]
    public sealed record RecordInactivation(string Equipment, string Cycle, string Indicator, string By) : EquipmentCommand(Equipment);

    [CommandName("equipment.record-calibration.v1")]
    public sealed record RecordCalibration(string Equipment, string Certificate, bool Passed, DateOnly ValidUntil, string By) : EquipmentCommand(Equipment);

    /// <summary>Records an integrity check; a failed one holds every batch since the last pass (GMP-6.3d).</summary>
    [CommandName("equipment.record-equipment-integrity-check.v1")]
    public sealed record RecordIntegrityCheck(string Equipment, string Check, string Method, string Value, bool Passed, string By) : EquipmentCommand(Equipment);

    [CommandName("equipment.report-equipment-repair.v1")]
    public sealed record ReportRepair(string Equipment, string What, string By) : EquipmentCommand(Equipment), IReport;

    [CommandName("equipment.take-out-of-service.v1")]
    public sealed record TakeOutOfService(string Equipment, string Reason, string By) : EquipmentCommand(Equipment), IReport, IAlarm;

    /// <summary>Puts it back into service on the document that shows it is fit.</summary>
    [CommandName("equipment.return-to-service.v1")]
    public sealed record ReturnToService(string Equipment, string Document, string By) : EquipmentCommand(Equipment);
}
