using System.Globalization;
using Orchestrator.Domain.Batches;
using Orchestrator.Domain.Clearances;
using Orchestrator.Domain.ClosedSystems;
using Orchestrator.Domain.Identity;
using Orchestrator.Domain.Kernel;
using Orchestrator.Domain.Materials;
using Orchestrator.Domain.People;
using Orchestrator.Domain.Rooms;
using Orchestrator.Domain.Sensors;
using Orchestrator.Domain.Transfers;
using Orchestrator.Engine;

namespace Orchestrator.Simulation.Play;

/// <summary>Everything somebody knows who wants to take a remedy: who asks, for what, why it was refused.</summary>
public sealed record Need(
    Scene Scene, Picture Now, BatchPlay Play, Command Refused, Refusal Refusal, (IReadOnlyList<AssignedOperator> Operators, string? Verifier)? Crew, DateTimeOffset At)
{
    public StepPlace? Place => (Refused as BatchCommand.StartStep)?.Place;

    public string Room => Place?.Room ?? Now.Get<Batch>(Play.Batch).RunningSteps.FirstOrDefault()?.Room ?? "";

    public StepExecution? Running => Now.Get<Batch>(Play.Batch).RunningSteps.FirstOrDefault();

    /// <summary>Somebody who is on the step, or would be.</summary>
    public string Person => Running?.Operators.FirstOrDefault()?.Operator ?? Crew?.Operators.FirstOrDefault()?.Operator ?? Crew?.Verifier ?? "OP-01";

    /// <summary>Somebody else: on the step, or in the room already, or at least on shift.</summary>
    public string Second =>
        new[] { Running?.Verifier, Crew?.Verifier }.OfType<string>().FirstOrDefault(other => other != Person)
        ?? Scene.Plant.People
            .Where(person => person.Id != Person && person.Shift is { } shift && Play.Knows(person) && Play.IsFree(Now.Get<Operator>(person.Id)) && Play.IsOn(shift, At))
            .OrderByDescending(person => Now.Get<Operator>(person.Id).Room == Room).ThenBy(person => person.Id, StringComparer.Ordinal)
            .FirstOrDefault()?.Id ?? "OP-02";
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
        var play = need.Play;
        return remedy.Code switch
        {
            "enter-room" => Enter(need, Named("operator"), Named("room")),
            "leave-room" => Leave(need, Named("operator"), Named("otherRoom")),
            "record-exit-procedure" or "release-operator" => [play.Mes(new OperatorCommand.RecordExitProcedure(Named("operator"), AreaOf(need, Named("otherRoom")), "EXIT-1", need.At))],
            "assign-operator" => Running(need) is { } step ? [play.Mes(new OperatorCommand.Assign(Named("operator"), play.Batch, step, "operator", Named("room")))] : [],
            "rescan-input" => [],
            "check-appearance" => Inspect(need, Named("container")),
            "apply-label" or "verify-label" or "read-back-label" => Label(need, Named("container")),
            "reconcile-labels" => [play.Mes(new LabelCommand.Reconcile(play.Batch, Running(need), need.Person, need.Second))],
            "register-output" => Output(need, Named("output")),
            "seal-container" => [play.Mes(new ContainerCommand.Close(Named("container"), "clamp and weld", need.Person, need.Second))],
            "transfer-container" => Move(need, Named("container"), Named("room")),
            "use-declared-input" => Charge(need, Named("input")),
            "mount-kit" => [play.Mes(new ClosedSystemCommand.MountKit(Named("closedSystem"), play.Batch, $"KIT-{play.Id()}", need.Person))],
            "verify-closure" or "re-verify-closed-system" => [play.Mes(new ClosedSystemCommand.VerifyClosure(Named("closedSystem"), $"CHK-{play.Id()}", "pressure hold", Passed: true, need.Person, need.Second))],
            "check-integrity" => [play.Mes(new ClosedSystemCommand.RecordIntegrityCheck(Named("equipment"), $"INT-{play.Id()}", "pressure decay", "0.1", Passed: true, "EN-01"))],
            "clear-step" => Clear(need, Named("room"), ClearanceScope.Step),
            "clear-room" => Clear(need, Named("room"), ClearanceScope.Changeover),
            "disinfect-room" => [play.Mes(new RoomCommand.RecordDisinfection(Named("room"), $"DIS-{play.Id()}", "H2O2", TimeSpan.FromMinutes(30), "CL-01"))],
            "report-reading" or "bring-sensor-in-limits" => Read(need, Named("sensor")),
            "lift-hold" => need.Now.Get<Room>(Named("room")).Holds.ContainsKey(Named("hold"))
                ? [play.Quality(new RoomCommand.LiftHold(Named("room"), Named("hold"), "assessed", "QA-01", "QA-02"))]
                : [play.Quality(new BatchCommand.LiftHold(play.Batch, Named("hold"), "assessed", "QA-01", "QA-02"))],
            "park-container" => Take(new Remedy("seal-container", remedy.With), need).Concat(Move(need, Named("container"), Out(need, Named("room")))),
            "lift-identity-hold" => [],
            "record-missing-check" => [],
            _ => [],
        };
    }

    private static string? Running(Need need) => need.Running?.Step ?? (need.Refused as BatchCommand.StartStep)?.Step;

    private static string AreaOf(Need need, string room) => need.Scene.Site.Room(room)?.Area ?? need.Scene.Site.Room(need.Room)?.Area ?? "";

    private static IEnumerable<Order> Enter(Need need, string person, string room, string? from = null)
    {
        var operatorNow = need.Now.Get<Operator>(person);
        if ((from ?? operatorNow.Room) is { } other && other != room)
        {
            yield return need.Play.Mes(new OperatorCommand.LeaveRoom(person, other, need.At, null, Origin.Live));
            yield return need.Play.Mes(new OperatorCommand.RecordExitProcedure(person, AreaOf(need, other), "EXIT-1", need.At));
        }

        yield return need.Play.Mes(new OperatorCommand.EnterRoom(person, room, need.At, null, Origin.Live));
    }

    /// <summary>Carries a container to a room: somebody stands where it is, and somebody where it goes.</summary>
    private static IEnumerable<Order> Move(Need need, string id, string room)
    {
        var container = need.Now.Get<Container>(id);
        if (container.Location.Room == room)
            yield break;
        var transfer = $"T-{need.Play.Id()}";
        ScannedContainer[] scanned = [new(id, container.Label)];
        foreach (var order in Enter(need, need.Person, container.Location.Room))
            yield return order;
        yield return need.Play.Mes(new TransferCommand.Start(transfer, [.. scanned], room, null, null, need.Person));
        foreach (var order in Enter(need, need.Person, room, from: container.Location.Room))
            yield return order;
        yield return need.Play.Mes(new TransferCommand.Arrive(transfer, [.. scanned], need.Person));
    }

    private static IEnumerable<Order> Leave(Need need, string person, string room) =>
        need.Now.Get<Operator>(person).Room == room ? [need.Play.Mes(new OperatorCommand.LeaveRoom(person, room, need.At, null, Origin.Live))] : [];

    /// <summary>The store that product and samples of a room leave to.</summary>
    private static string Out(Need need, string room) =>
        need.Scene.Site.Area(AreaOf(need, room))?.Routes.FirstOrDefault(route => route.From == room && need.Scene.Site.Room(route.To)?.Use == Domain.Plants.RoomUse.Store)?.To ?? "";

    private static IEnumerable<Order> Inspect(Need need, string id)
    {
        var container = need.Now.Get<Container>(id);
        if (container.FilledAt is not null && container.AfterFilling is null)
            yield return need.Play.Mes(new ContainerCommand.RecordAppearance(id, Inspection.AfterFilling, null, need.Person));
        yield return need.Play.Mes(new ContainerCommand.RecordAppearance(id, Inspection.BeforeUse, null, need.Person));
    }

    private static IEnumerable<Order> Label(Need need, string id)
    {
        var container = need.Now.Get<Container>(id);
        var label = container.Label.Length > 0 ? container.Label : $"LBL-{id}";
        var state = need.Now.Get<Label>(label).Status;
        if (state == LabelStatus.Unknown)
            yield return need.Play.Mes(new LabelCommand.Print(need.Play.Batch, need.Running?.Step, [new PrintedLabel(label, id)], "TPL-1", "PRN-1", need.Person));
        if (state <= LabelStatus.Printed)
            yield return need.Play.Mes(new LabelCommand.ReadBack(label, label, need.Person));
        if (state <= LabelStatus.ReadBack)
            yield return need.Play.Mes(new LabelCommand.Apply(label, id, need.Person));
        if (state <= LabelStatus.Applied)
            yield return need.Play.Mes(new LabelCommand.Verify(label, id, label, need.Second));
    }

    private static IEnumerable<Order> Output(Need need, string output)
    {
        if (need.Running is not { } running)
            yield break;
        var id = string.Create(CultureInfo.InvariantCulture, $"C-{need.Play.Batch}-{running.Step}-{running.Attempt}-{output}");
        var container = need.Now.Get<Container>(id);
        if (container.Status == ContainerStatus.Unknown)
        {
            yield return need.Play.Mes(new ContainerCommand.Register(id, need.Play.Batch, running.Step, output, need.Person));
            yield return need.Play.Mes(new ContainerCommand.RecordAppearance(id, Inspection.BeforeUse, null, need.Person));
            foreach (var order in Label(need, id))
                yield return order;
        }

        if (container.Status is ContainerStatus.Unknown or ContainerStatus.Empty)
        {
            yield return need.Play.Mes(new ContainerCommand.Fill(id, new Contents(50, 100_000_000), need.Person));
            yield return need.Play.Mes(new ContainerCommand.RecordAppearance(id, Inspection.AfterFilling, null, need.Person));
        }
    }

    private static IEnumerable<Order> Charge(Need need, string input)
    {
        var step = need.Play.Recipe.Steps.FirstOrDefault(step => step.Id == need.Running?.Step);
        if (step?.Inputs.FirstOrDefault(declared => declared.Name == input) is not { } wanted)
            return [];
        var lot = need.Now.All<MaterialLot>().Select(pair => pair.Value).FirstOrDefault(lot => lot.Material == wanted.What && lot.Status == MaterialLotStatus.Released);
        if (lot is null)
            return [];
        var connection = wanted.Kind == Domain.Recipes.InputKind.SingleUseKit ? Connection.Mounted : Connection.SterileWeld;
        var serial = need.Scene.Site.Material(wanted.What)?.SingleUse == true ? $"S-{need.Play.Id()}" : null;
        return [need.Play.Mes(new MaterialLotCommand.Charge(lot.Id, need.Play.Batch, step.Id, input, lot.Id, serial, connection, null, need.Person))];
    }

    private static IEnumerable<Order> Clear(Need need, string room, ClearanceScope scope)
    {
        var state = need.Now.Get<Room>(room);
        var batch = state.Uncleared?.Batch ?? state.Occupations.Keys.FirstOrDefault(other => scope == ClearanceScope.Step || other != need.Play.Batch) ?? need.Play.Batch;
        var id = $"CLR-{need.Play.Id()}";
        var answers = Enum.GetValues<ClearanceItem>().Select(item => new ClearanceAnswer(item, Clear: true, ""));
        yield return need.Play.Mes(new ClearanceCommand.Perform(id, room, scope, batch, [.. answers], need.Person));
        yield return need.Play.Mes(new ClearanceCommand.Verify(id, need.Second));
    }

    private static IEnumerable<Order> Read(Need need, string sensor)
    {
        if (need.Scene.Site.Sensor(sensor) is not { } definition)
            return [];
        var controller = need.Scene.Plant.Controllers.FirstOrDefault(controller => controller.SpeaksFor.Contains($"sensor/{sensor}"))?.Id ?? "BMS-1";
        return [need.Play.Device(controller, new SensorCommand.ReportReadings(sensor, Readings.Good(definition, need.Now.Get<Sensor>(sensor), need.At), ReadingQuality.Good, Origin.Live))];
    }
}
