using Orchestrator.Api.Doors;

namespace Orchestrator.Host;

/// <summary>Chooses the language in which the server's executable speaks to the person who starts it (<see cref="Tongue"/>).</summary>
internal static class Speech
{
    /// <summary>Takes what <c>--lang</c> asks for, else what the machine is set to, else English.</summary>
    /// <returns>The arguments that remain.</returns>
    /// <exception cref="UsageException">A language that is not spoken here.</exception>
    public static string[] Choose(string[] args)
    {
        string? asked = null;
        var rest = new List<string>();
        for (var at = 0; at < args.Length; at++)
        {
            if (args[at].StartsWith("--lang=", StringComparison.Ordinal))
                asked = args[at]["--lang=".Length..];
            else if (args[at] == "--lang" && at + 1 < args.Length)
                asked = args[++at];
            else
                rest.Add(args[at]);
        }

        var machine = new[] { "LC_ALL", "LC_MESSAGES", "LANG" }.Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        Tongue.Of((asked ?? machine ?? "").StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? "zh" : "en");
        return asked is null or "zh" or "en" ? [.. rest] : throw new UsageException($"--lang: {Tongue.Say("须为 zh 或 en", "zh or en")}");
    }
}
