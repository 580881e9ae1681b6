using System.Threading.Channels;
using Grpc.Core;
using Orchestrator.V1;

namespace Orchestrator.Api.Demonstration;

/// <summary>One participant's open stream: instants leave in order, and telling never waits for the wire.</summary>
public sealed class Connection(IServerStreamWriter<Instant> instants)
{
    private readonly Channel<Instant> _outgoing = Channel.CreateUnbounded<Instant>(new UnboundedChannelOptions { SingleReader = true });

    public void Tell(Instant instant) => _outgoing.Writer.TryWrite(instant);

    public void Close() => _outgoing.Writer.TryComplete();

    /// <summary>Writes what is told until the connection ends.</summary>
    public async Task Run(CancellationToken cancel)
    {
        try
        {
            await foreach (var instant in _outgoing.Reader.ReadAllAsync(cancel))
                await instants.WriteAsync(instant, cancel);
        }
        catch (Exception gone) when (gone is OperationCanceledException or InvalidOperationException or IOException or RpcException)
        {
            // Whoever is not there any more is told again when it comes back.
        }
    }
}
