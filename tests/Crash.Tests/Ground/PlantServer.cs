using System.Diagnostics;
using System.Text.RegularExpressions;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;
using Orchestrator.Api.Tests.MasterData;
using Orchestrator.Api.Tests.Serving;
using Orchestrator.V1;
using File = System.IO.File;

namespace Orchestrator.Crash.Tests.Ground;

/// <summary>The real server in its own process on a journal that survives it, and where it listens, written down for whoever asks.</summary>
/// <param name="folder">Of tokens and addresses.</param>
/// <param name="data">Of the journal's file, without an address of a database.</param>
/// <param name="journal">Address of a PostgreSQL journal, or null.</param>
internal sealed partial class PlantServer(string folder, string data, string? journal) : IDisposable
{
    public const string Plant = "SH-01";

    private readonly HttpClient _web = new() { Timeout = TimeSpan.FromSeconds(5) };
    private Process? _process;

    public string JournalFile => Path.Combine(data, $"{Plant}.db");

    public int ProcessId => _process!.Id;

    public bool HasEnded => _process!.HasExited;

    public static string AddressFile(string folder) => Path.Combine(folder, "addresses");

    /// <summary>Starts it, or starts it again on the same journal; returns once it listens.</summary>
    public async Task Start()
    {
        var tokens = TokenFile.Write(folder);
        string[] arguments =
        [
            typeof(Host.Server).Assembly.Location, "serve", "--plant", Plant, "--data", data, "--tokens", tokens, "--grpc-port", "0", "--web-port", "0",
            .. journal is null ? [] : new[] { "--journal", journal },
        ];
        _process?.Dispose();
        _process = Process.Start(new ProcessStartInfo(Runtime.Dotnet, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = "";
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            said += line + "\n";
            if (Listening().Match(line) is not { Success: true } match)
                continue;
            _ = _process.StandardOutput.ReadToEndAsync();
            _ = _process.StandardError.ReadToEndAsync();
            // In one stroke, so that nobody reads half of it.
            await File.WriteAllLinesAsync(AddressFile(folder) + ".new", [match.Groups["grpc"].Value, match.Groups["web"].Value]);
            File.Move(AddressFile(folder) + ".new", AddressFile(folder), overwrite: true);
            return;
        }

        throw new InvalidOperationException($"the server ended: {said}{await _process.StandardError.ReadToEndAsync()}");
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
    }

    /// <summary>What one of the health pages answers, and within five seconds.</summary>
    public async Task<int> Health(string page)
    {
        using var response = await _web.GetAsync(new Uri(new Uri(File.ReadAllLines(AddressFile(folder))[1]), $"/health/{page}"));
        return (int)response.StatusCode;
    }

    /// <summary>Asks the web door a question as a supervisor; the HTTP status.</summary>
    public async Task<int> Ask(string method, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri(File.ReadAllLines(AddressFile(folder))[1]), $"/v1/{method}")) { Content = new StringContent(json) };
        request.Headers.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", TokenFile.TokenOf("supervisor"));
        using var response = await _web.SendAsync(request);
        return (int)response.StatusCode;
    }

    /// <summary>Founds the example plant and puts its files in force.</summary>
    public async Task Found()
    {
        using var channel = GrpcChannel.ForAddress(File.ReadAllLines(AddressFile(folder))[0]);
        var plant = new Plant.PlantClient(channel);
        await plant.FoundAsync(new FoundRequest { Header = new CommandHeader { CommandId = "found" }, Plant = Plant, Time = TimeMode.Real }, TokenFile.As("planner"));
        var change = new ProposeChangeRequest { Header = new CommandHeader { CommandId = "files" }, Change = "C-1", EffectiveFrom = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch), Plant = Example("plant.yaml") };
        change.Recipes.Add(Example("car-t-closed.yaml"));
        change.Recipes.Add(Example("car-t-open.yaml"));
        await plant.ProposeChangeAsync(change, TokenFile.As("planner"));
        await plant.ApproveChangeAsync(new ApproveChangeRequest { Header = new CommandHeader { CommandId = "approval" }, Change = "C-1" }, TokenFile.As("qa"));
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
            Kill();
        _process?.Dispose();
        _web.Dispose();
    }

    private static V1.File Example(string name) => new() { Name = name, Text = Examples.Text(name) };

    [GeneratedRegex(@"listening grpc=(?<grpc>\S+) web=(?<web>\S+)")]
    private static partial Regex Listening();
}
