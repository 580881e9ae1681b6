using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Sensors;

namespace Orchestrator.Domain.Equipment;

/// <summary>What the journal keeps about one piece of equipment.</summary>
public abstract record EquipmentFact : Fact
{
    [FactName("equipment.step-started.v1")]
    public sealed record StepStarted(string Batch, string Step, bool Positive, DateTimeOffset At) : EquipmentFact;

    [FactName("equipment.step-ended.v1")]
    public sealed record StepEnded(string Batch, string Step, DateTimeOffset At) : EquipmentFact;

    [FactName("equipment.cleaned.v1")]
    public sealed record Cleaned(string Batch, string Agent, string Performer, string Verifier, DateTimeOffset At) : EquipmentFact;

    /// <summary>A batch it was used for, and after which nobody has inactivated it, is not free of pathogens as was thought.</summary>
    [FactName("equipment.found-used-for-positive.v1")]
    public sealed record FoundUsedForPositive(string Batch, DateTimeOffset UsedAt) : EquipmentFact;

    /// <summary>A completed inactivation after work with pathogen-positive material.</summary>
    [FactName("equipment.inactivated.v1")]
    public sealed record Inactivated(string Cycle, string Indicator, string By, DateTimeOffset At) : EquipmentFact;

    [FactName("equipment.calibrated.v1")]
    public sealed record Calibrated(Calibration Calibration) : EquipmentFact;

    [FactName("equipment.integrity-checked.v1")]
    public sealed record IntegrityChecked(string Check, string Method, string Value, bool Passed, string By, DateTimeOffset At) : EquipmentFact;

    [FactName("equipment.repaired.v1")]
    public sealed record Repaired(string What, string By, DateTimeOffset At) : EquipmentFact;

    [FactName("equipment.taken-out-of-service.v1")]
    public sealed record TakenOutOfService(string Reason, string By, DateTimeOffset At) : EquipmentFact;

    [FactName("equipment.returned-to-service.v1")]
    public sealed record ReturnedToService(string Document, string By, DateTimeOffset At) : EquipmentFact;
}
