using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrator.V1;

namespace Orchestrator.Api.Tests.Client;

/// <summary>A server on the real wire that answers what a test tells it to, one answer an attempt; the last one stays.</summary>
internal sealed class ScriptedServer : Manufacturing.ManufacturingBase, IAsyncDisposable
{
    private readonly Queue<Func<Ruling>> _answers = new();
    private WebApplication? _app;

    /// <summary>What the feed tells at each connection before it breaks.</summary>
    public Queue<long[]> Feed { get; } = new();

    /// <summary>After which position each connection of the feed began.</summary>
    public List<long> FeedAfter { get; } = [];

    /// <summary>What a question about a batch is answered with.</summary>
    public BatchView Batch { get; set; } = new();

    /// <summary>The command id of every attempt that arrived.</summary>
    public List<string> Arrived { get; } = [];

    /// <summary>The authorization header of the last attempt.</summary>
    public string Authorization { get; private set; } = "";

    public string Address { get; private set; } = "";

    public static async Task<ScriptedServer> Start(params Func<Ruling>[] answers)
    {
        var server = new ScriptedServer();
        foreach (var answer in answers)
            server._answers.Enqueue(answer);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(server);
        builder.Services.AddGrpc();
        server._app = builder.Build();
        server._app.MapGrpcService<ScriptedServer>();
        await server._app.StartAsync();
        server.Address = server._app.Urls.Single();
        return server;
    }

    public override Task<Ruling> CompleteStep(CompleteStepRequest request, ServerCallContext context)
    {
        Arrived.Add(request.Header.CommandId);
        Authorization = context.RequestHeaders.GetValue("authorization") ?? "";
        return Task.FromResult((_answers.Count > 1 ? _answers.Dequeue() : _answers.Peek())());
    }

    public override async Task Watch(WatchRequest request, IServerStreamWriter<TurnEvent> responseStream, ServerCallContext context)
    {
        FeedAfter.Add(request.After);
        foreach (var position in Feed.Dequeue())
            await responseStream.WriteAsync(new TurnEvent { Position = position });
        throw new RpcException(new Status(StatusCode.Unavailable, "as the test wants"));
    }

    public override Task<BatchView> GetBatch(GetBatchRequest request, ServerCallContext context) => Task.FromResult(Batch);

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }
}
