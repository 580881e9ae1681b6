using Grpc.Core;
using Orchestrator.Api.Doors;
using Orchestrator.Api.NextActions;
using Orchestrator.Domain.Batches;
using Orchestrator.V1;

namespace Orchestrator.Api.Services;

/// <summary>The <c>manufacturing</c> service; this part: a batch's life. Wire messages become commands of the law, nothing is decided here.</summary>
public sealed partial class ManufacturingService(CommandDoor door, Views views, Records records, Advice advice) : Manufacturing.ManufacturingBase
{
    public override Task<Ruling> CreateBatch(CreateBatchRequest request, ServerCallContext context) => door.Give(
        new BatchCommand.Create(request.Batch, request.Product, request.Recipe, request.RecipeVersion, request.ChainOfIdentity, request.DonorCode, Wire.Purpose(request.Purpose)),
        request.Header, context);

    public override Task<Ruling> StartStep(StartStepRequest request, ServerCallContext context) => door.Give(
        new BatchCommand.StartStep(
            request.Batch, request.Step, Wire.Place(request.Place), [.. request.Operators.Select(Wire.AssignedOperator)], Wire.Optional(request.Verifier), [.. request.Scans.Select(Wire.Scan)]),
        request.Header, context);

    public override Task<Ruling> RepeatStep(RepeatStepRequest request, ServerCallContext context) => door.Give(
        new BatchCommand.RepeatStep(
            request.Batch, request.Step, request.Reason, Wire.Place(request.Place), [.. request.Operators.Select(Wire.AssignedOperator)], Wire.Optional(request.Verifier), [.. request.Scans.Select(Wire.Scan)]),
        request.Header, context);

    public override Task<Ruling> RecordCheck(RecordCheckRequest request, ServerCallContext context) => door.Give(
        new BatchCommand.RecordCheck(request.Batch, request.Step, request.Check, Wire.Number(request.Value, "value"), request.Unit, request.RecordedBy, Wire.Optional(request.Instrument)),
        request.Header, context);

    public override Task<Ruling> CorrectCheck(CorrectCheckRequest request, ServerCallContext context) => door.Give(
        new BatchCommand.CorrectCheck(request.Batch, request.Step, request.Check, Wire.Number(request.Value, "value"), request.Unit, request.Reason, request.FirstBy, request.SecondBy),
        request.Header, context);

    public override Task<Ruling> PauseStep(PauseStepRequest request, ServerCallContext context) => door.Give(
        new BatchCommand.PauseStep(request.Batch, request.Step, request.Reason, request.By), request.Header, context);

    public override Task<Ruling> ResumeStep(ResumeStepRequest request, ServerCallContext context) => door.Give(
        new BatchCommand.ResumeStep(request.Batch, request.Step, request.By), request.Header, context);

    public override Task<Ruling> CompleteStep(CompleteStepRequest request, ServerCallContext context) => door.Give(
        new BatchCommand.CompleteStep(request.Batch, request.Step, request.CompletedBy, request.Terminal), request.Header, context);

    public override Task<Ruling> AbortStep(AbortStepRequest request, ServerCallContext context) => door.Give(
        new BatchCommand.AbortStep(request.Batch, request.Step, request.Reason, Wire.Disposed(request.Disposition), request.By), request.Header, context);

    public override Task<Ruling> CancelBatch(CancelBatchRequest request, ServerCallContext context) => door.Give(
        new BatchCommand.Cancel(request.Batch, request.Reason), request.Header, context);

    public override Task<Ruling> TerminateBatch(TerminateBatchRequest request, ServerCallContext context) => door.Give(
        new BatchCommand.Terminate(request.Batch, request.Reason, Wire.Disposed(request.Disposition)), request.Header, context);

    public override Task<Ruling> DiscardBatch(DiscardBatchRequest request, ServerCallContext context) => door.Give(
        new BatchCommand.Discard(request.Batch, request.Reason, request.FirstBy, request.SecondBy), request.Header, context);

    public override Task<Ruling> PlaceHold(PlaceHoldRequest request, ServerCallContext context) => door.Give(
        new BatchCommand.PlaceHold(request.Batch, request.Hold, request.Reason), request.Header, context);

    public override Task<Ruling> LiftHold(LiftHoldRequest request, ServerCallContext context) => door.Give(
        new BatchCommand.LiftHold(request.Batch, request.Hold, request.Reason, request.FirstBy, request.SecondBy), request.Header, context);
}
