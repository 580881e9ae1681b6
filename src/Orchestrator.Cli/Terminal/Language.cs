namespace Orchestrator.Cli.Terminal;

/// <summary>The language of everything a person reads here, help and errors included.</summary>
public enum Language
{
    Zh,
    En,
}

/// <summary>Which language a person wants, and a text in it.</summary>
public static class Languages
{
    /// <summary>A text in the language.</summary>
    public static string Of(this Language language, string zh, string en) => language == Language.Zh ? zh : en;

    /// <summary>A text of the plant in the language; the other one where it is missing.</summary>
    public static string Of(this Language language, V1.Text? text) => text switch
    {
        null => "",
        _ when language == Language.Zh => text.Zh.Length > 0 ? text.Zh : text.En,
        _ => text.En.Length > 0 ? text.En : text.Zh,
    };

    /// <summary>What <c>--lang</c> asks for, else what the machine is set to, else English.</summary>
    /// <param name="args">The command line; read before it is parsed, because help and errors are in the language too.</param>
    /// <param name="environment">Looks a variable up: LC_ALL, LC_MESSAGES and LANG, the first that is set.</param>
    public static Language Chosen(IReadOnlyList<string> args, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(environment);
        var asked = args.Select((arg, at) => arg == "--lang" ? args.ElementAtOrDefault(at + 1) : arg.StartsWith("--lang=", StringComparison.Ordinal) ? arg["--lang=".Length..] : null)
            .FirstOrDefault(value => value is not null);
        var machine = new[] { "LC_ALL", "LC_MESSAGES", "LANG" }.Select(environment).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        return (asked ?? machine ?? "").StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Language.Zh : Language.En;
    }
}
