using System.Collections.Immutable;
using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Segregation;

/// <summary>A measure lost under a running step, and what follows.</summary>
/// <param name="HoldsRunningAct">Whether the act stops now; when only the signal is gone it may reach its declared safe point.</param>
/// <param name="LiftsItself">Whether buffered readings that close the gap within limits lift the hold.</param>
public sealed record MeasureLoss(TableRuling Ruling, Measure Measure, bool HoldsRunningAct, bool LiftsItself);

/// <summary>What a breach sets off.</summary>
/// <param name="Rulings">S-47 and the pair rulings that now forbid, strictest first.</param>
/// <param name="Held">Every batch to hold and alert, the breached one included.</param>
public sealed record BreachOutcome(ImmutableArray<TableRuling> Rulings, ImmutableSortedSet<string> Held);

/// <summary>Judges what happens under a running step: the paragraphs S-46 and S-47.</summary>
public static class Events
{
    /// <summary>S-46, one loss for each required member that is not in effect.</summary>
    [Enforces("GMP-9.5.0")]
    public static IEnumerable<MeasureLoss> Losses(
        string batch, IEnumerable<Measure> required, IReadOnlyDictionary<MeasureKind, MeasureState> states) =>
        Measures.Unmet(required, states).Select(member =>
        {
            var seen = Measures.StateOf(member.Kind, states);
            var ruling = SetTable.MeasureLost.Rule(
                new("batch", batch), new("measure", member.Kind.ToString()), new("status", seen.ToString()))
                .Citing(member.Requirement, "GMP-9.5.0");
            return new MeasureLoss(ruling, member, seen == MeasureState.NotInEffect, seen == MeasureState.SignalLost);
        });

    /// <summary>S-47: the breached party is judged as open against every neighbour.</summary>
    /// <param name="inEffect">Whether all that a conditional ruling requires is in effect; if not, the pair is as forbidden as a refused one.</param>
    [Enforces("GMP-9.5.7a")]
    [Enforces("GMP-9.5.7b")]
    public static BreachOutcome Breach(Party breached, IEnumerable<Neighbour> neighbours, Func<TableRuling, bool> inEffect)
    {
        var open = breached with { Exposure = Exposure.Open, ProcessHasOpenStep = true };
        var forbidden = neighbours
            .Select(neighbour => (neighbour.Party.Batch, Ruling: Pair.Judge(open, neighbour.Party, neighbour.ParallelDeclared, neighbour.SameArea)))
            .Where(pair => pair.Ruling.Refuses || (pair.Ruling.Verdict != Verdict.Allow && !inEffect(pair.Ruling)))
            .ToList();
        var own = SetTable.Breach.Rule(
            new("batch", breached.Batch), new("room", breached.Room), new("exposure", breached.Exposure.ToString()));
        return new(
            [own, .. Table.StrictestFirst(forbidden.Select(pair => pair.Ruling))],
            [breached.Batch, .. forbidden.Select(pair => pair.Batch)]);
    }
}
