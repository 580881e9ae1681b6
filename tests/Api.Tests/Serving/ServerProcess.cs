using System.Diagnostics;
using System.Text.RegularExpressions;
using Grpc.Net.Client;

namespace Orchestrator.Api.Tests.Serving;

/// <summary>A real server in its own process, with a plant folder of its own that survives the process.</summary>
public sealed partial class ServerProcess : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orchestrator-test-").FullName;
    private Process? _process;

    public ServerProcess() => TokenFile.Write(_folder);

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

    public void Dispose()
    {
        if (_process is { HasExited: false })
            Kill();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [GeneratedRegex(@"listening grpc=(?<grpc>\S+) web=(?<web>\S+)")]
    private static partial Regex Listening();
}
