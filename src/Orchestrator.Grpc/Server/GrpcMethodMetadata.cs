using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>What an endpoint tells middleware of the gRPC method it serves.</summary>
public sealed class GrpcMethodMetadata
{
    public GrpcMethodMetadata(Type serviceType, IMethod method)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        ArgumentNullException.ThrowIfNull(method);
        ServiceType = serviceType;
        Method = method;
    }

    /// <summary>The service's implementing class.</summary>
    public Type ServiceType { get; }

    public IMethod Method { get; }
}
