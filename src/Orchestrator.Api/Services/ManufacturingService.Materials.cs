using Grpc.Core;
using Orchestrator.Domain.DonorMaterials;
using Orchestrator.Domain.Materials;
using Orchestrator.V1;

namespace Orchestrator.Api.Services;

/// <summary>The <c>manufacturing</c> service; this part: donor material and lots.</summary>
public sealed partial class ManufacturingService
{
    public override Task<Ruling> RegisterDonorMaterial(RegisterDonorMaterialRequest request, ServerCallContext context) => door.Give(
        new DonorMaterialCommand.Register(
            request.DonorMaterial, Wire.Optional(request.CheckCharacter), request.DonorCode, request.ChainOfIdentity, request.Container, request.ContainerType, Wire.Contents(request.Contents), request.Label, request.Room, request.ReceivedBy, request.Verifier),
        request.Header, context);

    public override Task<Ruling> SetPathogenStatus(SetPathogenStatusRequest request, ServerCallContext context) => door.Give(
        new DonorMaterialCommand.SetPathogenStatus(
            request.DonorMaterial, Wire.PathogenStatus(request.Pathogen), [.. request.Agents], request.Document, request.By),
        request.Header, context);

    public override Task<Ruling> AcceptDonorMaterial(AcceptDonorMaterialRequest request, ServerCallContext context) => door.Give(
        new DonorMaterialCommand.Accept(request.DonorMaterial, request.Document, request.By), request.Header, context);

    public override Task<Ruling> RejectDonorMaterial(RejectDonorMaterialRequest request, ServerCallContext context) => door.Give(
        new DonorMaterialCommand.Reject(request.DonorMaterial, request.Reason, request.By), request.Header, context);

    public override Task<Ruling> BindDonorMaterial(BindDonorMaterialRequest request, ServerCallContext context) => door.Give(
        new DonorMaterialCommand.Bind(
            request.DonorMaterial, request.Batch, request.Code, request.Performer, request.Verifier),
        request.Header, context);
    public override Task<Ruling> ReceiveLot(ReceiveLotRequest request, ServerCallContext context) => door.Give(
        new MaterialLotCommand.Receive(
            request.Lot, request.Material, request.Supplier, Wire.Date(request.ExpiresOn, "expires_on"), [.. request.Composition.Select(Wire.Composition)], request.DonorCode, request.By),
        request.Header, context);

    public override Task<Ruling> ReleaseLot(ReleaseLotRequest request, ServerCallContext context) => door.Give(
        new MaterialLotCommand.Release(request.Lot, request.Inspection, Wire.Optional(request.GmpCertificate), request.By), request.Header, context);

    public override Task<Ruling> RejectLot(RejectLotRequest request, ServerCallContext context) => door.Give(
        new MaterialLotCommand.Reject(request.Lot, request.Reason, request.By), request.Header, context);

    public override Task<Ruling> ChargeMaterial(ChargeMaterialRequest request, ServerCallContext context) => door.Give(
        new MaterialLotCommand.Charge(
            request.Lot, request.Batch, request.Step, request.Input, request.Code, Wire.Optional(request.Serial), Wire.Connection(request.Connection), Wire.Optional(request.Defect), request.By),
        request.Header, context);
}
