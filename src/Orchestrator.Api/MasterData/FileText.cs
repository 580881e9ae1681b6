using System.Collections.Immutable;
using Orchestrator.Domain.Plants;

namespace Orchestrator.Api.MasterData;

/// <summary>What reading a file gave: the document when it can be used, and every finding in the order of the lines, names before what refers to them.</summary>
public sealed record FileReading<T>(T? Document, ImmutableArray<Finding> Findings)
    where T : class;

/// <summary>The text behind a document while it is read: its name, the place of each field, and what was found.</summary>
internal sealed class FileText(string fileName)
{
    private const int FindingsMax = 200;

    private readonly Dictionary<string, (int Line, int Column)> _places = new(StringComparer.Ordinal);
    private readonly List<Finding> _findings = [];
    private string? _stoppedAt;

    /// <summary>
    /// Reads a whole file: text to tree, tree to document through <paramref name="shape"/>, then what
    /// <paramref name="check"/> finds in the document, each finding put back to its line. Errors withhold the document.
    /// </summary>
    public static FileReading<T> Read<T>(string fileName, string text, Func<Entry, T> shape, Func<T, IEnumerable<Finding>> check)
        where T : class
    {
        var (root, stopped) = YamlTree.Read(fileName, text);
        if (stopped is not null)
            return new FileReading<T>(null, [stopped]);

        var file = new FileText(fileName);
        var entry = new Entry(file, root, "");
        var document = shape(entry);
        entry.RefuseUnknown();
        if (file._stoppedAt is { } cause)
            file._findings.RemoveAll(finding => finding.Field != cause);
        if (file._findings.Count == 0)
            file._findings.AddRange(check(document).Select(file.Placed));

        ImmutableArray<Finding> findings =
        [
            // A name that is wrong or used twice is the cause of what is said of those who refer to it.
            .. file._findings.OrderBy(finding => finding.Severity).ThenBy(finding => finding.Field.EndsWith(".id", StringComparison.Ordinal) ? 0 : 1)
                .ThenBy(finding => finding.Line).ThenBy(finding => finding.Column).Take(FindingsMax),
        ];
        return new FileReading<T>(findings.Any(finding => finding.Severity == FindingSeverity.Error) ? null : document, findings);
    }

    public void Place(string field, YamlNode at) => _places[field] = (at.Line, at.Column);

    /// <summary>Of all that is found, only what is said of this field is told.</summary>
    public void StopAt(string field) => _stoppedAt ??= field;

    public void Error(YamlNode at, string field, string zh, string en, string fixZh, string fixEn) =>
        _findings.Add(new Finding(FindingSeverity.Error, field, zh, en, fixZh, fixEn) { File = fileName, Line = at.Line, Column = at.Column });

    /// <summary>Gives a finding about a document its place: the field's, or that of the nearest field around it.</summary>
    private Finding Placed(Finding finding)
    {
        var field = finding.Field;
        while (!_places.ContainsKey(field) && field.LastIndexOfAny(['.', '[']) is > 0 and var cut)
            field = field[..cut];
        var (line, column) = _places.GetValueOrDefault(field, (1, 1));
        return finding with { File = fileName, Line = line, Column = column };
    }
}
