using Grpc.Core;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.V1;

namespace Orchestrator.Api.Services;

/// <summary>The <c>manufacturing</c> service; this part: closed systems.</summary>
public sealed partial class ManufacturingService
{
    public override Task<Ruling> MountKit(MountKitRequest request, ServerCallContext context) => door.Give(
        new ClosedSystemCommand.MountKit(request.System, request.Batch, request.Kit, request.By), request.Header, context);

    public override Task<Ruling> VerifyClosure(VerifyClosureRequest request, ServerCallContext context) => door.Give(
        new ClosedSystemCommand.VerifyClosure(
            request.System, request.Check, request.Method, request.Passed, request.Performer, request.Verifier),
        request.Header, context);

    public override Task<Ruling> ConnectClosed(ConnectClosedRequest request, ServerCallContext context) => door.Give(
        new ClosedSystemCommand.Connect(
            request.System, request.Connection, Wire.ConnectionType(request.Type), request.Check, request.Verified, request.By),
        request.Header, context);

    public override Task<Ruling> OpenSystem(OpenSystemRequest request, ServerCallContext context) => door.Give(
        new ClosedSystemCommand.OpenPlanned(request.System, Wire.Optional(request.Cabinet), request.Reason, request.By), request.Header, context);

    public override Task<Ruling> RecloseSystem(RecloseSystemRequest request, ServerCallContext context) => door.Give(
        new ClosedSystemCommand.Reclose(
            request.System, Wire.Optional(request.Cycle), request.Check, request.Passed, request.Performer, request.Verifier),
        request.Header, context);

    public override Task<Ruling> ReportBreach(ReportBreachRequest request, ServerCallContext context) => door.Give(
        new ClosedSystemCommand.ReportBreach(
            request.System, request.Breach, request.Detection, Wire.At(request.HappenedAt, "happened_at")),
        request.Header, context);

    public override Task<Ruling> RecordEmergencyMeasure(RecordEmergencyMeasureRequest request, ServerCallContext context) => door.Give(
        new ClosedSystemCommand.RecordEmergencyMeasure(request.System, request.Measure, request.By), request.Header, context);

    public override Task<Ruling> UnmountKit(UnmountKitRequest request, ServerCallContext context) => door.Give(
        new ClosedSystemCommand.UnmountKit(request.System, request.By), request.Header, context);

    public override Task<Ruling> CleanSystem(CleanSystemRequest request, ServerCallContext context) => door.Give(
        new ClosedSystemCommand.Clean(request.System, request.Agent, request.Performer, request.Verifier), request.Header, context);
}
