using Grpc.Core;
using Orchestrator.Api.Doors;
using Orchestrator.Domain.Batches;
using Orchestrator.V1;

namespace Orchestrator.Api.Services;

/// <summary>The <c>manufacturing</c> service; this part: what is asked and nothing recorded.</summary>
public sealed partial class ManufacturingService
{
    private const int PageSize = 100;
    private const int PageSizeMax = 1000;

    public override async Task<BatchView> GetBatch(GetBatchRequest request, ServerCallContext context)
    {
        var picture = await views.At(request.MinPosition, context);
        var batch = picture.Get<Batch>(request.Batch);
        return batch.Status == BatchStatus.Unknown
            ? throw CommandDoor.Missing($"没有批次 {request.Batch}", $"no batch {request.Batch}")
            : BatchViews.Of(picture, batch);
    }

    public override async Task<ListBatchesReply> ListBatches(ListBatchesRequest request, ServerCallContext context)
    {
        if (request.Statuses.FirstOrDefault(status => !Enum.TryParse<BatchStatus>(status, out _)) is { } unknown)
            throw CommandDoor.Invalid("statuses", $"没有 {unknown} 这一状态；请从以下各项中选择：{string.Join("、", Enum.GetNames<BatchStatus>().Skip(1))}", $"{unknown} is none of {string.Join(", ", Enum.GetNames<BatchStatus>().Skip(1))}");
        var size = SizeOf(request.PageSize, "page_size");
        var picture = await views.At(request.MinPosition, context);
        var found = picture.All<Batch>().Select(pair => pair.Value)
            .Where(batch => string.CompareOrdinal(batch.Id, request.Page) > 0
                && batch.Status != BatchStatus.Unknown
                && (request.Statuses.Count == 0 || request.Statuses.Contains(batch.Status.ToString()))
                && (request.Product.Length == 0 || batch.Product == request.Product)
                && (request.Room.Length == 0 || batch.RunningSteps.Any(step => step.Room == request.Room)))
            .Take(size + 1)
            .ToList();
        var reply = new ListBatchesReply { Position = picture.Position, NextPage = found.Count > size ? found[size - 1].Id : "" };
        reply.Batches.AddRange(found.Take(size).Select(batch => BatchViews.Of(picture, batch)));
        return reply;
    }

    public override Task<NextActionsReply> NextActions(NextActionsRequest request, ServerCallContext context) => advice.For(request, context);

    public override Task<TurnView> Why(WhyRequest request, ServerCallContext context) => records.Why(request, Gate.CallerOf(context), context.CancellationToken);

    public override Task<AuditReply> Audit(AuditRequest request, ServerCallContext context) =>
        records.Audit(request, SizeOf(request.Limit, "limit"), context.CancellationToken);

    public override Task Watch(WatchRequest request, IServerStreamWriter<TurnEvent> responseStream, ServerCallContext context) =>
        records.Watch(request, responseStream, context.CancellationToken);

    private static int SizeOf(int asked, string field) => asked switch
    {
        0 => PageSize,
        > 0 and <= PageSizeMax => asked,
        _ => throw CommandDoor.Invalid(field, $"1 至 {PageSizeMax} 的数，或以 0 表示 {PageSize}", $"a number from 1 to {PageSizeMax}, or 0 for {PageSize}"),
    };
}
