using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.People;

/// <summary>
/// Who may not enter where after vector work or contact with pathogen-positive material (004 五(三)). The rules bind at
/// every entry, also while the area is idle: it may become occupied before the person has left it again.
/// </summary>
public static class ExclusionRules
{
    /// <summary>GMP-5.3a: after vector work nobody enters a cell-product area without a decontamination that is newer than the last exit and still good.</summary>
    [Enforces("GMP-5.3a")]
    public static Refusal? VectorStaff(Site site, Operator person, AreaDefinition area, DateTimeOffset now)
    {
        if (area.Designation == AreaDesignation.Vector || person.LastVectorExit is not { } exit)
            return null;
        if (PlantRules.Missing(site.Parameters.DecontaminationValidity, "GMP-5.3a", "decontaminationValidity") is { } missing)
            return missing;
        var goodUntil = person.Decontaminated?.At + site.Parameters.DecontaminationValidity;
        return person.Decontaminated is { } done && done.At >= exit && done.At <= now && now <= goodUntil
            ? null
            : Refusal.Of(
                    "GMP-5.3a",
                    new Seen("operator", person.Id),
                    new Seen("area", area.Id),
                    new Seen("exitedAt", exit),
                    person.Decontaminated is { } last ? new Seen("decontamination", last.At) : new Seen("decontamination", "none"))
                .Remedied("record-decontamination", new Seen("operator", person.Id));
    }

    /// <summary>GMP-5.3b: who touched pathogen-positive material enters no other area until the exclusion is lifted.</summary>
    [Enforces("GMP-5.3b")]
    public static IEnumerable<Refusal> PathogenContacts(Site site, Operator person, string area, DateTimeOffset now) =>
        from contact in person.Exclusions.Values
        where contact.Area != area
        select Barred(site, person, contact, "GMP-5.3b", area, now);

    /// <summary>GMP-5.3c: who is on pathogen-positive or vector work, or barred by it, is not assigned to another area.</summary>
    /// <param name="positive">True when the work asked for is on pathogen-positive material.</param>
    [Enforces("GMP-5.3c")]
    public static IEnumerable<Refusal> AtAssignment(Desk desk, Site site, Operator person, AreaDefinition area, bool positive)
    {
        foreach (var contact in person.Exclusions.Values.Where(contact => contact.Area != area.Id))
            yield return Barred(site, person, contact, "GMP-5.3c", area.Id, desk.Now);
        foreach (var other in person.Assignments.Values.Where(other => other.Phase != AssignmentPhase.Ended && other.Area != area.Id))
        {
            if (positive || Excluding(desk, site, other))
            {
                yield return EntryRules.UntilReleased(
                    Refusal.Of("GMP-5.3c", new Seen("operator", person.Id), new Seen("area", area.Id), new Seen("otherArea", other.Area), new Seen("otherBatch", other.Batch))
                        .Remedied("assign-other-operator", new Seen("operator", person.Id)),
                    person.Id,
                    other);
            }
        }

        if (VectorStaff(site, person, area, desk.Now) is { } vector)
            yield return vector with { Rule = "GMP-5.3c" };
    }

    /// <summary>GMP-5.3b (AMB-16): an exclusion is lifted when the rest of the shift and the site's period are over and the exit procedure is recorded.</summary>
    [Enforces("GMP-5.3b")]
    public static Refusal? MayBeLifted(Site site, Operator person, PathogenContact contact, DateTimeOffset now)
    {
        var until = Until(site, person, contact);
        var left = person.ExitProcedures.TryGetValue(contact.Area, out var exit) && exit.At >= contact.LastContact;
        var stillThere = person.Area == contact.Area || person.Running.Any(running => running.Area == contact.Area);
        return until <= now && left && !stillThere ? null : Barred(site, person, contact, "GMP-5.3b", contact.Area, now);
    }

    /// <summary>The first instant at which the exclusion can end; null when the site has not set the period.</summary>
    public static DateTimeOffset? Until(Site site, Operator person, PathogenContact contact)
    {
        if (site.Parameters.PathogenExclusion is not { } period)
            return null;
        var shift = Rota.EndOfShift(site, site.Person(person.Id), contact.LastContact);
        var rest = contact.LastContact + period;
        return rest > shift ? rest : shift;
    }

    private static Refusal Barred(Site site, Operator person, PathogenContact contact, string rule, string area, DateTimeOffset now)
    {
        if (PlantRules.Missing(site.Parameters.PathogenExclusion, rule, "pathogenExclusion") is { } missing)
            return missing;
        var until = Until(site, person, contact)!.Value;
        var done = person.ExitProcedures.TryGetValue(contact.Area, out var exit) && exit.At >= contact.LastContact;
        var refusal = Refusal.Of(
            rule,
            new Seen("operator", person.Id),
            new Seen("area", area),
            new Seen("otherArea", contact.Area),
            new Seen("otherBatch", contact.Batch),
            new Seen("contactAt", contact.LastContact),
            done ? new Seen("exitProcedure", exit!.At) : new Seen("exitProcedure", "none"));
        if (now < until)
            refusal = refusal.Remedied("wait-out-exclusion", new Seen("operator", person.Id), new Seen("waitUntil", until)).LegalFrom(until);
        if (!done)
            refusal = refusal.Remedied("record-exit-procedure", new Seen("operator", person.Id));
        return refusal.Remedied("lift-exclusion", new Seen("operator", person.Id), new Seen("area", contact.Area));
    }

    private static bool Excluding(Desk desk, Site site, StepAssignment other) =>
        site.Area(other.Area)?.Designation is AreaDesignation.Vector or AreaDesignation.PathogenDedicated
        || desk.Get<Batches.Batch>(other.Batch).Pathogen == PathogenStatus.Positive;
}
