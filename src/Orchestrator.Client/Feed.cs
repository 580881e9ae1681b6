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
        await foreach (var turn in Stream(client, options => client.Manufacturing.Watch(next, options), cancel).ConfigureAwait(false))
        {
            if (turn.Position <= next.After)
                continue;
            next.After = turn.Position;
            yield return turn;
        }
    }

    /// <summary>
    /// Watches the plant's capacity: everything first, then what changes, and everything again after a broken connection.
    /// </summary>
    /// <exception cref="RpcException">A failure that connecting again cannot mend.</exception>
    public static IAsyncEnumerable<CapacityView> Watch(this OrchestratorClient client, WatchCapacityRequest what, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return Stream(client, options => client.Capacity.WatchCapacity(what, options), cancel);
    }

    /// <summary>What a stream says, opened again whenever it breaks.</summary>
    private static async IAsyncEnumerable<T> Stream<T>(OrchestratorClient client, Func<CallOptions, AsyncServerStreamingCall<T>> open, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var failures = 0; ; failures++)
        {
            using var call = open(new CallOptions(client.Headers, cancellationToken: cancel));
            RpcException? broken;
            while (true)
            {
                (var more, broken) = await Next(call.ResponseStream, cancel).ConfigureAwait(false);
                if (!more)
                    break;
                failures = 0;
                yield return call.ResponseStream.Current;
            }

            cancel.ThrowIfCancellationRequested();
            var failure = broken ?? new RpcException(new Status(StatusCode.Unavailable, "the stream ended"));
            if (!Patience.MayTryAgain(failure))
                throw failure;
            await Task.Delay(client.Patience.PauseAfter(failures + 1, failure), client.Patience.Time, cancel).ConfigureAwait(false);
        }
    }

    private static async Task<(bool More, RpcException? Broken)> Next<T>(IAsyncStreamReader<T> stream, CancellationToken cancel)
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
