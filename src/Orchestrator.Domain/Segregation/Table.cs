using System.Collections.Immutable;

namespace Orchestrator.Domain.Segregation;

/// <summary>An occupant as the asking step meets it.</summary>
/// <param name="SameArea">Whether the two areas are one for segregation (<see cref="SegregationArea"/>).</param>
/// <param name="ParallelDeclared">For an occupant of the same batch: whether the recipe declares the two steps parallel.</param>
public sealed record Neighbour(Party Party, bool SameArea, bool ParallelDeclared = false);

/// <summary>The whole table's answer: the strictest verdict, with everything that was said.</summary>
/// <param name="Rulings">All rulings, allowing ones included, strictest first.</param>
public sealed record Judgement(Verdict Verdict, ImmutableArray<TableRuling> Rulings)
{
    public bool Refuses => Verdict >= Verdict.Refuse;

    public IEnumerable<TableRuling> Refusals => Rulings.Where(ruling => ruling.Refuses);

    /// <summary>What must be in effect at the grant and for as long as the step runs (GMP-9.5.0).</summary>
    public ImmutableArray<Measure> RequiredMeasures =>
        [.. Rulings.Where(ruling => !ruling.Refuses).SelectMany(ruling => ruling.RequiredMeasures).Distinct()];
}

/// <summary>The segregation table of 004 九(五) as a whole.</summary>
public static class Table
{
    /// <summary>Every paragraph in the order of the table.</summary>
    public static ImmutableArray<TableRow> Rows { get; } =
        [.. UnaryTable.Rows, .. PairTable.Rows, PairTable.OpenProcess, PairTable.Unnamed, .. SetTable.Rows];

    /// <summary>The strictest verdict over the asking step with each neighbour and over what the other rows have said.</summary>
    /// <param name="others">Rulings of the rows about the step alone and about sets (S-01 to S-09, S-40 to S-45).</param>
    public static Judgement Judge(Party asking, IEnumerable<Neighbour> neighbours, IEnumerable<TableRuling> others)
    {
        var pairs = neighbours.Select(neighbour =>
            Pair.Judge(asking, neighbour.Party, neighbour.ParallelDeclared, neighbour.SameArea));
        ImmutableArray<TableRuling> rulings = [.. StrictestFirst(others.Concat(pairs))];
        return new(rulings.IsEmpty ? Verdict.Allow : rulings[0].Verdict, rulings);
    }

    internal static IEnumerable<TableRuling> StrictestFirst(IEnumerable<TableRuling> rulings) =>
        rulings.OrderByDescending(ruling => ruling.Verdict).ThenBy(ruling => ruling.Name, StringComparer.Ordinal);
}
