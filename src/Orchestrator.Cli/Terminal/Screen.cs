using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Spectre.Console;

namespace Orchestrator.Cli.Terminal;

/// <summary>Where the answers go: tables and colours for a person, one JSON document a line for a script.</summary>
public sealed partial class Screen
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    /// <summary>Wide enough that no line is broken for its sake (columns).</summary>
    private const int RedirectedWidth = 4096;

    private readonly TextWriter _out;
    private readonly TextWriter _error;

    private Screen(TextWriter output, TextWriter error, Language language, TimeZoneInfo zone, IAnsiConsole console)
    {
        _out = output;
        _error = error;
        Language = language;
        Zone = zone;
        Console = console;
    }

    public Language Language { get; }

    /// <summary>The zone that instants are shown in.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>The terminal with its colours; draws nothing but text where there is no terminal.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>The screen of this process: plain text and no line broken for its sake where the output goes to a file or another program.</summary>
    public static Screen OfProcess(Language language, TimeZoneInfo zone) => System.Console.IsOutputRedirected
        ? Plain(System.Console.Out, System.Console.Error, language, zone, RedirectedWidth)
        : new Screen(System.Console.Out, System.Console.Error, language, zone, AnsiConsole.Console);

    /// <summary>The same screen with its instants in another zone.</summary>
    public Screen In(TimeZoneInfo zone) => new(_out, _error, Language, zone, Console);

    /// <summary>A screen that writes plain text.</summary>
    /// <param name="width">Columns.</param>
    public static Screen Plain(TextWriter output, TextWriter error, Language language, TimeZoneInfo zone, int width = 120)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = width;
        return new Screen(output, error, language, zone, console);
    }

    public string Text(string zh, string en) => Language.Of(zh, en);

    /// <summary>A plain line.</summary>
    public void Line(string text = "") => _out.WriteLine(text);

    /// <summary>A line beside the answer: what went wrong, and how to mend it.</summary>
    public void Complain(string text) => _error.WriteLine(text);

    public void Json(IMessage message) => _out.WriteLine(Formatter.Format(message));

    /// <summary>A text as markup that stays behind its indent where the terminal is too narrow for one line.</summary>
    /// <param name="indent">Columns.</param>
    public void Indented(int indent, string markup)
    {
        if (indent + Cells(markup) <= Console.Profile.Width)
            Console.MarkupLine(new string(' ', indent) + markup);
        else
            Console.Write(new Padder(new Markup(markup), new Padding(indent, 0, 0, 0)));
    }

    /// <summary>
    /// A table whose columns are named in the language; where the terminal is too narrow for its longest words, a paragraph
    /// a row, because a name or an instant that is broken can be neither read nor copied.
    /// </summary>
    public void Table(IEnumerable<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        string[] names = [.. columns];
        IReadOnlyList<string>[] cells = [.. rows];
        if (WidthMin(names, cells) > Console.Profile.Width)
            Paragraphs(names, cells);
        else
            Grid(names, cells);
    }

    private void Grid(string[] columns, IReadOnlyList<string>[] rows)
    {
        var table = new Table().Border(Console.Profile.Capabilities.Ansi ? TableBorder.Rounded : TableBorder.Minimal);
        // The first column is what the row is about: a name that is broken cannot be copied.
        foreach (var column in columns)
            table.AddColumn(new TableColumn($"[bold]{Markup.Escape(column)}[/]") { NoWrap = table.Columns.Count == 0 });
        foreach (var row in rows)
            table.AddRow([.. row.Select(cell => new Markup(cell))]);
        if (table.Rows.Count == 0)
            Line(Text("（无）", "(none)"));
        else
            Console.Write(table);
    }

    private void Paragraphs(string[] columns, IReadOnlyList<string>[] rows)
    {
        foreach (var row in rows)
        {
            Console.MarkupLine($"[bold]{row[0]}[/]");
            foreach (var (column, cell) in columns.Zip(row).Skip(1).Where(pair => pair.Second.Length > 0))
                Indented(2, $"[grey]{Markup.Escape(column)}[/]  {cell.Replace("\n", ", ", StringComparison.Ordinal)}");
        }
    }

    /// <summary>Columns that a table needs so that no word of it is broken: the first column whole, of the others the longest word.</summary>
    private static int WidthMin(string[] columns, IReadOnlyList<string>[] rows)
    {
        const int Frame = 1;
        const int FrameOfColumn = 3;
        return Frame + columns.Select((column, at) => FrameOfColumn + rows.Select(row => row[at]).Append(Markup.Escape(column)).Max(cell => Longest(cell, whole: at == 0))).Sum();
    }

    private static int Longest(string markup, bool whole) =>
        Markup.Remove(markup).Split(whole ? ['\n'] : [' ', '\n']).Max(part => part.GetCellWidth());

    private static int Cells(string markup) => Markup.Remove(markup).GetCellWidth();

    /// <summary>An instant in the screen's zone; empty when there is none.</summary>
    public string At(Timestamp? instant) => instant is null ? "" : At(instant.ToDateTimeOffset());

    public string At(DateTimeOffset instant)
    {
        ShowedInstants = true;
        return TimeZoneInfo.ConvertTime(instant, Zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    /// <summary>Whether an instant was shown, so that its zone has to be named.</summary>
    public bool ShowedInstants { get; private set; }

    /// <summary>Which zone the instants shown are in.</summary>
    public string ZoneNote => Text($"时刻均为 {Zone.Id} 时间。", $"Times are those of {Zone.Id}.");

    /// <summary>A text of the plant with its instants in the screen's zone.</summary>
    public string Localised(string text) => InstantText().Replace(text, match =>
        DateTimeOffset.TryParse(match.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? At(instant) : match.Value);

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z")]
    private static partial Regex InstantText();
}
