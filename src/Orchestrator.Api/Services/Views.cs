using Grpc.Core;
using Orchestrator.Engine;

namespace Orchestrator.Api.Services;

/// <summary>The plant's picture for queries: at least as new as the caller demands, or an error that says it is not.</summary>
public sealed class Views(PlantView view)
{
    /// <summary>How long a caller without a deadline is kept waiting for a position.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(10);

    public Picture Now => view.Now;

    /// <exception cref="RpcException">DEADLINE_EXCEEDED: the journal has not reached the position.</exception>
    public async Task<Picture> At(long position, ServerCallContext context)
    {
        try
        {
            return await view.At(position, context.CancellationToken).WaitAsync(WaitMax, context.CancellationToken);
        }
        catch (TimeoutException)
        {
            throw new RpcException(new Status(StatusCode.DeadlineExceeded, $"the view has reached {view.Now.Position}, not yet {position}"));
        }
    }
}
