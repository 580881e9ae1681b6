using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Segregation;

/// <summary>An approved clearance of a room.</summary>
/// <param name="Changeover">Whether nothing of the batch is left but closed vessels in recorded positions; if not, its mounted kit may stay.</param>
/// <param name="Batch">The batch that was cleared out or cleared up after.</param>
/// <param name="ValidUntil">End of its validity; a site parameter, null when not set.</param>
public sealed record ApprovedClearance(
    bool Changeover, string Batch, DateTimeOffset ApprovedAt, DateTimeOffset? ValidUntil);

/// <summary>An act in the room that has ended; one still running is the pair table's matter.</summary>
public sealed record PastOperation(string Batch, DateTimeOffset EndedAt);

/// <summary>A room's past as far as clearance goes.</summary>
/// <param name="OthersOperations">The last ended operation of each other batch since the room was last taken into use.</param>
/// <param name="LastCompletedStep">The last completed step of any batch, if any.</param>
public sealed record RoomPast(
    string Room,
    IReadOnlyCollection<PastOperation> OthersOperations,
    PastOperation? LastCompletedStep,
    IReadOnlyCollection<ApprovedClearance> Clearances)
{
    /// <summary>Batches in isolators of their own: they share the room with the asking one, and what they need is the clearance after each step.</summary>
    public IReadOnlyCollection<string> Apart { get; init; } = [];
}

/// <summary>Judges a room's clearance, the paragraph S-08.</summary>
public static class RoomClearance
{
    /// <summary>S-08, one ruling for each clearance that is missing, older than what it should clear, or lapsed.</summary>
    [Enforces("GMP-9.5.2c")]
    [Enforces("GMP-9.5.4c")]
    public static IEnumerable<TableRuling> Judge(string batch, RoomPast past, DateTimeOffset now)
    {
        foreach (var operation in OfOthers(batch, past))
        {
            if (!past.Clearances.Any(clearance => clearance.Changeover && Clears(clearance, operation, now)))
                yield return Missing("GMP-9.5.2c", batch, past.Room, operation, "Changeover");
        }

        if (past.LastCompletedStep is { } step && !past.Clearances.Any(clearance => Clears(clearance, step, now)))
            yield return Missing("GMP-9.5.4c", batch, past.Room, step, "Step");
    }

    private static IEnumerable<PastOperation> OfOthers(string batch, RoomPast past) =>
        past.OthersOperations
            .Concat(past.LastCompletedStep is { } step ? [step] : [])
            .Where(operation => operation.Batch != batch && !past.Apart.Contains(operation.Batch))
            .GroupBy(operation => operation.Batch, StringComparer.Ordinal)
            .Select(operations => operations.MaxBy(operation => operation.EndedAt)!);

    private static bool Clears(ApprovedClearance clearance, PastOperation operation, DateTimeOffset now) =>
        clearance.Batch == operation.Batch
        && clearance.ApprovedAt > operation.EndedAt && clearance.ApprovedAt <= now
        && clearance.ValidUntil is { } until && now <= until;

    private static TableRuling Missing(
        string requirement, string batch, string room, PastOperation operation, string scope) =>
        UnaryTable.Clearance.Rule(
            new("batch", batch), new("room", room), new("requiredScope", scope),
            new("previousBatch", operation.Batch), new("lastOperationAt", operation.EndedAt)).Citing(requirement) with
        {
            Remedies = [scope == "Step" ? "clear-step" : "clear-room"],
        };
}
