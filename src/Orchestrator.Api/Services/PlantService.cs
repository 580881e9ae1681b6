using Grpc.Core;
using Orchestrator.Api.Doors;
using Orchestrator.Domain.Plants;
using Orchestrator.V1;
using TimeMode = Orchestrator.Domain.Plants.TimeMode;

namespace Orchestrator.Api.Services;

/// <summary>The <c>plant</c> service: master data come in as text, are checked, proposed by one person and approved by another.</summary>
public sealed class PlantService(CommandDoor door) : V1.Plant.PlantBase
{
    public override Task<Ruling> Found(FoundRequest request, ServerCallContext context) => door.Give(
        new PlantCommand.Found(request.Plant, request.Time switch
        {
            V1.TimeMode.Real => TimeMode.Real,
            V1.TimeMode.Demo => TimeMode.Demo,
            _ => throw CommandDoor.Invalid("time", "say REAL or DEMO"),
        }),
        request.Header, context, "engineer");

    public override Task<Ruling> ApproveChange(ApproveChangeRequest request, ServerCallContext context) => door.Give(
        new PlantCommand.ApproveChange(request.Change), request.Header, context, "engineer", "quality");
}
