using Grpc.Core;
using Orchestrator.Domain.Cabinets;
using Orchestrator.Domain.Equipment;
using Orchestrator.Domain.Incubators;
using Orchestrator.Domain.Isolators;
using Orchestrator.V1;

namespace Orchestrator.Api.Services;

/// <summary>The <c>manufacturing</c> service; this part: incubators, isolators, cabinets and equipment.</summary>
public sealed partial class ManufacturingService
{
    public override Task<Ruling> LoadIncubator(LoadIncubatorRequest request, ServerCallContext context) => door.Give(
        new IncubatorCommand.Load(
            request.Incubator, request.Compartment, request.Position, request.Container, Wire.FourScans(request.Scans), request.By),
        request.Header, context);

    public override Task<Ruling> UnloadIncubator(UnloadIncubatorRequest request, ServerCallContext context) => door.Give(
        new IncubatorCommand.Unload(
            request.Incubator, request.Compartment, request.Position, request.Container, Wire.FourScans(request.Scans), request.By),
        request.Header, context);

    public override Task<Ruling> OpenCompartment(OpenCompartmentRequest request, ServerCallContext context) => door.Give(
        new IncubatorCommand.OpenCompartment(request.Incubator, request.Compartment, request.Batch, request.By), request.Header, context);
    public override Task<Ruling> OpenPort(OpenPortRequest request, ServerCallContext context) => door.Give(
        new IsolatorCommand.OpenPort(request.Isolator, request.Batch, request.By), request.Header, context);

    public override Task<Ruling> ClearIsolator(ClearIsolatorRequest request, ServerCallContext context) => door.Give(
        new IsolatorCommand.ClearInterior(request.Isolator, request.Batch, request.Performer, request.Verifier), request.Header, context);
    public override Task<Ruling> ClearCabinet(ClearCabinetRequest request, ServerCallContext context) => door.Give(
        new CabinetCommand.Clear(request.Cabinet, request.Batch, request.Agent, request.Performer, request.Verifier), request.Header, context);
    public override Task<Ruling> CleanEquipment(CleanEquipmentRequest request, ServerCallContext context) => door.Give(
        new EquipmentCommand.Clean(request.Equipment, request.Batch, request.Agent, request.Performer, request.Verifier), request.Header, context);
}
