using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Equipment;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Materials;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Quality;
using Orchestrator.Domain.Rooms;

namespace Orchestrator.Domain.ClosedSystems;

/// <summary>Who may do what with a closed system, and when.</summary>
public static class ClosedSystemDecider
{
    public static void Decide(ClosedSystemCommand command, Desk desk)
    {
        var system = desk.Get<ClosedSystem>(command.System);
        if (PlantRules.SiteOf(desk) is not { } site)
            return;
        if (site.ClosedSystem(command.System) is not { } definition)
        {
            desk.Check(Refusal.Of("ORC-005", new Seen("closedSystem", command.System)).Remedied("apply-plant-change"));
            return;
        }

        if (!Possible(system.Status, command))
        {
            desk.Check(Refusal.Of("ORC-003", new Seen("closedSystem", system.Id), new Seen("status", system.Status.ToString()), new Seen("command", command.GetType().Name)))
                .Check(ClosedSystemRules.BreachIsAssessed(system));
            return;
        }

        switch (command)
        {
            case ClosedSystemCommand.MountKit mount:
                Mount(mount, system, site, desk);
                break;
            case ClosedSystemCommand.VerifyClosure verify:
                if (verify.Passed)
                    desk.Check(TwoPeople.Verified(site, verify.Performer, verify.Verifier, "GMP-13.7a"));
                desk.Write(Actor(system), new ClosedSystemFact.ClosureVerified(verify.Check, verify.Method, verify.Passed, verify.Performer, verify.Verifier, desk.Now));
                // With cells in it a kit that is found open is an unexpected opening, whoever looked for it (GMP-9.5.7a).
                if (!verify.Passed && system.CarriesCells)
                    Breaching.Breached(desk, site, system, definition.Room, new ClosedSystemCommand.ReportBreach(system.Id, $"closure check {verify.Check}", $"closure check {verify.Check} failed: {verify.Method}", desk.Now));
                break;
            case ClosedSystemCommand.RecordIntegrityCheck check:
                CheckIntegrity(check, system, site, desk);
                break;
            case ClosedSystemCommand.ReportRepair repair:
                desk.Write(Actor(system), new ClosedSystemFact.Repaired(repair.What, repair.By, desk.Now));
                break;
            case ClosedSystemCommand.Connect connect:
                Connect(connect, system, site, definition.Room, desk);
                break;
            case ClosedSystemCommand.OpenPlanned open:
                Open(open, system, definition, site, desk);
                break;
            case ClosedSystemCommand.Reclose reclose:
                desk.Check(TwoPeople.Verified(site, reclose.Performer, reclose.Verifier, "GMP-13.7d"))
                    .Check(ClosedSystemRules.MayReturnToClosed(definition, reclose.Passed))
                    .Check(ClosedSystemRules.DisinfectedAfterOpening(system, reclose.Cycle));
                desk.Write(Actor(system), new ClosedSystemFact.Reclosed(reclose.Cycle, reclose.Check, reclose.Performer, reclose.Verifier, desk.Now));
                break;
            case ClosedSystemCommand.ReportBreach breach:
                if (Unheard(system, breach, desk.Now) is { } news)
                    Breaching.Breached(desk, site, system, definition.Room, news);
                break;
            case ClosedSystemCommand.RecordEmergencyMeasure measure:
                desk.Write(Actor(system), new ClosedSystemFact.EmergencyMeasureRecorded(measure.Measure, measure.By, desk.Now));
                break;
            case ClosedSystemCommand.AssessBreach assess:
                desk.Check(TwoPeople.WithQuality(site, assess.FirstBy, assess.SecondBy, desk.Moment, "GMP-9.5.7a"))
                    .Check(ClosedSystemRules.AssessmentIsNamed(system, assess))
                    .Check(QualityRules.MayBeCited(desk, site, assess.RiskAssessment, "GMP-9.5.7a"));
                if (assess.Decision == BreachDecision.Discard)
                    desk.Check(ClosedSystemRules.Idle(system));
                desk.Write(Actor(system), new ClosedSystemFact.BreachAssessed(assess.RiskAssessment, assess.Decision, assess.Reason, assess.FirstBy, assess.SecondBy, desk.Now));
                Breaching.Assessed(desk, system, definition.Room, assess);
                break;
            case ClosedSystemCommand.UnmountKit unmount:
                desk.Check(IdentityRules.ScannedByAPersonPresent(desk, site, unmount.By, definition.Room, "GMP-9.5.3e")).Check(ClosedSystemRules.Idle(system));
                ClosedSystemRules.CellsAreSomewhere(desk, system);
                desk.Write(Actor(system), new ClosedSystemFact.KitUnmounted(system.Kit ?? "", unmount.By, desk.Now));
                break;
            case ClosedSystemCommand.Clean clean:
                desk.Check(TwoPeople.Verified(site, clean.Performer, clean.Verifier, "GEN-4.1e")).Check(EquipmentRules.AgentIsNamed(clean.Agent));
                desk.Write(Actor(system), new ClosedSystemFact.Cleaned(system.ToBeCleanedAfter ?? "", clean.Agent, clean.Performer, clean.Verifier, desk.Now));
                break;
            default:
                throw new ArgumentException($"no decision for {command.GetType()}");
        }
    }

    /// <summary>The table: a row a command, a column a status; true where the command is possible at all.</summary>
    public static bool Possible(ClosedSystemStatus status, ClosedSystemCommand command)
    {
#pragma warning disable format // A decision is a page: the columns are read downwards.
        //                                                              New    Installed Verified InUse  Opened Reclosed Breached Held   Discarded
        return command switch
        {
            ClosedSystemCommand.MountKit               => In(status, true,  false,    false,   false, false, false,   false,   false, true),
            ClosedSystemCommand.VerifyClosure          => In(status, false, true,     true,    false, false, false,   false,   false, false),
            ClosedSystemCommand.RecordIntegrityCheck   => In(status, true,  true,     true,    true,  true,  true,    true,    true,  true),
            ClosedSystemCommand.ReportRepair           => In(status, true,  true,     true,    true,  true,  true,    true,    true,  true),
            ClosedSystemCommand.Connect                => In(status, false, true,     true,    true,  true,  true,    true,    true,  false),
            ClosedSystemCommand.OpenPlanned            => In(status, false, true,     true,    true,  false, true,    false,   false, false),
            ClosedSystemCommand.Reclose                => In(status, false, false,    false,   false, true,  false,   false,   false, false),
            ClosedSystemCommand.ReportBreach           => In(status, true,  true,     true,    true,  true,  true,    true,    true,  true),
            ClosedSystemCommand.RecordEmergencyMeasure => In(status, false, false,    false,   false, false, false,   true,    false, false),
            ClosedSystemCommand.AssessBreach           => In(status, false, false,    false,   false, false, false,   false,   true,  false),
            ClosedSystemCommand.UnmountKit             => In(status, false, true,     true,    false, true,  true,    false,   false, false),
            ClosedSystemCommand.Clean                  => In(status, true,  false,    false,   false, false, false,   false,   false, true),
            _ => false,
        };
#pragma warning restore format
    }

    /// <summary>Clock 21: an emergency measure that is not recorded in time raises an alert.</summary>
    public static void WakeUp(WakeUp wakeUp, Desk desk)
    {
        var system = desk.Get<ClosedSystem>(wakeUp.Actor.Key);
        foreach (var breach in system.Breaches.Values)
            if (breach is { Measure: null, Overdue: false, MeasureBy: { } due } && due <= desk.Now)
                desk.Write(wakeUp.Actor, new ClosedSystemFact.EmergencyMeasureOverdue(breach.Id, due));
    }

    private static bool In(
        ClosedSystemStatus status, bool isNew, bool installed, bool verified, bool inUse, bool opened, bool reclosed, bool breached, bool held, bool discarded) => status switch
        {
            ClosedSystemStatus.New => isNew,
            ClosedSystemStatus.Installed => installed,
            ClosedSystemStatus.ClosedVerified => verified,
            ClosedSystemStatus.InUse => inUse,
            ClosedSystemStatus.Opened => opened,
            ClosedSystemStatus.Reclosed => reclosed,
            ClosedSystemStatus.Breached => breached,
            ClosedSystemStatus.Held => held,
            ClosedSystemStatus.Discarded => discarded,
        };

    private static void Mount(ClosedSystemCommand.MountKit mount, ClosedSystem system, Site site, Desk desk)
    {
        var batch = desk.Get<Batch>(mount.Batch);
        desk.Check(batch.IsLive ? null : Refusal.Of("ORC-003", new Seen("batch", mount.Batch), new Seen("status", batch.Status.ToString())))
            .Check(TwoPeople.Known(site, mount.By))
            .Check(ClosedSystemRules.CleanedFor(system, mount.Batch))
            .Check(ClosedSystemRules.DisinfectedAfterPositive(desk, system, mount.Batch))
            .Check(ClosedSystemRules.KitHasSerial(system, mount.Kit))
            .Check(SingleUse.Mount(desk, mount.Kit, system.Id, mount.Batch));
        desk.Write(Actor(system), new ClosedSystemFact.KitMounted(mount.Batch, mount.Kit, mount.By, desk.Now));
    }

    /// <summary>GMP-6.3d: a failed check holds every batch that was worked on since the last pass and is still being made.</summary>
    [Enforces("GMP-6.3d")]
    private static void CheckIntegrity(ClosedSystemCommand.RecordIntegrityCheck check, ClosedSystem system, Site site, Desk desk)
    {
        if (check.Passed)
            desk.Check(TwoPeople.Known(site, check.By));
        desk.Write(Actor(system), new ClosedSystemFact.IntegrityChecked(check.Check, check.Method, check.Value, check.Passed, check.By, desk.Now));
        if (!check.Passed)
            Holding.AfterFailure(desk, site, system.SincePass, new Hold(
                    $"integrity/{system.Id}/{check.Check}", HoldKind.LateKnowledge, "GMP-6.3d", $"{system.Id} failed its integrity check {check.Check}: {check.Value}", desk.Now), check.By);
    }

    // The same told again is known already; another opening under a known id is one of its own.
    private static ClosedSystemCommand.ReportBreach? Unheard(ClosedSystem system, ClosedSystemCommand.ReportBreach report, DateTimeOffset now)
    {
        var at = report.HappenedAt > now ? now : report.HappenedAt;
        for (var (id, number) = (report.Breach, 2); ; id = $"{report.Breach}#{number++}")
        {
            if (!system.Breaches.TryGetValue(id, out var known))
                return report with { Breach = id };
            if (known.Detection == report.Detection && known.At == at)
                return null;
        }
    }

    // A connection that exposes, or that nobody verified, has opened the system whatever it was meant to be.
    private static void Connect(ClosedSystemCommand.Connect connect, ClosedSystem system, Site site, string room, Desk desk)
    {
        desk.Write(Actor(system), new ClosedSystemFact.Connected(connect.Connection, connect.Type, connect.Check, connect.Verified, connect.By, desk.Now));
        if (connect.Type != ConnectionType.Exposing && connect.Verified)
            return;
        var reason = $"connection {connect.Connection}: {connect.Type}, {(connect.Verified ? "verified" : "not verified")}";
        if (Breaching.Unforeseen(desk, system))
        {
            Breaching.Breached(desk, site, system, room, new ClosedSystemCommand.ReportBreach(system.Id, $"connection {connect.Connection}", reason, desk.Now));
            return;
        }

        if (!system.IsBreached)
            desk.Write(Actor(system), new ClosedSystemFact.Opened(new OpenedSystem(desk.Now, InSterileEnvironment: false, reason), connect.By));
        if (system.Batch is { } inside)
            Breaching.OpenUnder(desk, system, inside, desk.Now, reason);
    }

    private static void Open(ClosedSystemCommand.OpenPlanned open, ClosedSystem system, ClosedSystemDefinition definition, Site site, Desk desk)
    {
        desk.Get<Room>(definition.Room);
        var cabinet = open.Cabinet is { } named ? site.Cabinet(named) : null;
        desk.Check(TwoPeople.Known(site, open.By))
            .Check(open.Cabinet is not null && cabinet?.Room != definition.Room ? Refusal.Of("ORC-005", new Seen("cabinet", open.Cabinet), new Seen("room", definition.Room)) : null)
            .Check(ClosedSystemRules.OpenedOnlyWithinAnOpenStep(desk, system));
        var sterile = cabinet is not null && site.Room(definition.Room)?.Grade <= Grade.B && PlantRules.InDate(site, cabinet.QualifiedUntil, desk.Now);
        desk.Write(Actor(system), new ClosedSystemFact.Opened(new OpenedSystem(desk.Now, sterile, open.Reason), open.By));
    }

    private static ActorId Actor(ClosedSystem system) => new(ActorKind.ClosedSystem, system.Id);
}
