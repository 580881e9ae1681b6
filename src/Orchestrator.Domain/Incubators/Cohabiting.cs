using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Quality;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Incubators;

/// <summary>
/// Which vessels may stand in one room's incubators beside one another: each pair is asked of the segregation table, with
/// the measures of culture in effect (S-22 to S-25, S-30, S-33).
/// </summary>
public static class Cohabiting
{
    /// <summary>GMP-9.5.6a, c, d, f: the vessel beside every vessel of another batch in the room's incubators.</summary>
    [Enforces("GMP-9.5.6a")]
    [Enforces("GMP-9.5.6c")]
    [Enforces("GMP-9.5.6d")]
    [Enforces("GMP-9.5.6f")]
    public static IEnumerable<Refusal> Check(Desk desk, Site site, IncubatorDefinition definition, string compartment, Container container, Exposure exposure)
    {
        if (site.Room(definition.Room) is not { } room)
            yield break;
        var asking = PartyOf(desk, site, room, definition, compartment, container.Batch, exposure);
        foreach (var (other, party) in Neighbours(desk, site, room, container.Batch))
        {
            var ruling = Pair.Judge(asking, party, parallelDeclared: false, sameArea: true);
            if (ruling.Verdict != Verdict.Allow)
                desk.RestsOn(new Basis("segregation", [new Seen("row", ruling.Name), new Seen("verdict", TablePage.Name(ruling.Verdict)), .. ruling.Seen]));
            foreach (var refusal in TableRefusals.Of(ruling, Overridden(desk, site, ruling, asking, room), States(desk, site, definition, compartment, container.Batch, room, ruling)))
                yield return refusal;
        }
    }

    /// <summary>
    /// GMP-9.5.6g (S-44): an open culture is opened alone, by the batch that holds the room, with every other compartment closed;
    /// of closed vessels only the door is opened.
    /// </summary>
    [Enforces("GMP-9.5.6g")]
    public static IEnumerable<Refusal> Opening(Desk desk, Site site, IncubatorDefinition definition, Incubator incubator, string compartment, string batch)
    {
        if (site.Room(definition.Room) is not { } room)
            return [];
        var open = incubator.At(compartment).Vessels.Values.Any(vessel => vessel.Exposure != Exposure.Closed)
            || desk.Get<Batch>(batch).RunningSteps.Any(step => step.Incubator == definition.Id && step.Compartment == compartment && step.Exposure != Exposure.Closed);
        if (!open)
            return [];
        var asking = PartyOf(desk, site, room, definition, compartment, batch, Exposure.Open);
        var parked = Neighbours(desk, site, room, batch).Select(neighbour => neighbour.Vessel.Batch).Distinct().ToList();
        var ruling = Containment.OpenCulture(new CultureOpening(
            asking, HeldBy(desk.Get<Room>(room.Id)), [.. incubator.Compartments.Values.Where(chamber => chamber.Id != compartment && chamber.Open is not null).Select(chamber => chamber.Id)], parked, OnlyLoadOrUnload: true));
        return ruling is null ? [] : TableRefusals.Of(ruling, Overridden(desk, site, ruling, asking, room), States(desk, site, definition, compartment, batch, room, ruling));
    }

    private static IEnumerable<(Vessel Vessel, Party Party)> Neighbours(Desk desk, Site site, RoomDefinition room, string batch) =>
        from definition in site.IncubatorsIn(room.Id)
        from chamber in desk.Get<Incubator>(definition.Id).Compartments.Values
        from vessel in chamber.Vessels.Values
        where vessel.Batch != batch
        select (vessel, PartyOf(desk, site, room, definition, chamber.Id, vessel.Batch, vessel.Exposure));

    // The room is held by the batch it is kept for, or by the only one that is at attended work in it.
    private static string? HeldBy(Room room)
    {
        var working = room.Running.Values.Where(step => step.Class == StepClass.NonCulture).Select(step => step.Batch).Distinct().ToList();
        return working.Count switch
        {
            0 => room.ReservedFor,
            1 when room.ReservedFor is null || room.ReservedFor == working[0] => working[0],
            _ => null,
        };
    }

    private static Party PartyOf(Desk desk, Site site, RoomDefinition room, IncubatorDefinition definition, string compartment, string owner, Exposure exposure)
    {
        var batch = desk.Get<Batch>(owner);
        var recipe = desk.Get<Recipe>(batch.Recipe);
        return new Party
        {
            Batch = owner,
            Product = batch.Product,
            Area = room.Area,
            Room = room.Id,
            Exposure = exposure,
            Step = StepClass.Culture,
            Pathogen = batch.Pathogen,
            Agents = batch.Agents,
            ProcessHasOpenStep = recipe.Document?.HasOpenStep != false || exposure != Exposure.Closed,
            Incubator = definition.Id,
            Compartment = compartment,
            IncubatorDivided = definition.Honeycomb,
        };
    }

    private static HashSet<string> Overridden(Desk desk, Site site, TableRuling ruling, Party asking, RoomDefinition room) =>
        ruling.Overridable ? [.. ruling.RefusalCodes.Where(code => QualityRules.OverrideFor(desk, site, code, Scope.Of(desk, site, asking.Product, room.Area, ruling)) is not null)] : [];

    private static Dictionary<MeasureKind, MeasureState> States(Desk desk, Site site, IncubatorDefinition definition, string compartment, string batch, RoomDefinition room, TableRuling ruling)
    {
        var states = new Dictionary<MeasureKind, MeasureState>(Measuring.InCulture(desk, site, definition, compartment, batch));
        foreach (var (kind, state) in Measuring.InRoom(desk, site, room, batch))
            states.TryAdd(kind, state);
        if (ruling.RequiredMeasures.Any(measure => measure.Kind == MeasureKind.RiskAssessment))
            states[MeasureKind.RiskAssessment] = Measuring.Of(QualityRules.RiskAssessmentFor(desk, site, Scope.Of(desk, site, desk.Get<Batch>(batch).Product, room.Area, ruling), [room.Id], ruling.Modifier ?? ruling.Row) is not null);
        return states;
    }
}
