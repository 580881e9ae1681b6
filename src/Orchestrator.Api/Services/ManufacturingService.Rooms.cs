using Grpc.Core;
using Orchestrator.Domain.Clearances;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Transfers;
using Orchestrator.V1;

namespace Orchestrator.Api.Services;

/// <summary>The <c>manufacturing</c> service; this part: rooms, clearances and transfers.</summary>
public sealed partial class ManufacturingService
{
    public override Task<Ruling> ReserveRoom(ReserveRoomRequest request, ServerCallContext context) => door.Give(
        new RoomCommand.Reserve(request.Room, request.Batch), request.Header, context);

    public override Task<Ruling> ReleaseReservation(ReleaseReservationRequest request, ServerCallContext context) => door.Give(
        new RoomCommand.ReleaseReservation(request.Room, request.Batch), request.Header, context);

    public override Task<Ruling> PlaceRoomHold(PlaceRoomHoldRequest request, ServerCallContext context) => door.Give(
        new RoomCommand.PlaceHold(request.Room, request.Hold, Wire.HoldKindByHand(request.Kind), request.Reason, request.By), request.Header, context);
    public override Task<Ruling> PerformClearance(PerformClearanceRequest request, ServerCallContext context) => door.Give(
        new ClearanceCommand.Perform(
            request.Clearance, request.Room, Wire.ClearanceScope(request.Scope), request.Batch, [.. request.Answers.Select(Wire.ClearanceAnswer)], request.Performer),
        request.Header, context);

    public override Task<Ruling> VerifyClearance(VerifyClearanceRequest request, ServerCallContext context) => door.Give(
        new ClearanceCommand.Verify(request.Clearance, request.Verifier), request.Header, context);

    public override Task<Ruling> RejectClearance(RejectClearanceRequest request, ServerCallContext context) => door.Give(
        new ClearanceCommand.Reject(request.Clearance, request.Verifier, request.Reason), request.Header, context);
    public override Task<Ruling> StartTransfer(StartTransferRequest request, ServerCallContext context) => door.Give(
        new TransferCommand.Start(
            request.Transfer, [.. request.Containers.Select(Wire.ScannedContainer)], request.Room, Wire.Optional(request.Position), Wire.Optional(request.SafeStateOf), request.By),
        request.Header, context);

    public override Task<Ruling> ArriveTransfer(ArriveTransferRequest request, ServerCallContext context) => door.Give(
        new TransferCommand.Arrive(request.Transfer, [.. request.Containers.Select(Wire.ScannedContainer)], request.By), request.Header, context);
}
