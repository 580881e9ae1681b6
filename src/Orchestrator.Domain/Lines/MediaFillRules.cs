using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;

namespace Orchestrator.Domain.Lines;

/// <summary>What makes a media fill count (004 九(二)).</summary>
public static class MediaFillRules
{
    /// <summary>Every reason why a passed or aborted run is not entered as told; a failed one is never turned away.</summary>
    public static IEnumerable<Refusal> ForRecord(Site site, LineCommand.RecordMediaFill command, LineDefinition line, DateTimeOffset now)
    {
        IEnumerable<Refusal?> refusals =
        [
            .. Approved(site, command),
            NotInFuture(site, command, now),
            .. OfTheShift(site, command),
            AtLeastOneBatch(command),
            .. Covers(command, line),
        ];
        return refusals.OfType<Refusal>();
    }

    /// <summary>GMP-9.2.0: only the verdict of an approved protocol counts, entered by one person and verified by another of quality.</summary>
    [Enforces("GMP-9.2.0")]
    public static IEnumerable<Refusal> Approved(Site site, LineCommand.RecordMediaFill command)
    {
        if (string.IsNullOrWhiteSpace(command.Document))
            yield return Refusal.Of("GMP-9.2.0", new Seen("mediaFill", command.MediaFill), new Seen("document", "none"));
        foreach (var refusal in TwoPeople.Differ(site, command.Performer, command.Verifier, "GMP-9.2.0"))
            yield return refusal;
        if (TwoPeople.Holds(site, command.Verifier, "quality", "GMP-9.2.0") is { } unqualified)
            yield return unqualified;
    }

    /// <summary>GMP-9.2.5b: a run belongs to a rostered shift, and people of that shift took part in it.</summary>
    [Enforces("GMP-9.2.5b")]
    public static IEnumerable<Refusal> OfTheShift(Site site, LineCommand.RecordMediaFill command)
    {
        if (site.Shift(command.Shift) is null)
            yield return Refusal.Of("ORC-005", new Seen("shift", command.Shift)).Remedied("name-existing", new Seen("actorKind", "shift"));
        foreach (var stranger in command.Participants.Where(id => site.Person(id) is null))
            yield return Refusal.Of("ORC-005", new Seen("operator", stranger)).Remedied("name-existing", new Seen("actorKind", "operator"));
        if (!command.Participants.Any(id => site.Person(id)?.Shift == command.Shift))
            yield return Refusal.Of("GMP-9.2.5b", new Seen("mediaFill", command.MediaFill), new Seen("shift", command.Shift), new Seen("person", "none"));
    }

    /// <summary>GMP-9.2.5b: each run is at least one batch (每次至少一批).</summary>
    [Enforces("GMP-9.2.5b")]
    public static Refusal? AtLeastOneBatch(LineCommand.RecordMediaFill command) =>
        command.Units >= 1
            ? null
            : Refusal.Of("GMP-9.2.5b", new Seen("mediaFill", command.MediaFill), new Seen("count", command.Units), new Seen("minimum", 1));

    /// <summary>GMP-9.2.1: a passed run has simulated every exposed and connection operation of the line's protocol.</summary>
    [Enforces("GMP-9.2.1")]
    public static IEnumerable<Refusal> Covers(LineCommand.RecordMediaFill command, LineDefinition line) =>
        from operation in line.SimulatedOperations
        where command.Result == MediaFillResult.Passed && !command.Operations.Contains(operation)
        select Refusal.Of("GMP-9.2.1", new Seen("line", line.Id), new Seen("mediaFill", command.MediaFill), new Seen("operation", operation))
            .Remedied("run-media-fill", new Seen("line", line.Id), new Seen("shift", command.Shift));

    /// <summary>GMP-9.2.5d: after a failure the line passes as many runs in a row as first validated it, before it is reinstated.</summary>
    [Enforces("GMP-9.2.5d")]
    public static Refusal? Requalified(Site site, Line line)
    {
        if (line.MediaFills.Values.All(fill => fill.Result != MediaFillResult.Failed))
            return null;
        if (PlantRules.Missing(site.Parameters.InitialMediaFills, "GMP-9.2.5d", "initialMediaFills") is { } missing)
            return missing;
        var needed = site.Parameters.InitialMediaFills!.Value;
        var (row, validated) = MediaFillHistory.Validation(line, needed);
        return validated
            ? null
            : Refusal.Of("GMP-9.2.5d", new Seen("line", line.Id), new Seen("mediaFill", line.Suspended?.MediaFill ?? "none"), new Seen("count", row), new Seen("minimum", needed))
                .Remedied("validate-line", new Seen("line", line.Id));
    }

    private static Refusal? NotInFuture(Site site, LineCommand.RecordMediaFill command, DateTimeOffset now) =>
        command.Date <= site.DateOf(now)
            ? null
            : Refusal.Of("ORC-006", new Seen("happenedAt", command.Date.ToString("O", System.Globalization.CultureInfo.InvariantCulture)), new Seen("now", now)).Remedied("correct-time");
}
