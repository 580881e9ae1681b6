using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Orchestrator.V1;

namespace Orchestrator.Client;

/// <summary>
/// A controller's session that survives its connection: reports are numbered and kept until the plant has answered them, and
/// after a broken connection the session registers again and sends whatever was not answered again under the same numbers.
/// The plant answers each as it was ruled on: nothing is lost, nothing doubled, and nothing guessed.
/// </summary>
public sealed class EquipmentSession : IAsyncDisposable
{
    private const int DetailLengthMax = 500;

    private readonly OrchestratorClient _client;
    private readonly Register _register;
    private readonly CancellationTokenSource _stop = new();
    private readonly ReportBuffer _reports = new();
    private readonly TaskCompletionSource _registered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DeviceWork _work;
    private readonly Task _working;
    private readonly Task _running;

    private EquipmentSession(OrchestratorClient client, Register register, Func<EquipmentSession, DeviceCommand, CancellationToken, Task> command)
    {
        (_client, _register) = (client, register);
        _work = new DeviceWork((given, cancel) => command(this, given, cancel), Failed);
        _working = _work.Run(_stop.Token);
        _running = Run(_stop.Token);
    }

    /// <summary>The fencing epoch of the connection; a device that has seen a higher one ignores commands under it.</summary>
    public long Epoch { get; private set; }

    /// <summary>Opens a session; completes when the plant has registered it. Nothing is left open where it does not.</summary>
    /// <param name="command">
    /// Carries a device command out, one at a time; it may wait for its own reports, and the same id may come again until its
    /// outcome is recorded. The token ends with the session, not with a connection. What it throws is reported as the command's
    /// outcome FAILED, with the exception as its detail.
    /// </param>
    /// <exception cref="RpcException">The plant does not let this caller speak for the controller.</exception>
    public static async Task<EquipmentSession> Open(OrchestratorClient client, Register register, Func<EquipmentSession, DeviceCommand, CancellationToken, Task> command, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(register);
        var session = new EquipmentSession(client, register, command);
        try
        {
            await Task.WhenAny(session._registered.Task, session._running).WaitAsync(cancel).ConfigureAwait(false);
            if (session._running.IsCompleted)
                await session._running.ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reports under the next number; completes when the plant has answered it, however often the connection breaks meanwhile.</summary>
    /// <param name="report">Its sequence is given here.</param>
    /// <exception cref="RpcException">ABORTED: a newer session holds the devices.</exception>
    public Task<Delivered> Report(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return _reports.Add(report);
    }

    /// <summary>Ends the session and waits for the command under way, whose token is cancelled.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running, _working).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task Run(CancellationToken cancel)
    {
        try
        {
            for (var failures = 1; ; failures++)
            {
                try
                {
                    await Connected(() => failures = 0, cancel).ConfigureAwait(false);
                }
                catch (Exception failure) when (Patience.MayOpenAgain(failure) && !cancel.IsCancellationRequested)
                {
                    await Task.Delay(_client.Patience.PauseAfter(Math.Max(failures, 1), failure), _client.Patience.Time, cancel).ConfigureAwait(false);
                }
            }
        }
        catch (Exception fatal)
        {
            _reports.End(fatal);
            await _stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task Connected(Action succeeded, CancellationToken cancel)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var call = _client.Equipment.Connect(new CallOptions(_client.Headers, cancellationToken: ended.Token));
        await call.RequestStream.WriteAsync(new FromController { Register = _register }, ended.Token).ConfigureAwait(false);
        if (!await call.ResponseStream.MoveNext(ended.Token).ConfigureAwait(false) || call.ResponseStream.Current.Registered is not { } registered)
            throw new RpcException(new Status(StatusCode.Unavailable, "the session ended before it was registered"));
        succeeded();
        Epoch = registered.Epoch;
        _reports.GoOn(registered.LastSequence, registered.AnswersRepeats);
        _registered.TrySetResult();

        var sending = Send(call.RequestStream, ended.Token);
        var reading = Read(call.ResponseStream, ended.Token);
        // A stream that the plant ended breaks under whoever writes to it as well; why it ended is for the reader to hear.
        if (await Task.WhenAny(sending, reading).ConfigureAwait(false) == sending)
            await Task.WhenAny(reading, Task.Delay(_client.Patience.LongestPause, _client.Patience.Time, ended.Token)).ConfigureAwait(false);
        var first = reading.IsCompleted ? reading : sending;
        await ended.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(sending, reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first.ConfigureAwait(false);
        throw new RpcException(new Status(StatusCode.Unavailable, "the session ended"));
    }

    private async Task Send(IClientStreamWriter<FromController> outgoing, CancellationToken cancel)
    {
        for (var sent = 0L; ;)
        {
            foreach (var report in await _reports.After(sent, cancel).ConfigureAwait(false))
            {
                await outgoing.WriteAsync(new FromController { Report = report }, cancel).ConfigureAwait(false);
                sent = report.Sequence;
            }
        }
    }

    private async Task Read(IAsyncStreamReader<ToController> incoming, CancellationToken cancel)
    {
        while (await incoming.MoveNext(cancel).ConfigureAwait(false))
        {
            var message = incoming.Current;
            switch (message.MessageCase)
            {
                case ToController.MessageOneofCase.Recorded:
                    _reports.Settle(new Delivered.Recorded(message.Recorded.Sequence));
                    break;
                case ToController.MessageOneofCase.Refused:
                    _reports.Settle(new Delivered.Refused(message.Refused.Sequence, message.Refused.Ruling));
                    break;
                case ToController.MessageOneofCase.Missing:
                    _reports.Again(message.Missing.Sequence);
                    break;
                case ToController.MessageOneofCase.Unknown:
                    _reports.Settle(new Delivered.Unknown(message.Unknown.Sequence));
                    break;
                case ToController.MessageOneofCase.Invalid:
                    _reports.Settle(new Delivered.Invalid(message.Invalid.Sequence, message.Invalid.Field, message.Invalid.Fix));
                    break;
                case ToController.MessageOneofCase.Command:
                    _work.Take(message.Command);
                    break;
                default:
                    break;
            }
        }
    }

    private void Failed(DeviceCommand command, Exception failure) => _ = Report(new Report
    {
        Outcome = new CommandOutcome
        {
            Command = command.Id,
            Outcome = DeviceOutcome.Failed,
            Detail = Detail(failure),
            At = Timestamp.FromDateTimeOffset(_client.Patience.Time.GetUtcNow()),
        },
    });

    /// <summary>A line that the plant accepts whatever the exception says.</summary>
    private static string Detail(Exception failure)
    {
        var text = $"{failure.GetType().Name}: {failure.Message}";
        return string.Concat(text.Take(DetailLengthMax).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) || letter == '\uFFFD' ? ' ' : letter)).TrimEnd();
    }
}
