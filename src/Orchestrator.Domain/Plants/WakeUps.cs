using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Plants;

/// <summary>What happens when a clock comes due: the law looks again, and acts only if the limit has really run out.</summary>
public static class WakeUps
{
    public static void Decide(WakeUp wakeUp, Desk desk)
    {
        switch (wakeUp.Actor.Kind)
        {
            case ActorKind.Plant:
                PlantDecider.TakeEffect(wakeUp, desk);
                break;
            case ActorKind.Batch:
                Batches.BatchClocks.Decide(wakeUp, desk);
                break;
            case ActorKind.Line:
                Lines.LineDecider.Warn(wakeUp, desk);
                break;
            case ActorKind.Room:
                Rooms.RoomDecider.WakeUp(wakeUp, desk);
                break;
            case ActorKind.Clearance:
                Clearances.ClearanceDecider.WakeUp(wakeUp, desk);
                break;
            case ActorKind.ClosedSystem:
                ClosedSystems.ClosedSystemDecider.WakeUp(wakeUp, desk);
                break;
            case ActorKind.Sensor:
                Sensors.SensorDecider.WakeUp(wakeUp, desk);
                break;
            case ActorKind.Transfer:
                Transfers.TransferDecider.LookAgain(wakeUp, desk);
                break;
            default:
                throw new ArgumentException($"{wakeUp.Actor} runs no clock");
        }
    }
}
