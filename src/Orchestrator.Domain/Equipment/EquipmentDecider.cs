using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Sensors;

namespace Orchestrator.Domain.Equipment;

/// <summary>Who may do what with a piece of equipment, and when.</summary>
public static class EquipmentDecider
{
    public static void Decide(EquipmentCommand command, Desk desk)
    {
        var unit = desk.Get<Equipment>(command.Equipment);
        if (PlantRules.SiteOf(desk) is not { } site)
            return;
        if (site.Equipment(command.Equipment) is null)
        {
            desk.Check(Refusal.Of("ORC-005", new Seen("equipment", command.Equipment)).Remedied("apply-plant-change"));
            return;
        }

        if (!Possible(unit.Status, command))
        {
            desk.Check(Refusal.Of("ORC-003", new Seen("equipment", unit.Id), new Seen("status", unit.Status.ToString()), new Seen("command", command.GetType().Name)));
            return;
        }

        var actor = new ActorId(ActorKind.Equipment, unit.Id);
        switch (command)
        {
            case EquipmentCommand.Clean clean:
                desk.Check(TwoPeople.Verified(site, clean.Performer, clean.Verifier, "GEN-4.1e"))
                    .Check(EquipmentRules.AgentIsNamed(clean.Agent))
                    .Check(NotAtWork(unit))
                    .Check(unit.Batch == clean.Batch ? null : Refusal.Of("ORC-012", new Seen("equipment", unit.Id), new Seen("batch", clean.Batch), new Seen("otherBatch", unit.Batch ?? "none")));
                desk.Write(actor, new EquipmentFact.Cleaned(clean.Batch, clean.Agent, clean.Performer, clean.Verifier, desk.Now));
                break;
            case EquipmentCommand.RecordInactivation inactivation:
                desk.Check(TwoPeople.Known(site, inactivation.By)).Check(IndicatorPassed(inactivation)).Check(NotAtWork(unit));
                desk.Write(actor, new EquipmentFact.Inactivated(inactivation.Cycle, inactivation.Indicator, inactivation.By, desk.Now));
                break;
            case EquipmentCommand.RecordCalibration calibration:
                desk.Check(calibration.Passed ? TwoPeople.Holds(site, calibration.By, "engineer", "GMP-4.2.3a") : null);
                desk.Write(actor, new EquipmentFact.Calibrated(new Calibration(calibration.Certificate, calibration.Passed, calibration.ValidUntil, calibration.By)));
                break;
            case EquipmentCommand.RecordIntegrityCheck check:
                CheckIntegrity(check, unit, site, desk);
                break;
            case EquipmentCommand.ReportRepair repair:
                desk.Write(actor, new EquipmentFact.Repaired(repair.What, repair.By, desk.Now));
                break;
            case EquipmentCommand.TakeOutOfService down:
                desk.Write(actor, new EquipmentFact.TakenOutOfService(down.Reason, down.By, desk.Now));
                break;
            case EquipmentCommand.ReturnToService back:
                desk.Check(TwoPeople.Holds(site, back.By, "engineer", "GMP-6.4.0"));
                desk.Write(actor, new EquipmentFact.ReturnedToService(back.Document, back.By, desk.Now));
                break;
            default:
                throw new ArgumentException($"no decision for {command.GetType()}");
        }
    }

    /// <summary>The table: a row a command, a column a status; true where the command is possible at all.</summary>
    public static bool Possible(EquipmentStatus status, EquipmentCommand command)
    {
#pragma warning disable format // A decision is a page: the columns are read downwards.
        //                                                        Available InUse  ToBeCleaned Down
        return command switch
        {
            EquipmentCommand.Clean                => In(status,   false,    false, true,       true),
            EquipmentCommand.RecordInactivation   => In(status,   true,     false, true,       true),
            EquipmentCommand.RecordCalibration    => In(status,   true,     true,  true,       true),
            EquipmentCommand.RecordIntegrityCheck => In(status,   true,     true,  true,       true),
            EquipmentCommand.ReportRepair         => In(status,   true,     true,  true,       true),
            EquipmentCommand.TakeOutOfService     => In(status,   true,     true,  true,       true),
            EquipmentCommand.ReturnToService      => In(status,   false,    false, false,      true),
            _ => false,
        };
#pragma warning restore format
    }

    private static bool In(EquipmentStatus status, bool available, bool inUse, bool toBeCleaned, bool down) => status switch
    {
        EquipmentStatus.Available => available,
        EquipmentStatus.InUse => inUse,
        EquipmentStatus.ToBeCleaned => toBeCleaned,
        EquipmentStatus.Down => down,
    };

    /// <summary>GMP-6.3d: a failed check holds every batch that was worked on since the last pass.</summary>
    [Enforces("GMP-6.3d")]
    private static void CheckIntegrity(EquipmentCommand.RecordIntegrityCheck check, Equipment unit, Site site, Desk desk)
    {
        if (check.Passed)
            desk.Check(TwoPeople.Known(site, check.By));
        desk.Write(new ActorId(ActorKind.Equipment, unit.Id), new EquipmentFact.IntegrityChecked(check.Check, check.Method, check.Value, check.Passed, check.By, desk.Now));
        if (!check.Passed)
            Holding.AfterFailure(desk, site, unit.SincePass, new Hold(
                    $"integrity/{unit.Id}/{check.Check}", HoldKind.LateKnowledge, "GMP-6.3d", $"{unit.Id} failed its integrity check {check.Check}: {check.Value}", desk.Now), check.By);
    }

    /// <summary>GEN-4.1e: what a step still runs on is not cleaned after it, nor inactivated, out of service or not.</summary>
    [Enforces("GEN-4.1e")]
    private static Refusal? NotAtWork(Equipment unit) => unit.Step is { } step
        ? Refusal.Of("GEN-4.1e", new Seen("equipment", unit.Id), new Seen("otherBatch", unit.Batch ?? ""), new Seen("otherStep", step)).Remedied("wait-for-step-end", new Seen("otherBatch", unit.Batch ?? ""), new Seen("otherStep", step))
        : null;

    private static Refusal? IndicatorPassed(EquipmentCommand.RecordInactivation inactivation) => inactivation.Indicator == "pass"
        ? null
        : Refusal.Of("GMP-9.5.1b", new Seen("equipment", inactivation.Equipment), new Seen("result", inactivation.Indicator)).Remedied("inactivate-equipment", new Seen("equipment", inactivation.Equipment));
}
