using Grpc.HealthCheck;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Orchestrator.Api;
using Orchestrator.Api.Demonstration;
using Orchestrator.Api.Doors;
using Orchestrator.Api.Equipment;
using Orchestrator.Domain;
using Orchestrator.Domain.Plants;
using Orchestrator.Engine;
using Orchestrator.Engine.States;
using Serilog;
using ILogger = Microsoft.Extensions.Logging.ILogger;

namespace Orchestrator.Host;

/// <summary>The composition root: journal, runner, view, clock and doors of one plant, started together and stopped in reverse.</summary>
public sealed class Server : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IJournal _journal;
    private readonly PlantRunner _runner;
    private readonly Readiness _readiness;
    private readonly Checkpointing? _checkpoints;
    private readonly Recovery _recovery;
    private readonly CancellationTokenSource _stop = new();

    private Server(WebApplication app, IJournal journal, PlantRunner runner, Readiness readiness, Checkpointing? checkpoints, Recovery recovery)
    {
        _app = app;
        _journal = journal;
        _runner = runner;
        _readiness = readiness;
        _checkpoints = checkpoints;
        _recovery = recovery;
    }

    /// <summary>Where gRPC and the web door listen, in this order.</summary>
    public IReadOnlyList<Uri> Addresses =>
        [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address))];

    /// <summary>Completes when the process is asked to stop.</summary>
    public Task Stopped => _app.WaitForShutdownAsync();

    /// <summary>What a signal to the process does: nobody is served anew, and <see cref="Stopped"/> completes when the calls under way have ended.</summary>
    public void AskToStop() => _app.Lifetime.StopApplication();

    /// <exception cref="UsageException">An option names what is not to be had; the plant stays with whoever serves it.</exception>
    /// <exception cref="InvalidOperationException">The plant's first turn fixed another clock than the options ask for.</exception>
    public static async Task<Server> Start(ServeOptions options, CancellationToken cancel)
    {
        // Whatever can be wrong with the options is found before the plant is taken over from whoever serves it.
        var callers = await TokensOf(options, cancel);
        using var ports = Ports.Take(options);
        MakeFolder(options);
        var journal = await Journals.Open(options.Journal ?? Path.Combine(options.Data!, $"{options.Plant}.db"), cancel);
        var checkpoints = await Checkpointing.Open(options, journal, cancel);
        var clock = await PlantClock.Of(journal, options, cancel);
        var scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var kept = new KeptStates(journal, journal, options.Plant, checkpoints?.Secret ?? SealSecret.None);
        var runner = await PlantRunner.Open(
            journal, options.Plant, $"{Environment.MachineName}/{Environment.ProcessId}", clock.Time, scheduler, PlantLaw.Decide, new RunnerLimits { ClockOffMax = clock.OffMax }, cancel, kept);
        clock.GoOn(runner);
        var view = new PlantView(journal, options.Plant, TimeProvider.System);
        view.Listen(runner);
        var clockwork = new Clockwork(runner, view, clock.Time);
        var recovery = new Recovery(journal, runner, view, kept);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddSerilog(Log.ToConsole(), dispose: true);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(ports.Grpc, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Listen(ports.Web, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.CreateBoundListenSocket = ports.HandOver);
        builder.Services.AddSingleton<IJournal>(journal).AddSingleton(runner).AddSingleton(view).AddSingleton(clockwork);
        if (clock.Demo is { } demo)
            builder.Services.AddSingleton(new Stage(demo, clockwork));
        builder.Services.AddSingleton<HealthServiceImpl>();
        builder.Services.AddOrchestratorApi(callers, clock.Time);
        var app = builder.Build();
        app.MapOrchestratorApi();
        var readiness = new Readiness(runner, view, app.Services.GetRequiredService<HealthServiceImpl>(), app.Lifetime);
        readiness.Map(app);

        var server = new Server(app, journal, runner, readiness, checkpoints, recovery);
        var log = app.Services.GetRequiredService<ILogger<Server>>();
        if (checkpoints is null && clock.Demo is null)
            Log.Unsigned(log);
        checkpoints?.Follow(view, log);
        server.Watched(runner.Ended, log, "runner (another process may have taken the plant over)");
        clockwork.Failed += (wakeUp, bug) => Log.WakeUpFailed(log, wakeUp.ToString(), bug);
        recovery.Start(log, server._stop.Token);
        server.Watched(recovery.Following, log, "view");
        server.Watched(recovery.Checking, log, "check of the chain", mayEnd: true);
        server.Watched(recovery.Keeping, log, "keeper of states");
        if (clock.Demo is null)
            server.Watched(clockwork.Run(server._stop.Token), log, "clockwork");
        if (clock.ToBeFounded)
        {
            if (await runner.Submit(new Order(new PlantCommand.Found(options.Plant, TimeMode.Demo), "server", "found", [])) is not Answer.Ruled { Turn.Granted: true })
                throw new InvalidOperationException($"plant {options.Plant} could not be founded as a demonstration: its journal does not take the first turn");
        }

        await recovery.Settle(cancel);
        server.Watched(EndAbandoned(app.Services.GetRequiredService<Sessions>(), view), log, "end of abandoned sessions", mayEnd: true);
        await app.StartAsync(cancel);
        readiness.Open();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _readiness.Close();
        await _app.StopAsync();
        await _runner.Stop();
        await _recovery.KeepWhatChanged();
        await _stop.CancelAsync();
        await _app.DisposeAsync();
        _checkpoints?.Dispose();
        await _journal.DisposeAsync();
        _stop.Dispose();
    }

    private static async Task EndAbandoned(Sessions sessions, PlantView view) => await sessions.EndAbandoned(await view.Begun);

    private static async Task<Callers> TokensOf(ServeOptions options, CancellationToken cancel) =>
        File.Exists(options.Tokens)
            ? Callers.Read(await File.ReadAllTextAsync(options.Tokens, cancel))
            : throw new UsageException($"--tokens: {Tongue.Say($"没有文件 {options.Tokens}", $"there is no file {options.Tokens}")}");

    private static void MakeFolder(ServeOptions options)
    {
        if (File.Exists(options.Data))
            throw new UsageException($"--data: {Tongue.Say($"{options.Data} 是文件，而不是文件夹", $"{options.Data} is a file, not a folder")}");
        if (options.Data is { } folder)
            Directory.CreateDirectory(folder);
    }

    /// <summary>A part that ends on its own makes the server unready and says why; it never ends unheard.</summary>
    /// <param name="mayEnd">True for a part that has an end: only its failure is heard.</param>
    private void Watched(Task part, ILogger log, string name, bool mayEnd = false) => part.ContinueWith(
        ended =>
        {
            if ((mayEnd && ended.IsCompletedSuccessfully) || _stop.IsCancellationRequested || _app.Lifetime.ApplicationStopping.IsCancellationRequested)
                return;
            Log.PartEnded(log, name, ended.Exception);
            _readiness.Close();
        },
        TaskScheduler.Default);
}
