using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>The container in which gRPC services are being set up.</summary>
public interface IGrpcServerBuilder
{
    IServiceCollection Services { get; }
}
