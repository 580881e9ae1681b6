using System.Runtime.CompilerServices;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Tests;

/// <summary>Draws a decider's table as a page: a row a command, a column a status, in each cell what the table answers.</summary>
internal static class StatusTable
{
    /// <param name="ask">The table's answer; a command comes without contents, for a table looks at its kind alone.</param>
    public static string Page<TStatus, TCommand>(Func<TStatus, TCommand, Refusal?> ask)
        where TStatus : struct, Enum
        where TCommand : Command
    {
        var statuses = Enum.GetValues<TStatus>();
        var commands = typeof(TCommand).GetNestedTypes().Where(type => type.IsAssignableTo(typeof(TCommand))).OrderBy(type => type.Name, StringComparer.Ordinal).ToList();
        var name = commands.Max(type => type.Name.Length);
        var widths = statuses.Select(status => Math.Max(status.ToString().Length, 10)).ToList();
        var rows = commands.Select(type => Row(type.Name, statuses.Select(status => ask(status, (TCommand)RuntimeHelpers.GetUninitializedObject(type))?.Rule ?? "possible")));
        return string.Join('\n', rows.Prepend(Row("", statuses.Select(status => status.ToString())))) + "\n";

        string Row(string head, IEnumerable<string> cells) =>
            $"{head.PadRight(name)}  {string.Join("  ", cells.Select((cell, at) => cell.PadRight(widths[at])))}".TrimEnd();
    }
}
