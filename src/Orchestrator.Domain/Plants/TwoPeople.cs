using Orchestrator.Domain.Kernel;

namespace Orchestrator.Domain.Plants;

/// <summary>The look-ups every act of one or two named people begins with; each refuses under the rule that asks for the person.</summary>
public static class TwoPeople
{
    /// <summary>Performer and verifier are two different people of the plant.</summary>
    public static IEnumerable<Refusal> Differ(Site site, string performer, string verifier, string rule)
    {
        if (performer == verifier)
            yield return Refusal.Of(rule, new Seen("performer", performer), new Seen("verifier", verifier)).Remedied("second-person", new Seen("performer", performer));
        foreach (var person in new[] { performer, verifier }.Distinct())
            if (site.Person(person) is null)
                yield return Refusal.Of(rule, new Seen("person", person), new Seen("status", "unknown")).Remedied("apply-plant-change");
    }

    /// <summary>The person has the role that the act asks for.</summary>
    public static Refusal? Holds(Site site, string person, string role, string rule) =>
        site.Person(person) is { } known && known.Roles.Contains(role)
            ? null
            : Refusal.Of(rule, new Seen("person", person), new Seen("requiredRole", role)).Remedied("fill-roles", new Seen("requiredRole", role));

    /// <summary>Two different people, one of quality at least; whoever gives the command is one of them and signs for nobody else.</summary>
    public static IEnumerable<Refusal> WithQuality(Site site, string firstBy, string secondBy, Moment moment, string rule)
    {
        foreach (var refusal in Differ(site, firstBy, secondBy, rule))
            yield return refusal;
        if (new[] { firstBy, secondBy }.All(person => Holds(site, person, "quality", rule) is not null))
            yield return Refusal.Of(rule, new Seen("performer", firstBy), new Seen("verifier", secondBy), new Seen("requiredRole", "quality")).Remedied("fill-roles", new Seen("requiredRole", "quality"));
        if (Signs(moment, firstBy, secondBy) is { } unsigned)
            yield return unsigned;
    }

    /// <summary>A person of the plant file, whatever the role.</summary>
    public static Refusal? Known(Site site, string person) =>
        site.Person(person) is null ? Refusal.Of("ORC-005", new Seen("person", person)) : null;

    /// <summary>Performer and verifier differ, and the verifier may verify: by that role, or as one of quality.</summary>
    public static IEnumerable<Refusal> Verified(Site site, string performer, string verifier, string rule)
    {
        foreach (var refusal in Differ(site, performer, verifier, rule))
            yield return refusal;
        if (Holds(site, verifier, "quality", rule) is not null && Holds(site, verifier, "verifier", rule) is { } missing)
            yield return missing;
    }

    /// <summary>A signature is given by the person behind the token, in their own name; a token of a machine signs nothing (requirements 0.7.9).</summary>
    public static Refusal? Signs(Moment moment, params ReadOnlySpan<string> signers) =>
        moment.Person is { } person && signers.Contains(person)
            ? null
            : Refusal.Of("ORC-008", new Seen("caller", moment.Caller), new Seen("person", moment.Person ?? ""), new Seen("expected", string.Join(", ", signers.ToArray()))).Remedied("sign-in-person", new Seen("expected", string.Join(", ", signers.ToArray())));

    /// <summary>A decision that is quality's, signed by that person.</summary>
    public static IEnumerable<Refusal> ByQuality(Site site, string person, Moment moment, string rule)
    {
        if (Holds(site, person, "quality", rule) is { } missing)
            yield return missing;
        if (Signs(moment, person) is { } unsigned)
            yield return unsigned;
    }

    /// <summary>A decision that two people of quality take together; the person behind the token is one of them.</summary>
    public static IEnumerable<Refusal> BothOfQuality(Site site, string first, string second, Moment moment, string rule) =>
        [.. WithQuality(site, first, second, moment, rule), .. new[] { Holds(site, first, "quality", rule), Holds(site, second, "quality", rule) }.OfType<Refusal>()];
}
