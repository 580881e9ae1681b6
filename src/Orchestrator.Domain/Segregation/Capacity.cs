using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Segregation;

/// <summary>What a validated maximum counts.</summary>
public enum CapacityKind
{
    LinesInArea,
    IsolatorsInRoom,
    BatchesAtStage,

    /// <summary>Batches in culture; they hold no line.</summary>
    CulturesInArea,
}

/// <summary>One more of a kind where some are at work already.</summary>
/// <param name="OthersAtWork">How many are at work, without the one asking.</param>
/// <param name="ValidatedMax">The validated maximum; null when there is none, which makes it 1.</param>
public sealed record CapacityClaim(CapacityKind Kind, string Where, int OthersAtWork, int? ValidatedMax);

/// <summary>Persons about to be in a room or area.</summary>
/// <param name="Entering">How many come in beside those inside.</param>
/// <param name="ValidatedMax">The validated number; null when there is none, which makes it 1.</param>
public sealed record PersonClaim(string Where, int Inside, int Entering, int? ValidatedMax);

/// <summary>Judges numbers: the paragraphs S-40 and S-41.</summary>
public static class Capacity
{
    /// <summary>S-40, one ruling for each maximum that would be exceeded. A culture step claims no line, and only it claims a culture.</summary>
    [Enforces("GMP-9.3.2a")]
    [Enforces("CMC-5.3b")]
    public static IEnumerable<TableRuling> Judge(StepClass step, IEnumerable<CapacityClaim> claims) =>
        claims
            .Where(claim => claim.Kind switch
            {
                CapacityKind.LinesInArea => step == StepClass.NonCulture,
                CapacityKind.CulturesInArea => step == StepClass.Culture,
                CapacityKind.IsolatorsInRoom or CapacityKind.BatchesAtStage => true,
            })
            .Where(claim => claim.OthersAtWork + 1 > (claim.ValidatedMax ?? 1))
            .Select(claim => SetTable.Capacity.Rule(
                new("resource", claim.Kind.ToString()), new("scope", claim.Where), new("count", claim.OthersAtWork),
                new("validatedMaximum", claim.ValidatedMax ?? 1))
                .Citing(claim.Kind == CapacityKind.BatchesAtStage ? "CMC-5.3b" : "GMP-9.3.2a"));

    /// <summary>S-41 for a place: more persons than validated. Whom a person serves is asked of the team.</summary>
    [Enforces("GMP-9.3.2d")]
    public static TableRuling? Persons(PersonClaim claim) =>
        claim.Inside + claim.Entering <= (claim.ValidatedMax ?? 1)
            ? null
            : SetTable.Persons.Rule(new("room", claim.Where), new("persons", claim.Inside), new("entering", claim.Entering), new("validatedMaximum", claim.ValidatedMax ?? 1))
                .Citing("GMP-9.3.2d") with
            { Remedies = ["raise-validated-maximum"] };
}
