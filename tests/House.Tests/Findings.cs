using Xunit;

namespace Orchestrator.House.Tests;

/// <summary>What a look through the house turns up: nothing, or a list shown in full.</summary>
internal static class Findings
{
    public static void None<T>(IEnumerable<T> found)
    {
        var lines = found.Select(each => $"{each}").ToList();
        if (lines.Count > 0)
            Assert.Fail($"{lines.Count} found:\n{string.Join('\n', lines)}");
    }
}
