namespace Orchestrator.Domain.Law;

/// <summary>One requirement cut from a guideline: where it stands, how strong it is and what it demands; its id is the refusal code.</summary>
/// <param name="Id">For example <c>GMP-9.5.2b</c>.</param>
/// <param name="Source">Number of the guideline: <c>004</c> GMP, <c>001</c> stem-cell CMC, <c>000</c> draft, <c>002</c> clinical, <c>003</c> non-clinical.</param>
/// <param name="Clause">The clause path as the guideline prints it, for example <c>九(五)2</c>.</param>
/// <param name="Modal">The guideline's own verb: 不得, 应当, 宜 …; <c>—</c> where the rule follows without one.</param>
/// <param name="Kind">What the product does with it.</param>
/// <param name="Tier">1 core guard, 2 second, 3 precondition kept as a document or outside run time.</param>
/// <param name="Prohibition">True when no override path exists.</param>
/// <param name="Original">原文: the guideline's phrase, verbatim.</param>
/// <param name="Zh">What the rule demands, in our sentence (zh-CN).</param>
/// <param name="En">The same sentence in English.</param>
public sealed record Requirement(
    string Id,
    string Source,
    string Clause,
    string Modal,
    RequirementKind Kind,
    int Tier,
    bool Prohibition,
    string Original,
    string Zh,
    string En)
{
    /// <summary>The sentence in the language asked for.</summary>
    public string Sentence(Language language) => new Wording(Zh, En).In(language);
}

/// <summary>What the product does with a requirement.</summary>
public enum RequirementKind
{
    /// <summary>A command is refused, or an item is put on hold.</summary>
    Enforce,

    /// <summary>It is captured, append-only.</summary>
    Record,

    /// <summary>A figure or a clock that is derived and never typed in.</summary>
    Compute,

    /// <summary>It is raised and has to be acknowledged.</summary>
    Alert,

    /// <summary>It can be produced on demand.</summary>
    Report,

    /// <summary>Master data whose absence blocks an activation.</summary>
    Master,

    /// <summary>Outside run time; kept as a reference to a document.</summary>
    Doc,
}

/// <summary>The two languages every refusal is told in: zh-CN and English.</summary>
public enum Language
{
    Zh,
    En,
}

/// <summary>One text in both languages.</summary>
public sealed record Wording(string Zh, string En)
{
    public string In(Language language) => language switch
    {
        Language.Zh => Zh,
        Language.En => En,
    };
}

/// <summary>How to make a refused command legal: a sentence with <c>{fact}</c> places, and the call that does it.</summary>
/// <param name="Zh">The sentence (zh-CN).</param>
/// <param name="En">The sentence in English.</param>
/// <param name="Command"><c>service/Method</c> of the call; null when only time, or an act outside the system, helps.</param>
public sealed record RemedyWording(string Zh, string En, string? Command = null);
