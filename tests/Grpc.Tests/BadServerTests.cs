using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Orchestrator.GrpcTests;

/// <summary>What our client makes of servers, proxies and networks that answer with something else than gRPC.</summary>
public sealed class BadServerTests(BadServerTests.Server server) : IClassFixture<BadServerTests.Server>
{
    /// <summary>The specification says INTERNAL of a response that is no protobuf; grpc-dotnet takes the parser's error for a network's.</summary>
#if PUBLISHED_PACKAGES
    private const StatusCode Undecodable = StatusCode.Unavailable;
#else
    private const StatusCode Undecodable = StatusCode.Internal;
#endif

    [Theory]
    [InlineData(400, StatusCode.Internal)]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(403, StatusCode.PermissionDenied)]
    [InlineData(404, StatusCode.Unimplemented)]
    [InlineData(429, StatusCode.Unavailable)]
    [InlineData(502, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(504, StatusCode.Unavailable)]
    [InlineData(500, StatusCode.Unknown)]
    [InlineData(418, StatusCode.Unknown)]
    public async Task A_status_of_http_becomes_one_of_grpc(int http, StatusCode expected) =>
        Assert.Equal(expected, await StatusOfAsync(context =>
        {
            context.Response.StatusCode = http;
            return context.Response.WriteAsync("<html>a proxy speaks</html>");
        }));

    [Theory]
    [InlineData(0x2, StatusCode.Internal)]
    [InlineData(0x7, StatusCode.Unavailable)]
    [InlineData(0x8, StatusCode.Cancelled)]
    [InlineData(0xb, StatusCode.ResourceExhausted)]
    [InlineData(0xc, StatusCode.PermissionDenied)]
    public async Task A_reset_stream_becomes_a_status(int error, StatusCode expected) =>
        Assert.Equal(expected, await StatusOfAsync(async context =>
        {
            await WriteAsync(context, [0, 0]);
            context.Features.GetRequiredFeature<IHttpResetFeature>().Reset(error);
        }));

    [Fact]
    public async Task A_status_in_the_headers_counts() =>
        Assert.Equal(StatusCode.Aborted, await StatusOfAsync(context =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = "10";
            return Task.CompletedTask;
        }));

    [Fact]
    public async Task A_status_nobody_knows_is_no_success() =>
        Assert.NotEqual(StatusCode.OK, await StatusOfAsync(context => AnswerAsync(context, [0, 0, 0, 0, 0], "ninety-nine")));

    [Fact]
    public async Task Another_content_type_is_no_success() =>
        Assert.NotEqual(StatusCode.OK, await StatusOfAsync(context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("hello");
        }));

    [Fact]
    public async Task A_response_that_ends_without_a_status_is_no_success() =>
        Assert.NotEqual(StatusCode.OK, await StatusOfAsync(context => WriteAsync(context, [0, 0, 0, 0, 0])));

    [Fact]
    public async Task A_success_without_the_message_it_owes_is_internal() =>
        Assert.Equal(StatusCode.Internal, await StatusOfAsync(context => AnswerAsync(context, [], "0")));

    [Fact]
    public async Task A_second_message_in_a_unary_response_is_internal() =>
        Assert.Equal(StatusCode.Internal, await StatusOfAsync(context => AnswerAsync(context, new byte[10], "0")));

    [Fact]
    public async Task A_message_cut_short_is_internal() =>
        Assert.Equal(StatusCode.Internal, await StatusOfAsync(context => AnswerAsync(context, [0, 0, 0, 0, 9, 1], "0")));

    [Fact]
    public async Task A_compressed_message_without_an_announced_encoding_is_internal() =>
        Assert.Equal(StatusCode.Internal, await StatusOfAsync(context => AnswerAsync(context, [1, 0, 0, 0, 1, 0], "0")));

    [Fact]
    public async Task Bytes_that_are_no_protobuf_are_no_success() =>
        Assert.Equal(Undecodable, await StatusOfAsync(context => AnswerAsync(context, [0, 0, 0, 0, 2, 0x1a, 0x7f], "0")));

    [Fact]
    public async Task A_message_over_the_limit_exhausts_the_resources() =>
        Assert.Equal(
            StatusCode.ResourceExhausted, await StatusOfAsync(context => AnswerAsync(context, [0, 0x7f, 0xff, 0xff, 0xff, 1], "0")));

    [Fact]
    public async Task A_connection_that_breaks_is_unavailable() =>
        Assert.Equal(StatusCode.Unavailable, await StatusOfAsync(async context =>
        {
            await WriteAsync(context, [0, 0]);
            context.Features.GetRequiredFeature<Microsoft.AspNetCore.Connections.Features.IConnectionLifetimeFeature>().Abort();
        }));

    [Fact]
    public async Task A_port_where_nobody_listens_is_unavailable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");

        var failed = await Assert.ThrowsAsync<RpcException>(
            () => new TestService.TestServiceClient(channel).EmptyCallAsync(new Empty()).ResponseAsync);

        Assert.Equal(StatusCode.Unavailable, failed.StatusCode);
    }

    [Fact]
    public async Task The_request_says_all_that_the_protocol_demands()
    {
        var (method, protocol) = ("", "");
        Dictionary<string, string> headers = [];
        await StatusOfAsync(context =>
        {
            (method, protocol) = (context.Request.Method, context.Request.Protocol);
            headers = context.Request.Headers.ToDictionary(each => each.Key.ToLowerInvariant(), each => each.Value.ToString());
            return AnswerAsync(context, [0, 0, 0, 0, 0], "0");
        });

        Assert.Equal(("POST", "HTTP/2"), (method, protocol));
        Assert.Equal(("application/grpc", "trailers"), (headers["content-type"], headers["te"]));
        Assert.StartsWith("grpc-", headers["user-agent"], StringComparison.Ordinal);
        Assert.Contains("gzip", headers["grpc-accept-encoding"], StringComparison.Ordinal);
        Assert.Matches("^[0-9]{1,8}[HMSmun]$", headers["grpc-timeout"]);
    }

    private async Task<StatusCode> StatusOfAsync(RequestDelegate behave)
    {
        server.Behave = behave;
        using var call = server.Client.EmptyCallAsync(new Empty(), deadline: DateTime.UtcNow.AddSeconds(30));
        try
        {
            await call;
            return StatusCode.OK;
        }
        catch (RpcException failed)
        {
            Assert.Equal(failed.StatusCode, call.GetStatus().StatusCode);
            return failed.StatusCode;
        }
    }

    private static Task WriteAsync(HttpContext context, byte[] bytes)
    {
        context.Response.ContentType = "application/grpc";
        return context.Response.Body.WriteAsync(bytes).AsTask();
    }

    private static async Task AnswerAsync(HttpContext context, byte[] bytes, string status)
    {
        await WriteAsync(context, bytes);
        await context.Response.StartAsync();
        context.Response.AppendTrailer("grpc-status", status);
    }

    /// <summary>An HTTP/2 server that does what a test tells it.</summary>
    public sealed class Server : IAsyncLifetime
    {
        private WebApplication _app = null!;
        private GrpcChannel _channel = null!;

        internal RequestDelegate Behave { get; set; } = _ => Task.CompletedTask;

        internal TestService.TestServiceClient Client => new(_channel);

        public async Task InitializeAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel =>
                kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
            _app = builder.Build();
            _app.Run(context => Behave(context));
            await _app.StartAsync();
            _channel = GrpcChannel.ForAddress(_app.Urls.Single());
        }

        public async Task DisposeAsync()
        {
            _channel.Dispose();
            await _app.DisposeAsync();
        }
    }
}
