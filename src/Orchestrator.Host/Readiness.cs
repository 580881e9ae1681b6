using Grpc.Health.V1;
using Grpc.HealthCheck;
using Orchestrator.Api;
using Orchestrator.Engine;

namespace Orchestrator.Host;

/// <summary>Whether the process lives and whether it can do its work: for orchestrators of containers, over HTTP and gRPC.</summary>
/// <param name="grpc">The gRPC health service; the empty name is the server as a whole.</param>
/// <param name="lifetime">Says when the process is asked to stop: from that instant on nobody is to be sent here, whatever is still being finished.</param>
public sealed class Readiness(PlantRunner runner, PlantView view, HealthServiceImpl grpc, IHostApplicationLifetime lifetime)
{
    private volatile bool _open;

    public void Map(WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Json(new { status = "live", build = Build.Text }));
        app.MapGet("/health/ready", () => Ready
            ? Results.Json(new { status = "ready", plant = runner.Plant, position = view.Now.Position, publishedPackages = Build.PublishedPackages, build = Build.Text })
            : Results.Json(new { status = "not ready", build = Build.Text }, statusCode: StatusCodes.Status503ServiceUnavailable));
        app.MapGrpcService<HealthServiceImpl>();
    }

    public void Open()
    {
        _open = true;
        view.ReachChanged += Tell;
        Tell();
        lifetime.ApplicationStopping.Register(Close);
    }

    public void Close()
    {
        _open = false;
        Tell();
    }

    private bool Ready => _open && !lifetime.ApplicationStopping.IsCancellationRequested && runner.Deciding && view.Reaches;

    private void Tell()
    {
        var status = _open && view.Reaches ? HealthCheckResponse.Types.ServingStatus.Serving : HealthCheckResponse.Types.ServingStatus.NotServing;
        grpc.SetStatus("", status);
        foreach (var service in ApiSetup.Services)
            grpc.SetStatus(service.FullName, status);
    }
}
