using System.Collections.Immutable;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Materials;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;

namespace Orchestrator.Api.MasterData;

/// <summary>The opening-balance file: what was true before the product kept the memory, each entry with document and two people.</summary>
public static class OpeningBalanceFile
{
    private const string Format = "orchestrator-opening-balance/1";

    /// <summary>Reads and checks a balance; against a plant and its recipes too when they are given. Never throws at what is in the text.</summary>
    public static FileReading<OpeningBalance> Read(string fileName, string text, PlantDocument? plant = null, params RecipeDocument[] recipes) =>
        FileText.Read(fileName, text, Balance, balance => OpeningCheck.Of(balance, plant, recipes));

    /// <summary>The file's shape as JSON Schema.</summary>
    public static string Schema() => EntrySchema.Of("opening-balance", "Orchestrator opening balance", entry => Balance(entry));

    private static OpeningBalance Balance(Entry e)
    {
        e.Format(Format);
        return new OpeningBalance
        {
            Plant = e.Id("plant", "The plant."),
            Document = e.Text("document", "Document id and version under which this balance was approved."),
            AsOf = e.Instant("as-of", "The instant it describes; nothing in it is newer."),
            MediaFills = e.Entries("media-fills", "Past media fills.", MediaFill),
            Qualifications = e.Entries("qualifications", "Qualifications of people, rooms and equipment.", Proof),
            Calibrations = e.Entries("calibrations", "Calibrations of equipment and sensors.", Proof),
            IntegrityChecks = e.Entries("integrity-checks", "Integrity checks of closed systems and isolators.", Check),
            Disinfections = e.Entries("disinfections", "Disinfections of rooms and chambers, decontaminations of isolators.", Disinfection),
            Clearances = e.Entries("clearances", "Clearances the rooms were left with.", Clearance),
            Lots = e.Entries("lots", "Released lots in store.", Lot),
            Batches = e.Entries("batches", "Batches under way.", Batch),
        };
    }

    private static Evidence Evidence(Entry e) => new(
        e.Text("document", "The document it stands in."),
        e.Id("entered-by", "Who entered it."),
        e.Id("verified-by", "Who compared it with the document; another person."));

    private static PastMediaFill MediaFill(Entry e) => new()
    {
        Id = e.Id("id", "The media fill."),
        Line = e.Id("line", "The line."),
        Shift = e.Id("shift", "The shift whose people performed it."),
        Date = e.Date("date", "The date it began on; a night shift belongs to the day it begins."),
        Result = e.Choice<MediaFillResult>("result", "Only a passed one counts."),
        Units = e.Count("units", "Units filled."),
        Initial = e.OptionalFlag("initial", "Whether it is one of the runs that first validated the line; false when left out.", otherwise: false),
        Participants = e.Ids("participants", "Who took part."),
        Operations = e.Ids("operations", "Operations it simulated; all of the line's protocol when left out."),
        Evidence = Evidence(e),
    };

    private static PastProof Proof(Entry e) => new(
        e.Address("of", "Whose or what."),
        e.Date("on", "The day it was obtained."),
        e.Date("until", "The last day it holds."),
        Evidence(e));

    private static PastCheck Check(Entry e) => new(
        e.Address("of", "The closed system or isolator."),
        e.Instant("at", "When it was made."),
        e.Text("method", "How it was made."),
        e.Flag("passed", "Whether it passed."),
        Evidence(e));

    private static PastDisinfection Disinfection(Entry e) => new(
        e.Address("of", "The room, incubator or isolator."),
        e.Instant("at", "When it ended."),
        e.Id("cycle", "The cycle or record."),
        e.Text("agent", "The agent."),
        Evidence(e));

    private static PastClearance Clearance(Entry e) => new(
        e.Id("id", "The clearance."),
        e.Id("room", "The room."),
        e.Choice<ClearanceScope>("scope", "How much it covers."),
        e.Instant("at", "When it was verified."),
        Evidence(e));

    private static ReleasedLot Lot(Entry e) => new(
        e.Id("id", "The lot."),
        e.Id("material", "The material."),
        e.Date("expires-on", "Its last day."),
        e.Text("certificate", "The certificate it was released on."),
        Composition(e.Flag("human-serum-or-plasma", "Whether it contains serum or plasma of human origin, by its certificates."), e.Flag("beta-lactam", "Whether it contains penicillin or another β-lactam, by its certificates.")),
        e.OptionalId("donor-code", "The donor of autologous serum or plasma."),
        Evidence(e));

    private static ImmutableArray<Composition> Composition(bool humanSerumOrPlasma, bool betaLactam) =>
        [.. humanSerumOrPlasma ? [Domain.Materials.Composition.HumanSerumOrPlasma] : Array.Empty<Composition>(), .. betaLactam ? [Domain.Materials.Composition.BetaLactam] : Array.Empty<Composition>()];

    private static BatchUnderWay Batch(Entry e) => new()
    {
        Id = e.Id("id", "The batch."),
        Product = e.Id("product", "The product."),
        Recipe = e.Id("recipe", "The recipe."),
        RecipeVersion = e.Text("recipe-version", "Its version."),
        Purpose = e.Choice<BatchPurpose>("purpose", "What the batch is for."),
        ChainOfIdentity = e.Id("chain-of-identity", "Chain-of-identity identifier of the therapy order."),
        DonorCode = e.Id("donor-code", "The donor's unique code."),
        DonorMaterial = e.Id("donor-material", "The donor material."),
        Pathogen = e.Choice<PathogenStatus>("pathogen", "What is known of infectious agents."),
        Steps = e.Entries("steps", "Steps done or running.", step => new StepUnderWay(
            step.Id("step", "The step."),
            step.Id("room", "Where it ran."),
            step.OptionalId("system", "What it ran on."),
            step.Instant("started-at", "When it started."),
            step.OptionalInstant("ended-at", "When it ended; left out while it runs."))),
        Vessels = e.Entries("vessels", "Its containers and where they are.", vessel => new VesselUnderWay(
            vessel.Id("container", "The container."),
            vessel.Id("kind", "Its kind."),
            vessel.Id("label", "The code of the label it bears, as on paper."),
            vessel.Id("at", "A position, or the system it is mounted on."))),
        Evidence = Evidence(e),
    };
}
