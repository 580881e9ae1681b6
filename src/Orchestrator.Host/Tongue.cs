namespace Orchestrator.Host;

/// <summary>The language in which the server's executable speaks to the person who starts it.</summary>
internal sealed record Tongue(bool Chinese)
{
    /// <summary>What <c>--lang</c> asks for, else what the machine is set to, else English; the arguments that remain.</summary>
    public static (Tongue Tongue, string[] Others) Of(string[] args)
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
        return (new Tongue((asked ?? machine ?? "").StartsWith("zh", StringComparison.OrdinalIgnoreCase)), [.. rest]);
    }

    public string Say(string zh, string en) => Chinese ? zh : en;
}
