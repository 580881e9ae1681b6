using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrator.V1;

namespace Orchestrator.Api.Tests.Client;

/// <summary>What a test lets a plant do with one connection of a controller.</summary>
internal delegate Task PlantScript(IAsyncStreamReader<FromController> reports, IServerStreamWriter<ToController> outgoing, ServerCallContext call);

/// <summary>A plant on the real wire that does with every connection of a controller what a test tells it to, one script a connection; the last one stays.</summary>
internal sealed class ScriptedPlant : V1.Equipment.EquipmentBase, IAsyncDisposable
{
    private readonly ConcurrentQueue<PlantScript> _scripts;
    private WebApplication? _app;

    private ScriptedPlant(PlantScript[] scripts) => _scripts = new ConcurrentQueue<PlantScript>(scripts);

    public string Address { get; private set; } = "";

    public static async Task<ScriptedPlant> Start(params PlantScript[] scripts)
    {
        var plant = new ScriptedPlant(scripts);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(plant);
        builder.Services.AddGrpc();
        plant._app = builder.Build();
        plant._app.MapGrpcService<ScriptedPlant>();
        await plant._app.StartAsync();
        plant.Address = plant._app.Urls.Single();
        return plant;
    }

    public override Task Connect(IAsyncStreamReader<FromController> requestStream, IServerStreamWriter<ToController> responseStream, ServerCallContext context)
    {
        if (!_scripts.TryPeek(out var script))
            throw new RpcException(new Status(StatusCode.Unimplemented, "the test has no script for this connection"));
        if (_scripts.Count > 1)
            _scripts.TryDequeue(out _);
        return script(requestStream, responseStream, context);
    }

    public async ValueTask DisposeAsync() => await _app!.DisposeAsync();

    /// <summary>Hands everything on to a real plant and back, until an answer comes that the connection breaks before.</summary>
    public static PlantScript Relay(V1.Equipment.EquipmentClient plant, Func<ToController, bool>? breaksBefore = null) => async (reports, outgoing, call) =>
    {
        using var onwards = plant.Connect(new Metadata { { "authorization", call.RequestHeaders.GetValue("authorization")! } }, cancellationToken: call.CancellationToken);
        var asking = Task.Run(async () =>
        {
            while (await reports.MoveNext(call.CancellationToken))
                await onwards.RequestStream.WriteAsync(reports.Current);
        });
        while (await onwards.ResponseStream.MoveNext(call.CancellationToken))
        {
            if (breaksBefore?.Invoke(onwards.ResponseStream.Current) == true)
                throw new RpcException(new Status(StatusCode.Unavailable, "as the test wants"));
            await outgoing.WriteAsync(onwards.ResponseStream.Current);
        }

        await asking;
    };

    /// <summary>Registers the controller with these words, and goes on.</summary>
    public static PlantScript Registers(Registered registered, PlantScript then) => async (reports, outgoing, call) =>
    {
        await reports.MoveNext(call.CancellationToken);
        await outgoing.WriteAsync(new ToController { Registered = registered });
        await then(reports, outgoing, call);
    };

    /// <summary>Reads until there is a report that fits, and answers none.</summary>
    public static async Task<Report> Next(IAsyncStreamReader<FromController> reports, ServerCallContext call, Func<Report, bool>? fits = null)
    {
        while (await reports.MoveNext(call.CancellationToken))
        {
            if (reports.Current.Report is { } report && fits?.Invoke(report) != false)
                return report;
        }

        throw new InvalidOperationException("the controller reports no more");
    }

    public static RpcException Broken => new(new Status(StatusCode.Unavailable, "as the test wants"));
}
