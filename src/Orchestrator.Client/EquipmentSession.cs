using Grpc.Core;
using Orchestrator.V1;

namespace Orchestrator.Client;

/// <summary>What became of a report: the plant has recorded it, or ruled against it (a door that stays shut, say).</summary>
/// <param name="Refusal">The ruling when it was refused; null when it was recorded, or recorded before the answer was lost.</param>
public sealed record Delivered(long Sequence, Ruling? Refusal);

/// <summary>
/// A controller's session that survives its connection: reports are numbered and kept until the plant has recorded them,
/// and after a broken connection the session registers again, learns how far it was recorded, and sends the rest. Nothing is
/// lost and nothing doubled.
/// </summary>
public sealed class EquipmentSession : IAsyncDisposable
{
    private readonly OrchestratorClient _client;
    private readonly Register _register;
    private readonly Func<EquipmentSession, DeviceCommand, CancellationToken, Task> _command;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, Waiting> _buffer = [];
    private readonly TaskCompletionSource _registered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _running;
    private TaskCompletionSource _more = NewBell();
    private long _last;
    private Exception? _ended;

    private EquipmentSession(OrchestratorClient client, Register register, Func<EquipmentSession, DeviceCommand, CancellationToken, Task> command)
    {
        (_client, _register, _command) = (client, register, command);
        _running = Run(_stop.Token);
    }

    /// <summary>The fencing epoch of the connection; a device that has seen a higher one ignores commands under it.</summary>
    public long Epoch { get; private set; }

    /// <summary>Opens a session; completes when the plant has registered it.</summary>
    /// <param name="command">Carries a device command out; the same id may come more than once.</param>
    /// <exception cref="RpcException">The plant does not let this caller speak for the controller.</exception>
    public static async Task<EquipmentSession> Open(OrchestratorClient client, Register register, Func<EquipmentSession, DeviceCommand, CancellationToken, Task> command, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(register);
        var session = new EquipmentSession(client, register, command);
        await Task.WhenAny(session._registered.Task, session._running).WaitAsync(cancel).ConfigureAwait(false);
        if (session._running.IsCompleted)
            await session._running.ConfigureAwait(false);
        return session;
    }

    /// <summary>Reports under the next number; completes when the plant has recorded it, however often the connection breaks meanwhile.</summary>
    /// <param name="report">Its sequence is given here.</param>
    /// <exception cref="RpcException">ABORTED: a newer session holds the devices.</exception>
    public Task<Delivered> Report(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        lock (_gate)
        {
            if (_ended is { } ended)
                return Task.FromException<Delivered>(ended);
            var numbered = report.Clone();
            numbered.Sequence = ++_last;
            var waiting = new Waiting(numbered);
            _buffer.Add(numbered.Sequence, waiting);
            Ring();
            return waiting.Done.Task;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task Run(CancellationToken cancel)
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
            catch (Exception fatal)
            {
                Fail(fatal);
                throw;
            }
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
        Begin(registered);

        var sending = Send(call.RequestStream, registered.LastSequence, ended.Token);
        var reading = Read(call.ResponseStream, ended.Token);
        var first = await Task.WhenAny(sending, reading).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        await first.ConfigureAwait(false);
        throw new RpcException(new Status(StatusCode.Unavailable, "the session ended"));
    }

    /// <summary>What is recorded may be forgotten; a controller that has forgotten its own numbers goes on after the plant's.</summary>
    private void Begin(Registered registered)
    {
        lock (_gate)
        {
            Epoch = registered.Epoch;
            if (_buffer.Count == 0 || _buffer.Keys.First() > registered.LastSequence + 1)
                _last = Math.Max(_last, registered.LastSequence);
        }

        Recorded(registered.LastSequence);
        _registered.TrySetResult();
    }

    private async Task Send(IClientStreamWriter<FromController> outgoing, long sent, CancellationToken cancel)
    {
        while (true)
        {
            Waiting[] next;
            Task more;
            lock (_gate)
            {
                next = [.. _buffer.Values.Where(waiting => waiting.Report.Sequence > sent)];
                more = _more.Task;
            }

            foreach (var waiting in next)
            {
                await outgoing.WriteAsync(new FromController { Report = waiting.Report }, cancel).ConfigureAwait(false);
                sent = waiting.Report.Sequence;
            }

            if (next.Length == 0)
                await more.WaitAsync(cancel).ConfigureAwait(false);
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
                    Recorded(message.Recorded.Sequence);
                    break;
                case ToController.MessageOneofCase.Refused:
                    Settle(message.Refused.Sequence, message.Refused.Ruling);
                    break;
                case ToController.MessageOneofCase.Command:
                    await _command(this, message.Command, cancel).ConfigureAwait(false);
                    break;
                default:
                    break;
            }
        }
    }

    private void Recorded(long sequence)
    {
        long[] recorded;
        lock (_gate)
            recorded = [.. _buffer.Keys.TakeWhile(number => number <= sequence)];
        foreach (var number in recorded)
            Settle(number, null);
    }

    private void Settle(long sequence, Ruling? refusal)
    {
        Waiting? waiting;
        lock (_gate)
        {
            if (!_buffer.Remove(sequence, out waiting))
                return;
        }

        waiting.Done.TrySetResult(new Delivered(sequence, refusal));
    }

    private void Fail(Exception fatal)
    {
        lock (_gate)
        {
            _ended = fatal;
            foreach (var waiting in _buffer.Values)
                waiting.Done.TrySetException(fatal);
            _buffer.Clear();
        }
    }

    private void Ring()
    {
        _more.TrySetResult();
        _more = NewBell();
    }

    private static TaskCompletionSource NewBell() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed record Waiting(Report Report)
    {
        public TaskCompletionSource<Delivered> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
