using Grpc.Core;
using Orchestrator.Api.Doors;
using Orchestrator.Domain.Batches;
using Orchestrator.Engine;
using Orchestrator.V1;

namespace Orchestrator.Api.Services;

/// <summary>The <c>manufacturing</c> service: wire messages become commands of the law, and views become wire messages.</summary>
public sealed class ManufacturingService(CommandDoor door, PlantView view) : Manufacturing.ManufacturingBase
{
    public override Task<Ruling> CreateBatch(CreateBatchRequest request, ServerCallContext context) => door.Give(
        new BatchCommand.Create(request.Batch, request.Product, request.Recipe, request.RecipeVersion, request.ChainOfIdentity, request.DonorCode, Wire.Purpose(request.Purpose)),
        request.Header, context, "mes");

    public override Task<Ruling> StartStep(StartStepRequest request, ServerCallContext context) => door.Give(
        new BatchCommand.StartStep(request.Batch, request.Step, Wire.Place(request.Place), [.. request.Operators.Select(Wire.Assigned)], Wire.Optional(request.Verifier), [.. request.Scans.Select(Wire.Scan)]),
        request.Header, context, "mes");

    public override Task<Ruling> CompleteStep(CompleteStepRequest request, ServerCallContext context) => door.Give(
        new BatchCommand.CompleteStep(request.Batch, request.Step, request.CompletedBy, request.Terminal),
        request.Header, context, "mes");

    public override async Task<BatchView> GetBatch(GetBatchRequest request, ServerCallContext context)
    {
        door.Admit(context, "mes", "supervisor", "quality");
        var picture = await view.At(request.MinPosition, context.CancellationToken);
        var batch = picture.Get<Batch>(request.Batch);
        return batch.Status == BatchStatus.Unknown
            ? throw new RpcException(new Status(StatusCode.NotFound, $"no batch {request.Batch}"))
            : Wire.View(picture, batch);
    }
}
