using System.Diagnostics;
using Orchestrator.Host;
using Xunit;

namespace Orchestrator.Api.Tests.Serving;

/// <summary>The host's program as an administrator starts it, in English unless told otherwise.</summary>
internal static class HostCommand
{
    /// <summary>What it said, where it must succeed.</summary>
    public static async Task<string> Made(params string[] words)
    {
        var (code, said) = await Run(words);
        Assert.True(code == 0, $"{string.Join(' ', words)}: {code}\n{said}");
        return said;
    }

    public static async Task<(int Code, string Said)> Run(params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Server).Assembly.Location, .. words, .. words.Contains("--lang") ? Array.Empty<string>() : ["--lang", "en"]]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (said, wrong) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await said + await wrong);
    }
}
