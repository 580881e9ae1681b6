using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;

namespace Orchestrator.Domain.Identity;

/// <summary>Acts that one person does and another confirms: both must be known to the plant, differ, and hold the role the act asks for.</summary>
public static class TwoPeople
{
    public const string VerifierRole = "verifier";
    public const string QualityRole = "quality";

    /// <summary>A person of the plant file, whatever the role.</summary>
    public static Refusal? Known(Site site, string person) =>
        site.Person(person) is null ? Refusal.Of("ORC-005", new Seen("person", person)) : null;

    /// <summary>Performer and verifier differ, and the verifier may verify.</summary>
    /// <param name="rule">The requirement that asks for the second person.</param>
    public static IEnumerable<Refusal> Verified(Site site, string performer, string verifier, string rule)
    {
        if (Known(site, performer) is { } unknown)
            yield return unknown;
        if (performer == verifier)
            yield return Refusal.Of(rule, new Seen("performer", performer), new Seen("verifier", verifier)).Remedied("second-person", new Seen("performer", performer));
        if (site.Person(verifier) is not { } person)
            yield return Refusal.Of("ORC-005", new Seen("person", verifier));
        else if (!person.Roles.Contains(VerifierRole) && !person.Roles.Contains(QualityRole))
            yield return Refusal.Of(rule, new Seen("verifier", verifier), new Seen("requiredRole", VerifierRole)).Remedied("second-person", new Seen("performer", performer));
    }

    /// <summary>A decision that is quality's: by a person of that role, and by the person behind the token where one is known.</summary>
    public static IEnumerable<Refusal> OfQuality(Desk desk, Site site, string person, string rule)
    {
        if (site.Person(person)?.Roles.Contains(QualityRole) != true)
            yield return Refusal.Of(rule, new Seen("person", person), new Seen("requiredRole", QualityRole));
        if (desk.Moment.Person is { } behind && behind != person)
            yield return Refusal.Of("ORC-008", new Seen("caller", behind), new Seen("person", person));
    }

    /// <summary>A decision of quality that two of its people take; the person behind the token is one of them.</summary>
    public static IEnumerable<Refusal> BothOfQuality(Desk desk, Site site, string first, string second, string rule)
    {
        var behind = desk.Moment.Person;
        foreach (var refusal in OfQuality(desk, site, behind == second ? second : first, rule))
            yield return refusal;
        if (first == second)
            yield return Refusal.Of(rule, new Seen("performer", first), new Seen("verifier", second)).Remedied("second-person", new Seen("performer", first));
        foreach (var person in new[] { first, second })
            if (site.Person(person)?.Roles.Contains(QualityRole) != true)
                yield return Refusal.Of(rule, new Seen("person", person), new Seen("requiredRole", QualityRole));
    }
}
