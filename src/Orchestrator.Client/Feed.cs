using System.Runtime.CompilerServices;
using Grpc.Core;
using Orchestrator.V1;

namespace Orchestrator.Client;

/// <summary>The plant's turns in order, from a position on, for as long as somebody listens: whatever breaks in between, none is skipped and none comes twice.</summary>
public static class Feed
{
    /// <summary>
    /// Follows the feed. When the connection breaks it goes on after the last turn that was handed out; a listener that has
    /// to survive its own end keeps the position of the last turn it has dealt with and begins there.
    /// </summary>
    /// <param name="from">Where to begin and what to hear of; <see cref="WatchRequest.After"/> is not changed.</param>
    /// <exception cref="RpcException">A failure that connecting again cannot mend, for example a wrong token.</exception>
    public static async IAsyncEnumerable<TurnEvent> Follow(this OrchestratorClient client, WatchRequest from, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(from);
        var next = from.Clone();
        for (var failures = 0; ; failures++)
        {
            using var call = client.Manufacturing.Watch(next, new CallOptions(client.Headers, cancellationToken: cancel));
            RpcException? broken;
            while (true)
            {
                (var more, broken) = await Next(call.ResponseStream, cancel).ConfigureAwait(false);
                if (!more)
                    break;
                var turn = call.ResponseStream.Current;
                failures = 0;
                if (turn.Position <= next.After)
                    continue;
                next.After = turn.Position;
                yield return turn;
            }

            cancel.ThrowIfCancellationRequested();
            var failure = broken ?? new RpcException(new Status(StatusCode.Unavailable, "the feed ended"));
            if (!Patience.MayTryAgain(failure))
                throw failure;
            await Task.Delay(client.Patience.PauseAfter(failures + 1, failure), client.Patience.Time, cancel).ConfigureAwait(false);
        }
    }

    private static async Task<(bool More, RpcException? Broken)> Next(IAsyncStreamReader<TurnEvent> stream, CancellationToken cancel)
    {
        try
        {
            return (await stream.MoveNext(cancel).ConfigureAwait(false), null);
        }
        catch (RpcException failure)
        {
            return (false, failure);
        }
    }
}
