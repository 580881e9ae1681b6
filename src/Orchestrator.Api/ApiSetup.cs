using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Api.Demonstration;
using Orchestrator.Api.Doors;
using Orchestrator.Api.Equipment;
using Orchestrator.Api.Json;
using Orchestrator.Api.NextActions;
using Orchestrator.Api.Services;
using Orchestrator.V1;

namespace Orchestrator.Api;

/// <summary>What the composition root needs to open the doors: the services and their routes, in one place.</summary>
public static class ApiSetup
{
    /// <summary>Largest message accepted (bytes): a plant file with its recipes fits well below.</summary>
    public const int MessageSizeMax = 4 * 1024 * 1024;

    /// <summary>Full names of our services, for health.</summary>
    public static IEnumerable<string> ServiceNames =>
    [
        Manufacturing.Descriptor.FullName, Quality.Descriptor.FullName, V1.Equipment.Descriptor.FullName, V1.Plant.Descriptor.FullName, Capacity.Descriptor.FullName, Demo.Descriptor.FullName,
    ];

    /// <param name="time">The plant's clock.</param>
    public static IServiceCollection AddOrchestratorApi(this IServiceCollection services, Callers callers, TimeProvider time)
    {
        services.AddSingleton(callers).AddSingleton<Gate>().AddSingleton<CommandDoor>().AddSingleton(provider => new Views(provider.GetRequiredService<Engine.PlantView>(), provider.GetRequiredService<Engine.PlantRunner>(), time)).AddSingleton<Records>();
        services.AddSingleton<JsonDoor>().AddSingleton<Rehearsal>().AddSingleton<Advice>();
        services.AddSingleton<ManufacturingService>().AddSingleton<QualityService>().AddSingleton<EquipmentService>().AddSingleton<PlantService>().AddSingleton<CapacityService>();
        services.AddSingleton<Sessions>().AddSingleton(provider => new DemoService(provider.GetService<Stage>()));
        services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = MessageSizeMax;
            options.Interceptors.Add<Gate>();
        });
        services.AddGrpcReflection();
        return services;
    }

    public static void MapOrchestratorApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGrpcService<ManufacturingService>();
        routes.MapGrpcService<QualityService>();
        routes.MapGrpcService<EquipmentService>();
        routes.MapGrpcService<PlantService>();
        routes.MapGrpcService<CapacityService>();
        routes.MapGrpcService<DemoService>();
        routes.MapGrpcReflectionService();

        var door = routes.ServiceProvider.GetRequiredService<JsonDoor>();
        Bind(door, routes.ServiceProvider);
        Bind(routes.ServiceProvider.GetRequiredService<Rehearsal>(), routes.ServiceProvider);
        door.Map(routes);
    }

    /// <summary>Binds every service of ours; the one list of them beside the routes above.</summary>
    private static void Bind(ServiceBinderBase binder, IServiceProvider services)
    {
        Manufacturing.BindService(binder, services.GetRequiredService<ManufacturingService>());
        Quality.BindService(binder, services.GetRequiredService<QualityService>());
        V1.Equipment.BindService(binder, services.GetRequiredService<EquipmentService>());
        V1.Plant.BindService(binder, services.GetRequiredService<PlantService>());
        Capacity.BindService(binder, services.GetRequiredService<CapacityService>());
        Demo.BindService(binder, services.GetRequiredService<DemoService>());
    }
}
