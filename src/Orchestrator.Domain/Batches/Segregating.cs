using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Quality;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Batches;

/// <summary>Asks the segregation table about a step and turns its rulings into refusals and into what the grant rests on (GMP-4.2.4a).</summary>
public static class Segregating
{
    [Enforces("GMP-4.2.4a")]
    public static void Check(Desk desk, StepStart start)
    {
        var asking = Neighbourhood.Asking(start);
        var judgement = Table.Judge(asking, Neighbourhood.Of(desk, start.Site, start.Batch, start.Area.Id, start.Step), Others(desk, start, asking));
        // Looked at once for all rulings: each occupant beside the step has one.
        var measured = new Lazy<IReadOnlyDictionary<MeasureKind, MeasureState>>(() => Measuring.Of(desk, start));
        foreach (var alike in judgement.Rulings.GroupBy(Alike))
            desk.RestsOn(Said([.. alike]));
        foreach (var ruling in judgement.Rulings)
            desk.Check(TableRefusals.Of(ruling, Overridden(desk, start, ruling), Measures(desk, start, ruling, measured)));
    }

    /// <summary>
    /// What the table said, once for all neighbours of whom it says the same on the same columns: the columns, and then each
    /// neighbour's batch with its isolator, incubator and compartment. Nothing that was seen is left out.
    /// </summary>
    private static Basis Said(ImmutableArray<TableRuling> alike)
    {
        var first = alike[0];
        var seen = ImmutableArray.CreateBuilder<Seen>();
        seen.Add(new Seen("row", first.Name));
        seen.Add(new Seen("verdict", TablePage.Name(first.Verdict)));
        foreach (var column in first.Seen)
            if (!IsWhoElse(column))
                seen.Add(column);
        foreach (var ruling in alike)
            foreach (var column in ruling.Seen)
                if (IsWhoElse(column))
                    seen.Add(column);
        return new Basis("segregation", seen.DrainToImmutable());
    }

    /// <summary>Equal where two rulings differ in who the neighbour is and in nothing else.</summary>
    private static string Alike(TableRuling ruling)
    {
        var columns = new System.Text.StringBuilder(ruling.Name, 256).Append('\n').Append((int)ruling.Verdict);
        foreach (var column in ruling.Seen)
            if (!IsWhoElse(column))
                columns.Append('\n').Append(column.Name).Append('\t').Append(column.Value);
        return columns.ToString();
    }

    private static bool IsWhoElse(Seen column) => column.Name is "otherBatch" or "otherIsolator" or "otherIncubator" or "otherCompartment";

    /// <summary>The rows about the step alone and about numbers.</summary>
    private static IEnumerable<TableRuling> Others(Desk desk, StepStart start, Party asking)
    {
        var designation = start.Area.Designation;
        TableRuling?[] alone =
        [
            Unary.PathogenKnown(asking),
            Unary.PositiveNeedsDedicatedArea(asking, designation),
            Unary.DedicatedAreaIsForPositive(asking, designation),
            Unary.VectorApart(asking, makesVector: false, designation),
            OtherAreas(start),
        ];
        return alone.OfType<TableRuling>().Concat(Capacity.Judge(start.Step.Class, Claims(desk, start)));
    }

    /// <summary>S-10, said once for all areas apart: by the plant file they are others, whoever is in them.</summary>
    private static TableRuling? OtherAreas(StepStart start)
    {
        var apart = start.Site.Document.Areas.Length - start.Site.AreasJoinedWith(start.Area.Id).Length;
        return apart == 0 ? null : PairTable.DifferentAreas.Rule(new("area", start.Area.Id), new("count", apart));
    }

    /// <summary>S-40: what is at work now, without the step that asks, against the validated maxima.</summary>
    private static IEnumerable<CapacityClaim> Claims(Desk desk, StepStart start)
    {
        // Areas that share air or airlocks are one area, whatever they are called (GMP-13.5, AMB-02): they are counted together.
        var joined = start.Site.AreasJoinedWith(start.Area.Id);
        var rooms = start.Site.RoomsJoinedWith(start.Area.Id).Select(definition => desk.Get<Room>(definition.Id)).ToList();
        var running = rooms.SelectMany(room => room.Running.Values.Select(step => (Room: room.Id, Step: step)))
            .Where(present => present.Step.Key != start.Key).ToList();
        var lines = running.Where(present => present.Step.Class == StepClass.NonCulture && present.Step.Line is not null && present.Step.Line != start.Place.Line)
            .Select(present => present.Step.Line!).Distinct().Count();
        yield return new CapacityClaim(CapacityKind.LinesInArea, start.Area.Id, lines, Smallest(joined, area => area.LinesMax));

        var cultures = running.Where(present => present.Step.Class == StepClass.Culture && present.Step.Batch != start.Batch.Id)
            .Select(present => present.Step.Batch).Distinct().Count();
        yield return new CapacityClaim(CapacityKind.CulturesInArea, start.Area.Id, cultures, Smallest(joined, area => area.CulturesMax));

        if (start.Place.Isolator is { } isolator)
        {
            var isolators = running.Where(present => present.Room == start.Room.Id && present.Step.Isolator is not null && present.Step.Isolator != isolator)
                .Select(present => present.Step.Isolator!).Distinct().Count();
            yield return new CapacityClaim(CapacityKind.IsolatorsInRoom, start.Room.Id, isolators, start.Room.IsolatorsMax?.Count);
        }

        var stage = running.Where(present => present.Step.Batch != start.Batch.Id && StageOf(desk, present.Step) == start.Step.Stage)
            .Select(present => present.Step.Batch).Distinct().Count();
        yield return new CapacityClaim(CapacityKind.BatchesAtStage, $"{start.Area.Id}: {start.Step.Stage}", stage, Smallest(joined, area => area.StageMax.GetValueOrDefault(start.Step.Stage)));
    }

    /// <summary>What was validated for one of several joined areas holds for all of them; null where one has nothing validated.</summary>
    private static int? Smallest(ImmutableArray<AreaDefinition> areas, Func<AreaDefinition, ValidatedMaximum?> maximum) =>
        areas.All(area => maximum(area) is not null) ? areas.Min(area => maximum(area)!.Count) : null;

    private static string? StageOf(Desk desk, RunningStep running)
    {
        var recipe = desk.Get<Recipes.Recipe>(desk.Get<Batch>(running.Batch).Recipe);
        return recipe.Step(running.Step)?.Stage;
    }

    /// <summary>The codes of this ruling that an override in date covers here; each is cited in the record (GMP-1).</summary>
    private static IReadOnlySet<string> Overridden(Desk desk, StepStart start, TableRuling ruling)
    {
        if (!ruling.Overridable)
            return ImmutableHashSet<string>.Empty;
        var covered = new HashSet<string>(StringComparer.Ordinal);
        foreach (var code in ruling.RefusalCodes)
            if (QualityRules.OverrideFor(desk, start.Site, code, Scope.Of(desk, start.Site, start.Batch.Product, start.Area.Id, ruling)) is not null)
                covered.Add(code);
        return covered;
    }

    /// <summary>Where the measures that the ruling asks for stand now; what nobody reports is not in effect.</summary>
    private static IReadOnlyDictionary<MeasureKind, MeasureState> Measures(Desk desk, StepStart start, TableRuling ruling, Lazy<IReadOnlyDictionary<MeasureKind, MeasureState>> measured)
    {
        if (ruling.RequiredMeasures.IsEmpty)
            return ImmutableDictionary<MeasureKind, MeasureState>.Empty;
        if (ruling.RequiredMeasures.All(measure => measure.Kind != MeasureKind.RiskAssessment))
            return measured.Value;
        var rooms = ruling.Seen.Where(seen => seen.Name is "room" or "otherRoom").Select(seen => seen.Value).Append(start.Room.Id).Distinct();
        var assessment = QualityRules.RiskAssessmentFor(desk, start.Site, Scope.Of(desk, start.Site, start.Batch.Product, start.Area.Id, ruling), rooms, ruling.Modifier ?? ruling.Row);
        return new Dictionary<MeasureKind, MeasureState>(measured.Value)
        {
            [MeasureKind.RiskAssessment] = assessment is null ? MeasureState.NotInEffect : MeasureState.InEffect,
        };
    }
}
