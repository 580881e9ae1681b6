using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Orchestrator.Cli.Demonstration;

/// <summary>The server's process: started on ports of its own, and started again on the same ports and journal whenever it dies.</summary>
internal sealed partial class GuardedServer : IAsyncDisposable
{
    private const int StartsMax = 5;

    private readonly string _host;
    private readonly DemoFolder _folder;
    private readonly string _plant;
    private readonly DateTimeOffset _start;
    private readonly int _grpcPort = FreePort();
    private readonly int _webPort = FreePort();
    private readonly StreamWriter _log;
    private readonly CancellationTokenSource _stop = new();
    private Process? _process;
    private Task _guarding = Task.CompletedTask;

    /// <param name="host">Path of the server's program.</param>
    /// <param name="start">The instant the demonstration's clock starts at.</param>
    public GuardedServer(string host, DemoFolder folder, string plant, DateTimeOffset start)
    {
        (_host, _folder, _plant, _start) = (host, folder, plant, start);
        _log = new StreamWriter(folder.ServerLog, append: true) { AutoFlush = true };
    }

    public string Grpc => $"http://127.0.0.1:{_grpcPort}";

    public string Web => $"http://127.0.0.1:{_webPort}";

    /// <summary>How often it was started again.</summary>
    public int Restarts { get; private set; }

    /// <summary>Starts it; completes when it answers calls.</summary>
    /// <exception cref="InvalidOperationException">It ended instead; the message is what it said.</exception>
    public async Task Start()
    {
        await Launch();
        _guarding = Guard(_stop.Token);
    }

    /// <summary>Fails when the server cannot be started any more; completes in no other way.</summary>
    public Task Guarding => _guarding;

    /// <summary>kill -9.</summary>
    public void Kill() => _process?.Kill();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Kill();
        await _guarding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _process?.Dispose();
        await _log.DisposeAsync();
        _stop.Dispose();
    }

    private async Task Guard(CancellationToken cancel)
    {
        for (var failures = 0; ;)
        {
            await _process!.WaitForExitAsync(cancel);
            cancel.ThrowIfCancellationRequested();
            _process.Dispose();
            Restarts++;
            try
            {
                await Launch();
                failures = 0;
            }
            catch (InvalidOperationException) when (++failures < StartsMax)
            {
                // It was killed while it was starting, and is started once more.
            }
        }
    }

    private async Task Launch()
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet",
            [
                _host, "serve", "--plant", _plant, "--data", _folder.Data, "--tokens", _folder.HashedTokens, "--grpc-port", $"{_grpcPort}", "--web-port", $"{_webPort}", "--demo", _start.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture),
            ])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                // It lives for seconds: what it learned about its own code would come too late.
                Environment = { ["DOTNET_TieredPGO"] = "0" },
            },
        };
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new List<string>();
        process.OutputDataReceived += (_, line) => Heard(line.Data);
        process.ErrorDataReceived += (_, line) => Heard(line.Data);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException($"the server ended: {string.Join('\n', said)}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
        await listening.Task;

        void Heard(string? line)
        {
            if (line is null)
                return;
            lock (said)
            {
                said.Add(line);
                _log.WriteLine(line);
            }

            if (Listening().IsMatch(line))
                listening.TrySetResult();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("^listening grpc=")]
    private static partial Regex Listening();
}
