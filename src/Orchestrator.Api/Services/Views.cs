using Grpc.Core;
using Orchestrator.Api.Doors;
using Orchestrator.Engine;

namespace Orchestrator.Api.Services;

/// <summary>The plant's picture for queries: at least as new as the caller demands, or an error that says it is not.</summary>
public sealed class Views(PlantView view, PlantRunner runner, TimeProvider time)
{
    /// <summary>How long a caller without a deadline is kept waiting for a position.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(10);

    public Picture Now => view.Now;

    /// <summary>The plant's instant: its clock's, and never before its last turn's.</summary>
    public DateTimeOffset Instant => time.GetUtcNow() is var now && view.Now.At is { } last && last > now ? last : now;

    /// <summary>Completes when the view has gone beyond a position.</summary>
    public Task Beyond(long position, CancellationToken cancel) => view.At(position + 1, cancel);

    /// <summary>The picture at a position or later, and never older than what this server has recorded: who was answered sees what they were answered.</summary>
    /// <exception cref="RpcException">
    /// DEADLINE_EXCEEDED: the journal has not reached the position. UNAVAILABLE: the server has just started and is still bringing
    /// the plant's actors back.
    /// </exception>
    public async Task<Picture> At(long position, ServerCallContext context)
    {
        position = Math.Max(position, runner.RecordedUpTo);
        try
        {
            return await view.At(position, context.CancellationToken).WaitAsync(WaitMax, context.CancellationToken);
        }
        catch (TimeoutException) when (!view.Begun.IsCompleted)
        {
            throw CommandDoor.Told(StatusCode.Unavailable, "服务器刚刚启动，正在恢复工厂视图；请稍后重试查询，命令已可受理", "the server has just started and is still bringing the plant's picture back; ask again in a moment. Commands are ruled on already");
        }
        catch (TimeoutException)
        {
            throw CommandDoor.Told(StatusCode.DeadlineExceeded, $"视图只到序号 {view.Now.Position}，尚未到 {position}", $"the view has reached {view.Now.Position}, not yet {position}");
        }
    }
}
