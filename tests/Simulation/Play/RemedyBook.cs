using System.Globalization;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Clearances;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Materials;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Plants;
using Orchestrator.Domain.Quality;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Sensors;
using Orchestrator.Domain.Transfers;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Play;

/// <summary>Everything somebody knows who wants to take a remedy: for which batch, what was asked, why it was refused.</summary>
public sealed record Need(Stage Stage, string Batch, Command Refused, Refusal Refusal)
{
    public Picture Now => Stage.Now;

    public StepPlace? Place => (Refused as BatchCommand.StartStep)?.Place;

    public string Room => Place?.Room ?? Running?.Room ?? "";

    public StepExecution? Running => Now.Get<Batch>(Batch).RunningSteps.FirstOrDefault();

    /// <summary>Somebody who is on the step, or would be.</summary>
    public string Person => Team.FirstOrDefault() ?? "OP-01";

    /// <summary>Somebody else: on the step, or in the room already, or at least on duty and free.</summary>
    public string Second =>
        Team.FirstOrDefault(other => other != Person)
        ?? Stage.Site.Document.People
            .Where(person => person.Id != Person && person.Shift is { } shift && Duty.IsOn(Stage.Site, shift, Stage.At) && !Stage.PersonNow(person.Id).Running.Any())
            .OrderByDescending(person => Stage.PersonNow(person.Id).Room == Room).ThenBy(person => person.Id, StringComparer.Ordinal)
            .FirstOrDefault()?.Id ?? "OP-02";

    private IEnumerable<string> Team =>
    [
        .. Running?.Operators.Select(one => one.Operator) ?? [], .. Running?.Verifier is { } verifier ? [verifier] : Array.Empty<string>(),
        .. (Refused as BatchCommand.StartStep)?.Operators.Select(one => one.Operator) ?? [], .. (Refused as BatchCommand.StartStep)?.Verifier is { } second ? [second] : Array.Empty<string>(),
    ];
}

/// <summary>Who is at work when.</summary>
public static class Duty
{
    public static bool IsOn(Site site, string shift, DateTimeOffset at)
    {
        if (site.Shift(shift) is not { } times)
            return false;
        var local = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, site.Zone).DateTime);
        return times.Starts < times.Ends ? local >= times.Starts && local < times.Ends : local >= times.Starts || local < times.Ends;
    }
}

/// <summary>
/// The words of a remedy as commands: what a person would do who reads the refusal and does as it says. A code that is not
/// here is one that only time, another place or other people can help.
/// </summary>
public static class RemedyBook
{
    public static IEnumerable<Order> Take(Remedy remedy, Need need)
    {
        var with = remedy.With.ToLookup(seen => seen.Name, seen => seen.Value);
        string Named(string name) => with[name].FirstOrDefault() ?? need.Refusal.Seen.FirstOrDefault(seen => seen.Name == name).Value ?? "";
        var stage = need.Stage;
        return remedy.Code switch
        {
            "enter-room" => Enter(need, Named("operator"), Named("room")),
            "leave-room" => Leave(need, Named("operator"), Named("otherRoom")),
            "record-exit-procedure" => OutAndIn(need, Named("operator")),
            "release-operator" => need.Now.Get<Operator>(Named("operator")).Assignments.Values.Where(assignment => assignment.Phase == AssignmentPhase.Named)
                .Select(assignment => stage.Mes(new OperatorCommand.Release(Named("operator"), assignment.Batch, assignment.Step))),
            "assign-operator" => Running(need) is { } step ? [stage.Mes(new OperatorCommand.Assign(Named("operator"), need.Batch, step, "operator", Named("room")))] : [],
            "rescan-input" => [],
            "check-appearance" => Inspect(need, Named("container")),
            "apply-label" or "verify-label" or "read-back-label" => Label(need, Named("container")),
            "reconcile-labels" => [stage.Mes(new LabelCommand.Reconcile(need.Batch, Running(need), need.Person, need.Second))],
            "destroy-label" => Named("label").Split(' ').Where(label => need.Now.Get<Label>(label).Status == LabelStatus.Voided).Select(label => stage.Mes(new LabelCommand.Destroy(label, need.Person, need.Second))),
            "register-output" => Output(need, Named("output")),
            "seal-container" => [stage.Mes(new ContainerCommand.Close(Named("container"), "clamp and weld", need.Person, need.Second))],
            "transfer-container" => Move(need, Named("container"), Named("room")),
            "use-declared-input" => Charge(need, Named("input")),
            "mount-kit" => [stage.Mes(new ClosedSystemCommand.MountKit(Named("closedSystem"), need.Batch, $"KIT-{stage.Id()}", need.Person))],
            "verify-closure" or "re-verify-closed-system" => [stage.Mes(new ClosedSystemCommand.VerifyClosure(Named("closedSystem"), $"CHK-{stage.Id()}", "pressure hold", Passed: true, need.Person, need.Second))],
            "check-integrity" => [stage.Mes(new ClosedSystemCommand.RecordIntegrityCheck(Named("equipment"), $"INT-{stage.Id()}", "pressure decay", "0.1", Passed: true, "EN-01"))],
            "clear-step" => Clear(need, Named("room"), ClearanceScope.Step),
            "clear-room" => Clear(need, Named("room"), ClearanceScope.Changeover),
            "disinfect-room" => [stage.Mes(new RoomCommand.RecordDisinfection(Named("room"), $"DIS-{stage.Id()}", "H2O2", TimeSpan.FromMinutes(30), "CL-01"))],
            "report-reading" or "bring-sensor-in-limits" => Read(need, Named("sensor")),
            "lift-hold" or "lift-room-hold" => need.Now.Get<Room>(Named("room")).Holds.ContainsKey(Named("hold"))
                ? [stage.Quality(new RoomCommand.LiftHold(Named("room"), Named("hold"), "assessed", "QA-01", "QA-02"))]
                : [stage.Quality(new BatchCommand.LiftHold(need.Batch, Named("hold"), "assessed", "QA-01", "QA-02"))],
            "park-container" => Take(new Remedy("seal-container", remedy.With), need).Concat(Move(need, Named("container"), Out(need, Named("room")))),
            "lift-identity-hold" => Reconcile(need, Named("hold")),
            "lift-container-hold" => [stage.Quality(new ContainerCommand.LiftHold(Named("container"), Named("hold"), "assessed", "DEV-1", "QA-01", "QA-02"))],
            "reinstate-risk-assessment" => [stage.Quality(new QualityCommand.ReinstateRiskAssessment(Named("riskAssessment"), "REV-1", "still good", "QA-01", "QA-02"))],
            "record-missing-check" => [],
            _ => [],
        };
    }

    private static string? Running(Need need) => need.Running?.Step ?? (need.Refused as BatchCommand.StartStep)?.Step;

    private static string AreaOf(Need need, string room) => need.Stage.Site.Room(room)?.Area ?? need.Stage.Site.Room(need.Room)?.Area ?? "";

    /// <summary>Quality compares every container that an identity hold lies on, and lifts it from all.</summary>
    private static IEnumerable<Order> Reconcile(Need need, string hold) =>
        need.Now.All<Container>().FirstOrDefault(pair => pair.Value.Holds.ContainsKey(hold)) is { Key: { } container }
            ? [need.Stage.Quality(new ContainerCommand.LiftIdentityHold(container, hold, "reconciled", "REC-1", "QA-01", "QA-02"))]
            : [];

    /// <summary>What is done instead of going on with a label that was voided: the container gets another.</summary>
    public static IReadOnlyList<Order>? Instead(Stage stage, string batch, Command refused)
    {
        var (label, container) = refused switch
        {
            LabelCommand.ReadBack back => (back.Label, stage.Now.Get<Label>(back.Label).Container),
            LabelCommand.Apply apply => (apply.Label, apply.Container),
            LabelCommand.Verify verify => (verify.Label, verify.Container),
            _ => ("", ""),
        };
        return stage.Now.Get<Label>(label).Status is LabelStatus.Voided or LabelStatus.Destroyed
            ? [.. Label(new Need(stage, batch, refused, Refusal.Of("")), container)]
            : null;
    }

    /// <summary>The exit procedure is done outside: who is in a room leaves it, and comes back.</summary>
    private static IEnumerable<Order> OutAndIn(Need need, string person)
    {
        var room = need.Now.Get<Operator>(person).Room;
        if (room is not null)
            yield return need.Stage.Mes(new OperatorCommand.LeaveRoom(person, room, need.Stage.At, null, Origin.Live));
        yield return need.Stage.Mes(new OperatorCommand.RecordExitProcedure(person, AreaOf(need, room ?? ""), "EXIT-1", need.Stage.At));
        if (room is not null)
            yield return need.Stage.Mes(new OperatorCommand.EnterRoom(person, room, need.Stage.At, null, Origin.Live));
    }

    private static IEnumerable<Order> Enter(Need need, string person, string room, string? from = null)
    {
        var operatorNow = need.Now.Get<Operator>(person);
        if ((from ?? operatorNow.Room) is { } other && other != room)
        {
            yield return need.Stage.Mes(new OperatorCommand.LeaveRoom(person, other, need.Stage.At, null, Origin.Live));
            yield return need.Stage.Mes(new OperatorCommand.RecordExitProcedure(person, AreaOf(need, other), "EXIT-1", need.Stage.At));
        }

        yield return need.Stage.Mes(new OperatorCommand.EnterRoom(person, room, need.Stage.At, null, Origin.Live));
    }

    /// <summary>Carries a container to a room: somebody stands where it is, and somebody where it goes.</summary>
    private static IEnumerable<Order> Move(Need need, string id, string room)
    {
        var container = need.Now.Get<Container>(id);
        if (container.Location.Room == room)
            yield break;
        var transfer = $"T-{need.Stage.Id()}";
        ScannedContainer[] scanned = [new(id, container.Label)];
        foreach (var order in Enter(need, need.Person, container.Location.Room))
            yield return order;
        yield return need.Stage.Mes(new TransferCommand.Start(transfer, [.. scanned], room, null, null, need.Person));
        foreach (var order in Enter(need, need.Person, room, from: container.Location.Room))
            yield return order;
        yield return need.Stage.Mes(new TransferCommand.Arrive(transfer, [.. scanned], need.Person));
    }

    private static IEnumerable<Order> Leave(Need need, string person, string room) =>
        need.Now.Get<Operator>(person).Room == room ? [need.Stage.Mes(new OperatorCommand.LeaveRoom(person, room, need.Stage.At, null, Origin.Live))] : [];

    /// <summary>The store that product and samples of a room leave to.</summary>
    private static string Out(Need need, string room) =>
        need.Stage.Site.Area(AreaOf(need, room))?.Routes.FirstOrDefault(route => route.From == room && need.Stage.Site.Room(route.To)?.Use == RoomUse.Store)?.To ?? "";

    private static IEnumerable<Order> Inspect(Need need, string id)
    {
        var container = need.Now.Get<Container>(id);
        if (container.FilledAt is not null && container.AfterFilling is null)
            yield return need.Stage.Mes(new ContainerCommand.RecordAppearance(id, Inspection.AfterFilling, null, need.Person));
        yield return need.Stage.Mes(new ContainerCommand.RecordAppearance(id, Inspection.BeforeUse, null, need.Person));
    }

    private static IEnumerable<Order> Label(Need need, string id)
    {
        var container = need.Now.Get<Container>(id);
        var label = need.Stage.LabelOf(id);
        var state = need.Now.Get<Label>(label).Status;
        if (state == LabelStatus.Unknown)
            yield return need.Stage.Mes(new LabelCommand.Print(need.Batch, need.Running?.Step, [new PrintedLabel(label, id)], "TPL-1", "PRN-1", need.Person));
        if (state <= LabelStatus.Printed)
            yield return need.Stage.Mes(new LabelCommand.ReadBack(label, label, need.Person));
        if (state <= LabelStatus.ReadBack)
            yield return need.Stage.Mes(new LabelCommand.Apply(label, id, need.Person));
        if (state <= LabelStatus.Applied)
            yield return need.Stage.Mes(new LabelCommand.Verify(label, id, label, need.Second));
    }

    private static IEnumerable<Order> Output(Need need, string output)
    {
        if (need.Running is not { } running)
            yield break;
        var id = string.Create(CultureInfo.InvariantCulture, $"C-{need.Batch}-{running.Step}-{running.Attempt}-{output}");
        var container = need.Now.Get<Container>(id);
        if (container.Status == ContainerStatus.Unknown)
        {
            yield return need.Stage.Mes(new ContainerCommand.Register(id, need.Batch, running.Step, output, need.Person));
            yield return need.Stage.Mes(new ContainerCommand.RecordAppearance(id, Inspection.BeforeUse, null, need.Person));
            foreach (var order in Label(need, id))
                yield return order;
        }

        if (container.Status is ContainerStatus.Unknown or ContainerStatus.Empty)
        {
            yield return need.Stage.Mes(new ContainerCommand.Fill(id, new Contents(50, 100_000_000), need.Person));
            yield return need.Stage.Mes(new ContainerCommand.RecordAppearance(id, Inspection.AfterFilling, null, need.Person));
        }
    }

    private static IEnumerable<Order> Charge(Need need, string input)
    {
        var step = need.Now.Get<Domain.Recipes.Recipe>(need.Now.Get<Batch>(need.Batch).Recipe).Step(need.Running?.Step ?? "");
        if (step?.Inputs.FirstOrDefault(declared => declared.Name == input) is not { } wanted)
            return [];
        var lot = need.Now.All<MaterialLot>().Select(pair => pair.Value).FirstOrDefault(lot => lot.Material == wanted.What && lot.Status == MaterialLotStatus.Released);
        if (lot is null)
            return [];
        var connection = wanted.Kind == Domain.Recipes.InputKind.SingleUseKit ? Connection.Mounted : Connection.SterileWeld;
        var serial = need.Stage.Site.Material(wanted.What)?.SingleUse == true ? $"S-{need.Stage.Id()}" : null;
        return [need.Stage.Mes(new MaterialLotCommand.Charge(lot.Id, need.Batch, step.Id, input, lot.Id, serial, connection, null, need.Person))];
    }

    private static IEnumerable<Order> Clear(Need need, string room, ClearanceScope scope)
    {
        var state = need.Now.Get<Room>(room);
        var batch = state.Uncleared?.Batch ?? state.Occupations.Keys.FirstOrDefault(other => scope == ClearanceScope.Step || other != need.Batch) ?? need.Batch;
        var id = $"CLR-{need.Stage.Id()}";
        var answers = Enum.GetValues<ClearanceItem>().Select(item => new ClearanceAnswer(item, Clear: true, ""));
        yield return need.Stage.Mes(new ClearanceCommand.Perform(id, room, scope, batch, [.. answers], need.Person));
        yield return need.Stage.Mes(new ClearanceCommand.Verify(id, need.Second));
    }

    private static IEnumerable<Order> Read(Need need, string sensor)
    {
        if (need.Stage.Site.Sensor(sensor) is not { } definition)
            return [];
        var controller = need.Stage.Site.Document.Controllers.FirstOrDefault(controller => controller.SpeaksFor.Contains($"sensor/{sensor}"))?.Id ?? "BMS-1";
        return [need.Stage.Machine(controller, new SensorCommand.ReportReadings(sensor, Readings.Good(definition, need.Now.Get<Sensor>(sensor), need.Stage.At), ReadingQuality.Good, Origin.Live))];
    }
}
