using System.CommandLine;
using System.CommandLine.Invocation;

namespace Orchestrator.Cli.Terminal;

/// <summary>The help of a command in the person's language; the library's own speaks only that of its resources.</summary>
internal sealed class HelpPage(Screen screen) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        Write(command);
        return ExitCode.Granted;
    }

    private void Write(Command command)
    {
        if (command.Description is { Length: > 0 } description)
            screen.Line($"{description}\n");
        screen.Line($"{screen.Text("用法", "Usage")}: {Usage(command)}");
        Section(screen.Text("命令", "Commands"), command.Subcommands.Where(one => !one.Hidden).Select(one => (Name: one.Name, one.Description)));
        Section(screen.Text("参数", "Arguments"), command.Arguments.Where(one => !one.Hidden).Select(one => ($"<{one.Name}>", one.Description)));
        Section(screen.Text("选项", "Options"), command.Options.Where(one => !one.Hidden).Select(one => (Option(one), one.Description)));
        var shared = Ancestors(command).SelectMany(one => one.Options).Where(one => one is { Recursive: true, Hidden: false }).ToArray();
        Section(screen.Text("通用选项", "Shared options"), shared.Select(one => (Option(one), one.Description)));
        if (command is RootCommand)
        {
            Section(screen.Text("退出码", "Exit codes"),
            [
                ($"{ExitCode.Granted}", screen.Text("准予，或已回答", "granted, or answered")),
                ($"{ExitCode.Refused}", screen.Text("依规则拒绝，或检查发现错误", "refused by a rule, or a check found errors")),
                ($"{ExitCode.Usage}", screen.Text("命令行或其所指有误", "the command line, or what it names, is wrong")),
                ($"{ExitCode.NoConnection}", screen.Text("服务器没有应答", "the server does not answer")),
                ($"{ExitCode.Interrupted}", screen.Text("由人中断", "ended by hand")),
            ]);
        }
    }

    private void Section(string title, IEnumerable<(string Name, string? Text)> rows)
    {
        var all = rows.ToArray();
        if (all.Length == 0)
            return;
        var width = Math.Min(34, all.Max(row => row.Name.Length)) + 2;
        screen.Line($"\n{title}:");
        foreach (var (name, text) in all)
            screen.Line($"  {name.PadRight(width)}{text}".TrimEnd());
    }

    private string Usage(Command command)
    {
        var path = string.Join(' ', Ancestors(command).Reverse().Append(command).Select(one => one is RootCommand ? "orchestrator cli" : one.Name));
        var arguments = string.Concat(command.Arguments.Select(one => one.Arity.MinimumNumberOfValues == 0 ? $" [<{one.Name}>]" : $" <{one.Name}>"));
        var required = string.Concat(command.Options.Where(one => one.Required).Select(one => $" {Option(one)}"));
        return $"{path}{(command.Subcommands.Count > 0 ? screen.Text(" <命令>", " <command>") : "")}{arguments}{required}{(command.Options.Any(one => !one.Required) ? screen.Text(" [选项]", " [options]") : "")}";
    }

    private static string Option(Option option) =>
        option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool) ? option.Name : $"{option.Name} <{option.HelpName ?? option.Name.TrimStart('-')}>";

    private static IEnumerable<Command> Ancestors(Command command)
    {
        for (var parent = command.Parents.OfType<Command>().FirstOrDefault(); parent is not null; parent = parent.Parents.OfType<Command>().FirstOrDefault())
            yield return parent;
    }
}
