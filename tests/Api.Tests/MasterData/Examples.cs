namespace Orchestrator.Api.Tests.MasterData;

/// <summary>Finds the repository's example files from wherever the tests run.</summary>
internal static class Examples
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Text(string name) => File.ReadAllText(Path.Combine(Root, "docs", "examples", name));

    private static string Find(string from) =>
        File.Exists(Path.Combine(from, "Orchestrator.sln")) ? from : Find(Path.GetDirectoryName(from)!);
}
