using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Api.Doors;
using Orchestrator.Api.Services;

namespace Orchestrator.Api;

/// <summary>What the composition root needs to open the doors: the services and their routes, in one place.</summary>
public static class ApiSetup
{
    /// <summary>Largest message accepted (bytes): a plant file with its recipes fits well below.</summary>
    public const int MessageSizeMax = 4 * 1024 * 1024;

    public static IServiceCollection AddOrchestratorApi(this IServiceCollection services, Callers callers)
    {
        services.AddSingleton(callers);
        services.AddSingleton<CommandDoor>();
        services.AddGrpc(options => options.MaxReceiveMessageSize = MessageSizeMax);
        services.AddGrpcReflection();
        return services;
    }

    public static void MapOrchestratorApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGrpcService<ManufacturingService>();
        routes.MapGrpcService<PlantService>();
        routes.MapGrpcReflectionService();
    }
}
