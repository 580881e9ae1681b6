using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Law;

namespace Orchestrator.Engine.Evidence;

/// <summary>Some turns of an archive as a page for people, in both languages, that needs nothing but a browser.</summary>
internal sealed class ArchivePage(string plant, ArchiveScope scope)
{
    private const int TurnsMax = 500;

    private static readonly JsonSerializerOptions Readable = new(TurnCodec.Json) { WriteIndented = true };

    private readonly StringBuilder _rows = new();
    private int _turns;

    public long First { get; private set; }

    public long Last { get; private set; }

    public bool IsFull => _turns == TurnsMax;

    public bool IsEmpty => _turns == 0;

    public void Add(RecordedTurn turn, TurnBody body)
    {
        if (_turns++ == 0)
            First = turn.Position;
        Last = turn.Position;
        var ruling = body.Granted ? "<b class=\"granted\">准予 granted</b>" : "<b class=\"refused\">拒绝 refused</b>";
        _rows.Append(CultureInfo.InvariantCulture,
            $"<section id=\"t{turn.Position}\"><h2>{turn.Position} · {body.At.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff}Z · {Text(TurnCodec.NameOf(body.Command))} · {ruling}</h2>\n");
        _rows.Append(CultureInfo.InvariantCulture, $"<p>{Text(body.Caller)}{(body.Person is { } person ? $" ({Text(person)})" : "")} · {Text(body.CommandId)} · {Text(body.Law)}</p>\n");
        foreach (var refusal in body.Refusals)
            Refused(refusal);
        Fold("指令 command", body.Command);
        foreach (var (actor, fact) in body.Facts)
            Fold($"{actor} · {TurnCodec.NameOf(fact)}", fact);
        foreach (var basis in body.Bases)
            Fold($"依据 basis · {basis.Kind}", basis.Seen);
        _rows.Append(CultureInfo.InvariantCulture, $"<p class=\"hash\">{Convert.ToHexStringLower(turn.Hash.Span)}</p></section>\n");
    }

    /// <summary>The page's bytes; the next page begins.</summary>
    public byte[] Close()
    {
        var page = Page($"{plant} {First}–{Last}", $"<p><a href=\"../index.html\">{Text(plant)}</a> · {Text(Title(scope))}</p>\n{_rows}");
        _rows.Clear();
        _turns = 0;
        return page;
    }

    /// <summary>The page that leads to the others.</summary>
    public static byte[] Index(string plant, ArchiveScope scope, IEnumerable<(string Name, long First, long Last)> pages)
    {
        var list = string.Concat(pages.Select(page => string.Create(CultureInfo.InvariantCulture, $"<li><a href=\"{page.Name}\">{page.First}–{page.Last}</a></li>\n")));
        return Page($"{plant} {Title(scope)}", $"<h1>{Text(plant)} · {Text(Title(scope))}</h1>\n<p>记录按序号排列；时间为世界协调时（UTC）。<br>Turns by their place in the record; instants are UTC.</p>\n<ul>\n{list}</ul>\n");
    }

    private static string Title(ArchiveScope scope) => scope.Kind switch
    {
        ArchiveKind.Plant => "全部记录 the whole record",
        ArchiveKind.Batch => $"批次 batch {scope.Id}",
        ArchiveKind.Patient => $"患者代码 patient code {scope.Id}",
    };

    private void Refused(Refusal refusal)
    {
        var requirement = LawBook.TryGet(refusal.Rule);
        _rows.Append(CultureInfo.InvariantCulture, $"<p class=\"refusal\"><b>{Text(refusal.Rule)}</b> {Text(requirement?.Clause ?? "")}<br>");
        if (requirement is { Original.Length: > 0 })
            _rows.Append(CultureInfo.InvariantCulture, $"「{Text(requirement.Original)}」<br>");
        foreach (var language in new[] { Language.Zh, Language.En })
            _rows.Append(CultureInfo.InvariantCulture, $"{Text(LawBook.Sentence(refusal.Rule, language))}<br>");
        foreach (var seen in refusal.Seen)
            _rows.Append(CultureInfo.InvariantCulture, $"{Text(LawBook.FactLabel(seen.Name, Language.Zh))} {Text(LawBook.FactLabel(seen.Name, Language.En))}: {Text(seen.Value)}<br>");
        _rows.Append("</p>\n");
    }

    private void Fold(string title, object data) =>
        _rows.Append(CultureInfo.InvariantCulture, $"<details><summary>{Text(title)}</summary><pre>{Text(JsonSerializer.Serialize(data, data.GetType(), Readable))}</pre></details>\n");

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static byte[] Page(string title, string content) => Encoding.UTF8.GetBytes(
        $$"""
        <!DOCTYPE html>
        <html lang="zh-CN"><head><meta charset="utf-8"><title>{{Text(title)}}</title>
        <style>body{font:14px/1.5 sans-serif;max-width:70em;margin:1em auto;padding:0 1em}h2{font-size:1em;margin:1.2em 0 0}p{margin:.2em 0}pre{background:#f4f4f4;padding:.5em;overflow:auto}.granted{color:#0a6b2d}.refused{color:#a1121f}.refusal{border-left:3px solid #a1121f;padding-left:.6em}.hash{color:#666;font:11px monospace}</style>
        </head><body>
        {{content}}</body></html>

        """);
}
