using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Incubators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Materials;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Quality;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Segregation;
using Orchestrator.Domain.Sensors;
using Orchestrator.Simulation.Play;

namespace Orchestrator.Simulation.Provoke;

/// <summary>What goes wrong between batches, people and places: neighbours that may not be, rooms too full, people where they may not go.</summary>
public sealed class PlaceScenes(Stage stage, Told told) : Troupe(stage, told)
{
    /// <summary>What an earlier scene could not put away.</summary>
    public IEnumerable<Move> Leftovers()
    {
        foreach (var batch in Now.All<Batch>().Where(pair => pair.Value.IsLive && pair.Key.StartsWith("XB-", StringComparison.Ordinal)).Select(pair => pair.Key).ToArray())
            foreach (var move in PutAway(batch))
                yield return move;
        foreach (var move in Tidy().Concat(ClearAgain()))
            yield return move;
    }

    /// <summary>Open and closed cultures stand; one after the other asks to stand or work beside them.</summary>
    public IEnumerable<Move> Neighbours()
    {
        var (open, closed, again, third, other, positive, near) = (Stage.Id("XB"), Stage.Id("XB"), Stage.Id("XB"), Stage.Id("XB"), Stage.Id("XB"), Stage.Id("XB"), Stage.Id("XB"));
        foreach (var move in Moves(
            Batch(open), Batch(closed, "z"), Batch(again, "z"), Batch(third), Batch(other, "y", Annex.OtherProduct), Batch(positive, "x", Annex.Product, PathogenStatus.Positive), Batch(near, "w", Annex.OtherProduct)))
            yield return move;
        foreach (var move in Culture(closed, "cc", Incubated(Annex.Cultures, "XP-1", "M")))
            yield return move;
        foreach (var move in Gather(Annex.Work, One, Two).Concat(Wrong(
            Start(other, "cc", Incubated(Annex.Cultures, "XP-2", "M")),
            Start(near, "cc", Incubated(Annex.Cultures, "XP-1", "M")),
            Start(near, "cc", Incubated(Annex.NearCultures, "XP-3", "M")),
            Start(near, "iw", In(Annex.Isolators, "LX2") with { Isolator = "XI-1" }),
            Start(third, "oc", Incubated(Annex.Cultures, "XP-1", "M")),
            Start(third, "cc", Incubated(Annex.Cultures, "XP-4", "M")),
            Start(positive, "cc", Incubated(Annex.Cultures, "XH", "C")),
            Start(positive, "oc", Incubated(Annex.Cultures, "XP-1", "M")),
            Start(third, "oc", In(Annex.Cultures)),
            Start(third, "ow", In(Annex.Cultures, "LX1")),
            Start(other, "ow", In(Annex.Work, "LX1") with { Cabinet = "XB-1" }))))
            yield return move;
        foreach (var move in Pressure(2, Start(again, "iw", In(Annex.Isolators, "LX2") with { Isolator = "XI-1" })))
            yield return move;
        foreach (var move in Culture(open, "oc", Incubated(Annex.Cultures, "XH", "A")))
            yield return move;
        foreach (var move in Pressure(2, Start(third, "iw", In(Annex.Isolators, "LX2") with { Isolator = "XI-1" })))
            yield return move;
        foreach (var move in Wrong(
            Start(third, "oc", Incubated(Annex.Cultures, "XH", "A")),
            Start(third, "cc", Incubated(Annex.Cultures, "XH", "A")),
            Start(third, "ow", In(Annex.Cultures, "LX1")),
            new IncubatorCommand.OpenCompartment("XH", "XH-A", open, One)))
            yield return move;
        // Without a risk assessment an open culture stands alone in the area.
        yield return Quality(new QualityCommand.RevokeRiskAssessment("RA-X", "for the scene", "QA-01"));
        foreach (var move in Wrong(
            Start(third, "oc", Incubated(Annex.Cultures, "XH", "B")),
            Start(third, "oc", Incubated(Annex.Cultures, "XP-2", "M")),
            Start(third, "oc", Incubated(Annex.Work, "XP-2", "M")),
            Start(third, "ow", In(Annex.Work, "LX1") with { Cabinet = "XB-1" }),
            new IncubatorCommand.OpenCompartment("XH", "XH-A", open, One)).Concat(AtWork(third, other)))
            yield return move;
        yield return Quality(new QualityCommand.ReinstateRiskAssessment("RA-X", "REV", "good", "QA-01", "QA-02"));
        yield return Give(new BatchCommand.AbortStep(open, "oc", "scene", Disposition.SafeState, One));
        foreach (var move in Wrong(Start(third, "oc", Incubated(Annex.Cultures, "XH", "A"))))
            yield return move;
        yield return Give(new BatchCommand.AbortStep(closed, "cc", "scene", Disposition.SafeState, One));
        foreach (var batch in new[] { open, closed, again, third, other, positive, near })
            foreach (var move in LiftAll(batch).Concat(PutAway(batch)))
                yield return move;
    }

    /// <summary>The isolators' room loses its pressure difference while somebody asks to work there.</summary>
    private IEnumerable<Move> Pressure(decimal value, Domain.Kernel.Command ask)
    {
        var sensor = $"DP-{Annex.Isolators}";
        yield return Machine("BMS-X", new SensorCommand.ReportReadings(sensor, ReadingSeries.Of(value, Stage.At), ReadingQuality.Good, Origin.Live));
        foreach (var move in Wrong(ask))
            yield return move;
        yield return After(TimeSpan.FromMinutes(1));
        yield return Machine("BMS-X", new SensorCommand.ReportReadings(sensor, Readings.Good(Stage.Site.Sensor(sensor)!, Now.Get<Sensor>(sensor), Stage.At), ReadingQuality.Good, Origin.Live));
    }

    /// <summary>Somebody works in the open; nobody else comes in, stands in the cabinet, or counts as well.</summary>
    private IEnumerable<Move> AtWork(string open, string other)
    {
        yield return Quality(new QualityCommand.ReinstateRiskAssessment("RA-X", "REV", "for a moment", "QA-01", "QA-02"));
        foreach (var move in Gather(Annex.Work, One, Two))
            yield return move;
        yield return Give(Start(open, "ow", In(Annex.Work, "LX1") with { Cabinet = "XB-1" }));
        foreach (var move in Wrong(
            Start(other, "ow", In(Annex.Work, "LX1") with { Cabinet = "XB-1" }),
            Start(other, "cw", In(Annex.Work, "LX1") with { ClosedSystem = "XC-1" }),
            Start(open, "iw", In(Annex.Isolators, "LX2") with { Isolator = "XI-1" }),
            Start(open, "cw", In(Annex.Work, "LX1") with { ClosedSystem = "XC-1" }),
            new OperatorCommand.EnterRoom("XO-3", Annex.Work, Stage.At, null, Origin.Live),
            new OperatorCommand.EnterRoom(One, Annex.Isolators, Stage.At, null, Origin.Live)))
            yield return move;
        yield return Give(new BatchCommand.AbortStep(open, "ow", "scene", Disposition.SafeState, One));
        foreach (var move in LiftAll(open).Concat(Clear(Annex.Work, open)))
            yield return move;
        yield return Quality(new QualityCommand.RevokeRiskAssessment("RA-X", "again", "QA-01"));
    }

    /// <summary>A stage that only one batch may be at; vessels in the incubator, at the wrong place, of the wrong patient.</summary>
    public IEnumerable<Move> Vessels()
    {
        var (one, other) = (Stage.Id("XB"), Stage.Id("XB"));
        foreach (var move in Moves(Batch(one), Batch(other), Bring(Bag(one), Annex.Cultures), Bring(Bag(other), Annex.Cultures)).Concat(Gather(Annex.Cultures, One, Two)))
            yield return move;
        IncubatorCommand.Load Load(string batch, string incubator, string compartment, int position) => new(
            incubator, $"{incubator}-{compartment}", $"{incubator}-{compartment}{position}", Bag(batch),
            new FourScans(incubator, $"{incubator}-{compartment}{position}", Stage.LabelOf(Bag(batch)), $"COI-{batch}"), One);
        yield return Give(new IncubatorCommand.OpenCompartment("XP-1", "XP-1-M", one, One));
        yield return Give(Load(one, "XP-1", "M", 1));
        foreach (var move in Wrong(
            Load(other, "XP-1", "M", 1),
            Load(other, "XP-1", "M", 2) with { Scans = new FourScans("XP-2", "XP-1-M2", Stage.LabelOf(Bag(other)), $"COI-{other}") },
            Load(other, "XP-4", "M", 1),
            new IncubatorCommand.Unload("XP-1", "XP-1-M", "XP-1-M2", Bag(other), new FourScans("XP-1", "XP-1-M2", Stage.LabelOf(Bag(other)), $"COI-{other}"), One)))
            yield return move;
        yield return Give(new ContainerCommand.RecordAppearance(Bag(one), Inspection.BeforeUse, null, One));
        yield return Give(new IncubatorCommand.Unload("XP-1", "XP-1-M", "XP-1-M1", Bag(one), Load(one, "XP-1", "M", 1).Scans, One));
        yield return Machine("CTRL-X", new IncubatorCommand.CloseCompartment("XP-1", "XP-1-M"));
        // The near area has no validated number of batches at any stage.
        foreach (var move in Culture(one, "cc", Incubated(Annex.NearCultures, "XP-3", "M")))
            yield return move;
        foreach (var move in Wrong(Start(other, "cc", Incubated(Annex.NearCultures, "XP-3", "M"))))
            yield return move;
        yield return Give(new BatchCommand.AbortStep(one, "cc", "scene", Disposition.SafeState, One));
        foreach (var move in LiftAll(one).Concat(PutAway(one)).Concat(PutAway(other)))
            yield return move;
    }

    /// <summary>A vessel is opened while another batch's open culture stands in the room.</summary>
    public IEnumerable<Move> OpenVessels()
    {
        var (one, other) = (Stage.Id("XB"), Stage.Id("XB"));
        foreach (var move in Moves(Batch(one), Batch(other)))
            yield return move;
        foreach (var move in Culture(one, "oc", Incubated(Annex.Cultures, "XH", "A")))
            yield return move;
        foreach (var move in Culture(other, "oc", Incubated(Annex.Cultures, "XH", "B")))
            yield return move;
        foreach (var move in Wrong(new IncubatorCommand.OpenCompartment("XH", "XH-A", one, One)))
            yield return move;
        yield return Give(new RoomCommand.Reserve(Annex.Cultures, one));
        yield return Quality(new QualityCommand.RevokeRiskAssessment("RA-X", "for the scene", "QA-01"));
        foreach (var move in Wrong(new IncubatorCommand.OpenCompartment("XH", "XH-A", one, One), Start(other, "cw", In(Annex.Cultures, "LX1"))))
            yield return move;
        yield return Quality(new QualityCommand.ReinstateRiskAssessment("RA-X", "REV", "good", "QA-01", "QA-02"));
        yield return Give(new RoomCommand.ReleaseReservation(Annex.Cultures, one));
        foreach (var (batch, compartment) in new[] { (one, "XH-A"), (other, "XH-B") })
        {
            yield return Give(new BatchCommand.AbortStep(batch, "oc", "scene", Disposition.SafeState, One));
            yield return Give(new IncubatorCommand.RecordDisinfection("XH", compartment, Stage.Id("DIS"), "hydrogen peroxide 6 %", "CL-01"));
            foreach (var move in LiftAll(batch).Concat(PutAway(batch)))
                yield return move;
        }
    }

    /// <summary>A room is closed after an excursion, and opened by two of quality.</summary>
    public IEnumerable<Move> Excursion()
    {
        var batch = Stage.Id("XB");
        foreach (var move in Batch(batch))
            yield return move;
        yield return Give(new RoomCommand.PlaceHold(Annex.Plain, "EM-1", HoldKind.Contamination, "colonies on a plate", "QC-01"));
        foreach (var move in Wrong(Start(batch, "cw", In(Annex.Plain, "LX3"))))
            yield return move;
        foreach (var hold in Now.Get<Room>(Annex.Plain).Holds.Keys.ToArray())
            yield return Quality(new RoomCommand.LiftHold(Annex.Plain, hold, "cleaned and sampled again", "QA-01", "QA-02"));
        foreach (var move in PutAway(batch))
            yield return move;
    }

    /// <summary>Untrained, too many, through a wall, from a vector area, from a positive patient's cells.</summary>
    public IEnumerable<Move> People()
    {
        OperatorCommand.EnterRoom Enter(string person, string room) => new(person, room, Stage.At, null, Origin.Live);
        foreach (var move in Wrong(Enter("XO-7", Annex.Work), Enter("XO-8", "R-201"), Enter("EN-01", Annex.Work), Enter("NOBODY", Annex.Work), Enter("XO-5", Annex.Work) with { Reader = "T-101" }))
            yield return move;
        yield return Give(Enter("XO-5", Annex.Small));
        foreach (var move in Wrong(Enter("XO-6", Annex.Small), Enter("XO-5", Annex.Work)))
            yield return move;
        yield return Give(new OperatorCommand.ReportPresence("XO-6", Annex.Plain, Stage.At, "XO-5", Origin.Live));
        foreach (var hold in Now.Get<Room>(Annex.Plain).Holds.Keys.ToArray())
            yield return Quality(new RoomCommand.LiftHold(Annex.Plain, hold, "asked and answered", "QA-01", "QA-02"));
        foreach (var move in Disperse())
            yield return move;
        yield return Give(Enter("XO-6", Annex.VectorRoom));
        yield return Give(new OperatorCommand.LeaveRoom("XO-6", Annex.VectorRoom, Stage.At, null, Origin.Live));
        foreach (var move in Wrong(Enter("XO-6", Annex.Work), new OperatorCommand.RecordDecontamination("XO-6", "SOP-D", Stage.At, "XO-6")))
            yield return move;
        yield return Give(new OperatorCommand.RecordDecontamination("XO-6", "SOP-D", Stage.At, "XO-5"));
        yield return Give(new OperatorCommand.RecordExitProcedure("XO-6", Annex.Vectors, "SOP-EXIT", Stage.At));
    }

    /// <summary>A positive patient's material beside another's in the dedicated area, handled by somebody who then wants to go elsewhere.</summary>
    public IEnumerable<Move> Positive()
    {
        var (positive, otherAgent, negative) = (Stage.Id("XB"), Stage.Id("XB"), Stage.Id("XB"));
        foreach (var move in Moves(
            Batch(positive, "x", Annex.Product, PathogenStatus.Positive), Batch(otherAgent, "x", Annex.Product, PathogenStatus.Positive, "HCV"), Batch(negative)))
            yield return move;
        StepPlace dedicated = new("R-201", "L3", null, null, null, null, null, null, [], "T-201");
        var culture = dedicated with { Line = null, Incubator = "INC-3", Compartment = "INC-3-A", Position = "INC-3-A1" };
        foreach (var move in Wrong(
            Start(positive, "cc", culture), Start(otherAgent, "cc", culture), Start(otherAgent, "ow", dedicated with { Cabinet = "BSC-2" }), Start(negative, "cc", culture),
            new OperatorCommand.Assign("XO-8", positive, "cw", "operator", "R-201"),
            Start(positive, "cw", In(Annex.Work, "LX1") with { ClosedSystem = "XC-1" }), Start(positive, "cc", In(Annex.VectorRoom)), Start(negative, "cw", In(Annex.VectorRoom, "LX1"))))
            yield return move;
        foreach (var (sensor, value) in new[] { ("DP-201", -2m), ("AH-POS", 0m) })
        {
            yield return Machine("BMS-2", new SensorCommand.ReportReadings(sensor, ReadingSeries.Of(value, Stage.At), ReadingQuality.Good, Origin.Live));
            foreach (var move in Wrong(Start(positive, "ow", dedicated with { Cabinet = "BSC-2" }), Start(positive, "cc", culture)))
                yield return move;
            yield return After(TimeSpan.FromMinutes(1));
            yield return Machine("BMS-2", new SensorCommand.ReportReadings(sensor, Readings.Good(Stage.Site.Sensor(sensor)!, Now.Get<Sensor>(sensor), Stage.At), ReadingQuality.Good, Origin.Live));
        }

        foreach (var move in new[] { positive, otherAgent, negative }.SelectMany(PutAway))
            yield return move;
    }

    /// <summary>Whoever handled a positive patient's material goes nowhere else until the exclusion is over and quality has signed it.</summary>
    public IEnumerable<Move> Contacts()
    {
        var batch = Stage.Id("XB");
        foreach (var move in Batch(batch))
            yield return move;
        for (var looks = 0; looks < 40; looks++)
        {
            foreach (var person in Stage.Site.Document.People.Select(person => person.Id).Where(person => !Stage.PersonNow(person).Exclusions.IsEmpty).ToArray())
                foreach (var area in Stage.PersonNow(person).Exclusions.Keys.ToArray())
                {
                    var lift = new OperatorCommand.LiftExclusion(person, area, "QA-01", "the exclusion is over");
                    foreach (var move in Wrong(new OperatorCommand.EnterRoom(person, Annex.Work, Stage.At, null, Origin.Live), new OperatorCommand.Assign(person, batch, "cw", "operator", Annex.Work)).Concat(WrongOf(Stage.Quality(lift))))
                        yield return move;
                    if (Stage.Plant.Ask(Stage.Quality(lift)) is not { Granted: true })
                        continue;
                    yield return Quality(lift);
                    looks = 40;
                }

            yield return After(TimeSpan.FromHours(3));
        }

        foreach (var move in PutAway(batch))
            yield return move;
    }

    /// <summary>
    /// A live step of the schedule is asked for what it may not be given: a vector of another construct, a piece that was used,
    /// material of its own that may not leave. Nothing of it is granted, and nobody is hindered.
    /// </summary>
    public IEnumerable<Move> Bystanders()
    {
        for (var looks = 0; looks < 60; looks++)
        {
            foreach (var (id, batch) in Now.All<Batch>().Where(pair => pair.Value.RunningSteps.Any(step => step.Operators.Length > 0)).ToArray())
            {
                var step = batch.RunningSteps.First(step => step.Operators.Length > 0);
                var (room, by) = (Now.Get<Room>(step.Room), step.Operators[0].Operator);
                if (!room.OpenVectors.IsEmpty && Now.All<MaterialLot>().FirstOrDefault(pair => pair.Value is { Material: "LV-CD22", Status: MaterialLotStatus.Released }).Key is { } lot)
                    foreach (var move in Wrong(new MaterialLotCommand.Charge(lot, id, step.Step, "vector", lot, null, Connection.SterileWeld, null, by)))
                        yield return move;
                var recipe = Now.Get<Domain.Recipes.Recipe>(batch.Recipe).Document!;
                if (recipe.Steps.LastOrDefault(later => !batch.Steps.ContainsKey(later.Id) && !later.After.IsEmpty) is { } later)
                    foreach (var move in Wrong(new BatchCommand.StartStep(id, later.Id, In(step.Room, step.Line), [new AssignedOperator("OP-11", "operator")], null, [])))
                        yield return move;
                foreach (var used in step.Charged.Select(charged => (Lot: charged, Serial: Now.Get<MaterialLot>(charged).UsedSerials.LastOrDefault())).Where(used => used.Serial is not null).Take(1))
                    foreach (var move in Wrong(new MaterialLotCommand.Charge(used.Lot, id, step.Step, "tubing-set", used.Lot, used.Serial, Connection.Mounted, null, by)))
                        yield return move;
                foreach (var container in batch.Containers.Take(3))
                    foreach (var move in Wrong(new Domain.Transfers.TransferCommand.Start(Stage.Id("XT"), Scanned(container), "ST-1X", null, null, by), new Domain.Transfers.TransferCommand.Start(Stage.Id("XT"), Scanned(container), "ST-1", null, null, by)))
                        yield return move;
            }

            yield return After(TimeSpan.FromHours(2));
        }
    }
}
