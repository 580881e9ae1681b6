using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Rooms;

namespace Orchestrator.Domain.Clearances;

/// <summary>Who may do what with a line clearance, and when.</summary>
public static class ClearanceDecider
{
    public static void Decide(ClearanceCommand command, Desk desk)
    {
        var clearance = desk.Get<Clearance>(command.Clearance);
        if (PlantRules.SiteOf(desk) is not { } site)
            return;
        if (!Possible(clearance.Status, command))
        {
            var status = new Seen("status", clearance.Status.ToString());
            desk.Check(
                clearance.Status == ClearanceStatus.Open ? Refusal.Of("ORC-001", new Seen("clearance", clearance.Id), status)
                : command is ClearanceCommand.Perform ? Refusal.Of("ORC-002", new Seen("clearance", clearance.Id), status)
                : Refusal.Of("ORC-003", new Seen("clearance", clearance.Id), status));
            return;
        }

        switch (command)
        {
            case ClearanceCommand.Perform perform:
                Perform(perform, site, desk);
                break;
            case ClearanceCommand.Verify verify:
                Verify(verify, clearance, site, desk);
                break;
            case ClearanceCommand.Reject reject:
                desk.Check(TwoPeople.Verified(site, clearance.Performer, reject.Verifier, ClearanceRules.RuleOf(clearance.Scope)));
                desk.Write(Actor(clearance.Id), new ClearanceFact.Rejected(reject.Verifier, reject.Reason, desk.Now));
                break;
            default:
                throw new ArgumentException($"no decision for {command.GetType()}");
        }
    }

    /// <summary>The table: a row a command, a column a status; true where the command is possible at all.</summary>
    public static bool Possible(ClearanceStatus status, ClearanceCommand command)
    {
#pragma warning disable format // A decision is a page: the columns are read downwards.
        //                                           Open   Performed Approved Rejected Expired
        return command switch
        {
            ClearanceCommand.Perform => In(status, true,  false,    false,   false,   false),
            ClearanceCommand.Verify  => In(status, false, true,     false,   false,   false),
            ClearanceCommand.Reject  => In(status, false, true,     false,   false,   false),
            _ => false,
        };
#pragma warning restore format
    }

    /// <summary>Clock 20: a clearance that nobody used within its validity has expired; the law counts it so in any case.</summary>
    public static void WakeUp(WakeUp wakeUp, Desk desk)
    {
        var clearance = desk.Get<Clearance>(wakeUp.Actor.Key);
        if (clearance is { Status: ClearanceStatus.Approved, UsedBy: null } && clearance.ValidUntil <= desk.Now)
            desk.Write(wakeUp.Actor, new ClearanceFact.Expired(desk.Now));
    }

    private static bool In(ClearanceStatus status, bool open, bool performed, bool approved, bool rejected, bool expired) => status switch
    {
        ClearanceStatus.Open => open,
        ClearanceStatus.Performed => performed,
        ClearanceStatus.Approved => approved,
        ClearanceStatus.Rejected => rejected,
        ClearanceStatus.Expired => expired,
    };

    private static void Perform(ClearanceCommand.Perform perform, Site site, Desk desk)
    {
        var room = desk.Get<Room>(perform.Room);
        desk.Check(site.Room(perform.Room) is null ? Refusal.Of("ORC-005", new Seen("room", perform.Room)).Remedied("apply-plant-change") : null)
            .Check(desk.Get<Batch>(perform.Batch).Status == BatchStatus.Unknown ? Refusal.Of("ORC-001", new Seen("batch", perform.Batch)) : null)
            .Check(ClearanceRules.ChecklistIsComplete(perform))
            .Check(ClearanceRules.IsThere(room, perform.Performer, ClearanceRules.RuleOf(perform.Scope)))
            .Check(ClearanceRules.MayClear(site, perform.Performer, ClearanceRules.RuleOf(perform.Scope)))
            .Check(ClearanceRules.AfterTheOperation(room, perform.Scope, perform.Batch, desk.Now));
        desk.Write(Actor(perform.Clearance), new ClearanceFact.Performed(perform.Room, perform.Scope, perform.Batch, perform.Answers, perform.Performer, desk.Now));
    }

    private static void Verify(ClearanceCommand.Verify verify, Clearance clearance, Site site, Desk desk)
    {
        var room = desk.Get<Room>(clearance.Room);
        var rule = ClearanceRules.RuleOf(clearance.Scope);
        desk.Check(TwoPeople.Verified(site, clearance.Performer, verify.Verifier, rule))
            .Check(ClearanceRules.IsThere(room, verify.Verifier, rule))
            .Check(ClearanceRules.NothingIsLeft(clearance))
            .Check(ClearanceRules.AfterTheOperation(room, clearance.Scope, clearance.Batch, clearance.PerformedAt ?? desk.Now))
            .Check(ClearanceRules.NoLiveWaste(desk, room, clearance.Batch));
        if (clearance.Scope == ClearanceScope.Changeover)
            desk.Check(ClearanceRules.NothingMounted(desk, site, room, clearance.Batch)).Check(ClearanceRules.NothingLoose(desk, site, room, clearance.Batch))
                .Check(IdentityRules.NothingUnreconciled(desk, clearance.Batch, null, 0));
        var validUntil = desk.Now + site.Parameters.ClearanceValidity;
        desk.Write(Actor(clearance.Id), new ClearanceFact.Approved(verify.Verifier, desk.Now, validUntil));
        desk.Write(new ActorId(ActorKind.Room, room.Id), new RoomFact.Cleared(clearance.Id, clearance.Scope, clearance.Batch, desk.Now, validUntil));
    }

    private static ActorId Actor(string clearance) => new(ActorKind.Clearance, clearance);
}
