using Grpc.Health.V1;
using Grpc.HealthCheck;
using Orchestrator.Api;
using Orchestrator.Engine;

namespace Orchestrator.Host;

/// <summary>Whether the process lives and whether it can do its work: for orchestrators of containers, over HTTP and gRPC.</summary>
public sealed class Readiness(PlantRunner runner, PlantView view)
{
    private volatile bool _open;

    /// <summary>The gRPC health service; the empty name is the server as a whole.</summary>
    public HealthServiceImpl Grpc { get; } = new();

    public void Map(WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Json(new { status = "live", build = Build.Text }));
        app.MapGet("/health/ready", () => Ready
            ? Results.Json(new { status = "ready", plant = runner.Plant, position = view.Now.Position, publishedPackages = Build.PublishedPackages, build = Build.Text })
            : Results.Json(new { status = "not ready", build = Build.Text }, statusCode: StatusCodes.Status503ServiceUnavailable));
        app.MapGrpcService<HealthServiceImpl>();
    }

    public void Open() => Set(open: true, HealthCheckResponse.Types.ServingStatus.Serving);

    public void Close() => Set(open: false, HealthCheckResponse.Types.ServingStatus.NotServing);

    private bool Ready => _open && runner.Deciding;

    private void Set(bool open, HealthCheckResponse.Types.ServingStatus status)
    {
        _open = open;
        Grpc.SetStatus("", status);
        foreach (var service in ApiSetup.Services)
            Grpc.SetStatus(service.FullName, status);
    }
}
