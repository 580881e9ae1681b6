using System.Collections.Concurrent;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Segregation;

/// <summary>Judges two parties against the pair table: the answer is the same whichever of them asks.</summary>
public static class Pair
{
    // What the table says of a combination, worked out once: the columns have few values, and the table never changes.
    private static readonly ConcurrentDictionary<PairFacts, TableRuling> Known = new();

    /// <param name="parallelDeclared">Whether the recipe declares the two steps of one batch parallel.</param>
    /// <param name="sameArea">Whether the two areas are one for segregation (<see cref="SegregationArea"/>).</param>
    [Enforces("GMP-9.5.1a")]
    [Enforces("GMP-9.5.2a")]
    [Enforces("GMP-9.5.2b")]
    [Enforces("GMP-9.5.3a")]
    [Enforces("GMP-9.5.3b")]
    [Enforces("GMP-9.5.3e")]
    [Enforces("GMP-9.5.4a")]
    [Enforces("GMP-9.5.4b")]
    [Enforces("GMP-9.5.4x")]
    [Enforces("GMP-9.5.5d")]
    [Enforces("GMP-9.5.5f")]
    [Enforces("GMP-9.5.6a")]
    [Enforces("GMP-9.5.6c")]
    [Enforces("GMP-9.5.6d")]
    [Enforces("GMP-9.5.6f")]
    [Enforces("GMP-7.9a", Lacks = "shippers, receiving benches, storage units, trolleys and transfer containers; only places of production are judged", LacksZh = "运输箱、接收台、储存设备、发放车和转移容器；只判定生产场所")]
    public static TableRuling Judge(Party a, Party b, bool parallelDeclared, bool sameArea)
    {
        var facts = PairFacts.Of(a, b, parallelDeclared, sameArea);
        return Judge(facts) with { Seen = [.. Saw(a, b, facts)] };
    }

    /// <summary>The ruling on one combination of columns; what no row names is refused.</summary>
    public static TableRuling Judge(PairFacts facts) => Known.GetOrAdd(facts, LookUp);

    private static TableRuling LookUp(PairFacts facts)
    {
        var row = PairTable.Rows.FirstOrDefault(row => row.Matches(facts));
        if (row is null)
            return PairTable.Unnamed.Rule();
        if (row.AddsToNonePositive)
            return Stricter(row, Judge(facts with { Pathogen = PathogenPair.NonePositive }));
        return row.TightenedByOpenProcess && facts.OpenStepInProcess
            ? Tightened(row.Rule(), PairTable.OpenProcess)
            : row.Rule();
    }

    private static TableRuling Tightened(TableRuling ruling, TableRow modifier) => ruling with
    {
        Modifier = modifier.Id,
        Verdict = modifier.Verdict,
        Measures = ruling.Measures | modifier.Measures,
        RequiredMeasures = [.. ruling.RequiredMeasures.Union(modifier.Rule().RequiredMeasures)],
        RequirementIds = [.. ruling.RequirementIds.Union(modifier.Requirements)],
        Clause = $"{ruling.Clause}; {modifier.Clause}",
        En = $"{ruling.En} {modifier.En}",
        Zh = ruling.Zh + modifier.Zh,
    };

    // A pathogen row says what pathogens add. What would be refused among negatives stays refused, with its own ids.
    private static TableRuling Stricter(PairRow row, TableRuling nonePositive)
    {
        var own = row.Rule();
        var speaks = nonePositive.Refuses || !own.Refuses;
        return own with
        {
            Verdict = Max(own.Verdict, nonePositive.Verdict),
            IfOverridden = Lifted(own) is { } a && Lifted(nonePositive) is { } b && own.Refuses ? Max(a, b) : null,
            Measures = own.Measures | nonePositive.Measures,
            RequiredMeasures = [.. own.RequiredMeasures.Union(nonePositive.RequiredMeasures)],
            RefusalCodes = nonePositive.Refuses ? [.. own.RefusalCodes.Union(nonePositive.RefusalCodes)] : own.RefusalCodes,
            RequirementIds = speaks ? [.. own.RequirementIds.Union(nonePositive.RequirementIds)] : own.RequirementIds,
        };
    }

    private static Verdict? Lifted(TableRuling ruling) => ruling.Refuses ? ruling.IfOverridden : ruling.Verdict;

    private static Verdict Max(Verdict a, Verdict b) => a > b ? a : b;

    private static IEnumerable<Seen> Saw(Party a, Party b, PairFacts facts)
    {
        yield return new("batch", a.Batch);
        yield return new("otherBatch", b.Batch);
        yield return new("product", a.Product);
        yield return new("otherProduct", b.Product);
        yield return new("area", a.Area);
        yield return new("otherArea", b.Area);
        yield return new("room", a.Room);
        yield return new("otherRoom", b.Room);
        yield return new("exposure", a.Exposure.ToString());
        yield return new("otherExposure", b.Exposure.ToString());
        yield return new("stepClass", a.Step.ToString());
        yield return new("otherStepClass", b.Step.ToString());
        yield return new("pathogenStatus", a.Pathogen.ToString());
        yield return new("otherPathogenStatus", b.Pathogen.ToString());
        (string Name, string? Value)[] ifAny =
        [
            ("agents", Listed(a)), ("otherAgents", Listed(b)),
            ("isolator", a.Isolator), ("otherIsolator", b.Isolator),
            ("incubator", a.Incubator), ("otherIncubator", b.Incubator),
            ("compartment", a.Compartment), ("otherCompartment", b.Compartment),
            ("openStepInProcess", facts.OpenStepInProcess ? "yes" : null),
            ("parallelDeclared", facts.Batch == Likeness.Different ? null : facts.Parallel == Branches.Declared ? "yes" : "no"),
        ];
        foreach (var (name, value) in ifAny)
        {
            if (value is not null)
                yield return new(name, value);
        }
    }

    private static string? Listed(Party party) => party.Agents.IsEmpty ? null : string.Join(", ", party.Agents);
}
