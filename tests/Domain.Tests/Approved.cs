using System.Runtime.CompilerServices;
using Xunit;

namespace Orchestrator.Domain.Tests;

/// <summary>Compares a page with the approved text file beside the test; what differs is written to <c>name.received.txt</c>.</summary>
internal static class Approved
{
    private const int LinesShownMax = 40;

    /// <summary>Fails with the lines that differ; approving means renaming the received file.</summary>
    public static void Matches(string text, string name, [CallerFilePath] string test = "")
    {
        var folder = Path.GetDirectoryName(test)!;
        var approvedPath = Path.Combine(folder, $"{name}.approved.txt");
        var receivedPath = Path.Combine(folder, $"{name}.received.txt");
        var approved = File.Exists(approvedPath) ? File.ReadAllText(approvedPath).Replace("\r", "", StringComparison.Ordinal) : "";
        if (approved == text)
        {
            File.Delete(receivedPath);
            return;
        }
        File.WriteAllText(receivedPath, text);
        Assert.Fail($"{name}.received.txt differs from the approved page:\n{Difference(approved.Split('\n'), text.Split('\n'))}");
    }

    // Common head and tail are cut away; what is left between them is shown, old lines before new ones.
    private static string Difference(string[] old, string[] now)
    {
        var head = 0;
        while (head < old.Length && head < now.Length && old[head] == now[head])
            head++;
        var tail = 0;
        while (tail < old.Length - head && tail < now.Length - head && old[^(tail + 1)] == now[^(tail + 1)])
            tail++;
        var lines = old[head..^tail].Select(line => $"- {line}").Concat(now[head..^tail].Select(line => $"+ {line}")).ToList();
        var cut = lines.Count > LinesShownMax ? $"\n… {lines.Count - LinesShownMax} more lines" : "";
        return $"from line {head + 1}:\n{string.Join("\n", lines.Take(LinesShownMax))}{cut}";
    }
}
