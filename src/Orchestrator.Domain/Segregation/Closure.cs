using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Segregation;

/// <summary>Whether a closed system has been opened since it was verified closed.</summary>
public enum Opening
{
    Never,

    /// <summary>Opened on purpose or by breach, and not closed again.</summary>
    Open,
    Reclosed,
}

/// <summary>What is recorded of the system a step runs in; null is unknown, and unknown counts against it.</summary>
/// <param name="Validated">A closure validation for this kit and configuration stands (GMP-13.7a).</param>
/// <param name="Breached">The last opening was not planned (GMP-9.5.7a).</param>
/// <param name="ReclosedAfterCycle">Disinfected or sterilised after the opening, or opened in a sterile environment (GMP-13.7c).</param>
/// <param name="ReclosureVerified">Return to closed is validated for the system, and this one was checked (GMP-13.7d).</param>
/// <param name="IntegrityInDate">The last integrity check passed and is in date (GMP-6.3c).</param>
public sealed record ClosureRecord(
    string System,
    Exposure Declared,
    bool? Validated,
    Opening? Opening,
    bool? Breached,
    bool? ReclosedAfterCycle,
    bool? ReclosureVerified,
    bool? IntegrityInDate);

/// <summary>The exposure that counts, and why it is not the declared one.</summary>
public sealed record EffectiveExposure(Exposure Exposure, TableRuling? Because);

/// <summary>One closed system, equipment or isolator and its last integrity check.</summary>
/// <param name="Period">How long a passed check counts; a site parameter, null when not set.</param>
/// <param name="LastFailed">The last check that failed, if any.</param>
/// <param name="RepairedOrMoved">The last repair or relocation, if any.</param>
public sealed record IntegrityCheck(
    string Item,
    bool IsIsolator,
    DateTimeOffset? LastPassed,
    TimeSpan? Period,
    DateTimeOffset? LastFailed = null,
    DateTimeOffset? RepairedOrMoved = null)
{
    public bool InDate(DateTimeOffset now) =>
        LastPassed is { } passed && Period is { } period
        && passed <= now && now - passed <= period
        && !(LastFailed >= passed) && !(RepairedOrMoved > passed);
}

/// <summary>Judges closure and integrity, the paragraphs S-06 and S-07.</summary>
public static class Closure
{
    /// <summary>S-06. What was declared open or punctured stays so; what was declared closed has to earn it.</summary>
    [Enforces("GMP-13.7a")]
    [Enforces("GMP-13.7b")]
    [Enforces("GMP-13.7c")]
    [Enforces("GMP-13.7d")]
    public static EffectiveExposure Effective(ClosureRecord record)
    {
        if (record.Declared != Exposure.Closed)
            return new(record.Declared, null);
        (string Rule, Seen Seen)[] against = [.. Against(record)];
        if (against.Length == 0)
            return new(Exposure.Closed, null);
        var ruling = UnaryTable.CountsAsOpen.Rule(
            [new("closedSystem", record.System), new("exposure", record.Declared.ToString()), .. against.Select(each => each.Seen)]);
        return new(Exposure.Open, ruling.Citing([.. against.Select(each => each.Rule)]));
    }

    /// <summary>S-07, one ruling for each item that fails.</summary>
    [Enforces("GMP-6.3c")]
    [Enforces("GMP-9.5.5a")]
    public static IEnumerable<TableRuling> Integrity(IEnumerable<IntegrityCheck> checks, DateTimeOffset now) =>
        checks.Where(check => !check.InDate(now)).Select(check => UnaryTable.Integrity.Rule(
            [
                new(check.IsIsolator ? "isolator" : "equipment", check.Item),
                new("lastPassed", check.LastPassed is { } passed ? Instant.Text(passed) : "none"),
                new("period", check.Period is { } period ? Instant.Text(period) : "unknown"),
                .. Some("lastResult", check.LastFailed), .. Some("repairedAt", check.RepairedOrMoved),
            ]).Citing(check.IsIsolator ? ["GMP-9.5.5a", "GMP-6.3c"] : ["GMP-6.3c"]) with
        {
            Remedies = [check.IsIsolator ? "test-isolator" : "check-integrity"],
        });

    private static IEnumerable<(string Rule, Seen Seen)> Against(ClosureRecord record)
    {
        if (record.Validated != true)
            yield return ("GMP-13.7a", new("closureValidation", Known(record.Validated)));
        if (record.Opening is null or Opening.Open)
            yield return record.Breached == true
                ? ("GMP-9.5.7a", new("breach", "yes"))
                : ("GMP-13.7b", new("status", record.Opening?.ToString() ?? "unknown"));
        if (record.Opening == Opening.Reclosed && record.ReclosedAfterCycle != true)
            yield return ("GMP-13.7c", new("disinfection", Known(record.ReclosedAfterCycle)));
        if (record.Opening == Opening.Reclosed && record.ReclosureVerified != true)
            yield return ("GMP-13.7d", new("reclosure", Known(record.ReclosureVerified)));
        if (record.IntegrityInDate != true)
            yield return ("GMP-6.3c", new("integrityCheck", Known(record.IntegrityInDate)));
    }

    private static string Known(bool? value) => value is null ? "unknown" : value.Value ? "yes" : "no";

    private static IEnumerable<Seen> Some(string name, DateTimeOffset? at) => at is { } instant ? [new(name, instant)] : [];
}
