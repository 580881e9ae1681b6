using Orchestrator.Domain.Batches;
using Orchestrator.Domain.DonorMaterials;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Lines;
using Orchestrator.Domain.Materials;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Quality;
using Orchestrator.Domain.Recipes;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Orchestrator.Simulation.Play;

namespace Orchestrator.Simulation.Provoke;

/// <summary>What goes wrong before anybody touches cells: orders, receipts, lots, approvals, master data, media fills.</summary>
public sealed class PaperScenes(Stage stage, Told told) : Troupe(stage, told)
{
    /// <summary>An order with no chain, no code, no recipe; a receipt seen by nobody else; material that was never looked at.</summary>
    public IEnumerable<Move> Orders()
    {
        var (batch, other) = (Stage.Id("XB"), Stage.Id("XB"));
        BatchCommand.Create Create(string recipe = "x", string version = "1", string product = Annex.Product) =>
            new(batch, product, recipe, version, $"COI-{batch}", $"D-{batch}", BatchPurpose.Commercial);
        return Moves(
            Wrong(Create("later"), Create(version: "9"), Create("u"), Create() with { ChainOfIdentity = "" }, Create() with { DonorCode = "" }),
            Gather(Annex.Store, One, Two),
            Wrong(
                Register(batch) with { Verifier = One },
                Register(batch) with { CheckCharacter = "?" },
                Register(batch, Annex.Work),
                Register(batch) with { DonorMaterial = "", Container = "" })).Concat(OrdersOn(batch, other));
    }

    private IEnumerable<Move> OrdersOn(string batch, string other)
    {
        yield return Give(Register(batch));
        foreach (var move in WrongOf(Stage.Quality(new DonorMaterialCommand.Accept($"DM-{batch}", "ACC", "QA-01"))).Concat(WrongOf(Stage.Quality(new DonorMaterialCommand.SetPathogenStatus($"DM-{batch}", PathogenStatus.Positive, [], "LAB", "QA-01")))))
            yield return move;
        yield return Quality(new DonorMaterialCommand.SetPathogenStatus($"DM-{batch}", PathogenStatus.NegativeScreened, [], "LAB", "QA-01"));
        foreach (var move in WrongOf(Stage.Quality(new DonorMaterialCommand.Accept($"DM-{batch}", "ACC", "QA-01"))))
            yield return move;
        yield return Quality(new DonorMaterialCommand.Reject($"DM-{batch}", "bag leaks", "QA-01"));
        yield return Give(new BatchCommand.Create(batch, Annex.Product, "x", "1", $"COI-{batch}", $"D-{batch}", BatchPurpose.Commercial));
        foreach (var move in Wrong(
            new BatchCommand.Create(other, Annex.Product, "x", "1", $"COI-{batch}", $"D-{other}", BatchPurpose.Commercial),
            Start(batch, "cc", Incubated(Annex.Cultures, "XH", "A"))))
            yield return move;
        yield return Give(new RoomCommand.Reserve(Annex.Plain, batch));
        yield return Give(new RoomCommand.ReleaseReservation(Annex.Plain, batch));
        yield return Give(new BatchCommand.PlaceHold(batch, "ask", "asked by hand"));
        foreach (var move in Wrong(Start(batch, "cc", Incubated(Annex.Cultures, "XH", "A"))))
            yield return move;
        yield return Quality(new BatchCommand.LiftHold(batch, "manual/ask", "answered", "QA-01", "QA-02"));
        foreach (var move in WrongOf(Stage.Mes(new BatchCommand.Terminate(batch, "not quality", Disposition.Destroy))).Concat(Batch(other)))
            yield return move;
        yield return Give(new BatchCommand.Cancel(batch, "the patient withdrew"));
        // The one's bag for the other's order: both are held until quality has compared them.
        var third = Stage.Id("XB");
        foreach (var move in Gather(Annex.Store, One, Two))
            yield return move;
        yield return Give(Register(third));
        yield return Give(new ContainerCommand.RecordAppearance(Bag(third), Inspection.BeforeUse, null, One));
        yield return Quality(new DonorMaterialCommand.SetPathogenStatus($"DM-{third}", PathogenStatus.NegativeScreened, [], "LAB", "QA-01"));
        yield return Quality(new DonorMaterialCommand.Accept($"DM-{third}", "ACC", "QA-01"));
        yield return Give(new BatchCommand.Create(third, Annex.Product, "x", "1", $"COI-{third}", $"D-{third}", BatchPurpose.Commercial));
        foreach (var move in Wrong(
            new DonorMaterialCommand.Bind($"DM-{third}", other, Stage.LabelOf(Bag(third)), One, Two),
            new DonorMaterialCommand.Bind($"DM-{third}", third, Stage.LabelOf(Bag(other)), One, Two)))
            yield return move;
        foreach (var hold in Now.Get<Container>(Bag(third)).Holds.Keys.ToArray())
            yield return Quality(new ContainerCommand.LiftIdentityHold(Bag(third), hold, "reconciled", "REC", "QA-01", "QA-02"));
        yield return Give(new DonorMaterialCommand.Bind($"DM-{third}", third, Stage.LabelOf(Bag(third)), One, Two));
        foreach (var move in LiftAll(other).Concat(PutAway(third)).Concat(PutAway(other)))
            yield return move;
    }

    /// <summary>Lots that are too old, unreleased, of the wrong construct, with what must not be in them.</summary>
    public IEnumerable<Move> Lots()
    {
        var batch = Stage.Id("XB");
        foreach (var move in Batch(batch))
            yield return move;
        var asks = new List<Scan>();
        foreach (var (name, material, days, composition, donor, certificate) in new (string, string, int, Composition[], string, string?)[]
        {
            ("OLD", "MEDIUM", -2, [], "", "GMP"), ("PEN", "MEDIUM", 300, [Composition.BetaLactam], "", "GMP"), ("SERUM", "MEDIUM", 300, [Composition.HumanSerumOrPlasma], "", "GMP"),
            ("BARE", "LV-CD19", 300, [], "", null), ("OTHER", "LV-CD22", 300, [], "", "GMP"), ("NEW", "MEDIUM", 300, [], "", ""),
        })
        {
            var lot = Stage.Id($"LOT-{name}");
            yield return Give(new MaterialLotCommand.Receive(lot, material, "supplier", DateOnly.FromDateTime(Stage.At.DateTime).AddDays(days), [.. composition], donor, "PL-01"));
            if (certificate != "")
                yield return Quality(new MaterialLotCommand.Release(lot, "INSP", certificate, "QA-01"));
            asks.Add(new Scan(material == "MEDIUM" ? "medium" : "vector", lot, lot, One, Stage.At));
        }

        foreach (var move in asks.SelectMany(scan => Wrong(Start(batch, "vec", In(Annex.Work, "LX1"), scan))))
            yield return move;
        yield return Quality(new MaterialLotCommand.Reject(asks[^1].Container, "out of specification", "QA-01"));
        foreach (var move in Wrong(Start(batch, "vec", In(Annex.Work, "LX1"), asks[^1])).Concat(PutAway(batch)))
            yield return move;
    }

    /// <summary>What an assessment or an override carried is asked again after it was taken back.</summary>
    public IEnumerable<Move> Approvals()
    {
        yield return Quality(new QualityCommand.ReopenRiskAssessment("RA-X", "something new", "QA-01"));
        yield return new Move.Sign(Stage.Quality(new QualityCommand.ReinstateRiskAssessment("RA-X", "REV", "too early", "QA-01", "QA-02")));
        if (Told.Ruled?.Turn.Facts.FirstOrDefault(written => written.Fact is JointDecisionFact.Signed) is { } signed)
            yield return Quality(new QualityCommand.WithdrawSignature(signed.Actor.Key, "too early", "QA-01"));
        yield return Quality(new QualityCommand.ReinstateRiskAssessment("RA-X", "REV", "still good", "QA-01", "QA-02"));
        foreach (var move in WrongOf(Stage.Quality(new QualityCommand.ReinstateOverride("OV-2", "again", "QA-01", "QA-02"))).Concat(WrongOf(Stage.Quality(new QualityCommand.RevokeRiskAssessment("RA-X", "by one of production", One)))))
            yield return move;
        foreach (var id in new[] { "OV-1", "OV-2" })
        {
            yield return Quality(new QualityCommand.RevokeOverride(id, "no longer needed", "QA-01"));
            yield return Quality(new QualityCommand.ReinstateOverride(id, "needed again", "QA-01", "QA-02"));
        }

        yield return Quality(new QualityCommand.RevokeRiskAssessment("RA-X", "doubted", "QA-01"));
        yield return After(TimeSpan.FromMinutes(10));
        yield return Quality(new QualityCommand.ReinstateRiskAssessment("RA-X", "REV-2", "still good", "QA-01", "QA-02"));
    }

    /// <summary>Master data that contradict the guideline or themselves, and changes nobody else has seen.</summary>
    public IEnumerable<Move> MasterData()
    {
        var plant = Stage.Site.Document;
        var recipe = Annex.Recipes[0] with { Version = Stage.Id("v") };
        Move Propose(PlantDocument? document, params RecipeDocument[] recipes) => Of("EN-01", new PlantCommand.ProposeChange(Stage.Id("change"), Stage.At, document, [.. recipes]));
        var shared = plant with { Areas = [.. plant.Areas.Select(area => area.Id == "POS" ? area with { AirHandlingUnits = ["AHU-1"] } : area)] };
        yield return Propose(shared);
        yield return Propose(plant with { Products = [plant.Products[0] with { Regime = "unknown" }] });
        yield return Propose(plant with { Parameters = plant.Parameters with { StepHeartbeatMax = null, TransferMax = null } });
        yield return Propose(null, recipe with { Steps = [] });
        yield return Propose(null, recipe with { Id = "bad-1", Steps = [.. recipe.Steps.Select(step => step with { OpenJustification = null, Grade = Grade.D, Background = Grade.D })] });
        yield return Propose(null, recipe with { Id = "bad-2", Steps = [.. recipe.Steps.Select(step => step with { DurationMin = TimeSpan.FromDays(2), Inputs = [] })] });
        yield return Propose(null, Annex.Recipes[0]);
        var change = Stage.Id("change");
        yield return Of("EN-01", new PlantCommand.ProposeChange(change, Stage.At.AddDays(30), plant, []));
        foreach (var move in WrongOf(Stage.Person("EN-01", new PlantCommand.ApproveChange(change))))
            yield return move;
        yield return Of("EN-01", new PlantCommand.WithdrawChange(change));
        foreach (var move in WrongOf(Stage.Person("EN-01", new PlantCommand.Found("AGAIN", TimeMode.Real))))
            yield return move;
    }

    /// <summary>The lines of the annex earn their validation, lose it by a failed media fill, and get it back.</summary>
    public IEnumerable<Move> MediaFills()
    {
        foreach (var line in new[] { "LX1", "LX2" })
            foreach (var move in Passed(line, 3))
                yield return move;
        foreach (var move in Wrong(
            Fill("LX1", MediaFillResult.Passed) with { Units = 0 },
            Fill("LX1", MediaFillResult.Passed) with { Document = "" },
            Fill("LX1", MediaFillResult.Passed) with { Operations = ["cw"] },
            Fill("LX1", MediaFillResult.Passed) with { Participants = ["XO-4"] },
            Fill("LX1", MediaFillResult.Passed) with { Verifier = One }))
            yield return move;
        yield return Quality(new LineCommand.Suspend("LX1", "asked by quality", "QA-01"));
        yield return Quality(new LineCommand.Reinstate("LX1", "answered", "QA-01", "QA-02"));
        var batch = Stage.Id("XB");
        foreach (var move in Batch(batch))
            yield return move;
        yield return Give(Fill("LX2", MediaFillResult.Failed));
        foreach (var move in Wrong(Start(batch, "cw", In(Annex.Isolators, "LX2"))).Concat(WrongOf(Stage.Quality(new LineCommand.Reinstate("LX2", "too soon", "QA-01", "QA-02")))))
            yield return move;
        yield return After(TimeSpan.FromDays(1));
        foreach (var move in Passed("LX2", 3))
            yield return move;
        yield return Quality(new LineCommand.Reinstate("LX2", "requalified", "QA-01", "QA-02"));
        foreach (var move in Wrong(
            Start(batch, "ow", In(Annex.Isolators, "LX2")),
            Start(batch, "cw", In(Annex.Plain, "LX3")),
            Start(batch, "cw", In(Annex.Work, "LX1")) with { Operators = [new AssignedOperator("XO-4", "operator")] }).Concat(PutAway(batch)))
            yield return move;
    }

    private IEnumerable<Move> Passed(string line, int times) => Enumerable.Range(0, times).Select(_ => Give(Fill(line, MediaFillResult.Passed)));

    private LineCommand.RecordMediaFill Fill(string line, MediaFillResult result) => new(
        line, Stage.Id("MF"), "DAY", DateOnly.FromDateTime(Stage.At.AddHours(8).DateTime), result, 1, [One, Two, "XO-3", "XO-5", "XO-6"],
        [.. Stage.Site.Line(line)!.SimulatedOperations], "APS-X", One, "QA-01");
}
