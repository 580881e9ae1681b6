using System.Text.Json;
using Google.Protobuf.Reflection;
using Xunit;

namespace Orchestrator.GrpcTests;

/// <summary>A peer's client let loose on a server of ours, at most two minutes.</summary>
public abstract class PeerClientRun : IAsyncLifetime
{
    private readonly Dictionary<string, string?> _errors = [];
    private SkipException? _skip;

    public async Task InitializeAsync()
    {
        var address = await Open();
        try
        {
            var descriptors = Peer.WriteDescriptors($"{GetType().FullName}.protoset", Known);
            using var peer = Start(new Uri(address).Authority, descriptors);
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            while (await peer.Output.ReadLineAsync(patience.Token) is { } line)
            {
                using var result = JsonDocument.Parse(line);
                _errors[result.RootElement.GetProperty("case").GetString()!] = result.RootElement.GetProperty("error").GetString();
            }
        }
        catch (SkipException skip)
        {
            _skip = skip;
        }
        catch (OperationCanceledException)
        {
            // The cases that it did not get to have no result.
        }
        finally
        {
            await Close();
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    internal string? ErrorOf(string name) =>
        _skip is not null ? throw _skip
        : _errors.TryGetValue(name, out var error) ? error
        : "The client did not get to this case.";

    /// <summary>Opens the server; its address.</summary>
    private protected abstract Task<string> Open();

    private protected abstract Task Close();

    /// <summary>The files of the messages and services that the peer knows beforehand.</summary>
    private protected abstract FileDescriptor[] Known { get; }

    private protected abstract Peer Start(string address, string descriptors);
}
