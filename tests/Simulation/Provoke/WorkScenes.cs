using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Clearances;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Materials;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Orchestrator.Domain.Transfers;
using Orchestrator.Simulation.Play;

namespace Orchestrator.Simulation.Provoke;

/// <summary>A closed step from the bag's way to the room to the batch's end, with everything done wrong that can be done wrong on the way.</summary>
public sealed class WorkScenes(Stage stage, Told told) : Troupe(stage, told)
{
    private static readonly Contents Little = new(2);

    /// <summary>The whole of it; what a scene needs and does not find it leaves out.</summary>
    public IEnumerable<Move> Step()
    {
        var batch = Stage.Id("XB");
        return Batch(batch).Concat(Journey(batch)).Concat(Begin(batch)).Concat(Containers(batch)).Concat(Conduct(batch)).Concat(Finish(batch)).Concat(Ends(batch)).Concat(PutAway(batch));
    }

    /// <summary>In the middle of the work the donor turns out to be positive: the batch may not be where it is, and its waste not leave.</summary>
    public IEnumerable<Move> LatePositive()
    {
        var (batch, waste) = (Stage.Id("XB"), Stage.Id("WASTE"));
        foreach (var move in Moves(Batch(batch), Bring(Bag(batch), Annex.Work), Mount("XC-1", batch)))
            yield return move;
        yield return Give(new ContainerCommand.RecordAppearance(Bag(batch), Inspection.BeforeUse, null, One));
        yield return Give(Start(batch, "take", In(Annex.Work, "LX1") with { ClosedSystem = "XC-1", Equipment = ["XF-1"] }, ScanOf("bag", Bag(batch))));
        yield return Give(new ContainerCommand.CollectWaste(waste, batch, "take", "waste-bag", new Contents(50), One));
        yield return Quality(new Domain.DonorMaterials.DonorMaterialCommand.SetPathogenStatus($"DM-{batch}", PathogenStatus.Positive, HepatitisB, "LAB-2", "QA-01"));
        yield return Give(new BatchCommand.AbortStep(batch, "take", "positive", Disposition.SafeState, One));
        var other = Stage.Id("XB");
        foreach (var move in LiftAll(batch).Concat(Wrong(Start(batch, "cw", In(Annex.Work, "LX1") with { ClosedSystem = "XC-1" }))))
            yield return move;
        yield return Give(new BatchCommand.Create(other, Annex.Product, "x", "1", $"COI-{other}", $"D-{other}", BatchPurpose.Commercial));
        foreach (var move in Wrong(Start(other, "cw", In(Annex.Work, "LX1") with { Equipment = ["XF-1"] }), Start(other, "cw", In("R-999", "LX1")), new OperatorCommand.Assign("XO-7", other, "cw", "operator", Annex.Work)))
            yield return move;
        yield return Give(new BatchCommand.Cancel(other, "the scene is over"));
        yield return Give(new Domain.Equipment.EquipmentCommand.RecordInactivation("XF-1", Stage.Id("CYC"), "pass", "EN-01"));
        yield return Give(new Domain.Equipment.EquipmentCommand.Clean("XF-1", batch, "isopropanol 70 %", One, Two));
        yield return Quality(new BatchCommand.Terminate(batch, "positive", Disposition.Destroy));
        yield return Give(new ContainerCommand.Discard(Bag(batch), "positive", "SOP-W", One, Two));
        var clearance = Stage.Id("XLC");
        yield return Give(new ClearanceCommand.Perform(clearance, Annex.Work, ClearanceScope.Changeover, batch, Checklist(), One));
        foreach (var move in Wrong(
            new ClearanceCommand.Verify(clearance, Two),
            new ContainerCommand.Discard(waste, "positive", "SOP-W", One, Two),
            new ContainerCommand.RecordInactivation(waste, Stage.Id("CYC"), "fail", One)))
            yield return move;
        yield return Give(new ContainerCommand.RecordInactivation(waste, Stage.Id("CYC"), "pass", One));
        foreach (var move in PutAway(batch))
            yield return move;
        yield return After(TimeSpan.FromHours(30));
        foreach (var person in new[] { One, Two })
            foreach (var area in Stage.PersonNow(person).Exclusions.Keys.ToArray())
                yield return Quality(new OperatorCommand.LiftExclusion(person, area, "QA-01", "the exclusion is over"));
    }

    /// <summary>A second vector is opened where another is out of its container.</summary>
    public IEnumerable<Move> Vectors()
    {
        var (batch, lot) = (Stage.Id("XB"), Stage.Id("LOT-LV"));
        foreach (var move in Batch(batch).Concat(Gather(Annex.Work, One, Two)).Concat(Mount("XC-1", batch)))
            yield return move;
        yield return Give(new MaterialLotCommand.Receive(lot, "LV-CD22", "supplier", DateOnly.FromDateTime(Stage.At.DateTime).AddDays(300), [], "", "PL-01"));
        yield return Quality(new MaterialLotCommand.Release(lot, "INSP", "GMP", "QA-01"));
        yield return Give(Start(batch, "vec", In(Annex.Work, "LX1") with { ClosedSystem = "XC-1" }));
        yield return Give(new MaterialLotCommand.Charge("LV-CD19-2601", batch, "vec", "vector", "LV-CD19-2601", null, Connection.SterileWeld, null, One));
        foreach (var move in Wrong(new MaterialLotCommand.Charge(lot, batch, "vec", "vector", lot, null, Connection.SterileWeld, null, One)))
            yield return move;
        yield return Give(new BatchCommand.AbortStep(batch, "vec", "scene", Disposition.SafeState, One));
        foreach (var move in LiftAll(batch).Concat(PutAway(batch)))
            yield return move;
    }

    /// <summary>To the wrong place, unsealed, unlabelled, by a way that nobody may take; and then late.</summary>
    private IEnumerable<Move> Journey(string batch)
    {
        var bag = Bag(batch);
        foreach (var move in Gather(Annex.Store, One, Two))
            yield return move;
        TransferCommand.Start To(string room) => new(Stage.Id("XT"), Scanned(bag), room, null, null, One);
        foreach (var move in Wrong(To(Annex.Work)))
            yield return move;
        yield return Give(new ContainerCommand.Close(bag, "weld", One, Two));
        foreach (var move in Wrong(To("R-201"), To("ST-2"), To(Annex.WasteLock), To("R-101"), To(Annex.VectorRoom)))
            yield return move;
        var late = Stage.Id("XT");
        yield return Give(new TransferCommand.Start(late, Scanned(bag), Annex.Work, null, null, One));
        yield return After(TimeSpan.FromMinutes(45));
        foreach (var move in Gather(Annex.Work, One, Two))
            yield return move;
        yield return Give(new TransferCommand.Arrive(late, Scanned(bag), One));
        foreach (var move in Wrong(Start(batch, "take", In(Annex.Work, "LX1") with { ClosedSystem = "XC-1" }, ScanOf("bag", bag))).Concat(LiftAll(batch)))
            yield return move;
    }

    private IEnumerable<Move> Begin(string batch)
    {
        var place = In(Annex.Work, "LX1") with { ClosedSystem = "XC-1" };
        foreach (var move in Moves(Wrong(Start(batch, "take", place)), Mount("XC-1", batch)))
            yield return move;
        var kit = Now.Get<ClosedSystem>("XC-1").Mountings.LastOrDefault()?.Kit ?? "";
        yield return Give(new OperatorCommand.Assign("XO-3", batch, "take", "operator", Annex.Work));
        yield return Give(new OperatorCommand.Release("XO-3", batch, "take"));
        yield return Give(new ContainerCommand.RecordAppearance(Bag(batch), Inspection.BeforeUse, null, One));
        foreach (var move in Wrong(
            Start(batch, "take", place, ScanOf("bag", Bag(batch))) with { Verifier = null },
            Start(batch, "take", place, ScanOf("bag", Bag(batch))) with { Verifier = One },
            Start(batch, "take", place with { Terminal = "T-101" }, ScanOf("bag", Bag(batch))),
            new ClosedSystemCommand.MountKit("XC-2", batch, kit, One)))
            yield return move;
        yield return Give(Start(batch, "take", place, ScanOf("bag", Bag(batch))));
    }

    /// <summary>Containers with defects, without labels, of nobody's making; labels that say something else; samples, parts, waste.</summary>
    private IEnumerable<Move> Containers(string batch)
    {
        string Name(string what) => $"{batch}-{what}";
        ContainerCommand.Register New(string what) => new(Name(what), batch, "take", "count", One);
        ContainerCommand.Discard Throw(string what) => new(Name(what), "defect", "SOP-W", One, Two);
        yield return Give(New("BAD"));
        foreach (var move in Wrong(new ContainerCommand.Fill(Name("BAD"), Little, One)))
            yield return move;
        yield return Give(new ContainerCommand.RecordAppearance(Name("BAD"), Inspection.BeforeUse, "particle", One));
        foreach (var move in Wrong(new ContainerCommand.Fill(Name("BAD"), Little, One), Throw("BAD") with { Second = One }))
            yield return move;
        yield return Give(Throw("BAD"));
        foreach (var hold in LiftAll(batch))
            yield return hold;
        yield return Give(New("TUBE"));
        yield return Give(new ContainerCommand.RecordAppearance(Name("TUBE"), Inspection.BeforeUse, null, One));
        yield return Give(new ContainerCommand.Fill(Name("TUBE"), Little, One));
        yield return Give(new ContainerCommand.Close(Name("TUBE"), "cap", One, Two));
        foreach (var move in Wrong(
            new TransferCommand.Start(Stage.Id("XT"), [new ScannedContainer(Name("TUBE"), Name("TUBE"))], Annex.Outgoing, null, null, One),
            Start(batch, "take", In(Annex.Work, "LX1"), new Scan("bag", Name("TUBE"), Name("TUBE"), One, Stage.At))))
            yield return move;
        yield return Give(new LabelCommand.Print(batch, "take", [new PrintedLabel($"L-{Name("SPARE")}", Name("TUBE"))], "LBL v1", "PRN", One));
        yield return Give(new LabelCommand.Void($"L-{Name("SPARE")}", "smudged", One));
        yield return Give(new LabelCommand.Destroy($"L-{Name("SPARE")}", One, Two));
        yield return Give(new LabelCommand.Print(batch, "take", [new PrintedLabel($"L-{Name("TUBE")}", Name("TUBE"))], "LBL v1", "PRN", One));
        yield return Give(new LabelCommand.ReadBack($"L-{Name("TUBE")}", $"L-{Name("TUBE")}", One));
        foreach (var move in Wrong(
            new LabelCommand.Apply($"L-{Name("TUBE")}", Bag(batch), One),
            new LabelCommand.Apply($"L-{Name("TUBE")}", OfAnEndedBatch(), One),
            new LabelCommand.Print(batch, "take", [new PrintedLabel($"L-{Name("TUBE")}", Name("TUBE"))], "LBL v1", "PRN", One),
            new BatchCommand.CompleteStep(batch, "take", One, $"T-{Annex.Work}")).Concat(LiftAll(batch)))
            yield return move;
        foreach (var hold in Now.Get<Container>(Name("TUBE")).Holds.Values.Where(hold => hold.Hold.Kind == HoldKind.Identity).ToArray())
            yield return Quality(new ContainerCommand.LiftIdentityHold(Name("TUBE"), hold.Hold.Id, "reconciled", "REC", "QA-01", "QA-02"));
        yield return Give(new LabelCommand.Apply($"L-{Name("TUBE")}", Name("TUBE"), One));
        foreach (var move in Wrong(new LabelCommand.Verify($"L-{Name("TUBE")}", Name("TUBE"), $"L-{Name("TUBE")}", One)))
            yield return move;
        yield return Give(new LabelCommand.Verify($"L-{Name("TUBE")}", Name("TUBE"), $"L-{Name("TUBE")}", Two));
        yield return Give(new ContainerCommand.RecordAppearance(Name("TUBE"), Inspection.AfterFilling, null, One));
        // A sample of the bag, and what is left of it divided and brought together again.
        yield return Give(new ContainerCommand.TakeSample(Bag(batch), Stage.LabelOf(Bag(batch)), new Part(Name("SAMPLE"), "sample-tube", Little), SamplingMethod.ClosedPath, new Contents(190), One));
        foreach (var move in Wrong(
            new ContainerCommand.TakeSample(Bag(batch), Stage.LabelOf(Bag(batch)), new Part(Name("S-2"), "sample-tube", Little), SamplingMethod.Puncture, new Contents(190), One),
            new ContainerCommand.Merge(Name("MERGED"), Scanned(Bag(batch), Name("TUBE")), new Contents(10), One)))
            yield return move;
        yield return Give(new ContainerCommand.CollectWaste(Name("WASTE"), batch, "take", "waste-bag", new Contents(50), One));
        yield return Give(new ContainerCommand.RecordInactivation(Name("WASTE"), Stage.Id("CYC"), "pass", One));
        foreach (var move in new[] { "SAMPLE", "WASTE" }.SelectMany(what => Labelled(batch, Name(what), "take")))
            yield return move;
        yield return Give(new LabelCommand.Reconcile(batch, "take", One, Two));
    }

    /// <summary>A container of another patient whom nothing can harm any more.</summary>
    private string OfAnEndedBatch() =>
        Now.All<Container>().FirstOrDefault(pair => pair.Value.Batch.Length > 0 && !Now.Get<Batch>(pair.Value.Batch).IsLive).Key ?? "none";

    private IEnumerable<Move> Labelled(string batch, string container, string? step)
    {
        var label = Stage.LabelOf(container);
        yield return Give(new LabelCommand.Print(batch, step, [new PrintedLabel(label, container)], "LBL v1", "PRN", One));
        yield return Give(new LabelCommand.ReadBack(label, label, One));
        yield return Give(new LabelCommand.Apply(label, container, One));
        yield return Give(new LabelCommand.Verify(label, container, label, Two));
        yield return Give(new ContainerCommand.RecordAppearance(container, Inspection.AfterFilling, null, One));
    }

    /// <summary>Too early, too long, by the wrong person, through the air; out of range, and corrected.</summary>
    private IEnumerable<Move> Conduct(string batch)
    {
        var lot = Now.All<MaterialLot>().First(pair => pair.Value.Material == "TUBING-SET" && pair.Value.Status == MaterialLotStatus.Released).Key;
        MaterialLotCommand.Charge Kit(string serial, Connection connection = Connection.Mounted) => new(lot, batch, "take", "kit", lot, serial, connection, null, One);
        var serial = Stage.Id("SN");
        foreach (var move in Wrong(Kit(serial, Connection.Ambient), Kit(serial) with { Defect = "crack" }, Kit(serial) with { Code = "another" }, new BatchCommand.CompleteStep(batch, "take", One, $"T-{Annex.Work}")))
            yield return move;
        yield return Give(Kit(serial));
        foreach (var move in Wrong(Kit(serial)))
            yield return move;
        yield return Give(new BatchCommand.RecordCheck(batch, "take", "viability", 40, "%", One, null));
        yield return Give(new BatchCommand.CorrectCheck(batch, "take", "viability", 90, "%", "misread", One, Two));
        yield return Give(new BatchCommand.PauseStep(batch, "take", "a question", One));
        foreach (var move in Wrong(new BatchCommand.ResumeStep(batch, "take", One)).Concat(LiftAll(batch)))
            yield return move;
        yield return Give(new BatchCommand.ResumeStep(batch, "take", One));
        foreach (var move in Gather(Annex.Work, One, Two))
            yield return move;
        foreach (var move in Wrong(new OperatorCommand.EnterRoom("XO-3", Annex.Work, Stage.At, null, Origin.Live), new OperatorCommand.Release(One, batch, "take")))
            yield return move;
        yield return Give(new OperatorCommand.Assign("XO-3", batch, "take", "operator", Annex.Work));
        yield return Give(new OperatorCommand.EnterRoom("XO-3", Annex.Work, Stage.At, null, Origin.Live));
        yield return Give(new HandOver(batch, "take", [One], [new AssignedOperator("XO-3", "operator")], "the cells rest", "none"));
        yield return Give(new HandOver(batch, "take", ["XO-3"], [new AssignedOperator(One, "operator")], "the cells rest", "none"));
        yield return After(TimeSpan.FromMinutes(15));
    }

    private IEnumerable<Move> Finish(string batch)
    {
        foreach (var move in Gather(Annex.Work, One, Two))
            yield return move;
        // It runs over its longest time; the clock holds the batch, and the step can still be ended.
        yield return After(TimeSpan.FromHours(2));
        foreach (var move in LiftAll(batch).Concat(Wrong(new BatchCommand.CompleteStep(batch, "take", Two, "T-101"))))
            yield return move;
        yield return Give(new BatchCommand.CompleteStep(batch, "take", One, $"T-{Annex.Work}"));
        foreach (var move in Wrong(
            Start(batch, "cw", In(Annex.Work, "LX1") with { ClosedSystem = "XC-1" }),
            new ClearanceCommand.Perform(Stage.Id("XLC"), Annex.Work, ClearanceScope.Step, batch, [.. Checklist().Select(answer => answer with { Clear = false })], One)))
            yield return move;
        var clearance = Stage.Id("XLC");
        yield return Give(new ClearanceCommand.Perform(clearance, Annex.Work, ClearanceScope.Step, batch, Checklist(), One));
        foreach (var move in Wrong(new ClearanceCommand.Verify(clearance, One)))
            yield return move;
        yield return Give(new ClearanceCommand.Reject(clearance, Two, "a label on the floor"));
        foreach (var move in Parked(batch).Concat(Clear(Annex.Work, batch, ClearanceScope.Step)).Concat(LiftAll(batch)))
            yield return move;
    }

    /// <summary>The bag is closed and put in its place; samples leave.</summary>
    private IEnumerable<Move> Parked(string batch)
    {
        var bag = Bag(batch);
        ContainerCommand.Park At(string position, string code) => new(bag, Stage.LabelOf(bag), position, code, One);
        foreach (var move in Wrong(At($"{Annex.Work}-P1", $"{Annex.Work}-P1")))
            yield return move;
        yield return Give(new ContainerCommand.Close(bag, "weld", One, Two));
        foreach (var move in Wrong(At($"{Annex.Work}-P1", $"{Annex.Work}-P2"), At("R-101-P1", "R-101-P1")))
            yield return move;
        yield return Give(At($"{Annex.Work}-P1", $"{Annex.Work}-P1"));
        foreach (var container in new[] { $"{batch}-SAMPLE", $"{batch}-WASTE", $"{batch}-TUBE" })
            yield return Give(new ContainerCommand.Discard(container, "not needed", "SOP-W", One, Two));
    }

    /// <summary>Once more, once too often, and broken off; quality ends it.</summary>
    private IEnumerable<Move> Ends(string batch)
    {
        var place = In(Annex.Work, "LX1") with { ClosedSystem = "XC-1" };
        for (var attempt = 0; attempt < 2; attempt++)
        {
            yield return Give(new ContainerCommand.RecordAppearance(Bag(batch), Inspection.BeforeUse, null, One));
            yield return After(TimeSpan.FromMinutes(1));
            var start = Start(batch, "take", place, ScanOf("bag", Bag(batch)));
            yield return Give(new BatchCommand.RepeatStep(batch, "take", "the count was doubtful", start.Place, start.Operators, start.Verifier, start.Scans));
            if (!Told.Granted)
                break;
            foreach (var move in attempt == 0 ? WithTheBag(batch) : [])
                yield return move;
            yield return Give(new BatchCommand.AbortStep(batch, "take", "the device stopped", Disposition.SafeState, One));
            foreach (var move in LiftAll(batch).Concat(Clear(Annex.Work, batch, ClearanceScope.Step)))
                yield return move;
        }

        foreach (var move in WrongOf(Stage.Quality(new BatchCommand.Discard(batch, "too soon", "QA-01", "QA-02"))))
            yield return move;
        yield return Quality(new BatchCommand.Terminate(batch, "the scene is over", Disposition.Destroy));
        foreach (var move in WrongOf(Stage.Quality(new BatchCommand.Discard(batch, "not empty", "QA-01", "QA-02"))))
            yield return move;
    }

    /// <summary>The bag is divided, its parts get labels, one is labelled anew, and both become one again.</summary>
    private IEnumerable<Move> WithTheBag(string batch)
    {
        var bag = Bag(batch);
        var (one, other, whole) = ($"{batch}-PART-1", $"{batch}-PART-2", $"{batch}-WHOLE");
        yield return Give(new ContainerCommand.Split(bag, Stage.LabelOf(bag), [new Part(one, "leukapheresis-bag", new Contents(50)), new Part(other, "leukapheresis-bag", new Contents(50))], new Contents(80), One, SamplingMethod.ClosedPath));
        foreach (var move in Labelled(batch, one, null).Concat(Labelled(batch, other, null)))
            yield return move;
        var old = Stage.LabelOf(one);
        yield return Give(new LabelCommand.Print(batch, null, [new PrintedLabel($"{old}-NEW", one)], "LBL v1", "PRN", One));
        yield return Give(new LabelCommand.ReadBack($"{old}-NEW", $"{old}-NEW", One));
        foreach (var move in Wrong(new LabelCommand.Relabel(one, old, $"{old}-NEW", $"{old}-NEW", "smudged", One, Two, One)))
            yield return move;
        yield return Quality(new LabelCommand.Relabel(one, old, $"{old}-NEW", $"{old}-NEW", "smudged", One, Two, "QA-01"));
        yield return Give(new LabelCommand.Destroy(old, One, Two));
        yield return Give(new ContainerCommand.Merge(whole, Scanned(one, other), new Contents(100), One, SamplingMethod.ClosedPath));
        foreach (var move in Labelled(batch, whole, null))
            yield return move;
        yield return Give(new LabelCommand.Reconcile(batch, null, One, Two));
    }
}
