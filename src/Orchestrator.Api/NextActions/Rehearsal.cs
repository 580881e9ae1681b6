using Google.Protobuf;
using Grpc.Core;
using Orchestrator.Api.Doors;
using Orchestrator.V1;

namespace Orchestrator.Api.NextActions;

/// <summary>
/// Asks the law about commands without giving them: every method that is ruled on, by its name, always as a dry run. What it
/// answers is what the command itself would be answered, because it is the same method.
/// </summary>
public sealed class Rehearsal : ServiceBinderBase
{
    private readonly Dictionary<string, Func<IMessage, ServerCallContext, Task<Ruling>>> _methods = new(StringComparer.Ordinal);

    /// <summary>The commands it can ask about, as <c>service/Method</c>.</summary>
    public IReadOnlyCollection<string> Commands => _methods.Keys;

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        if (handler is UnaryServerMethod<TRequest, Ruling> ruled)
            _methods.Add(Access.NameOf(method.FullName), (request, context) => ruled((TRequest)request, context));
    }

    // What streams is no command.
    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
    }

    /// <summary>What the plant would rule now.</summary>
    /// <param name="request">Its header is put on for the question.</param>
    /// <param name="signer">Whose token it takes; null where the asker's will do.</param>
    public async Task<Ruling> Ask(string command, IMessage request, string? signer, ServerCallContext context)
    {
        var header = request.Descriptor.FindFieldByName("header");
        header.Accessor.SetValue(request, new CommandHeader { CommandId = "rehearsal", DryRun = true });
        var ruling = signer is null ? await _methods[command](request, context) : await Gate.AskingAs(context, signer, () => _methods[command](request, context));
        header.Accessor.Clear(request);
        return ruling;
    }
}
