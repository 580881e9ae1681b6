using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
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

    /// <summary>Our services, for health and for the document of the JSON door.</summary>
    public static IEnumerable<Google.Protobuf.Reflection.ServiceDescriptor> Services =>
        [Manufacturing.Descriptor, Quality.Descriptor, V1.Equipment.Descriptor, V1.Plant.Descriptor, Capacity.Descriptor, Demo.Descriptor];

    /// <param name="time">The plant's clock.</param>
    public static IServiceCollection AddOrchestratorApi(this IServiceCollection services, Callers callers, TimeProvider time)
    {
        services.AddSingleton(callers).AddSingleton<Gate>().AddSingleton<Closing>().AddSingleton<CommandDoor>().AddSingleton(provider => new Views(provider.GetRequiredService<Engine.PlantView>(), provider.GetRequiredService<Engine.PlantRunner>(), time)).AddSingleton<Records>();
        services.AddSingleton<JsonDoor>().AddSingleton<Rehearsal>().AddSingleton<Advice>();
        services.AddSingleton<ManufacturingService>().AddSingleton<QualityService>().AddSingleton<EquipmentService>().AddSingleton<PlantService>().AddSingleton<CapacityService>();
        services.AddSingleton<PastReports>().AddSingleton<Sessions>().AddSingleton(provider => new DemoService(provider.GetRequiredService<Closing>(), provider.GetService<Stage>()));
        services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = MessageSizeMax;
            options.Interceptors.Add<Gate>();
            options.Interceptors.Add<Closing>();
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
        var document = OpenApi.Document(Services, typeof(ApiSetup).Assembly.GetName().Version?.ToString(3) ?? "0").ToJsonString();
        routes.MapGet("/openapi.json", () => Results.Text(document, "application/json"));
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
