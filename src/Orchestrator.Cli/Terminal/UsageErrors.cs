using System.CommandLine;
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
        OptionResult option => screen.Text($"{option.Option.Name}：不能是「{Said(option)}」。", $"{option.Option.Name}: cannot be \"{Said(option)}\"."),
        ArgumentResult { Tokens.Count: 0 } argument => screen.Text($"缺少 <{argument.Argument.Name}>。", $"<{argument.Argument.Name}> is missing."),
        ArgumentResult argument => screen.Text($"<{argument.Argument.Name}>：不能是「{Said(argument)}」。", $"<{argument.Argument.Name}>: cannot be \"{Said(argument)}\"."),
        CommandResult command when Missing(command) is { } missing => screen.Text($"缺少 {missing}。", $"{missing} is missing."),
        CommandResult when parsed.UnmatchedTokens is [var token, ..] => screen.Text($"不认识「{token}」。", $"\"{token}\" is not known here."),
        CommandResult command when command.Command.Subcommands.Count > 0 => screen.Text($"{command.Command.Name}：需要一个子命令。", $"{command.Command.Name}: needs a command."),
        _ => error.Message,
    };

    private static string? Missing(CommandResult command) =>
        command.Command.Options.FirstOrDefault(option => option.Required && command.GetResult(option) is null)?.Name;

    private static string Said(SymbolResult result) => string.Join(' ', result.Tokens.Select(token => token.Value));
}
