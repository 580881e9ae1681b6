using Grpc.Core;
using Orchestrator.Domain.Identity;
using Orchestrator.V1;

namespace Orchestrator.Api.Services;

/// <summary>The <c>manufacturing</c> service; this part: containers and labels.</summary>
public sealed partial class ManufacturingService
{
    public override Task<Ruling> RegisterContainer(RegisterContainerRequest request, ServerCallContext context) => door.Give(
        new ContainerCommand.Register(request.Container, request.Batch, request.Step, request.Output, request.By), request.Header, context);

    public override Task<Ruling> CollectWaste(CollectWasteRequest request, ServerCallContext context) => door.Give(
        new ContainerCommand.CollectWaste(
            request.Container, request.Batch, request.Step, request.Type, Wire.Contents(request.Contents), request.By),
        request.Header, context);

    public override Task<Ruling> FillContainer(FillContainerRequest request, ServerCallContext context) => door.Give(
        new ContainerCommand.Fill(request.Container, Wire.Contents(request.Contents), request.By), request.Header, context);

    public override Task<Ruling> RecordAppearance(RecordAppearanceRequest request, ServerCallContext context) => door.Give(
        new ContainerCommand.RecordAppearance(
            request.Container, Wire.Inspection(request.When), Wire.Optional(request.Defect), request.Inspector),
        request.Header, context);

    public override Task<Ruling> SealContainer(SealContainerRequest request, ServerCallContext context) => door.Give(
        new ContainerCommand.Close(request.Container, request.Method, request.Performer, request.Verifier), request.Header, context);

    public override Task<Ruling> SplitContainer(SplitContainerRequest request, ServerCallContext context) => door.Give(
        new ContainerCommand.Split(
            request.Container, request.Code, [.. request.Parts.Select(Wire.Part)], request.Rest is null ? null : Wire.Contents(request.Rest), request.By, MethodOf(request.Method)),
        request.Header, context);

    public override Task<Ruling> MergeContainers(MergeContainersRequest request, ServerCallContext context) => door.Give(
        new ContainerCommand.Merge(
            request.Container, [.. request.From.Select(Wire.ScannedContainer)], Wire.Contents(request.Contents), request.By, MethodOf(request.Method)),
        request.Header, context);

    public override Task<Ruling> TakeSample(TakeSampleRequest request, ServerCallContext context) => door.Give(
        new ContainerCommand.TakeSample(
            request.Container, request.Code, Wire.Part(request.Sample), Wire.SamplingMethod(request.Method), Wire.Contents(request.Rest), request.By),
        request.Header, context);

    public override Task<Ruling> ParkContainer(ParkContainerRequest request, ServerCallContext context) => door.Give(
        new ContainerCommand.Park(request.Container, request.Code, request.Position, request.PositionCode, request.By), request.Header, context);

    public override Task<Ruling> RecordInactivation(RecordInactivationRequest request, ServerCallContext context) => door.Give(
        new ContainerCommand.RecordInactivation(request.Container, request.Cycle, request.Indicator, request.By), request.Header, context);

    public override Task<Ruling> DiscardContainer(DiscardContainerRequest request, ServerCallContext context) => door.Give(
        new ContainerCommand.Discard(request.Container, request.Reason, request.Procedure, request.First, request.Second), request.Header, context);

    public override Task<Ruling> LiftIdentityHold(LiftIdentityHoldRequest request, ServerCallContext context) => door.Give(
        new ContainerCommand.LiftIdentityHold(
            request.Container, request.Hold, request.Reason, request.Reconciliation, request.First, request.Second),
        request.Header, context);

    public override Task<Ruling> LiftContainerHold(LiftContainerHoldRequest request, ServerCallContext context) => door.Give(
        new ContainerCommand.LiftHold(
            request.Container, request.Hold, request.Reason, request.Document, request.First, request.Second),
        request.Header, context);
    public override Task<Ruling> PrintLabels(PrintLabelsRequest request, ServerCallContext context) => door.Give(
        new LabelCommand.Print(
            request.Batch, Wire.Optional(request.Step), [.. request.Labels.Select(Wire.PrintedLabel)], request.Template, request.Printer, request.By),
        request.Header, context);

    public override Task<Ruling> ReadBackLabel(ReadBackLabelRequest request, ServerCallContext context) => door.Give(
        new LabelCommand.ReadBack(request.Label, request.Code, request.By), request.Header, context);

    public override Task<Ruling> ApplyLabel(ApplyLabelRequest request, ServerCallContext context) => door.Give(
        new LabelCommand.Apply(request.Label, request.Container, request.Performer), request.Header, context);

    public override Task<Ruling> VerifyLabel(VerifyLabelRequest request, ServerCallContext context) => door.Give(
        new LabelCommand.Verify(request.Label, request.Container, request.Code, request.Verifier), request.Header, context);

    public override Task<Ruling> VoidLabel(VoidLabelRequest request, ServerCallContext context) => door.Give(
        new LabelCommand.Void(request.Label, request.Reason, request.By), request.Header, context);

    public override Task<Ruling> DestroyLabel(DestroyLabelRequest request, ServerCallContext context) => door.Give(
        new LabelCommand.Destroy(request.Label, request.Performer, request.Witness), request.Header, context);

    public override Task<Ruling> Relabel(RelabelRequest request, ServerCallContext context) => door.Give(
        new LabelCommand.Relabel(
            request.Container, request.OldLabel, request.NewLabel, request.Code, request.Reason, request.Performer, request.Verifier, request.ApprovedBy),
        request.Header, context);

    public override Task<Ruling> ReconcileLabels(ReconcileLabelsRequest request, ServerCallContext context) => door.Give(
        new LabelCommand.Reconcile(request.Batch, Wire.Optional(request.Step), request.Performer, request.Verifier), request.Header, context);

    /// <summary>What nobody says was done in the open.</summary>
    private static Domain.Identity.SamplingMethod MethodOf(V1.SamplingMethod method) =>
        method == V1.SamplingMethod.Unspecified ? Domain.Identity.SamplingMethod.Opened : Wire.SamplingMethod(method);
}
