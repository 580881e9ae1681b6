using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Cabinets;
using Orchestrator.Domain.Clearances;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Controllers;
using Orchestrator.Domain.DonorMaterials;
using Orchestrator.Domain.Equipment;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Incubators;
using Orchestrator.Domain.Isolators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Lines;
using Orchestrator.Domain.Materials;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Quality;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Sensors;
using Orchestrator.Domain.Transfers;

namespace Orchestrator.Domain;

/// <summary>The law of a plant: one command, a cast and a moment in; a decision out. Pure, and the only way in.</summary>
public static class PlantLaw
{
    public static Decision Decide(Command command, Cast cast, Moment moment)
    {
        var desk = new Desk(cast, moment);
        Answer(command, desk);
        Signing.Conclude(command, desk);
        return desk.Close();
    }

    private static void Answer(Command command, Desk desk)
    {
        switch (command)
        {
            case PlantCommand plant:
                PlantDecider.Decide(plant, desk);
                break;
            case BatchCommand batch:
                BatchDecider.Decide(batch, desk);
                break;
            case OperatorCommand person:
                OperatorDecider.Decide(person, desk);
                break;
            case ContainerCommand container:
                ContainerDecider.Decide(container, desk);
                break;
            case DonorMaterialCommand donorMaterial:
                DonorMaterialDecider.Decide(donorMaterial, desk);
                break;
            case MaterialLotCommand lot:
                MaterialLotDecider.Decide(lot, desk);
                break;
            case TransferCommand transfer:
                TransferDecider.Decide(transfer, desk);
                break;
            case LabelCommand label:
                LabelDecider.Decide(label, desk);
                break;
            case HandOver handOver:
                Handing.Decide(handOver, desk);
                break;
            case LineCommand line:
                LineDecider.Decide(line, desk);
                break;
            case QualityCommand quality:
                QualityDecider.Decide(quality, desk);
                break;
            case RoomCommand room:
                RoomDecider.Decide(room, desk);
                break;
            case ClearanceCommand clearance:
                ClearanceDecider.Decide(clearance, desk);
                break;
            case ClosedSystemCommand system:
                ClosedSystemDecider.Decide(system, desk);
                break;
            case IsolatorCommand isolator:
                IsolatorDecider.Decide(isolator, desk);
                break;
            case CabinetCommand cabinet:
                CabinetDecider.Decide(cabinet, desk);
                break;
            case IncubatorCommand incubator:
                IncubatorDecider.Decide(incubator, desk);
                break;
            case EquipmentCommand equipment:
                EquipmentDecider.Decide(equipment, desk);
                break;
            case SensorCommand sensor:
                SensorDecider.Decide(sensor, desk);
                break;
            case ControllerCommand controller:
                ControllerDecider.Decide(controller, desk, Answer);
                break;
            case WakeUp wakeUp:
                WakeUps.Decide(wakeUp, desk);
                break;
            default:
                throw new ArgumentException($"no part of the law answers {command.GetType()}");
        }
    }
}
