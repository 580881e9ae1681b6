using Google.Rpc;
using Grpc.Core;

namespace Orchestrator.Client;

/// <summary>How long and how often a client tries: a command keeps its id, so sending it again can never do it twice.</summary>
public sealed record Patience
{
    /// <summary>How long a call may take with all its attempts.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one attempt may take.</summary>
    public TimeSpan Attempt { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The pause after the first failed attempt; it doubles with each further one.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(50);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Where jitter comes from, so that many clients do not come back at the same moment.</summary>
    public Random Chance { get; init; } = Random.Shared;

    /// <summary>What measures the pauses and the deadline.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// Whether the same call may be sent again: nothing was ruled, or the answer was lost on the way. A call that was
    /// cancelled counts, because whoever asks has not cancelled it: its connection went away while it was being set up.
    /// </summary>
    public static bool MayTryAgain(RpcException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.StatusCode is StatusCode.Unavailable or StatusCode.ResourceExhausted or StatusCode.DeadlineExceeded or StatusCode.Cancelled
            || (failure.StatusCode == StatusCode.Internal && IsBrokenConnection(failure.Status.DebugException));
    }

    /// <summary>The same for a stream, whose end also shows as an exception of whoever is writing to it at that moment.</summary>
    public static bool MayOpenAgain(Exception failure) => failure is RpcException ended ? MayTryAgain(ended) : failure is InvalidOperationException || IsBrokenConnection(failure);

    /// <summary>
    /// The pause after a number of failed attempts: between half and the whole of the doubled pause, and at least what the
    /// server asked for (<see cref="RetryInfo"/>).
    /// </summary>
    public TimeSpan PauseAfter(int attempts, Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var doubled = FirstPause * Math.Pow(2, Math.Min(attempts - 1, 16));
        var longest = doubled < LongestPause ? doubled : LongestPause;
        var jittered = longest * (0.5 + (Chance.NextDouble() / 2));
        var asked = (failure as RpcException)?.GetRpcStatus()?.GetDetail<RetryInfo>()?.RetryDelay?.ToTimeSpan() ?? TimeSpan.Zero;
        return jittered > asked ? jittered : asked;
    }

    /// <summary>Calls until there is an answer, a failure that trying again cannot mend, or the deadline.</summary>
    /// <param name="call">One attempt, with the options it has to use.</param>
    /// <param name="headers">Sent with every attempt.</param>
    /// <param name="cancel">Gives up at once.</param>
    /// <exception cref="RpcException">The last failure.</exception>
    public async Task<TReply> Ask<TReply>(Func<CallOptions, AsyncUnaryCall<TReply>> call, Metadata headers, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(call);
        var begun = Time.GetTimestamp();
        for (var attempts = 1; ; attempts++)
        {
            try
            {
                using var one = call(new CallOptions(headers, DateTime.UtcNow + Attempt, cancel));
                return await one.ResponseAsync.ConfigureAwait(false);
            }
            catch (RpcException failure) when (MayTryAgain(failure) && !cancel.IsCancellationRequested)
            {
                var pause = PauseAfter(attempts, failure);
                if (Time.GetElapsedTime(begun) + pause >= Deadline)
                    throw;
                await Task.Delay(pause, Time, cancel).ConfigureAwait(false);
            }
        }
    }

    private static bool IsBrokenConnection(Exception? exception) => exception switch
    {
        null => false,
        // A stream whose connection is gone is disposed of under whoever still writes to it.
        IOException or System.Net.Sockets.SocketException or HttpRequestException or ObjectDisposedException or OperationCanceledException => true,
        _ => IsBrokenConnection(exception.InnerException),
    };
}
