using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Orchestrator.GrpcTests;

/// <summary>gRPC inside TLS: who the client is, what its calls carry, and that HTTP/1.1 is told to upgrade.</summary>
public sealed class TlsTests : IAsyncLifetime
{
    private readonly X509Certificate2 _certificate = SelfSigned("controller-7");
    private WebApplication _app = null!;
    private string _address = "";

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(_certificate, https =>
            {
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                https.AllowAnyClientCertificate();
            });
        }));
        builder.Services.AddGrpc();
        _app = builder.Build();
        _app.MapGrpcService<CallerService>();
        await _app.StartAsync();
        _address = _app.Urls.Single();
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        _certificate.Dispose();
    }

    [Fact]
    public async Task A_client_certificate_tells_who_calls()
    {
        using var channel = Open(new SocketsHttpHandler { SslOptions = { ClientCertificates = [_certificate] } });

        Assert.Equal("controller-7", await CallerAsync(channel, default));
    }

    [Fact]
    public async Task Without_a_certificate_nobody_is_known()
    {
        using var channel = Open(new SocketsHttpHandler());

        Assert.Equal("", await CallerAsync(channel, default));
    }

    [Fact]
    public async Task Credentials_of_the_channel_and_of_the_call_travel_with_it()
    {
        var handler = new SocketsHttpHandler();
        using var channel = Open(handler, ChannelCredentials.Create(ChannelCredentials.SecureSsl, Bearing("channel")));

        Assert.Equal("Bearer call, Bearer channel", await CallerAsync(channel, new CallOptions(credentials: Bearing("call"))));
    }

    [Fact]
    public async Task Credentials_are_not_sent_in_plain_text_unless_that_is_asked_for()
    {
        var server = new OwnServer();
        await server.InitializeAsync();
        var asked = 0;
        var options = new CallOptions(credentials: CallCredentials.FromInterceptor((_, _) =>
        {
            asked++;
            return Task.CompletedTask;
        }));

        await server.Client.EmptyCallAsync(new Empty(), options);
        Assert.Equal(0, asked);

        using var unsafeChannel = server.Open(new GrpcChannelOptions { UnsafeUseInsecureChannelCallCredentials = true });
        await new TestService.TestServiceClient(unsafeChannel).EmptyCallAsync(new Empty(), options);
        Assert.Equal(1, asked);
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Http_1_is_told_to_upgrade()
    {
        using var http = new HttpClient(Trusting(new SocketsHttpHandler()));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_address}/grpc.testing.TestService/EmptyCall")
        {
            Content = new ByteArrayContent(RawRequest.Frame(0, [])) { Headers = { ContentType = new("application/grpc") } },
            Version = HttpVersion.Version11,
        };

        using var response = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
    }

    [Fact]
    public void Credentials_that_do_not_fit_the_address_are_a_mistake()
    {
        Assert.Throws<InvalidOperationException>(() => GrpcChannel.ForAddress(
            "https://localhost:1", new GrpcChannelOptions { Credentials = ChannelCredentials.Insecure }));
        Assert.Throws<InvalidOperationException>(() => GrpcChannel.ForAddress(
            "http://localhost:1", new GrpcChannelOptions { Credentials = ChannelCredentials.SecureSsl }));
    }

    private static async Task<string> CallerAsync(ChannelBase channel, CallOptions options) =>
        (await new TestService.TestServiceClient(channel).UnaryCallAsync(new SimpleRequest(), options)).Username;

    private static CallCredentials Bearing(string token) => CallCredentials.FromInterceptor((context, metadata) =>
    {
        Assert.EndsWith("/grpc.testing.TestService", context.ServiceUrl, StringComparison.Ordinal);
        Assert.Equal("UnaryCall", context.MethodName);
        metadata.Add("authorization", $"Bearer {token}");
        return Task.CompletedTask;
    });

    private GrpcChannel Open(SocketsHttpHandler handler, ChannelCredentials? credentials = null) => GrpcChannel.ForAddress(
        _address, new GrpcChannelOptions { HttpHandler = Trusting(handler), DisposeHttpClient = true, Credentials = credentials });

    private SocketsHttpHandler Trusting(SocketsHttpHandler handler)
    {
        handler.SslOptions.RemoteCertificateValidationCallback =
            (_, shown, _, _) => shown is not null && shown.GetCertHashString() == _certificate.GetCertHashString();
        return handler;
    }

    private static X509Certificate2 SelfSigned(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    /// <summary>Answers with what it knows of its caller.</summary>
    private sealed class CallerService : TestService.TestServiceBase
    {
        public override Task<SimpleResponse> UnaryCall(SimpleRequest request, ServerCallContext context)
        {
            var authorization = context.RequestHeaders.GetAll("authorization").Select(entry => entry.Value);
            var proved = context.AuthContext.PeerIdentity.Select(property => property.Value);
            Assert.Equal(proved.Any(), context.AuthContext.IsPeerAuthenticated);
            return Task.FromResult(new SimpleResponse { Username = string.Join(',', authorization.Concat(proved)) });
        }
    }
}
