using System.Globalization;
using System.Reflection;

namespace Orchestrator.Storage;

/// <summary>The numbered schema files of one store, oldest first.</summary>
internal static class SchemaSteps
{
    /// <param name="store">The store's folder of embedded files, such as <c>sqlite</c>.</param>
    public static SortedDictionary<int, string> Of(string store)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var steps = new SortedDictionary<int, string>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith($"{store}/", StringComparison.Ordinal)))
        {
            using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
            steps.Add(int.Parse(name.AsSpan(store.Length + 1, 3), CultureInfo.InvariantCulture), text.ReadToEnd());
        }

        return steps;
    }
}
