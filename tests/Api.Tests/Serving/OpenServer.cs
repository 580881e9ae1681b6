using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Grpc.Net.Client;
using Orchestrator.Host;
using Xunit;

namespace Orchestrator.Api.Tests.Serving;

/// <summary>A server inside the test's own process, with both doors open on free ports and a folder of its own.</summary>
public sealed class OpenServer : IAsyncLifetime
{
    /// <summary>Longest any one call of a test may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("orchestrator-test-").FullName;
    private readonly string? _demo;
    private readonly string _plant;
    private Server? _server;

    public OpenServer()
        : this("SH-01", demo: null)
    {
    }

    /// <param name="demo">The first instant of a demonstration plant, or null for a real one.</param>
    internal OpenServer(string plant, string? demo)
    {
        _plant = plant;
        _demo = demo;
    }

    public GrpcChannel Channel { get; private set; } = null!;

    public HttpClient Web { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        string[] arguments =
        [
            "--plant", _plant, "--data", _folder, "--tokens", TokenFile.Write(_folder), "--grpc-port", "0", "--web-port", "0",
            .. _demo is null ? [] : new[] { "--demo", _demo },
        ];
        var options = ServeOptions.Read(arguments, TextWriter.Null) ?? throw new InvalidOperationException("the options were not understood");
        using var patience = new CancellationTokenSource(Patience);
        _server = await Server.Start(options, patience.Token);
        Channel = GrpcChannel.ForAddress(_server.Addresses[0]);
        Web = new HttpClient { BaseAddress = _server.Addresses[1], Timeout = Patience };
    }

    public async Task DisposeAsync()
    {
        Web.Dispose();
        Channel.Dispose();
        await _server!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Stops the server and starts another on the same journal, as a restart of the process does.</summary>
    public async Task Restart()
    {
        Web.Dispose();
        Channel.Dispose();
        await _server!.DisposeAsync();
        await InitializeAsync();
    }

    /// <summary>POSTs to the JSON door.</summary>
    public async Task<(int Status, JsonElement Body)> Post(string method, string json, string? caller)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/{method}") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        // A server that refuses a large body says so before it is sent; only this way does the client hear it.
        request.Headers.ExpectContinue = json.Length > 1_000_000;
        if (caller is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TokenFile.TokenOf(caller));
        using var response = await Web.SendAsync(request);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, document.RootElement.Clone());
    }
}
