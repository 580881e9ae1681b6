using Grpc.Core;
using Orchestrator.Domain.Lines;
using Orchestrator.Domain.People;
using Orchestrator.V1;

namespace Orchestrator.Api.Services;

/// <summary>The <c>manufacturing</c> service; this part: people, handovers and lines.</summary>
public sealed partial class ManufacturingService
{
    public override Task<Ruling> EnterRoom(EnterRoomRequest request, ServerCallContext context) => door.Give(
        new OperatorCommand.EnterRoom(
            request.Operator, request.Room, Wire.At(request.At, "at"), Wire.Optional(request.Reader), Wire.Origin(request.Origin)),
        request.Header, context);

    public override Task<Ruling> LeaveRoom(LeaveRoomRequest request, ServerCallContext context) => door.Give(
        new OperatorCommand.LeaveRoom(
            request.Operator, request.Room, Wire.At(request.At, "at"), Wire.Optional(request.Reader), Wire.Origin(request.Origin)),
        request.Header, context);

    public override Task<Ruling> ReportPresence(ReportPresenceRequest request, ServerCallContext context) => door.Give(
        new OperatorCommand.ReportPresence(
            request.Operator, request.Room, Wire.At(request.At, "at"), request.ReportedBy, Wire.Origin(request.Origin)),
        request.Header, context);

    public override Task<Ruling> AssignOperator(AssignOperatorRequest request, ServerCallContext context) => door.Give(
        new OperatorCommand.Assign(request.Operator, request.Batch, request.Step, request.Role, request.Room), request.Header, context);

    public override Task<Ruling> ReleaseOperator(ReleaseOperatorRequest request, ServerCallContext context) => door.Give(
        new OperatorCommand.Release(request.Operator, request.Batch, request.Step), request.Header, context);

    public override Task<Ruling> RecordPersonDecontamination(RecordPersonDecontaminationRequest request, ServerCallContext context) => door.Give(
        new OperatorCommand.RecordDecontamination(
            request.Operator, request.Procedure, Wire.At(request.At, "at"), request.Witness),
        request.Header, context);

    public override Task<Ruling> RecordExitProcedure(RecordExitProcedureRequest request, ServerCallContext context) => door.Give(
        new OperatorCommand.RecordExitProcedure(
            request.Operator, request.Area, request.Procedure, Wire.At(request.At, "at")),
        request.Header, context);

    public override Task<Ruling> LiftExclusion(LiftExclusionRequest request, ServerCallContext context) => door.Give(
        new OperatorCommand.LiftExclusion(request.Operator, request.Area, request.LiftedBy, request.Reason), request.Header, context);

    public override Task<Ruling> HandOver(HandOverRequest request, ServerCallContext context) => door.Give(
        new HandOver(
            request.Batch, request.Step, [.. request.Outgoing], [.. request.Incoming.Select(Wire.AssignedOperator)], request.State, request.OpenPoints),
        request.Header, context);
    public override Task<Ruling> RecordMediaFill(RecordMediaFillRequest request, ServerCallContext context) => door.Give(
        new LineCommand.RecordMediaFill(
            request.Line, request.MediaFill, request.Shift, Wire.Date(request.Date, "date"), Wire.MediaFillResult(request.Result), request.Units, [.. request.Participants], [.. request.Operations], request.Document, request.Performer, request.Verifier),
        request.Header, context);

    public override Task<Ruling> SuspendLine(SuspendLineRequest request, ServerCallContext context) => door.Give(
        new LineCommand.Suspend(request.Line, request.Reason, request.By), request.Header, context);

    public override Task<Ruling> ReinstateLine(ReinstateLineRequest request, ServerCallContext context) => door.Give(
        new LineCommand.Reinstate(request.Line, request.Reason, request.FirstBy, request.SecondBy), request.Header, context);
}
