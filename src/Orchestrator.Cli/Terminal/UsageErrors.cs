using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;

namespace Orchestrator.Cli.Terminal;

/// <summary>What is wrong with a command line, in the person's language.</summary>
internal static class UsageErrors
{
    public static IEnumerable<string> Of(ParseResult parsed, Screen screen)
    {
        foreach (var complaint in parsed.Errors.Select(error => Of(error, parsed, screen)).Distinct())
            yield return complaint;
        yield return screen.Text("加 --help 查看用法。", "Add --help for how to use it.");
    }

    private static string Of(ParseError error, ParseResult parsed, Screen screen) => error.SymbolResult switch
    {
        OptionResult { IdentifierToken: null } option => screen.Text($"缺少 {option.Option.Name}。", $"{option.Option.Name} is missing."),
        OptionResult { Tokens.Count: 0 } option => screen.Text($"{option.Option.Name}：需要一个值。", $"{option.Option.Name}: needs a value."),
        OptionResult option => Unfit(screen, option.Option.Name, Said(option), option.Option),
        ArgumentResult { Tokens.Count: 0 } argument => screen.Text($"缺少 <{argument.Argument.Name}>。", $"<{argument.Argument.Name}> is missing."),
        ArgumentResult argument when argument.Parent is OptionResult of => Unfit(screen, of.Option.Name, Said(argument), of.Option),
        ArgumentResult argument => Unfit(screen, $"<{argument.Argument.Name}>", Said(argument), argument.Argument),
        CommandResult command when Missing(command) is { } missing => screen.Text($"缺少 {missing}。", $"{missing} is missing."),
        CommandResult command when parsed.UnmatchedTokens is [var token, ..] => Unknown(screen, token, command.Command),
        CommandResult command when command.Command.Subcommands.Count > 0 => screen.Text($"{Path(command.Command)} 需要一个子命令：{Names(command.Command)}。", $"{Path(command.Command)} needs one of: {Names(command.Command)}."),
        _ => error.Message,
    };

    /// <summary>What cannot be, and what could.</summary>
    private static string Unfit(Screen screen, string name, string said, Symbol symbol)
    {
        string[] choices = [.. symbol.GetCompletions(CompletionContext.Empty).Select(one => one.Label)];
        var zh = choices.Length > 0 ? $"可选：{string.Join("、", choices)}。" : "";
        var en = choices.Length > 0 ? $" There are: {string.Join(", ", choices)}." : "";
        return screen.Text($"{name}：不能是「{said}」。{zh}", $"{name}: cannot be \"{said}\".{en}");
    }

    /// <summary>A word that is no command here, and the nearest that is.</summary>
    private static string Unknown(Screen screen, string token, Command command)
    {
        var near = command.Subcommands.Where(one => !one.Hidden).Select(one => (one.Name, Far: Distance(token, one.Name))).OrderBy(one => one.Far).FirstOrDefault();
        if (near.Name is not null && near.Far <= Math.Max(2, token.Length / 3))
            return screen.Text($"不认识「{token}」；是否要用「{near.Name}」？", $"\"{token}\" is not known here; did you mean \"{near.Name}\"?");
        return command.Subcommands.Count > 0
            ? screen.Text($"不认识「{token}」；{Path(command)} 有：{Names(command)}。", $"\"{token}\" is not known here; {Path(command)} has: {Names(command)}.")
            : screen.Text($"不认识「{token}」。", $"\"{token}\" is not known here.");
    }

    private static string Path(Command command) => command is RootCommand ? "orchestrator cli" : command.Name;

    private static string Names(Command command) => string.Join(", ", command.Subcommands.Where(one => !one.Hidden).Select(one => one.Name));

    /// <summary>How many letters one word is from another: put in, left out or changed (Levenshtein).</summary>
    public static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var at = 1; at <= one.Length; at++)
        {
            var diagonal = row[0];
            row[0] = at;
            for (var to = 1; to <= other.Length; to++)
                (diagonal, row[to]) = (row[to], Math.Min(Math.Min(row[to], row[to - 1]) + 1, diagonal + (one[at - 1] == other[to - 1] ? 0 : 1)));
        }

        return row[other.Length];
    }

    private static string? Missing(CommandResult command) =>
        command.Command.Options.FirstOrDefault(option => option.Required && command.GetResult(option) is null)?.Name;

    private static string Said(SymbolResult result) => string.Join(' ', result.Tokens.Select(token => token.Value));
}
