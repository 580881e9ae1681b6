using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Orchestrator.Benchmarks.Ground;

/// <summary>The product's server as <c>serve</c> starts it, in a process of its own.</summary>
internal sealed partial class ServerProcess : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orchestrator-bench-server-");
    private readonly string _plant;
    private readonly string[] _store;
    private Process? _process;

    /// <param name="store"><c>--journal ADDRESS</c> or <c>--data FOLDER</c>.</param>
    public ServerProcess(string plant, params string[] store)
    {
        _plant = plant;
        _store = store;
        File.WriteAllText(TokenFile, JsonSerializer.Serialize(Callers.All.Select(caller => new
        {
            name = caller.Name,
            sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(caller.Token))),
            roles = caller.Roles,
            person = caller.Person,
        })));
    }

    public string Grpc { get; private set; } = "";

    public string Web { get; private set; } = "";

    public int ProcessId { get; private set; }

    private string TokenFile => Path.Combine(_folder.FullName, "tokens.json");

    /// <summary>Starts it; completes when it says that it listens.</summary>
    public async Task Start()
    {
        _process = Kept.Start("dotnet", [typeof(Host.Server).Assembly.Location, "serve", "--plant", _plant, .. _store, "--tokens", TokenFile, "--grpc-port", "0", "--web-port", "0"]);
        var said = new StringBuilder();
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            said.AppendLine(line);
            if (line.StartsWith(Kept.Says, StringComparison.Ordinal))
                ProcessId = Kept.IdIn(line);
            if (Listening().Match(line) is not { Success: true } match)
                continue;
            Grpc = match.Groups["grpc"].Value;
            Web = match.Groups["web"].Value;
            _ = _process.StandardOutput.ReadToEndAsync();
            _ = _process.StandardError.ReadToEndAsync();
            return;
        }

        throw new InvalidOperationException($"the server ended: {said}{await _process.StandardError.ReadToEndAsync()}");
    }

    /// <summary>kill -9: nothing is flushed, nothing is said.</summary>
    public void Stop()
    {
        if (_process is null)
            return;
        Kept.End(_process);
        _process = null;
    }

    public void Dispose()
    {
        Stop();
        _folder.Delete(recursive: true);
    }

    [GeneratedRegex(@"listening grpc=(?<grpc>\S+) web=(?<web>\S+)")]
    private static partial Regex Listening();
}
