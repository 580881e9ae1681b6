using System.Diagnostics;
using System.Text.Json;

namespace Orchestrator.Benchmarks.Load;

/// <summary>This program again, as a process that makes load: what it does not share with the server it cannot flatter.</summary>
internal static class LoadProcess
{
    /// <summary>Plays a job to its end.</summary>
    /// <param name="begins">Called with the process's id when counting begins; <paramref name="ends"/> when it ends.</param>
    /// <exception cref="InvalidOperationException">The process ended without a result; the message is what it said.</exception>
    public static async Task<TResult> Run<TJob, TResult>(string what, TJob job, Action<int> begins, Action<int> ends)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(LoadProcess).Assembly.Location, what, JsonSerializer.Serialize(job)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        TResult? result = default;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == "measuring")
                begins(process.Id);
            else if (line == "measured")
                ends(process.Id);
            else if (line.StartsWith('{'))
                result = JsonSerializer.Deserialize<TResult>(line);
        }

        await process.WaitForExitAsync();
        return result ?? throw new InvalidOperationException($"{what}: {await errors}");
    }
}
