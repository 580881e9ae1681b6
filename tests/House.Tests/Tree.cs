using System.Xml.Linq;

namespace Orchestrator.House.Tests;

/// <summary>The source tree as a reader finds it: what a build or an editor leaves behind is not part of it.</summary>
internal static class Tree
{
    private static readonly HashSet<string> Left = new(StringComparer.Ordinal)
    {
        ".git", ".vs", ".idea", ".vscode", "bin", "obj", "artifacts", "node_modules", "TestResults", "__pycache__",
    };

    private static readonly string[] LeftEndings = [".received.txt", ".db", ".db-wal", ".db-shm", ".user"];

    public static string Root { get; } = FindRoot();

    /// <summary>Every file of the tree, relative to its root, with forward slashes.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. FilesIn(new DirectoryInfo(Root)).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> Sources(string folder) =>
        Files.Where(file => file.StartsWith($"{folder}/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal));

    public static string Text(string file) => File.ReadAllText(Path.Combine(Root, file)).Replace("\r", "", StringComparison.Ordinal);

    public static string[] Lines(string file) => Text(file).TrimEnd('\n').Split('\n');

    public static string Name(string file) => Path.GetFileName(file);

    /// <summary>The project files of a folder by project name.</summary>
    public static IReadOnlyDictionary<string, XDocument> Projects(string folder) =>
        Files.Where(file => file.StartsWith($"{folder}/", StringComparison.Ordinal) && file.EndsWith(".csproj", StringComparison.Ordinal))
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), file => XDocument.Parse(Text(file)), StringComparer.Ordinal);

    private static IEnumerable<string> FilesIn(DirectoryInfo folder) =>
        folder.EnumerateFiles()
            .Where(file => file.LinkTarget is null && !LeftEndings.Any(ending => file.Name.EndsWith(ending, StringComparison.Ordinal)))
            .Select(file => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'))
            .Concat(folder.EnumerateDirectories().Where(inner => inner.LinkTarget is null && !Left.Contains(inner.Name)).SelectMany(FilesIn));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Orchestrator.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the source tree.");
        return folder.FullName;
    }
}
