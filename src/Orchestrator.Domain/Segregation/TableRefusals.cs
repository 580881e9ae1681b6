using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Law;

namespace Orchestrator.Domain.Segregation;

/// <summary>Turns what the table rules into refusals: those it gives itself, and those of measures that are not in effect.</summary>
public static class TableRefusals
{
    /// <summary>Why the ruling stands in the way, nothing if it does not.</summary>
    /// <param name="overridden">Refusal codes for which an approved override in date covers this case (GMP-1).</param>
    /// <param name="measures">Where the measures stand for this pair, a risk assessment among them; one left out is not in effect.</param>
    public static ImmutableArray<Refusal> Of(
        TableRuling ruling, IReadOnlySet<string> overridden, IReadOnlyDictionary<MeasureKind, MeasureState> measures)
    {
        if (ruling.Refuses)
        {
            // A refusal without a code of its own still refuses, by the clause that asks for measures at all.
            ImmutableArray<string> codes = ruling.RefusalCodes.IsEmpty ? ["GMP-9.5.0"] : ruling.RefusalCodes;
            var standing = codes.Where(code => !ruling.Overridable || !overridden.Contains(code)).ToList();
            if (standing.Count > 0)
                return [.. standing.Select(code => Standing(ruling, code))];
        }

        var verdict = ruling.Refuses ? ruling.IfOverridden : ruling.Verdict;
        return verdict == Verdict.Allow
            ? []
            : [.. Measures.Unmet(ruling.RequiredMeasures, measures).Select(measure => Missing(ruling, measure))];
    }

    /// <summary>Why the ruling of a row about one thing alone stands in the way, where no override is at hand.</summary>
    public static ImmutableArray<Refusal> Of(TableRuling? ruling) =>
        ruling is null ? [] : Of(ruling, ImmutableHashSet<string>.Empty, ImmutableDictionary<MeasureKind, MeasureState>.Empty);

    private static Refusal Standing(TableRuling ruling, string code)
    {
        var refusal = new Refusal(code, Seen(ruling), [.. ruling.Remedies.Select(remedy => Filled(remedy, ruling.Seen))]);
        return ruling.Overridable ? refusal.Remedied("activate-override", new Seen("rule", code)) : refusal;
    }

    private static Refusal Missing(TableRuling ruling, Measure measure)
    {
        var missing = new Seen("missingMeasure", measure.Kind.ToString());
        var remedy = measure.Kind == MeasureKind.RiskAssessment ? "approve-risk-assessment" : "put-measure-in-effect";
        return new(measure.Requirement, Seen(ruling).Add(missing), [Filled(remedy, ruling.Seen.Add(missing))]);
    }

    private static ImmutableArray<Seen> Seen(TableRuling ruling) =>
        [new("row", ruling.Name), new("verdict", TablePage.Name(ruling.Verdict)), .. ruling.Seen];

    // A clearance is named after the batch that was there before, every other remedy after the one that asks.
    private static Remedy Filled(string code, ImmutableArray<Seen> seen)
    {
        var sentence = LawBook.Remedies[code].En;
        var previous = code == "clear-room" ? seen.FirstOrDefault(each => each.Name == "previousBatch").Value : null;
        return new(
            code,
            [
                .. seen.Where(each => sentence.Contains($"{{{each.Name}}}", StringComparison.Ordinal))
                    .Select(each => each.Name == "batch" && previous is not null ? new Seen("batch", previous) : each),
            ]);
    }
}
