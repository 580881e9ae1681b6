using Orchestrator.Domain.Controllers;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Sensors;
using static Orchestrator.Engine.Tests.Simulating.Facts;

namespace Orchestrator.Engine.Tests.Simulating;

using Planted = Dictionary<string, (Action<Forgery> Violation, Action<Forgery> Lawful)>;

/// <summary>Controllers and sensors that say what cannot be.</summary>
internal static class FalsifiedDevices
{
    public static Planted All { get; } = new()
    {
        ["INV-146"] = (j => j.Turn(Connected(1)).Turn(Connected(1)), j => j.Turn(Connected(1)).Turn(Connected(2))),
        ["INV-147"] = (j => j.Turn(Connected(1)).Turn(Connected(2)).Turn(Gone(1)), j => j.Turn(Connected(1)).Turn(Connected(2)).Turn(Gone(2))),
        ["INV-148"] = (j => j.Turn(Heard(2)).Turn(Heard(2)), j => j.Turn(Heard(2)).Turn(Heard(3))),
        ["INV-149"] = (j => j.Turn(Issued).Turn(Issued), j => j.Turn(Issued)),
        ["INV-150"] = (j => j.Turn(Connected(1), Issued).Turn(Connected(2)).Turn(Sent(1)), j => j.Turn(Connected(1), Issued).Turn(Sent(1))),
        ["INV-151"] = (j => j.Turn(Connected(1), Issued).Turn(Sent(1)).Turn(Sent(1)), j => j.Turn(Connected(1), Issued).Turn(Sent(1))),
        ["INV-152"] = (j => j.Turn(Issued).Turn(Acknowledged).Turn(Acknowledged), j => j.Turn(Issued).Turn(Acknowledged)),
        ["INV-153"] = (j => j.Turn(Issued).Turn(Doubted), j => j.Turn(Connected(1), Issued).Turn(Sent(1)).Turn(Doubted)),
        ["INV-154"] = (j => j.Turn(Connected(1), Issued).Turn(Sent(1)).Turn(Resolved), j => j.Turn(Connected(1), Issued).Turn(Sent(1)).Turn(Doubted).Turn(Resolved)),
        ["INV-155"] = (j => j.Turn(Read(min: 5, last: 4)), j => j.Turn(Read(min: 4, last: 5))),
        ["INV-156"] = (j => j.Turn(Lost).Turn(Lost), j => j.Turn(Lost).Turn(Restored).Turn(Lost)),
        ["INV-157"] = (j => j.Turn(Restored), j => j.Turn(Lost).Turn(Restored)),
        ["INV-158"] = (j => j.Turn(Read(min: 4, last: 5, until: Start + Hour)), j => j.Turn(Read(min: 4, last: 5, until: Start))),
    };

    private static (ActorId, Fact) Issued => K(new ControllerFact.CommandIssued(new DeviceCommand("D-1", "closed-system/CP-01", DeviceTarget.Held, null, "B-1", "wash", "paused", Start, DeviceDelivery.Waiting)));

    private static (ActorId, Fact) Acknowledged => K(new ControllerFact.CommandAcknowledged("D-1", DeviceOutcome.Done, "", Start));

    private static (ActorId, Fact) Doubted => K(new ControllerFact.CommandInDoubt("D-1", Start));

    private static (ActorId, Fact) Resolved => K(new ControllerFact.CommandResolved("D-1", DeviceOutcome.Done, "seen", "EN-01", Start));

    private static (ActorId, Fact) Lost => S(new SensorFact.SignalLost(Start, []));

    private static (ActorId, Fact) Restored => S(new SensorFact.SignalRestored("back", "s", ""));

    private static (ActorId, Fact) K(ControllerFact fact) => On(ActorKind.Controller, "K", fact);

    private static (ActorId, Fact) S(SensorFact fact) => On(ActorKind.Sensor, "T-1", fact);

    private static (ActorId, Fact) Connected(long epoch) => K(new ControllerFact.Connected(epoch, [], Deduplicates: false, Start));

    private static (ActorId, Fact) Gone(long epoch) => K(new ControllerFact.Disconnected(epoch, Start));

    private static (ActorId, Fact) Heard(long sequence) => K(new ControllerFact.SequenceReached(sequence));

    private static (ActorId, Fact) Sent(long epoch) => K(new ControllerFact.CommandSent("D-1", epoch, Start));

    private static (ActorId, Fact) Read(decimal min, decimal last, DateTimeOffset? until = null) => S(new SensorFact.ReadingsRecorded(
        new ReadingSeries(Start, Start, 2, min, 9, last, Start, TimeSpan.Zero), ReadingQuality.Good, Origin.Live, WithinLimits: true, new Coverage(until, null), null, "K"));
}
