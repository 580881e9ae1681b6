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

    /// <summary>A table whose columns are named in the language.</summary>
    public void Table(IEnumerable<string> columns, IEnumerable<IReadOnlyList<string>> rows)
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
