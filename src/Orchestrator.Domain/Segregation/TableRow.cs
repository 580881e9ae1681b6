using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Segregation;

/// <summary>One paragraph of the segregation table: what it decides, by which requirement, and how it says so.</summary>
public record TableRow
{
    /// <summary>The row's number, S-01 to S-47; two paragraphs may share one.</summary>
    public required string Id { get; init; }

    public required Verdict Verdict { get; init; }

    public RowEffect Effect { get; init; }

    public MeasureSet Measures { get; init; }

    /// <summary>Requirement ids, the refusal code first.</summary>
    public ImmutableArray<string> Requirements { get; init; } = [];

    /// <summary>Whether the row is about an open culture, which needs more of M6.</summary>
    public bool OpenCulture { get; init; }

    /// <summary>The requirement that asks for the risk assessment, where the verdict (as it is, or once overridden) needs one.</summary>
    public string? AssessmentRule { get; init; }

    /// <summary>What an override (GMP-1) turns a refusal into; null where no override exists.</summary>
    public Verdict? IfOverridden { get; init; }

    /// <summary>What would make the command legal, the nearest first: codes of <c>remedies.json</c>.</summary>
    public ImmutableArray<string> Remedies { get; init; } = [];

    /// <summary>Clause path as printed in guideline 004, unless another file is named.</summary>
    public required string Clause { get; init; }

    public required string En { get; init; }

    public required string Zh { get; init; }

    /// <summary>What the row says when its condition holds for what was seen.</summary>
    public TableRuling Rule(params ReadOnlySpan<Seen> seen) => new()
    {
        Row = Id,
        Verdict = Verdict,
        Measures = Measures,
        RequiredMeasures = Segregation.Measures.Of(Measures, OpenCulture, AssessmentRule is null ? [] : [AssessmentRule]),
        RequirementIds = Requirements,
        RefusalCodes = Verdict == Verdict.Prohibited ? Requirements : [.. Requirements.Take(1)],
        Remedies = Remedies,
        IfOverridden = IfOverridden,
        Clause = Clause,
        En = En,
        Zh = Zh,
        Seen = [.. seen],
    };
}

/// <summary>What one row says of the case before it, with the facts it saw.</summary>
public sealed record TableRuling
{
    public required string Row { get; init; }

    /// <summary>The row that tightened the verdict (S-38), if one did.</summary>
    public string? Modifier { get; init; }

    public required Verdict Verdict { get; init; }

    public required MeasureSet Measures { get; init; }

    /// <summary>What must be in effect for a conditional verdict, or once a refusal is overridden; a risk assessment is one of them.</summary>
    public required ImmutableArray<Measure> RequiredMeasures { get; init; }

    /// <summary>Requirement ids, the refusal code first.</summary>
    public required ImmutableArray<string> RequirementIds { get; init; }

    /// <summary>Of those, the ones that refuse; an override lifts the ruling only when it lifts each of them.</summary>
    public required ImmutableArray<string> RefusalCodes { get; init; }

    /// <summary>What an override (GMP-1) turns the refusal into; null where no override exists.</summary>
    public required Verdict? IfOverridden { get; init; }

    /// <summary>Codes of <c>remedies.json</c>, the nearest first.</summary>
    public required ImmutableArray<string> Remedies { get; init; }

    public required string Clause { get; init; }

    public required string En { get; init; }

    public required string Zh { get; init; }

    /// <summary>What the row decided on; the names are labelled in <c>facts.json</c>.</summary>
    public required ImmutableArray<Seen> Seen { get; init; }

    public bool Refuses => Verdict >= Verdict.Refuse;

    public bool Overridable => Refuses && IfOverridden is not null;

    /// <summary>The same ruling on exactly these requirements, each of which refuses.</summary>
    public TableRuling Citing(params ImmutableArray<string> requirements) =>
        this with { RequirementIds = requirements, RefusalCodes = requirements };

    /// <summary>The row as the record names it, for example S-31+S-38.</summary>
    public string Name => Modifier is null ? Row : $"{Row}+{Modifier}";
}
