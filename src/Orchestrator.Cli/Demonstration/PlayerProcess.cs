using System.Diagnostics;

namespace Orchestrator.Cli.Demonstration;

/// <summary>A player in a process of its own: this same program, told to play a part through the public client.</summary>
internal sealed class PlayerProcess : IDisposable
{
    private readonly Process _process;

    private PlayerProcess(Process process) => _process = process;

    /// <summary>Completes when the player ends, with its exit code.</summary>
    public Task<int> Ended { get; private set; } = Task.FromResult(0);

    /// <param name="arguments">The command line of the player.</param>
    /// <param name="heard">Told every line the player says.</param>
    public static PlayerProcess Start(IEnumerable<string> arguments, Action<string> heard)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(PlayerProcess).Assembly.Location, .. arguments]) { RedirectStandardOutput = true };
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } text)
                heard(text);
        };
        process.Start();
        process.BeginOutputReadLine();
        var player = new PlayerProcess(process);
        player.Ended = player.End();
        return player;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private async Task<int> End()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }
}
