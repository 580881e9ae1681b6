using System.Collections.Immutable;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Law;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Domain.Quality;

/// <summary>Which approvals of the plant file a decision may rest on now.</summary>
public static class QualityRules
{
    /// <summary>
    /// The first risk assessment in force that covers every product, every area, every one of the rooms and the row of the
    /// segregation table; null when none does. The grant then cites it.
    /// </summary>
    public static string? RiskAssessmentFor(Desk desk, Site site, Scope scope, IEnumerable<string> rooms, string row)
    {
        foreach (var assessment in Covering(site, scope, rooms, row, desk.Now))
        {
            if (desk.Get<RiskAssessment>(assessment.Id).Status != ApprovalStatus.InForce)
                continue;
            desk.RestsOn(Basis.Of("risk-assessment", new Seen("riskAssessment", assessment.Id), new Seen("document", assessment.Document), new Seen("row", row)));
            return assessment.Id;
        }

        return null;
    }

    /// <summary>A risk assessment of the plant file is cited only while it is approved and in force; one that the plant file does not know is quality's own document.</summary>
    /// <param name="rule">The requirement that asks for it.</param>
    public static Refusal? MayBeCited(Desk desk, Site site, string id, string rule)
    {
        if (site.Document.RiskAssessments.FirstOrDefault(assessment => assessment.Id == id) is not { } known)
            return null;
        var status = desk.Get<RiskAssessment>(id).Status;
        return status == ApprovalStatus.InForce && Approved(site, known, desk.Now)
            ? null
            : Refusal.Of(rule, new Seen("riskAssessment", id), new Seen("status", status.ToString())).Remedied("reinstate-risk-assessment", new Seen("riskAssessment", id));
    }

    /// <summary>The first override in force that relaxes the rule for every product and area concerned; null when none does. The decision then cites it.</summary>
    public static string? OverrideFor(Desk desk, Site site, string rule, Scope scope)
    {
        var covering = site.Document.Overrides
            .Where(relaxation => relaxation.Rule == rule && scope.LiesIn(relaxation.Products, relaxation.Areas) && !Flaws(site, relaxation, desk.Now).Any())
            .OrderBy(relaxation => relaxation.Id, StringComparer.Ordinal);
        foreach (var relaxation in covering)
        {
            if (desk.Get<PolicyOverride>(relaxation.Id).Status != ApprovalStatus.InForce)
                continue;
            desk.RestsOn(Basis.Of("override", new Seen("override", relaxation.Id), new Seen("rule", rule), new Seen("document", relaxation.Document)));
            return relaxation.Id;
        }

        return null;
    }

    /// <summary>
    /// GMP-1: an override names an approved justification, a scope of product, area and period and an approver of quality,
    /// lies within its dates, and does not aim at a prohibition.
    /// </summary>
    [Enforces("GMP-1")]
    public static IEnumerable<Refusal> Flaws(Site site, OverrideDefinition relaxation, DateTimeOffset now)
    {
        if (LawBook.TryGet(relaxation.Rule) is not { Prohibition: false })
            yield return Flaw(relaxation, new Seen("rule", relaxation.Rule));
        if (string.IsNullOrWhiteSpace(relaxation.Document))
            yield return Flaw(relaxation, new Seen("justification", "none"));
        if (relaxation.Products.IsEmpty || relaxation.Areas.IsEmpty)
            yield return Flaw(relaxation, new Seen("scope", "none"));
        if (TwoPeople.Holds(site, relaxation.ApprovedBy, "quality", "GMP-1") is not null)
            yield return Flaw(relaxation, new Seen("approver", relaxation.ApprovedBy));
        if (site.DateOf(now) is var today && (today < relaxation.ValidFrom || today > relaxation.ValidUntil))
            yield return Flaw(relaxation, new Seen("validUntil", relaxation.ValidUntil.ToString("O", System.Globalization.CultureInfo.InvariantCulture)));
    }

    /// <summary>GEN-3a: an event that they did not foresee reopens the risk assessments of the product in the area.</summary>
    [Enforces("GEN-3a")]
    public static void Reopen(Desk desk, Site site, string product, string area, string cause)
    {
        foreach (var assessment in site.Document.RiskAssessments.Where(assessment => assessment.Products.Contains(product) && assessment.Areas.Contains(area)))
            if (desk.Get<RiskAssessment>(assessment.Id).Status == ApprovalStatus.InForce)
                desk.Protect(new ActorId(ActorKind.RiskAssessment, assessment.Id), new RiskAssessmentFact.Reopened(cause, desk.Now));
    }

    private static IEnumerable<RiskAssessmentDefinition> Covering(Site site, Scope scope, IEnumerable<string> rooms, string row, DateTimeOffset now) =>
        site.Document.RiskAssessments
            .Where(assessment => scope.LiesIn(assessment.Products, assessment.Areas)
                && (assessment.Rooms.IsEmpty || rooms.All(assessment.Rooms.Contains))
                && (assessment.Rows.IsEmpty || assessment.Rows.Contains(row))
                && Approved(site, assessment, now))
            .OrderBy(assessment => assessment.Id, StringComparer.Ordinal);

    private static bool Approved(Site site, RiskAssessmentDefinition assessment, DateTimeOffset now) =>
        !string.IsNullOrWhiteSpace(assessment.Document)
        && TwoPeople.Holds(site, assessment.ApprovedBy, "quality", "GMP-5.1a") is null
        && site.DateOf(now) is var today && today >= assessment.ValidFrom && today <= assessment.ValidUntil;

    private static Refusal Flaw(OverrideDefinition relaxation, Seen seen) =>
        Refusal.Of("GMP-1", new Seen("override", relaxation.Id), seen).Remedied("activate-override", new Seen("rule", relaxation.Rule));
}

/// <summary>Whom an approval has to cover: when batches stand side by side, the products and areas of both.</summary>
public sealed record Scope(ImmutableSortedSet<string> Products, ImmutableSortedSet<string> Areas)
{
    public static Scope Of(string product, string area) => new([product], [area]);

    /// <summary>The scope of a ruling of the segregation table: the asking side, and whoever else it names.</summary>
    public static Scope Of(Desk desk, Site site, string product, string area, TableRuling ruling) => new(
        [product, .. ruling.Seen.Where(seen => seen.Name == "otherBatch").Select(seen => desk.Get<Batch>(seen.Value).Product).Where(other => other.Length > 0)],
        [area, .. ruling.Seen.Where(seen => seen.Name == "otherRoom").Select(seen => site.Room(seen.Value)?.Area).OfType<string>()]);

    public bool LiesIn(IEnumerable<string> products, IEnumerable<string> areas) => Products.IsSubsetOf(products) && Areas.IsSubsetOf(areas);
}
