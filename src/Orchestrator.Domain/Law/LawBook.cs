using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Law;

/// <summary>
/// The law as data: the requirements, the product's own numbered refusals, and the words in which facts and remedies are
/// told. It is read once from the assembly's own resources, the only reading in this ground floor: the resources are part
/// of the build and cannot differ between two runs of it. Asking for an id that is not in the book is a bug and throws
/// <see cref="KeyNotFoundException"/>.
/// </summary>
public static partial class LawBook
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(allowIntegerValues: false) },
    };

    /// <summary>All requirements, in the order of the matrix.</summary>
    public static ImmutableArray<Requirement> All { get; } = [.. Read<List<Requirement>>("requirements")];

    private static readonly FrozenDictionary<string, Requirement> ById =
        All.ToFrozenDictionary(requirement => requirement.Id, StringComparer.Ordinal);

    /// <summary>The refusals that are no clause but the product's own tables, by number: <c>ORC-003</c> …</summary>
    public static FrozenDictionary<string, Wording> Structural { get; } = Words<Wording>("structural");

    /// <summary>The labels of the facts that a refusal may carry, by name.</summary>
    public static FrozenDictionary<string, Wording> Facts { get; } = Words<Wording>("facts");

    /// <summary>What can make a refused command legal, by code.</summary>
    public static FrozenDictionary<string, RemedyWording> Remedies { get; } = Words<RemedyWording>("remedies");

    public static Requirement Requirement(string id) =>
        TryGet(id) ?? throw new KeyNotFoundException($"The law book has no requirement '{id}'.");

    /// <summary>The requirement, or null when the id is none (a structural number, say).</summary>
    public static Requirement? TryGet(string id) => ById.GetValueOrDefault(id);

    /// <summary>The sentence of any refusal code: a requirement's id or a structural number.</summary>
    public static string Sentence(string rule, Language language) =>
        TryGet(rule)?.Sentence(language) ?? Find(Structural, rule, "refusal").In(language);

    /// <summary>How a fact's name reads beside its value.</summary>
    public static string FactLabel(string name, Language language) => Find(Facts, name, "fact").In(language);

    /// <summary>
    /// The sentence of a remedy with its places filled. A place without a value, or with nothing to name, reads as the fact's label, so a rule that
    /// does not know the name still gives a sentence.
    /// </summary>
    public static string RemedyText(string code, ImmutableArray<Seen> with, Language language)
    {
        var remedy = Find(Remedies, code, "remedy");
        return Place().Replace(new Wording(remedy.Zh, remedy.En).In(language), match =>
        {
            var name = match.Groups[1].Value;
            foreach (var seen in with)
            {
                if (seen.Name == name && seen.Value is not ("" or "none"))
                    return seen.Value;
            }

            return language == Language.En ? $"the {FactLabel(name, language)}" : FactLabel(name, language);
        });
    }

    /// <summary>The call that carries a remedy out, <c>service/Method</c>, or null when there is none.</summary>
    public static string? RemedyCommand(string code) => Find(Remedies, code, "remedy").Command;

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Place();

    private static T Find<T>(FrozenDictionary<string, T> words, string key, string what) =>
        words.TryGetValue(key, out var found) ? found : throw new KeyNotFoundException($"The law book has no {what} '{key}'.");

    private static FrozenDictionary<string, T> Words<T>(string name) =>
        Read<Dictionary<string, T>>(name).ToFrozenDictionary(StringComparer.Ordinal);

    private static T Read<T>(string name)
    {
        using var resource = typeof(LawBook).Assembly.GetManifestResourceStream($"law/{name}.json")
            ?? throw new InvalidOperationException($"The assembly lacks its resource law/{name}.json.");
        return JsonSerializer.Deserialize<T>(resource, Strict)
            ?? throw new InvalidOperationException($"The resource law/{name}.json is empty.");
    }
}
