using System.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Maps each method that a generated <c>BindService</c> names to the method of a service class that implements it.</summary>
internal sealed class ServiceBinder<TService>(IEndpointRouteBuilder endpoints, MethodSettings settings) : ServiceBinderBase
    where TService : class
{
    private readonly ServiceActivator<TService> _activator = new();
    private readonly object[] _serviceAttributes = typeof(TService).GetCustomAttributes(inherit: true);

    internal List<IEndpointConventionBuilder> Mapped { get; } = [];

    /// <summary>The names of the services whose methods were mapped.</summary>
    internal HashSet<string> ServiceNames { get; } = new(StringComparer.Ordinal);

    internal void Bind()
    {
        for (var type = typeof(TService); type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false) is not { } generated)
                continue;
            var bind = generated.BindType.GetMethod(
                generated.BindMethodName, BindingFlags.Public | BindingFlags.Static, [typeof(ServiceBinderBase), type])
                ?? throw new InvalidOperationException($"{generated.BindType} has no method {generated.BindMethodName} for {type}.");
            bind.Invoke(null, [this, null]);
            return;
        }
        throw new InvalidOperationException($"{typeof(TService)} does not derive from a generated gRPC service.");
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        var implementation = Find(method, typeof(TRequest), typeof(ServerCallContext));
        var invoke = implementation.CreateDelegate<Func<TService, TRequest, ServerCallContext, Task<TResponse>>>();
        Map(method, implementation, new UnaryHandler<TRequest, TResponse>(
            method, settings, (request, context) => _activator.RunAsync(context, request, invoke)));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var implementation = Find(method, typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext));
        var invoke = implementation.CreateDelegate<Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>>>();
        Map(method, implementation, new ClientStreamingHandler<TRequest, TResponse>(
            method, settings, (requests, context) => _activator.RunAsync(context, requests, invoke)));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var implementation = Find(method, typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        var invoke = implementation.CreateDelegate<Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task>>();
        Map(method, implementation, new ServerStreamingHandler<TRequest, TResponse>(
            method, settings, (request, responses, context) => _activator.RunAsync(context, (request, responses), async (service, each, call) =>
            {
                await invoke(service, each.request, each.responses, call);
                return true;
            })));
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var implementation = Find(
            method, typeof(IAsyncStreamReader<TRequest>), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        var invoke = implementation
            .CreateDelegate<Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task>>();
        Map(method, implementation, new DuplexStreamingHandler<TRequest, TResponse>(
            method, settings, (requests, responses, context) => _activator.RunAsync(context, (requests, responses), async (service, each, call) =>
            {
                await invoke(service, each.requests, each.responses, call);
                return true;
            })));
    }

    private static MethodInfo Find(IMethod method, params Type[] parameters) =>
        typeof(TService).GetMethod(method.Name, BindingFlags.Public | BindingFlags.Instance, parameters)
        ?? throw new InvalidOperationException($"{typeof(TService)} has no public method for {method.FullName}.");

    private void Map(IMethod method, MethodInfo implementation, CallHandler handler)
    {
        ServiceNames.Add(method.ServiceName);
        var endpoint = endpoints.Map(RoutePatternFactory.Parse(method.FullName), handler.HandleAsync);
        endpoint.Add(builder =>
        {
            builder.DisplayName = $"gRPC - {method.FullName}";
            foreach (var attribute in _serviceAttributes.Concat(implementation.GetCustomAttributes(inherit: true)))
                builder.Metadata.Add(attribute);
            builder.Metadata.Add(new GrpcMethodMetadata(typeof(TService), method));
            builder.Metadata.Add(new HttpMethodMetadata([HttpMethods.Post], acceptCorsPreflight: true));
        });
        Mapped.Add(endpoint);
    }
}
