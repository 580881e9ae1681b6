using Orchestrator.Domain.DonorMaterials;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Materials;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Orchestrator.Domain.Transfers;
using static Orchestrator.Engine.Tests.Simulating.Facts;

namespace Orchestrator.Engine.Tests.Simulating;

using Planted = Dictionary<string, (Action<Forgery> Violation, Action<Forgery> Lawful)>;

/// <summary>Containers in two places, labels nobody read, lots nobody released.</summary>
internal static class FalsifiedContainers
{
    private static readonly (ActorId, Fact)[] Labelled = [Registered(), C(new ContainerFact.Labelled("L-1"))];
    private static readonly (ActorId, Fact)[] OnTheWay = [Sent(), C(new ContainerFact.TransferStarted("T"))];

    public static Planted All { get; } = new()
    {
        ["INV-085"] = (j => j.Turn(Registered()).Turn(Registered()), j => j.Turn(Registered())),
        ["INV-086"] = (j => j.Turn(Issued).Turn(Issued), j => j.Turn(Issued)),
        ["INV-087"] = (j => j.Turn(Registered()).Turn(Registered("PART", "B-2", parents: "BAG")), j => j.Turn(Registered()).Turn(Registered("PART", parents: "BAG"))),
        ["INV-088"] = (j => j.Turn(Registered(pathogen: PathogenStatus.Positive)).Turn(Registered("PART", parents: "BAG")), j => j.Turn(Registered(pathogen: PathogenStatus.Positive)).Turn(Registered("PART", pathogen: PathogenStatus.Positive, parents: "BAG"))),
        ["INV-089"] = (j => j.Turn(Labelled).Turn(C(new ContainerFact.Labelled("L-2"))), j => j.Turn(Labelled).Turn(C(new ContainerFact.LabelRemoved("L-1")), C(new ContainerFact.Labelled("L-2")))),
        ["INV-090"] = (j => j.Turn(Labelled).Turn(Destroyed).Turn(C(new ContainerFact.Taken("R-101", Start))), j => j.Turn(Labelled).Turn(Destroyed)),
        ["INV-091"] = (j => j.Turn(Labelled).Turn(C(new ContainerFact.Rejected("leaks", Start))).Turn(Taken()), j => j.Turn(Labelled).Turn(Taken())),
        ["INV-092"] = (j => j.Turn(Registered()).Turn(Taken()), j => j.Turn(Labelled).Turn(Taken())),
        ["INV-093"] = (j => j.Turn(Labelled).Turn(C(new ContainerFact.Consumed("split", Start))).Turn(Taken()), j => j.Turn(Labelled).Turn(Taken())),
        ["INV-094"] = (j => j.Turn(Arrived()), j => j.Turn(OnTheWay).Turn(Arrived())),
        ["INV-095"] = (j => j.Turn(Registered()).Turn(Sent()), j => j.Turn(Registered()).Turn(OnTheWay)),
        ["INV-096"] = (j => j.Turn(Registered(of: "B-2")).Turn(OnTheWay), j => j.Turn(Registered()).Turn(OnTheWay)),
        ["INV-097"] = (j => j.Turn(OnTheWay).Turn(Arrived(Start + (2 * Hour))), j => j.Turn(OnTheWay).Turn(Arrived(Start + Hour))),
        ["INV-098"] = (j => j.Turn(Registered()).Turn(OnTheWay).Turn(Arrived(Start + (2 * Hour), late: true)), j => j.Turn(Registered()).Turn(OnTheWay).Turn(Arrived(Start + (2 * Hour), late: true), C(new ContainerFact.HoldPlaced(HoldOf("transfer/T"), ["BAG"], [])))),
        ["INV-099"] = (j => j.Turn(Parked("BAG")).Turn(Parked("BAG-2")), j => j.Turn(Parked("BAG")).Turn(TakenFrom("BAG")).Turn(Parked("BAG-2"))),
        ["INV-100"] = (j => j.Turn(Parked("BAG")).Turn(TakenFrom("BAG-2")), j => j.Turn(Parked("BAG")).Turn(TakenFrom("BAG"))),
        ["INV-101"] = (j => j.Turn(Registered()).Turn(OnTheWay).Turn(Out("R-103")), j => j.Turn(Registered()).Turn(OnTheWay).Turn(Out("R-102"))),
        ["INV-102"] = (j => j.Turn(Labelled).Turn(C(new ContainerFact.LetGoByStep("B-1/wash"))), j => j.Turn(Labelled).Turn(Taken()).Turn(C(new ContainerFact.LetGoByStep("B-1/wash")))),
        ["INV-103"] = (j => j.Turn(Printed()).Turn(Printed()), j => j.Turn(Printed())),
        ["INV-104"] = (j => j.Turn(ReadBack), j => j.Turn(Printed()).Turn(ReadBack)),
        ["INV-105"] = (j => j.Turn(Printed()).Turn(Applied()), j => j.Turn(Printed()).Turn(ReadBack).Turn(Applied())),
        ["INV-106"] = (j => j.Turn(Printed()).Turn(ReadBack).Turn(Verified), j => j.Turn(Printed()).Turn(ReadBack).Turn(Applied()).Turn(Verified)),
        ["INV-107"] = (j => j.Turn(Printed()).Turn(ReadBack).Turn(Applied("BAG-2")), j => j.Turn(Printed()).Turn(ReadBack).Turn(Applied())),
        ["INV-108"] = (j => j.Turn(Registered()).Turn(Printed(of: "B-2")), j => j.Turn(Registered()).Turn(Printed())),
        ["INV-109"] = (j => j.Turn(Printed()).Turn(LabelDestroyed), j => j.Turn(Printed()).Turn(L(new LabelFact.Voided("torn", "OP-01", Start))).Turn(LabelDestroyed)),
        ["INV-110"] = (j => j.Turn(Counted("L-1", LabelStatus.Printed), Counted("L-2", LabelStatus.Printed)).Turn(Counted("L-1", LabelStatus.Applied)).Turn(Reconciled(2, 2, 0)), j => j.Turn(Counted("L-1", LabelStatus.Printed), Counted("L-2", LabelStatus.Printed)).Turn(Counted("L-1", LabelStatus.Applied), Counted("L-2", LabelStatus.Destroyed)).Turn(Reconciled(2, 1, 1))),
        ["INV-111"] = (j => j.Turn(Counted("L-1", LabelStatus.Applied)), j => j.Turn(Counted("L-1", LabelStatus.Printed)).Turn(Counted("L-1", LabelStatus.Applied))),
        ["INV-159"] = (j => j.Turn(Released), j => j.Turn(Lot(Received())).Turn(Released)),
        ["INV-160"] = (j => j.Turn(Lot(Received())).Turn(Charged()), j => j.Turn(Lot(Received())).Turn(Released).Turn(Charged())),
        ["INV-161"] = (j => j.Plant().Turn(Lot(Received(days: -1)), Released).Turn(Charged()), j => j.Plant().Turn(Lot(Received()), Released).Turn(Charged())),
        ["INV-162"] = (j => j.Turn(Lot(Received()), Released).Turn(Charged()), j => j.Turn(Lot(Received()), Released).Turn(Started()).Turn(Charged())),
        ["INV-163"] = (j => j.Plant().Turn(Created(), Lot(Received("LV-CD22")), Released).Turn(Charged()), j => j.Plant().Turn(Created(), Lot(Received("LV-CD19")), Released).Turn(Charged())),
        ["INV-164"] = (j => j.Turn(Created(), Lot(Received(of: [Composition.HumanSerumOrPlasma], donor: "D-B-2")), Released).Turn(Charged()), j => j.Turn(Created(), Lot(Received(of: [Composition.HumanSerumOrPlasma], donor: "D-B-1")), Released).Turn(Charged())),
        ["INV-165"] = (j => j.Turn(Lot(Received(of: [Composition.BetaLactam])), Released).Turn(Charged()), j => j.Turn(Lot(Received()), Released).Turn(Charged())),
        ["INV-166"] = (j => j.Turn(Lot(Received()), Released).Turn(Charged()[0]), j => j.Turn(Lot(Received()), Released).Turn(Charged())),
        ["INV-167"] = (j => j.Turn(DM(Accepted)), j => j.Turn(DM(Donated)).Turn(DM(Accepted))),
        ["INV-168"] = (j => j.Turn(DM(Donated)).Turn(DM(BoundTo)), j => j.Turn(DM(Donated)).Turn(DM(Accepted)).Turn(DM(BoundTo))),
        ["INV-169"] = (j => j.Turn(DM(Donated)).Turn(DM(new DonorMaterialFact.Rejected("leaks", "QA-01", Start))).Turn(DM(Accepted)), j => j.Turn(DM(Donated)).Turn(DM(Accepted))),
        ["INV-170"] = (j => j.Turn(DM(Donated)).Turn(DM(Positive)).Turn(DM(BoundTo), Bound()), j => j.Turn(DM(Donated)).Turn(DM(Positive)).Turn(DM(BoundTo), Bound(PathogenStatus.Positive))),
        ["INV-171"] = (j => j.Turn(Piece("B-1")).Turn(Piece("B-2")), j => j.Turn(Piece("B-1")).Turn(Piece("B-1"))),
        ["INV-172"] = (j => j.Turn(Lot(Received())).Turn(Lot(new MaterialLotFact.Rejected("bad", "QA-01", Start))).Turn(Released), j => j.Turn(Lot(Received())).Turn(Released).Turn(Lot(new MaterialLotFact.Rejected("bad", "QA-01", Start)))),
    };

    private static DonorMaterialFact Donated => new DonorMaterialFact.Received("D-B-1", "COI-B-1", "BAG", "R-101", "OP-01", "OP-02", Start);

    private static DonorMaterialFact Accepted => new DonorMaterialFact.Accepted("ACC", "QA-01", Start);

    private static DonorMaterialFact Positive => new DonorMaterialFact.PathogenStatusSet(PathogenStatus.Positive, ["HBV"], "LAB", "QA-01", Start);

    private static DonorMaterialFact BoundTo => new DonorMaterialFact.Bound("B-1", "OP-01", "OP-02", Start);

    private static (ActorId, Fact) Issued => On(ActorKind.IdentityCode, "code:L1", new IdentityCodeFact.Issued(CodeBearer.Label, "L-1"));

    private static (ActorId, Fact) Destroyed => C(new ContainerFact.Destroyed("over", "SOP", "OP-01", "OP-02", Start));

    private static (ActorId, Fact) ReadBack => L(new LabelFact.ReadBack("OP-01", Start));

    private static (ActorId, Fact) Verified => L(new LabelFact.Verified("OP-02", Start));

    private static (ActorId, Fact) LabelDestroyed => L(new LabelFact.Destroyed("OP-01", "OP-02", Start));

    private static (ActorId, Fact) DM(DonorMaterialFact fact) => On(ActorKind.DonorMaterial, "DM-B-1", fact);

    private static (ActorId, Fact) Applied(string to = "BAG") => L(new LabelFact.Applied(to, "OP-01", Start));

    private static (ActorId, Fact) Piece(string batch) => On(ActorKind.SingleUseItem, "S-1", new SingleUseItemFact.Mounted("CP-01", batch, Start));

    private static (ActorId, Fact) Sent() => On(ActorKind.Transfer, "T", new TransferFact.Started("B-1", ["BAG"], "R-101", new Location("R-102", null, null), null, "OP-01", Start, Start + Hour));

    private static (ActorId, Fact) Arrived(DateTimeOffset? at = null, bool late = false) => On(ActorKind.Transfer, "T", new TransferFact.Arrived("OP-01", late, at ?? Start));

    private static (ActorId, Fact) Out(string room) => C(new ContainerFact.TransferEnded("T", new Location(room, null, null), Stored: false));

    private static (ActorId, Fact) Parked(string container) => R(new RoomFact.VesselParked("P-1", container, "B-1", Start));

    private static (ActorId, Fact) TakenFrom(string container) => R(new RoomFact.VesselTaken("P-1", container));
}
