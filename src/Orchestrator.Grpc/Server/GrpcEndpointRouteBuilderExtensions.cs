using Grpc.AspNetCore.Server;
using Grpc.AspNetCore.Server.Internal;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps gRPC services to their paths.</summary>
public static class GrpcEndpointRouteBuilderExtensions
{
    /// <summary>Serves every method of a service; one instance a call, from the container or made with its help.</summary>
    /// <exception cref="InvalidOperationException"><c>AddGrpc</c> was not called, or the class is no generated service's descendant.</exception>
    public static GrpcServiceEndpointConventionBuilder MapGrpcService<TService>(this IEndpointRouteBuilder builder)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.ServiceProvider;
        var unimplemented = services.GetService<UnimplementedEndpoints>()
            ?? throw new InvalidOperationException("Call services.AddGrpc() before mapping gRPC services.");
        var settings = new MethodSettings(
            services.GetRequiredService<IOptions<GrpcServiceOptions>>().Value,
            services.GetRequiredService<IOptions<GrpcServiceOptions<TService>>>().Value,
            services.GetRequiredService<ILoggerFactory>().CreateLogger(MethodSettings.LogCategory));
        var binder = new ServiceBinder<TService>(builder, settings);
        binder.Bind();
        unimplemented.Map(builder, binder.ServiceNames);
        return new GrpcServiceEndpointConventionBuilder(binder.Mapped);
    }
}

/// <summary>Adds conventions, e.g. authorization, to all of a service's endpoints.</summary>
public sealed class GrpcServiceEndpointConventionBuilder : IEndpointConventionBuilder
{
    private readonly IReadOnlyList<IEndpointConventionBuilder> _methods;

    internal GrpcServiceEndpointConventionBuilder(IReadOnlyList<IEndpointConventionBuilder> methods) => _methods = methods;

    public void Add(Action<EndpointBuilder> convention)
    {
        foreach (var method in _methods)
            method.Add(convention);
    }

    public void Finally(Action<EndpointBuilder> finalConvention)
    {
        foreach (var method in _methods)
            method.Finally(finalConvention);
    }
}
