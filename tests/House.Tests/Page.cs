using Xunit;

namespace Orchestrator.House.Tests;

/// <summary>
/// Compares a generated page with the one in the tree. With <c>ORCHESTRATOR_APPROVE=1</c> the page in the tree is written
/// anew instead, and the difference is for a person to review.
/// </summary>
internal static class Page
{
    private const int LinesShownMax = 20;

    public static void Matches(string file, string text)
    {
        var path = Path.Combine(Tree.Root, file);
        if (Environment.GetEnvironmentVariable("ORCHESTRATOR_APPROVE") == "1")
            File.WriteAllText(path, text);

        var kept = File.Exists(path) ? File.ReadAllText(path).Replace("\r", "", StringComparison.Ordinal) : "";
        if (kept == text)
            return;

        var received = Path.Combine(Tree.Root, "artifacts", "received", file);
        Directory.CreateDirectory(Path.GetDirectoryName(received)!);
        File.WriteAllText(received, text);
        var old = kept.Split('\n');
        var now = text.Split('\n');
        var lines = old.Except(now).Select(line => $"- {line}").Concat(now.Except(old).Select(line => $"+ {line}")).Take(LinesShownMax);
        Assert.Fail($"{file} is not what the code says now (artifacts/received/{file}); review it with ORCHESTRATOR_APPROVE=1.\n{string.Join('\n', lines)}");
    }
}
