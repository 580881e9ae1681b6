using Grpc.Core;
using Orchestrator.Api.Doors;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Quality;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Sensors;
using Orchestrator.V1;

namespace Orchestrator.Api.Services;

/// <summary>The <c>quality</c> service: what only quality decides.</summary>
public sealed partial class QualityService(CommandDoor door) : Quality.QualityBase
{
    public override Task<Ruling> RevokeRiskAssessment(RevokeRiskAssessmentRequest request, ServerCallContext context) => door.Give(
        new QualityCommand.RevokeRiskAssessment(request.RiskAssessment, request.Reason, request.By), request.Header, context);

    public override Task<Ruling> ReopenRiskAssessment(ReopenRiskAssessmentRequest request, ServerCallContext context) => door.Give(
        new QualityCommand.ReopenRiskAssessment(request.RiskAssessment, request.Reason, request.By), request.Header, context);

    public override Task<Ruling> ReinstateRiskAssessment(ReinstateRiskAssessmentRequest request, ServerCallContext context) => door.Give(
        new QualityCommand.ReinstateRiskAssessment(
            request.RiskAssessment, request.Document, request.Reason, request.FirstBy, request.SecondBy),
        request.Header, context);

    public override Task<Ruling> RevokeOverride(RevokeOverrideRequest request, ServerCallContext context) => door.Give(
        new QualityCommand.RevokeOverride(request.Override, request.Reason, request.By), request.Header, context);

    public override Task<Ruling> ReinstateOverride(ReinstateOverrideRequest request, ServerCallContext context) => door.Give(
        new QualityCommand.ReinstateOverride(request.Override, request.Reason, request.FirstBy, request.SecondBy), request.Header, context);

    public override Task<Ruling> WithdrawSignature(WithdrawSignatureRequest request, ServerCallContext context) => door.Give(
        new QualityCommand.WithdrawSignature(request.Decision, request.Reason, request.By), request.Header, context);

    public override Task<Ruling> LiftRoomHold(LiftRoomHoldRequest request, ServerCallContext context) => door.Give(
        new RoomCommand.LiftHold(request.Room, request.Hold, request.Reason, request.FirstBy, request.SecondBy), request.Header, context);

    public override Task<Ruling> AssessBreach(AssessBreachRequest request, ServerCallContext context) => door.Give(
        new ClosedSystemCommand.AssessBreach(
            request.System, request.RiskAssessment, Wire.BreachDecision(request.Decision), request.Reason, request.FirstBy, request.SecondBy),
        request.Header, context);

    public override Task<Ruling> AssessSignalGap(AssessSignalGapRequest request, ServerCallContext context) => door.Give(
        new SensorCommand.AssessGap(request.Sensor, request.Reason, request.FirstBy, request.SecondBy), request.Header, context);
}
