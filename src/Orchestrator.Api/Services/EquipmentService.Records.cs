using Grpc.Core;
using Orchestrator.Domain.Equipment;
using Orchestrator.Domain.Incubators;
using Orchestrator.Domain.Isolators;
using Orchestrator.V1;

namespace Orchestrator.Api.Services;

/// <summary>The <c>equipment</c> service; this part: records of isolators, incubators and other equipment.</summary>
public sealed partial class EquipmentService
{
    public override Task<Ruling> CloseCompartment(CloseCompartmentRequest request, ServerCallContext context) => door.Give(
        new IncubatorCommand.CloseCompartment(request.Incubator, request.Compartment), request.Header, context);

    public override Task<Ruling> RecordIncubatorDisinfection(RecordIncubatorDisinfectionRequest request, ServerCallContext context) => door.Give(
        new IncubatorCommand.RecordDisinfection(
            request.Incubator, request.Compartment, request.Cycle, request.Agent, request.By),
        request.Header, context);
    public override Task<Ruling> StartDecontamination(StartDecontaminationRequest request, ServerCallContext context) => door.Give(
        new IsolatorCommand.StartDecontamination(request.Isolator, request.Cycle, request.By), request.Header, context);

    public override Task<Ruling> RecordDecontamination(RecordDecontaminationRequest request, ServerCallContext context) => door.Give(
        new IsolatorCommand.RecordDecontamination(
            request.Isolator, request.Cycle, request.Passed, request.Parameters, request.By),
        request.Header, context);

    public override Task<Ruling> RecordIsolatorTest(RecordIsolatorTestRequest request, ServerCallContext context) => door.Give(
        new IsolatorCommand.RecordIntegrityTest(
            request.Isolator, Wire.IntegrityTest(request.Test), request.Method, request.Value, request.Passed, request.By),
        request.Header, context);

    public override Task<Ruling> ClosePort(ClosePortRequest request, ServerCallContext context) => door.Give(
        new IsolatorCommand.ClosePort(request.Isolator), request.Header, context);

    public override Task<Ruling> ReportOpenPort(ReportOpenPortRequest request, ServerCallContext context) => door.Give(
        new IsolatorCommand.ReportOpenPort(request.Isolator, Wire.At(request.HappenedAt, "happened_at")), request.Header, context);
    public override Task<Ruling> RecordEquipmentInactivation(RecordEquipmentInactivationRequest request, ServerCallContext context) => door.Give(
        new EquipmentCommand.RecordInactivation(request.Equipment, request.Cycle, request.Indicator, request.By), request.Header, context);

    public override Task<Ruling> RecordCalibration(RecordCalibrationRequest request, ServerCallContext context) => door.Give(
        new EquipmentCommand.RecordCalibration(
            request.Equipment, request.Certificate, request.Passed, Wire.Date(request.ValidUntil, "valid_until"), request.By),
        request.Header, context);

    public override Task<Ruling> RecordEquipmentIntegrityCheck(RecordEquipmentIntegrityCheckRequest request, ServerCallContext context) => door.Give(
        new EquipmentCommand.RecordIntegrityCheck(
            request.Equipment, request.Check, request.Method, request.Value, request.Passed, request.By),
        request.Header, context);

    public override Task<Ruling> ReportEquipmentRepair(ReportEquipmentRepairRequest request, ServerCallContext context) => door.Give(
        new EquipmentCommand.ReportRepair(request.Equipment, request.What, request.By), request.Header, context);

    public override Task<Ruling> TakeOutOfService(TakeOutOfServiceRequest request, ServerCallContext context) => door.Give(
        new EquipmentCommand.TakeOutOfService(request.Equipment, request.Reason, request.By), request.Header, context);

    public override Task<Ruling> ReturnToService(ReturnToServiceRequest request, ServerCallContext context) => door.Give(
        new EquipmentCommand.ReturnToService(request.Equipment, request.Document, request.By), request.Header, context);
}
