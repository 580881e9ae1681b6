using System.Net;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Grpc.Net.Client;
using Grpc.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Orchestrator.GrpcTests;

/// <summary>A server of ours on a free loopback port, HTTP/2 without TLS, with the interoperability service, health and reflection.</summary>
public sealed class OwnServer : IAsyncLifetime
{
    private WebApplication _app = null!;
    private GrpcChannel _channel = null!;

    public string Address { get; private set; } = "";

    internal CallCount Calls { get; } = new();

    internal HealthServiceImpl Health { get; } = new();

    internal TestService.TestServiceClient Client => new(_channel);

    internal ChannelBase Channel => _channel;

    public Task InitializeAsync() => StartAsync(options => options.ResponseCompressionAlgorithm = "gzip");

    internal async Task StartAsync(
        Action<GrpcServiceOptions> configure, Action<WebApplicationBuilder>? add = null, Action<WebApplication>? map = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(configure);
        builder.Services.AddGrpcReflection();
        builder.Services.AddSingleton(Calls);
        builder.Services.AddSingleton(Health);
        add?.Invoke(builder);
        _app = builder.Build();
        _app.MapGrpcService<InteropService>();
        _app.MapGrpcService<HealthServiceImpl>();
        _app.MapGrpcReflectionService();
        map?.Invoke(_app);
        Health.SetStatus("", HealthCheckResponse.Types.ServingStatus.Serving);
        Health.SetStatus("grpc.testing.TestService", HealthCheckResponse.Types.ServingStatus.Serving);
        await _app.StartAsync();
        Address = _app.Urls.First();
        _channel = GrpcChannel.ForAddress(Address);
    }

    internal GrpcChannel Open(GrpcChannelOptions options) => GrpcChannel.ForAddress(Address, options);

    public async Task DisposeAsync()
    {
        _channel.Dispose();
        Calls.Released.TrySetResult();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
    }
}
