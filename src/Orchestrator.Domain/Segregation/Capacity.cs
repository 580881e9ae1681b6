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
/// <param name="Entering">Those of the step who are not inside yet.</param>
/// <param name="ValidatedMax">The validated number; null when there is none, which refuses.</param>
public sealed record PersonClaim(string Where, int Inside, int Entering, int? ValidatedMax);

/// <summary>A direct operator of the asking step and the batch of this area that the person is assigned to, if any.</summary>
public sealed record Assignment(string Operator, string? AssignedBatch, string? AssignedRoom);

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

    /// <summary>S-41, one ruling for each place that would be too full and for each operator of another batch.</summary>
    [Enforces("GMP-9.3.2d")]
    [Enforces("GMP-9.5.3f")]
    [Enforces("GMP-9.5.4e")]
    public static IEnumerable<TableRuling> Persons(
        Party asking, IEnumerable<PersonClaim> claims, IEnumerable<Assignment> operators)
    {
        foreach (var claim in claims.Where(claim => claim.ValidatedMax is not { } max || claim.Inside + claim.Entering > max))
        {
            yield return SetTable.Persons.Rule(
                new("scope", claim.Where), new("persons", claim.Inside + claim.Entering),
                claim.ValidatedMax is { } max ? new("maximumPersons", max) : new("maximumPersons", "none")).Citing("GMP-9.3.2d") with
            {
                Remedies = ["raise-validated-maximum"],
            };
        }

        foreach (var assigned in operators.Where(person => person.AssignedBatch is { } batch && batch != asking.Batch))
        {
            yield return SetTable.Persons.Rule(
                new("operator", assigned.Operator), new("batch", asking.Batch), new("room", asking.Room),
                new("otherBatch", assigned.AssignedBatch!), new("otherRoom", assigned.AssignedRoom ?? "unknown"))
                .Citing(assigned.AssignedRoom == asking.Room ? ["GMP-9.5.4e"] : ["GMP-9.5.3f", "GMP-9.5.4e"]);
        }
    }
}
