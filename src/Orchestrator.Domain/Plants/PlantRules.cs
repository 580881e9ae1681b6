using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Recipes;

namespace Orchestrator.Domain.Plants;

/// <summary>The rules of master data, and the look-ups every rule of the law begins with.</summary>
public static class PlantRules
{
    /// <summary>The plant's master data in force, or the refusal that there are none.</summary>
    public static Site? SiteOf(Desk desk)
    {
        var plant = desk.Get<Plant>(ActorId.Plant.Key);
        if (plant.Site is null)
            desk.Check(Founded(plant) ?? Refusal.Of("ORC-004").Remedied("apply-plant-change"));
        return plant.Site;
    }

    /// <summary>A site parameter that a rule needs; a missing one refuses under that rule (AMB-33, AMB-41).</summary>
    /// <param name="name">The parameter's name in the plant file.</param>
    public static Refusal? Missing<T>(T? value, string rule, string name)
        where T : struct =>
        value is null ? Refusal.Of(rule, new Seen("siteParameter", name)).Remedied("set-site-parameter", new Seen("siteParameter", name)) : null;

    /// <summary>What a controller reports counts only for the actors that the plant file says it speaks for.</summary>
    public static Refusal? SpeaksFor(Site site, Moment moment, ActorId actor)
    {
        var address = actor.ToString();
        return site.ControllersOf(address).Contains(moment.Caller)
            ? null
            : Refusal.Of("ORC-008", new Seen("caller", moment.Caller), new Seen("actor", address)).Remedied("ask-authorised-caller", new Seen("requiredCallerRole", "equipment"));
    }

    /// <summary>A document valid until a date holds through the end of that day in the plant's zone; without a date it does not hold.</summary>
    public static bool InDate(Site site, DateOnly? until, DateTimeOffset now) => until is { } date && now < site.EndOf(date);

    /// <summary>GMP-6.4.0 (clock 27): what a step works in or on is qualified, and in date.</summary>
    /// <param name="kind">What it is, as <c>facts.json</c> labels it.</param>
    [Enforces("GMP-6.4.0")]
    public static Refusal? Qualified(Site site, string kind, string id, DateOnly? until, DateTimeOffset now) => InDate(site, until, now)
        ? null
        : Refusal.Of("GMP-6.4.0", new Seen(kind, id), new Seen("qualificationDue", Text(until))).Remedied("requalify", new Seen("equipment", id));

    /// <summary>GMP-4.2.3a (clock 29): what measures is calibrated, and in date.</summary>
    /// <param name="remedy">What renews it: a record of its own, or the plant file.</param>
    [Enforces("GMP-4.2.3a")]
    public static Refusal? Calibrated(Site site, string id, DateOnly? until, DateTimeOffset now, string remedy = "requalify") => InDate(site, until, now)
        ? null
        : Refusal.Of("GMP-4.2.3a", new Seen("equipment", id), new Seen("calibrationDue", Text(until))).Remedied(remedy, new Seen("equipment", id));

    /// <summary>A due date as the law shows it.</summary>
    public static string Text(DateOnly? date) => date?.ToString("O", System.Globalization.CultureInfo.InvariantCulture) ?? "none";

    public static Refusal? Founded(Plant plant) => plant.Founded ? null : Refusal.Of("ORC-004").Remedied("found-plant");

    /// <summary>Master data are approved by people: the caller's token must belong to one.</summary>
    public static Refusal? ByAPerson(Moment moment) =>
        moment.Person is null ? Refusal.Of("ORC-023", new Seen("caller", moment.Caller)).Remedied("tie-token-to-person", new Seen("caller", moment.Caller)) : null;

    public static Refusal? ChangeExists(Plant plant, string change) =>
        Waits(plant, change, plant.Changes.Keys);

    /// <summary>A change or an opening balance that waits; one that is settled already is another matter than one that never was.</summary>
    /// <param name="waiting">The ids of those of its kind that wait.</param>
    public static Refusal? Waits(Plant plant, string id, IEnumerable<string> waiting)
    {
        var ids = waiting.ToList();
        var named = new Seen("expected", ids.Count == 0 ? "none" : string.Join(", ", ids));
        if (ids.Contains(id))
            return null;
        return plant.Settled.Contains(id)
            ? Refusal.Of("ORC-003", new Seen("document", id), new Seen("status", "settled"))
            : Refusal.Of("ORC-001", new Seen("document", id), named).Remedied("name-waiting-change", named);
    }

    public static Refusal? SecondPerson(Plant plant, string change, Moment moment) =>
        plant.Changes.TryGetValue(change, out var proposed) && proposed.ProposedBy == moment.Person
            ? Refusal.Of("ORC-009", new Seen("document", change), new Seen("performer", proposed.ProposedBy)).Remedied("second-person", new Seen("performer", proposed.ProposedBy))
            : null;

    /// <summary>GMP-5.1a: the plant file holds what is quality's to approve (risk assessments, overrides, validated limits), so one of the two people is of quality.</summary>
    /// <param name="document">Where the roles stand: the file in force, or the first one itself.</param>
    [Enforces("GMP-5.1a")]
    public static Refusal? WithQuality(PlantDocument? document, string change, string proposer, string? approver) =>
        document is null || document.People.Any(person => (person.Id == proposer || person.Id == approver) && person.Roles.Contains("quality"))
            ? null
            : Refusal.Of("GMP-5.1a", new Seen("document", change), new Seen("performer", proposer), new Seen("verifier", approver ?? "none"), new Seen("requiredRole", "quality")).Remedied("approve-by-quality");

    /// <summary>ORC-024: a whole plant file replaces the one in force; one that rests on an older file would undo what came between.</summary>
    public static Refusal? OnTheFileInForce(Plant plant, PlantChange change) =>
        change.Plant is null || change.Base == plant.InForce
            ? null
            : Refusal.Of("ORC-024", new Seen("document", change.Id), new Seen("base", change.Base.Length > 0 ? change.Base : "none"), new Seen("inForce", plant.InForce)).Remedied("propose-anew", new Seen("document", change.Id));

    public static Refusal? OfThisPlant(Plant plant, PlantDocument? document) =>
        document is not null && plant.Founded && document.Id != plant.Id
            ? Refusal.Of("ORC-005", new Seen("plant", document.Id), new Seen("expected", plant.Id))
            : null;

    /// <summary>An approved version never changes (GMP-9.1a); the same content again is already so.</summary>
    public static Refusal? VersionIsNew(Recipe recipe, RecipeDocument proposed) =>
        recipe.Document is null ? null : Refusal.Of("GMP-9.1a", new Seen("recipe", proposed.Id), new Seen("recipeVersion", proposed.Version)).Remedied("raise-recipe-version", new Seen("recipe", proposed.Id));

    /// <summary>What the documents themselves show to be wrong is not put in force; a recipe is held against the plant it is to run in.</summary>
    public static IEnumerable<Refusal> Consistent(Plant plant, PlantCommand.ProposeChange command)
    {
        var site = command.Plant ?? plant.Site?.Document;
        var ofPlant = command.Plant is null ? [] : PlantCheck.Of(command.Plant).Select(finding => (Document: command.Plant.Id, Finding: finding));
        var ofRecipes = command.Recipes.SelectMany(recipe => RecipeCheck.Of(recipe, site), (recipe, finding) => (Document: recipe.Id, Finding: finding));
        return ofPlant.Concat(ofRecipes)
            .Where(found => found.Finding.Severity == FindingSeverity.Error)
            .Select(found => Refusal.Of("ORC-022", new Seen("document", found.Document), new Seen("field", found.Finding.Field), new Seen("reason", found.Finding.En)).Remedied("apply-plant-change"));
    }
}
