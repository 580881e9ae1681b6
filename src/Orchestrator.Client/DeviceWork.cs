using System.Threading.Channels;
using Orchestrator.V1;

namespace Orchestrator.Client;

/// <summary>
/// Carries device commands out one after the other, in the order they came, apart from the connection: it may break and come
/// back meanwhile, and whoever carries a command out may wait for its reports.
/// </summary>
/// <param name="carry">Carries one command out.</param>
/// <param name="failed">Told of a command that could not be carried out, and why.</param>
internal sealed class DeviceWork(Func<DeviceCommand, CancellationToken, Task> carry, Action<DeviceCommand, Exception> failed)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DeviceCommand> _inHand = new(StringComparer.Ordinal);
    private readonly Channel<string> _next = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Takes a command on. One that is in hand already is not taken twice; while it waits, it goes on under its newest epoch.</summary>
    public void Take(DeviceCommand command)
    {
        lock (_gate)
        {
            if (_inHand.TryAdd(command.Id, command))
                _next.Writer.TryWrite(command.Id);
            else
                _inHand[command.Id] = command;
        }
    }

    /// <summary>Works until cancelled.</summary>
    public async Task Run(CancellationToken cancel)
    {
        await foreach (var id in _next.Reader.ReadAllAsync(cancel).ConfigureAwait(false))
        {
            DeviceCommand command;
            lock (_gate)
                command = _inHand[id];
            try
            {
                await carry(command, cancel).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is not OutOfMemoryException && !cancel.IsCancellationRequested)
            {
                failed(command, failure);
            }

            lock (_gate)
                _inHand.Remove(id);
        }
    }
}
