using System.Globalization;

namespace Orchestrator.Host;

/// <summary>
/// How far the clock of a demonstration was moved, beside its journal. A killed server goes on from there: a controller may
/// have read its instruments at that instant although nothing of it was recorded yet.
/// </summary>
internal sealed class DemoMemory(string path)
{
    private readonly string _next = path + ".next";

    /// <summary>The instant last written; null when there is none that can be read, and the journal's last turn must do.</summary>
    public DateTimeOffset? Read() =>
        File.Exists(path) && DateTimeOffset.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var instant) ? instant : null;

    public void Write(DateTimeOffset instant)
    {
        File.WriteAllText(_next, instant.ToString("O", CultureInfo.InvariantCulture));
        File.Move(_next, path, overwrite: true);
    }
}
