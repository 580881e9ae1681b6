using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Gives each call its service instance: the container's where it is registered there, otherwise a new one disposed after the call.</summary>
internal sealed class ServiceActivator<TService>
    where TService : class
{
    private static readonly bool IsDisposable =
        typeof(IDisposable).IsAssignableFrom(typeof(TService)) || typeof(IAsyncDisposable).IsAssignableFrom(typeof(TService));

    private readonly Lazy<ObjectFactory<TService>> _factory = new(() => ActivatorUtilities.CreateFactory<TService>([]));

    /// <summary>Runs one method of a service made for the call.</summary>
    internal Task<TResult> RunAsync<TState, TResult>(
        ServerCallContext context, TState state, Func<TService, TState, ServerCallContext, Task<TResult>> run)
    {
        var services = context.GetHttpContext().RequestServices;
        if (services.GetService<TService>() is { } registered)
            return run(registered, state, context);
        var made = _factory.Value(services, []);
        return IsDisposable ? RunThenDisposeAsync(made, state, context, run) : run(made, state, context);
    }

    private static async Task<TResult> RunThenDisposeAsync<TState, TResult>(
        TService made, TState state, ServerCallContext context, Func<TService, TState, ServerCallContext, Task<TResult>> run)
    {
        try
        {
            return await run(made, state, context);
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
