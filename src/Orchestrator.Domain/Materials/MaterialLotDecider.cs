using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Rooms;

namespace Orchestrator.Domain.Materials;

/// <summary>Who may do what with a lot of a material, and when.</summary>
public static class MaterialLotDecider
{
    public static void Decide(MaterialLotCommand command, Desk desk)
    {
        var lot = desk.Get<MaterialLot>(command.Lot);
        var site = PlantRules.SiteOf(desk);
        if (desk.Check(Table(lot.Status, command)).Refused || site is null)
            return;

        var actor = new ActorId(ActorKind.MaterialLot, lot.Id);
        switch (command)
        {
            case MaterialLotCommand.Receive receive:
                desk.Check(TwoPeople.Known(site, receive.By))
                    .Check(IdentityRules.IsACode(receive.Lot, "lot") ?? CodeRegister.Issue(desk, CodeBearer.Lot, receive.Lot))
                    .Check(site.Material(receive.Material) is null ? Refusal.Of("ORC-005", new Seen("material", receive.Material)) : null);
                desk.Write(actor, new MaterialLotFact.Received(receive.Material, receive.Supplier, receive.ExpiresOn, receive.Composition, receive.DonorCode, receive.By, desk.Now));
                break;
            case MaterialLotCommand.Release release:
                desk.Check(TwoPeople.ByQuality(site, release.By, desk.Moment, "GMP-5.1a"))
                    .Check(ContainerRules.Reasoned("released", release.Inspection, "GMP-8.2c"));
                desk.Write(actor, new MaterialLotFact.Released(release.Inspection, release.GmpCertificate, release.By, desk.Now));
                break;
            case MaterialLotCommand.Reject reject:
                desk.Check(TwoPeople.ByQuality(site, reject.By, desk.Moment, "GMP-5.1a"));
                desk.Write(actor, new MaterialLotFact.Rejected(reject.Reason, reject.By, desk.Now));
                HoldWhoReliedOnIt(lot, reject.Reason, desk);
                break;
            case MaterialLotCommand.Charge charge:
                Charge(charge, lot, site, desk);
                break;
            default:
                throw new ArgumentException($"no decision for {command.GetType()}");
        }
    }

#pragma warning disable format // A decision is a page: the columns are read downwards.
    /// <summary>The table; whether a lot may be charged its status says through the rules of the charge, each with its clause.</summary>
    public static Refusal? Table(MaterialLotStatus status, MaterialLotCommand command) => (status, command) switch
    {
        (MaterialLotStatus.Unknown,    MaterialLotCommand.Receive)                               => null,
        (MaterialLotStatus.Unknown,    _)                                                        => Refusal.Of("ORC-001", new Seen("lot", command.Lot)),
        (_,                            MaterialLotCommand.Receive)                               => Refusal.Of("ORC-002", new Seen("lot", command.Lot)),
        (_,                            MaterialLotCommand.Charge)                                => null,

        (MaterialLotStatus.Quarantine, MaterialLotCommand.Release or MaterialLotCommand.Reject)  => null,
        (MaterialLotStatus.Released,   MaterialLotCommand.Reject)                                => null,

        _                                                                                        => Refusal.Of("ORC-003", new Seen("lot", command.Lot), new Seen("lotStatus", status.ToString())),
    };
#pragma warning restore format

    /// <summary>A lot that was good when it was charged and is bad now holds every batch it went into (requirements 0.7.8).</summary>
    private static void HoldWhoReliedOnIt(MaterialLot lot, string reason, Desk desk)
    {
        var hold = new Hold($"late-knowledge/lot/{lot.Id}", HoldKind.LateKnowledge, "GMP-8.2c", $"lot {lot.Id}: {reason}", desk.Now);
        foreach (var batch in lot.UsedBy.Select(desk.Get<Batch>).Where(batch => !batch.Holds.ContainsKey(hold.Id)))
            desk.Write(new ActorId(ActorKind.Batch, batch.Id), new BatchFact.HoldPlaced(hold));
    }

    private static void Charge(MaterialLotCommand.Charge command, MaterialLot lot, Site site, Desk desk)
    {
        var (batch, execution, step) = ContainerRules.RunningStep(desk, command.Batch, command.Step);
        desk.Check(execution is { Status: StepStatus.Running } ? null : ContainerRules.StepRuns(command.Batch, command.Step, null));
        if (execution is null || step is null)
            return;

        var input = step.Inputs.FirstOrDefault(input => input.Name == command.Input && !IdentityRules.IsOwnMaterial(input));
        desk.Check(input is null ? Refusal.Of("ORC-018", new Seen("step", command.Step), new Seen("input", command.Input)).Remedied("use-declared-input", new Seen("input", string.Join(' ', step.Inputs.Where(declared => !IdentityRules.IsOwnMaterial(declared)).Select(declared => declared.Name)))) : null);
        if (input is null)
            return;

        var room = desk.Get<Room>(execution.Room);
        var material = site.Material(lot.Material);
        desk.Check(MaterialRules.Fit(lot, input, batch, site, desk.Now).OfType<Refusal>())
            .Check(MaterialRules.CodeIsOfTheLot(lot.Id, command.Serial, command.Code))
            .Check(MaterialRules.PieceHasSerial(lot, material, command.Serial))
            .Check(command.Serial is { } serial ? SingleUse.Charge(desk, serial, lot.Id, batch.Id, command.Step, execution.ClosedSystem) : null)
            .Check(MaterialRules.PieceSound(command))
            .Check(MaterialRules.ByAClosedConnection(execution, input, command.Connection))
            .Check(MaterialRules.OneVectorInTheRoom(room, material?.Construct))
            .Check(IdentityRules.ScannedByAPersonPresent(desk, site, command.By, execution.Room, "CMC-3.7.3a"))
            .Check(StepParties.ForHandling(desk, site, batch, step, command.By));
        StepParties.OnAct(desk, batch, execution, command.By);
        desk.Write(new ActorId(ActorKind.MaterialLot, lot.Id), new MaterialLotFact.Charged(batch.Id, command.Step, input.Name, command.Serial, command.Connection, command.By, desk.Now));
        desk.Write(new ActorId(ActorKind.Batch, batch.Id), new BatchFact.StepMaterialCharged(command.Step, lot.Id, input.Name, command.Serial ?? ""));
        if (material?.Construct is { } construct && !room.OpenVectors.ContainsKey(batch.Id))
            desk.Write(new ActorId(ActorKind.Room, room.Id), new RoomFact.VectorOpened(lot.Id, construct, desk.Now, batch.Id));
    }
}
