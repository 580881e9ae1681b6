using System.Globalization;
using System.Text;

namespace Orchestrator.Histories;

/// <summary>
/// A client's memory that survives it: one line an event, on the disk before the client goes on. Whoever was killed while
/// writing leaves half a line at most, and that event has not happened.
/// </summary>
public sealed class ClientLog : IDisposable
{
    private readonly FileStream _file;
    private readonly Lock _gate = new();

    public ClientLog(string path) => _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 1);

    /// <summary>Events of several logs in the order of their instants. What was sent at the same instant as an answer came was sent before it.</summary>
    public static IReadOnlyList<ClientEvent> Read(IEnumerable<string> paths) =>
        [.. paths.SelectMany(Read).OrderBy(one => one.Instant).ThenBy(one => one is ClientEvent.Sent ? 0 : 1)];

    /// <summary>Returns when the event is on the disk.</summary>
    public void Add(ClientEvent happened)
    {
        lock (_gate)
        {
            _file.Write(Encoding.UTF8.GetBytes(Line(happened)));
            _file.Flush(flushToDisk: true);
        }
    }

    public void Dispose() => _file.Dispose();

    private static IEnumerable<ClientEvent> Read(string path)
    {
        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = file.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Event);
    }

    private static string Line(ClientEvent happened)
    {
        var (kind, rest) = happened switch
        {
            ClientEvent.Sent sent => ("sent", sent.Payload),
            ClientEvent.Ruled ruled => ("ruled", string.Create(CultureInfo.InvariantCulture, $"{ruled.Position}\t{ruled.Granted}\t{ruled.Repeated}")),
            ClientEvent.Denied denied => ("denied", Plain(denied.Why)),
            ClientEvent.Lost lost => ("lost", Plain(lost.Why)),
            ClientEvent.UsedForAnother => ("used", ""),
            _ => throw new ArgumentException($"no line for {happened}", nameof(happened)),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{kind}\t{happened.Instant}\t{happened.Sending}\t{happened.TurnId}\t{rest}\n");
    }

    private static string Plain(string text) => text.ReplaceLineEndings(" ").Replace('\t', ' ');

    private static ClientEvent Event(string line)
    {
        var part = line.Split('\t');
        var (instant, sending, turn) = (long.Parse(part[1], CultureInfo.InvariantCulture), part[2], part[3]);
        return part[0] switch
        {
            "sent" => new ClientEvent.Sent(instant, sending, turn, part[4]),
            "ruled" => new ClientEvent.Ruled(instant, sending, turn, long.Parse(part[4], CultureInfo.InvariantCulture), bool.Parse(part[5]), bool.Parse(part[6])),
            "denied" => new ClientEvent.Denied(instant, sending, turn, part[4]),
            "lost" => new ClientEvent.Lost(instant, sending, turn, part[4]),
            "used" => new ClientEvent.UsedForAnother(instant, sending, turn),
            _ => throw new InvalidDataException($"no event: {line}"),
        };
    }
}
