using Orchestrator.Domain.Batches;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Controllers;
using Orchestrator.Domain.Equipment;
using Orchestrator.Domain.Isolators;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Sensors;
using Orchestrator.Simulation.Play;

namespace Orchestrator.Simulation.Provoke;

/// <summary>What goes wrong with devices: systems that open, isolators that leak, instruments that fall silent, answers that get lost.</summary>
public sealed class DeviceScenes(Stage stage, Told told) : Troupe(stage, told)
{
    /// <summary>Everything in the annex is checked and clean; the first thing that happens there.</summary>
    public IEnumerable<Move> SetUp()
    {
        foreach (var system in new[] { "XC-1", "XC-2", "XC-3", "XC-4", "XC-5" })
            yield return Give(new ClosedSystemCommand.RecordIntegrityCheck(system, Stage.Id("INT"), "pressure hold", "0.1", Passed: true, "EN-01"));
        foreach (var isolator in new[] { "XI-1", "XI-2", "XI-3", "XI-4" })
            foreach (var move in Ready(isolator))
                yield return move;
        foreach (var incubator in Stage.Site.Document.Incubators.Where(one => one.Id.StartsWith('X')))
            foreach (var compartment in incubator.Compartments)
                yield return Give(new Domain.Incubators.IncubatorCommand.RecordDisinfection(incubator.Id, compartment.Id, Stage.Id("DIS"), "hydrogen peroxide 6 %", "CL-01"));
        foreach (var room in new[] { Annex.Work, Annex.Isolators, Annex.Cultures, Annex.Plain, Annex.NearCultures })
            yield return Give(new RoomCommand.RecordDisinfection(room, Stage.Id("DIS"), "hydrogen peroxide 6 %", TimeSpan.FromMinutes(30), "CL-01"));
    }

    private IEnumerable<Move> Ready(string isolator)
    {
        foreach (var test in Enum.GetValues<IntegrityTest>())
            yield return Give(new IsolatorCommand.RecordIntegrityTest(isolator, test, "pressure decay", "0.1", Passed: true, "EN-01"));
        var cycle = Stage.Id("CYC");
        yield return Give(new IsolatorCommand.StartDecontamination(isolator, cycle, "EN-01"));
        yield return Give(new IsolatorCommand.RecordDecontamination(isolator, cycle, Passed: true, "H2O2", "EN-01"));
    }

    /// <summary>A system is opened while it runs, beside another batch; it may not simply be called closed again.</summary>
    public IEnumerable<Move> Breach()
    {
        var (batch, beside) = (Stage.Id("XB"), Stage.Id("XB"));
        foreach (var move in Moves(Batch(batch, "z"), Batch(beside, "z")))
            yield return move;
        foreach (var move in Culture(beside, "cc", Incubated(Annex.Cultures, "XH", "A")))
            yield return move;
        foreach (var move in Gather(Annex.Work, One, Two).Concat(Mount("XC-1", batch)))
            yield return move;
        yield return Give(Start(batch, "cw", In(Annex.Work, "LX1") with { ClosedSystem = "XC-1" }));
        foreach (var move in Wrong(new ClosedSystemCommand.OpenPlanned("XC-1", "XB-1", "look inside", One), Start(batch, "harvest", In(Annex.Work, "LX1") with { ClosedSystem = "XC-1" })))
            yield return move;
        // Without a risk assessment the neighbour is held too.
        yield return Quality(new Domain.Quality.QualityCommand.RevokeRiskAssessment("RA-X", "for the scene", "QA-01"));
        yield return Machine("CTRL-X", new ClosedSystemCommand.ReportBreach("XC-1", Stage.Id("BR"), "leak seen", Stage.At));
        yield return Give(new ClosedSystemCommand.RecordEmergencyMeasure("XC-1", "clamped", One));
        foreach (var move in Wrong(Start(beside, "cw", In(Annex.Work, "LX1") with { ClosedSystem = "XC-1" }), new ClosedSystemCommand.UnmountKit("XC-1", One)))
            yield return move;
        yield return Give(new BatchCommand.AbortStep(batch, "cw", "leak", Disposition.SafeState, One));
        foreach (var move in WrongOf(Stage.Quality(new ClosedSystemCommand.AssessBreach("XC-1", "RA-9", BreachDecision.Continue, "small", "QA-01", "QA-01"))))
            yield return move;
        yield return Quality(new ClosedSystemCommand.AssessBreach("XC-1", "RA-9", BreachDecision.Continue, "small", "QA-01", "QA-02"));
        yield return Quality(new Domain.Quality.QualityCommand.ReinstateRiskAssessment("RA-X", "REV", "good", "QA-01", "QA-02"));
        foreach (var move in Wrong(
            new ClosedSystemCommand.Reclose("XC-1", null, "CHK", Passed: true, One, Two),
            new ClosedSystemCommand.Reclose("XC-1", "STER-1", "CHK", Passed: false, One, Two)))
            yield return move;
        yield return Give(new ClosedSystemCommand.Reclose("XC-1", "STER-1", "CHK", Passed: true, One, Two));
        foreach (var move in LiftAll(batch).Concat(LiftAll(beside)))
            yield return move;
        yield return Give(new BatchCommand.AbortStep(beside, "cc", "scene over", Disposition.Destroy, One));
        foreach (var move in PutAway(batch).Concat(PutAway(beside)))
            yield return move;
    }

    /// <summary>Systems that count as open, whatever is said of them: no validation, no way back, no passed check, a repair.</summary>
    public IEnumerable<Move> Systems()
    {
        var batch = Stage.Id("XB");
        foreach (var move in Batch(batch).Concat(Gather(Annex.Work, One, Two)).Concat(Mount("XC-2", batch)))
            yield return move;
        foreach (var move in Wrong(new ClosedSystemCommand.VerifyClosure("XC-2", "CHK", "pressure hold", Passed: true, One, One)))
            yield return move;
        yield return Give(new ClosedSystemCommand.OpenPlanned("XC-2", "XB-1", "add a bag", One));
        foreach (var move in Wrong(new ClosedSystemCommand.Reclose("XC-2", "STER-1", "CHK", Passed: true, One, Two), Start(batch, "cw", In(Annex.Work, "LX1") with { ClosedSystem = "XC-2" })))
            yield return move;
        yield return Give(new ClosedSystemCommand.Connect("XC-2", Stage.Id("CON"), ConnectionType.SterileWeld, "CHK", Verified: true, One));
        yield return Give(new ClosedSystemCommand.ReportRepair("XC-2", "valve", "EN-01"));
        foreach (var move in Wrong(Start(batch, "cw", In(Annex.Work, "LX1") with { ClosedSystem = "XC-2" }), Start(batch, "pw", In(Annex.Plain, "LX3")), Start(batch, "ow", In(Annex.Plain, "LX3")), Start(batch, "cw", In(Annex.Plain, "LX3") with { ClosedSystem = "XC-4" })))
            yield return move;
        foreach (var passed in new[] { false, true })
            yield return Give(new ClosedSystemCommand.RecordIntegrityCheck("XC-2", Stage.Id("INT"), "pressure hold", passed ? "0.1" : "9", passed, "EN-01"));
        foreach (var move in LiftAll(batch).Concat(FailedUnder(batch)).Concat(PutAway(batch)))
            yield return move;
    }

    /// <summary>A check fails after a batch has relied on the system since the last pass.</summary>
    private IEnumerable<Move> FailedUnder(string batch)
    {
        foreach (var move in Gather(Annex.Work, One, Two).Concat(Mount("XC-1", batch)))
            yield return move;
        yield return Give(Start(batch, "cw", In(Annex.Work, "LX1") with { ClosedSystem = "XC-1" }));
        yield return Give(new BatchCommand.AbortStep(batch, "cw", "scene", Disposition.SafeState, One));
        foreach (var passed in new[] { false, true })
            yield return Give(new ClosedSystemCommand.RecordIntegrityCheck("XC-1", Stage.Id("INT"), "pressure hold", passed ? "0.1" : "9", passed, "EN-01"));
        foreach (var move in LiftAll(batch))
            yield return move;
    }

    /// <summary>Isolators that exhaust into the room, recirculate, stand open together, leak, or hold another batch.</summary>
    public IEnumerable<Move> IsolatorWork()
    {
        var (batch, other) = (Stage.Id("XB"), Stage.Id("XB"));
        foreach (var isolator in new[] { "XI-1", "XI-2", "XI-3", "XI-4" })
            foreach (var move in Ready(isolator))
                yield return move;
        foreach (var move in Moves(Batch(batch, "z"), Batch(other, "z")).Concat(Gather(Annex.Isolators, One, Two)))
            yield return move;
        yield return Give(new IsolatorCommand.OpenPort("XI-1", batch, One));
        foreach (var move in Wrong(new IsolatorCommand.OpenPort("XI-2", other, One), Start(batch, "iw", In(Annex.Isolators, "LX2") with { Isolator = "XI-1" })))
            yield return move;
        yield return Machine("CTRL-X", new IsolatorCommand.ClosePort("XI-1"));
        foreach (var move in Wrong(
            Start(batch, "iw", In(Annex.Plain, "LX3") with { Isolator = "XI-3" }),
            Start(batch, "iw", In(Annex.Work, "LX1") with { Isolator = "XI-4" })))
            yield return move;
        foreach (var move in Mount("XC-5", other))
            yield return move;
        yield return Give(Start(batch, "iw", In(Annex.Isolators, "LX2") with { Isolator = "XI-1" }));
        foreach (var move in Wrong(
            Start(other, "iw", In(Annex.Isolators, "LX2") with { Isolator = "XI-1" }),
            Start(other, "iw", In(Annex.Isolators, "LX2") with { Isolator = "XI-2" }) with { Operators = [new AssignedOperator("XO-3", "operator")] },
            Start(other, "cw", In(Annex.Isolators, "LX2") with { ClosedSystem = "XC-5" }),
            Start(other, "cw", In(Annex.Isolators, "LX2")),
            Start(other, "cc", In(Annex.Isolators) with { Incubator = "XP-1", Compartment = "XP-1-M" })))
            yield return move;
        yield return Machine("CTRL-X", new IsolatorCommand.ReportOpenPort("XI-2", Stage.At));
        yield return Machine("CTRL-X", new IsolatorCommand.ClosePort("XI-2"));
        yield return Give(new BatchCommand.AbortStep(batch, "iw", "scene", Disposition.SafeState, One));
        yield return Give(new IsolatorCommand.ClearInterior("XI-1", batch, One, Two));
        foreach (var move in Wrong(Start(other, "iw", In(Annex.Isolators, "LX2") with { Isolator = "XI-1" })))
            yield return move;
        yield return Give(new IsolatorCommand.RecordIntegrityTest("XI-1", IntegrityTest.Gloves, "pressure decay", "9", Passed: false, "EN-01"));
        foreach (var move in Wrong(Start(other, "iw", In(Annex.Isolators, "LX2") with { Isolator = "XI-1" })).Concat(LiftAll(batch)).Concat(PutAway(batch)).Concat(PutAway(other)).Concat(Ready("XI-1")))
            yield return move;
    }

    /// <summary>A centrifuge out of date, out of service, repaired, used for a positive batch.</summary>
    public IEnumerable<Move> Equipment()
    {
        var batch = Stage.Id("XB");
        var today = DateOnly.FromDateTime(Stage.At.DateTime);
        foreach (var move in Batch(batch).Concat(Gather(Annex.Work, One, Two)))
            yield return move;
        var ask = Start(batch, "cw", In(Annex.Work, "LX1") with { Equipment = ["XF-1"] });
        yield return Give(new EquipmentCommand.RecordCalibration("XF-1", Stage.Id("CAL"), Passed: false, today, "EN-01"));
        foreach (var move in Wrong(ask))
            yield return move;
        yield return Give(new EquipmentCommand.RecordCalibration("XF-1", Stage.Id("CAL"), Passed: true, today.AddYears(1), "EN-01"));
        yield return Give(new EquipmentCommand.TakeOutOfService("XF-1", "noise", "EN-01"));
        yield return Give(new EquipmentCommand.ReportRepair("XF-1", "rotor", "EN-01"));
        foreach (var move in Wrong(ask))
            yield return move;
        yield return Give(new EquipmentCommand.RecordIntegrityCheck("XF-1", Stage.Id("INT"), "visual", "ok", Passed: true, "EN-01"));
        yield return Give(new EquipmentCommand.ReturnToService("XF-1", "DOC", "EN-01"));
        foreach (var move in Wrong(new EquipmentCommand.RecordInactivation("XF-1", Stage.Id("CYC"), "fail", "EN-01")))
            yield return move;
        yield return Give(new EquipmentCommand.RecordInactivation("XF-1", Stage.Id("CYC"), "pass", "EN-01"));
        foreach (var move in PutAway(batch))
            yield return move;
    }

    /// <summary>A sensor out of calibration, out of limits, silent; two people fill the hole from paper, and quality judges the rest.</summary>
    public IEnumerable<Move> Instruments()
    {
        var (batch, sensor) = (Stage.Id("XB"), "TI-XP-1");
        var today = DateOnly.FromDateTime(Stage.At.DateTime);
        foreach (var move in Batch(batch, "z"))
            yield return move;
        var ask = Start(batch, "cc", Incubated(Annex.Cultures, "XP-1", "M"));
        yield return Of("EN-01", new SensorCommand.RecordCalibration(sensor, Stage.Id("CAL"), Passed: false, today, "EN-01"));
        foreach (var move in Wrong(ask))
            yield return move;
        yield return Of("EN-01", new SensorCommand.RecordCalibration(sensor, Stage.Id("CAL"), Passed: true, today.AddYears(1), "EN-01"));
        foreach (var (id, value) in new[] { ($"DP-{Annex.Cultures}", 2m), ("AH-X", 0m) })
        {
            yield return Machine("BMS-X", new SensorCommand.ReportReadings(id, ReadingSeries.Of(value, Stage.At), ReadingQuality.Good, Origin.Live));
            foreach (var move in Wrong(ask, Start(batch, "iw", In(Annex.Isolators, "LX2") with { Isolator = "XI-1" })))
                yield return move;
            yield return After(TimeSpan.FromMinutes(1));
            yield return Machine("BMS-X", new SensorCommand.ReportReadings(id, Readings.Good(Stage.Site.Sensor(id)!, Now.Get<Sensor>(id), Stage.At), ReadingQuality.Good, Origin.Live));
        }

        foreach (var move in Culture(batch, "cc", ask.Place))
            yield return move;
        foreach (var move in WrongOf(Stage.Machine("DOORS-1", new SensorCommand.ReportReadings(sensor, ReadingSeries.Of(37, Stage.At), ReadingQuality.Good, Origin.Live))))
            yield return move;
        yield return Give(new SensorCommand.ReportReadings(sensor, ReadingSeries.Of(37, Stage.At), ReadingQuality.Good, Origin.Paper, One, Two));
        yield return Machine("BMS-X", new SensorCommand.ReportReadings(sensor, ReadingSeries.Of(20, Stage.At), ReadingQuality.Good, Origin.Live));
        yield return Give(new BatchCommand.AbortStep(batch, "cc", "scene", Disposition.SafeState, One));
        yield return After(TimeSpan.FromMinutes(1));
        yield return Machine("BMS-X", new SensorCommand.ReportReadings(sensor, ReadingSeries.Of(37, Stage.At), ReadingQuality.Good, Origin.Live));
        foreach (var move in LiftAll(batch).Concat(PutAway(batch)))
            yield return move;
    }

    /// <summary>A controller says nothing for longer than the plant allows; what it speaks for is lost until quality has judged the hole.</summary>
    public IEnumerable<Move> Silence()
    {
        var sensor = $"PC-{Annex.NearCultures}";
        Stage.Silent.Add(sensor);
        for (var hours = 0; hours < 24 && Now.Get<Sensor>(sensor).Gap is null; hours++)
            yield return After(TimeSpan.FromHours(1));
        Stage.Silent.Remove(sensor);
        yield return Quality(new SensorCommand.AssessGap(sensor, "the room was empty", "QA-01", "QA-02"));
    }

    /// <summary>A command to a device that cannot recognise a repetition; its answer is lost with the session, and a person looks.</summary>
    public IEnumerable<Move> LostAnswer()
    {
        var (controller, device) = ("CTRL-X", "closed-system/XC-1");
        yield return Machine(controller, new ControllerCommand.Connect(controller, [device], Deduplicates: false));
        yield return Of("EN-01", new ControllerCommand.CommandDevice(controller, device, DeviceTarget.Prepared, "a test", "EN-01"));
        var state = Now.Get<Controller>(controller);
        var command = state.Outstanding.Values.FirstOrDefault(waiting => waiting.Device == device)?.Id ?? "";
        yield return Machine(controller, new ControllerCommand.MarkSent(controller, state.Epoch, [command]));
        yield return Machine(controller, new ControllerCommand.ReportState(controller, device, "PackML", "Idle", Stage.At));
        foreach (var move in WrongOf(Stage.Machine(controller, new ControllerCommand.ReportState(controller, device, "PackML", "Dancing", Stage.At))).Concat(WrongOf(Stage.Machine(controller, new ControllerCommand.Deliver(controller, state.Epoch - 1, 1, [])))))
            yield return move;
        yield return Machine(controller, new ControllerCommand.Disconnect(controller, state.Epoch));
        var batch = Stage.Id("XB");
        foreach (var move in Batch(batch).Concat(Wrong(Start(batch, "cw", In(Annex.Work, "LX1") with { ClosedSystem = "XC-1" }))))
            yield return move;
        yield return Of("EN-01", new ControllerCommand.ResolveCommand(controller, command, DeviceOutcome.Done, "it stands ready", "EN-01"));
        yield return Machine(controller, new ControllerCommand.Connect(controller, [device], Deduplicates: true));
        foreach (var move in PutAway(batch))
            yield return move;
    }
}
