using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Orchestrator.V1;

namespace Orchestrator.Client;

/// <summary>A caller's connection to one plant: commands are ruled on as values, and are sent again under the same id until they are.</summary>
public sealed class OrchestratorClient : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly Metadata _headers;

    private OrchestratorClient(GrpcChannel channel, string token, Patience patience, string? language)
    {
        _channel = channel;
        _headers = new Metadata { { "authorization", $"Bearer {token}" } };
        if (language is not null)
            _headers.Add("accept-language", language);
        Patience = patience;
        Invoker = channel.CreateCallInvoker();
        Manufacturing = new Manufacturing.ManufacturingClient(channel);
        Plant = new Plant.PlantClient(channel);
        Quality = new Quality.QualityClient(channel);
        Capacity = new Capacity.CapacityClient(channel);
        Demo = new Demo.DemoClient(channel);
        Equipment = new Equipment.EquipmentClient(channel);
    }

    public Patience Patience { get; }

    /// <summary>The calls of the manufacturing service, for <see cref="Give"/> and <see cref="Ask"/>.</summary>
    public Manufacturing.ManufacturingClient Manufacturing { get; }

    /// <summary>The calls of the plant service, for <see cref="Give"/> and <see cref="Ask"/>.</summary>
    public Plant.PlantClient Plant { get; }

    /// <summary>The calls of the quality service.</summary>
    public Quality.QualityClient Quality { get; }

    /// <summary>The calls of the equipment service.</summary>
    public Equipment.EquipmentClient Equipment { get; }

    /// <summary>The calls of the capacity service.</summary>
    public Capacity.CapacityClient Capacity { get; }

    /// <summary>The calls of the demo service.</summary>
    public Demo.DemoClient Demo { get; }

    /// <summary>For calls that are known only at run time.</summary>
    internal CallInvoker Invoker { get; }

    /// <summary>What every call of this caller carries.</summary>
    internal Metadata Headers => _headers;

    /// <summary>A caller of a server; no connection is made before the first call.</summary>
    /// <param name="address">http or https, host and port.</param>
    /// <param name="token">The caller's bearer token; who they are is the server's to say.</param>
    /// <param name="patience">How long to try; null for the usual.</param>
    /// <param name="language">What errors that are no rulings are told in, <c>zh</c> or <c>en</c>; null for English.</param>
    public static OrchestratorClient Connect(string address, string token, Patience? patience = null, string? language = null) =>
        new(GrpcChannel.ForAddress(address), token, patience ?? new Patience(), language);

    /// <summary>
    /// Gives a command to the plant. Without an id of its own it gets a new one; whoever wants to be able to repeat it
    /// after losing everything gives it one that they can make again.
    /// </summary>
    /// <param name="call">The call, for example <c>client.Manufacturing.StartStepAsync</c>.</param>
    /// <param name="command">The request, with or without a header.</param>
    /// <param name="commandId">The command's id; null to keep the one in the header, or to make one.</param>
    /// <param name="cancel">Gives up waiting; the command may have been ruled on all the same.</param>
    /// <exception cref="RpcException">No ruling: malformed, unauthorised, or no answer within the deadline.</exception>
    public async Task<Outcome> Give<TCommand>(
        Func<TCommand, CallOptions, AsyncUnaryCall<Ruling>> call, TCommand command, string? commandId = null, CancellationToken cancel = default)
        where TCommand : IMessage
    {
        CommandHead.Stamp(command, commandId);
        try
        {
            return Outcome.Of(await Ask(call, command, cancel).ConfigureAwait(false));
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.FailedPrecondition && refused.GetRpcStatus()?.GetDetail<Ruling>() is { } ruling)
        {
            return new Outcome.Refused(ruling);
        }
    }

    /// <summary>Asks something that changes nothing.</summary>
    /// <exception cref="RpcException">The question has no answer, or none came within the deadline.</exception>
    public Task<TReply> Ask<TRequest, TReply>(Func<TRequest, CallOptions, AsyncUnaryCall<TReply>> call, TRequest request, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        return Patience.Ask(options => call(request, options), _headers, cancel);
    }

    public void Dispose() => _channel.Dispose();
}
