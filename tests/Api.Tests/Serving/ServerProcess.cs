using System.Diagnostics;
using System.Text.RegularExpressions;
using Grpc.Core;
using Grpc.Net.Client;
using Orchestrator.Api.Doors;

namespace Orchestrator.Api.Tests.Serving;

/// <summary>A real server in its own process, with a plant folder of its own that survives the process.</summary>
public sealed partial class ServerProcess : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orchestrator-test-").FullName;
    private Process? _process;

    public ServerProcess() => File.WriteAllText(Path.Combine(_folder, "tokens.json"), Tokens(
        ("mes-1", "mes", null), ("mes-2", "mes", null), ("devices", "equipment", null), ("supervisor", "supervisor", null),
        ("engineer", "engineer", "engineer-1"), ("quality", "quality", "quality-1"), ("quality-b", "quality", "quality-2")));

    public Uri Grpc { get; private set; } = null!;

    public Uri Web { get; private set; } = null!;

    public string Folder => _folder;

    /// <summary>Starts, or starts again on the same journal.</summary>
    public async Task Start()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                typeof(Orchestrator.Host.Server).Assembly.Location,
                "serve", "--plant", "SMALL", "--data", _folder, "--tokens", Path.Combine(_folder, "tokens.json"), "--grpc-port", "0", "--web-port", "0",
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
        var said = "";
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            said += line + "\n";
            if (Listening().Match(line) is { Success: true } match)
            {
                Grpc = new Uri(match.Groups["grpc"].Value);
                Web = new Uri(match.Groups["web"].Value);
                _ = _process.StandardOutput.ReadToEndAsync();
                _ = _process.StandardError.ReadToEndAsync();
                return;
            }
        }

        throw new InvalidOperationException($"the server ended: {said}{await _process.StandardError.ReadToEndAsync()}");
    }

    /// <summary>kill -9: nothing is flushed, nothing is said.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
    }

    public GrpcChannel Channel() => GrpcChannel.ForAddress(Grpc);

    public static Metadata As(string caller) => new() { { "authorization", $"Bearer token-of-{caller}" } };

    public void Dispose()
    {
        if (_process is { HasExited: false })
            Kill();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Tokens(params (string Name, string Role, string? Person)[] callers) =>
        System.Text.Json.JsonSerializer.Serialize(callers.Select(caller => new
        {
            name = caller.Name,
            sha256 = Callers.HashOf($"token-of-{caller.Name}"),
            roles = new[] { caller.Role },
            person = caller.Person,
        }));

    [GeneratedRegex(@"listening grpc=(?<grpc>\S+) web=(?<web>\S+)")]
    private static partial Regex Listening();
}
