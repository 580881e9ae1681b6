using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Orchestrator.Api;
using Orchestrator.Api.Doors;
using Orchestrator.Domain;
using Orchestrator.Engine;
using Orchestrator.Storage.Sqlite;

namespace Orchestrator.Host;

/// <summary>The composition root: journal, runner, view and doors of one plant, started together and stopped in reverse.</summary>
public sealed class Server : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IJournal _journal;
    private readonly PlantRunner _runner;
    private readonly CancellationTokenSource _stop = new();

    private Server(WebApplication app, IJournal journal, PlantRunner runner)
    {
        _app = app;
        _journal = journal;
        _runner = runner;
    }

    /// <summary>Where gRPC and the web door listen, in this order.</summary>
    public IReadOnlyList<Uri> Addresses =>
        [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address))];

    /// <summary>Completes when the process is asked to stop.</summary>
    public Task Stopped => _app.WaitForShutdownAsync();

    public static async Task<Server> Start(ServeOptions options, CancellationToken cancel)
    {
        Directory.CreateDirectory(options.Data);
        IJournal journal = SqliteJournal.Open(Path.Combine(options.Data, $"{options.Plant}.db"));
        var scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var runner = await PlantRunner.Open(
            journal, options.Plant, $"{Environment.MachineName}/{Environment.ProcessId}", TimeProvider.System, scheduler, PlantLaw.Decide, new RunnerLimits(), cancel);
        var view = new PlantView(journal, options.Plant);

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            var address = IPAddress.Parse(options.Address);
            kestrel.Listen(address, options.GrpcPort, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Listen(address, options.WebPort, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddSingleton(journal).AddSingleton(runner).AddSingleton(view);
        builder.Services.AddOrchestratorApi(Callers.Read(await File.ReadAllTextAsync(options.Tokens, cancel)));
        var app = builder.Build();
        app.MapOrchestratorApi();

        var server = new Server(app, journal, runner);
        _ = view.Follow(server._stop.Token);
        await view.At(runner.OpenedAt, cancel);
        await app.StartAsync(cancel);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _runner.Stop();
        await _stop.CancelAsync();
        await _app.DisposeAsync();
        await _journal.DisposeAsync();
        _stop.Dispose();
    }
}
