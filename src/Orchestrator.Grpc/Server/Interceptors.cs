using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Folds a service's interceptors around one of its methods, once, when the method is mapped.</summary>
internal static class Interceptors
{
    internal static UnaryServerMethod<TRequest, TResponse> Wrap<TRequest, TResponse>(
        this IReadOnlyList<InterceptorRegistration> interceptors, UnaryServerMethod<TRequest, TResponse> method)
        where TRequest : class where TResponse : class =>
        interceptors.Select(Of).Reverse().Aggregate(method, (inner, of) => (request, context) =>
            of.RunAsync(context, interceptor => interceptor.UnaryServerHandler(request, context, inner)));

    internal static ClientStreamingServerMethod<TRequest, TResponse> Wrap<TRequest, TResponse>(
        this IReadOnlyList<InterceptorRegistration> interceptors, ClientStreamingServerMethod<TRequest, TResponse> method)
        where TRequest : class where TResponse : class =>
        interceptors.Select(Of).Reverse().Aggregate(method, (inner, of) => (requests, context) =>
            of.RunAsync(context, interceptor => interceptor.ClientStreamingServerHandler(requests, context, inner)));

    internal static ServerStreamingServerMethod<TRequest, TResponse> Wrap<TRequest, TResponse>(
        this IReadOnlyList<InterceptorRegistration> interceptors, ServerStreamingServerMethod<TRequest, TResponse> method)
        where TRequest : class where TResponse : class =>
        interceptors.Select(Of).Reverse().Aggregate(method, (inner, of) => (request, responses, context) =>
            of.RunAsync(context, async interceptor =>
            {
                await interceptor.ServerStreamingServerHandler(request, responses, context, inner);
                return true;
            }));

    internal static DuplexStreamingServerMethod<TRequest, TResponse> Wrap<TRequest, TResponse>(
        this IReadOnlyList<InterceptorRegistration> interceptors, DuplexStreamingServerMethod<TRequest, TResponse> method)
        where TRequest : class where TResponse : class =>
        interceptors.Select(Of).Reverse().Aggregate(method, (inner, of) => (requests, responses, context) =>
            of.RunAsync(context, async interceptor =>
            {
                await interceptor.DuplexStreamingServerHandler(requests, responses, context, inner);
                return true;
            }));

    private static Activator Of(InterceptorRegistration registration) => new(registration);

    private sealed class Activator(InterceptorRegistration registration)
    {
        private readonly object[] _arguments = [.. registration.Arguments];

        private readonly Lazy<ObjectFactory> _factory = new(() => ActivatorUtilities.CreateFactory(
            registration.Type, [.. registration.Arguments.Select(argument => argument.GetType())]));

        internal async Task<TResult> RunAsync<TResult>(ServerCallContext context, Func<Interceptor, Task<TResult>> run)
        {
            var services = context.GetHttpContext().RequestServices;
            if (_arguments.Length == 0 && services.GetService(registration.Type) is Interceptor registered)
                return await run(registered);

            var made = (Interceptor)_factory.Value(services, _arguments);
            try
            {
                return await run(made);
            }
            finally
            {
                if (made is IAsyncDisposable asyncDisposable)
                    await asyncDisposable.DisposeAsync();
                else
                    (made as IDisposable)?.Dispose();
            }
        }
    }
}
