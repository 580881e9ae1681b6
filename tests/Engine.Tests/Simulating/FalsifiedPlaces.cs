using Orchestrator.Domain.Cabinets;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Equipment;
using Orchestrator.Domain.Incubators;
using Orchestrator.Domain.Isolators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Lines;
using Orchestrator.Domain.Segregation;
using Orchestrator.Domain.Sensors;
using static Orchestrator.Engine.Tests.Simulating.Facts;

namespace Orchestrator.Engine.Tests.Simulating;

using Planted = Dictionary<string, (Action<Forgery> Violation, Action<Forgery> Lawful)>;

/// <summary>Isolators, cabinets, systems, equipment, lines and chambers that were not clean, or not theirs.</summary>
internal static class FalsifiedPlaces
{
    public static Planted All { get; } = new()
    {
        ["INV-112"] = (j => j.Turn(Cycle()).Turn(Inside("B-1")).Turn(Inside("B-2")), j => j.Turn(Cycle()).Turn(Inside("B-1")).Turn(Inside("B-1"))),
        ["INV-113"] = (j => j.Turn(Cycle(passed: false)).Turn(Inside("B-1")), j => j.Turn(Cycle()).Turn(Inside("B-1"))),
        ["INV-114"] = (j => j.Turn(Cycle(), Tested(false)).Turn(Inside("B-1")), j => j.Turn(Cycle(), Tested(false)).Turn(Tested(true)).Turn(Inside("B-1"))),
        ["INV-115"] = (j => j.Turn(Cycle(), Port).Turn(Inside("B-1")), j => j.Turn(Cycle(), Port).Turn(I(new IsolatorFact.PortClosed(Start))).Turn(Inside("B-1"))),
        ["INV-116"] = (j => j.Turn(Bench("B-1")).Turn(Bench("B-1")), j => j.Turn(Bench("B-1")).Turn(Cab(new CabinetFact.StepEnded("B-1", "wash", Start))).Turn(Bench("B-1"))),
        ["INV-117"] = (j => j.Turn(Bench("B-1")).Turn(Cab(new CabinetFact.StepEnded("B-1", "wash", Start))).Turn(Bench("B-2")), j => j.Turn(Bench("B-1")).Turn(Cab(new CabinetFact.StepEnded("B-1", "wash", Start))).Turn(Cab(new CabinetFact.Cleared("B-1", "IPA", "OP-01", "OP-02", Start))).Turn(Bench("B-2"))),
        ["INV-118"] = (j => j.Turn(Mounted("B-2")).Turn(Works("B-1")), j => j.Turn(Mounted("B-1")).Turn(Works("B-1"))),
        ["INV-119"] = (j => j.Turn(Mounted("B-1")).Turn(Mounted("B-1")), j => j.Turn(Mounted("B-1")).Turn(Unmounted)),
        ["INV-120"] = (j => j.Turn(Mounted("B-1")).Turn(In("CP-01")), j => j.Turn(Mounted("B-1")).Turn(S(new ClosedSystemFact.ClosureVerified("C", "hold", Passed: true, "OP-01", "OP-02", Start))).Turn(In("CP-01"))),
        ["INV-121"] = (j => j.Turn(Mounted("B-1")).Turn(Works("B-1")).Turn(Works("B-1")), j => j.Turn(Mounted("B-1")).Turn(Works("B-1")).Turn(S(new ClosedSystemFact.StepEnded("B-1", "wash", Start))).Turn(Works("B-1"))),
        ["INV-122"] = (j => j.Turn(Mounted("B-1")).Turn(Unmounted).Turn(Mounted("B-2")), j => j.Turn(Mounted("B-1")).Turn(Unmounted).Turn(S(new ClosedSystemFact.Cleaned("B-1", "IPA", "OP-01", "OP-02", Start))).Turn(Mounted("B-2"))),
        ["INV-123"] = (j => j.Turn(Uses("B-1")).Turn(Uses("B-1")), j => j.Turn(Uses("B-1")).Turn(Stops).Turn(Uses("B-1"))),
        ["INV-124"] = (j => j.Turn(Uses("B-1")).Turn(Stops).Turn(Uses("B-2")), j => j.Turn(Uses("B-1")).Turn(Stops).Turn(E(new EquipmentFact.Cleaned("B-1", "IPA", "OP-01", "OP-02", Start))).Turn(Uses("B-2"))),
        ["INV-125"] = (j => j.Turn(E(new EquipmentFact.TakenOutOfService("noise", "EN-01", Start))).Turn(Uses("B-1")), j => j.Turn(E(new EquipmentFact.TakenOutOfService("noise", "EN-01", Start))).Turn(E(new EquipmentFact.ReturnedToService("D", "EN-01", Start))).Turn(Uses("B-1"))),
        ["INV-126"] = (j => j.Turn(Calibrated(false)).Turn(Uses("B-1")), j => j.Turn(Calibrated(true)).Turn(Uses("B-1"))),
        ["INV-127"] = (j => j.Turn(Uses("B-1", positive: true)).Turn(Stops).Turn(Uses("B-2")), j => j.Turn(Uses("B-1", positive: true)).Turn(Stops).Turn(E(new EquipmentFact.Inactivated("C", "pass", "EN-01", Start))).Turn(Uses("B-2"))),
        ["INV-128"] = (j => j.Turn(E(new EquipmentFact.Repaired("rotor", "EN-01", Start))).Turn(Uses("B-1")), j => j.Turn(E(new EquipmentFact.Repaired("rotor", "EN-01", Start))).Turn(E(new EquipmentFact.IntegrityChecked("C", "eye", "ok", Passed: true, "EN-01", Start))).Turn(Uses("B-1"))),
        ["INV-129"] = (j => j.Turn(OnLine("B-1")).Turn(OnLine("B-2")), j => j.Turn(OnLine("B-1")).Turn(Line(new LineFact.StepEnded("B-1", "wash", Start))).Turn(OnLine("B-2"))),
        ["INV-130"] = (j => j.Turn(Reinstated), j => j.Turn(Line(new LineFact.Suspended(new Suspension(null, "asked", Start), []))).Turn(Reinstated)),
        ["INV-131"] = (j => j.Turn(Started(step: Work() with { Cabinet = "XB-1" })), j => j.Turn(Started(step: Work() with { Cabinet = "XB-1" }), Bench("B-1"))),
        ["INV-132"] = (j => j.Turn(Loaded("F-1")).Turn(Loaded("F-2")), j => j.Turn(Loaded("F-1")).Turn(Loaded("F-2", position: "2"))),
        ["INV-133"] = (j => j.Turn(Loaded("F-1")).Turn(Unloaded("F-2")), j => j.Turn(Loaded("F-1")).Turn(Unloaded("F-1"))),
        ["INV-134"] = (j => j.Plant().Turn(Loaded("F-1", incubator: "XH", chamber: "XH-A", position: "XH-B1")), j => j.Plant().Turn(Loaded("F-1", incubator: "XH", chamber: "XH-A", position: "XH-A1"))),
        ["INV-135"] = (j => j.Turn(Loaded("F-1", exposure: Exposure.Open)).Turn(Loaded("F-2", "B-2", position: "2")), j => j.Turn(Loaded("F-1")).Turn(Loaded("F-2", "B-2", position: "2"))),
        ["INV-136"] = (j => j.Turn(UsedForPositive).Turn(Loaded("F-1")), j => j.Turn(UsedForPositive).Turn(N(new IncubatorFact.Disinfected("A", "C", "H2O2", "CL-01", Start))).Turn(Loaded("F-1"))),
        ["INV-137"] = (j => j.Turn(Loaded("F-1")).Turn(Loaded("F-1", position: "2")), j => j.Turn(Loaded("F-1")).Turn(Unloaded("F-1")).Turn(Loaded("F-1", position: "2"))),
        ["INV-138"] = (j => j.Turn(Loaded("F-1")[0]), j => j.Turn(Loaded("F-1"))),
    };

    private static (ActorId, Fact) Port => I(new IsolatorFact.PortOpened("B-1", "OP-01", Start));

    private static (ActorId, Fact) Unmounted => S(new ClosedSystemFact.KitUnmounted("KIT", "OP-01", Start));

    private static (ActorId, Fact) Stops => E(new EquipmentFact.StepEnded("B-1", "wash", Start));

    private static (ActorId, Fact) Reinstated => Line(new LineFact.Reinstated("good", "QA-01", "QA-02"));

    private static (ActorId, Fact) UsedForPositive => N(new IncubatorFact.UsedForPositive("A", "B-9", Start));

    private static (ActorId, Fact) I(IsolatorFact fact) => On(ActorKind.Isolator, "I", fact);

    private static (ActorId, Fact) Cab(CabinetFact fact) => On(ActorKind.Cabinet, "XB-1", fact);

    private static (ActorId, Fact) S(ClosedSystemFact fact) => On(ActorKind.ClosedSystem, "CP-01", fact);

    private static (ActorId, Fact) E(EquipmentFact fact) => On(ActorKind.Equipment, "F", fact);

    private static (ActorId, Fact) N(IncubatorFact fact) => On(ActorKind.Incubator, "INC", fact);

    private static (ActorId, Fact) Line(LineFact fact) => On(ActorKind.Line, "L1", fact);

    private static (ActorId, Fact) Cycle(bool passed = true) => I(new IsolatorFact.Decontaminated("C", passed, "H2O2", "EN-01", Start));

    private static (ActorId, Fact) Tested(bool passed) => I(new IsolatorFact.IntegrityTested(IntegrityTest.Gloves, "decay", "0", passed, "EN-01", Start));

    private static (ActorId, Fact) Inside(string batch) => I(new IsolatorFact.StepStarted(batch, "wash", Start));

    private static (ActorId, Fact) Bench(string batch) => Cab(new CabinetFact.StepStarted(batch, "wash", Start));

    private static (ActorId, Fact) Mounted(string batch) => S(new ClosedSystemFact.KitMounted(batch, "KIT", "OP-01", Start));

    private static (ActorId, Fact) Works(string batch) => S(new ClosedSystemFact.StepStarted(batch, "wash", Start));

    private static (ActorId, Fact) In(string system) => Started(step: Work() with { ClosedSystem = system });

    private static (ActorId, Fact) Uses(string batch, bool positive = false) => E(new EquipmentFact.StepStarted(batch, "wash", positive, Start));

    private static (ActorId, Fact) Calibrated(bool passed) => E(new EquipmentFact.Calibrated(new Calibration("C", passed, new DateOnly(2027, 1, 1), "EN-01")));

    private static (ActorId, Fact) OnLine(string batch) => Line(new LineFact.StepStarted(new StepOnLine(batch, "wash", "R-101", Start)));

    private static (ActorId, Fact)[] Loaded(string container, string batch = "B-1", string incubator = "INC", string chamber = "A", string position = "1", Exposure exposure = Exposure.Closed) =>
    [
        On(ActorKind.Incubator, incubator, new IncubatorFact.VesselLoaded(chamber, position, new Vessel(container, batch, "CART-19", exposure, Start), "OP-01")),
        C(new Domain.Identity.ContainerFact.Parked(new Domain.Identity.Location("R-101", position, incubator), Start), container),
    ];

    private static (ActorId, Fact) Unloaded(string container) => N(new IncubatorFact.VesselUnloaded("A", "1", container, "OP-01", Start));
}
