using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;
using Orchestrator.Api.Tests.MasterData;
using Orchestrator.Host;
using Orchestrator.V1;
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

    /// <summary>Where gRPC listens.</summary>
    public Uri Grpc => _server!.Addresses[0];

    /// <summary>How the server was started.</summary>
    public ServeOptions Options { get; private set; } = null!;

    public HttpClient Web { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        string[] arguments =
        [
            "--plant", _plant, "--data", _folder, "--tokens", TokenFile.Write(_folder), "--grpc-port", "0", "--web-port", "0",
            .. _demo is null ? [] : new[] { "--demo", _demo },
        ];
        Options = ServeOptions.Read(arguments);
        using var patience = new CancellationTokenSource(Patience);
        _server = await Server.Start(Options, patience.Token);
        Channel = GrpcChannel.ForAddress(Grpc);
        Web = new HttpClient { BaseAddress = _server.Addresses[1], Timeout = Patience };
    }

    public async Task DisposeAsync()
    {
        Web.Dispose();
        Channel.Dispose();
        await Stop();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Stops the server alone; what its callers have opened stays open for as long as it lets them.</summary>
    public async Task Stop()
    {
        if (_server is { } running)
            await running.DisposeAsync();
        _server = null;
    }

    /// <summary>What a signal does before anything is torn down.</summary>
    public void AskToStop() => _server!.AskToStop();

    /// <summary>Stops the server and starts another on the same journal, as a restart of the process does.</summary>
    public async Task Restart()
    {
        Web.Dispose();
        Channel.Dispose();
        await Stop();
        await InitializeAsync();
    }

    /// <summary>Founds the example plant, where it is not founded yet, and puts its files in force.</summary>
    public async Task Apply()
    {
        var plant = new Plant.PlantClient(Channel);
        if (_demo is null)
            await plant.FoundAsync(new FoundRequest { Header = new CommandHeader { CommandId = "found" }, Plant = _plant, Time = TimeMode.Real }, TokenFile.As("planner"), Deadline);
        var propose = new ProposeChangeRequest
        {
            Header = new CommandHeader { CommandId = "first-files" },
            Change = "C-1",
            EffectiveFrom = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch),
            Plant = Example("plant.yaml"),
        };
        propose.Recipes.Add(Example("car-t-closed.yaml"));
        propose.Recipes.Add(Example("car-t-open.yaml"));
        await plant.ProposeChangeAsync(propose, TokenFile.As("planner"), Deadline);
        await plant.ApproveChangeAsync(new ApproveChangeRequest { Header = new CommandHeader { CommandId = "first-approval" }, Change = "C-1" }, TokenFile.As("qa"), Deadline);
    }

    /// <summary>Brings the example's opening balance in, proposed by one person and approved by another.</summary>
    public async Task Open()
    {
        var plant = new Plant.PlantClient(Channel);
        await plant.ProposeOpeningBalanceAsync(
            new ProposeOpeningBalanceRequest { Header = new CommandHeader { CommandId = "opening" }, Opening = "O-1", Balance = Example("opening-balance.yaml") }, TokenFile.As("planner"), Deadline);
        var opened = await plant.ApproveOpeningBalanceAsync(new ApproveOpeningBalanceRequest { Header = new CommandHeader { CommandId = "opening-approval" }, Opening = "O-1" }, TokenFile.As("qa"), Deadline);
        await plant.GetPlantAsync(new GetPlantRequest { MinPosition = opened.Position }, TokenFile.As("qa"), Deadline);
    }

    /// <summary>The last instant a call made now may take.</summary>
    public static DateTime Deadline => DateTime.UtcNow + Patience;

    public static V1.File Example(string name) => new() { Name = name, Text = Examples.Text(name) };

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
