using System.Diagnostics;
using System.Globalization;
using Orchestrator.Histories;

namespace Orchestrator.Crash.Tests.Ground;

/// <summary>The outside client's process and what it has noted.</summary>
internal sealed class ClientProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly string _logs;
    private readonly Process _process;

    /// <param name="folder">Where the addresses are told and the logs are kept.</param>
    /// <param name="attempt">How long one attempt waits for its answer.</param>
    public ClientProcess(string folder, int seed, int clients, TimeSpan attempt)
    {
        _logs = Directory.CreateDirectory(Path.Combine(folder, "clients")).FullName;
        string[] arguments = ["exec", typeof(ClientProcess).Assembly.Location, PlantServer.AddressFile(folder), _logs, $"{seed}", $"{clients}", attempt.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)];
        _process = Process.Start(new ProcessStartInfo(Runtime.Dotnet, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Errors = _process.StandardError.ReadToEndAsync();
    }

    public IReadOnlyList<ClientEvent> Events => ClientLog.Read(Directory.GetFiles(_logs));

    private Task<string> Errors { get; }

    public void Go() => Say("go");

    /// <summary>Returns when every client has finished what it had begun and nothing is in doubt.</summary>
    public async Task Rest()
    {
        Say("rest");
        var answer = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        if (answer != "resting")
            throw new InvalidOperationException($"the outside client ended: {await Errors}");
    }

    /// <summary>Returns when the clients have noted about so many answers more than they had.</summary>
    public async Task Heard(int answers)
    {
        const long BytesOfACommand = 180;
        var before = Noted();
        for (var patience = 0; Noted() < before + (answers * BytesOfACommand); patience++)
        {
            if (patience * 5 > Patience.TotalMilliseconds || _process.HasExited)
                throw new InvalidOperationException(_process.HasExited ? $"the outside client ended: {await Errors}" : "the clients do not get on");
            await Task.Delay(5);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private long Noted() => new DirectoryInfo(_logs).EnumerateFiles().Sum(log => log.Length);

    private void Say(string word)
    {
        _process.StandardInput.WriteLine(word);
        _process.StandardInput.Flush();
    }
}

/// <summary>The runtime that runs the tests.</summary>
internal static class Runtime
{
    public static string Dotnet { get; } = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? Environment.ProcessPath!
        : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
}
