using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Orchestrator.Api.MasterData;

/// <summary>
/// One map of a master-data file, read field by field. The same calls that read a field describe it: a file's shape is
/// therefore written once, and <see cref="EntrySchema"/> runs it without text to publish it as JSON Schema.
/// </summary>
public sealed partial class Entry
{
    private readonly FileText? _file;
    private readonly YamlMap? _map;
    private readonly string _path;
    private readonly EntrySchema? _schema;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    internal Entry(FileText file, YamlMap? map, string path)
    {
        _file = file;
        _map = map;
        _path = path;
    }

    internal Entry(EntrySchema schema)
    {
        _schema = schema;
        _path = "";
    }

    /// <summary>A name that scans and addresses are made of: letters, digits, dot, underscore, hyphen.</summary>
    public string Id(string name, string about) => Value(name, about, required: true, ValueKind.Id, ReadId) ?? "";

    public string? OptionalId(string name, string about) => Value(name, about, required: false, ValueKind.Id, ReadId);

    public string Text(string name, string about) => Value(name, about, required: true, ValueKind.Text, ReadText) ?? "";

    public string? OptionalText(string name, string about) => Value(name, about, required: false, ValueKind.Text, ReadText);

    /// <summary>The address of an actor, <c>kind/key</c>.</summary>
    public string Address(string name, string about) => Value(name, about, required: true, ValueKind.Address, ReadAddress) ?? "";

    public bool Flag(string name, string about) => Value(name, about, required: true, ValueKind.Flag, ReadFlag) ?? false;

    public bool OptionalFlag(string name, string about, bool otherwise) =>
        Value(name, about, required: false, ValueKind.Flag, ReadFlag) ?? otherwise;

    public int Count(string name, string about) => Value(name, about, required: true, ValueKind.Count, ReadCount) ?? 0;

    public int? OptionalCount(string name, string about) => Value(name, about, required: false, ValueKind.Count, ReadCount);

    public decimal? OptionalNumber(string name, string about) => Value(name, about, required: false, ValueKind.Number, ReadNumber);

    public DateOnly Date(string name, string about) => Value(name, about, required: true, ValueKind.Date, ReadDate) ?? default;

    public DateOnly? OptionalDate(string name, string about) => Value(name, about, required: false, ValueKind.Date, ReadDate);

    /// <summary>An instant with an offset; a time without one is refused.</summary>
    public DateTimeOffset Instant(string name, string about) => Value(name, about, required: true, ValueKind.Instant, ReadInstant) ?? default;

    public DateTimeOffset? OptionalInstant(string name, string about) => Value(name, about, required: false, ValueKind.Instant, ReadInstant);

    public TimeOnly TimeOfDay(string name, string about) => Value(name, about, required: true, ValueKind.TimeOfDay, ReadTimeOfDay) ?? default;

    /// <summary>A length of time in ISO 8601 without years and months, for example <c>P12D</c> or <c>PT1H30M</c>.</summary>
    public TimeSpan Duration(string name, string about) => Value(name, about, required: true, ValueKind.Duration, ReadDuration) ?? default;

    public TimeSpan? OptionalDuration(string name, string about) => Value(name, about, required: false, ValueKind.Duration, ReadDuration);

    public T Choice<T>(string name, string about)
        where T : struct, Enum => Value(name, about, required: true, ValueKind.Choice(Choices<T>()), ReadChoice<T>) ?? default;

    public T OptionalChoice<T>(string name, string about, T otherwise)
        where T : struct, Enum => Value(name, about, required: false, ValueKind.Choice(Choices<T>()), ReadChoice<T>) ?? otherwise;

    /// <summary>The line that says what kind of file this is and in which version of its shape.</summary>
    public void Format(string format) => Value(
        "format", "What this file is, and the version of its shape.", required: true, ValueKind.Choice([format]),
        (YamlValue value, string field) => value.Text == format
            ? format
            : OfAnotherKind(value, field, format));

    /// <summary>The one thing to say of a file that is something else: whatever its fields lack or have too much follows from it.</summary>
    private string? OfAnotherKind(YamlValue value, string field, string format)
    {
        _file!.StopAt(field);
        return FileKind.Of(value.Text) is { } given && FileKind.Of(format) is { } wanted && given != wanted
            ? Wrong(value, field, $"这是{given.Zh}，不是{wanted.Zh}。", $"This is {given.En}, not {wanted.En}.", $"请作为{given.Zh}给出它，或换成{wanted.Zh}。", $"Give it as {given.En}, or give {wanted.En} instead.")
            : Wrong(value, field, $"「{value.Text}」不是 {format}。", $"\"{value.Text}\" is not {format}.", $"写 format: {format}。", $"Write format: {format}.");
    }

    public ImmutableArray<string> Ids(string name, string about) => Many(name, about, ValueKind.Id, ReadId);

    public ImmutableArray<string> Texts(string name, string about) => Many(name, about, ValueKind.Text, ReadText);

    public ImmutableArray<string> Addresses(string name, string about) => Many(name, about, ValueKind.Address, ReadAddress);

    public ImmutableSortedDictionary<string, DateOnly> DatesById(string name, string about) =>
        ById(name, about, ValueKind.Date, (node, field) => AsValue<DateOnly?>(node, field, ReadDate) ?? default);

    public ImmutableSortedDictionary<string, int> CountsById(string name, string about) =>
        ById(name, about, ValueKind.Count, (node, field) => AsValue<int?>(node, field, ReadCount) ?? 0);

    public ImmutableSortedDictionary<string, T> EntriesById<T>(string name, string about, Func<Entry, T> read)
        where T : class
    {
        if (_schema is not null)
        {
            _schema.AddEntriesById(name, about, entry => read(entry));
            return ImmutableSortedDictionary<string, T>.Empty;
        }

        return Keyed(name, (node, field) => Nested(node, field, read));
    }

    public ImmutableArray<T> Entries<T>(string name, string about, Func<Entry, T> read)
        where T : class
    {
        if (_schema is not null)
        {
            _schema.AddEntries(name, about, entry => read(entry));
            return [];
        }

        return Items(name, (node, field) => Nested(node, field, read));
    }

    public T? OptionalEntry<T>(string name, string about, Func<Entry, T> read)
        where T : class
    {
        if (_schema is not null)
        {
            _schema.AddEntry(name, about, required: false, entry => read(entry));
            return null;
        }

        return Find(name) is { } node ? Nested(node, Field(name), read) : null;
    }

    /// <summary>A nested map that is always there for the reader; a file that leaves it out reads as an empty one.</summary>
    public T Part<T>(string name, string about, Func<Entry, T> read)
        where T : class
    {
        if (_schema is not null)
        {
            _schema.AddEntry(name, about, required: false, entry => read(entry));
            return read(new Entry(new EntrySchema()));
        }

        return (Find(name) is { } node ? Nested(node, Field(name), read) : null) ?? read(new Entry(_file!, null, Field(name)));
    }

    /// <summary>Reports the fields of the map that nothing asked for; called once the map's reader is done.</summary>
    internal void RefuseUnknown()
    {
        foreach (var (key, _) in _map?.Pairs ?? [])
        {
            if (_asked.Contains(key.Text))
                continue;
            var near = _asked.OrderBy(name => Distance(name, key.Text)).ThenBy(name => name, StringComparer.Ordinal).FirstOrDefault() ?? "";
            // A name that shares nothing with what was written is no help.
            var alike = near.Length > 0 && Distance(near, key.Text) <= Math.Max(2, key.Text.Length / 3);
            var (zh, en) = alike ? ($"最接近的是「{near}」；", $"The nearest is \"{near}\"; the") : ("", "The");
            _file!.Error(key, Field(key.Text), $"没有名为「{key.Text}」的字段。", $"There is no field called \"{key.Text}\".",
                $"{zh}可用字段：{string.Join("、", _asked)}。", $"{en} fields are: {string.Join(", ", _asked)}.");
        }
    }

    internal static string[] Choices<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(name => name.Length == 1 ? name : Kebab(name))];

    internal static string Kebab(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0)
                text.Append('-');
            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }

    private string Field(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    private YamlNode? Find(string name)
    {
        _asked.Add(name);
        foreach (var (key, value) in _map?.Pairs ?? [])
        {
            if (!string.Equals(key.Text, name, StringComparison.Ordinal))
                continue;
            _file!.Place(Field(name), key);
            return value is YamlValue { Plain: true, Text: "" or "~" or "null" } ? null : value;
        }

        return null;
    }

    private T? Value<T>(string name, string about, bool required, ValueKind kind, Func<YamlValue, string, T?> read)
    {
        if (_schema is not null)
        {
            _schema.AddValue(name, about, required, kind);
            return default;
        }

        if (Find(name) is { } node)
            return AsValue(node, Field(name), read);
        if (required && _map is not null)
        {
            _file!.Error(_map, Field(name), $"缺少「{name}」。", $"\"{name}\" is missing.",
                $"补上「{name}: …」：{kind.ZhExample}。", $"Add \"{name}: …\": {kind.EnExample}.");
        }

        return default;
    }

    private T? AsValue<T>(YamlNode node, string field, Func<YamlValue, string, T?> read)
    {
        if (node is YamlValue value)
            return read(value, field);
        _file!.Error(node, field, "此处应为单个值。", "A single value belongs here.", "写成「字段: 值」。", "Write \"field: value\".");
        return default;
    }

    private ImmutableArray<string> Many(string name, string about, ValueKind kind, Func<YamlValue, string, string?> read)
    {
        if (_schema is not null)
        {
            _schema.AddMany(name, about, kind);
            return [];
        }

        return Items(name, (node, field) => AsValue(node, field, read));
    }

    private ImmutableArray<T> Items<T>(string name, Func<YamlNode, string, T?> read)
        where T : class
    {
        var found = Find(name);
        if (found is null)
            return [];
        if (found is not YamlList list)
        {
            _file!.Error(found, Field(name), "此处应为列表。", "A list belongs here.", "每项一行，以「- 」开头，或写成 [a, b]。", "Begin each item with \"- \", or write [a, b].");
            return [];
        }

        var items = ImmutableArray.CreateBuilder<T>(list.Items.Length);
        for (var at = 0; at < list.Items.Length; at++)
        {
            var field = $"{Field(name)}[{at.ToString(CultureInfo.InvariantCulture)}]";
            _file!.Place(field, list.Items[at]);
            if (read(list.Items[at], field) is { } item)
                items.Add(item);
        }

        return items.ToImmutable();
    }

    private ImmutableSortedDictionary<string, T> ById<T>(string name, string about, ValueKind kind, Func<YamlNode, string, T> read)
    {
        if (_schema is not null)
        {
            _schema.AddById(name, about, kind);
            return ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);
        }

        return Keyed(name, read);
    }

    private ImmutableSortedDictionary<string, T> Keyed<T>(string name, Func<YamlNode, string, T?> read)
    {
        var entries = ImmutableSortedDictionary.CreateBuilder<string, T>(StringComparer.Ordinal);
        var found = Find(name);
        if (found is YamlMap map)
        {
            foreach (var (key, node) in map.Pairs)
            {
                var field = $"{Field(name)}.{key.Text}";
                _file!.Place(field, key);
                if (ReadId(key, field) is { } id && read(node, field) is { } value)
                    entries[id] = value;
            }
        }
        else if (found is not null)
        {
            _file!.Error(found, Field(name), "此处应为「名称: 值」。", "\"name: value\" lines belong here.", "每行一个「名称: 值」。", "Write one \"name: value\" a line.");
        }

        return entries.ToImmutable();
    }

    private T? Nested<T>(YamlNode node, string field, Func<Entry, T> read)
        where T : class
    {
        if (node is not YamlMap map)
        {
            _file!.Error(node, field, "此处应为若干「字段: 值」。", "\"field: value\" lines belong here.", "参见示例文件。", "See the example file.");
            return null;
        }

        var entry = new Entry(_file!, map, field);
        var result = read(entry);
        entry.RefuseUnknown();
        return result;
    }

    /// <summary>Levenshtein distance, for the nearest field name of a typing error.</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (one[i - 1] == other[j - 1] ? 0 : 1)));
        }

        return row[other.Length];
    }
}
