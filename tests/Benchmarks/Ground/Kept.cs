using System.Diagnostics;
using System.Globalization;

namespace Orchestrator.Benchmarks.Ground;

/// <summary>Servers that end when this process does, however that ends: a shell keeps each, and kills it when the shell's input is closed.</summary>
internal static class Kept
{
    /// <summary>Begins the line in which the shell says the process's id.</summary>
    public const string Says = "kept ";

    /// <summary>Starts a program; the first line it seems to print is its process id (<see cref="IdIn"/>).</summary>
    public static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"\"$@\" < /dev/null & echo {Says}$!; read -r _; kill -KILL $! 2> /dev/null; wait $!", "sh", program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    public static int IdIn(string line) => int.Parse(line.AsSpan(Says.Length), CultureInfo.InvariantCulture);

    /// <summary>Kills it and waits until it is gone.</summary>
    public static void End(Process keeper)
    {
        keeper.StandardInput.Close();
        keeper.WaitForExit();
        keeper.Dispose();
    }
}
