using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Orchestrator.V1;

namespace Orchestrator.Client;

/// <summary>A unary call by its name, for whoever knows only at run time what to call: a terminal, a script, a remedy.</summary>
public sealed class AnyCall
{
    private AnyCall(MethodDescriptor method) => Method = method;

    public MethodDescriptor Method { get; }

    /// <summary><c>service/Method</c>, as remedies and the JSON door name it.</summary>
    public string Name => $"{char.ToLowerInvariant(Method.Service.Name[0])}{Method.Service.Name[1..]}/{Method.Name}";

    /// <summary>True when the plant rules on it.</summary>
    public bool IsCommand => Method.OutputType == Ruling.Descriptor;

    /// <summary>Every unary call of the plant's services.</summary>
    public static IEnumerable<AnyCall> All { get; } =
        [.. Services.All.SelectMany(service => service.Methods).Where(method => !method.IsClientStreaming && !method.IsServerStreaming).Select(method => new AnyCall(method))];

    /// <summary>Finds a call by <c>service/Method</c>, as remedies name it; letter case does not matter.</summary>
    public static AnyCall? Named(string name) =>
        All.FirstOrDefault(call => string.Equals(call.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The request from its JSON.</summary>
    /// <exception cref="InvalidProtocolBufferException">The text is no JSON, or not of this request.</exception>
    public IMessage Request(string json) => JsonParser.Default.Parse(json, Method.InputType);

    /// <summary>The call itself, for <see cref="OrchestratorClient.Ask"/> or, when it is a command, <see cref="OrchestratorClient.Give"/>.</summary>
    /// <typeparam name="TReply">The reply, or just <see cref="IMessage"/>.</typeparam>
    public Func<IMessage, CallOptions, AsyncUnaryCall<TReply>> On<TReply>(OrchestratorClient client)
        where TReply : class, IMessage
    {
        ArgumentNullException.ThrowIfNull(client);
        var method = new Method<IMessage, TReply>(MethodType.Unary, Method.Service.FullName, Method.Name, Bytes<IMessage>(Method.InputType), Bytes<TReply>(Method.OutputType));
        return (request, options) => client.Invoker.AsyncUnaryCall(method, null, options, request);
    }

    private static Marshaller<T> Bytes<T>(MessageDescriptor type)
        where T : class, IMessage => new(message => message.ToByteArray(), bytes => (T)type.Parser.ParseFrom(bytes));
}

/// <summary>The services of a plant.</summary>
public static class Services
{
    public static IReadOnlyList<ServiceDescriptor> All { get; } =
        [.. ManufacturingReflection.Descriptor.Services, .. EquipmentReflection.Descriptor.Services, .. PlantReflection.Descriptor.Services, .. QualityReflection.Descriptor.Services, .. CapacityReflection.Descriptor.Services, .. DemoReflection.Descriptor.Services];
}
