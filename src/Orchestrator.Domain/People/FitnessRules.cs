using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.People;

/// <summary>Whether a person is trained, authorised and qualified: read from the plant file, where two people approved it.</summary>
public static class FitnessRules
{
    public const string Biosafety = "biosafety";
    public const string Pathogen = "pathogen";
    public const string Gowning = "gowning";

    /// <summary>The roles of production; everybody else is held to the same rule under GMP-5.2b.</summary>
    private static readonly string[] ProductionRoles = ["operator", "verifier"];

    /// <summary>GMP-5.2a: biosafety training in date, and an authorisation for the area; each is asked for by itself.</summary>
    [Enforces("GMP-5.2a")]
    public static IEnumerable<Refusal> ForArea(Site site, PersonDefinition person, string area, DateTimeOffset now) =>
        person.Roles.Any(ProductionRoles.Contains) ? InArea(site, person, area, now, "GMP-5.2a") : [];

    /// <summary>GMP-5.2b: cleaners, maintenance, laboratory, quality and visitors are asked for the same as operators.</summary>
    [Enforces("GMP-5.2b")]
    public static IEnumerable<Refusal> ForAreaAsOther(Site site, PersonDefinition person, string area, DateTimeOffset now) =>
        person.Roles.Any(ProductionRoles.Contains) ? [] : InArea(site, person, area, now, "GMP-5.2b");

    /// <summary>GMP-5.2a: who works on a step is authorised for its operation.</summary>
    [Enforces("GMP-5.2a")]
    public static Refusal? ForOperation(Site site, PersonDefinition person, string operation, DateTimeOffset now) =>
        Lapsed(site, person.Authorisations, operation, now) is { } until
            ? Refusal.Of("GMP-5.2a", new Seen("operator", person.Id), new Seen("operation", operation), new Seen("validUntil", until))
                .Remedied("authorise-operator", new Seen("operator", person.Id), new Seen("operation", operation))
                .Remedied("assign-other-operator", new Seen("operator", person.Id))
            : null;

    /// <summary>GMP-5.2c: work on pathogen-positive material needs the module on pathogen transmission.</summary>
    [Enforces("GMP-5.2c")]
    public static Refusal? ForPathogen(Site site, PersonDefinition person, PathogenStatus status, DateTimeOffset now) =>
        status == PathogenStatus.Positive && Lapsed(site, person.Trainings, Pathogen, now) is { } until
            ? Refusal.Of("GMP-5.2c", new Seen("operator", person.Id), new Seen("training", Pathogen), new Seen("validUntil", until), new Seen("pathogenStatus", status.ToString()))
                .Remedied("train-operator", new Seen("operator", person.Id), new Seen("training", Pathogen))
                .Remedied("assign-other-operator", new Seen("operator", person.Id))
            : null;

    /// <summary>GEN-4.1c: an aseptic step needs the aseptic qualification in date; lapsed gowning ends it.</summary>
    [Enforces("GEN-4.1c")]
    public static Refusal? ForAsepticWork(Site site, PersonDefinition person, StepDefinition step, DateTimeOffset now)
    {
        if (!step.Aseptic)
            return null;
        var gowning = person.Trainings.ContainsKey(Gowning) ? Lapsed(site, person.Trainings, Gowning, now) : null;
        var aseptic = person.AsepticUntil is { } until && now < site.EndOf(until) ? null : Text(person.AsepticUntil);
        return (aseptic, gowning) switch
        {
            (null, null) => null,
            ({ } lapsed, _) => Unqualified(person, step, "aseptic", lapsed),
            (_, { } lapsed) => Unqualified(person, step, Gowning, lapsed),
        };
    }

    private static Refusal Unqualified(PersonDefinition person, StepDefinition step, string qualification, string lapsed) =>
        Refusal.Of("GEN-4.1c", new Seen("operator", person.Id), new Seen("qualification", qualification), new Seen("validUntil", lapsed), new Seen("step", step.Id))
            .Remedied("qualify-operator", new Seen("operator", person.Id), new Seen("qualification", qualification))
            .Remedied("assign-other-operator", new Seen("operator", person.Id));

    private static IEnumerable<Refusal> InArea(Site site, PersonDefinition person, string area, DateTimeOffset now, string rule)
    {
        if (Lapsed(site, person.Trainings, Biosafety, now) is { } trained)
        {
            yield return Refusal.Of(rule, new Seen("operator", person.Id), new Seen("training", Biosafety), new Seen("validUntil", trained))
                .Remedied("train-operator", new Seen("operator", person.Id), new Seen("training", Biosafety));
        }

        if (Lapsed(site, person.Authorisations, area, now) is { } authorised)
        {
            yield return Refusal.Of(rule, new Seen("operator", person.Id), new Seen("area", area), new Seen("validUntil", authorised))
                .Remedied("authorise-operator", new Seen("operator", person.Id), new Seen("operation", area));
        }
    }

    /// <summary>Null while the entry is in date; else until when it was, or <c>none</c>.</summary>
    private static string? Lapsed(Site site, IReadOnlyDictionary<string, DateOnly> entries, string name, DateTimeOffset now) =>
        !entries.TryGetValue(name, out var until) ? Text(null)
        : now < site.EndOf(until) ? null
        : Text(until);

    private static string Text(DateOnly? date) => date?.ToString("O", System.Globalization.CultureInfo.InvariantCulture) ?? "none";
}
