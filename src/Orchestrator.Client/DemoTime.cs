using Grpc.Core;
using Orchestrator.V1;

namespace Orchestrator.Client;

/// <summary>The clock of a demonstration plant, for those who play in it and for the one who drives it.</summary>
public static class DemoTime
{
    /// <summary>
    /// Takes part until there is nothing left to do: at every instant it acts, and says when it wants to act next. An
    /// instant may come again after a broken connection, so acting twice at one must do no harm.
    /// </summary>
    /// <param name="participant">A name of its own among the participants.</param>
    /// <param name="stage">The lower act first; after stage 0 the wake-ups run that are due.</param>
    /// <param name="act">Does what is due at an instant and tells the next one wanted; null when it only follows.</param>
    public static async Task Take(this OrchestratorClient client, string participant, int stage, Func<DateTimeOffset, CancellationToken, Task<DateTimeOffset?>> act, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(act);
        for (var failures = 1; ; failures++)
        {
            try
            {
                using var call = client.Demo.Join(new CallOptions(client.Headers, cancellationToken: cancel));
                await call.RequestStream.WriteAsync(new Ack { Participant = participant, Stage = stage }, cancel).ConfigureAwait(false);
                while (await call.ResponseStream.MoveNext(cancel).ConfigureAwait(false))
                {
                    failures = 0;
                    var instant = call.ResponseStream.Current;
                    if (instant.Round == 0)
                        continue;
                    var next = await act(instant.At.ToDateTimeOffset(), cancel).ConfigureAwait(false);
                    await call.RequestStream.WriteAsync(
                        new Ack { Participant = participant, Stage = stage, Round = instant.Round, NextWanted = next is { } wanted ? Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(wanted) : null }, cancel).ConfigureAwait(false);
                }
            }
            catch (Exception failure) when (Patience.MayOpenAgain(failure) && !cancel.IsCancellationRequested)
            {
                await Task.Delay(client.Patience.PauseAfter(Math.Max(failures, 1), failure), client.Patience.Time, cancel).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Moves the clock and returns when everybody has acted, across broken connections.</summary>
    /// <param name="to">One that has passed repeats a round without moving the clock.</param>
    /// <param name="participants">Who must have joined.</param>
    public static async Task<AdvanceReply> Advance(this OrchestratorClient client, DateTimeOffset to, IEnumerable<string> participants, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(client);
        var request = new AdvanceRequest { To = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(to) };
        request.Participants.AddRange(participants);
        for (var failures = 1; ; failures++)
        {
            try
            {
                return await client.Demo.AdvanceAsync(request, new CallOptions(client.Headers, cancellationToken: cancel)).ResponseAsync.ConfigureAwait(false);
            }
            catch (RpcException failure) when (Patience.MayTryAgain(failure) && !cancel.IsCancellationRequested)
            {
                await Task.Delay(client.Patience.PauseAfter(failures, failure), client.Patience.Time, cancel).ConfigureAwait(false);
            }
        }
    }
}
